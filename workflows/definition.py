"""A flow as data: its trigger, its condition and its steps, which check themselves.

Pure. A definition is read from YAML or from a published row, is never changed, and says in plain
words what is wrong with it. It must not know which actions do what: their inputs are handed in.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Annotated, Any

from pydantic import BaseModel, Field, StringConstraints, ValidationError, model_validator

from foundation.conditions import Condition
from foundation.errors import Invalid
from workflows.steps import (
    STEP_KINDS,
    ActionStep,
    BranchStep,
    EventName,
    Key,
    LadderStep,
    Part,
    RepeatStep,
    Step,
    StopStep,
    arms,
    every_step,
)


class WorkflowDefinition(Part):
    """One flow. ``owner`` is a role, never a person.

    ``same`` names keys of the event's payload: a later event that carries another value for one
    of them (another stage, another call) neither wakes nor cancels this run.
    ``even_when_held`` lets the flow go on while its subject is paused or held.
    """

    key: Key
    name: Annotated[str, StringConstraints(min_length=1, max_length=200)]
    owner: Key = "complaints-officer"
    trigger: EventName
    when: Condition | None = None
    cancel_on: tuple[EventName, ...] = ()
    same: tuple[str, ...] = ()
    even_when_held: bool = False
    steps: tuple[Step, ...] = Field(min_length=1)

    @model_validator(mode="after")
    def _checks_itself(self) -> WorkflowDefinition:
        problems = list(_structure_problems(self))
        if problems:
            raise ValueError("; ".join(problems))
        return self


def parse_definition(data: Mapping[str, Any]) -> WorkflowDefinition:
    """Read a definition from plain data.

    Raises ``Invalid`` with one line for each thing that is wrong, naming where it stands.
    """
    try:
        return WorkflowDefinition.model_validate(data)
    except ValidationError as error:
        raise Invalid("\n".join(_plain_lines(error))) from error


def definition_data(definition: WorkflowDefinition) -> dict[str, Any]:
    """The definition as plain JSON data, which ``parse_definition`` reads back unchanged."""
    return definition.model_dump(mode="json", by_alias=True, exclude_defaults=True)


def action_problems(definition: WorkflowDefinition, inputs: Mapping[str, type[BaseModel]]) -> list[str]:
    """What is wrong with the actions a flow asks for, given each known action's input."""
    problems = []
    for where, do, given in _asked(definition.steps):
        model = inputs.get(do)
        if model is None:
            known = ", ".join(sorted(inputs)) or "none"
            problems.append(f"{where}: there is no action '{do}' (there are: {known})")
            continue
        try:
            model.model_validate(given)
        except ValidationError as error:
            problems += [f"{where}: {do}: {line}" for line in _plain_lines(error)]
    return problems


def _asked(steps: tuple[Step, ...]) -> Iterator[tuple[str, str, dict[str, Any]]]:
    for number, step in enumerate(every_step(steps), start=1):
        if isinstance(step, ActionStep):
            yield step.key or f"step {number}", step.do, step.inputs
        elif isinstance(step, LadderStep):
            for rung in step.ladder.rungs:
                yield f"rung {rung.key}", rung.do, rung.inputs


def _structure_problems(definition: WorkflowDefinition) -> Iterator[str]:
    if definition.trigger in definition.cancel_on:
        yield f"'{definition.trigger}' both starts and cancels this flow"
    seen: set[str] = set()
    for step in every_step(definition.steps):
        keys = [step.key] if step.key else []
        if isinstance(step, LadderStep):
            rungs = [rung.key for rung in step.ladder.rungs]
            yield from (
                f"rung key '{key}' is used twice in one ladder"
                for key in sorted({key for key in rungs if rungs.count(key) > 1})
            )
        for key in keys:
            if key in seen:
                yield f"step key '{key}' is used twice"
            seen.add(key)
    yield from _dead_steps(definition.steps)


def _dead_steps(steps: tuple[Step, ...]) -> Iterator[str]:
    for number, step in enumerate(steps, start=1):
        for inner in arms(step):
            yield from _dead_steps(inner)
        if _always_stops(step) and number < len(steps):
            after = steps[number].key or f"number {number + 1}"
            yield f"step {after} can never be reached: the step before it always ends the flow"
            return


def _always_stops(step: Step) -> bool:
    if isinstance(step, StopStep):
        return True
    if isinstance(step, BranchStep):
        arms = (step.branch.then, step.branch.otherwise)
        return all(any(_always_stops(inner) for inner in arm) for arm in arms)
    if isinstance(step, RepeatStep):
        return any(_always_stops(inner) for inner in step.repeat.steps)
    return False


def _plain_lines(error: ValidationError) -> list[str]:
    """What is wrong, one line each; a list is not called empty because something in it is wrong."""
    lines = error.errors()
    inside = {line["loc"][: len(outer["loc"])] for line in lines for outer in lines if line is not outer}
    return [_plain(line) for line in lines if not (line["type"] == "too_short" and line["loc"] in inside)]


def _plain(line: Any) -> str:
    """One validation error as a person would say it: where, then what."""
    place = line["loc"]
    where = ".".join(
        str(part + 1) if isinstance(part, int) else str(part)
        for number, part in enumerate(place)
        if not (part in STEP_KINDS and number and isinstance(place[number - 1], int))
    )
    what = {
        "extra_forbidden": "this word is not known here",
        "missing": "this is missing",
        "too_short": "there must be at least one",
    }.get(line["type"], line["msg"].removeprefix("Value error, "))
    return f"{where}: {what}" if where else str(what)

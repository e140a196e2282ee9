"""A flow as data: its trigger, its condition and its steps, which check themselves.

Pure. A definition is read from YAML or from a published row, is never changed, and says in plain
words what is wrong with it. It must not know which actions do what: their inputs are handed in.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import time
from typing import Annotated, Any, Literal

from pydantic import (
    BaseModel,
    ConfigDict,
    Discriminator,
    Field,
    StringConstraints,
    Tag,
    ValidationError,
    field_validator,
    model_validator,
)

from foundation.conditions import Condition
from foundation.errors import Invalid

Key = Annotated[str, StringConstraints(pattern=r"^[a-z][a-z0-9-]*$", max_length=60)]
EventName = Annotated[str, StringConstraints(pattern=r"^[a-z][a-z-]*\.[a-z][a-z-]*$")]
NINE = time(9)


class Part(BaseModel):
    """What every part of a flow shares: it is frozen and refuses words it does not know."""

    model_config = ConfigDict(frozen=True, extra="forbid", populate_by_name=True)


class Duration(Part):
    """A length of time. ``working_days`` end at nine o'clock on the last of them."""

    minutes: int = Field(default=0, ge=0)
    hours: int = Field(default=0, ge=0)
    days: int = Field(default=0, ge=0)
    working_days: int = Field(default=0, ge=0)

    @model_validator(mode="after")
    def _one_kind(self) -> Duration:
        plain = self.minutes + self.hours + self.days
        if plain and self.working_days:
            raise ValueError("count either working days or plain time, not both")
        if not plain and not self.working_days:
            raise ValueError("say how long: minutes, hours, days or working_days")
        return self


class ClockDay(Part):
    """A day of one of the subject's clocks, counted in working days from an anchor of it."""

    clock: Key
    anchor: Literal["start", "target", "limit"] = Field(default="start", alias="from")
    days: int = 0
    at: time = NINE

    @model_validator(mode="before")
    @classmethod
    def _names_a_clock(cls, data: Any) -> Any:
        if isinstance(data, Mapping) and "clock" not in data:
            raise ValueError("this wait counts days but names no clock")
        return data


class Wait(Part):
    """Wait for a clock's day, a length of time, a day the subject knows, or an event."""

    clock: Key | None = None
    anchor: Literal["start", "target", "limit"] = Field(default="start", alias="from")
    days: int = 0
    at: time = NINE
    field: str | None = None
    lasting: Duration | None = Field(default=None, alias="for")
    event: tuple[EventName, ...] = ()

    @field_validator("event", mode="before")
    @classmethod
    def _one_or_several(cls, value: Any) -> Any:
        return (value,) if isinstance(value, str) else value

    @model_validator(mode="after")
    def _says_for_what(self) -> Wait:
        ways = [bool(self.clock), bool(self.field), bool(self.event or self.lasting)]
        if not any(ways):
            counted = {"days", "anchor", "at"} & self.model_fields_set
            raise ValueError(
                "this wait counts days but names no clock"
                if counted
                else "say what to wait for: a clock, a field, an event, or how long"
            )
        if sum(ways) > 1:
            raise ValueError("wait for one thing: a clock, a field, or an event with a time-out")
        return self

    @property
    def clock_day(self) -> ClockDay | None:
        """The day of a clock this waits for, if it waits for one."""
        if self.clock is None:
            return None
        return ClockDay(clock=self.clock, anchor=self.anchor, days=self.days, at=self.at)


class DoStep(Part):
    """Do one action."""

    key: Key | None = None
    do: Key
    inputs: dict[str, Any] = Field(default_factory=dict, alias="with")
    when: Condition | None = None


class WaitStep(Part):
    """Wait."""

    key: Key | None = None
    wait: Wait


class Branch(Part):
    """One of two ways."""

    when: Condition
    then: tuple[Step, ...] = ()
    otherwise: tuple[Step, ...] = ()

    @model_validator(mode="after")
    def _goes_somewhere(self) -> Branch:
        if not self.then and not self.otherwise:
            raise ValueError("a branch needs steps in 'then' or 'otherwise'")
        return self


class BranchStep(Part):
    """Go one way or the other."""

    key: Key | None = None
    branch: Branch


class Repeat(Part):
    """Steps done again until something holds, and never more than ``at_most`` times."""

    steps: tuple[Step, ...] = Field(min_length=1)
    until: Condition | None = None
    at_most: int = Field(ge=1, le=100)


class RepeatStep(Part):
    """Do some steps again."""

    key: Key | None = None
    repeat: Repeat


class Approve(Part):
    """A question for a person holding a role; refused, the flow stops or goes on."""

    role: Key
    ask: Annotated[str, StringConstraints(min_length=1, max_length=300)]
    refused: Literal["stop", "go-on"] = "stop"


class ApproveStep(Part):
    """Ask a person."""

    key: Key | None = None
    approve: Approve


class StopStep(Part):
    """End here, and say why."""

    key: Key | None = None
    stop: Annotated[str, StringConstraints(min_length=1, max_length=300)]


class Rung(Part):
    """One rung of a ladder: when it is due and what it does. Rungs go at nine."""

    key: Key
    wait: ClockDay
    do: Key
    inputs: dict[str, Any] = Field(default_factory=dict, alias="with")
    when: Condition | None = None

    @model_validator(mode="after")
    def _goes_at_nine(self) -> Rung:
        if self.wait.at != NINE:
            raise ValueError(f"rung '{self.key}' must go at 09:00, like every rung")
        return self


class Ladder(Part):
    """Rungs in the order in which they climb; each goes once at most."""

    rungs: tuple[Rung, ...] = Field(min_length=1)

    @model_validator(mode="after")
    def _climbs(self) -> Ladder:
        last: dict[tuple[str, str], Rung] = {}
        for rung in self.rungs:
            before = last.get((rung.wait.clock, rung.wait.anchor))
            if before is not None and rung.wait.days < before.wait.days:
                raise ValueError(
                    f"rung '{rung.key}' (day {rung.wait.days}) stands above "
                    f"'{before.key}' (day {before.wait.days}); put the earlier one first"
                )
            last[(rung.wait.clock, rung.wait.anchor)] = rung
        return self


class LadderStep(Part):
    """Climb a ladder."""

    key: Key | None = None
    ladder: Ladder


STEP_KINDS = ("do", "wait", "branch", "repeat", "approve", "ladder", "stop")


def _kind_of(data: Any) -> str | None:
    for kind in STEP_KINDS:
        if (isinstance(data, Mapping) and kind in data) or hasattr(data, kind):
            return kind
    return None


Step = Annotated[
    Annotated[DoStep, Tag("do")]
    | Annotated[WaitStep, Tag("wait")]
    | Annotated[BranchStep, Tag("branch")]
    | Annotated[RepeatStep, Tag("repeat")]
    | Annotated[ApproveStep, Tag("approve")]
    | Annotated[LadderStep, Tag("ladder")]
    | Annotated[StopStep, Tag("stop")],
    Discriminator(
        _kind_of,
        custom_error_type="unknown_step",
        custom_error_message="a step must be one of: " + ", ".join(STEP_KINDS),
    ),
]


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
        raise Invalid("\n".join(_plain(line) for line in error.errors())) from error


def definition_data(definition: WorkflowDefinition) -> dict[str, Any]:
    """The definition as plain JSON data, which ``parse_definition`` reads back unchanged."""
    return definition.model_dump(mode="json", by_alias=True, exclude_defaults=True)


def action_problems(
    definition: WorkflowDefinition, inputs: Mapping[str, type[BaseModel]]
) -> list[str]:
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
            problems += [f"{where}: {do}: {_plain(line)}" for line in error.errors()]
    return problems


def fields_used(definition: WorkflowDefinition) -> frozenset[str]:
    """Every field of the subject that a condition or a wait of the flow looks at."""
    found: set[str] = set()
    for when in _conditions(definition):
        found |= when.fields()
    for step in every_step(definition.steps):
        if isinstance(step, WaitStep) and step.wait.field:
            found.add(step.wait.field)
    return frozenset(found)


def every_step(steps: tuple[Step, ...]) -> Iterator[Step]:
    """Each step and those inside it, outermost first."""
    for step in steps:
        yield step
        for inner in _inside(step):
            yield from every_step(inner)


def _inside(step: Step) -> tuple[tuple[Step, ...], ...]:
    if isinstance(step, BranchStep):
        return (step.branch.then, step.branch.otherwise)
    if isinstance(step, RepeatStep):
        return (step.repeat.steps,)
    return ()


def _conditions(definition: WorkflowDefinition) -> Iterator[Condition]:
    if definition.when:
        yield definition.when
    for step in every_step(definition.steps):
        if isinstance(step, DoStep) and step.when:
            yield step.when
        elif isinstance(step, BranchStep):
            yield step.branch.when
        elif isinstance(step, RepeatStep) and step.repeat.until:
            yield step.repeat.until
        elif isinstance(step, LadderStep):
            yield from (rung.when for rung in step.ladder.rungs if rung.when)


def _asked(steps: tuple[Step, ...]) -> Iterator[tuple[str, str, dict[str, Any]]]:
    for number, step in enumerate(every_step(steps), start=1):
        if isinstance(step, DoStep):
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
        for inner in _inside(step):
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


def _plain(line: Any) -> str:
    """One validation error as a person would say it: where, then what."""
    where = ".".join(
        str(part + 1) if isinstance(part, int) else str(part)
        for part in line["loc"]
        if part not in STEP_KINDS or line["loc"].index(part) == len(line["loc"]) - 1
    )
    what = {
        "extra_forbidden": "this word is not known here",
        "missing": "this is missing",
    }.get(line["type"], line["msg"].removeprefix("Value error, "))
    return f"{where}: {what}" if where else str(what)

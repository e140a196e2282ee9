"""A flow in words an officer can read, line by line.

Pure: what each action does in words is handed in. Says nothing that is not in the definition.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from foundation.conditions import Condition
from workflows.definition import WorkflowDefinition
from workflows.steps import (
    ActionStep,
    ApproveStep,
    BranchStep,
    ClockDay,
    Duration,
    LadderStep,
    RepeatStep,
    Step,
    StopStep,
    Wait,
    WaitStep,
)

Describe = Callable[[str, Mapping[str, Any]], str]

TESTS = {
    "is": "is",
    "is_one_of": "is one of",
    "includes": "includes",
    "is_at_least": "is at least",
    "is_at_most": "is at most",
    "mentions": "mentions",
}


@dataclass(frozen=True)
class Line:
    """One line of a flow; ``inside`` are the lines under it."""

    words: str
    inside: tuple[Line, ...] = ()


def beginning(definition: WorkflowDefinition) -> str:
    """When the flow starts."""
    words = f"It starts when: {event_words(definition.trigger)}"
    return f"{words}, if {condition_words(definition.when)}." if definition.when else f"{words}."


def ending(definition: WorkflowDefinition) -> str:
    """What cancels the flow before its end; empty when nothing does."""
    if not definition.cancel_on:
        return ""
    return f"It is cancelled when: {either(event_words(name) for name in definition.cancel_on)}."


def lines_of(definition: WorkflowDefinition, describe: Describe) -> tuple[Line, ...]:
    """The steps in order."""
    return tuple(_lines(definition.steps, describe))


def event_words(name: str) -> str:
    """``stage.confirmed`` as ``stage confirmed``."""
    return name.replace(".", " ").replace("-", " ")


def condition_words(condition: Condition) -> str:
    """A condition in words: ``stage number is 1``."""
    return _condition(condition.to_data())


def either(words: Iterator[str]) -> str:
    """``a, b or c``."""
    said = list(words)
    return said[0] if len(said) == 1 else f"{', '.join(said[:-1])} or {said[-1]}"


def _condition(data: Mapping[str, Any]) -> str:
    if "all" in data:
        return " and ".join(_condition(part) for part in data["all"])
    if "any" in data:
        return " or ".join(_condition(part) for part in data["any"])
    if "not" in data:
        return f"it is not so that {_condition(data['not'])}"
    field = str(data["field"]).replace(".", " ").replace("_", " ")
    test, wanted = next((name, value) for name, value in data.items() if name != "field")
    if test == "is_answered":
        return f"{field} is {'given' if wanted else 'not given'}"
    said = either(map(str, wanted)) if isinstance(wanted, list) else str(wanted)
    return f"{field} {TESTS[test]} {said}"


def _lines(steps: tuple[Step, ...], describe: Describe) -> Iterator[Line]:
    for step in steps:
        match step:
            case ActionStep():
                words = describe(step.do, step.inputs)
                yield Line(f"{words}, if {condition_words(step.when)}." if step.when else f"{words}.")
            case WaitStep():
                yield Line(_wait(step.wait))
            case BranchStep():
                about = condition_words(step.branch.when)
                if step.branch.then:
                    yield Line(f"If {about}:", tuple(_lines(step.branch.then, describe)))
                if step.branch.otherwise:
                    start = "Otherwise:" if step.branch.then else f"Unless {about}:"
                    yield Line(start, tuple(_lines(step.branch.otherwise, describe)))
            case RepeatStep():
                until = f", until {condition_words(step.repeat.until)}" if step.repeat.until else ""
                yield Line(
                    f"Again and again, at most {step.repeat.at_most} times{until}:",
                    tuple(_lines(step.repeat.steps, describe)),
                )
            case ApproveStep():
                role = step.approve.role.replace("-", " ")
                refused = "stops" if step.approve.refused == "stop" else "goes on"
                yield Line(f"Ask a {role}: {step.approve.ask} If they refuse, the flow {refused}.")
            case LadderStep():
                yield Line("Climb, each rung once at most, at nine on working days:", tuple(_rungs(step, describe)))
            case StopStep():
                yield Line(f"End: {step.stop}")


def _rungs(step: LadderStep, describe: Describe) -> Iterator[Line]:
    for rung in step.ladder.rungs:
        only = f", if {condition_words(rung.when)}" if rung.when else ""
        day = clock_day_words(rung.wait)
        yield Line(f"{day[0].upper()}{day[1:]}: {describe(rung.do, rung.inputs)}{only}.")


def _wait(wait: Wait) -> str:
    if wait.clock_day is not None:
        return f"Wait until {clock_day_words(wait.clock_day)}, at {wait.at:%H:%M}."
    if wait.field is not None:
        field = wait.field.replace(".", " ").replace("_", " ")
        return f"Wait until the day in '{field}'{f' and {wait.days} days more' if wait.days else ''}."
    length = _length(wait.lasting) if wait.lasting else ""
    if not wait.event:
        return f"Wait {length}."
    events = either(event_words(name) for name in wait.event)
    return f"Wait until: {events}{f'; for {length} at most' if length else ''}."


def clock_day_words(day: ClockDay) -> str:
    """A day of a clock: ``2 working days after the start of the response clock``."""
    clock = day.clock.replace("-", " ")
    if day.days == 0:
        return f"the day of the {day.anchor} of the {clock} clock"
    count = abs(day.days)
    days = "working day" if count == 1 else "working days"
    return f"{count} {days} {'after' if day.days > 0 else 'before'} the {day.anchor} of the {clock} clock"


def _length(lasting: Duration) -> str:
    counts = (
        (lasting.working_days, "working day"),
        (lasting.days, "day"),
        (lasting.hours, "hour"),
        (lasting.minutes, "minute"),
    )
    return " ".join(f"{count} {unit}{'' if count == 1 else 's'}" for count, unit in counts if count)

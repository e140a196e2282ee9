"""The kinds of step a flow is made of, as frozen data that checks itself.

Pure. Each step is one mapping with one of the words in ``STEP_KINDS``; what is said here about a
single step, ``workflows.definition`` says about the flow as a whole.
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
    field_validator,
    model_validator,
)

from foundation.conditions import Condition

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


class ActionStep(Part):
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


def kind_of(data: Any) -> str | None:
    """Which of ``STEP_KINDS`` a step (or the data of one) is; None when it is none of them."""
    for kind in STEP_KINDS:
        if (isinstance(data, Mapping) and kind in data) or hasattr(data, kind):
            return kind
    return None


Step = Annotated[
    Annotated[ActionStep, Tag("do")]
    | Annotated[WaitStep, Tag("wait")]
    | Annotated[BranchStep, Tag("branch")]
    | Annotated[RepeatStep, Tag("repeat")]
    | Annotated[ApproveStep, Tag("approve")]
    | Annotated[LadderStep, Tag("ladder")]
    | Annotated[StopStep, Tag("stop")],
    Discriminator(
        kind_of,
        custom_error_type="unknown_step",
        custom_error_message="a step must be one of: " + ", ".join(STEP_KINDS),
    ),
]


def every_step(steps: tuple[Step, ...]) -> Iterator[Step]:
    """Each step and those inside it, outermost first."""
    for step in steps:
        yield step
        for inner in arms(step):
            yield from every_step(inner)


def arms(step: Step) -> tuple[tuple[Step, ...], ...]:
    """The lists of steps that stand inside a step."""
    if isinstance(step, BranchStep):
        return (step.branch.then, step.branch.otherwise)
    if isinstance(step, RepeatStep):
        return (step.repeat.steps,)
    return ()

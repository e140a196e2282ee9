"""What the machine may be told and what it may answer, as frozen values.

Pure, and without any rule: the rules are in ``workflows.machine``.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any

from foundation.conditions import Value
from workflows.flow import Position
from workflows.steps import ClockDay

FAR_OFF = datetime.max.replace(tzinfo=UTC)


@dataclass(frozen=True)
class WorkingDaysAfter:
    """Which moment is nine o'clock on the ``days``-th working day after ``since``?"""

    since: datetime
    days: int


Question = ClockDay | WorkingDaysAfter


@dataclass(frozen=True)
class Facts:
    """Everything a decision may know besides the flow, the position and ``now``.

    ``moments`` answers ``questions`` (None: the subject has no such clock). ``opening`` is the
    first nine o'clock of a working day that is no more than an hour ago: at or before ``now`` it
    means that rungs may go. ``heard`` is the event waited for, if it has happened.
    """

    opening: datetime
    values: Mapping[str, Value] = field(default_factory=dict)
    moments: Mapping[Question, datetime | None] = field(default_factory=dict)
    hold: str | None = None
    heard: str | None = None
    cancelled_by: str | None = None
    approval: bool | None = None


@dataclass(frozen=True)
class PassedOver:
    """A step or rung that will not be done, and why."""

    step: str
    reason: str


@dataclass(frozen=True)
class Decision:
    """What to do next and why; ``position`` is where the run stands once that is done."""

    reason: str
    position: Position
    passed_over: tuple[PassedOver, ...] = ()


@dataclass(frozen=True)
class DoStep(Decision):
    """Do an action, once, under (``step``, ``visit``)."""

    step: str = ""
    visit: int = 1
    action: str = ""
    inputs: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True)
class Move(Decision):
    """Go on to another step without doing anything."""

    step: str = ""
    visit: int = 1


@dataclass(frozen=True)
class SleepUntil(Decision):
    """Nothing is due before ``moment`` (aware UTC)."""

    moment: datetime = FAR_OFF


@dataclass(frozen=True)
class WaitEvent(Decision):
    """Wait for one of ``names``, until ``until`` if that is given."""

    names: tuple[str, ...] = ()
    until: datetime | None = None


@dataclass(frozen=True)
class AskApproval(Decision):
    """Ask somebody who holds ``role``."""

    role: str = ""
    ask: str = ""


@dataclass(frozen=True)
class Held(Decision):
    """The subject is paused or held: nothing goes."""


@dataclass(frozen=True)
class Finished(Decision):
    """The flow has come to its end."""


@dataclass(frozen=True)
class Cancelled(Decision):
    """An event has made the rest of the flow pointless."""


Rest = SleepUntil | WaitEvent | AskApproval | Held | Finished | Cancelled
"""The decisions after which nothing more is done for now."""

Verdict = DoStep | Move | Rest

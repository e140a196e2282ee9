"""What a flow would do on an invented subject and when, with the calendar run forward; doing nothing.

Pure: asks the machine with answers from an ``Invented`` subject, and steps from moment to moment.
Awaited events never come in a rehearsal, and approvals are given.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from workflows.decisions import AskApproval, DoStep, Facts, Held, Move, Question, SleepUntil, WaitEvent
from workflows.flow import Flow, Position, start
from workflows.machine import RUNG_HOUR, decide, questions
from workflows.steps import ClockDay
from workflows.subjects import Invented, nines_after

MOST_STEPS = 1000


@dataclass(frozen=True)
class Happening:
    """One thing a flow would do. ``at`` is aware UTC; ``working_day`` counts on the first clock."""

    at: datetime
    working_day: int | None
    step: str
    action: str
    inputs: dict[str, Any]


def rehearse(flow: Flow, invented: Invented) -> tuple[Happening, ...]:
    """Everything the flow would do for ``invented``, in order. Its own condition is taken to hold."""
    now = invented.began_at
    position = start(flow, now)
    done: list[Happening] = []
    approval: bool | None = None
    for _ in range(MOST_STEPS):
        decision = decide(flow, position, _facts(flow, position, invented, now, approval), now)
        approval = None
        position = decision.position
        match decision:
            case DoStep():
                done.append(_happening(invented, now, decision.step, decision.action, dict(decision.inputs)))
            case AskApproval():
                step = position.step or ""
                asks = {"role": decision.role, "ask": decision.ask}
                done.append(_happening(invented, now, step, "approve", asks))
                approval = True
            case SleepUntil():
                now = decision.moment
            case WaitEvent() if decision.until is not None:
                now = decision.until
            case WaitEvent():
                waits = {"event": ", ".join(decision.names)}
                done.append(_happening(invented, now, position.step or "", "wait", waits))
                break
            case Move() | Held():
                continue
            case _:
                break
    return tuple(done)


def _happening(invented: Invented, now: datetime, step: str, action: str, inputs: dict[str, Any]) -> Happening:
    return Happening(now, invented.working_day(now), step, action, inputs)


def _facts(flow: Flow, position: Position, invented: Invented, now: datetime, approval: bool | None) -> Facts:
    return Facts(
        opening=invented.next_nine(now - RUNG_HOUR),
        values=invented.values,
        moments={asked: _answer(invented, asked) for asked in questions(flow, position)},
        approval=approval,
    )


def _answer(invented: Invented, asked: Question) -> datetime | None:
    if isinstance(asked, ClockDay):
        return invented.moment(asked.clock, asked.anchor, asked.days, asked.at)
    return nines_after(invented, asked.since, asked.days)

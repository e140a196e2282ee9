"""Gathers what the machine needs to know about a run: values, moments, holds, events, approvals.

Asks the run's subject and the events of its stream; decides nothing.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from sqlalchemy import select

from foundation.database import db
from foundation.events import Event
from workflows.decisions import Facts, Question
from workflows.flow import Flow, Position
from workflows.machine import RUNG_HOUR, awaited, looks_at_values, questions
from workflows.models import StepRun, WorkflowRun
from workflows.steps import ApproveStep, ClockDay
from workflows.subjects import Subject, Trigger, nines_after, subject_for


def trigger_of(event: Event) -> Trigger:
    """The event as a subject is told of it."""
    return Trigger(id=event.id, name=event.name, payload=event.payload, at=event.at)


def gather(run: WorkflowRun, flow: Flow, position: Position, now: datetime) -> tuple[Facts, int]:
    """The facts for a decision at ``position``, and how far the stream has been heard if it moves on."""
    subject = subject_for(run.subject_type)
    event = db.session.get_one(Event, run.event_id)
    cancelled_by, heard, heard_sequence = _heard(run, flow, position, event)
    hold = None if flow.definition.even_when_held else subject.may_run(run.subject_id)
    facts = Facts(
        opening=subject.next_nine(now - RUNG_HOUR),
        values=subject.values(run.subject_id, trigger_of(event)) if looks_at_values(flow, position) else {},
        moments={asked: _answer(subject, run, asked) for asked in questions(flow, position)},
        hold=hold.reason if hold else None,
        heard=heard,
        cancelled_by=cancelled_by,
        approval=_approval(run, flow, position),
    )
    return facts, heard_sequence


def _answer(subject: Subject, run: WorkflowRun, asked: Question) -> datetime | None:
    if isinstance(asked, ClockDay):
        return subject.moment(run.subject_id, asked.clock, asked.anchor, asked.days, asked.at)
    return nines_after(subject, asked.since, asked.days)


def _heard(run: WorkflowRun, flow: Flow, position: Position, trigger: Event) -> tuple[str | None, str | None, int]:
    """The event that cancels the run, the one it waits for, and where the latter stands in the stream."""
    cancels, waits_for = set(flow.definition.cancel_on), set(awaited(flow, position))
    if not cancels and not waits_for:
        return None, None, run.heard_sequence
    later = select(Event.name, Event.sequence, Event.payload).where(
        Event.stream_id == run.subject_id,
        Event.sequence > run.trigger_sequence,
        Event.name.in_(cancels | waits_for),
    )
    happened = [
        (name, sequence)
        for name, sequence, payload in db.session.execute(later.order_by(Event.sequence))
        if _is_about_the_same(flow.definition.same, trigger.payload, payload)
    ]
    cancelled_by = next((name for name, _ in happened if name in cancels), None)
    heard = next(((name, at) for name, at in happened if name in waits_for and at > run.heard_sequence), None)
    return (cancelled_by, *(heard or (None, run.heard_sequence)))


def _is_about_the_same(keys: tuple[str, ...], mine: Mapping[str, Any], other: Mapping[str, Any]) -> bool:
    return all(key not in mine or key not in other or mine[key] == other[key] for key in keys)


def _approval(run: WorkflowRun, flow: Flow, position: Position) -> bool | None:
    if position.step is None or not isinstance(flow.nodes[position.step].step, ApproveStep):
        return None
    asked = db.session.scalar(
        select(StepRun.output).where(
            StepRun.run_id == run.id,
            StepRun.step == position.step,
            StepRun.visit == position.visit,
            StepRun.state == "asking",
        )
    )
    return asked.get("approved") if asked else None

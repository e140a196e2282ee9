"""Carries out what the machine decided about a run: acts, records, waits, ends.

Works in the caller's transaction, with the run locked. Decides nothing itself.
"""

from __future__ import annotations

import logging
from collections.abc import Callable
from datetime import datetime
from typing import assert_never

from sqlalchemy.exc import DBAPIError

from foundation.database import db
from foundation.events import Event
from foundation.performing import in_short
from foundation.tasks import forget, owe_once
from workflows.actions import StepContext, known_action
from workflows.decisions import (
    AskApproval,
    Cancelled,
    Decision,
    DoStep,
    Finished,
    Held,
    Move,
    Rest,
    SleepUntil,
    WaitEvent,
)
from workflows.flow import Flow, Position
from workflows.machine import awaited
from workflows.models import StepRun, WorkflowRun
from workflows.steps import kind_of
from workflows.steps_taken import back_off, close_open_steps, step_run
from workflows.subjects import subject_for

log = logging.getLogger(__name__)

ADVANCE = "workflows.advance"

on_work_needed: list[Callable[[WorkflowRun, str], None]] = []
"""Called, in the same transaction, when a run needs a person: it failed, or asks for approval."""


def act(run: WorkflowRun, flow: Flow, decision: DoStep, now: datetime) -> bool:
    """Do an action in a savepoint; True when it was done. A failure is kept and tried again later."""
    step = step_run(run, decision.step, decision.visit, "do", now)
    step.action, step.inputs, step.message = decision.action, dict(decision.inputs), decision.reason
    step.attempts += 1
    attempts = 1
    event = db.session.get_one(Event, run.event_id)
    try:
        known = known_action(decision.action)
        attempts = known.attempts
        context = StepContext(
            step_run_id=step.id,
            run_id=run.id,
            subject_type=run.subject_type,
            subject_id=run.subject_id,
            authority_id=run.authority_id,
            event_payload=event.payload,
            now=now,
        )
        with db.session.begin_nested():
            output = known.do(context, known.model.model_validate(step.inputs))
    except Exception as error:
        if isinstance(error, DBAPIError) and error.connection_invalidated:
            raise
        log.exception("step failed", extra={"facts": {"run": run.id, "step": step.step}})
        _failed(run, step, in_short(error), attempts, now)
        return False
    step.state, step.output, step.error, step.finished_at = "done", output, None, now
    step.wake_at = None
    stand(run, flow, decision.position)
    return True


def _failed(run: WorkflowRun, step: StepRun, error: str, attempts: int, now: datetime) -> None:
    step.error = error
    if step.attempts >= attempts:
        step.state, step.finished_at, step.wake_at = "failed", now, None
        end(run, "failed", f"Step '{step.step}' failed: {error}", now)
        need_a_person(run)
        return
    step.state, step.wake_at = "retrying", now + back_off(step.attempts)
    run.state, run.wake_at = "waiting", step.wake_at
    wake(run, step.wake_at)


def stand(run: WorkflowRun, flow: Flow, position: Position) -> None:
    """Put the run at ``position``, listening for what may wake or cancel it there."""
    run.position = position.to_data()
    run.listens = listens(flow, position)
    run.state, run.wake_at = "running", None


def listens(flow: Flow, position: Position) -> list[str]:
    """The names of the events that may wake or cancel a run at ``position``."""
    return sorted({*flow.definition.cancel_on, *awaited(flow, position)})


def rest(run: WorkflowRun, flow: Flow, decision: Rest, now: datetime) -> None:
    """Carry out a decision to wait or to end."""
    until: datetime | None
    match decision:
        case Finished():
            _finish(run, flow, decision, now)
            return
        case Cancelled():
            end(run, "cancelled", decision.reason, now)
            return
        case SleepUntil():
            until = decision.moment
        case WaitEvent():
            until = decision.until
        case Held():
            until = subject_for(run.subject_type).next_nine(now)
        case AskApproval():
            until = None
        case _:
            assert_never(decision)
    stand(run, flow, decision.position)
    run.state, run.wake_at, run.reason = "waiting", until, decision.reason
    step = _record(run, flow, decision.position.step or "", decision.position.visit, now)
    asks_now = isinstance(decision, AskApproval) and step.state != "asking"
    if step.state != "retrying":
        step.state = "asking" if isinstance(decision, AskApproval) else "waiting"
    step.message, step.wake_at = decision.reason, until
    if until is not None:
        wake(run, until)
    if asks_now and isinstance(decision, AskApproval):
        step.inputs = {"role": decision.role, "ask": decision.ask}
        need_a_person(run)


def _finish(run: WorkflowRun, flow: Flow, decision: Finished, now: datetime) -> None:
    position = Position.from_data(run.position)
    if position.step is not None:
        step = _record(run, flow, position.step, position.visit, now)
        step.state, step.message, step.finished_at = "done", decision.reason, now
    stand(run, flow, decision.position)
    end(run, "done", decision.reason, now)


def record_passed_over(run: WorkflowRun, decision: Decision, now: datetime) -> None:
    """Keep, with the reason, what will not be done."""
    visit = Position.from_data(run.position).visit
    for over in decision.passed_over:
        step = step_run(run, over.step, visit, "do", now)
        step.state, step.message, step.finished_at = "passed-over", over.reason, now


def record_move(run: WorkflowRun, flow: Flow, decision: Move, now: datetime) -> None:
    """Keep that a branch was taken, a wait was over, or a round was begun."""
    if any(over.step == decision.step for over in decision.passed_over):
        return
    step = _record(run, flow, decision.step, decision.visit, now)
    step.state, step.message, step.finished_at, step.wake_at = "done", decision.reason, now, None


def _record(run: WorkflowRun, flow: Flow, key: str, visit: int, now: datetime) -> StepRun:
    return step_run(run, key, visit, kind_of(flow.nodes[key].step) or "", now)


def end(run: WorkflowRun, state: str, reason: str, now: datetime) -> None:
    """End the run and what it was waiting for."""
    run.state, run.reason, run.finished_at, run.wake_at = state, reason, now, None
    close_open_steps(run, now)
    forget([ADVANCE], run.id)


def wake(run: WorkflowRun, at: datetime) -> None:
    """Have the run looked at again at ``at`` (business time); one such task at a time."""
    owe_once(ADVANCE, run.id, at, run.authority_id)


def need_a_person(run: WorkflowRun) -> None:
    """Make it somebody's work."""
    for tell in on_work_needed:
        tell(run, run.reason)

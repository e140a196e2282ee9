"""Runs flows: starts them on events, does one step at a time, waits, wakes and recounts.

Every operation works in the caller's transaction. A step's effect, its record, the run's new
position and the next task commit together. What a run does is decided by ``workflows.machine``;
here the facts are gathered and the decision carried out. Knows no complaint.
"""

from __future__ import annotations

from uuid import UUID

from sqlalchemy import literal, select
from sqlalchemy.dialects.postgresql import insert

from foundation.clock import business_now
from foundation.database import db, new_id
from foundation.errors import Conflict, NotFound
from foundation.events import Event, lock_streams, subscriber
from foundation.tasks import Task, owe_once, task, when_failed
from workflows.carrying_out import (
    ADVANCE,
    act,
    end,
    listens,
    need_a_person,
    record_move,
    record_passed_over,
    rest,
    stand,
    wake,
)
from workflows.carrying_out import on_work_needed as on_work_needed
from workflows.decisions import DoStep, Held, Move, SleepUntil, WaitEvent
from workflows.facts import gather, trigger_of
from workflows.flow import Position, start
from workflows.machine import decide
from workflows.models import StepRun, WorkflowRun, WorkflowVersion
from workflows.publishing import flow_of
from workflows.subjects import is_a_subject, subject_for

LIVE = ("running", "waiting")


@subscriber()
def hear(event: Event) -> None:
    """Start the flows that this event triggers, and wake the runs that listen for it.

    An event that concerns no flow costs one query.
    """
    if event.authority_id is None or not is_a_subject(event.stream_type):
        return
    triggered = select(WorkflowVersion.id, literal(True)).where(
        WorkflowVersion.trigger == event.name,
        WorkflowVersion.authority_id == event.authority_id,
        WorkflowVersion.retired_at.is_(None),
    )
    listening = select(WorkflowRun.id, literal(False)).where(
        WorkflowRun.subject_id == event.stream_id,
        WorkflowRun.state.in_(LIVE),
        WorkflowRun.listens.contains([event.name]),
    )
    concerned = db.session.execute(triggered.union_all(listening)).all()
    if not concerned:
        return
    lock_streams(event.stream_id)
    for row_id, is_trigger in concerned:
        if is_trigger:
            start_run(db.session.get_one(WorkflowVersion, row_id), event)
        elif (run := _locked(row_id)) is not None:
            wake(run, business_now())


def start_run(version: WorkflowVersion, event: Event) -> UUID | None:
    """Start a run of ``version`` for ``event``, once however often it is asked.

    Gives the run's id, or None when it was started before or the flow's condition does not hold.
    """
    flow = flow_of(version)
    if flow.definition.when is not None:
        subject = subject_for(event.stream_type)
        if not flow.definition.when.holds(subject.values(event.stream_id, trigger_of(event))):
            return None
    now = business_now()
    position = start(flow, now)
    started = db.session.execute(
        insert(WorkflowRun)
        .values(
            id=new_id(),
            authority_id=version.authority_id,
            version_id=version.id,
            event_id=event.id,
            subject_type=event.stream_type,
            subject_id=event.stream_id,
            state="running",
            position=position.to_data(),
            listens=listens(flow, position),
            trigger_sequence=event.sequence,
            heard_sequence=event.sequence,
            reason="",
            started_at=now,
        )
        .on_conflict_do_nothing(index_elements=["version_id", "event_id"])
        .returning(WorkflowRun.id)
    ).scalar()
    if started is not None:
        owe_once(ADVANCE, started, now, version.authority_id)
    return started


@task(ADVANCE)
def advance(run_id: UUID) -> None:
    """Take a run as far as one effect: an action at most, and the waits and branches around it."""
    run = _locked(run_id)
    if run is None:
        return
    flow = flow_of(db.session.get_one(WorkflowVersion, run.version_id))
    now = business_now()
    acted = False
    while run.state in LIVE:
        position = Position.from_data(run.position)
        facts, heard_sequence = gather(run, flow, position, now)
        decision = decide(flow, position, facts, now)
        if isinstance(decision, DoStep) and acted:
            wake(run, now)
            return
        record_passed_over(run, decision, now)
        if isinstance(decision, Move):
            run.heard_sequence = heard_sequence
            record_move(run, flow, decision, now)
            stand(run, flow, decision.position)
        elif isinstance(decision, DoStep):
            acted = True
            if not act(run, flow, decision, now):
                return
        else:
            rest(run, flow, decision, now)
            return


def recount(subject_type: str, subject_id: UUID) -> None:
    """Count the waits of a subject's runs again, after one of its clocks moved or it was held or freed.

    Call it in the transaction that moves the clock.
    """
    lock_streams(subject_id)
    now = business_now()
    live = select(WorkflowRun).where(
        WorkflowRun.subject_type == subject_type,
        WorkflowRun.subject_id == subject_id,
        WorkflowRun.state.in_(LIVE),
    )
    for run in db.session.scalars(live.order_by(WorkflowRun.id).with_for_update()).all():
        flow = flow_of(db.session.get_one(WorkflowVersion, run.version_id))
        position = Position.from_data(run.position)
        facts, _ = gather(run, flow, position, now)
        decision = decide(flow, position, facts, now)
        if isinstance(decision, SleepUntil | WaitEvent | Held):
            record_passed_over(run, decision, now)
            rest(run, flow, decision, now)
        else:
            wake(run, now)


def resume(run_id: UUID) -> None:
    """Go on with a failed run from the step that failed. Raises ``Conflict`` if it has not failed."""
    run = _locked(run_id)
    if run is None or run.state != "failed":
        raise Conflict("This run has not failed, so there is nothing to try again.")
    failed = select(StepRun).where(StepRun.run_id == run.id, StepRun.state == "failed")
    for step in db.session.scalars(failed):
        step.state, step.attempts, step.finished_at = "retrying", 0, None
    run.state, run.reason, run.finished_at = "running", "", None
    wake(run, business_now())


def cancel(run_id: UUID, reason: str) -> None:
    """End a run that has not ended. Raises ``Conflict`` if it has."""
    run = _locked(run_id)
    if run is None or run.state not in (*LIVE, "failed"):
        raise Conflict("This run has ended already.")
    end(run, "cancelled", reason, business_now())


def approve(step_run_id: UUID, *, approved: bool, by: UUID) -> None:
    """Answer a run that asks a person; ``by`` is the officer. Raises ``Conflict`` if it no longer asks."""
    step = db.session.get(StepRun, step_run_id)
    run = _locked(step.run_id) if step is not None else None
    if step is None or run is None:
        raise NotFound("There is no such question.")
    db.session.refresh(step)
    if step.state != "asking" or run.state not in LIVE:
        raise Conflict("This has been answered already.")
    step.output = {"approved": approved, "officer_id": str(by)}
    wake(run, business_now())


@when_failed
def _task_failed(failed: Task) -> None:
    """A task of a run that failed for good (its worker died each time) fails the run."""
    if failed.name == ADVANCE and (run := _locked(failed.subject_id)) is not None and run.state in LIVE:
        end(run, "failed", failed.error or "The work failed.", business_now())
        need_a_person(run)


def _locked(run_id: UUID) -> WorkflowRun | None:
    """The run, after its subject's stream and then itself are locked: the order everybody keeps."""
    subject_id = db.session.scalar(select(WorkflowRun.subject_id).where(WorkflowRun.id == run_id))
    if subject_id is None:
        return None
    lock_streams(subject_id)
    return db.session.get(WorkflowRun, run_id, with_for_update=True, populate_existing=True)

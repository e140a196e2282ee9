"""The record of each step a run comes to: made once, kept open while it waits, closed at the end."""

from __future__ import annotations

from datetime import datetime, timedelta

from sqlalchemy import select, update

from foundation.database import db
from workflows.models import StepRun, WorkflowRun

FIRST_BACK_OFF = timedelta(seconds=10)
LONGEST_BACK_OFF = timedelta(hours=1)


def step_run(run: WorkflowRun, step: str, visit: int, kind: str, now: datetime) -> StepRun:
    """The record of ``step`` at its ``visit``-th time, made if this is the first look at it."""
    known = db.session.scalar(
        select(StepRun).where(StepRun.run_id == run.id, StepRun.step == step, StepRun.visit == visit)
    )
    if known is not None:
        return known
    made = StepRun(
        authority_id=run.authority_id,
        run_id=run.id,
        step=step,
        visit=visit,
        kind=kind,
        state="waiting",
        inputs={},
        output={},
        attempts=0,
        message="",
        started_at=now,
    )
    db.session.add(made)
    db.session.flush()
    return made


def close_open_steps(run: WorkflowRun, now: datetime) -> None:
    """Mark what was still open when the run ended."""
    db.session.flush()
    db.session.execute(
        update(StepRun)
        .where(StepRun.run_id == run.id, StepRun.state.in_(("waiting", "asking", "retrying")))
        .values(state="cancelled" if run.state != "done" else "done", finished_at=now, wake_at=None)
    )


def back_off(attempts: int) -> timedelta:
    """How long to wait after the ``attempts``-th failure: longer each time, an hour at most."""
    return min(FIRST_BACK_OFF * (1 << (attempts - 1)), LONGEST_BACK_OFF)

"""What runs did and where they stand, for pages and commands. Reads only."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from uuid import UUID

from sqlalchemy import Select, func, select
from sqlalchemy.orm import joinedload

from foundation.database import db
from foundation.errors import NotFound
from workflows.models import StepRun, WorkflowRun, WorkflowVersion


@dataclass(frozen=True)
class RunHistory:
    """A run, the version it is on, and the steps it has come to, oldest first."""

    run: WorkflowRun
    version: WorkflowVersion
    steps: tuple[StepRun, ...]


def runs_of(subject_type: str, subject_id: UUID) -> list[RunHistory]:
    """Every run about a subject with its steps, oldest first."""
    asked = select(WorkflowRun).where(WorkflowRun.subject_type == subject_type, WorkflowRun.subject_id == subject_id)
    return _with_steps(list(db.session.scalars(_newest_last(asked))))


def run_history(run_id: UUID) -> RunHistory:
    """One run with its steps. Raises ``NotFound``."""
    found = _with_steps(list(db.session.scalars(_newest_last(select(WorkflowRun).where(WorkflowRun.id == run_id)))))
    if not found:
        raise NotFound("There is no such run.")
    return found[0]


def failed_runs(authority_ids: Collection[UUID] | None = None) -> list[WorkflowRun]:
    """Runs that failed and wait for a person, oldest first; of some authorities or of all."""
    asked = select(WorkflowRun).where(WorkflowRun.state == "failed")
    if authority_ids is not None:
        asked = asked.where(WorkflowRun.authority_id.in_(authority_ids))
    return list(db.session.scalars(_newest_last(asked)))


def recent_runs(
    *, version_key: str | None = None, authority_id: UUID | None = None, state: str | None = None, limit: int = 50
) -> list[WorkflowRun]:
    """The newest runs, newest first."""
    asked = select(WorkflowRun).join(WorkflowRun.version).options(joinedload(WorkflowRun.version))
    if version_key is not None:
        asked = asked.where(WorkflowVersion.key == version_key)
    if authority_id is not None:
        asked = asked.where(WorkflowRun.authority_id == authority_id)
    if state is not None:
        asked = asked.where(WorkflowRun.state == state)
    return list(db.session.scalars(asked.order_by(WorkflowRun.id.desc()).limit(limit)))


def counts_of(authority_id: UUID) -> dict[str, dict[str, int]]:
    """How many runs each flow of an authority has in each state, by key and then state."""
    asked = (
        select(WorkflowVersion.key, WorkflowRun.state, func.count())
        .join(WorkflowRun.version)
        .where(WorkflowRun.authority_id == authority_id)
        .group_by(WorkflowVersion.key, WorkflowRun.state)
    )
    counts: dict[str, dict[str, int]] = {}
    for key, state, count in db.session.execute(asked):
        counts.setdefault(key, {})[state] = count
    return counts


def _newest_last(asked: Select[WorkflowRun]) -> Select[WorkflowRun]:
    return asked.options(joinedload(WorkflowRun.version)).order_by(WorkflowRun.id)


def _with_steps(runs: list[WorkflowRun]) -> list[RunHistory]:
    steps: dict[UUID, list[StepRun]] = {run.id: [] for run in runs}
    asked = select(StepRun).where(StepRun.run_id.in_(steps)).order_by(StepRun.started_at, StepRun.id)
    for step in db.session.scalars(asked):
        steps[step.run_id].append(step)
    return [RunHistory(run, run.version, tuple(steps[run.id])) for run in runs]

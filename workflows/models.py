"""The rows of the engine: published flows, their runs, and every step a run took.

A version is never changed once published; only ``retired_at`` is stamped when another takes its
place. Step runs hold inputs and outputs as ids and codes, never anybody's words, and are kept as
long as their subject.
"""

from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import CheckConstraint, ForeignKey, Index, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from foundation.database import AuthorityOwned, Base, authority_fk, owned_key

LIVE = "state in ('running', 'waiting')"


class WorkflowVersion(AuthorityOwned, Base):
    """One flow of one authority as it was published."""

    __tablename__ = "workflow_version"
    __table_args__ = (
        owned_key("workflow_version"),
        UniqueConstraint("authority_id", "key", "number"),
        Index(
            "uq_workflow_version_current",
            "authority_id",
            "key",
            unique=True,
            postgresql_where=text("retired_at is null"),
        ),
        Index(
            "ix_workflow_version_trigger",
            "trigger",
            "authority_id",
            postgresql_where=text("retired_at is null"),
        ),
    )

    key: Mapped[str]
    number: Mapped[int]
    name: Mapped[str]
    trigger: Mapped[str]
    definition: Mapped[dict[str, Any]]
    digest: Mapped[str]
    published_at: Mapped[datetime]
    retired_at: Mapped[datetime | None]


class WorkflowRun(AuthorityOwned, Base):
    """One run of one version, started by one event; it stays on that version to its end.

    ``listens`` names the events that wake or cancel it. ``trigger_sequence`` and
    ``heard_sequence`` are places in the subject's stream: what came after the first may cancel
    the run, what came after the second may end a wait.
    """

    __tablename__ = "workflow_run"
    __table_args__ = (
        owned_key("workflow_run"),
        authority_fk("version_id", "workflow_version"),
        UniqueConstraint("version_id", "event_id"),
        CheckConstraint("state in ('running', 'waiting', 'done', 'cancelled', 'failed')", name="state"),
        Index("ix_workflow_run_live", "subject_id", postgresql_where=text(LIVE)),
        Index("ix_workflow_run_subject", "subject_type", "subject_id"),
        Index(
            "ix_workflow_run_failed",
            "authority_id",
            postgresql_where=text("state = 'failed'"),
        ),
    )

    version_id: Mapped[UUID]
    event_id: Mapped[UUID] = mapped_column(ForeignKey("event.id"))
    subject_type: Mapped[str]
    subject_id: Mapped[UUID]
    state: Mapped[str] = mapped_column(default="running")
    position: Mapped[dict[str, Any]]
    listens: Mapped[list[str]]
    trigger_sequence: Mapped[int]
    heard_sequence: Mapped[int]
    wake_at: Mapped[datetime | None]
    reason: Mapped[str] = mapped_column(default="")
    started_at: Mapped[datetime]
    finished_at: Mapped[datetime | None]

    version: Mapped[WorkflowVersion] = relationship(lazy="raise")


class StepRun(AuthorityOwned, Base):
    """One step of a run, come to for the ``visit``-th time; its id is the action's idempotency key."""

    __tablename__ = "step_run"
    __table_args__ = (
        authority_fk("run_id", "workflow_run"),
        UniqueConstraint("run_id", "step", "visit"),
        CheckConstraint(
            "state in ('waiting', 'asking', 'retrying', 'done', 'passed-over', 'cancelled', 'failed')",
            name="state",
        ),
    )

    run_id: Mapped[UUID]
    step: Mapped[str]
    visit: Mapped[int]
    kind: Mapped[str]
    action: Mapped[str | None]
    state: Mapped[str]
    inputs: Mapped[dict[str, Any]] = mapped_column(default=dict)
    output: Mapped[dict[str, Any]] = mapped_column(default=dict)
    attempts: Mapped[int] = mapped_column(default=0)
    error: Mapped[str | None]
    message: Mapped[str] = mapped_column(default="")
    started_at: Mapped[datetime]
    finished_at: Mapped[datetime | None]
    wake_at: Mapped[datetime | None]

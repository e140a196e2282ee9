"""What the team does with a case: triage, allocation, the harm decision, calls, notes, work."""

from datetime import date, datetime
from typing import Any
from uuid import UUID

from sqlalchemy import ForeignKey, Index, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from authorities.models import Officer
from foundation.database import AuthorityOwned, Base, authority_fk
from foundation.encryption import HasDataKey, sealed


class Triage(AuthorityOwned, HasDataKey, Base):
    """What the rules proposed for a case, which rule and answers, and what an officer confirmed."""

    __tablename__ = "triage"
    __table_args__ = (authority_fk("case_id", "case"),)

    case_id: Mapped[UUID] = mapped_column(unique=True)
    proposed_at: Mapped[datetime]
    rules_digest: Mapped[str]
    rule_key: Mapped[str | None]
    """Empty where no rule fitted: the case waits on the team's list."""
    decision: Mapped[dict[str, Any]]
    """Codes only: type, procedure, service, and the key of each rule that fired."""
    used_sealed: Mapped[bytes | None]
    """The answers the rules used, in words for the officer."""
    harm_signs: Mapped[list[str]] = mapped_column(default=list)
    confirmed_at: Mapped[datetime | None]
    confirmed_by_id: Mapped[UUID | None] = mapped_column(ForeignKey("officer.id"))
    was_changed: Mapped[bool] = mapped_column(default=False)
    change_reason_sealed: Mapped[bytes | None]

    used = sealed("used_sealed")
    change_reason = sealed("change_reason_sealed")


class Allocation(AuthorityOwned, Base):
    """Who was asked to answer a stage, from when and until when, and why it changed."""

    __tablename__ = "allocation"
    __table_args__ = (authority_fk("stage_id", "stage"),)

    stage_id: Mapped[UUID] = mapped_column(index=True)
    officer_id: Mapped[UUID] = mapped_column(ForeignKey("officer.id"))
    began_at: Mapped[datetime]
    ended_at: Mapped[datetime | None]
    end_reason: Mapped[str | None]
    """not-mine, involved, reallocated, left"""
    by: Mapped[str]

    officer: Mapped[Officer] = relationship()


class HarmDecision(AuthorityOwned, HasDataKey, Base):
    """A sign that a worker or carer may have harmed a child, and the LADO decision on it.

    Due within one working day, by a named person.
    """

    __tablename__ = "harm_decision"
    __table_args__ = (authority_fk("case_id", "case"),)

    case_id: Mapped[UUID] = mapped_column(unique=True)
    flagged_at: Mapped[datetime]
    flagged_by: Mapped[str]
    due_on: Mapped[date]
    decider_id: Mapped[UUID | None] = mapped_column(ForeignKey("officer.id"))
    decision: Mapped[str | None]
    """referred, not-referred"""
    decided_at: Mapped[datetime | None]
    decided_by_id: Mapped[UUID | None] = mapped_column(ForeignKey("officer.id"))
    service_may_be_told: Mapped[bool] = mapped_column(default=False)
    reasons_sealed: Mapped[bytes | None]

    reasons = sealed("reasons_sealed")
    decider: Mapped[Officer | None] = relationship(foreign_keys=[decider_id])


class CallBack(AuthorityOwned, HasDataKey, Base):
    """A call asked for: two working days, three tries, what was agreed. It never closes itself."""

    __tablename__ = "call_back"
    __table_args__ = (authority_fk("case_id", "case"), Index("ix_call_back_due", "state", "due_on"))

    case_id: Mapped[UUID] = mapped_column(unique=True)
    asked_at: Mapped[datetime]
    due_on: Mapped[date]
    caller_id: Mapped[UUID | None] = mapped_column(ForeignKey("officer.id"))
    state: Mapped[str]
    """waiting, made, missed, settled, became-complaint, declined"""
    made_at: Mapped[datetime | None]
    ended_at: Mapped[datetime | None]
    agreed_sealed: Mapped[bytes | None]
    link_generation: Mapped[int] = mapped_column(default=0)

    agreed = sealed("agreed_sealed")
    caller: Mapped[Officer | None] = relationship()


class Note(AuthorityOwned, HasDataKey, Base):
    """Something an officer wrote down."""

    __tablename__ = "note"
    __table_args__ = (authority_fk("case_id", "case"),)

    case_id: Mapped[UUID] = mapped_column(index=True)
    author_id: Mapped[UUID | None] = mapped_column(ForeignKey("officer.id"))
    at: Mapped[datetime]
    words_sealed: Mapped[bytes | None]

    words = sealed("words_sealed")
    author: Mapped[Officer | None] = relationship()


class WorkItem(AuthorityOwned, Base):
    """Something a person must do: what the machine cannot, or may not, do by itself."""

    __tablename__ = "work_item"
    __table_args__ = (
        Index(
            "ix_work_item_open",
            "authority_id",
            "due_on",
            postgresql_where=text("done_at is null"),
        ),
        UniqueConstraint("kind", "source_id"),
    )

    case_id: Mapped[UUID | None] = mapped_column(ForeignKey("case.id"), index=True)
    kind: Mapped[str]
    what: Mapped[str]
    """One sentence without a personal detail."""
    source_id: Mapped[UUID]
    """The row that caused it (message, run, call-back …); one item for each kind and source."""
    officer_id: Mapped[UUID | None] = mapped_column(ForeignKey("officer.id"))
    due_on: Mapped[date | None]
    raised_at: Mapped[datetime]
    done_at: Mapped[datetime | None]
    done_by: Mapped[str | None]

    officer: Mapped[Officer | None] = relationship()


class Look(Base):
    """Who opened a case and when. Kept apart from the chain of events."""

    __tablename__ = "look"
    __table_args__ = (Index("ix_look_case_id_at", "case_id", "at"),)

    case_id: Mapped[UUID] = mapped_column(ForeignKey("case.id"))
    officer_id: Mapped[UUID] = mapped_column(ForeignKey("officer.id"))
    at: Mapped[datetime]
    page: Mapped[str]

    officer: Mapped[Officer] = relationship()

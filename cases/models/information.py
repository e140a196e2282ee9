"""A detail that was asked for, and each time it was."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import CheckConstraint, ForeignKey, Index, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from authorities.models import Officer
from foundation.database import AuthorityOwned, Base, authority_fk, owned_key
from foundation.encryption import HasDataKey, sealed


class InformationRequest(AuthorityOwned, HasDataKey, Base):
    """One detail that stops us, asked of the person. A case has one that waits at a time."""

    __tablename__ = "information_request"
    __table_args__ = (
        owned_key("information_request"),
        authority_fk("case_id", "case"),
        CheckConstraint("state in ('waiting', 'answered', 'decided')", name="state"),
        Index("ix_information_request_waiting", "case_id", unique=True, postgresql_where=text("state = 'waiting'")),
        Index("ix_information_request_case_id", "case_id"),
    )

    case_id: Mapped[UUID]
    state: Mapped[str]
    asked_at: Mapped[datetime]
    asked_by_id: Mapped[UUID] = mapped_column(ForeignKey("officer.id"))
    what_sealed: Mapped[bytes | None]
    answered_by_way: Mapped[str | None]
    """email, letter, telephone, meeting, progress-page"""
    decision_sealed: Mapped[bytes | None]
    ended_at: Mapped[datetime | None]
    ended_by: Mapped[str | None]

    what = sealed("what_sealed")
    """In plain words, as the person reads it."""
    decision = sealed("decision_sealed")
    asked_by: Mapped[Officer] = relationship()


class InformationTry(AuthorityOwned, Base):
    """One time of asking: which, when, by which ways."""

    __tablename__ = "information_try"
    __table_args__ = (authority_fk("request_id", "information_request"), UniqueConstraint("request_id", "number"))

    request_id: Mapped[UUID]
    number: Mapped[int]
    at: Mapped[datetime]
    ways: Mapped[list[str]] = mapped_column(default=list)

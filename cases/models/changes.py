"""What somebody asks to change by their progress link, and what came of it once a person had confirmed it with them."""

from datetime import date, datetime
from uuid import UUID

from sqlalchemy import ForeignKey, Index
from sqlalchemy.orm import Mapped, mapped_column

from foundation.database import AuthorityOwned, Base, authority_fk
from foundation.encryption import HasDataKey, sealed, sealed_json


class ChangeRequest(AuthorityOwned, HasDataKey, Base):
    """One request to change how somebody is reached, or to withdraw. It changes nothing by itself."""

    __tablename__ = "change_request"
    __table_args__ = (authority_fk("case_id", "case"), Index("ix_change_request_case_id", "case_id", "asked_at"))

    case_id: Mapped[UUID]
    kind: Mapped[str]
    """contact, withdraw"""
    note_id: Mapped[UUID] = mapped_column(ForeignKey("note.id"), unique=True)
    """What they wrote."""
    asked_at: Mapped[datetime]
    state: Mapped[str]
    """asked, done, not-confirmed, refused"""
    decided_at: Mapped[datetime | None]
    decided_by_id: Mapped[UUID | None] = mapped_column(ForeignKey("officer.id"))
    confirmed_on: Mapped[date | None]
    confirmed_by: Mapped[str | None]
    """The way held before by which they said so: call, email, letter, meeting, through-somebody."""
    advocate: Mapped[str | None]
    """For a young person: took-part, or offered where they wanted none."""
    advocate_words_sealed: Mapped[bytes | None]
    """Which advocate took part, or who offered one."""
    reason_sealed: Mapped[bytes | None]
    before_sealed: Mapped[bytes | None]

    advocate_words = sealed("advocate_words_sealed")
    reason = sealed("reason_sealed")
    before = sealed_json("before_sealed")
    """How they were reached until then: the names of ``cases.changes.Routes`` → what was held."""

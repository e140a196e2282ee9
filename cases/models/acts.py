"""What the team decided to do with a case beside answering it: each act is a dated row that is never changed."""

from datetime import date, datetime
from typing import Any
from uuid import UUID

from sqlalchemy import ForeignKey, Index
from sqlalchemy.orm import Mapped, mapped_column, relationship

from authorities.models import Officer
from foundation.database import AuthorityOwned, Base, authority_fk
from foundation.encryption import HasDataKey, sealed

ASKED, DONE, NOT_APPROVED, OVERTAKEN = "asked", "done", "not-approved", "overtaken"


class CaseAct(AuthorityOwned, HasDataKey, Base):
    """One act: why, since when, who asked for it, and who approved it where that is needed."""

    __tablename__ = "case_act"
    __table_args__ = (
        authority_fk("case_id", "case"),
        authority_fk("stage_id", "stage"),
        authority_fk("other_case_id", "case"),
        Index("ix_case_act_case_id", "case_id", "act"),
        Index("ix_case_act_counted", "authority_id", "act", "on"),
    )

    case_id: Mapped[UUID]
    stage_id: Mapped[UUID | None]
    act: Mapped[str]
    """withdraw, freeze, refuse …: as in ``authorities.act_rules``"""
    state: Mapped[str]
    """asked (an approval is waited for), done, not-approved, or overtaken: the case closed before anybody decided"""
    reason: Mapped[str | None]
    """The key of one of the lawful reasons that the procedure names."""
    on: Mapped[date]
    details: Mapped[dict[str, Any]] = mapped_column(default=dict)
    """Codes and ids: the procedure it went to, the points that moved, the way the person said so."""
    review_on: Mapped[date | None]
    other_case_id: Mapped[UUID | None]
    asked_at: Mapped[datetime]
    asked_by_id: Mapped[UUID] = mapped_column(ForeignKey("officer.id"))
    decided_at: Mapped[datetime | None]
    decided_by_id: Mapped[UUID | None] = mapped_column(ForeignKey("officer.id"))
    """Who approved it, or did not."""
    words_sealed: Mapped[bytes | None]
    """What the person is told of the reasons."""
    notes_sealed: Mapped[bytes | None]
    """What stays in the file."""

    words = sealed("words_sealed")
    notes = sealed("notes_sealed")
    asked_by: Mapped[Officer] = relationship(foreign_keys=[asked_by_id])
    decided_by: Mapped[Officer | None] = relationship(foreign_keys=[decided_by_id])

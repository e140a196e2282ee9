"""Answers to a stage, calls made on the way, requests for more time and for the next stage."""

from datetime import date, datetime
from uuid import UUID

from sqlalchemy import ForeignKey, Index, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from authorities.models import Officer
from foundation.database import AuthorityOwned, Base, authority_fk, owned_key
from foundation.encryption import HasDataKey, sealed, sealed_json


class Answer(AuthorityOwned, HasDataKey, Base):
    """The answer to one stage while it is drafted, signed off and sent."""

    __tablename__ = "answer"
    __table_args__ = (owned_key("answer"), authority_fk("stage_id", "stage"))

    stage_id: Mapped[UUID] = mapped_column(unique=True)
    state: Mapped[str]
    """draft, with-signer, returned, sending, sent"""
    draft_sealed: Mapped[bytes | None]
    letter_sealed: Mapped[bytes | None]
    """The letter as sent, word for word."""
    return_comment_sealed: Mapped[bytes | None]
    signer_id: Mapped[UUID | None] = mapped_column(ForeignKey("officer.id"))
    given_to_signer_at: Mapped[datetime | None]
    signed_at: Mapped[datetime | None]
    sent_at: Mapped[datetime | None]
    message_id: Mapped[UUID | None]
    edition: Mapped[int] = mapped_column(default=1)

    draft = sealed_json("draft_sealed")
    letter = sealed("letter_sealed")
    return_comment = sealed("return_comment_sealed")
    signer: Mapped[Officer | None] = relationship()

    __mapper_args__ = {"version_id_col": edition}


class ContactAttempt(AuthorityOwned, HasDataKey, Base):
    """One try to speak with the person, for an answer or a call-back."""

    __tablename__ = "contact_attempt"
    __table_args__ = (
        authority_fk("case_id", "case"),
        Index("ix_contact_attempt_case_id", "case_id", "at"),
    )

    case_id: Mapped[UUID]
    stage_id: Mapped[UUID | None] = mapped_column(ForeignKey("stage.id"))
    call_back_id: Mapped[UUID | None] = mapped_column(ForeignKey("call_back.id"))
    at: Mapped[datetime]
    by_id: Mapped[UUID | None] = mapped_column(ForeignKey("officer.id"))
    how: Mapped[str]
    """call, video, meeting"""
    outcome: Mapped[str]
    """spoke, no-answer, declined"""
    notes_sealed: Mapped[bytes | None]

    notes = sealed("notes_sealed")
    by: Mapped[Officer | None] = relationship()


class ExtensionRequest(AuthorityOwned, HasDataKey, Base):
    """More time, asked for by a manager and granted or refused by the complaints team."""

    __tablename__ = "extension_request"
    __table_args__ = (authority_fk("stage_id", "stage"),)

    stage_id: Mapped[UUID] = mapped_column(index=True)
    asked_by_id: Mapped[UUID | None] = mapped_column(ForeignKey("officer.id"))
    asked_at: Mapped[datetime]
    reason: Mapped[str]
    """complexity or advocate extend the clock; every other code is a reason for lateness."""
    words_sealed: Mapped[bytes | None]
    until_on: Mapped[date]
    decision: Mapped[str | None]
    """granted, refused"""
    decided_by_id: Mapped[UUID | None] = mapped_column(ForeignKey("officer.id"))
    decided_at: Mapped[datetime | None]

    words = sealed("words_sealed")


class Action(AuthorityOwned, HasDataKey, Base):
    """Something the council said it would do, who by and when."""

    __tablename__ = "action"
    __table_args__ = (
        authority_fk("case_id", "case"),
        Index("ix_action_open", "authority_id", "done_on", "due_on"),
    )

    case_id: Mapped[UUID] = mapped_column(index=True)
    stage_id: Mapped[UUID | None] = mapped_column(ForeignKey("stage.id"))
    what_sealed: Mapped[bytes | None]
    owner_id: Mapped[UUID | None] = mapped_column(ForeignKey("officer.id"))
    owner_job_sealed: Mapped[bytes | None]
    """Whose job it is, where no officer is named."""
    due_on: Mapped[date]
    done_on: Mapped[date | None]
    not_done_reason: Mapped[str | None]

    what = sealed("what_sealed")
    owner_job = sealed("owner_job_sealed")
    owner: Mapped[Officer | None] = relationship()


class EscalationRequest(AuthorityOwned, HasDataKey, Base):
    """A request for the next stage, in whatever words; every reason may be blank."""

    __tablename__ = "escalation_request"
    __table_args__ = (
        authority_fk("case_id", "case"),
        UniqueConstraint("case_id", "to_stage"),
        Index("ix_escalation_request_asked", "authority_id", "asked_on"),
    )

    case_id: Mapped[UUID]
    from_stage_id: Mapped[UUID | None] = mapped_column(ForeignKey("stage.id"))
    to_stage: Mapped[int]
    submission_id: Mapped[UUID | None] = mapped_column(unique=True)
    asked_at: Mapped[datetime]
    asked_on: Mapped[date]
    channel: Mapped[str]
    taken_in_by_id: Mapped[UUID | None] = mapped_column(ForeignKey("officer.id"))
    how_answered: Mapped[str | None]
    """What the person says; the council's own record is ``Stage.answer_method``."""
    main_reason: Mapped[str | None]
    words_sealed: Mapped[bytes | None]
    put_right_sealed: Mapped[bytes | None]
    point_ids: Mapped[list[str]] = mapped_column(default=list)

    words = sealed("words_sealed")
    put_right = sealed("put_right_sealed")


class AdvocateReferral(AuthorityOwned, Base):
    """A young person's yes to an advocate: referred within one working day."""

    __tablename__ = "advocate_referral"
    __table_args__ = (authority_fk("case_id", "case"),)

    case_id: Mapped[UUID] = mapped_column(unique=True)
    asked_at: Mapped[datetime]
    due_on: Mapped[date]
    referred_at: Mapped[datetime | None]
    referred_by_id: Mapped[UUID | None] = mapped_column(ForeignKey("officer.id"))

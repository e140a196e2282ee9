"""Published forms, the answers somebody is still giving, and the answers they sent."""

from datetime import date, datetime
from typing import Any
from uuid import UUID

from sqlalchemy import Index, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from foundation.database import AuthorityOwned, Base, authority_fk, owned_key
from foundation.encryption import HasDataKey, sealed, sealed_json


class FormVersion(AuthorityOwned, Base):
    """One published, immutable version of an authority's form. The newest number is the live one."""

    __tablename__ = "form_version"
    __table_args__ = (owned_key("form_version"), UniqueConstraint("authority_id", "key", "number"))

    key: Mapped[str]
    number: Mapped[int]
    content: Mapped[dict[str, Any]]
    """A ``webform.definition.FormDefinition`` as JSON, with the authority's lists of that day written into it."""
    source: Mapped[dict[str, Any]]
    """The same before the lists were written in: what a later draft begins from."""
    digest: Mapped[str]
    published_at: Mapped[datetime]
    published_by: Mapped[str]
    """The actor, as events name one; ``system`` for a form as shipped."""
    note: Mapped[str]
    shipped_digest: Mapped[str]
    """Of the shipped form that was known when this was published, so that a newer one can be told of."""


class FormDraft(AuthorityOwned, Base):
    """The team's one working copy of a form, beside the live version. Nobody else ever sees it."""

    __tablename__ = "form_draft"
    __table_args__ = (authority_fk("based_on_id", "form_version"), UniqueConstraint("authority_id", "key"))

    key: Mapped[str]
    content: Mapped[dict[str, Any]]
    """A ``webform.definition.WrittenForm`` as JSON: it may have faults still."""
    based_on_id: Mapped[UUID]
    shipped_digest: Mapped[str]
    edition: Mapped[int] = mapped_column(default=1)
    begun_at: Mapped[datetime]
    changed_at: Mapped[datetime]
    changed_by: Mapped[str]
    changes: Mapped[list[Any]]
    """``{"edition": …, "at": …, "by": …, "what": [words]}`` of each change, oldest first; the newest hundred."""

    __mapper_args__ = {"version_id_col": edition}


class Draft(AuthorityOwned, HasDataKey, Base):
    """Answers on their way. Found by a secret in a cookie, of which only the hash is kept; gone when it expires."""

    __tablename__ = "draft"
    __table_args__ = (
        owned_key("draft"),
        authority_fk("form_version_id", "form_version"),
        Index("ix_draft_expires_at", "expires_at"),
    )

    form_version_id: Mapped[UUID]
    form_key: Mapped[str]
    secret_hash: Mapped[bytes] = mapped_column(unique=True)
    content_sealed: Mapped[bytes | None]
    about_type: Mapped[str | None]
    about_id: Mapped[UUID | None]
    submission_id: Mapped[UUID | None] = mapped_column(unique=True)
    """Set once, when it is sent; its answers are gone from here from then on."""
    began_at: Mapped[datetime]
    expires_at: Mapped[datetime]
    edition: Mapped[int] = mapped_column(default=1)
    return_email_sealed: Mapped[bytes | None]
    return_word_sealed: Mapped[bytes | None]
    link_generation: Mapped[int] = mapped_column(default=0)
    wrong_words: Mapped[int] = mapped_column(default=0)
    """Wrong words given at the link since the last right one (see ``webform.coming_back``)."""

    content = sealed_json("content_sealed")
    """``{"answers": …, "seen": [page keys], "known": …, "choices": {question: [[value, label], …]}}``."""
    return_email = sealed("return_email_sealed")
    """Where the link that opens it again was sent, once it was saved."""
    return_word = sealed("return_word_sealed")
    """A slow hash of the word that the link asks for, where one was chosen: enough to know it again."""

    __mapper_args__ = {"version_id_col": edition}


class Submission(AuthorityOwned, HasDataKey, Base):
    """What somebody sent, with the version of the form they were asked by. Never changed."""

    __tablename__ = "submission"
    __table_args__ = (
        owned_key("submission"),
        authority_fk("form_version_id", "form_version"),
        Index("ix_submission_received", "authority_id", "received_at"),
        Index("ix_submission_about", "about_id"),
    )

    draft_id: Mapped[UUID] = mapped_column(unique=True)
    """One draft makes one submission, whatever was pressed twice. No foreign key: drafts are forgotten."""
    form_version_id: Mapped[UUID]
    form_key: Mapped[str]
    reference: Mapped[str] = mapped_column(unique=True)
    received_at: Mapped[datetime]
    """Business time."""
    about_type: Mapped[str | None]
    about_id: Mapped[UUID | None]
    answers_sealed: Mapped[bytes | None]
    choices_sealed: Mapped[bytes | None]

    answers = sealed_json("answers_sealed")
    """Question key → answer as JSON (see ``webform.kinds``); only what counted and was given."""
    choices = sealed_json("choices_sealed")
    """Choices that whoever began the draft offered: question key → [[value, label], …]."""


class EqualityCount(AuthorityOwned, Base):
    """How often one answer was given to one question about who people are, in one quarter of a year.

    Nothing here leads back to a case, a person or a sending, and nothing may be added that does: see
    ``webform.equality``.
    """

    __tablename__ = "equality_count"
    __table_args__ = (UniqueConstraint("authority_id", "quarter_on", "question", "answer"),)

    quarter_on: Mapped[date]
    """The first day of the quarter."""
    question: Mapped[str]
    answer: Mapped[str]
    number: Mapped[int]

"""Wordings in their published versions, messages, attempts at handing them over, and what goes with them.

A message's words and addresses are sealed with a key of its own; its fate, dates and codes are plain, because they
are counted.
"""

from datetime import date, datetime
from typing import Any
from uuid import UUID

from sqlalchemy import CheckConstraint, ForeignKey, Index, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from foundation.database import AuthorityOwned, Base, authority_fk, owned_key
from foundation.encryption import HasDataKey, sealed
from notifications.message import FATES, GUARANTEES


def _one_of(column: str, values: tuple[str, ...]) -> CheckConstraint:
    listed = ", ".join(f"'{value}'" for value in values)
    return CheckConstraint(f"{column} in ({listed})", name=column)


class WordingVersion(AuthorityOwned, Base):
    """One published version of one wording; never changed once written."""

    __tablename__ = "wording_version"
    __table_args__ = (
        owned_key("wording_version"),
        UniqueConstraint("authority_id", "key", "number"),
        _one_of("audience", ("public", "young-person", "staff", "officer-team")),
    )

    key: Mapped[str]
    number: Mapped[int]
    audience: Mapped[str]
    subject: Mapped[str]
    body: Mapped[str]
    published_at: Mapped[datetime]
    published_by_id: Mapped[UUID | None] = mapped_column(ForeignKey("officer.id"))


class Message(AuthorityOwned, HasDataKey, Base):
    """One message to one recipient. ``about`` is the stream it belongs to; ``key`` makes asking twice harmless.

    ``body`` holds marks where its links go: links are made anew at each sending (see ``links``) and never stored.
    """

    __tablename__ = "message"
    __table_args__ = (
        owned_key("message"),
        authority_fk("wording_version_id", "wording_version"),
        Index("ix_message_about_id", "about_id", "requested_at"),
        Index("ix_message_requested_at", "authority_id", "requested_at"),
        Index(
            "ix_message_open",
            "authority_id",
            "fate",
            postgresql_where=text("fate in ('held', 'handing-over', 'uncertain', 'failed', 'to-print')"),
        ),
        _one_of("channel", ("email", "letter")),
        _one_of("fate", FATES),
        _one_of("guarantee", GUARANTEES),
    )

    key: Mapped[str] = mapped_column(unique=True)
    about_type: Mapped[str]
    about_id: Mapped[UUID]
    wording_version_id: Mapped[UUID]
    wording_key: Mapped[str]
    audience: Mapped[str]
    channel: Mapped[str]
    guarantee: Mapped[str]
    fate: Mapped[str] = mapped_column(default="waiting")
    fate_reason: Mapped[str | None]
    may_wait: Mapped[bool] = mapped_column(default=False)
    """Whether it is better sent in the morning than at night."""
    not_before: Mapped[datetime | None]
    large_print: Mapped[bool] = mapped_column(default=False)
    was_uncertain: Mapped[bool] = mapped_column(default=False)
    recipient_kind: Mapped[str]
    officer_id: Mapped[UUID | None] = mapped_column(ForeignKey("officer.id"))
    person_id: Mapped[UUID | None]
    reference: Mapped[str | None]
    message_id_header: Mapped[str]
    links: Mapped[dict[str, Any]] = mapped_column(default=dict)
    requested_at: Mapped[datetime]
    sent_at: Mapped[datetime | None]
    posted_on: Mapped[date | None]
    posted_by_id: Mapped[UUID | None] = mapped_column(ForeignKey("officer.id"))
    to_name_sealed: Mapped[bytes | None]
    to_email_sealed: Mapped[bytes | None]
    to_address_sealed: Mapped[bytes | None]
    subject_sealed: Mapped[bytes | None]
    body_sealed: Mapped[bytes | None]

    to_name = sealed("to_name_sealed")
    to_email = sealed("to_email_sealed")
    to_address = sealed("to_address_sealed")
    subject = sealed("subject_sealed")
    body = sealed("body_sealed")

    attempts: Mapped[list["MessageAttempt"]] = relationship(order_by="MessageAttempt.number")
    attachments: Mapped[list["MessageAttachment"]] = relationship(order_by="MessageAttachment.id")


class MessageAttempt(AuthorityOwned, Base):
    """One try at handing a message over, written before the network is used."""

    __tablename__ = "message_attempt"
    __table_args__ = (
        UniqueConstraint("message_id", "number"),
        authority_fk("message_id", "message"),
    )

    message_id: Mapped[UUID]
    number: Mapped[int]
    began_at: Mapped[datetime]
    ended_at: Mapped[datetime | None]
    outcome: Mapped[str | None]
    code: Mapped[str | None]


class MessageAttachment(AuthorityOwned, HasDataKey, Base):
    """A file that goes with a message, sealed."""

    __tablename__ = "message_attachment"
    __table_args__ = (
        authority_fk("message_id", "message"),
        Index("ix_message_attachment_message_id", "message_id"),
    )

    message_id: Mapped[UUID]
    name: Mapped[str]
    media_type: Mapped[str]
    content_sealed: Mapped[bytes]

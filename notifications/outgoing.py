"""Asking for a message, releasing, calling off, asking again: rows and the work they owe, in the caller's transaction.

Asking twice under one key is asking once. Nothing is sent here: that is ``notifications.handing_over``.
"""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Literal
from uuid import UUID

from email_validator import EmailNotValidError, validate_email
from sqlalchemy import or_, select

from foundation.clock import business_now
from foundation.database import db, new_id
from foundation.encryption import new_data_key, seal_bytes
from foundation.errors import Invalid
from foundation.events import Fact, publish_all
from foundation.settings import settings
from foundation.tasks import later
from notifications.guards import register_guard
from notifications.message import Guarantee, LinkTo, next_fate
from notifications.models import Message, MessageAttachment, WordingVersion
from notifications.publishing import newest_wording
from notifications.reading import messages_about, shown_body
from notifications.wording import Wording, one_line, write

HAND_OVER = "notifications.hand-over"

__all__ = [
    "HAND_OVER",
    "Attachment",
    "Recipient",
    "ask_again",
    "call_off",
    "fate_fact",
    "mark_posted",
    "messages_about",
    "register_guard",
    "release_held",
    "request_message",
    "send_elsewhere",
    "shown_body",
    "usable_email",
]


@dataclass(frozen=True)
class Recipient:
    """Who is told. An email address is preferred, then a postal address; with neither the message fails at once."""

    kind: Literal["person", "officer"]
    name: str
    email: str | None = None
    postal_address: str | None = None
    officer_id: UUID | None = None
    person_id: UUID | None = None
    large_print: bool = False
    wants_nothing: bool = False
    """They asked not to be written to at all: the message is kept, and called off."""


@dataclass(frozen=True)
class Attachment:
    """A file that goes with a message."""

    name: str
    media_type: str
    content: bytes


def request_message(
    *,
    authority_id: UUID,
    about: tuple[str, UUID],
    key: str,
    wording: str,
    fields: Mapping[str, str],
    to: Recipient,
    guarantee: Guarantee,
    links: Mapping[str, LinkTo] | None = None,
    attachments: Sequence[Attachment] = (),
    may_wait: bool = False,
) -> Message:
    """Write a message and owe its handing over; gives the earlier one if ``key`` was used before.

    ``about`` is the stream its events go to. ``may_wait``: in the authority's quiet hours an email to a person is
    kept until the morning; without it, it goes at once, because the person has just done something and is awake.
    Raises ``NotFound`` for an unknown wording, ``Invalid`` for a missing field or a wording for the public sent to an
    officer.
    """
    earlier = db.session.scalar(select(Message).where(Message.key == key))
    if earlier is not None:
        return earlier
    version = newest_wording(authority_id, wording)
    if to.kind == "officer" and version.audience not in ("staff", "officer-team"):
        raise Invalid(f"The wording {wording} is not for staff.")
    message = _written(version, about, key, fields, links or {})
    message.guarantee, message.may_wait = guarantee, may_wait
    _address(message, to)
    db.session.add(message)
    db.session.flush()
    for attachment in attachments:
        _attach(message, attachment)
    if to.wants_nothing:
        message.fate = next_fate(message.fate, "called-off")
        message.fate_reason = "They asked for no answer."
        publish_all([fate_fact("message.cancelled", message)])
    else:
        _owe(message)
    return message


def release_held(about_id: UUID) -> int:
    """Let the messages about something go that a guard kept back; gives how many. Guards are asked again.

    ``about_id`` may be the id of one message, which alone is let go then.
    """
    wanted = or_(Message.about_id == about_id, Message.id == about_id)
    held = db.session.scalars(select(Message).where(wanted, Message.fate == "held").with_for_update(of=Message)).all()
    for message in held:
        message.fate, message.fate_reason = next_fate(message.fate, "released"), None
        later(HAND_OVER, message.id, authority_id=message.authority_id)
    return len(held)


def call_off(about_id: UUID, reason: str, wordings: Collection[str] | None = None) -> int:
    """Call off what has not left yet, all of it or only some wordings; gives how many. ``reason`` is for officers."""
    waiting = select(Message).where(Message.about_id == about_id, Message.fate.in_(("waiting", "held", "to-print")))
    if wordings is not None:
        waiting = waiting.where(Message.wording_key.in_(wordings))
    found = db.session.scalars(waiting.with_for_update(of=Message)).all()
    for message in found:
        message.fate, message.fate_reason = next_fate(message.fate, "called-off"), reason
    return len(found)


def send_elsewhere(about_id: UUID, to: Recipient) -> int:
    """Have what has not left yet for a person go to where they are reached now; gives how many."""
    unsent = select(Message).where(
        Message.about_id == about_id,
        Message.person_id == to.person_id,
        Message.fate.in_(("waiting", "held", "to-print")),
    )
    found = db.session.scalars(unsent.with_for_update(of=Message)).all()
    for message in found:
        _address(message, to)
        if message.fate == "to-print":
            message.fate = next_fate(message.fate, "sent-elsewhere")
        if message.fate == "waiting":
            _owe(message)
    return len(found)


def ask_again(message: Message) -> None:
    """An officer sends a failed or uncertain message once more, under the same Message-ID. Raises ``Conflict``."""
    message.fate, message.fate_reason = next_fate(message.fate, "asked-again"), None
    later(HAND_OVER, message.id, authority_id=message.authority_id)


def mark_posted(message: Message, officer_id: UUID, on: date) -> None:
    """A letter has been printed and put in the post on that day. Raises ``Conflict`` if it was not to be printed."""
    message.fate = next_fate(message.fate, "was-posted")
    message.posted_on, message.posted_by_id = on, officer_id
    message.sent_at = business_now()
    publish_all([fate_fact("message.posted", message)])


def fate_fact(name: str, message: Message) -> Fact:
    """What is told to the stream the message is about when its fate changes; ids and codes only."""
    payload = {
        "message_id": str(message.id),
        "wording": message.wording_key,
        "recipient": message.recipient_kind,
        "channel": message.channel,
    }
    return Fact(name, (message.about_type, message.about_id), message.authority_id, payload)


def usable_email(address: str | None) -> str | None:
    """The address if mail can be sent to it; nothing if it is malformed or tries to smuggle in a header."""
    if not address:
        return None
    try:
        checked = validate_email(
            address.strip(), check_deliverability=False, allow_smtputf8=False, test_environment=True
        )
    except EmailNotValidError:
        return None
    return checked.ascii_email


def _written(
    version: WordingVersion, about: tuple[str, UUID], key: str, fields: Mapping[str, str], links: Mapping[str, LinkTo]
) -> Message:
    wording = Wording(version.key, version.audience, version.subject, version.body)
    words = write(wording, fields, frozenset(links))
    message_id = new_id()
    message = Message(
        id=message_id,
        data_key=new_data_key("message"),
        authority_id=version.authority_id,
        key=key,
        about_type=about[0],
        about_id=about[1],
        wording_version_id=version.id,
        wording_key=version.key,
        audience=version.audience,
        fate="waiting",
        reference=fields.get("reference"),
        message_id_header=f"<{message_id}@{_mail_domain()}>",
        links={name: link.as_json() for name, link in links.items()},
        requested_at=business_now(),
    )
    message.subject, message.body = words.subject, words.body
    return message


def _address(message: Message, to: Recipient) -> None:
    email = usable_email(to.email)
    postal = (to.postal_address or "").strip()
    message.channel = "letter" if not email and postal and to.kind == "person" else "email"
    message.recipient_kind = to.kind
    message.officer_id, message.person_id = to.officer_id, to.person_id
    message.to_name, message.large_print = one_line(to.name), to.large_print
    message.to_email = email if message.channel == "email" else None
    message.to_address = postal if message.channel == "letter" else None


def _owe(message: Message) -> None:
    """Owe the handing over of a message that waits; without an address it fails at once."""
    if message.channel == "email" and not message.to_email:
        message.fate = next_fate(message.fate, "refused")
        message.fate_reason = "There is no email or postal address that can be used."
        publish_all([fate_fact("message.failed", message)])
    else:
        later(HAND_OVER, message.id, authority_id=message.authority_id)


def _attach(message: Message, attachment: Attachment) -> None:
    row = MessageAttachment(
        authority_id=message.authority_id,
        message_id=message.id,
        data_key=message.data_key,
        name=one_line(attachment.name),
        media_type=attachment.media_type,
    )
    row.content_sealed = seal_bytes(row, "content_sealed", attachment.content)
    db.session.add(row)


def _mail_domain() -> str:
    return settings.mail_from.rpartition("@")[2].strip("> ") or "localhost"

"""Messages put into envelopes: unsealed, their links made, under the name of their council."""

from collections.abc import Sequence
from email.utils import parseaddr
from uuid import UUID

from sqlalchemy import select

from authorities.models import Authority
from foundation.clock import now
from foundation.database import db
from foundation.encryption import unseal_bytes
from foundation.settings import settings
from notifications.channels.envelope import Enclosure, Envelope
from notifications.models import Message
from notifications.reading import body_to_send


def envelopes_of(messages: Sequence[Message]) -> list[Envelope]:
    """An envelope for each message, in their order."""
    own_name, address = parseaddr(settings.mail_from)
    reply_to = parseaddr(settings.mail_reply_to)[1]
    councils = {} if own_name or not messages else _names({message.authority_id for message in messages})
    return [
        Envelope(
            message_id=message.id,
            message_id_header=message.message_id_header,
            from_name=own_name or councils[message.authority_id],
            from_address=address,
            reply_to=reply_to,
            to_name=message.to_name or "",
            to_address=message.to_email or "",
            subject=message.subject or "",
            body=body_to_send(message),
            at=now(),
            enclosures=_enclosures(message),
        )
        for message in messages
    ]


def _names(authority_ids: set[UUID]) -> dict[UUID, str]:
    rows = db.session.execute(select(Authority.id, Authority.name).where(Authority.id.in_(authority_ids)))
    return {row.id: row.name for row in rows}


def _enclosures(message: Message) -> tuple[Enclosure, ...]:
    return tuple(
        Enclosure(row.name, row.media_type, unseal_bytes(row, "content_sealed", row.content_sealed))
        for row in message.attachments
    )

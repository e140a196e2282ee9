"""Taking the words and addresses out of messages whose time is over; that they went, and when, stays and is counted."""

from uuid import UUID

from sqlalchemy import delete, select

from foundation.database import db
from notifications.models import Message, MessageAttachment
from notifications.outgoing import call_off

OVER = "What it was about is no longer kept."


def forget_messages(about_id: UUID) -> None:
    """Destroy what every message about something said and where it went; what has not left yet is called off."""
    call_off(about_id, OVER)
    for message in db.session.scalars(
        select(Message)
        .where(Message.about_id == about_id, Message.body_sealed.is_not(None))
        .with_for_update(of=Message)
    ):
        db.session.execute(delete(MessageAttachment).where(MessageAttachment.message_id == message.id))
        message.to_name = message.to_email = message.to_address = message.subject = message.body = None
        message.data_key.destroy()
    db.session.flush()

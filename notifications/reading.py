"""Messages as they are sent and as officers read them. Reads only; links are made here, at the moment of use."""

from urllib.parse import urljoin
from uuid import UUID

from sqlalchemy import select

from foundation.database import db
from foundation.errors import NotFound
from foundation.links import token_for
from foundation.settings import settings
from notifications.message import LinkTo, link_from_json
from notifications.models import Message
from notifications.wording import with_links


def messages_about(about_id: UUID) -> list[Message]:
    """Every message of one stream, oldest first."""
    return list(
        db.session.scalars(
            select(Message).where(Message.about_id == about_id).order_by(Message.requested_at, Message.id)
        )
    )


def find_message(message_id: UUID) -> Message:
    """One message. Raises ``NotFound``."""
    message = db.session.get(Message, message_id)
    if message is None:
        raise NotFound("There is no such message.")
    return message


def body_to_send(message: Message) -> str:
    """The body with its links made anew: only for the recipient's eyes."""
    links = {name: address_of(link_from_json(data)) for name, data in message.links.items()}
    return with_links(message.body or "", links)


def shown_body(message: Message) -> str:
    """The body as officers may read it, without its links: those open what only the recipient may open."""
    return with_links(message.body or "", {})


def address_of(link: LinkTo) -> str:
    """The full address of a link, with its proof."""
    path = link.path
    if link.purpose and link.row_id is not None:
        path = path.replace("{token}", token_for(link.purpose, link.row_id, link.generation))
    return urljoin(settings.base_url.rstrip("/") + "/", path.lstrip("/"))

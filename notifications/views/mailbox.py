"""The mailbox of a development or demo copy: every message as its recipient would read it, links and all.

Whoever opens it can open every link, so it answers as if it did not exist anywhere else.
"""

from uuid import UUID

from flask import Blueprint, Response, render_template, request
from sqlalchemy import func, select

from authorities.access import anyone
from foundation.clock import business_now
from foundation.database import db
from foundation.errors import NotFound
from foundation.settings import settings
from notifications.letters import letter_of
from notifications.models import Message
from notifications.reading import body_to_send, find_message
from notifications.wording import html_twin

blueprint = Blueprint("mailbox", __name__, url_prefix="/mailbox", template_folder="../templates")

PAGE = 50
FRAME_POLICY = "default-src 'none'; style-src 'unsafe-inline'; frame-ancestors 'self'; sandbox"


@blueprint.before_request
def refuse_elsewhere() -> None:
    """Only where the council is invented or the copy is a developer's."""
    if not settings.shows_mailbox:
        raise NotFound("There is no such page.")


@blueprint.get("/")
@anyone
def show_list() -> str:
    """Every message, newest first."""
    number = max(request.args.get("page", 1, type=int), 1)
    total = db.session.scalar(select(func.count()).select_from(Message)) or 0
    messages = db.session.scalars(
        select(Message).order_by(Message.requested_at.desc(), Message.id.desc()).limit(PAGE).offset((number - 1) * PAGE)
    ).all()
    return render_template(
        "notifications/mailbox.html",
        messages=messages,
        business_now=business_now(),
        number=number,
        last=max(1, -(-total // PAGE)),
    )


@blueprint.get("/<uuid:message_id>")
@anyone
def show_message(message_id: UUID) -> str:
    """One message: its plain text, its HTML twin, its letter, and the attempts made."""
    message = find_message(message_id)
    return render_template("notifications/mailbox_message.html", message=message, body=body_to_send(message))


@blueprint.get("/<uuid:message_id>/html")
@anyone
def show_html(message_id: UUID) -> Response:
    """The HTML twin alone, for the frame: it can run nothing and fetch nothing."""
    message = find_message(message_id)
    response = Response(html_twin(body_to_send(message), message.subject or ""), mimetype="text/html")
    response.headers["Content-Security-Policy"] = FRAME_POLICY
    response.headers["X-Frame-Options"] = "SAMEORIGIN"
    return response


@blueprint.get("/<uuid:message_id>/letter.pdf")
@anyone
def show_letter(message_id: UUID) -> Response:
    """The letter as it would be printed."""
    message = find_message(message_id)
    if message.channel != "letter":
        raise NotFound("This message is not a letter.")
    return Response(letter_of(message), mimetype="application/pdf")

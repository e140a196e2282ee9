"""Letters to print: what has no email address to go to. An officer opens the PDF, prints it and marks it posted."""

from datetime import date
from uuid import UUID

from flask import Blueprint, Response, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from sqlalchemy import select
from wtforms import Form
from wtforms.validators import InputRequired, ValidationError

from authorities.access import officers, signed_in_viewer
from authorities.permissions import Role
from foundation.clock import business_now, london_day
from foundation.database import db, transaction
from foundation.day_field import DayField
from foundation.errors import NotFound
from notifications.guards import advice_on
from notifications.letters import letter_of
from notifications.models import Message
from notifications.outgoing import mark_posted
from notifications.reading import find_message
from workflows.subjects import is_a_subject, subject_for

blueprint = Blueprint("letters", __name__, url_prefix="/desk/letters", template_folder="../templates")


class PostedForm(Form):
    """The day a letter was put in the post."""

    posted_on = DayField(
        "Day it was posted", [InputRequired("Enter the day it was posted")], what="the day it was posted"
    )

    def validate_posted_on(self, field: DayField) -> None:
        """Not a day to come."""
        if field.data and field.data > _today():
            raise ValidationError("The day it was posted must be today or earlier")


@blueprint.get("")
@officers(Role.COMPLAINTS_OFFICER)
def show_list() -> str:
    """The letters that wait to be printed, oldest first, and those posted lately."""
    mine = Message.authority_id.in_(signed_in_viewer().authorities(Role.COMPLAINTS_OFFICER))
    waiting = db.session.scalars(
        select(Message).where(mine, Message.fate == "to-print").order_by(Message.requested_at, Message.id)
    ).all()
    posted = db.session.scalars(
        select(Message).where(mine, Message.fate == "posted").order_by(Message.posted_on.desc(), Message.id).limit(20)
    ).all()
    return render_template(
        "notifications/letters.html",
        waiting=[letter for letter in waiting if _may_read(letter)],
        posted=[letter for letter in posted if _may_read(letter)],
    )


@blueprint.get("/<uuid:message_id>")
@officers(Role.COMPLAINTS_OFFICER)
def show_letter(message_id: UUID) -> str:
    """One letter: open it, then say when it was posted."""
    return _page(_letter(message_id), PostedForm(data={"posted_on": _today()}))


@blueprint.get("/<uuid:message_id>/letter.pdf")
@officers(Role.COMPLAINTS_OFFICER)
def show_pdf(message_id: UUID) -> Response:
    """The letter to print."""
    letter = _letter(message_id)
    response = Response(letter_of(letter), mimetype="application/pdf")
    response.headers["Content-Disposition"] = f'inline; filename="letter-{letter.reference or letter.id}.pdf"'
    return response


@blueprint.post("/<uuid:message_id>")
@officers(Role.COMPLAINTS_OFFICER)
def post_letter(message_id: UUID) -> ResponseReturnValue:
    """Mark it posted."""
    form = PostedForm(request.form)
    letter = _letter(message_id)
    posted_on = form.posted_on.data if form.validate() else None
    if posted_on is None:
        return _page(letter, form), 400
    with transaction():
        mark_posted(letter, signed_in_viewer().officer_id, posted_on)
    flash(f"Letter {letter.reference or ''} is marked as posted.".replace("  ", " "))
    return redirect(url_for("letters.show_list"), code=303)


def _page(letter: Message, form: PostedForm) -> str:
    return render_template("notifications/letter.html", letter=letter, form=form, advice=advice_on(letter))


def _letter(message_id: UUID) -> Message:
    """A letter of an authority this officer works for, about what they may see; to others it is not there."""
    message = find_message(message_id)
    authorities = signed_in_viewer().authorities(Role.COMPLAINTS_OFFICER)
    if message.channel != "letter" or message.authority_id not in authorities or not _may_read(message):
        raise NotFound("There is no such letter.")
    return message


def _may_read(message: Message) -> bool:
    """Whether the officer may see what it is about: nobody reads letters of a case that names them."""
    about = message.about_type
    return not is_a_subject(about) or subject_for(about).may_see(signed_in_viewer(), message.about_id)


def _today() -> date:
    return london_day(business_now())

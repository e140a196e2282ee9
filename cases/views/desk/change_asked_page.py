"""What somebody asked to change by their link: an officer says how it was confirmed, and carries it out or not.

One page, one form. What may be done is for ``cases.changes`` to say.
"""

from collections.abc import Callable
from dataclasses import asdict
from uuid import UUID

from flask import render_template
from flask.typing import ResponseReturnValue
from flask_wtf import FlaskForm
from wtforms import BooleanField, RadioField, SelectField, StringField, TextAreaField
from wtforms.fields.choices import SelectChoice
from wtforms.validators import InputRequired, Length

from authorities.access import officers, signed_in_viewer
from authorities.permissions import Role
from cases.access import record_look
from cases.changes import (
    Confirmed,
    Routes,
    change_contact,
    leave_as_it_is,
    request_on,
    routes_of,
    ways_held,
    withdraw,
)
from cases.models import Case, ChangeRequest, Note
from cases.views.desk.pages import back_to, blueprint, carry_out, worked_case
from foundation.clock import business_now, london_day
from foundation.database import db, transaction
from foundation.day_field import DayField
from foundation.errors import Invalid

CONFIRMED = "confirmed"
WAYS = {
    "call": "By telephone, on the number we held",
    "meeting": "Face to face",
    "letter": "By letter, at the address we held",
    "email": "By email, at the address we held",
    "through-somebody": "Through the person they named to us",
}
SHORT = Length(max=250, message="Write no more than 250 letters here")


class SettleForm(FlaskForm):
    """What came of a request, and how that is known."""

    outcome = RadioField(
        "What came of it?",
        [InputRequired("Choose what came of it")],
        choices=[
            SelectChoice(CONFIRMED, "They confirmed it: do it"),
            SelectChoice("not-confirmed", "It could not be confirmed: change nothing"),
            SelectChoice("refused", "It is refused: change nothing"),
        ],
    )
    on = DayField("Confirmed with them on", what="the day you confirmed it with them", example="27 11 2026")
    by = RadioField(
        "Confirmed with them by",
        description="Whoever opened their link may read their email too: ring or meet them where you can",
        validate_choice=False,
    )
    advocate = RadioField(
        "Their advocate",
        choices=[
            SelectChoice("took-part", "Their advocate took part, or spoke for them"),
            SelectChoice("offered", "They were offered an advocate and wanted none"),
        ],
        validate_choice=False,
    )
    advocate_words = StringField("Which advocate, or who offered one", [SHORT])
    reason = TextAreaField("Why nothing changes", description="For the file. It is not sent to them")

    def confirmed(self) -> Confirmed:
        """How it was confirmed. Raises ``Invalid`` without a day."""
        if self.on.data is None:
            raise Invalid("Enter the day you confirmed it with them, like 27 11 2026", field="on")
        if "advocate" not in self:
            return Confirmed(self.on.data, self.by.data or "")
        return Confirmed(self.on.data, self.by.data or "", self.advocate.data, self.advocate_words.data or "")


class ContactForm(SettleForm):
    """The same, with how they are reached from now on."""

    email = StringField("Email", [SHORT])
    phone = StringField("Telephone", [SHORT])
    may_leave_message = BooleanField("We may leave a message there")
    postal_address = TextAreaField("Postal address", [Length(max=500, message="Write no more than 500 letters here")])
    may_write = BooleanField("We may write to that address")
    contact_through = StringField("Through somebody", [SHORT])
    preferred_channel = SelectField(
        "How they want us to write",
        choices=[
            SelectChoice("", "They did not say"),
            SelectChoice("email", "By email"),
            SelectChoice("letter", "By letter"),
        ],
        validate_choice=False,
    )
    safe_notes = TextAreaField("What is safe", [Length(max=2000, message="Write no more than 2,000 letters here")])
    tell_old = RadioField(
        "Shall we tell the old address that it was changed?",
        description="It says neither what changed nor where to. Say no where somebody there must not know",
        choices=[SelectChoice("yes", "Yes, it is safe"), SelectChoice("no", "No")],
        validate_choice=False,
    )

    def routes(self) -> Routes:
        """How they are reached from now on."""
        return Routes(
            email=_or_none(self.email.data),
            phone=_or_none(self.phone.data),
            postal_address=_or_none(self.postal_address.data),
            contact_through=_or_none(self.contact_through.data),
            preferred_channel=_or_none(self.preferred_channel.data),
            may_leave_message=bool(self.may_leave_message.data),
            may_write=bool(self.may_write.data),
            safe_notes=_or_none(self.safe_notes.data),
        )

    def tells_old(self) -> bool:
        """Whether the old address is told. Raises ``Invalid`` where nobody said."""
        if self.tell_old.data not in ("yes", "no"):
            raise Invalid("Say whether it is safe to tell the old address", field="tell_old")
        return bool(self.tell_old.data == "yes")


@blueprint.route("/cases/<reference>/change-asked/<uuid:request_id>", methods=["GET", "POST"])
@officers(Role.COMPLAINTS_OFFICER)
def settle_change(reference: str, request_id: UUID) -> ResponseReturnValue:
    """Carry out what they asked for, once it is confirmed with them, or leave everything as it is."""
    case = worked_case(reference)
    request = request_on(case, request_id)
    if request.state != "asked":
        return back_to(case, "This has been settled.")
    form = _form(case, request)
    if form.validate_on_submit() and carry_out(form, _act(case, request, form)):
        return back_to(case, _said(request))
    with transaction():
        record_look(case, signed_in_viewer().officer_id, "change asked")
    return render_template(
        "desk/change_asked.html",
        form=form,
        case=case,
        asked=request,
        note=db.session.get_one(Note, request.note_id),
        today=london_day(business_now()),
    ), 400 if form.errors else 200


def _form(case: Case, request: ChangeRequest) -> SettleForm:
    person = case.complainant
    form = ContactForm(data=asdict(routes_of(person))) if request.kind == "contact" else SettleForm()
    held = ways_held(person)
    form.by.choices = [SelectChoice(way, words) for way, words in WAYS.items() if way in held]
    if "call" not in held:
        form.by.description = "Whoever opened their link may read their email too: choose another way where you can"
    if not case.is_young_person:
        del form.advocate
        del form.advocate_words
    return form


def _act(case: Case, request: ChangeRequest, form: SettleForm) -> Callable[[], None]:
    officer_id = signed_in_viewer().officer_id

    def act() -> None:
        if form.outcome.data != CONFIRMED:
            leave_as_it_is(case, request, officer_id, form.outcome.data, form.reason.data or "")
        elif isinstance(form, ContactForm):
            change_contact(case, request, officer_id, form.confirmed(), form.routes(), tell_old=form.tells_old())
        else:
            withdraw(case, request, officer_id, form.confirmed())

    return act


def _said(request: ChangeRequest) -> str:
    if request.state != "done":
        return "Nothing has changed. They are being told, the way we held before."
    if request.kind == "withdraw":
        return "Withdrawn and closed. It is being confirmed to them in writing."
    return "Changed. Their earlier links have ended, and they are being told."


def _or_none(typed: str | None) -> str | None:
    return (typed or "").strip() or None

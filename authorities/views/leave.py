"""An officer's own leave, with who stands in."""

from datetime import date
from uuid import UUID

from flask import Blueprint, flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_wtf import FlaskForm
from wtforms import SelectField
from wtforms.fields.choices import SelectChoice
from wtforms.validators import InputRequired

from authorities.access import signed_in, signed_in_viewer
from authorities.leave import leave_from, possible_stand_ins, remove_leave, set_leave
from authorities.models import Officer
from authorities.views.administration_forms import people
from foundation.clock import business_now, london_day
from foundation.database import transaction
from foundation.day_field import DayField
from foundation.errors import Invalid

blueprint = Blueprint("leave", __name__, url_prefix="/leave", template_folder="../templates")

NOBODY = ""


class LeaveForm(FlaskForm):
    """Days away and who stands in."""

    first_on = DayField(
        "First day away",
        [InputRequired("Enter the first day you are away, like 27 3 2027")],
        what="the first day you are away",
        example="27 3 2027",
    )
    last_on = DayField(
        "Last day away",
        [InputRequired("Enter the last day you are away, like 2 4 2027")],
        what="the last day you are away",
        example="2 4 2027",
    )
    stand_in = SelectField(
        "Who stands in for you",
        description="They get the requests and reminders that would have come to you.",
    )

    def offer(self, colleagues: list[Officer]) -> None:
        """Offer these people as stand-ins."""
        self.stand_in.choices = [
            SelectChoice(NOBODY, "Nobody: tell the complaints team"),
            *people(colleagues),
        ]


@blueprint.get("")
@signed_in
def show() -> ResponseReturnValue:
    """The leave set, and a form for more."""
    return _page(_form())


@blueprint.post("")
@signed_in
def add() -> ResponseReturnValue:
    """Set leave."""
    form = _form()
    first_on, last_on = form.first_on.data, form.last_on.data
    if not form.validate_on_submit() or first_on is None or last_on is None:
        return _page(form), 400
    viewer = signed_in_viewer()
    chosen = UUID(form.stand_in.data) if form.stand_in.data else None
    try:
        with transaction():
            set_leave(viewer.officer_id, first_on, last_on, chosen, by=viewer.actor)
    except Invalid as error:
        form[error.field or "first_on"].errors = [error.message]
        return _page(form), 400
    flash("Your leave is set.")
    return redirect(url_for("leave.show"))


@blueprint.post("/<uuid:leave_id>/remove")
@signed_in
def remove(leave_id: UUID) -> ResponseReturnValue:
    """Take back leave of one's own."""
    viewer = signed_in_viewer()
    with transaction():
        remove_leave(viewer.officer_id, leave_id, by=viewer.actor)
    flash("Your leave is removed.")
    return redirect(url_for("leave.show"))


def _form() -> LeaveForm:
    form = LeaveForm()
    form.offer(possible_stand_ins(signed_in_viewer().officer_id))
    return form


def _page(form: LeaveForm) -> str:
    viewer = signed_in_viewer()
    return render_template("authorities/leave.html", form=form, leave=leave_from(viewer.officer_id, _today()))


def _today() -> date:
    return london_day(business_now())

"""Leave, with who stands in: one's own, or set by the team for a colleague who cannot."""

from datetime import date
from uuid import UUID

from flask import Blueprint, flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_wtf import FlaskForm
from wtforms import SelectField
from wtforms.fields.choices import SelectChoice
from wtforms.validators import InputRequired

from authorities.access import officers, signed_in, signed_in_viewer
from authorities.leave import leave_from, possible_stand_ins, remove_leave, set_leave
from authorities.models import Officer
from authorities.officers import roles_of
from authorities.permissions import Role
from authorities.views.administration_forms import people
from foundation.clock import business_now, london_day
from foundation.database import db, transaction
from foundation.day_field import DayField
from foundation.errors import Invalid, NotFound

blueprint = Blueprint("leave", __name__, url_prefix="/leave", template_folder="../templates")

NOBODY = ""


class LeaveForm(FlaskForm):
    """Days away and who stands in."""

    first_on = DayField(
        "First day away",
        [InputRequired("Enter the first day away, like 27 3 2027")],
        what="the first day away",
        example="27 3 2027",
    )
    last_on = DayField(
        "Last day away",
        [InputRequired("Enter the last day away, like 2 4 2027")],
        what="the last day away",
        example="2 4 2027",
    )
    stand_in = SelectField(
        "Who stands in",
        description="They get the requests and reminders that would have gone to whoever is away.",
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
    """An officer's own leave, and a form for more."""
    return _page(signed_in_viewer().officer_id, _form(signed_in_viewer().officer_id))


@blueprint.post("")
@signed_in
def add() -> ResponseReturnValue:
    """Set one's own leave."""
    return _add(signed_in_viewer().officer_id)


@blueprint.post("/<uuid:leave_id>/remove")
@signed_in
def remove(leave_id: UUID) -> ResponseReturnValue:
    """Take back leave of one's own."""
    return _remove(signed_in_viewer().officer_id, leave_id)


@blueprint.get("/of/<uuid:officer_id>")
@officers(Role.ADMINISTRATOR, Role.COMPLAINTS_OFFICER)
def show_of(officer_id: UUID) -> ResponseReturnValue:
    """A colleague's leave: somebody taken ill cannot set their own."""
    _refuse_unless_colleague(officer_id)
    return _page(officer_id, _form(officer_id))


@blueprint.post("/of/<uuid:officer_id>")
@officers(Role.ADMINISTRATOR, Role.COMPLAINTS_OFFICER)
def add_of(officer_id: UUID) -> ResponseReturnValue:
    """Set a colleague's leave."""
    _refuse_unless_colleague(officer_id)
    return _add(officer_id)


@blueprint.post("/of/<uuid:officer_id>/<uuid:leave_id>/remove")
@officers(Role.ADMINISTRATOR, Role.COMPLAINTS_OFFICER)
def remove_of(officer_id: UUID, leave_id: UUID) -> ResponseReturnValue:
    """Take back a colleague's leave."""
    _refuse_unless_colleague(officer_id)
    return _remove(officer_id, leave_id)


def _refuse_unless_colleague(officer_id: UUID) -> None:
    """Whoever sets leave chooses the stand-in, who then sees what the officer sees: only for one's own authority."""
    own = signed_in_viewer().authorities(Role.ADMINISTRATOR, Role.COMPLAINTS_OFFICER)
    if not any(held.authority_id in own for held in roles_of(officer_id)):
        raise NotFound("There is no such page.")


def _add(officer_id: UUID) -> ResponseReturnValue:
    form = _form(officer_id)
    first_on, last_on = form.first_on.data, form.last_on.data
    if not form.validate_on_submit() or first_on is None or last_on is None:
        return _page(officer_id, form), 400
    chosen = UUID(form.stand_in.data) if form.stand_in.data else None
    try:
        with transaction():
            set_leave(officer_id, first_on, last_on, chosen, by=signed_in_viewer().actor)
    except Invalid as error:
        form[error.field or "first_on"].errors = [error.message]
        return _page(officer_id, form), 400
    flash("The leave is set.")
    return redirect(_address(officer_id))


def _remove(officer_id: UUID, leave_id: UUID) -> ResponseReturnValue:
    with transaction():
        remove_leave(officer_id, leave_id, by=signed_in_viewer().actor)
    flash("The leave is removed.")
    return redirect(_address(officer_id))


def _form(officer_id: UUID) -> LeaveForm:
    form = LeaveForm()
    form.offer(possible_stand_ins(officer_id))
    return form


def _page(officer_id: UUID, form: LeaveForm) -> str:
    officer = db.session.get(Officer, officer_id)
    if officer is None:
        raise NotFound("There is no such page.")
    return render_template(
        "authorities/leave.html",
        form=form,
        officer=officer,
        is_own=_is_own(officer_id),
        address=_address(officer_id),
        leave=leave_from(officer_id, _today()),
    )


def _is_own(officer_id: UUID) -> bool:
    return officer_id == signed_in_viewer().officer_id


def _address(officer_id: UUID) -> str:
    return url_for("leave.show") if _is_own(officer_id) else url_for("leave.show_of", officer_id=officer_id)


def _today() -> date:
    return london_day(business_now())

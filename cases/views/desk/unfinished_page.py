"""Intake that lies unfinished: the list, adding its email to a case instead, and throwing it away with a reason."""

from uuid import UUID

from flask import flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_wtf import FlaskForm
from wtforms import RadioField
from wtforms.fields.choices import SelectChoice
from wtforms.validators import InputRequired

from authorities.access import officers, signed_in_viewer
from authorities.permissions import Role
from cases.taking_in import add_to_case
from cases.unfinished import REASONS, intake_for, remove, unfinished_of
from cases.views.desk.lists_page import sides
from cases.views.desk.pages import blueprint, carry_out, worked_case
from foundation.database import transaction


class RemoveForm(FlaskForm):
    """Why an intake is thrown away."""

    reason = RadioField(
        "Why is it removed?",
        [InputRequired("Choose why it is removed")],
        choices=[SelectChoice(key, label) for key, label in REASONS.items()],
    )


@blueprint.get("/intake/unfinished")
@officers(Role.COMPLAINTS_OFFICER)
def show_unfinished() -> str:
    """What was begun and not finished, the oldest first. It names nobody."""
    viewer = signed_in_viewer()
    return render_template("desk/unfinished.html", intakes=unfinished_of(viewer), side=sides(viewer, "unfinished"))


@blueprint.post("/intake/<uuid:intake_id>/add-to/<reference>")
@officers(Role.COMPLAINTS_OFFICER)
def add_intake_to_case(intake_id: UUID, reference: str) -> ResponseReturnValue:
    """Add the email to the case that it is about, and ask there what it wants."""
    viewer = signed_in_viewer()
    intake, case = intake_for(viewer, intake_id), worked_case(reference)
    if intake.state != "open":
        return redirect(url_for("desk.resume_intake", intake_id=intake.id), 303)
    with transaction():
        email = add_to_case(intake, case, viewer)
    return redirect(url_for("desk.show_email", reference=case.reference, email_id=email.id), 303)


@blueprint.route("/intake/<uuid:intake_id>/remove", methods=["GET", "POST"])
@officers(Role.COMPLAINTS_OFFICER)
def remove_intake(intake_id: UUID) -> ResponseReturnValue:
    """Throw an unfinished intake away."""
    viewer = signed_in_viewer()
    intake, form = intake_for(viewer, intake_id), RemoveForm()
    if form.validate_on_submit() and carry_out(form, lambda: remove(intake, viewer.officer_id, form.reason.data)):
        flash("Removed.")
        return redirect(url_for("desk.show_unfinished"), 303)
    return render_template("desk/intake_remove.html", form=form, intake=intake), 400 if form.errors else 200

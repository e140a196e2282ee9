"""Taking in what came by telephone, letter, email or in person, on one screen."""

from flask import flash, g, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from sqlalchemy import select
from sqlalchemy.exc import IntegrityError

from authorities.access import officers, signed_in_viewer
from authorities.models import Authority
from authorities.permissions import Role
from authorities.publishing import current_profile
from cases.models import Case
from cases.opening import open_case
from cases.views.desk.intake_form import IntakeForm
from cases.views.desk.pages import blueprint, carry_out
from foundation.database import db
from foundation.errors import NotAllowed

ROWS = ("points", "children", "named_people")
MOST_ROWS = 30


@blueprint.route("/intake", methods=["GET", "POST"])
@officers(Role.COMPLAINTS_OFFICER)
def take_in() -> ResponseReturnValue:
    """The screen; sent, it opens a case that waits to be confirmed like any other."""
    viewer = signed_in_viewer()
    served = _served()
    authority = next((found for found in served if found.key == request.form.get("authority")), served[0])
    g.authority_key = authority.key
    form = IntakeForm()
    form.offer(served, current_profile(authority.id))
    if form.is_submitted() and (more := request.form.get("more")) in ROWS:
        if len(form[more].entries) < MOST_ROWS:
            form[more].append_entry()
        return render_template("desk/intake.html", form=form)
    if form.validate_on_submit() and _opened(authority, form, viewer.actor):
        case = db.session.get_one(Case, form.row_id())
        flash(f"{case.reference} is open and waits to be confirmed.")
        return redirect(url_for("desk.show_case", reference=case.reference), 303)
    return render_template("desk/intake.html", form=form), 400 if form.errors else 200


def _opened(authority: Authority, form: IntakeForm, actor: str) -> bool:
    """Open the case once: who sends the same page again finds it open."""
    try:
        return carry_out(form, lambda: open_case(authority.id, form.intake(), actor, case_id=form.row_id()))
    except IntegrityError:
        if db.session.get(Case, form.row_id()) is None:
            raise
        return True


def _served() -> list[Authority]:
    """The authorities whose complaints this officer handles, the default one first."""
    ids = signed_in_viewer().authorities(Role.COMPLAINTS_OFFICER)
    found = db.session.scalars(
        select(Authority).where(Authority.id.in_(ids)).order_by(Authority.is_default.desc(), Authority.name)
    ).all()
    if not found:
        raise NotAllowed("You do not handle the complaints of any authority.")
    return list(found)

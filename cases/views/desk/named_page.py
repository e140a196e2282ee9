"""Saying whom a name in a case means: an officer who is then shut out of it, or nobody who works here."""

from uuid import UUID

from flask import flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_wtf import FlaskForm
from sqlalchemy import select
from wtforms import SelectField
from wtforms.fields.choices import SelectChoice

from authorities.access import officers, signed_in_viewer
from authorities.models import Membership, Officer
from authorities.permissions import Role
from cases.models import Case, NamedPerson
from cases.naming import say_who
from cases.views.desk.pages import back_to, blueprint, carry_out, worked_case
from foundation.database import db
from foundation.errors import NotFound

NOBODY = ""


class NamedForm(FlaskForm):
    """Who it is."""

    officer = SelectField("Who is it?", description="They can no longer open it, answer it or be chased about it")


@blueprint.route("/cases/<reference>/named/<uuid:named_id>", methods=["GET", "POST"])
@officers(Role.COMPLAINTS_OFFICER)
def say_who_is_named(reference: str, named_id: UUID) -> ResponseReturnValue:
    """Match a name to an officer, or to nobody."""
    case = worked_case(reference)
    named = db.session.get(NamedPerson, named_id)
    if named is None or named.case_id != case.id:
        raise NotFound("Nobody of that name is in this case.")
    form = NamedForm(data={"officer": str(named.officer_id) if named.officer_id else NOBODY})
    form.officer.choices = [SelectChoice(NOBODY, "Nobody who works for us"), *_everybody(case)]
    if form.validate_on_submit():
        chosen = UUID(form.officer.data) if form.officer.data else None
        by_id = signed_in_viewer().officer_id
        if carry_out(form, lambda: say_who(case, named, chosen, by_id)):
            if chosen == by_id:
                flash("Kept. You are shut out of this case.")
                return redirect(url_for("desk.home"), 303)
            return back_to(case, "Kept." if chosen is None else "Kept. They are shut out of this case.")
    return render_template("desk/named.html", form=form, case=case, named=named), 400 if form.errors else 200


def _everybody(case: Case) -> list[SelectChoice]:
    """All who work for the authority, in order of name."""
    query = (
        select(Officer)
        .where(Officer.id.in_(select(Membership.officer_id).where(Membership.authority_id == case.authority_id)))
        .where(Officer.is_active)
        .order_by(Officer.name)
    )
    return [SelectChoice(str(found.id), f"{found.name}, {found.job}") for found in db.session.scalars(query)]

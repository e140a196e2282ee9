"""The blueprint of the desk, and how each page finds its case and carries out an act."""

from collections.abc import Callable

from flask import Blueprint, flash, g, redirect, url_for
from flask.typing import ResponseReturnValue
from flask_wtf import FlaskForm

from authorities.access import signed_in_viewer
from authorities.models import Authority
from authorities.permissions import Role
from authorities.profile import Profile
from authorities.publishing import profile_of
from cases.access import case_for
from cases.models import Case
from foundation.database import db, transaction
from foundation.errors import Invalid, NotAllowed

blueprint = Blueprint("desk", __name__, url_prefix="/desk", template_folder="templates")

SEES = (Role.COMPLAINTS_OFFICER, Role.RESPONDING_MANAGER, Role.SENIOR_MANAGER)


def seen_case(reference: str) -> Case:
    """The case of this address, for whoever may see it. Raises ``NotFound``."""
    case = case_for(signed_in_viewer(), reference)
    g.authority_key = db.session.get_one(Authority, case.authority_id).key
    return case


def worked_case(reference: str) -> Case:
    """The same, for one of the authority's complaints officers. Raises ``NotFound`` or ``NotAllowed``."""
    case = seen_case(reference)
    if not signed_in_viewer().has(Role.COMPLAINTS_OFFICER, case.authority_id):
        raise NotAllowed("Only the complaints team can do this.")
    return case


def profile_for(case: Case) -> Profile:
    """The profile the case lives under."""
    return profile_of(case.profile_version_id)


def back_to(case: Case, said: str) -> ResponseReturnValue:
    """To the case, saying what was done."""
    flash(said)
    return redirect(url_for("desk.show_case", reference=case.reference), 303)


def carry_out(form: FlaskForm, act: Callable[[], object]) -> bool:
    """Do the act in one transaction. False, with the error beside its field, where it is refused as invalid."""
    try:
        with transaction():
            act()
    except Invalid as error:
        field = form[error.field] if error.field and error.field in form else next(iter(form))
        field.errors = [*field.errors, error.message]
        return False
    return True

"""Emails on a case: adding one with its files, and saying what it asks for. Nothing follows from one by itself."""

from uuid import UUID

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from authorities.access import officers, signed_in_viewer
from authorities.permissions import Role
from cases.access import record_look
from cases.arrived_files import examine_arrived
from cases.changes import Kind
from cases.incoming import ask_to_confirm_change, keep_email, keep_on_case
from cases.information import answered, waiting_request
from cases.models import Case, IncomingEmail
from cases.views.desk.pages import back_to, blueprint, worked_case
from foundation.database import db, transaction
from foundation.errors import NotFound
from foundation.uploads import takes_files


@blueprint.post("/cases/<reference>/emails")
@takes_files
@officers(Role.COMPLAINTS_OFFICER)
def add_email(reference: str) -> ResponseReturnValue:
    """Add an email, and any other files, to a case."""
    case = worked_case(reference)
    dropped = [(sent.filename, sent.read()) for sent in request.files.getlist("files") if sent.filename]
    if not dropped:
        return back_to(case, "Nothing was added: choose an email or another file first.")
    arrived = examine_arrived(dropped)
    officer_id = signed_in_viewer().officer_id
    email = None
    with transaction():
        if arrived.email is not None:
            email = keep_email(case, arrived.email, officer_id, arrived.refused)
        keep_on_case(case, arrived.files)
    if email is not None:
        return redirect(url_for("desk.show_email", reference=case.reference, email_id=email.id), 303)
    for words in arrived.refused:
        flash(words)
    return back_to(case, "The files are kept on the case." if arrived.files else "Nothing was added.")


@blueprint.get("/cases/<reference>/emails/<uuid:email_id>")
@officers(Role.COMPLAINTS_OFFICER)
def show_email(reference: str, email_id: UUID) -> str:
    """One email, and what may be made of it. Opening it is kept in the log of looks."""
    case = worked_case(reference)
    email = _email(case, email_id)
    with transaction():
        record_look(case, signed_in_viewer().officer_id, "email")
    return render_template("desk/email.html", case=case, email=email, asked=waiting_request(case.id))


@blueprint.post("/cases/<reference>/emails/<uuid:email_id>/answers")
@officers(Role.COMPLAINTS_OFFICER)
def email_answers_us(reference: str, email_id: UUID) -> ResponseReturnValue:
    """It answers what we asked."""
    case = worked_case(reference)
    _email(case, email_id)
    with transaction():
        answered(case, "email", signed_in_viewer().actor)
    return back_to(case, "Kept as their answer. They are not asked again.")


@blueprint.post("/cases/<reference>/emails/<uuid:email_id>/<any(contact, withdraw):kind>")
@officers(Role.COMPLAINTS_OFFICER)
def email_asks_for_change(reference: str, email_id: UUID, kind: Kind) -> ResponseReturnValue:
    """It asks to be reached another way, or to withdraw: a request, confirmed over the safe route held before."""
    case = worked_case(reference)
    email = _email(case, email_id)
    with transaction():
        asked = ask_to_confirm_change(case, email, kind, signed_in_viewer().officer_id)
    return redirect(url_for("desk.settle_change", reference=case.reference, request_id=asked.id), 303)


def _email(case: Case, email_id: UUID) -> IncomingEmail:
    email = db.session.get(IncomingEmail, email_id)
    if email is None or email.case_id != case.id:
        raise NotFound("There is no such email on this case.")
    return email

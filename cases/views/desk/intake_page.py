"""Taking in what came by telephone, letter, email or in person, on one screen that fills itself from a dropped email.

Everything on the screen is one form. Reading files and saving for later keep it as an unfinished intake; opening the
case ends that. Must not hold a rule: those are in ``cases.unfinished``, ``cases.taking_in`` and ``cases.opening``.
"""

from contextlib import suppress
from uuid import UUID

from flask import flash, g, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from sqlalchemy import select
from sqlalchemy.exc import IntegrityError
from werkzeug.datastructures import MultiDict

from authorities.access import officers, signed_in_viewer
from authorities.models import Authority
from authorities.permissions import Role, Viewer
from authorities.publishing import current_profile
from cases.access import case_for
from cases.arrived_files import Arrived, examine_arrived
from cases.incoming import cases_spoken_of, email_from_json
from cases.models import Case, UnfinishedIntake
from cases.same_people import Alike, alike
from cases.taking_in import open_from_intake
from cases.unfinished import OWNER, intake_for, keep_arrived, save
from cases.views.desk.intake_form import IntakeForm
from cases.views.desk.intake_proposed import proposed_from
from cases.views.desk.pages import blueprint, carry_out
from foundation.clock import business_now, london_day
from foundation.database import db, transaction
from foundation.errors import Conflict, NotAllowed, NotFound
from foundation.files import files_of
from foundation.uploads import takes_files

ROWS = ("points", "children", "named_people")
MOST_ROWS = 30
NOT_TYPED = frozenset({"csrf_token", "act", "more", "edition", "row"})


@blueprint.route("/intake", methods=["GET", "POST"])
@takes_files
@officers(Role.COMPLAINTS_OFFICER)
def take_in() -> ResponseReturnValue:
    """The screen; sent, it opens a case that waits to be confirmed like any other."""
    served = _served()
    authority = next((found for found in served if found.key == request.form.get("authority")), served[0])
    form = _form(served, authority)
    if not form.is_submitted():
        return _page(form)
    dropped = [(sent.filename, sent.read()) for sent in request.files.getlist("files") if sent.filename]
    if not dropped and (more := request.form.get("more")) in ROWS:
        if len(form[more].entries) < MOST_ROWS:
            form[more].append_entry()
        return _page(form)
    if not dropped and request.form.get("act") == "same":
        return _page(form)
    try:
        return _carried_out(form, authority, dropped)
    except Conflict as collision:
        db.session.rollback()
        return _page(form, collision=collision.message), 409


@blueprint.post("/intake/same")
@officers(Role.COMPLAINTS_OFFICER)
def find_same_people() -> ResponseReturnValue:
    """The same people and children in other cases, while somebody types: part of the screen, by POST alone."""
    form = IntakeForm()
    return {"html": render_template("desk/same_people.html", form=form, alike=_alike(form, signed_in_viewer()))}


@blueprint.get("/intake/<uuid:intake_id>")
@officers(Role.COMPLAINTS_OFFICER)
def resume_intake(intake_id: UUID) -> ResponseReturnValue:
    """An unfinished intake, as it was left; one that has ended leads to what became of it."""
    intake = intake_for(signed_in_viewer(), intake_id)
    if intake.state != "open":
        case = db.session.get(Case, intake.case_id) if intake.case_id else None
        flash("This intake is finished." if case else "This intake was removed.")
        return redirect(
            url_for("desk.show_case", reference=case.reference) if case else url_for("desk.show_unfinished")
        )
    served = _served()
    authority = next(found for found in served if found.id == intake.authority_id)
    typed: MultiDict[str, str] = MultiDict(intake.typed or {})
    typed["row"] = str(intake.id)
    return _page(_form(served, authority, typed))


def _carried_out(form: IntakeForm, authority: Authority, dropped: list[tuple[str, bytes]]) -> ResponseReturnValue:
    """Keep what was dropped or is to be saved; open the case where that is what was asked for and nothing lacks.

    A browser lets go of a chosen file with whatever button is pressed, so that each of them keeps it.
    """
    act = request.form.get("act")
    row_id = form.row_id_given()
    if row_id is not None and db.session.get(UnfinishedIntake, row_id) is not None:
        intake_for(signed_in_viewer(), row_id)
    if row_id is not None and (act in ("read", "save") or dropped):
        arrived = examine_arrived(dropped)
        _keep(row_id, authority, arrived)
        if act == "save":
            flash("Saved. It stays under Unfinished intake until somebody finishes it.")
            return redirect(url_for("desk.show_unfinished"), 303)
        if act or "more" in request.form or arrived.email or not form.validate():
            return redirect(url_for("desk.resume_intake", intake_id=row_id), 303)
    if form.validate() and _opened(form, authority):
        case = db.session.get_one(Case, form.row_id())
        flash(f"{case.reference} is open and waits to be confirmed.")
        return redirect(url_for("desk.show_case", reference=case.reference), 303)
    return _page(form), 400


def _keep(row_id: UUID, authority: Authority, arrived: Arrived) -> None:
    typed = {name: said for name, said in request.form.lists() if name not in NOT_TYPED}
    if arrived.email is not None:
        typed = proposed_from(arrived.email, typed)
    officer_id = signed_in_viewer().officer_id
    try:
        with transaction():
            intake = save(row_id, authority.id, officer_id, typed, _edition())
            keep_arrived(intake, arrived)
    except IntegrityError:
        raise Conflict("This page was sent twice at one moment. What you typed is below.") from None


def _opened(form: IntakeForm, authority: Authority) -> bool:
    """Open the case once: who sends the same page again finds it open."""
    viewer, links = signed_in_viewer(), form.link.data or ()

    def open_it() -> None:
        open_from_intake(form.row_id(), authority.id, form.intake, viewer, edition=_edition(), links=links)

    try:
        return carry_out(form, open_it)
    except IntegrityError:
        if db.session.get(Case, form.row_id()) is None:
            raise
        return True


def _page(form: IntakeForm, collision: str = "") -> str:
    viewer = signed_in_viewer()
    row_id = form.row_id_given()
    intake = db.session.get(UnfinishedIntake, row_id) if row_id else None
    if intake is not None and not viewer.has(Role.COMPLAINTS_OFFICER, intake.authority_id):
        intake = None
    email = email_from_json(intake.email) if intake is not None and intake.email else None
    return render_template(
        "desk/intake.html",
        form=form,
        intake=intake,
        email=email,
        files=files_of((OWNER, intake.id)) if intake is not None else [],
        replies=cases_spoken_of(email, viewer) if email is not None else [],
        alike=_alike(form, viewer),
        collision=collision,
        edition=_edition() if form.is_submitted() and not collision else intake.edition if intake else 0,
        today=london_day(business_now()),
        page_has_errors=bool(collision),
    )


def _alike(form: IntakeForm, viewer: Viewer) -> list[Alike]:
    """The same people in other cases, and what was ticked before, so that typing on unticks nothing."""
    found = alike(viewer, form.sought())
    for reference in form.link.data or ():
        if reference not in [one.case.reference for one in found]:
            with suppress(NotFound):
                found.append(Alike(case_for(viewer, reference), ()))
    return found


def _form(served: list[Authority], authority: Authority, typed: MultiDict[str, str] | None = None) -> IntakeForm:
    g.authority_key = authority.key
    form = IntakeForm(formdata=typed) if typed is not None else IntakeForm()
    form.offer(served, current_profile(authority.id))
    return form


def _edition() -> int:
    return request.form.get("edition", 0, type=int)


def _served() -> list[Authority]:
    """The authorities whose complaints this officer handles, the default one first."""
    ids = signed_in_viewer().authorities(Role.COMPLAINTS_OFFICER)
    found = db.session.scalars(
        select(Authority).where(Authority.id.in_(ids)).order_by(Authority.is_default.desc(), Authority.name)
    ).all()
    if not found:
        raise NotAllowed("You do not handle the complaints of any authority.")
    return list(found)

"""The page of one call asked for: how and when to ring, the tries, and what was agreed."""

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from sqlalchemy import select
from wtforms import Form, RadioField, SelectChoice, TextAreaField

from authorities.access import anyone, arrive_by_link, current_viewer, link_claim, link_holder, read_link
from cases import calls
from cases.calling_rights import OpenedCall, open_call_by_link, open_call_signed_in
from cases.models import CallBack, Case, Point
from cases.views.manager import what_is_shown
from cases.views.manager.pages import (
    MAY_ANSWER,
    PRESS_THE_BUTTON,
    blueprint,
    keep_opened,
    note_look,
    opened_claim,
    wear_look_of,
)
from foundation.clock import business_now, london_day
from foundation.database import db, transaction
from foundation.errors import Invalid, NotAllowed, NotFound
from foundation.settings import settings

CALL_LINK = "call"


class CallForm(Form):
    """What came of one try."""

    outcome = RadioField(
        "What happened?",
        choices=[
            SelectChoice("spoke", "We spoke"),
            SelectChoice("no-answer", "No answer"),
            SelectChoice("declined", "They no longer want a call"),
        ],
        validate_choice=False,
    )
    agreed = TextAreaField(
        "What was agreed?",
        description="Needed if you spoke. It is sent to them in writing, with a link to complain all the same.",
    )
    notes = TextAreaField("Notes for us", description="Kept on the case. They are not sent.")


@blueprint.get("/call/<token>")
@anyone
def arrive_to_call(token: str) -> ResponseReturnValue:
    """Keep the link and go on to the call's own address."""
    call_back = db.session.get(CallBack, read_link(CALL_LINK, token).row_id)
    if call_back is None:
        raise NotFound("This link no longer opens anything.")
    reference = db.session.get_one(Case, call_back.case_id).reference
    onward = url_for("manager.call", reference=reference)
    return arrive_by_link(CALL_LINK, token, onward, seconds=settings.session_hours * 3600)


@blueprint.get("/calls/<reference>")
@link_holder(CALL_LINK, *MAY_ANSWER)
def call(reference: str) -> ResponseReturnValue:
    """The call; behind a button for whoever comes by the link, so that a mail scanner sees nothing."""
    if current_viewer() is None and opened_claim("call", reference) is None:
        door = _at(open_call_by_link(link_claim(CALL_LINK)), reference)
        return render_template("manager/call_door.html", opened=door, reference=reference)
    opened = _opened(reference)
    note_look(opened.case, opened.officer, "call")
    return _page(opened, CallForm())


@blueprint.post("/calls/<reference>/open")
@link_holder(CALL_LINK, *MAY_ANSWER)
def open_call(reference: str) -> ResponseReturnValue:
    """Let this browser in."""
    claim = link_claim(CALL_LINK)
    _at(open_call_by_link(claim), reference)
    return keep_opened(redirect(url_for("manager.call", reference=reference)), "call", reference, claim)


@blueprint.post("/calls/<reference>")
@link_holder(CALL_LINK, *MAY_ANSWER)
def record_call(reference: str) -> ResponseReturnValue:
    """Keep what came of a try."""
    opened = _opened(reference)
    form = CallForm(request.form)
    try:
        with transaction():
            calls.record_try(
                opened.call_back,
                opened.officer.id,
                form.outcome.data or "",
                notes=form.notes.data,
                agreed=form.agreed.data,
            )
    except Invalid as invalid:
        form[invalid.field or "outcome"].errors = (invalid.message,)
        return _page(opened, form), 400
    flash("Kept. What was agreed goes to them in writing." if form.outcome.data == calls.SPOKE else "Kept.")
    return redirect(url_for("manager.call", reference=reference))


def _opened(reference: str) -> OpenedCall:
    claim = opened_claim("call", reference)
    viewer = current_viewer()
    if viewer is not None:
        try:
            return _at(open_call_signed_in(viewer, reference), reference)
        except NotAllowed:
            if claim is None:
                raise
    if claim is None:
        raise NotFound(PRESS_THE_BUTTON)
    return _at(open_call_by_link(claim), reference)


def _at(opened: OpenedCall, reference: str) -> OpenedCall:
    if opened.case.reference != reference:
        raise NotFound("This link is for another call.")
    wear_look_of(opened.case)
    return opened


def _page(opened: OpenedCall, form: CallForm) -> str:
    points = db.session.scalars(select(Point).where(Point.case_id == opened.case.id).order_by(Point.number)).all()
    tries = calls.tries_of(opened.call_back)
    return render_template(
        "manager/call.html",
        opened=opened,
        form=form,
        person=what_is_shown.how_to_speak_about(opened.case),
        ringing=what_is_shown.ringing(opened.case, tries),
        tries=what_is_shown.as_timeline(tries),
        about=opened.case.summary or "",
        points=points,
        is_late=london_day(business_now()) > opened.call_back.due_on,
        is_waiting=opened.call_back.state == "waiting",
    )

"""Arriving by the link in a mail: a short cookie, a clean address, and a button that opens the answer.

Following the link, as a mail scanner does, shows a reference and a date and changes nothing.
"""

from flask import redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from authorities.access import anyone, arrive_by_link, link_claim, link_claim_or_none, link_holder, read_link
from cases import allocation
from cases.answering_rights import Opened, open_by_link
from cases.models import Allocation, Case, Stage
from cases.views.manager.pages import (
    LINK,
    MAY_ANSWER,
    blueprint,
    keep_opened,
    opened_claim,
    wear_look_of,
)
from foundation.database import db, transaction
from foundation.errors import NotFound
from foundation.settings import settings


@blueprint.get("/<token>")
@anyone
def arrive(token: str) -> ResponseReturnValue:
    """Keep the link and go on to the answer's own address."""
    allocation_row = db.session.get(Allocation, read_link(LINK, token).row_id)
    if allocation_row is None:
        raise NotFound("This link no longer opens anything.")
    stage = db.session.get_one(Stage, allocation_row.stage_id)
    case = db.session.get_one(Case, stage.case_id)
    onward = url_for("manager.door", reference=case.reference)
    return arrive_by_link(LINK, token, onward, seconds=settings.session_hours * 3600)


@blueprint.get("/case/<reference>/open")
@link_holder(LINK, *MAY_ANSWER)
def door(reference: str) -> ResponseReturnValue:
    """The button that opens the answer; straight on for a browser that has pressed it."""
    claim = link_claim_or_none(LINK)
    if claim is None or opened_claim("answer", reference) is not None:
        return redirect(url_for("manager.show", reference=reference))
    opened = open_by_link(claim)
    if opened.case.reference != reference:
        raise NotFound("Open the link in our message again to see this page.")
    wear_look_of(opened.case)
    return render_template("manager/door.html", opened=opened, stage=opened.stage, reference=reference)


@blueprint.post("/case/<reference>/open")
@link_holder(LINK, *MAY_ANSWER)
def enter(reference: str) -> ResponseReturnValue:
    """Open the answer: keep when it was first opened, and let this browser in."""
    claim = link_claim(LINK)
    with transaction():
        opened = open_by_link(claim)
        if opened.case.reference != reference:
            raise NotFound("Open the link in our message again to see this page.")
        allocation.note_request_opened(opened.stage)
    return keep_opened(redirect(url_for("manager.show", reference=reference)), "answer", reference, claim)


def note_opened(opened: Opened) -> None:
    """An officer who has signed in opens the request by opening its page; looking again changes nothing."""
    if opened.part == "responder" and opened.stage.request_first_opened_at is None:
        with transaction():
            allocation.note_request_opened(opened.stage)

"""Acts of one click on a case: confirm, work done, more time, calls, advocate, hold."""

from uuid import UUID

from flask import flash, redirect, url_for
from flask.typing import ResponseReturnValue

from authorities.access import officers, signed_in_viewer
from authorities.permissions import Role
from cases.acting import WORK_APPROVE
from cases.actors import by_officer
from cases.calls import call_of, missed, settled, still_wants_to_complain
from cases.changes import WORK_CHANGE
from cases.confirming import confirm
from cases.conflicts import refuse_if_named
from cases.harm import let_service_be_told, suspect
from cases.models import Case, ExtensionRequest, Stage, WorkItem
from cases.notes import advocate_referred
from cases.safety import WORK as CONTACT_NOW
from cases.safety import contacted
from cases.timing import decide_more_time
from cases.views.desk.pages import back_to, blueprint, worked_case
from cases.work import finish_work
from foundation.database import db, transaction
from foundation.errors import Conflict, Invalid, NotFound

BY_AN_OFFICER = "marked by an officer"


@blueprint.post("/cases/<reference>/confirm")
@officers(Role.COMPLAINTS_OFFICER)
def confirm_case(reference: str) -> ResponseReturnValue:
    """Confirm what the rules proposed, as it stands."""
    case = worked_case(reference)
    try:
        with transaction():
            confirm(case, signed_in_viewer().officer_id)
    except Invalid as error:
        flash(f"Not confirmed. {error.message}")
        return redirect(url_for("desk.change_case", reference=case.reference), 303)
    return back_to(case, "Confirmed. The person and whoever answers are being told.")


@blueprint.post("/cases/<reference>/hold")
@officers(Role.COMPLAINTS_OFFICER)
def hold_case(reference: str) -> ResponseReturnValue:
    """Hold the case for a decision on possible harm that the rules did not see."""
    case = worked_case(reference)
    with transaction():
        suspect(case, [BY_AN_OFFICER], signed_in_viewer().actor)
    return back_to(case, "Held. Nothing reaches the service until the LADO decision is taken.")


@blueprint.post("/cases/<reference>/tell-service")
@officers(Role.COMPLAINTS_OFFICER)
def tell_service(reference: str) -> ResponseReturnValue:
    """End the hold after the decision."""
    case = worked_case(reference)
    with transaction():
        let_service_be_told(case, signed_in_viewer().officer_id)
    return back_to(case, "The hold has ended. The case stays restricted.")


@blueprint.post("/cases/<reference>/more-time/<uuid:request_id>/<answer>")
@officers(Role.COMPLAINTS_OFFICER)
def decide_time(reference: str, request_id: UUID, answer: str) -> ResponseReturnValue:
    """Grant or refuse more time."""
    case = worked_case(reference)
    asked = db.session.get(ExtensionRequest, request_id)
    if asked is None or answer not in ("grant", "refuse") or not _is_of(case.id, asked.stage_id):
        raise NotFound("There is no such request on this case.")
    try:
        with transaction():
            decide_more_time(asked, signed_in_viewer().officer_id, grant=answer == "grant")
    except Invalid as error:
        return back_to(case, f"Not granted. {error.message}")
    return back_to(case, "More time is granted." if answer == "grant" else "More time is refused.")


@blueprint.post("/cases/<reference>/advocate")
@officers(Role.COMPLAINTS_OFFICER)
def refer_to_advocate(reference: str) -> ResponseReturnValue:
    """Keep that the young person was referred to the advocacy service."""
    case = worked_case(reference)
    with transaction():
        advocate_referred(case, signed_in_viewer().officer_id)
    return back_to(case, "The referral is kept, and the young person is being told.")


@blueprint.post("/cases/<reference>/contacted")
@officers(Role.COMPLAINTS_OFFICER)
def keep_contacted(reference: str) -> ResponseReturnValue:
    """Keep that the young person who may not be safe was contacted."""
    case = worked_case(reference)
    with transaction():
        contacted(case, signed_in_viewer().officer_id)
    return back_to(case, "Kept. Write down what they said in a note.")


@blueprint.post("/cases/<reference>/call/<ending>")
@officers(Role.COMPLAINTS_OFFICER)
def end_call(reference: str, ending: str) -> ResponseReturnValue:
    """How a call-back ended: settled, missed, or the person still complains."""
    case = worked_case(reference)
    call_back = call_of(case.id)
    if call_back is None or ending not in ("settled", "missed", "complains"):
        raise NotFound("No call was asked for on this case.")
    actor = signed_in_viewer().actor
    with transaction():
        if ending == "settled":
            settled(call_back, actor)
        elif ending == "missed":
            missed(call_back)
        else:
            still_wants_to_complain(call_back, actor)
    return back_to(case, "Kept.")


@blueprint.post("/work/<uuid:item_id>/done")
@officers(Role.COMPLAINTS_OFFICER)
def finish_item(item_id: UUID) -> ResponseReturnValue:
    """Mark a piece of work done."""
    viewer = signed_in_viewer()
    item = db.session.get(WorkItem, item_id)
    if item is None or not viewer.has(Role.COMPLAINTS_OFFICER, item.authority_id):
        raise NotFound("There is no such work.")
    if item.case_id is not None:
        refuse_if_named(viewer.officer_id, item.case_id)
    if item.kind == WORK_CHANGE:
        raise Conflict("Open what they asked for and say what came of it.")
    if item.kind == WORK_APPROVE:
        raise Conflict("Open what is asked for and decide about it.")
    case = db.session.get(Case, item.case_id) if item.case_id else None
    with transaction():
        if case is not None and item.kind == CONTACT_NOW:
            contacted(case, viewer.officer_id)
        else:
            finish_work(item.id, by_officer(viewer.officer_id))
    flash("Done.")
    return redirect(url_for("desk.show_work"), 303)


def _is_of(case_id: UUID, stage_id: UUID) -> bool:
    return db.session.get_one(Stage, stage_id).case_id == case_id

"""A matter that goes another way: straight to its next stage, by another procedure, or from another body to us.

The clocks it had are kept, stopped; the new ones count from the day the law counts from. Must not decide where it may
go: the procedure names that.
"""

from authorities.publishing import procedure_for
from cases.allocation import have_chosen
from cases.clock_changes import move_clocks
from cases.confirming import KINDS
from cases.models import Case, CaseAct, Stage
from cases.next_stage_opening import open_next
from cases.pausing import move_receipt
from cases.proposing import ANSWERED_BY_A_MANAGER
from cases.saying import say_of_stage
from cases.stages import stage_at_work
from foundation.clock import business_now, london_day
from foundation.database import db


def straight_on(case: Case, row: CaseAct, by: str) -> dict[str, object]:
    """Leave the first stage out, as both agreed: the next one counts from the day they did."""
    stage = stage_at_work(case)
    said = {"by_agreement": True, "act_id": str(row.id)}
    opened = open_next(case, stage, row.on, by, said, act="straight-on")
    return {"stage_id": str(opened.id), "number": opened.number}


def transfer(case: Case, row: CaseAct, by: str) -> dict[str, object]:
    """Deal with it by another procedure, whose clocks count from the original receipt and acknowledgement."""
    stage, to = stage_at_work(case), str(row.details["to"])
    row.details = {**row.details, "from": stage.procedure}
    key = procedure_for(case.profile_version_id, to).first_stage().key
    move_clocks(case, stage, to, key, london_day(business_now()), by)
    stage.day_ten_decision = stage.late_reason = None
    case.procedure, case.kind = to, KINDS[to]
    _see_who_answers(case, stage)
    db.session.flush()
    say_of_stage(stage, "stage.closed", {}, by)  # what ran under the old procedure ends
    say_of_stage(stage, "stage.confirmed", {"procedure": to, "again": True}, by)
    return {"to": to, "from": row.details["from"]}


def came_from(case: Case, row: CaseAct, by: str) -> dict[str, object]:
    """It reached another body first: received on that day, and the day it reached us is kept beside it."""
    row.details = {**row.details, "reached_us_on": case.received_on.isoformat()}
    move_receipt(case, row.on, by)
    return {"body": row.details["body"]}


def _see_who_answers(case: Case, stage: Stage) -> None:
    if stage.procedure in ANSWERED_BY_A_MANAGER and stage.responder_id is None:
        what = f"{case.reference}: choose who answers it. Its clocks are running."
        have_chosen(case, what, stage.id, london_day(business_now()))

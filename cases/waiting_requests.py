"""Opens the next stage for somebody who asked before its day because no answer had come.

A task. An answer that came meanwhile brings its own way to ask, so nothing opens behind it. Getting the Best from
Complaints (2006), 3.5: after the twentieth working day the person may have stage 2 without an answer.
"""

from uuid import UUID

from cases.answer_not_received import OPEN_WAITING, open_on_its_day
from cases.escalation import Asked, request_next_stage, verdict_on
from cases.models import EscalationRequest, Stage
from foundation.clock import business_now
from foundation.database import db
from foundation.tasks import task


@task(OPEN_WAITING)
def open_waiting_request(request_id: UUID) -> None:
    """Open what was asked for, if it still waits and its day has come; wait on where the day has moved."""
    request = db.session.get_one(EscalationRequest, request_id)
    stage = db.session.get_one(Stage, request.from_stage_id)
    if stage.answered_on is not None or stage.case.closed_on is not None:
        return
    verdict = verdict_on(stage)
    if verdict == "too-early":
        open_on_its_day(stage, request)
    elif verdict == "opens":
        asked = Asked(at=business_now(), channel=request.channel, point_ids=tuple(request.point_ids))
        request_next_stage(stage, asked)

"""What follows when an answer's letter has been handed over: only then is the stage answered and its clock stopped.

A letter by email is handed over when the mail server has taken it, one on paper when the team says that it is in the
post. Must not write a finding or a word: those were kept when the answer was sent off.
"""

from datetime import datetime
from uuid import UUID

from sqlalchemy import select

from cases import clocks, lifecycle
from cases.models import Answer, Case, Stage
from cases.saying import say_of_stage
from cases.turns import take_turn
from cases.work import finish_work_of
from foundation.clock import london_day
from foundation.database import db
from foundation.errors import Conflict

WORK_OF_ANSWERING = ("allocate", "day-ten", "extension")


def answer_handed_over(message_id: UUID, at: datetime) -> Stage | None:
    """Record that the letter of ``message_id`` was handed over at ``at``; gives the stage answered.

    None where the message is no answer's, or the answer was recorded before (a letter sent again).
    """
    stage_id = db.session.scalar(select(Answer.stage_id).where(Answer.message_id == message_id))
    if stage_id is None:
        return None
    stage = db.session.get_one(Stage, stage_id)
    case = db.session.get_one(Case, stage.case_id)
    take_turn(case, stage)
    answer = db.session.scalars(select(Answer).where(Answer.stage_id == stage_id).with_for_update(of=Answer)).one()
    if answer.state != "sending":
        return None
    answer.state, answer.sent_at = "sent", at
    on = london_day(at)
    actor = f"officer:{answer.signer_id or stage.responder_id}" if answer.signer_id or stage.responder_id else "system"
    stage.answered_at, stage.answered_on = at, on
    clocks.stop_response(case, stage, on, actor)
    _move_on(case, stage, signed=answer.signer_id is not None)
    finish_work_of(case.id, WORK_OF_ANSWERING, actor)
    db.session.flush()
    facts = {
        "method": stage.answer_method,
        "answered_on": on.isoformat(),
        "working_days": stage.answer_working_days,
    }
    say_of_stage(stage, "stage.answered", facts, actor, at=at)
    return stage


def _move_on(case: Case, stage: Stage, *, signed: bool) -> None:
    """A case that was closed or passed on while the letter was on its way keeps that state."""
    role = lifecycle.SENIOR if signed else lifecycle.MANAGER
    try:
        stage.state = lifecycle.stage_state_after(stage.state, "answer", role)
        case.state = lifecycle.case_state_after(case.state, "answer", role)
    except Conflict:
        return

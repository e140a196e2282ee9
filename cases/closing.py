"""Closing a case, taking a withdrawal, and opening it again. Nothing closes by itself."""

from uuid import UUID

from sqlalchemy import select, update

from cases import lifecycle
from cases.actors import by_officer
from cases.conflicts import refuse_if_named
from cases.models import CallBack, Case, Stage
from cases.saying import say
from cases.turns import take_turn
from cases.work import close_work_of
from foundation.clock import business_now, london_day
from foundation.database import db
from foundation.errors import Conflict, Invalid

REASONS = ("answered", "settled", "withdrawn", "signposted", "recorded", "refused", "duplicate")


def close(case: Case, officer_id: UUID, reason: str) -> None:
    """Close a case for one of ``REASONS``; "withdrawn" confirms what the person asked for.

    Publishes ``case.closed``. A call still owed is no reason to close and keeps the case open: raises
    ``Conflict``; ``Invalid`` for another reason.
    """
    if reason not in REASONS:
        raise Invalid("Choose why the case is closed.", field="reason")
    take_turn(case)
    refuse_if_named(officer_id, case.id)
    act = "withdraw" if reason == "withdrawn" else "close"
    new_state = lifecycle.case_state_after(case.state, act, lifecycle.OFFICER)
    owed = db.session.scalar(
        select(CallBack.id).where(CallBack.case_id == case.id, CallBack.state.in_(("waiting", "made")))
    )
    if owed is not None and reason not in ("withdrawn", "settled"):
        raise Conflict("The person is waiting for a call, or has not said whether it settled things.")
    at = business_now()
    case.state, case.close_reason = new_state, reason
    case.closed_at, case.closed_on = at, london_day(at)
    db.session.execute(
        update(Stage)
        .where(Stage.case_id == case.id, Stage.state != lifecycle.CLOSED)
        .values(state=lifecycle.CLOSED, closed_on=case.closed_on)
        .execution_options(synchronize_session="fetch")
    )
    db.session.flush()
    close_work_of(case.id, by_officer(officer_id))
    say(case, "case.closed", {"reason": reason}, by_officer(officer_id))


def reopen(case: Case, officer_id: UUID) -> None:
    """Open a closed case again; its last stage is open until it is answered. Publishes ``case.reopened``."""
    take_turn(case)
    refuse_if_named(officer_id, case.id)
    case.state = lifecycle.case_state_after(case.state, "reopen", lifecycle.OFFICER)
    case.closed_at = case.closed_on = case.close_reason = None
    stage = db.session.scalar(
        select(Stage).where(Stage.case_id == case.id, Stage.number == case.stage_number, Stage.number > 0)
    )
    if stage is not None:
        stage.state = lifecycle.stage_state_after(stage.state, "reopen", lifecycle.OFFICER)
        stage.closed_on = None
    db.session.flush()
    say(case, "case.reopened", {}, by_officer(officer_id))

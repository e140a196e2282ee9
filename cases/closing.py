"""Closing a case and opening it again. Nothing closes by itself."""

from datetime import date
from uuid import UUID

from sqlalchemy import update

from cases import lifecycle
from cases.actors import by_officer
from cases.calls import is_call_owed
from cases.clock_changes import start_clocks_again, stop_clocks
from cases.conflicts import refuse_if_named
from cases.models import Case, CaseAct, Stage
from cases.models.acts import ASKED, OVERTAKEN
from cases.saying import say
from cases.stages import current_stage
from cases.turns import take_turn
from cases.work import close_work_of
from foundation.clock import business_now, london_day
from foundation.database import db
from foundation.errors import Conflict, Invalid

REASONS = ("answered", "settled", "signposted", "recorded")
"""Why an officer may close a case outright. The other reasons are those of acts (``cases.acting``)."""


def close(case: Case, officer_id: UUID, reason: str) -> None:
    """Close a case for one of ``REASONS``. Publishes ``case.closed``.

    A call still owed is no reason to close and keeps the case open: raises ``Conflict``; ``Invalid`` for another
    reason.
    """
    if reason not in REASONS:
        raise Invalid("Choose why the case is closed.", field="reason")
    take_turn(case)
    refuse_if_named(officer_id, case.id)
    if reason != "settled" and is_call_owed(case.id):
        raise Conflict("The person is waiting for a call, or has not said whether it settled things.")
    close_by(case, "close", reason, by_officer(officer_id))


def close_by(case: Case, act: str, reason: str, by: str) -> None:
    """Close a case by an act of the lifecycle: stages end, clocks stop, no approval is waited for any more.

    Publishes ``case.closed``.
    """
    at = business_now()
    case.state, case.close_reason = lifecycle.case_state_after(case.state, act, lifecycle.OFFICER), reason
    case.closed_at, case.closed_on = at, london_day(at)
    stop_clocks(case, case.closed_on, by)
    db.session.execute(
        update(Stage)
        .where(Stage.case_id == case.id, Stage.state != lifecycle.CLOSED)
        .values(state=lifecycle.CLOSED, closed_on=case.closed_on)
        .execution_options(synchronize_session="fetch")
    )
    waiting = update(CaseAct).where(CaseAct.case_id == case.id, CaseAct.state == ASKED)
    db.session.execute(waiting.values(state=OVERTAKEN).execution_options(synchronize_session="fetch"))
    db.session.flush()
    close_work_of(case.id, by)
    say(case, "case.closed", {"reason": reason}, by)


def open_again(case: Case, on: date, by: str, left_out: str | None) -> Stage | None:
    """Open a closed case where it stood; gives its last stage.

    ``left_out`` is the key of the pause under which the days it was closed are left out of the count, none where they
    count. ``on`` is the day it was brought back.
    """
    stage = current_stage(case) if case.stage_number else None
    closed_on = case.closed_on or on
    act = _way_back(case, stage)
    case.state = lifecycle.case_state_after(case.state, act, lifecycle.OFFICER)
    case.closed_at = case.closed_on = case.close_reason = None
    if stage is not None:
        stage.state = lifecycle.stage_state_after(stage.state, act, lifecycle.OFFICER)
        stage.closed_on = None
        start_clocks_again(case, stage, closed_on, max(on, closed_on), left_out, by)
    db.session.flush()
    return stage


def _way_back(case: Case, stage: Stage | None) -> str:
    """To where the case stood: before anybody confirmed it, answered, or being answered."""
    if case.confirmed_at is None:
        return "reopen-to-confirm"
    return "reopen-answered" if stage is not None and stage.answered_on is not None else "reopen"

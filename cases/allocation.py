"""Who is asked to answer a stage, and how that changes: handed over, handed back, somebody involved.

Every change is a dated row and raises the stage's link generation, so that an earlier link opens nothing.
The clock runs on through all of it.
"""

from datetime import date
from uuid import UUID

from sqlalchemy import select

from cases import lifecycle
from cases.actors import by_officer
from cases.answerers import may_answer
from cases.conflicts import name_officer, refuse_if_named
from cases.models import Allocation, CallBack, Case, Stage
from cases.saying import say_of_stage
from cases.turns import take_turn
from cases.work import finish_work_of, raise_work
from foundation.clock import business_now
from foundation.database import db
from foundation.errors import Conflict, Invalid

NOT_MINE_REASONS = ("wrong-service", "wrong-team", "left", "other")
WORK = "allocate"
WORK_CALL = "call-allocate"


def allocate(stage: Stage, officer_id: UUID, by: str, *, reason: str = "reallocated") -> Allocation:
    """Ask an officer to answer a stage; whoever was asked before no longer is. Publishes ``stage.allocated``.

    Raises ``NotAllowed`` for somebody named in the case, ``Conflict`` when the stage is answered or the case held.
    """
    case = _case(stage)
    take_turn(case, stage)
    if stage.state not in (lifecycle.OPEN, lifecycle.PROPOSED):
        raise Conflict("This stage is no longer waiting for somebody to answer it.")
    if case.is_held:
        raise Conflict("A decision on possible harm comes first; until then nobody at the service is asked.")
    officer = may_answer(officer_id, case)
    _end_current(stage, reason)
    row = Allocation(
        authority_id=stage.authority_id, stage_id=stage.id, officer_id=officer.id, began_at=business_now(), by=by
    )
    db.session.add(row)
    stage.responder_id = officer.id
    stage.request_first_opened_at = None
    db.session.flush()
    if stage.number == 0:
        _give_call(case, officer.id)
    finish_work_of(case.id, (WORK, WORK_CALL) if stage.number == 0 else (WORK,), by)
    say_of_stage(stage, "stage.allocated", {"allocation_id": str(row.id), "officer_id": str(officer.id)}, by)
    return row


def current_allocation(stage_id: UUID) -> Allocation | None:
    """Who is asked now, or None."""
    return db.session.scalar(
        select(Allocation)
        .where(Allocation.stage_id == stage_id, Allocation.ended_at.is_(None))
        .order_by(Allocation.began_at.desc())
        .limit(1)
    )


def not_mine(stage: Stage, officer_id: UUID, reason: str) -> None:
    """Hand a stage back to the complaints team. Publishes ``stage.not-mine``.

    ``reason`` is one of ``NOT_MINE_REASONS``; raises ``Invalid`` for another.
    """
    if reason not in NOT_MINE_REASONS:
        raise Invalid("Choose why this is not yours to answer.", field="reason")
    _hand_back(stage, officer_id, "not-mine", reason, by_officer(officer_id))


def i_am_involved(stage: Stage, officer_id: UUID) -> None:
    """Hand a stage back because it is about whoever was asked; they are shut out of the case from now on."""
    case = _case(stage)
    _hand_back(stage, officer_id, "involved", "involved", by_officer(officer_id))
    name_officer(case, may_answer(officer_id, case), by_officer(officer_id))


def take_back(stage: Stage, by: str) -> None:
    """Take a stage back from whoever was asked: the case turns out to be about them."""
    if stage.responder_id is not None:
        _hand_back(stage, stage.responder_id, "involved", "involved", by)


def note_request_opened(stage: Stage) -> None:
    """Keep when the manager first opened the request (rung of day 2). Publishes ``request.opened`` once."""
    take_turn(_case(stage), stage)
    if stage.request_first_opened_at is not None:
        return
    stage.request_first_opened_at = business_now()
    db.session.flush()
    actor = by_officer(stage.responder_id) if stage.responder_id else "system"
    say_of_stage(stage, "request.opened", {}, actor)


def _give_call(case: Case, officer_id: UUID) -> None:
    """Whoever is asked rings from now on; the link of whoever was asked before opens nothing."""
    call_back = db.session.execute(select(CallBack).where(CallBack.case_id == case.id)).scalar_one()
    if call_back.caller_id not in (None, officer_id):
        call_back.link_generation += 1
    call_back.caller_id = officer_id
    db.session.flush()


def _hand_back(stage: Stage, officer_id: UUID, end_reason: str, reason: str, by: str) -> None:
    case = _case(stage)
    take_turn(case, stage)
    refuse_if_named(officer_id, case.id)
    lifecycle.stage_state_after(stage.state, "give-to-signer", lifecycle.MANAGER)
    if stage.responder_id is None:
        raise Conflict("It is back with the complaints team already.")
    _end_current(stage, end_reason)
    stage.responder_id = None
    db.session.flush()
    event = say_of_stage(stage, "stage.not-mine", {"reason": reason}, by)
    have_chosen(case, f"{case.reference} came back: choose who answers. The clock runs on.", event, stage.due_on)


def have_chosen(case: Case, what: str, source_id: UUID, due_on: date | None) -> None:
    """Have the team choose who answers, once for each source. ``what`` is one sentence without a personal detail."""
    raise_work(case.authority_id, WORK, what, source_id, case_id=case.id, officer_id=case.owner_id, due_on=due_on)


def _end_current(stage: Stage, reason: str) -> None:
    current = current_allocation(stage.id)
    if current is not None:
        current.ended_at, current.end_reason = business_now(), reason
        stage.link_generation += 1


def _case(stage: Stage) -> Case:
    return db.session.get_one(Case, stage.case_id)

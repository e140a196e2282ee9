"""Calls asked for: tries, what was agreed, and a call never swallowing a complaint.

Three tries at different safe times. A call that was missed becomes a complaint dated from the first contact;
one that was made and did not settle it becomes one dated from when the person says so, with both dates kept.
Silence closes nothing.
"""

from datetime import date, datetime, timedelta
from uuid import UUID

from sqlalchemy import func, select

from authorities.publishing import procedure_for, profile_of
from cases import lifecycle
from cases.actors import SYSTEM, by_officer
from cases.clocks import first_clocks, stop_clock
from cases.conflicts import refuse_if_named
from cases.intake import Intake, PersonGiven, PointGiven, values_for_triage
from cases.models import CallBack, Case, ContactAttempt, Person, Point, Stage
from cases.opening import proposed_stage
from cases.proposing import triage_of
from cases.triage import shipped_rules, triage
from cases.turns import take_turn
from cases.work import finish_work_of
from foundation.clock import business_now, london_day
from foundation.database import db
from foundation.errors import Conflict, Invalid
from foundation.events import publish

SPOKE, NO_ANSWER, DECLINED = "spoke", "no-answer", "declined"
OUTCOMES = (SPOKE, NO_ANSWER, DECLINED)
SAME_TRY = timedelta(minutes=2)
"""Two presses of one button are one try: a doubled one must not bring the last try nearer."""

WORK = ("call-allocate", "call-late", "call-silent")
MAY_COMPLAIN_FROM = ("waiting", "made", "settled", "declined")


def call_of(case_id: UUID) -> CallBack | None:
    """The call asked for on a case, if one was."""
    return db.session.scalar(select(CallBack).where(CallBack.case_id == case_id))


def is_call_owed(case_id: UUID) -> bool:
    """Whether somebody waits for a call, or has not said whether it settled things."""
    owed = select(CallBack.id).where(CallBack.case_id == case_id, CallBack.state.in_(("waiting", "made")))
    return db.session.scalar(owed) is not None


def tries_of(call_back: CallBack) -> list[ContactAttempt]:
    """The tries made, in order."""
    return list(
        db.session.scalars(
            select(ContactAttempt).where(ContactAttempt.call_back_id == call_back.id).order_by(ContactAttempt.at)
        )
    )


def record_try(
    call_back: CallBack,
    officer_id: UUID,
    outcome: str,
    *,
    how: str = "call",
    at: datetime | None = None,
    notes: str | None = None,
    agreed: str | None = None,
) -> ContactAttempt:
    """Keep one try; ``agreed`` is what was agreed, needed when they spoke and sent to the person in writing.

    Publishes ``call-back.tried`` or, when they spoke, ``call-back.made``. The last try without an answer makes
    the call missed. Raises ``Invalid`` for another outcome or nothing agreed, ``Conflict`` once it has ended.
    """
    case = _case(call_back)
    take_turn(case, call_back)
    refuse_if_named(officer_id, case.id)
    if outcome not in OUTCOMES:
        raise Invalid("Choose what came of the call.", field="outcome")
    if call_back.state != "waiting":
        raise Conflict("This call has been made or has ended.")
    moment = at or business_now()
    doubled = _just_kept(call_back, officer_id, outcome, moment)
    if doubled is not None:
        return doubled
    if outcome == SPOKE and not (agreed or "").strip():
        raise Invalid("Write what was agreed. It is sent to the person.", field="agreed")
    row = ContactAttempt(
        data_key=call_back.data_key,
        authority_id=call_back.authority_id,
        case_id=case.id,
        call_back_id=call_back.id,
        at=moment,
        by_id=officer_id,
        how=how,
        outcome=outcome,
        notes=(notes or "").strip() or None,
    )
    db.session.add(row)
    db.session.flush()
    actor = by_officer(officer_id)
    if outcome == SPOKE:
        call_back.state, call_back.made_at = "made", row.at
        call_back.agreed = (agreed or "").strip()
        _stop(case, row.at, actor)
        _say(call_back, "call-back.made", {"attempt_id": str(row.id)}, actor)
    elif outcome == DECLINED:
        _end(call_back, "declined", actor)
    else:
        _say(call_back, "call-back.tried", {"attempt_id": str(row.id), "outcome": outcome}, actor)
        if _tries_made(call_back) >= profile_of(case.profile_version_id).settings.call_back_tries:
            missed(call_back)
    return row


def settled(call_back: CallBack, actor: str) -> None:
    """Keep that the person said the call settled it. The case stays for an officer to close."""
    take_turn(_case(call_back), call_back)
    if call_back.state != "made":
        raise Conflict("The call has not been made.")
    finish_work_of(call_back.case_id, WORK, actor)
    _end(call_back, "settled", actor)


def still_wants_to_complain(call_back: CallBack, actor: str) -> Case:
    """Make the case a complaint because the person says so, dated from today; said twice, once.

    Called by the link in what was agreed, and by an officer who is told.
    """
    case = _case(call_back)
    take_turn(case, call_back)
    if call_back.state == "became-complaint":
        return case
    if call_back.state not in MAY_COMPLAIN_FROM:
        raise Conflict("This call has become a complaint already.")
    was_made = call_back.made_at is not None
    said_on = london_day(business_now()) if was_made else case.received_on
    _become_complaint(call_back, case, said_on, actor)
    return case


def missed(call_back: CallBack) -> Case:
    """Make a call that was not made in time, or not answered, a complaint dated from the first contact."""
    case = _case(call_back)
    take_turn(case, call_back)
    if call_back.state != "waiting":
        return case
    call_back.state = "missed"
    _say(call_back, "call-back.missed", {}, SYSTEM)
    _become_complaint(call_back, case, case.received_on, SYSTEM)
    return case


def _become_complaint(call_back: CallBack, case: Case, said_on: date, actor: str) -> None:
    was_missed = call_back.state == "missed"
    call_back.state = "became-complaint"
    call_back.ended_at = business_now()
    if was_missed or call_back.made_at is None:
        _stop(case, call_back.ended_at, actor)
    if db.session.scalar(select(Stage.id).where(Stage.case_id == case.id, Stage.number == 1)) is None:
        _propose_complaint(case, said_on, actor)
    db.session.flush()
    _say(call_back, "call-back.became-complaint", {"dated_on": said_on.isoformat(), "was_missed": was_missed}, actor)


def _propose_complaint(case: Case, said_on: date, actor: str) -> None:
    """Put the case back before an officer, with what the rules propose for a complaint."""
    role = lifecycle.SYSTEM if actor == SYSTEM else lifecycle.PERSON if actor == "person" else lifecycle.OFFICER
    case.state = lifecycle.case_state_after(case.state, "become-complaint", role)
    case.closed_at = case.closed_on = case.close_reason = None
    case.kind = "complaint"
    proposal = triage(shipped_rules(), values_for_triage(_as_complaint(case), _service_procedure(case)))
    row = triage_of(case.id)
    row.rule_key = proposal.rule.key if proposal.rule else None
    row.decision = {**row.decision, "kind": "complaint", "procedure": proposal.procedure}
    row.confirmed_at = row.confirmed_by_id = None
    if proposal.procedure is None:
        return
    first = procedure_for(case.profile_version_id, proposal.procedure).first_stage()
    stage = proposed_stage(case, 1, first.key, proposal.procedure, said_on)
    clocks = first_clocks(case, stage)
    db.session.add(stage)
    db.session.flush()
    db.session.add_all(clocks)
    case.stage_number = 1


def _as_complaint(case: Case) -> Intake:
    points = db.session.scalars(select(Point).where(Point.case_id == case.id).order_by(Point.number)).all()
    person = db.session.get_one(Person, case.complainant_id)
    return Intake(
        received_at=case.received_at,
        channel=case.channel,
        kind="complaint",
        person=PersonGiven(relationship=person.relationship_code, is_young=person.is_young),
        child_involved=case.child_involved,
        points=tuple(PointGiven(point.words or "") for point in points),
        service=case.service.key if case.service else None,
        gist=case.summary,
    )


def _service_procedure(case: Case) -> str | None:
    if case.service is None:
        return None
    services = profile_of(case.profile_version_id).services
    return next((entry.procedure for entry in services if entry.key == case.service.key), None)


def _just_kept(call_back: CallBack, officer_id: UUID, outcome: str, at: datetime) -> ContactAttempt | None:
    return db.session.scalar(
        select(ContactAttempt).where(
            ContactAttempt.call_back_id == call_back.id,
            ContactAttempt.by_id == officer_id,
            ContactAttempt.outcome == outcome,
            ContactAttempt.at > at - SAME_TRY,
            ContactAttempt.at < at + SAME_TRY,
        )
    )


def _tries_made(call_back: CallBack) -> int:
    return db.session.execute(
        select(func.count()).where(ContactAttempt.call_back_id == call_back.id, ContactAttempt.outcome == NO_ANSWER)
    ).scalar_one()


def _end(call_back: CallBack, state: str, actor: str) -> None:
    call_back.state, call_back.ended_at = state, business_now()
    _stop(_case(call_back), call_back.ended_at, actor)
    _say(call_back, f"call-back.{state}", {}, actor)


def _stop(case: Case, at: datetime, actor: str) -> None:
    """Close the stage of the call and stop its clock."""
    stage = db.session.scalar(select(Stage).where(Stage.case_id == case.id, Stage.number == 0))
    if stage is None or stage.closed_on is not None:
        return
    on = london_day(at)
    stop_clock(case, stage, "response", on, actor)
    stage.state, stage.closed_on = "closed", on
    db.session.flush()
    finish_work_of(case.id, WORK, actor)


def _case(call_back: CallBack) -> Case:
    return db.session.get_one(Case, call_back.case_id)


def _say(call_back: CallBack, name: str, payload: dict[str, object], actor: str) -> None:
    publish(
        name,
        stream=("case", call_back.case_id),
        authority_id=call_back.authority_id,
        payload={"call_back_id": str(call_back.id), **payload},
        actor=actor,
    )

"""More time, and what the team owes on the last day: an answer, a lawful extension, or "late" with a reason.

Only complexity or an advocate extend a clock; leave and workload are reasons for lateness. Whatever is
decided, the person is told: nobody passes working day 10 untold.
"""

from datetime import date
from uuid import UUID

from authorities.publishing import profile_of
from cases.actors import by_officer
from cases.case_standing import refuse_act
from cases.clock_changes import extend_response
from cases.conflicts import refuse_if_named
from cases.models import Case, ExtensionRequest, Stage
from cases.saying import say_of_stage
from cases.turns import take_turn
from cases.work import finish_work_of, raise_work
from foundation.clock import business_now, london_day
from foundation.database import db
from foundation.errors import Conflict, Invalid

ANSWER, EXTENSION, LATE = "answer", "extension", "late"
WORK_EXTENSION = "extension"
WORK_DAY_TEN = "day-ten"


def ask_more_time(stage: Stage, officer_id: UUID, reason: str, words: str, until_on: date) -> ExtensionRequest:
    """Ask the complaints team for more time. Publishes ``extension.asked`` and raises work for them.

    ``reason`` is a code of the profile's extension or late reasons. Raises ``Invalid`` for another, or for a
    day that is no later than the one the answer is due.
    """
    case = _case(stage)
    take_turn(case, stage)
    refuse_if_named(officer_id, case.id)
    if reason not in (*lawful_reasons(case), *late_reasons(case)):
        raise Invalid("Choose why more time is needed.", field="reason")
    if stage.due_on is not None and until_on <= stage.due_on:
        raise Invalid("Enter a day after the one the answer is due.", field="until_on")
    row = ExtensionRequest(
        data_key=case.data_key,
        authority_id=case.authority_id,
        stage_id=stage.id,
        asked_by_id=officer_id,
        asked_at=business_now(),
        reason=reason,
        words=words.strip() or None,
        until_on=until_on,
    )
    db.session.add(row)
    db.session.flush()
    raise_work(
        case.authority_id,
        WORK_EXTENSION,
        f"{case.reference}: decide on a request for more time.",
        row.id,
        case_id=case.id,
        officer_id=case.owner_id,
        due_on=stage.due_on,
    )
    say_of_stage(stage, "extension.asked", {"request_id": str(row.id), "reason": reason}, by_officer(officer_id))
    return row


def decide_more_time(request: ExtensionRequest, officer_id: UUID, *, grant: bool) -> None:
    """Grant or refuse a request for more time. Granting extends the clock and the person is told.

    Raises ``Conflict`` when it is decided, ``Invalid`` when the reason is no lawful one or the day too late.
    """
    stage = db.session.get_one(Stage, request.stage_id)
    case = _case(stage)
    take_turn(case, stage, request)
    if request.decision is not None:
        raise Conflict("This request has been decided.")
    request.decision = "granted" if grant else "refused"
    request.decided_by_id, request.decided_at = officer_id, business_now()
    if grant:
        extend(stage, officer_id, request.reason, request.until_on)
    else:
        refuse_if_named(officer_id, case.id)
        db.session.flush()
        say_of_stage(stage, "extension.refused", {"request_id": str(request.id)}, by_officer(officer_id))
    finish_work_of(case.id, (WORK_EXTENSION,), by_officer(officer_id))


def extend(stage: Stage, officer_id: UUID, reason: str, until_on: date) -> None:
    """Extend the time to answer for a lawful reason. Publishes ``extension.granted``.

    Raises ``Invalid`` for any other reason, once the day has passed and beyond the limit of the rule.
    """
    case = _case(stage)
    take_turn(case, stage)
    refuse_if_named(officer_id, case.id)
    refuse_act(case, "target-day")
    if reason not in lawful_reasons(case):
        raise Invalid(
            "Only a complex complaint or an advocate extends the time. Anything else is a reason for being late.",
            field="reason",
        )
    if stage.due_on is not None and london_day(business_now()) > stage.due_on:
        raise Invalid("The day has passed, and an extension cannot mend that. Record that it is late.", field="reason")
    extend_response(case, stage, until_on, reason, by_officer(officer_id))
    stage.day_ten_decision = EXTENSION
    db.session.flush()
    finish_work_of(case.id, (WORK_DAY_TEN,), by_officer(officer_id))
    say_of_stage(
        stage,
        "extension.granted",
        {"reason": reason, "until": until_on.isoformat()},
        by_officer(officer_id),
    )


def decide_day_ten(
    stage: Stage, officer_id: UUID, decision: str, *, reason: str | None = None, until_on: date | None = None
) -> None:
    """Record what happens on the day an answer is due: it is coming, it is extended, or it is late and why.

    Publishes ``stage.decided``, after ``extension.granted`` for an extension; each sends the person its message.
    Raises ``Invalid`` for another decision or a missing reason, ``Conflict`` when the stage is answered.
    """
    case = _case(stage)
    take_turn(case, stage)
    refuse_if_named(officer_id, case.id)
    refuse_act(case, "target-day")
    if decision == EXTENSION:
        if reason is None or until_on is None:
            raise Invalid("An extension needs a reason and a new date.", field="reason")
        extend(stage, officer_id, reason, until_on)
    elif decision == LATE:
        if reason not in late_reasons(case):
            raise Invalid("Choose why the answer is late.", field="reason")
        stage.late_reason = reason
    elif decision != ANSWER:
        raise Invalid("Choose an answer, an extension or late.", field="decision")
    stage.day_ten_decision = decision
    db.session.flush()
    finish_work_of(case.id, (WORK_DAY_TEN,), by_officer(officer_id))
    say_of_stage(stage, "stage.decided", {"decision": decision, "reason": reason}, by_officer(officer_id))


def lawful_reasons(case: Case) -> tuple[str, ...]:
    """The codes that extend a clock, as the case's profile has them."""
    return tuple(code.key for code in profile_of(case.profile_version_id).lists.extension_reasons)


def late_reasons(case: Case) -> tuple[str, ...]:
    """The codes that explain lateness and extend nothing."""
    return tuple(code.key for code in profile_of(case.profile_version_id).lists.late_reasons)


def _case(stage: Stage) -> Case:
    return db.session.get_one(Case, stage.case_id)

"""Information needed: asking for the one detail that stops us, three times at most, while the clock runs on.

The clock runs from receipt and asking does not stop it. Each time goes by up to two ways that are safe for this
person: in writing, and by telephone unless they want writing only. What they answer, by whichever way, settles it.
After the last time without an answer an officer decides on what we have; nothing closes by itself.
"""

from uuid import UUID

from sqlalchemy import select

from cases.actors import SYSTEM, by_officer
from cases.conflicts import refuse_if_named
from cases.models import Case, InformationRequest, InformationTry
from cases.recipients import wishes_of
from cases.saying import say
from cases.turns import take_turn
from cases.wishes import TELEPHONE, how_to_reach, ways_to_ask
from cases.work import finish_work_of, open_work, raise_work
from foundation.calendar import working_day_after
from foundation.clock import business_now, london_day
from foundation.database import db
from foundation.errors import Conflict, Invalid
from foundation.holidays import current_table
from notifications.outgoing import call_off, messages_about

TRIES = 3
"""How often we ask before an officer decides; our own promise, no figure in law."""

WORK_RING = "information-ring"
WORK_DECIDE = "information-decide"
WORK = (WORK_RING, WORK_DECIDE)
WORDING = "information-needed"
WORDINGS = (WORDING, f"{WORDING}-young")
HOW_ANSWERED = ("email", "letter", "telephone", "meeting", "progress-page")
LONGEST = 2_000


def ask_for(case: Case, what: str, officer_id: UUID, request_id: UUID | None = None) -> InformationRequest:
    """Ask for one detail, once for a ``request_id`` that the page made. Publishes ``information.needed``.

    ``what`` is put to the person as it is written. Raises ``Invalid`` where it says nothing, ``Conflict`` while
    something else is asked for or the case is closed, ``NotAllowed`` for somebody the case names.
    """
    refuse_if_named(officer_id, case.id)
    take_turn(case)
    kept = db.session.get(InformationRequest, request_id) if request_id else None
    if kept is not None and kept.case_id == case.id:
        return kept
    if not what.strip():
        raise Invalid("Write what you need to know.", field="what")
    if case.closed_on is not None:
        raise Conflict("The case is closed, so nothing is asked for.")
    if waiting_request(case.id) is not None:
        raise Conflict("Something is asked for already. Add to it by ringing them, or wait for the answer.")
    asked = InformationRequest(
        id=request_id,
        data_key=case.data_key,
        authority_id=case.authority_id,
        case_id=case.id,
        state="waiting",
        asked_at=business_now(),
        asked_by_id=officer_id,
        what=what.strip()[:LONGEST],
    )
    db.session.add(asked)
    db.session.flush()
    say(case, "information.needed", {"request_id": str(asked.id)}, by_officer(officer_id))
    return asked


def ways_to(case: Case) -> tuple[str, ...]:
    """The ways by which this person may be asked, at most two; none where somebody must find one."""
    return ways_to_ask(wishes_of(case.complainant))


def have_them_rung(case: Case, request: InformationRequest, source: UUID) -> None:
    """Ask the team to ring them where that may be, else to reach them as they can be; asked and not done, it stands."""
    if any(item.kind == WORK_RING for item in open_work(case.id)):
        return
    may_ring = TELEPHONE in ways_to(case)
    how = "Ring them, at a time they said is safe." if may_ring else how_to_reach(wishes_of(case.complainant))
    raise_work(
        case.authority_id,
        WORK_RING,
        f"{case.reference}: ask the person what is needed. {how}",
        source,
        case_id=case.id,
        officer_id=case.owner_id,
        due_on=working_day_after(london_day(business_now()), 1, current_table()),
    )


def note_try(request: InformationRequest, ways: tuple[str, ...], key: UUID) -> InformationTry:
    """Keep that they were asked, by which ways; ``key`` makes it once. Publishes ``information.asked``."""
    earlier = db.session.get(InformationTry, key)
    if earlier is not None:
        return earlier
    number = len(tries_of(request)) + 1
    row = InformationTry(
        id=key,
        authority_id=request.authority_id,
        request_id=request.id,
        number=number,
        at=business_now(),
        ways=list(ways),
    )
    db.session.add(row)
    db.session.flush()
    case = db.session.get_one(Case, request.case_id)
    said = {"request_id": str(request.id), "time": str(number), "ways": " and ".join(ways) or "no way that is safe"}
    say(case, "information.asked", said, SYSTEM)
    return row


def answered(case: Case, how: str, actor: str) -> InformationRequest | None:
    """Keep that they answered, by one of ``HOW_ANSWERED``; None where nothing is asked for. What they said stands on
    the case as their email, note or words. Publishes ``information.answered``."""
    if how not in HOW_ANSWERED:
        raise Invalid("Choose how they answered.", field="how")
    take_turn(case)
    request = waiting_request(case.id)
    if request is None:
        return None
    request.state, request.answered_by_way = "answered", how
    _end(case, request, actor)
    say(case, "information.answered", {"request_id": str(request.id), "how": how}, actor)
    return request


def decide_without(case: Case, officer_id: UUID, decision: str) -> InformationRequest:
    """Go on with what we have, saying how; asks no more. Publishes ``information.decided``.

    Raises ``Invalid`` where nothing is said, ``Conflict`` where nothing is asked for.
    """
    refuse_if_named(officer_id, case.id)
    take_turn(case)
    request = waiting_request(case.id)
    if request is None:
        raise Conflict("Nothing is asked for on this case.")
    if not decision.strip():
        raise Invalid("Write what you decided on what we have.", field="decision")
    actor = by_officer(officer_id)
    request.state, request.decision = "decided", decision.strip()
    _end(case, request, actor)
    say(case, "information.decided", {"request_id": str(request.id)}, actor)
    return request


def _end(case: Case, request: InformationRequest, actor: str) -> None:
    """They are asked no more: what has not left yet stays here, and the work of asking is done."""
    request.ended_at, request.ended_by = business_now(), actor
    db.session.flush()
    done: tuple[str, ...] = WORK
    if call_off(case.id, "It is not needed any more.", WORDINGS):
        db.session.flush()
        if not any(message.fate == "to-print" for message in messages_about(case.id)):
            done = (*WORK, "letter")
    finish_work_of(case.id, done, actor)


def waiting_request(case_id: UUID) -> InformationRequest | None:
    """What is asked for and not settled, if anything is."""
    return db.session.scalar(
        select(InformationRequest).where(InformationRequest.case_id == case_id, InformationRequest.state == "waiting")
    )


def requests_of(case_id: UUID) -> list[InformationRequest]:
    """All that was ever asked for, in order."""
    query = select(InformationRequest).where(InformationRequest.case_id == case_id)
    return list(db.session.scalars(query.order_by(InformationRequest.asked_at)))


def tries_of(request: InformationRequest) -> list[InformationTry]:
    """The times they were asked, in order."""
    query = select(InformationTry).where(InformationTry.request_id == request.id)
    return list(db.session.scalars(query.order_by(InformationTry.number)))

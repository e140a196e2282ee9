"""Asked before each attempt at a message about a case: may it go now?

Nobody named in a case hears of it. While a sign of harm holds it, nothing leaves for staff of the service.
Chasers do not go once there is nothing left to chase. A safe route that was withdrawn is not used, nobody is asked to
speak with somebody who wants writing only, and what must be made into easy read or another language waits for it.
"""

from datetime import datetime

from sqlalchemy import select

from cases.conflicts import is_named
from cases.models import Case, HarmDecision, Person, Stage
from cases.preparing import waits_to_be_made
from cases.recipients import wishes_of
from cases.wishes import made_by_hand, may_be_rung
from cases.words_of_messages import YOUNG
from foundation.database import db
from notifications.message import ALLOW, Verdict, cancel, hold
from notifications.models import Message

CHASERS = frozenset(
    {
        "answer-late",
        "answer-soon",
        "chase-complaints-manager",
        "chase-head-of-service",
        "chase-manager",
        "chase-service-manager",
        "day-ten",
        "draft-due",
        "reminder",
        "request-unopened",
        "right-to-next-stage",
        "speak-prompt",
        "speak-to-the-person",
    }
)
"""Wordings that make no sense once the stage they speak of is answered."""

TO_SPEAK = frozenset({"speak-prompt", "speak-to-the-person"})
"""Wordings that ask somebody to speak with the person."""

HELD_BACK = "A decision on possible harm comes first."


def guard(message: Message, now: datetime) -> Verdict:
    """The verdict on one message; messages that are not about a case are not ours to stop."""
    if message.about_type != "case":
        return ALLOW
    case = db.session.get(Case, message.about_id)
    if case is None:
        return ALLOW
    if message.recipient_kind == "officer":
        return _to_officer(message, case)
    return _to_person(message, case)


def _to_officer(message: Message, case: Case) -> Verdict:
    if message.officer_id is not None and is_named(message.officer_id, case.id):
        return cancel("The case is about this officer.")
    if case.is_held and message.officer_id is not None and not _works_on_harm(message, case):
        return hold(HELD_BACK) if message.guarantee == "at-least-once" else cancel(HELD_BACK)
    if message.wording_key in TO_SPEAK and not may_be_rung(wishes_of(case.complainant)):
        return cancel("They want to be written to, and not rung.")
    return _still_wanted(message, case)


def _works_on_harm(message: Message, case: Case) -> bool:
    """Whether the recipient is of the team that keeps the case, or decides on the harm."""
    decider = db.session.scalar(select(HarmDecision.decider_id).where(HarmDecision.case_id == case.id))
    return message.officer_id in (case.owner_id, decider) or message.wording_key.startswith("harm-")


def _to_person(message: Message, case: Case) -> Verdict:
    person = db.session.get(Person, message.person_id) if message.person_id else None
    if person is not None and message.channel == "letter" and not person.may_write:
        return cancel("They asked us not to write to this address.")
    if person is not None and waits_to_be_made(message):
        return hold("It is first made into what they can read.")
    return _still_wanted(message, case)


def _still_wanted(message: Message, case: Case) -> Verdict:
    wording = message.wording_key.removesuffix(YOUNG)
    if wording not in CHASERS:
        return ALLOW
    if case.closed_on is not None:
        return cancel("The case is closed.")
    waiting = select(Stage.id).where(
        Stage.case_id == case.id, Stage.number > 0, Stage.state.in_(("proposed", "open", "with-signer"))
    )
    if db.session.scalar(waiting.limit(1)) is None:
        return cancel("The answer has been sent.")
    return ALLOW


def advise(message: Message) -> list[str]:
    """What somebody who posts a letter about a case must know: what keeps the person safe, what was asked for."""
    person = db.session.get(Person, message.person_id) if message.person_id else None
    if message.about_type != "case" or person is None:
        return []
    lines = [f"To contact them safely: {person.safe_notes}"] if person.safe_notes else []
    forms = made_by_hand(wishes_of(person))
    if forms:
        lines.append(f"They need it as {' and '.join(forms)} too. Put that in the same envelope.")
    return lines

"""What a person makes ready before words reach somebody: easy read, braille, sound, a language, an interpreter.

A message that must be made into something waits until the work is marked done; a receipt goes at once as it is, and
the work asks for it to be said again. Must not make anything itself, nor say in the work who the person is.
"""

from sqlalchemy import exists, select

from cases.models import Case, WorkItem
from cases.recipients import wishes_of
from cases.wishes import arranged_before_speaking, made_by_hand
from cases.work import MAKE_READY, raise_work
from foundation.calendar import working_day_after
from foundation.clock import business_now, london_day
from foundation.database import db
from foundation.holidays import current_table
from notifications.models import Message

SAY_AGAIN = "say-again"
ARRANGE = "arrange-speaking"

RECEIPTS = frozenset({"receipt", "receipt-call", "receipt-compliment", "receipt-other"})
"""Wordings sent straight after somebody sent the form: they are awake, and must know that it arrived."""


def ask_to_make_ready(case: Case, message: Message, wording: str) -> None:
    """Raise the work that a message to the person needs, if it needs any. Asked twice, it is raised once."""
    forms = made_by_hand(wishes_of(case.complainant))
    if not forms or message.fate != "waiting":
        return
    into = " and ".join(forms)
    if wording in RECEIPTS:
        kind, what = SAY_AGAIN, f"{case.reference}: a receipt went in plain words. Send it again as {into}."
    else:
        kind = MAKE_READY
        what = (
            f"{case.reference}: a message waits. Make it into {into}, send that, then mark this done: the words go too."
        )
    raise_work(
        case.authority_id,
        kind,
        what,
        message.id,
        case_id=case.id,
        officer_id=case.owner_id,
        due_on=working_day_after(london_day(business_now()), 1, current_table()),
    )


def ask_to_arrange(case: Case) -> None:
    """Raise the work of arranging what must be there before anybody speaks with the person, if anything must."""
    arranged = arranged_before_speaking(wishes_of(case.complainant))
    if not arranged:
        return
    raise_work(
        case.authority_id,
        ARRANGE,
        f"{case.reference}: arrange {' and '.join(arranged)} before anybody speaks with them.",
        case.id,
        case_id=case.id,
        officer_id=case.owner_id,
        due_on=working_day_after(london_day(business_now()), 1, current_table()),
    )


def waits_to_be_made(message: Message) -> bool:
    """Whether the work of making this message into what they need is still to be done."""
    unmade = exists().where(WorkItem.kind == MAKE_READY, WorkItem.source_id == message.id, WorkItem.done_at.is_(None))
    return bool(db.session.scalar(select(unmade)))

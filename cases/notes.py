"""What officers write down on a case, and advocates they have referred a young person to."""

from uuid import UUID

from sqlalchemy import select

from cases.actors import by_officer
from cases.conflicts import refuse_if_named
from cases.models import AdvocateReferral, Case, Note
from cases.saying import say
from cases.turns import take_turn
from cases.work import finish_work_of
from foundation.clock import business_now
from foundation.database import db
from foundation.errors import Conflict, Invalid

ADVOCATE_WORK = "advocate"


def add_note(case: Case, officer_id: UUID, words: str, note_id: UUID | None = None) -> Note:
    """Keep a note, once for a ``note_id`` that the page made.

    Raises ``Invalid`` when it says nothing, ``NotAllowed`` for somebody named in the case.
    """
    refuse_if_named(officer_id, case.id)
    if not words.strip():
        raise Invalid("Write the note.", field="words")
    take_turn(case)
    kept = db.session.get(Note, note_id) if note_id else None
    if kept is not None and kept.case_id == case.id:
        return kept
    note = Note(
        id=note_id,
        data_key=case.data_key,
        authority_id=case.authority_id,
        case_id=case.id,
        author_id=officer_id,
        at=business_now(),
        words=words.strip(),
    )
    db.session.add(note)
    db.session.flush()
    say(case, "note.added", {"note_id": str(note.id)}, by_officer(officer_id))
    return note


def referral_of(case_id: UUID) -> AdvocateReferral | None:
    """The advocate asked for on a case, if one was."""
    return db.session.scalar(select(AdvocateReferral).where(AdvocateReferral.case_id == case_id))


def advocate_referred(case: Case, officer_id: UUID) -> None:
    """Keep that the advocacy service has been asked. Publishes ``advocate.referred``; raises ``Conflict`` if it was."""
    refuse_if_named(officer_id, case.id)
    referral = referral_of(case.id)
    if referral is not None:
        take_turn(case, referral)
    if referral is None or referral.referred_at is not None:
        raise Conflict("There is no advocate still to be asked for.")
    referral.referred_at, referral.referred_by_id = business_now(), officer_id
    db.session.flush()
    finish_work_of(case.id, (ADVOCATE_WORK,), by_officer(officer_id))
    say(case, "advocate.referred", {"referral_id": str(referral.id)}, by_officer(officer_id))

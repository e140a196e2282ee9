"""Emails that people send us: which of our cases one speaks of, and keeping it there with its files.

A mail is only ever proposed for a case; an officer says so, and only of a case that they may open: of any other
nothing is said, as if the mail named nobody. Must not judge what a mail asks for.
"""

import hashlib
from collections.abc import Iterable, Iterator, Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import select

from authorities.permissions import Role, Viewer
from cases.access import may_see
from cases.actors import by_officer
from cases.changes import WORK_CHANGE, Kind, ask
from cases.conflicts import refuse_if_named
from cases.emails import Email, references_in
from cases.models import Case, ChangeRequest, IncomingEmail, Note
from cases.saying import say
from cases.turns import take_turn
from cases.work import raise_work
from foundation.calendar import working_day_after
from foundation.clock import business_now, london_day
from foundation.database import db
from foundation.files import Examined, keep_file
from foundation.holidays import current_table
from foundation.refusals import Refused
from foundation.words import query_hashes
from notifications.models import Message

MOST_SOUGHT = 50


def email_as_json(email: Email) -> dict[str, Any]:
    """A mail without its files, for a sealed row."""
    return {
        "from_name": email.from_name,
        "from_address": email.from_address,
        "subject": email.subject,
        "sent_at": email.sent_at.isoformat() if email.sent_at else None,
        "words": email.words,
        "message_id": email.message_id,
        "answers": list(email.answers),
        "faults": list(email.faults),
    }


def email_from_json(kept: dict[str, Any]) -> Email:
    """The mail again."""
    sent_at = datetime.fromisoformat(kept["sent_at"]) if kept["sent_at"] else None
    return Email(**{**kept, "sent_at": sent_at, "answers": tuple(kept["answers"]), "faults": tuple(kept["faults"])})


def cases_spoken_of(email: Email, viewer: Viewer) -> list[Case]:
    """The cases a mail most likely belongs to, of those this officer works on; the likeliest first.

    By the mail of ours that it answers, then by a reference in its subject or words, then because it was kept before.
    """
    found = dict.fromkeys(
        (*_by_answer(email.answers), *_by_reference(references_in(email)), *_kept_before(digest_of(email)))
    )
    return [case for case in found if works_on(viewer, case)]


def works_on(viewer: Viewer, case: Case) -> bool:
    """Whether the viewer is one of the case's complaints officers and may open it."""
    return viewer.has(Role.COMPLAINTS_OFFICER, case.authority_id) and may_see(viewer, case)


def digest_of(email: Email) -> int:
    """What a mail is known again by: its Message-ID, or without one all that it says. Keyed."""
    said = email.message_id or "\0".join(
        (email.from_address, email.subject, str(email.sent_at), email.words, *(one.name for one in email.attached))
    )
    return query_hashes(hashlib.sha256(said.encode()).hexdigest())[0]


def keep_email(case: Case, email: Email, officer_id: UUID, refused: Sequence[str] = ()) -> IncomingEmail:
    """Keep a mail on a case, once; its files are kept apart, by ``keep_on_case``. Publishes ``email.added``.

    What could not be read or kept of it is named on it: its own ``faults``, and ``refused``. Raises ``NotAllowed`` for
    somebody the case names.
    """
    refuse_if_named(officer_id, case.id)
    take_turn(case)
    digest = digest_of(email)
    earlier = db.session.scalar(
        select(IncomingEmail).where(IncomingEmail.case_id == case.id, IncomingEmail.digest == digest)
    )
    if earlier is not None:
        return earlier
    kept = IncomingEmail(
        data_key=case.data_key,
        authority_id=case.authority_id,
        case_id=case.id,
        digest=digest,
        sent_at=email.sent_at,
        taken_in_at=business_now(),
        taken_in_by_id=officer_id,
        from_name=email.from_name,
        from_address=email.from_address,
        subject=email.subject,
        words=email.words,
        refused=list(dict.fromkeys((*email.faults, *refused))),
    )
    db.session.add(kept)
    db.session.flush()
    say(case, "email.added", {"email_id": str(kept.id)}, by_officer(officer_id))
    return kept


def keep_on_case(case: Case, files: Iterable[Examined]) -> None:
    """Keep files on a case; one that it has already is not kept twice."""
    for file in files:
        try:
            keep_file(
                file, ("case", case.id), authority_id=case.authority_id, data_key=case.data_key, at=business_now()
            )
        except Refused:  # it has this one
            continue


def ask_to_confirm_change(case: Case, email: IncomingEmail, kind: Kind, officer_id: UUID) -> ChangeRequest:
    """Put before the team that a mail asks to be reached another way, or to withdraw. Nothing changes by it.

    One mail makes one request, however often it is pressed: the note that bears its words has the mail's id.
    """
    refuse_if_named(officer_id, case.id)
    take_turn(case)
    earlier = db.session.scalar(select(ChangeRequest).where(ChangeRequest.note_id == email.id))
    if earlier is not None:
        return earlier
    note = Note(
        id=email.id,
        data_key=case.data_key,
        authority_id=case.authority_id,
        case_id=case.id,
        author_id=officer_id,
        at=business_now(),
        words=f"Asked by email: {email.subject or ''}\n\n{email.words or ''}".strip(),
    )
    db.session.add(note)
    db.session.flush()
    request = ask(case, kind, note)
    raise_work(
        case.authority_id,
        WORK_CHANGE,
        f"{case.reference}: an email asks for a change. Confirm it with the person over the safe route we had before.",
        request.id,
        case_id=case.id,
        officer_id=case.owner_id,
        due_on=working_day_after(london_day(business_now()), 1, current_table()),
    )
    say(case, "case.change-asked", {"kind": kind, "note_id": str(note.id)}, by_officer(officer_id))
    return request


def emails_of(case_id: UUID) -> list[IncomingEmail]:
    """The mails kept on a case, in the order they came in."""
    kept = select(IncomingEmail).where(IncomingEmail.case_id == case_id).order_by(IncomingEmail.id)
    return list(db.session.scalars(kept))


def _by_answer(answers: Sequence[str]) -> Iterator[Case]:
    """By the ids of messages of ours, which each message keeps as its Message-ID."""
    for answered in answers[:MOST_SOUGHT]:
        row = _row_named(answered)
        if row is None:
            continue
        message = db.session.get(Message, row)
        if message is not None and message.about_type == "case" and message.message_id_header == f"<{answered}>":
            case = db.session.get(Case, message.about_id)
            if case is not None:
                yield case


def _row_named(message_id: str) -> UUID | None:
    try:
        return UUID(message_id.partition("@")[0])
    except ValueError:
        return None


def _by_reference(references: Sequence[str]) -> Iterator[Case]:
    for reference in references[:MOST_SOUGHT]:
        yield from db.session.scalars(select(Case).where(Case.reference == reference))


def _kept_before(digest: int) -> Iterator[Case]:
    kept = select(IncomingEmail.case_id).where(IncomingEmail.digest == digest)
    yield from db.session.scalars(select(Case).where(Case.id.in_(kept)))

"""Everything that happened on a case as one list: what was done, tried, written and sent.

Reads only. The chain of events says what happened and who did it; words come from the rows beside it.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from sqlalchemy import select

from authorities.models import Officer
from cases.actors import officer_of
from cases.models import Case, CaseAct, ContactAttempt, IncomingEmail, Note
from foundation.database import db
from foundation.day_words import full_day
from foundation.events import Event, history
from notifications.models import Message

TITLES: Mapping[str, str] = {
    "case.opened": "Received and opened",
    "case.confirmed": "Confirmed by an officer",
    "case.closed": "Closed: {reason}",
    "case.reopened": "Opened again: {reason}",
    "case.withdrawn": "The person withdrew it, {on}",
    "case.frozen": "Frozen since {on}: {reason}",
    "case.unfrozen": "It goes on from {on}",
    "case.refused": "Refused: {reason}",
    "case.referred-early": "Referred to the Ombudsman without the last stage",
    "case.handed-over": "Handed over to {body} on {on}",
    "case.came-from": "First received by {body} on {on}",
    "case.transferred": "Moved to another procedure: {to}",
    "case.split": "A part was split off",
    "case.split-off": "Split off from another case",
    "case.merged": "Joined to {reference}, sent twice",
    "case.joined": "{reference} was joined to this",
    "stage.skipped": "Both agreed on {on} to leave out stage 1",
    "stage.declined": "Stage {number} declined: {reason}",
    "contact.limited": "Contact limited: {reason}",
    "contact.limit-ended": "Contact is no longer limited",
    "act.asked": "A manager’s approval is asked for: {act}",
    "act.not-approved": "Not approved: {act}",
    "case.added-to": "The person added something",
    "case.call-asked": "The person asked to be rung",
    "information.needed": "Information needed: they are asked",
    "information.asked": "Asked for information, time {time}: by {ways}",
    "information.answered": "They answered what was asked: {how}",
    "information.decided": "Decided on what we have, without an answer",
    "case.linked": "Linked to another case",
    "case.unlinked": "No longer linked to another case",
    "case.change-asked": "The person asked for a change: {kind}",
    "change.not-made": "Asked for by link, and nothing changed: {outcome}",
    "contact.changed": "How we reach them was changed, confirmed by {confirmed_by}: {changed}",
    "stage.confirmed": "Stage {number} began",
    "stage.allocated": "Asked to answer: {officer_id}",
    "stage.not-mine": "Handed back: {officer_id}",
    "stage.decided": "Target day: {decision}",
    "stage.with-signer": "Draft given to be signed off",
    "stage.returned": "Draft returned by the signer",
    "stage.answered": "Answered: the clock stopped",
    "stage.closed": "Stage {number} closed",
    "stage.requested": "Stage {number} asked for",
    "answer.released": "Answer signed off and on its way",
    "request.opened": "The request was opened by the manager",
    "extension.asked": "More time asked for",
    "extension.granted": "More time granted",
    "extension.refused": "More time refused",
    "stage.paused": "The clock stands still",
    "stage.resumed": "The clock goes on",
    "case.receipt-corrected": "The day of receipt was put right",
    "harm.suspected": "Held: possible harm to a child",
    "harm.decided": "LADO decision: {decision}",
    "person.contacted": "The young person was contacted",
    "harm.hold-ended": "The service may be told",
    "call-back.asked": "A call was asked for",
    "call-back.allocated": "Somebody was asked to ring",
    "call-back.made": "The call was made",
    "call-back.settled": "The call settled it",
    "call-back.missed": "The call was missed",
    "call-back.declined": "The person did not want the call",
    "call-back.became-complaint": "It goes on as a complaint",
    "advocate.asked": "An advocate was asked for",
    "advocate.referred": "Referred to the advocacy service",
    "conflict.recorded": "Named in this case: {officer_id}",
}

TOLD_ELSEWHERE = frozenset({"note.added", "call-back.tried", "contact.tried", "email.added"})
"""Their rows say more: the note, the try, the email."""

CODES = frozenset({"reason", "act", "to"})
"""Keys of facts whose value is a code that reads as words."""

TRIED = {"spoke": "Spoke with them", "no-answer": "Tried to ring: no answer", "declined": "Did not want to speak"}

FATES = {
    "sent": "sent",
    "posted": "posted",
    "waiting": "about to be sent",
    "held": "held back",
    "handing-over": "being sent",
    "uncertain": "uncertain whether it went",
    "failed": "could not be delivered",
    "cancelled": "not sent",
    "to-print": "waits to be printed",
}


@dataclass(frozen=True)
class Entry:
    """One line of the timeline. ``at`` is business time; ``words`` what somebody wrote."""

    at: datetime
    title: str
    by: str | None = None
    words: str | None = None
    badge: str | None = None
    href: str | None = None


def timeline(case: Case) -> list[Entry]:
    """The whole story of a case, the newest first."""
    events = history(case.id)
    names = _names(events)
    entries = [
        *_from_events(events, names, _words_of_acts(case.id)),
        *_from_notes(case.id),
        *_from_emails(case),
        *_from_tries(case.id),
        *_from_messages(case.id),
    ]
    return sorted(entries, key=lambda entry: entry.at, reverse=True)


def _words_of_acts(case_id: UUID) -> dict[str, str]:
    """What was written of each act, for the person and for the file."""
    acts = db.session.scalars(select(CaseAct).where(CaseAct.case_id == case_id))
    return {str(act.id): "\n\n".join(said for said in (act.words, act.notes) if said) for act in acts}


def _from_events(events: list[Event], names: Mapping[UUID, str], words: Mapping[str, str]) -> Iterator[Entry]:
    for event in events:
        if event.name in TOLD_ELSEWHERE or event.name.startswith("message."):
            continue
        said = {key: _said(key, value, names) for key, value in event.payload.items()}
        title = TITLES.get(event.name, event.name.replace(".", ": ").replace("-", " ").capitalize())
        by = officer_of(event.actor)
        written = words.get(str(event.payload.get("act_id"))) or None
        yield Entry(event.at, title.format_map(_Known(said)), names.get(by) if by else None, written)


def _from_notes(case_id: UUID) -> Iterator[Entry]:
    for note in db.session.scalars(select(Note).where(Note.case_id == case_id)):
        yield Entry(note.at, "Note", note.author.name if note.author else None, note.words)


def _from_emails(case: Case) -> Iterator[Entry]:
    """When somebody wrote, which may be before it was taken in."""
    for email in db.session.scalars(select(IncomingEmail).where(IncomingEmail.case_id == case.id)):
        title = f"Email from {email.from_name or email.from_address or 'somebody'}: {email.subject or 'no subject'}"
        by = f"taken in by {email.taken_in_by.name}"
        address = f"/desk/cases/{case.reference}/emails/{email.id}"
        yield Entry(email.sent_at or email.taken_in_at, title, by, email.words, href=address)


def _from_tries(case_id: UUID) -> Iterator[Entry]:
    for tried in db.session.scalars(select(ContactAttempt).where(ContactAttempt.case_id == case_id)):
        yield Entry(tried.at, TRIED[tried.outcome], tried.by.name if tried.by else None, tried.notes)


def _from_messages(case_id: UUID) -> Iterator[Entry]:
    for message in db.session.scalars(select(Message).where(Message.about_id == case_id)):
        to = message.to_name or "nobody"
        fate = FATES.get(message.fate, message.fate)
        yield Entry(message.sent_at or message.requested_at, f"{message.subject}", f"to {to}", None, fate)


def _names(events: list[Event]) -> dict[UUID, str]:
    ids = {officer_of(event.actor) for event in events}
    ids |= {_as_id(event.payload.get("officer_id")) for event in events}
    query = select(Officer.id, Officer.name).where(Officer.id.in_([found for found in ids if found]))
    return {row.id: row.name for row in db.session.execute(query)}


def _said(key: str, value: object, names: Mapping[UUID, str]) -> str:
    """A value of a fact in words: a name, a day, a code without its hyphens."""
    found = _as_id(value)
    if value is None or found:
        return names.get(found, "") if found else ""
    if key == "on":
        return full_day(date.fromisoformat(str(value)))
    return str(value).replace("-", " ") if key in CODES else str(value)


def _as_id(value: object) -> UUID | None:
    try:
        return UUID(str(value))
    except ValueError:
        return None


class _Known(dict[str, str]):
    """A payload without one of the words a title asks for leaves it empty."""

    def __missing__(self, key: str) -> str:
        return ""

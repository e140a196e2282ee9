"""What somebody may see of their own case by its link, and what they may ask for there.

It shows the stage, dates, how they were counted and when messages went. Never what was written, an address, a child's
name or who the case is about: the link may be opened by somebody else in the house. What is asked for here is a
request; changing how somebody is reached, or withdrawing, is confirmed by a person over the safe route held before.
"""

from dataclasses import dataclass
from datetime import date
from uuid import UUID

from sqlalchemy import select

from authorities.publishing import profile_of
from cases import clocks
from cases.actors import PERSON
from cases.calls import call_of
from cases.deadlines import ClockDates
from cases.escalation import verdict_on
from cases.explaining import Explanation
from cases.information import waiting_request
from cases.models import Case, Note, Stage
from cases.next_stage import Verdict
from cases.saying import say
from cases.work import open_work, raise_work
from foundation.calendar import working_day_after
from foundation.clock import business_now, london_day
from foundation.database import db, new_id
from foundation.errors import Invalid
from foundation.events import lock_streams
from foundation.holidays import current_table
from notifications.outgoing import messages_about

WORK_ADDED = "person-added"
WORK_CALL = "person-asks-call"
WORK_CHANGE = "person-asks-change"
LONGEST = 20_000
CALL_WITHIN_DAYS = 2
"""Our own promise for any call asked for; no figure in law."""

KINDS_OF_CHANGE = ("contact", "withdraw")

MESSAGES = {
    "receipt": "We told you that we have your message",
    "acknowledgement": "We told you who answers and by when",
    "advocate": "We wrote to you about an advocate",
    "extension": "We told you that more time is needed",
    "clock-paused": "We told you that we stopped counting the days",
    "clock-resumed": "We told you the new date",
    "date-corrected": "We put a date right and told you",
    "answer-soon": "We told you that your answer is nearly ready",
    "answer-late": "We told you that your answer is late",
    "answer": "We sent you our answer",
    "call-agreed": "We sent you what was agreed when we spoke",
    "call": "We wrote to you about ringing you",
    "next-stage": "We told you that the next stage is open",
    "information-needed": "We asked you for something",
    "right-to-next-stage": "We told you that you may ask for the next stage",
}
"""By the wording's key or its longest beginning."""


@dataclass(frozen=True)
class StageShown:
    """One stage in ordinary words. ``due_on`` is none once it is answered or where no date is set yet."""

    name: str
    standing: str
    asked_on: date
    due_on: date | None
    answered_on: date | None
    explanation: Explanation | None


@dataclass(frozen=True)
class MessageShown:
    """That a message went: what kind, when and how. Not what it said."""

    what: str
    on: date
    how: str


@dataclass(frozen=True)
class Progress:
    """All that the progress page shows."""

    reference: str
    standing: str
    stages: tuple[StageShown, ...]
    messages: tuple[MessageShown, ...]
    next_name: str
    next_verdict: Verdict | None
    call_is_waiting: bool
    is_asked_something: bool
    """Whether we wait for a detail from them. What it is stands in the message, never on the page."""


def progress_of(case: Case) -> Progress:
    """What may be shown of a case today."""
    stages = list(db.session.scalars(select(Stage).where(Stage.case_id == case.id).order_by(Stage.number)))
    complaint = [stage for stage in stages if stage.number > 0 and stage.state != "proposed"]
    latest = complaint[-1] if complaint else None
    call = call_of(case.id)
    return Progress(
        reference=case.reference,
        standing=_standing(case, latest),
        stages=tuple(_shown(case, stage) for stage in stages),
        messages=_messages(case),
        next_name=next_name(case, latest) if latest else "",
        next_verdict=verdict_on(latest) if latest else None,
        call_is_waiting=call is not None and call.state == "waiting",
        is_asked_something=waiting_request(case.id) is not None,
    )


def next_name(case: Case, stage: Stage) -> str:
    """The next stage in ordinary words; empty after the last."""
    rule = profile_of(case.profile_version_id).procedure(stage.procedure).stage_after(stage.key)
    return rule.plain_name if rule else ""


def add_words(case: Case, words: str, note_id: UUID | None = None) -> None:
    """Keep what somebody adds and put it before the team, once for a ``note_id`` that the page made.

    Raises ``Invalid`` for nothing.
    """
    note = _note(case, words, note_id)
    if note is None:
        return
    _ask(case, WORK_ADDED, f"{case.reference}: the person has added something. Read it and pass it on.", note.id)
    say(case, "case.added-to", {"note_id": str(note.id)}, PERSON)


def ask_for_call(case: Case) -> None:
    """Put a wish for a call before the team; asked again while it waits, it is one request."""
    lock_streams(case.id)
    call = call_of(case.id)
    is_asked = any(item.kind == WORK_CALL for item in open_work(case.id))
    if is_asked or (call is not None and call.state == "waiting"):
        return
    asked = say(case, "case.call-asked", {}, PERSON)
    raise_work(
        case.authority_id,
        WORK_CALL,
        f"{case.reference}: the person asks to be rung, whatever stage it is at. Their safe times are on the case.",
        asked,
        case_id=case.id,
        officer_id=case.owner_id,
        due_on=working_day_after(london_day(business_now()), CALL_WITHIN_DAYS, current_table()),
    )


def ask_for_change(case: Case, kind: str, words: str, note_id: UUID | None = None) -> None:
    """Put a change of contact details or a withdrawal before the team. Nothing changes until a person confirms it.

    It is put once for a ``note_id`` that the page made.
    Raises ``Invalid`` for another kind, or for a change of contact details that says nothing.
    """
    if kind not in KINDS_OF_CHANGE:
        raise Invalid("Choose what you would like to change.", field="kind")
    note = _note(case, words if kind == "contact" or words.strip() else "They ask to withdraw.", note_id)
    if note is None:
        return
    what = "asks to withdraw" if kind == "withdraw" else "asks us to change how we reach them"
    told = f"{case.reference}: the person {what}. Confirm it with them over the safe route we had before."
    _ask(case, WORK_CHANGE, told, note.id)
    say(case, "case.change-asked", {"kind": kind, "note_id": str(note.id)}, PERSON)


def _standing(case: Case, latest: Stage | None) -> str:
    if case.state == "closed":
        return "It is closed. You can still ask us to look again."
    if case.state == "to-confirm":
        return "We have it. A person is reading it and choosing who answers."
    if latest is None:
        return "We are dealing with it."
    return "We have answered it." if latest.answered_on else "Somebody is looking into it."


def _shown(case: Case, stage: Stage) -> StageShown:
    rule = clocks.stage_rule(case, stage)
    counted = _response(case, stage)
    if stage.answered_on:
        standing = "Answered"
    elif stage.state in ("open", "with-signer", "proposed"):
        standing = "Being looked into" if stage.state != "proposed" else "Being read"
    else:
        standing = "Ended"
    is_waiting = stage.state in ("open", "with-signer", "proposed")
    return StageShown(
        name=rule.plain_name,
        standing=standing,
        asked_on=stage.requested_on,
        due_on=stage.due_on if is_waiting else None,
        answered_on=stage.answered_on,
        explanation=counted[1] if counted and is_waiting else None,
    )


def _response(case: Case, stage: Stage) -> tuple[ClockDates, Explanation] | None:
    explained = clocks.explain_stage(case, stage)
    return next((pair for pair in explained if pair[0].clock.purpose == "response"), None)


def _messages(case: Case) -> tuple[MessageShown, ...]:
    shown = []
    for message in messages_about(case.id):
        if message.recipient_kind != "person" or message.fate not in ("sent", "posted"):
            continue
        on = message.posted_on or (london_day(message.sent_at) if message.sent_at else None)
        if on is not None:
            how = "by post" if message.channel == "letter" else "by email"
            shown.append(MessageShown(_in_words(message.wording_key), on, how))
    return tuple(shown)


def _in_words(wording: str) -> str:
    fitting = [key for key in MESSAGES if wording == key or wording.startswith(f"{key}-")]
    return MESSAGES[max(fitting, key=len)] if fitting else "We wrote to you"


def _note(case: Case, words: str, note_id: UUID | None) -> Note | None:
    """What somebody wrote, kept; None when this sending of theirs was kept before."""
    lock_streams(case.id)
    if not words.strip():
        raise Invalid("Write what you want to tell us.", field="words")
    if note_id is not None and db.session.get(Note, note_id) is not None:
        return None
    note = Note(
        id=note_id or new_id(),
        data_key=case.data_key,
        authority_id=case.authority_id,
        case_id=case.id,
        at=business_now(),
        words=words.strip()[:LONGEST],
    )
    db.session.add(note)
    db.session.flush()
    return note


def _ask(case: Case, kind: str, what: str, source: UUID) -> None:
    due_on = working_day_after(london_day(business_now()), 1, current_table())
    raise_work(case.authority_id, kind, what, source, case_id=case.id, officer_id=case.owner_id, due_on=due_on)

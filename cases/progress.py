"""What somebody may see of their own case by its link.

It shows the stage, dates, how they were counted and when messages went. Never what was written, an address, a child's
name or who the case is about: the link may be opened by somebody else in the house. What they ask for there is in
``cases.asking``.
"""

from dataclasses import dataclass
from datetime import date

from sqlalchemy import select

from authorities.publishing import profile_of
from cases import clocks
from cases.asking import is_call_asked
from cases.deadlines import ClockDates
from cases.escalation import verdict_on
from cases.explaining import Explanation
from cases.information import waiting_request
from cases.models import Case, Stage
from cases.next_stage import Verdict
from foundation.clock import london_day
from foundation.database import db
from notifications.outgoing import messages_about

MESSAGES = {
    "receipt": "We told you that we have your message",
    "acknowledgement": "We told you who answers and by when",
    "advocate": "We wrote to you about an advocate",
    "extension": "We told you that more time is needed",
    "clock-paused": "We told you that we stopped counting the days",
    "clock-resumed": "We told you the new date",
    "case-frozen": "We told you that it waits, and why",
    "case-refused": "We told you that we do not look into it, and who is next",
    "case-reopened": "We told you that we look into it again",
    "case-unfrozen": "We told you that it goes on",
    "case-referred-early": "We told you how to go to the Ombudsman",
    "contact-limit": "We wrote to you about what you send us",
    "handed-over": "We told you who has it now",
    "matter": "We told you under which reference it goes on",
    "procedure-changed": "We told you how we deal with it now",
    "stage-declined": "We told you that there is no further stage, and who is next",
    "straight-to-next-stage": "We told you that the next stage is open",
    "withdrawn": "We told you that we have stopped, as you asked",
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
    """One stage in ordinary words. ``due_on`` is none once it is answered or where no date is set yet.

    While the clock stands still it is the day there would be if it went on today.
    """

    name: str
    standing: str
    asked_on: date
    due_on: date | None
    answered_on: date | None
    stands_still: bool
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
    is_call_asked: bool
    is_asked_something: bool
    """Whether we wait for a detail from them. What it is stands in the message, never on the page."""


def progress_of(case: Case) -> Progress:
    """What may be shown of a case today."""
    stages = list(db.session.scalars(select(Stage).where(Stage.case_id == case.id).order_by(Stage.number)))
    complaint = [stage for stage in stages if stage.number > 0 and stage.state != "proposed"]
    latest = complaint[-1] if complaint else None
    return Progress(
        reference=case.reference,
        standing=_standing(case, latest),
        stages=tuple(_shown(case, stage) for stage in stages),
        messages=_messages(case),
        next_name=next_name(case, latest) if latest else "",
        next_verdict=verdict_on(latest) if latest else None,
        is_call_asked=is_call_asked(case.id),
        is_asked_something=waiting_request(case.id) is not None,
    )


def next_name(case: Case, stage: Stage) -> str:
    """The next stage in ordinary words; empty after the last."""
    rule = profile_of(case.profile_version_id).procedure(stage.procedure).stage_after(stage.key)
    return rule.plain_name if rule else ""


def _standing(case: Case, latest: Stage | None) -> str:
    if case.close_reason == "duplicate":
        return "We look at it together with the other message you sent us. We wrote to you about it."
    if case.state == "closed":
        return "It is closed. You can still ask us to look again."
    if case.state == "frozen":
        return "It waits for something else to end first. We wrote to you about why."
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
    elif stage.paused_on:
        standing = "Waiting. We wrote to you about why."
    elif stage.state in ("open", "with-signer", "proposed"):
        standing = "Being looked into" if stage.state != "proposed" else "Being read"
    else:
        standing = "Ended"
    is_waiting = stage.state in ("open", "with-signer", "proposed")
    stands_still = is_waiting and stage.paused_on is not None
    due_on = counted[0].due_on if counted and stands_still else stage.due_on
    return StageShown(
        name=rule.plain_name,
        standing=standing,
        asked_on=stage.requested_on,
        due_on=due_on if is_waiting else None,
        answered_on=stage.answered_on,
        stands_still=stands_still,
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

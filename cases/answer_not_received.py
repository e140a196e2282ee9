"""Somebody says that no answer reached them: what the record says, the answer sent again, the next stage on its day.

Operation. Must not doubt the person, nor decide whether the next stage opens (``cases.escalation``). An answer that
was sent goes once more, by post where the first went by email and a letter is safe. Where none was sent, what they
asked for waits and opens by itself once the longest time the rule allows is over: they need not ask again.
"""

from datetime import time, timedelta

from sqlalchemy import select

from cases.answer_letters import request_letter_again
from cases.models import Answer, Case, EscalationRequest, Stage
from cases.recipients import complainant_by_post
from cases.work import raise_work
from foundation.clock import business_now, london_day, london_time
from foundation.database import db
from foundation.day_words import full_day
from foundation.tasks import later
from notifications.models import Message

WORK = "answer-not-received"
OPEN_WAITING = "cases.open-waiting-request"
MORNING = time(8)


def check_delivery(case: Case, stage: Stage, request: EscalationRequest) -> None:
    """Send an answer that was sent once more, and put what the record says before the team."""
    answer = db.session.scalar(select(Answer).where(Answer.stage_id == stage.id))
    first = db.session.get(Message, answer.message_id) if answer and answer.message_id else None
    told = [f"{case.reference}: they say that no answer reached them.", _record(answer, first)]
    if answer is not None and answer.state == "sent":
        by_post = complainant_by_post(case) if first is not None and first.channel == "email" else None
        again = request_letter_again(case, stage, answer, f"answer-again:{request.id}", to=by_post)
        told.append("It goes again by post." if again.channel == "letter" else "It goes again by email.")
    told.append("Make sure that they have it.")
    raise_work(
        case.authority_id,
        WORK,
        " ".join(told),
        request.id,
        case_id=case.id,
        officer_id=case.owner_id,
        due_on=london_day(business_now()),
    )


def open_on_its_day(stage: Stage, request: EscalationRequest) -> None:
    """Owe the opening of what was asked for too early, on the morning after the stage's last day."""
    last = stage.limit_on or stage.due_on
    if last is not None:
        at = london_time(last + timedelta(days=1), MORNING)
        later(OPEN_WAITING, request.id, due_at=at, authority_id=request.authority_id)


def _record(answer: Answer | None, first: Message | None) -> str:
    """What is known of the answer's way to them, for the team; it names nobody."""
    if answer is None or answer.state not in ("sending", "sent"):
        return "No answer has been sent."
    if first is not None and first.fate == "failed":
        return "The answer could not be delivered."
    if answer.state == "sending" or first is None or first.sent_at is None:
        return "The answer is on its way."
    how = "post" if first.channel == "letter" else "email"
    return f"The record says that it went by {how} on {full_day(london_day(first.sent_at))}."

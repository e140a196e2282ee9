"""What answering hears: a letter handed over, and the form that asks for the next stage."""

from typing import Any
from uuid import UUID

from cases.answer_delivery import answer_handed_over
from cases.escalation import Asked, latest_stage, request_next_stage
from cases.models import Case, Stage
from foundation.database import db
from foundation.events import Event, subscriber
from webform.models import Submission

ESCALATION_FORM = "escalation"


@subscriber("message.sent", "message.posted")
def hear_of_a_letter(event: Event) -> None:
    """Stop the clock when the letter handed over was an answer."""
    answer_handed_over(UUID(event.payload["message_id"]), event.at)


@subscriber("submission.received", at_once=True)
def hear_of_a_request(event: Event) -> None:
    """Open the next stage while the person still waits, so that their page can say what happens next."""
    if event.payload.get("form_key") != ESCALATION_FORM:
        return
    submission = db.session.get_one(Submission, UUID(event.payload["submission_id"]))
    stage = _stage_of(submission)
    if stage is not None:
        request_next_stage(stage, asked_in_form(submission.answers, submission))


def _stage_of(submission: Submission) -> Stage | None:
    """The stage a request is about: the very one, or the latest of its case."""
    if submission.about_id is None:
        return None
    if submission.about_type == "stage":
        return db.session.get(Stage, submission.about_id)
    case = db.session.get(Case, submission.about_id)
    return latest_stage(case) if case else None


def asked_in_form(answers: dict[str, Any], submission: Submission) -> Asked:
    """What the escalation form's answers say. A form version that lacks a question leaves it blank."""
    chosen = answers.get("points_left") or ()
    words = [answers.get("still_not_right"), answers.get("other_reason")]
    return Asked(
        at=submission.received_at,
        channel="e-form",
        how_answered=answers.get("how_answered"),
        main_reason=answers.get("main_reason"),
        words="\n\n".join(said for said in words if said) or None,
        put_right=answers.get("put_right"),
        point_ids=tuple(str(point_id) for point_id in chosen),
        submission_id=submission.id,
    )

"""Reads a sent escalation form into a request for the next stage.

A form version that lacks a question, or asks it in another kind, leaves what it asks blank.
"""

from cases.answers_given import Answers, codes, text
from cases.escalation import Asked, Result, latest_stage, request_next_stage
from cases.models import Case, Stage
from foundation.database import db
from webform.models import Submission

ESCALATION_FORM = "escalation"


def request_from_submission(submission: Submission) -> Result | None:
    """Ask for the next stage as the form says; None for another form, or one begun from no case."""
    if submission.form_key != ESCALATION_FORM:
        return None
    stage = _stage_of(submission)
    return request_next_stage(stage, asked_in_form(submission.answers, submission)) if stage else None


def asked_in_form(answers: Answers, submission: Submission) -> Asked:
    """What the form's answers say."""
    return Asked(
        at=submission.received_at,
        channel="e-form",
        how_answered=text(answers, "how_answered"),
        main_reason=text(answers, "main_reason"),
        words="\n\n".join(said for key in ("still_not_right", "other_reason") if (said := text(answers, key))) or None,
        put_right=text(answers, "put_right"),
        point_ids=codes(answers, "points_left"),
        submission_id=submission.id,
    )


def _stage_of(submission: Submission) -> Stage | None:
    """The stage a request is about: the very one, or the latest of its case."""
    if submission.about_id is None:
        return None
    if submission.about_type == "stage":
        return db.session.get(Stage, submission.about_id)
    case = db.session.get(Case, submission.about_id)
    return latest_stage(case) if case else None

"""What the page says after a request for the next stage: its date, or that somebody will speak with them."""

from uuid import UUID

from sqlalchemy import select

from authorities.models import Authority
from cases.links import progress_link, written_out
from cases.models import Case, EscalationRequest, Stage
from foundation.database import db
from foundation.day_words import full_day
from webform.what_happens_next import NextSteps

UNDER_WAY = "Your request has opened the next stage. Everything you told us before goes with it."
BLANKS = "Whatever you left blank changes nothing."
SPEAK = "A person reads what you sent by the next working day and speaks with you about it."


def what_follows(submission_id: UUID) -> NextSteps | None:
    """The next steps of the request a submission made; None where it made none."""
    request = db.session.scalar(select(EscalationRequest).where(EscalationRequest.submission_id == submission_id))
    if request is None:
        return None
    case = db.session.get_one(Case, request.case_id)
    authority = db.session.get_one(Authority, case.authority_id)
    stage = db.session.scalar(select(Stage).where(Stage.case_id == case.id, Stage.number == request.to_stage))
    return NextSteps(tuple(_lines(case, stage)), written_out(progress_link(case, authority.key)), case.reference)


def _lines(case: Case, stage: Stage | None) -> list[str]:
    reference = f"Your complaint keeps its reference, {case.reference}."
    if stage is None:
        return [SPEAK, reference, BLANKS]
    due = [f"You hear what was found by {full_day(stage.due_on)}."] if stage.due_on else []
    return [UNDER_WAY, *due, "We write to you with the dates and how they were counted.", reference, BLANKS]

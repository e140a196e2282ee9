"""What the page says after a request for the next stage: its date, or that somebody will speak with them."""

from uuid import UUID

from sqlalchemy import select

from authorities.models import Authority
from cases.escalation import REACH_OMBUDSMAN, says_no_answer_came
from cases.links import progress_link, written_out
from cases.models import Case, EscalationRequest, Stage
from foundation.database import db
from foundation.day_words import full_day
from webform.what_happens_next import NextSteps

UNDER_WAY = "Your request has opened the next stage. Everything you told us before goes with it."
BLANKS = "Whatever you left blank changes nothing."
SPEAK = "A person reads what you sent by the next working day and speaks with you about it."
CHECKED = "We look at how we sent our answer, and make sure that you have it."
OMBUDSMAN = (
    "You can go to the Local Government and Social Care Ombudsman at any time. They are free: ring 0300 061 0614. "
    "They usually ask us to finish first."
)


def what_follows(submission_id: UUID) -> NextSteps | None:
    """The next steps of the request a submission made; None where it made none."""
    request = db.session.scalar(select(EscalationRequest).where(EscalationRequest.submission_id == submission_id))
    if request is None:
        return None
    case = db.session.get_one(Case, request.case_id)
    authority = db.session.get_one(Authority, case.authority_id)
    stage = db.session.scalar(select(Stage).where(Stage.case_id == case.id, Stage.number == request.to_stage))
    return NextSteps(
        tuple(_lines(case, request, stage)), written_out(progress_link(case, authority.key)), case.reference
    )


def _lines(case: Case, request: EscalationRequest, stage: Stage | None) -> list[str]:
    reference = f"Your complaint keeps its reference, {case.reference}."
    checked = [CHECKED] if says_no_answer_came(request) else []
    ombudsman = [OMBUDSMAN] if request.main_reason == REACH_OMBUDSMAN else []
    if stage is None:
        return [SPEAK, *checked, *_opens_by_itself(request), *ombudsman, reference, BLANKS]
    due = [f"You hear what was found by {full_day(stage.due_on)}."] if stage.due_on else []
    dates = "We write to you with the dates and how they were counted."
    return [UNDER_WAY, *due, dates, *checked, *ombudsman, reference, BLANKS]


def _opens_by_itself(request: EscalationRequest) -> list[str]:
    """What they need not ask for again, where no answer has come and its last day is still ahead."""
    before = db.session.get_one(Stage, request.from_stage_id)
    last = before.limit_on or before.due_on
    if last is None or before.answered_on is not None or not says_no_answer_came(request):
        return []
    return [f"If you have no answer by {full_day(last)}, the next stage begins by itself. You need not ask again."]

"""What the confirmation page says happens next, from the case that a sent form opened."""

from uuid import UUID

from sqlalchemy import select

from authorities.models import Authority
from cases.calls import call_of
from cases.links import progress_link, written_out
from cases.models import Case
from foundation.database import db
from foundation.day_words import full_day
from webform.what_happens_next import NextSteps

READ = "A person will read what you sent by the next working day."
TOLD = "Then we tell you who will answer, by when, and how that day was counted."
SAFE = "Telling us will not change the help you or your family get."
NOT_THEM = "The people you told us about will not be the ones who answer."


def what_happens_next(submission_id: UUID) -> NextSteps | None:
    """The next steps of the case opened from a submission; None while it is not open yet."""
    case = db.session.scalar(select(Case).where(Case.submission_id == submission_id))
    if case is None:
        return None
    authority = db.session.get_one(Authority, case.authority_id)
    return NextSteps(tuple(_lines(case)), written_out(progress_link(case, authority.key)))


def _lines(case: Case) -> list[str]:
    call_back = call_of(case.id)
    if case.kind == "compliment":
        return ["Thank you. We pass it on to the people you wrote about and to their manager, with names taken out."]
    if case.kind == "something-else":
        return [READ, "Then we tell you what we can do, or who else can help."]
    lines = [READ]
    if call_back is not None:
        lines.append(
            f"Somebody who is not named in what you told us will ring you by {full_day(call_back.due_on)}, "
            "at a time you said is safe. If we miss you we try again, three times in all."
        )
    if case.kind == "call-back":
        return [*lines, "You can still make a complaint, during the call or at any time after it."]
    lines += [TOLD, NOT_THEM if case.is_young_person else SAFE]
    if case.is_young_person:
        lines.append("You can have an advocate: they are free and only on your side.")
    return lines

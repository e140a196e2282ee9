"""What the confirmation page says happens next, from the case that a sent form opened."""

from collections.abc import Callable
from typing import Literal
from uuid import UUID

from sqlalchemy import select

from authorities.models import Authority
from cases.calls import call_of
from cases.clocks import clock_for
from cases.enquiry_reading import MEMBER_ENQUIRY
from cases.links import progress_link, written_out
from cases.models import Case, Stage
from cases.proposing import triage_of
from foundation.database import db
from foundation.day_words import full_day
from webform.what_happens_next import NextSteps

READ = "A person will read what you sent by the next working day."
TOLD = "Then we tell you who will answer, by when, and how that day was counted."
SAFE = "Telling us will not change the help you or your family get."
CONTACTED = "You told us that you may not be safe. We have asked a person in our team to contact you."
HOURS = (
    "They do that when we are at work. Nobody reads this at night or at the weekend. Then ring 999 if you are in "
    "danger, or ring Childline on 0800 1111."
)
WHEN_READY = "They will ask you what happened. You only have to tell them what you want to."
NOT_SAFE = "not-safe"
"""The sign of harm that says so, in the rules of triage."""
NOT_THEM = "The people you told us about will not be the ones who answer."


NO_PROOF = (
    "You do not have to send us anything now. If we need to know who you are, or that you may ask for somebody else, "
    "we tell you soon."
)
COMMISSIONER = "You can also ask the Information Commissioner for help, on 0303 123 1113."


def what_happens_next(submission_id: UUID) -> NextSteps | None:
    """The next steps of the case opened from a submission; None while it is not open yet."""
    case = db.session.scalar(select(Case).where(Case.submission_id == submission_id))
    if case is None:
        return None
    authority = db.session.get_one(Authority, case.authority_id)
    return NextSteps(
        (*_contacted_first(case), *_lines(case)),
        written_out(progress_link(case, authority.key)),
        asks_who_you_are=asks_who_they_are(case),
    )


def asks_who_they_are(case: Case) -> Literal["", "public", "young-person"]:
    """For whom the questions about who we hear from are.

    Not asked of an elected member who asks for somebody else, nor of who has just said that they may not be safe.
    """
    if case.kind == MEMBER_ENQUIRY or _may_not_be_safe(case):
        return ""
    return "young-person" if case.is_young_person else "public"


def _contacted_first(case: Case) -> list[str]:
    """What a young person who said that they may not be safe is told before anything else."""
    return [CONTACTED, HOURS] if _may_not_be_safe(case) else []


def _may_not_be_safe(case: Case) -> bool:
    return case.is_young_person and case.is_restricted and NOT_SAFE in triage_of(case.id).harm_signs


def _lines(case: Case) -> list[str]:
    call_back = call_of(case.id)
    if case.kind == "compliment":
        return ["Thank you. We pass it on to the people you wrote about and to their manager, with names taken out."]
    if case.kind == "something-else" and _may_not_be_safe(case):
        return [WHEN_READY]
    if case.kind == "something-else":
        return [READ, "Then we tell you what we can do, or who else can help."]
    if case.kind in OWN_WORDS:
        return OWN_WORDS[case.kind](case)
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


def _after_data_request(case: Case) -> list[str]:
    stage = _first_stage(case)
    longer = []
    if stage is not None and stage.limit_on is not None:
        longer = [f"If there is a lot to look through it can take until {full_day(stage.limit_on)}. We tell you why."]
    return [READ, *_reply_by(case), *longer, NO_PROOF, COMMISSIONER]


def _after_data_complaint(case: Case) -> list[str]:
    stage = _first_stage(case)
    clock = clock_for(case, stage, "acknowledge") if stage is not None else None
    by = [f"We write to you by {full_day(clock.due_on)} at the latest to say that we are doing so."] if clock else []
    return [READ, "We will look into it, and it does not wait for anything else you told us.", *by, COMMISSIONER]


def _after_enquiry(case: Case) -> list[str]:
    return [READ, *_reply_by(case), "If your constituent wants to complain, we take that as well, and answer them."]


def _after_comment(case: Case) -> list[str]:
    passed_on = "Then it goes to the team it is about."
    return [READ, passed_on, *([] if case.complainant.wants_no_answer else _reply_by(case))]


def _reply_by(case: Case) -> list[str]:
    stage = _first_stage(case)
    return [f"You should have our reply by {full_day(stage.due_on)}."] if stage is not None and stage.due_on else []


def _first_stage(case: Case) -> Stage | None:
    return db.session.scalar(select(Stage).where(Stage.case_id == case.id, Stage.number == 1))


OWN_WORDS: dict[str, Callable[[Case], list[str]]] = {
    "comment": _after_comment,
    "data-request": _after_data_request,
    "data-protection-complaint": _after_data_complaint,
    "member-enquiry": _after_enquiry,
}
"""Kinds with a clock and a next step of their own."""

"""Gathers what an answer's letter is made from, and asks for it to be sent.

The words of the letter are ``cases.letter``'s; whose turn it is to write or sign is ``cases.responding``'s.
"""

from authorities.models import Authority, Officer
from authorities.procedures import StageRule
from authorities.publishing import profile_of
from cases import links
from cases.answer_draft import SPOKEN_ALONE, AnswerDraft
from cases.letter import AnsweredPoint, Contact, Letter, LetterFacts, NextStep, Promise, Spoken, write_letter
from cases.models import Answer, Case, Stage
from cases.points import points_of_stage
from cases.preparing import ask_to_make_ready
from cases.recipients import complainant_of
from foundation.calendar import working_day_after
from foundation.clock import business_now, london_day
from foundation.database import db
from foundation.holidays import current_table
from notifications.message import LinkTo
from notifications.models import Message
from notifications.outgoing import Recipient, request_message


def letter_for(stage: Stage, draft: AnswerDraft, signed_by: Officer | None = None) -> Letter:
    """The letter a finished draft makes, as it would go today; signed by the responder unless somebody signs."""
    case = db.session.get_one(Case, stage.case_id)
    profile = profile_of(case.profile_version_id)
    authority = db.session.get_one(Authority, case.authority_id)
    signs = signed_by or stage.responder
    person = case.complainant
    return write_letter(
        LetterFacts(
            reference=case.reference,
            council=authority.name,
            person_name=person.name or "",
            received_on=stage.requested_on,
            points=_points(stage, draft),
            apology=draft.apology,
            remedy=draft.remedy,
            promises=_promises(draft),
            spoken=_spoken(draft),
            only_confirms=draft.method in SPOKEN_ALONE,
            next_step=_next_step(next_stage_rule(stage), profile.settings.escalation_days_asked),
            contact=Contact(profile.contact.phone, profile.contact.email, profile.contact.address),
            signed_by=signs.name if signs else "",
            signed_job=(signs.job or "") if signs else "",
            is_young=case.is_young_person,
            uses_formal_findings=profile.settings.formal_findings_in_letters,
            is_last_word=next_stage_rule(stage) is None,
        )
    )


def request_letter(stage: Stage, answer: Answer) -> Message:
    """Keep the letter word for word on the answer and ask for it to be sent, at least once.

    A letter is asked for once for each answer, whatever happens in between.
    """
    case = db.session.get_one(Case, stage.case_id)
    letter = letter_for(stage, AnswerDraft.read(answer.draft), answer.signer)
    answer.letter = letter.text()
    return _request(case, stage, letter, f"answer:{answer.id}")


def request_letter_again(case: Case, stage: Stage, answer: Answer, key: str, *, to: Recipient | None = None) -> Message:
    """Ask for an answer already given to be sent once more, for somebody whom it did not reach.

    ``to`` is another way to reach them than the first went.
    """
    return _request(case, stage, letter_for(stage, AnswerDraft.read(answer.draft), answer.signer), key, to)


def next_stage_rule(stage: Stage) -> StageRule | None:
    """The stage that may be asked for after this one, by the procedure the stage runs under."""
    case = db.session.get_one(Case, stage.case_id)
    return profile_of(case.profile_version_id).procedure(stage.procedure).stage_after(stage.key)


def _request(case: Case, stage: Stage, letter: Letter, key: str, to: Recipient | None = None) -> Message:
    who = "-young" if case.is_young_person else ""
    given: dict[str, LinkTo] = {}
    if letter.has_link:
        authority = db.session.get_one(Authority, case.authority_id)
        before, after = letter.around_link()
        wording, fields = f"answer{who}", {"before": before, "after": after}
        given["link"] = links.next_stage_link(stage, case.link_generation, authority.key)
    else:
        wording, fields = f"answer-last{who}", {"letter": letter.text()}
    message = request_message(
        authority_id=case.authority_id,
        about=("case", case.id),
        key=key,
        wording=wording,
        fields={**fields, "reference": case.reference},
        links=given,
        to=to or complainant_of(case),
        guarantee="at-least-once",
        may_wait=stage.due_on != london_day(business_now()),
    )
    ask_to_make_ready(case, message, wording)
    return message


def _points(stage: Stage, draft: AnswerDraft) -> list[AnsweredPoint]:
    answered: list[AnsweredPoint] = []
    for point in points_of_stage(stage):
        written = draft.answer_to(point.id)
        answered.append(AnsweredPoint(point.number, point.words or "", written.finding, written.reasons))
    return answered


def _promises(draft: AnswerDraft) -> list[Promise]:
    return [
        Promise(action.what, _owner_in_words(action.owner_id, action.owner_job), action.due_on)
        for action in draft.actions
        if not action.is_blank and action.due_on is not None
    ]


def _owner_in_words(owner_id: str, job: str) -> str:
    """The job rather than the name: people leave, the promise stays."""
    if job:
        return job[:1].upper() + job[1:]
    officer = db.session.get(Officer, owner_id) if owner_id else None
    return (officer.job or officer.name) if officer else ""


def _spoken(draft: AnswerDraft) -> Spoken | None:
    if draft.spoken_on is None:
        return None
    return Spoken("meeting" if draft.method.startswith("meeting") else "call", draft.spoken_on)


def _next_step(rule: StageRule | None, days_asked: int) -> NextStep | None:
    if rule is None:
        return None
    ask_by = working_day_after(london_day(business_now()), days_asked, current_table())
    return NextStep(rule.plain_name, ask_by)

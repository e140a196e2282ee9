"""Reads an enquiry of a member of Parliament or a councillor, who asks for somebody they represent.

Pure. An enquiry is not a complaint, and the constituent keeps the right to one: whether they want it is asked.
"""

from dataclasses import replace

from cases.answers_given import Answers, joined, labelled, text, values_of
from cases.intake import Intake

MEMBER_ENQUIRY = "member-enquiry"
ELECTED_MEMBER = "elected-member"
OFFICES = {"mp": "MP", "councillor": "councillor"}


def with_enquiry(told: Intake, answers: Answers) -> Intake:
    """The intake with what this route asked; the member is who we write to, unless somebody writes for them."""
    member = text(answers, "member_name")
    constituent = text(answers, "constituent_name")
    return replace(
        told,
        person=replace(told.person, name=told.person.name or member, relationship=ELECTED_MEMBER),
        gist=joined(
            text(answers, "enquiry_words"),
            labelled("From", _member_in_words(answers, member)),
            labelled("For", constituent),
            labelled("How we can tell who they are", text(answers, "constituent_contact")),
        ),
        also_named=tuple(name for name in (member, constituent) if name),
        triage_values=told.triage_values
        + values_of(answers, ("member_office", "constituent_consent", "constituent_complains")),
    )


def _member_in_words(answers: Answers, member: str | None) -> str | None:
    said = (member, OFFICES.get(text(answers, "member_office") or ""), text(answers, "member_area"))
    return ", ".join(words for words in said if words) or None

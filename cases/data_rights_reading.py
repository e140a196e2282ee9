"""Reads what the entry form asks of somebody about the information we hold: see it, correct it, delete it, complain.

Pure. Which procedure that is, the rules say. Source of what is asked: UK GDPR Articles 15 to 17; Data Protection Act
2018, s164A. Nobody is asked to prove who they are: whether that is needed is for the officer who reads it.
"""

from dataclasses import replace

from cases.answers_given import Answers, joined, labelled, text, values_of
from cases.intake import Intake, PointGiven

DATA_REQUEST = "data-request"
DATA_COMPLAINT = "data-protection-complaint"

LOOKED_AT = ("data_right", "whose_data", "data_authority", "data_linked")


def asks_about_data(answers: Answers) -> bool:
    """Whether this route was taken, from the first page or from "something else"."""
    return text(answers, "kind") == "personal-data" or text(answers, "data_right") is not None


def with_data_right(told: Intake, answers: Answers) -> Intake:
    """The intake with what this route asked; a complaint's words are its point."""
    is_complaint = text(answers, "data_right") == "complain"
    happened = text(answers, "data_happened")
    return replace(
        told,
        kind=DATA_COMPLAINT if is_complaint else DATA_REQUEST,
        child_involved=_child_involved(told, answers),
        points=(PointGiven(happened),) if is_complaint and happened else (),
        outcome_words=text(answers, "data_put_right"),
        gist=_gist(answers),
        also_named=tuple(name for name in (text(answers, "data_person"),) if name),
        triage_values=told.triage_values + values_of(answers, LOOKED_AT),
    )


def _gist(answers: Answers) -> str | None:
    return joined(
        labelled("About", text(answers, "data_person")),
        labelled("To see", text(answers, "data_wanted")),
        labelled("From when to when", text(answers, "data_period")),
        labelled("To put right", text(answers, "data_wrong")),
        labelled("It should say", text(answers, "data_should_say")),
        labelled("To delete", text(answers, "data_delete")),
        labelled("Why", text(answers, "data_delete_why")),
        labelled("Part of", text(answers, "data_linked_reference")),
    )


def _child_involved(told: Intake, answers: Answers) -> str:
    """A child is where the information is a child's; whoever asks for their own is not asked about one."""
    if told.child_involved == "yes" or told.person.is_young or text(answers, "whose_data") == "my-child":
        return "yes"
    return "no"

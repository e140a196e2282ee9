"""Reads the answers of a sent form into an ``Intake``.

Pure. It knows the keys of the questions of the entry form, with ``data_rights_reading`` and ``enquiry_reading`` for its
routes and ``young_reading`` for the forms for young people; nothing else does. An answer that is missing or of an
unexpected shape is taken as not given, because a case must open whatever a form version lacks.
"""

from datetime import datetime

from cases.answers_given import Answers, codes, joined, rows, text, values_of
from cases.data_rights_reading import asks_about_data, with_data_right
from cases.enquiry_reading import MEMBER_ENQUIRY, with_enquiry
from cases.intake import ChildGiven, Intake, NamedGiven, PersonGiven, PointGiven
from cases.young_reading import READERS

TELL_US = "tell-us"
FORMS = (TELL_US, *READERS)


def read_answers(form_key: str, answers: Answers, received_at: datetime) -> Intake:
    """The intake for one of ``FORMS``. Raises ``KeyError`` for another form."""
    return _tell_us(answers, received_at) if form_key == TELL_US else READERS[form_key](answers, received_at)


ROLES = {"advocate": "advocate", "professional": "professional", "relative": "other-relative"}
"""What somebody acting for a child is, where the list of complainants says it more exactly."""


def _tell_us(answers: Answers, received_at: datetime) -> Intake:
    told = _told(answers, received_at)
    if asks_about_data(answers):
        return with_data_right(told, answers)
    return with_enquiry(told, answers) if told.kind == MEMBER_ENQUIRY else told


def _told(answers: Answers, received_at: datetime) -> Intake:
    """What every route of the entry form asks in the same words."""
    service = text(answers, "service")
    return Intake(
        received_at=received_at,
        channel="e-form",
        kind=text(answers, "kind") or "complaint",
        person=_person(answers),
        call_choice="both" if text(answers, "ring_as_well") == "yes" else text(answers, "call_choice"),
        child_involved=_child_involved(answers),
        children=tuple(
            ChildGiven(text(row, "name"), text(row, "date_of_birth"), text(row, "relationship"))
            for row in rows(answers, "children")
        ),
        named_people=tuple(
            NamedGiven(name, text(row, "job"), text(row, "team"))
            for row in rows(answers, "named_people")
            if (name := text(row, "name"))
        ),
        points=tuple(
            PointGiven(what, text(row, "when")) for row in rows(answers, "points") if (what := text(row, "what"))
        ),
        service=None if service == "not-sure" else service,
        outcomes_sought=codes(answers, "outcome_sought"),
        outcome_words=text(answers, "outcome_words"),
        gist=joined(
            text(answers, "call_about"),
            text(answers, "thank_who"),
            text(answers, "compliment_words"),
            text(answers, "comment_words"),
            text(answers, "message"),
        ),
        triage_values=values_of(
            answers,
            ("who_are_you", "acting_consent", "acting_role", "harm_tick", "about_named", "something_else"),
        ),
    )


def _person(answers: Answers) -> PersonGiven:
    email, address = text(answers, "email"), text(answers, "postal_address")
    who = text(answers, "who_are_you") or "unknown"
    return PersonGiven(
        name=text(answers, "name"),
        relationship=ROLES.get(text(answers, "acting_role") or "", who),
        is_young=who == "young-person",
        email=email,
        phone=text(answers, "phone") or text(answers, "ring_on"),
        postal_address=address,
        contact_through=text(answers, "contact_through"),
        talk_how=text(answers, "talk_how"),
        preferred_channel=text(answers, "write_how"),
        wants_no_answer="no-answer" in codes(answers, "no_contact") or text(answers, "reply_wanted") == "no",
        safe_times=codes(answers, "call_times") or codes(answers, "safe_times"),
        may_leave_message=text(answers, "may_leave_message") == "yes",
        may_write=_may_write(answers, email, address),
        safe_notes=text(answers, "safe_notes"),
        adjustments=codes(answers, "adjustments"),
        adjustments_words=text(answers, "adjustments_words"),
        language=text(answers, "language"),
    )


def _child_involved(answers: Answers) -> str:
    """Whoever acts for a child is not asked whether one is involved."""
    if text(answers, "who_are_you") == "acting-for":
        return "yes"
    return text(answers, "child_involved") or "not-sure"


def _may_write(answers: Answers, email: str | None, address: str | None) -> bool:
    """What they said; without an answer, an address given for us to write to is a yes."""
    said = text(answers, "may_write")
    return said == "yes" if said else bool(email or address)

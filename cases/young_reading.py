"""Reads what a child, a young person or a care leaver sent into an ``Intake``.

Pure. Knows the questions of the forms for young people and nothing of others. Their words stay theirs: nothing they
wrote is put in other words, and a grown-up who helps is kept as a name and changes nothing else.
"""

import re
from collections.abc import Callable, Mapping
from datetime import datetime

from cases.answers_given import Answers, codes, joined, text, values_of
from cases.intake import Intake, PersonGiven, PointGiven

UNDER_12 = "under-12"
YOUNG_PEOPLE = "young-people"
CONTACT_ME_NOW = "contact-me-now"

TALK_HOW = (
    ("visit", "meeting"),
    ("call", "call"),
    ("text", "writing-only"),
    ("email", "writing-only"),
    ("letter", "writing-only"),
    ("somebody", "through-somebody"),
)
"""Ways of talking as ticked, in the order in which we try them, and as a case keeps them."""

_WAYS = {
    "visit": "come and see them",
    "call": "ring",
    "text": "text",
    "email": "email",
    "letter": "write a letter",
    "somebody": "talk to somebody for them",
}


def young_people(answers: Answers, received_at: datetime) -> Intake:
    """What somebody of 12 or over told us, or a child under 12: the questions have the same keys in both forms."""
    happened = text(answers, "what_happened")
    ways = codes(answers, "how_reach")
    return Intake(
        received_at=received_at,
        channel="e-form",
        kind="complaint",
        person=PersonGiven(
            name=text(answers, "first_name"),
            relationship="young-person",
            is_young=True,
            age=text(answers, "age"),
            email=text(answers, "email"),
            phone=text(answers, "phone"),
            postal_address=text(answers, "postal_address"),
            contact_through=text(answers, "contact_through"),
            talk_how=next((kept for ticked, kept in TALK_HOW if ticked in ways), None),
            may_write="letter" in ways,
            wants_no_answer="do-not" in ways,
            safe_notes=joined(
                text(answers, "safe_notes"),
                _said("They said we may", ", ".join(_WAYS[way] for way in ways if way in _WAYS)),
                _said("On their side", text(answers, "who_on_your_side")),
                _said("A grown-up helped them tell us", text(answers, "helper_name")),
            ),
        ),
        child_involved="yes",
        points=(PointGiven(happened),) if happened else (),
        outcome_words=text(answers, "what_would_help"),
        gist=joined(
            _said("They feel", ", ".join(code.replace("-", " ") for code in codes(answers, "feelings"))),
            text(answers, "how_feel"),
        ),
        wants_advocate=text(answers, "advocate") == "yes",
        triage_values=values_of(answers, ("not_safe", "advocate", "age")),
    )


def contact_me_now(answers: Answers, received_at: datetime) -> Intake:
    """Somebody who is not safe and asks to be contacted at once: a name, perhaps, and a way to reach them."""
    way = text(answers, "how_to_reach") or ""
    is_number = sum(letter.isdigit() for letter in way) >= 7 and not re.search("[A-Za-z]{3}", way)
    return Intake(
        received_at=received_at,
        channel="e-form",
        kind="something-else",
        person=PersonGiven(
            name=text(answers, "first_name"),
            relationship="young-person",
            is_young=True,
            phone=way if is_number else None,
            contact_through=None if is_number else way or None,
            may_write=False,
        ),
        child_involved="yes",
        gist="Asked to be contacted at once. They have not told us yet what happened.",
        triage_values=(("not_safe", "yes"), ("contact_now", "yes")),
    )


READERS: Mapping[str, Callable[[Answers, datetime], Intake]] = {
    UNDER_12: young_people,
    YOUNG_PEOPLE: young_people,
    CONTACT_ME_NOW: contact_me_now,
}
"""The reader of each form for young people, by the form's key."""


def _said(head: str, words: str | None) -> str | None:
    return f"{head}: {words}" if words else None

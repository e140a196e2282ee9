"""Reads the answers of a sent form into an ``Intake``.

Pure. It knows the keys of the questions of the shipped forms, and is the only place that does;
an answer that is missing or of an unexpected shape is taken as not given, because a case must
open whatever a form version lacks.
"""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from cases.intake import ChildGiven, Intake, NamedGiven, PersonGiven, PointGiven
from foundation.conditions import Value

TELL_US = "tell-us"
YOUNG_PEOPLE = "young-people"
FORMS = (TELL_US, YOUNG_PEOPLE)

Answers = Mapping[str, Any]


def read_answers(form_key: str, answers: Answers, received_at: datetime) -> Intake:
    """The intake for one of ``FORMS``. Raises ``KeyError`` for another form."""
    return {TELL_US: _tell_us, YOUNG_PEOPLE: _young_people}[form_key](answers, received_at)


ROLES = {"advocate": "advocate", "professional": "professional", "relative": "other-relative"}
"""What somebody acting for a child is, where the list of complainants says it more exactly."""


def _tell_us(answers: Answers, received_at: datetime) -> Intake:
    service = _text(answers, "service")
    return Intake(
        received_at=received_at,
        channel="e-form",
        kind=_text(answers, "kind") or "complaint",
        person=_person(answers),
        call_choice="both" if _text(answers, "ring_as_well") == "yes" else _text(answers, "call_choice"),
        child_involved=_child_involved(answers),
        children=tuple(
            ChildGiven(_text(row, "name"), _text(row, "date_of_birth"), _text(row, "relationship"))
            for row in _rows(answers, "children")
        ),
        named_people=tuple(
            NamedGiven(name, _text(row, "job"), _text(row, "team"))
            for row in _rows(answers, "named_people")
            if (name := _text(row, "name"))
        ),
        points=tuple(
            PointGiven(what, _text(row, "when")) for row in _rows(answers, "points") if (what := _text(row, "what"))
        ),
        service=None if service == "not-sure" else service,
        outcomes_sought=_codes(answers, "outcome_sought"),
        outcome_words=_text(answers, "outcome_words"),
        gist=_joined(
            _text(answers, "call_about"),
            _text(answers, "thank_who"),
            _text(answers, "compliment_words"),
            _text(answers, "message"),
        ),
        triage_values=_values(
            answers,
            ("who_are_you", "acting_consent", "acting_role", "harm_tick", "about_named", "something_else"),
        ),
    )


def _young_people(answers: Answers, received_at: datetime) -> Intake:
    happened = _text(answers, "what_happened")
    reach = _codes(answers, "how_reach")
    feel = _text(answers, "how_feel")
    return Intake(
        received_at=received_at,
        channel="e-form",
        kind="complaint",
        person=PersonGiven(
            name=_text(answers, "first_name"),
            relationship="young-person",
            is_young=True,
            age=_text(answers, "age"),
            email=_text(answers, "email"),
            phone=_text(answers, "phone"),
            postal_address=_text(answers, "postal_address"),
            contact_through=_text(answers, "contact_through"),
            talk_how=_text(answers, "talk_how") or (reach[0] if reach else None),
            may_write=bool(_text(answers, "email") or _text(answers, "postal_address")),
            safe_notes=_joined(_text(answers, "safe_notes"), _text(answers, "who_on_your_side")),
        ),
        child_involved="yes",
        points=(PointGiven(happened),) if happened else (),
        outcome_words=_text(answers, "what_would_help"),
        gist=feel,
        wants_advocate=_text(answers, "advocate") == "yes",
        triage_values=_values(answers, ("not_safe", "advocate")),
    )


def _person(answers: Answers) -> PersonGiven:
    email, address = _text(answers, "email"), _text(answers, "postal_address")
    who = _text(answers, "who_are_you") or "unknown"
    return PersonGiven(
        name=_text(answers, "name"),
        relationship=ROLES.get(_text(answers, "acting_role") or "", who),
        is_young=who == "young-person",
        email=email,
        phone=_text(answers, "phone") or _text(answers, "ring_on"),
        postal_address=address,
        contact_through=_text(answers, "contact_through"),
        talk_how=_text(answers, "talk_how"),
        safe_times=_codes(answers, "call_times") or _codes(answers, "safe_times"),
        may_leave_message=_text(answers, "may_leave_message") == "yes",
        may_write=_may_write(answers, email, address),
        safe_notes=_text(answers, "safe_notes"),
        adjustments=_codes(answers, "adjustments"),
        adjustments_words=_text(answers, "adjustments_words"),
        language=_text(answers, "language"),
    )


def _child_involved(answers: Answers) -> str:
    """Whoever acts for a child is not asked whether one is involved."""
    if _text(answers, "who_are_you") == "acting-for":
        return "yes"
    return _text(answers, "child_involved") or "not-sure"


def _may_write(answers: Answers, email: str | None, address: str | None) -> bool:
    """What they said; without an answer, an address given for us to write to is a yes."""
    said = _text(answers, "may_write")
    return said == "yes" if said else bool(email or address)


def _values(answers: Answers, keys: tuple[str, ...]) -> tuple[tuple[str, Value], ...]:
    found: list[tuple[str, Value]] = []
    for key in keys:
        given = answers.get(key)
        if isinstance(given, list):
            found.append((key, tuple(str(item) for item in given)))
        elif isinstance(given, str | bool | int):
            found.append((key, given))
    return tuple(found)


def _text(answers: Answers, key: str) -> str | None:
    given = answers.get(key)
    if isinstance(given, bool):
        return "yes" if given else "no"
    if isinstance(given, int):
        return str(given)
    return given.strip() or None if isinstance(given, str) else None


def _codes(answers: Answers, key: str) -> tuple[str, ...]:
    given = answers.get(key)
    if isinstance(given, str) and given:
        return (given,)
    return tuple(str(item) for item in given) if isinstance(given, list) else ()


def _rows(answers: Answers, key: str) -> list[Answers]:
    given = answers.get(key)
    return [row for row in given if isinstance(row, Mapping)] if isinstance(given, list) else []


def _joined(*said: str | None) -> str | None:
    return "\n".join(words for words in said if words) or None

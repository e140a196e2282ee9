"""What somebody told us, as plain values: the same whichever way it came in.

Pure. The form's answers are read into it (``cases.reading``) and officers type it on the intake
screen; ``cases.opening`` opens a case from it. Codes are those of the profile's lists.
"""

from dataclasses import dataclass
from datetime import datetime

from foundation.conditions import Value


@dataclass(frozen=True)
class PersonGiven:
    """Who told us, and how they want to be spoken with."""

    name: str | None = None
    relationship: str = "unknown"
    is_young: bool = False
    age: str | None = None
    email: str | None = None
    phone: str | None = None
    postal_address: str | None = None
    contact_through: str | None = None
    talk_how: str | None = None
    preferred_channel: str | None = None
    wants_no_answer: bool = False
    safe_times: tuple[str, ...] = ()
    may_leave_message: bool = False
    may_write: bool = True
    safe_notes: str | None = None
    adjustments: tuple[str, ...] = ()
    adjustments_words: str | None = None
    language: str | None = None


@dataclass(frozen=True)
class ChildGiven:
    """A child a case concerns; every field may be unknown. ``date_of_birth`` is as it was given."""

    name: str | None = None
    date_of_birth: str | None = None
    relationship: str | None = None


@dataclass(frozen=True)
class NamedGiven:
    """Somebody a case is about."""

    name: str
    job: str | None = None
    team: str | None = None


@dataclass(frozen=True)
class PointGiven:
    """One point of complaint, in the person's words."""

    what: str
    when: str | None = None


@dataclass(frozen=True)
class Intake:
    """Everything a case opens from. ``received_at`` is aware; its day in London is day 0.

    ``also_named`` are others it is for, such as a constituent: only to find the case by.
    ``triage_values`` are what the rules look at besides the fields here.
    """

    received_at: datetime
    channel: str
    kind: str
    person: PersonGiven
    point_of_receipt: str | None = None
    call_choice: str | None = None
    child_involved: str = "not-sure"
    children: tuple[ChildGiven, ...] = ()
    named_people: tuple[NamedGiven, ...] = ()
    also_named: tuple[str, ...] = ()
    points: tuple[PointGiven, ...] = ()
    service: str | None = None
    outcomes_sought: tuple[str, ...] = ()
    outcome_words: str | None = None
    gist: str | None = None
    wants_advocate: bool = False
    triage_values: tuple[tuple[str, Value], ...] = ()

    @property
    def wants_call(self) -> bool:
        """Whether a call was asked for, alone or beside the complaint."""
        return self.call_choice in ("call-me", "both")

    def every_word(self) -> str:
        """All that was written about what happened, for the rules to look through."""
        points = (words for point in self.points for words in (point.what, point.when))
        said = [self.gist, self.outcome_words, *points]
        return "\n".join(words for words in said if words)


def values_for_triage(intake: Intake, service_procedure: str | None) -> dict[str, Value]:
    """The values the rules look at; ``service_procedure`` is what the chosen service usually falls under."""
    person = intake.person
    notes = (person.safe_notes, person.adjustments_words, person.contact_through)
    values: dict[str, Value] = dict(intake.triage_values)
    values |= {
        "kind": intake.kind,
        "who_are_you": values.get("who_are_you", person.relationship),
        "call_choice": intake.call_choice,
        "child_involved": intake.child_involved,
        "service": intake.service,
        "service_procedure": service_procedure,
        "is_young_person": person.is_young,
        "has_children": bool(intake.children),
        "words": intake.every_word(),
        "notes": tuple(note for note in notes if note),
    }
    return values

"""What somebody told us, and the cases that open from it."""

from datetime import date, datetime, time
from typing import Any

from cases.actors import PERSON
from cases.confirming import confirm
from cases.intake import ChildGiven, Intake, NamedGiven, PersonGiven, PointGiven
from cases.models import Case
from cases.opening import open_case
from foundation.clock import business_now, london_time, move_business_time
from tests.factories.councils import Council


def at_london(day: str, hour: int = 9, minute: int = 0) -> datetime:
    """A moment in London as UTC: ``at_london("2027-12-02", 21, 40)``."""
    return london_time(date.fromisoformat(day), time(hour, minute))


def time_is(day: str, hour: int = 9, minute: int = 0) -> datetime:
    """Move business time on to a moment in London; gives it."""
    at = at_london(day, hour, minute)
    move_business_time(at)
    return at


def make_intake(
    *,
    named: tuple[str, ...] = (),
    points: tuple[str, ...] = ("Nobody told us the meeting had moved.",),
    person: PersonGiven | None = None,
    **given: Any,
) -> Intake:
    """A mother's complaint about children in care; anything may be said otherwise."""
    told: dict[str, Any] = {
        "received_at": business_now(),
        "channel": "e-form",
        "kind": "complaint",
        "call_choice": "take-complaint",
        "child_involved": "yes",
        "children": (ChildGiven("Kit Pretend", "2016-05-09", "my child"),),
        "service": "children-looked-after",
        "triage_values": (("who_are_you", "parent"), ("harm_tick", ("none",))),
    }
    told |= given
    return Intake(
        person=person
        or PersonGiven(
            name="Asha Pretend",
            relationship="parent",
            email="asha@family.example",
            phone="01632 960444",
            talk_how="call",
            safe_times=("weekday-morning",),
            may_write=False,
        ),
        named_people=tuple(NamedGiven(name) for name in named),
        points=tuple(PointGiven(words) for words in points),
        **told,
    )


def make_case(council: Council, **given: Any) -> Case:
    """A case as it opens, waiting for an officer."""
    return open_case(council.authority.id, make_intake(**given), PERSON)


def make_confirmed_case(council: Council, **given: Any) -> Case:
    """A case confirmed with one click."""
    case = make_case(council, **given)
    confirm(case, council.officer().id)
    return case

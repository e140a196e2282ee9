"""From what a child or young person sent to what somebody told us, in their own words."""

from typing import Any

import pytest

from cases.intake import Intake
from cases.reading import read_answers
from tests.unit.cases.said import RECEIVED

CHILD: dict[str, Any] = {
    "not_safe": "no",
    "helped": "yes",
    "helper_name": "Miss Pretend, my teacher",
    "first_name": "Kit",
    "age": 8,
    "what_happened": "they shout at me",
    "feelings": ["sad", "scared"],
    "what_would_help": "stop shouting",
    "who_on_your_side": "my nan",
    "advocate": "yes",
    "how_reach": ["visit", "somebody"],
    "postal_address": "1 Invented Row",
    "contact_through": "Miss Pretend at school",
}


def child(**changed: Any) -> Intake:
    return read_answers("under-12", CHILD | changed, RECEIVED)


def test_a_childs_words_stay_as_they_wrote_them() -> None:
    told = child()
    assert [point.what for point in told.points] == ["they shout at me"]
    assert told.outcome_words == "stop shouting"
    assert told.gist == "They feel: sad, scared"
    assert (told.person.name, told.person.age, told.person.is_young) == ("Kit", "8", True)
    assert told.wants_advocate


def test_a_grown_up_who_helps_is_a_name_and_changes_nothing_else() -> None:
    alone, helped = child(helped="no", helper_name=None), child()
    assert "A grown-up helped them tell us: Miss Pretend, my teacher" in (helped.person.safe_notes or "")
    assert "Pretend" not in (alone.person.safe_notes or "")
    assert helped.triage_values == alone.triage_values
    assert helped.points == alone.points
    assert (helped.person.relationship, helped.person.contact_through) == ("young-person", "Miss Pretend at school")


@pytest.mark.parametrize(
    ("ways", "how", "may_write"),
    [
        (["visit", "somebody"], "meeting", False),
        (["letter", "call"], "call", True),
        (["text"], "writing-only", False),
        (["letter"], "writing-only", True),
        (["email"], "writing-only", False),
        (["somebody"], "through-somebody", False),
        (["do-not"], None, False),
        ([], None, False),
    ],
)
def test_we_talk_only_in_a_way_they_ticked(ways: list[str], how: str | None, may_write: bool) -> None:
    person = child(how_reach=ways).person
    assert (person.talk_how, person.may_write) == (how, may_write)
    assert person.wants_no_answer is (ways == ["do-not"])


def test_how_an_older_one_feels_keeps_their_pictures_and_their_words() -> None:
    told = read_answers("young-people", {"feelings": ["left-out"], "how_feel": "like nobody cares"}, RECEIVED)
    assert told.gist == "They feel: left out\nlike nobody cares"


@pytest.mark.parametrize(
    ("way", "phone", "through"),
    [
        ("07700 900 123", "07700 900 123", None),
        ("07700 900123, I am at my nan's", None, "07700 900123, I am at my nan's"),
        ("the red house by school", None, "the red house by school"),
    ],
)
def test_a_way_to_be_contacted_now_is_kept_as_it_was_given(way: str, phone: str | None, through: str | None) -> None:
    told = read_answers("contact-me-now", {"first_name": "Kit", "how_to_reach": way}, RECEIVED)
    assert (told.person.phone, told.person.contact_through) == (phone, through)
    assert dict(told.triage_values)["not_safe"] == "yes"
    assert told.person.is_young

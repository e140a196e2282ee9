"""From the answers of a form to what somebody told us."""

from typing import Any

import pytest

from cases.intake import Intake
from cases.reading import read_answers
from tests.unit.cases.said import RECEIVED

MOTHER: dict[str, Any] = {
    "kind": "complaint",
    "who_are_you": "parent",
    "call_choice": "take-complaint",
    "child_involved": "yes",
    "children": [{"name": "Kit Pretend", "date_of_birth": "2016-05", "relationship": "my son"}],
    "about_named": "yes",
    "named_people": [{"name": "Mina Madeup", "job": "Team manager"}],
    "harm_tick": ["none"],
    "points": [{"what": "Nobody rang.", "when": "In May"}, {"what": "The plan was lost."}],
    "service": "not-sure",
    "outcome_sought": ["apology"],
    "name": "Asha Pretend",
    "phone": "01632 960444",
    "talk_how": "call",
    "safe_times": ["weekday-morning"],
    "may_leave_message": "no",
}


def read(**changed: Any) -> Intake:
    return read_answers("tell-us", MOTHER | changed, RECEIVED)


def test_a_complaint_is_read_point_by_point() -> None:
    told = read()
    assert [(point.what, point.when) for point in told.points] == [
        ("Nobody rang.", "In May"),
        ("The plan was lost.", None),
    ]
    assert told.children[0].date_of_birth == "2016-05"
    assert told.named_people[0].name == "Mina Madeup"
    assert told.service is None
    assert told.person.safe_times == ("weekday-morning",)
    assert (told.person.may_leave_message, told.person.may_write) == (False, False)


@pytest.mark.parametrize(
    ("answers", "wants"),
    [
        ({"call_choice": "call-me"}, True),
        ({"call_choice": "both"}, True),
        ({"call_choice": "take-complaint", "ring_as_well": "yes", "ring_on": "01632 960445"}, True),
        ({"call_choice": "take-complaint", "ring_as_well": "no"}, False),
    ],
)
def test_a_call_asked_for_last_is_a_call_asked_for(answers: dict[str, str], wants: bool) -> None:
    assert read(**answers).wants_call is wants


def test_whoever_acts_for_a_child_has_a_child_involved() -> None:
    told = read(who_are_you="acting-for", acting_role="advocate", child_involved=None)
    assert (told.child_involved, told.person.relationship) == ("yes", "advocate")


def test_a_young_persons_words_and_their_yes_to_an_advocate_are_read() -> None:
    told = read_answers(
        "young-people",
        {
            "first_name": "Jo",
            "age": 13,
            "what_happened": "They moved my things.",
            "what_would_help": "Say sorry.",
            "advocate": "yes",
            "how_reach": ["text"],
            "phone": "01632 960446",
            "not_safe": "no",
        },
        RECEIVED,
    )
    assert (told.person.name, told.person.age, told.person.is_young) == ("Jo", "13", True)
    assert (told.wants_advocate, told.child_involved, told.call_choice) == (True, "yes", None)
    assert told.points[0].what == "They moved my things."
    assert told.person.talk_how == "writing-only", "they ticked a text and no call"


def test_answers_of_an_unexpected_shape_still_open_a_case() -> None:
    told = read_answers("tell-us", {"kind": None, "points": "?", "children": [1, {"name": 3}]}, RECEIVED)
    assert (told.kind, told.points, len(told.children)) == ("complaint", (), 1)

"""Each way into the form, walked to its end in a browser without scripts."""

import pytest
from sqlalchemy import select

from foundation.database import db
from foundation.events import Event
from tests.integration.webform.person import Person
from tests.pages import StrictClient
from webform.models import Submission

pytestmark = pytest.mark.usefixtures("authority")


def sent() -> list[Submission]:
    return list(db.session.scalars(select(Submission)))


def test_a_parent_complains_and_sees_a_reference(client: StrictClient) -> None:
    person = Person(client)
    person.go_on(kind="complaint")
    assert person.heading == "Who are you?"
    person.go_on(who_are_you="parent")
    person.go_on(child_involved="yes")
    assert person.heading == "Which children or young people is it about?"
    person.go_on(
        children__0__name="Robin Sample",
        children__0__date_of_birth__day="14",
        children__0__date_of_birth__month="June",
        children__0__date_of_birth__year="2015",
        children__0__relationship="my son",
    )
    person.go_on(call_about="Nobody tells me what is happening")
    person.go_on(call_choice="take-complaint")
    person.go_on(("add", "points"), points__0__what="The worker did not come", points__0__when="In March")
    assert person.value("points-0-what") == "The worker did not come"
    person.go_on(
        points__0__what="The worker did not come",
        points__0__when="In March",
        points__1__what="Nobody rang back\r\nI rang twice",
    )
    person.go_on(about_named="yes")
    person.go_on(named_people__0__name="Alex Example", named_people__0__job="social worker")
    person.go_on(harm_tick="none")
    person.go_on(service="children-looked-after")
    person.go_on(outcome_sought=["apology", "explanation"], outcome_words="Ring me when you say you will")
    person.go_on()
    person.go_on(name="Sam Sample")
    person.go_on(email="sam@example.com", phone="01632 960 001")
    person.go_on(talk_how="call")
    person.go_on(safe_times=["weekday-morning"])
    person.go_on(may_leave_message="no")
    person.go_on(safe_notes="Ask for Sam")
    person.go_on(adjustments=["large-print"], adjustments_words="", language="")
    assert person.heading == "Shall we ring you as well?"
    person.go_on(ring_as_well="no")
    assert person.heading == "Check what you wrote, then send it"
    assert "14 June 2015" in person.words
    assert "2. Nobody rang back" in person.words

    person.go_on()

    (submission,) = sent()
    assert person.place == "sent"
    assert submission.reference in person.words
    assert submission.form_key == "tell-us"
    assert submission.answers == {
        "kind": "complaint",
        "who_are_you": "parent",
        "child_involved": "yes",
        "children": [{"name": "Robin Sample", "date_of_birth": "2015-06-14", "relationship": "my son"}],
        "call_about": "Nobody tells me what is happening",
        "call_choice": "take-complaint",
        "points": [
            {"what": "The worker did not come", "when": "In March"},
            {"what": "Nobody rang back\nI rang twice", "when": None},
        ],
        "about_named": "yes",
        "named_people": [{"name": "Alex Example", "job": "social worker", "team": None}],
        "harm_tick": ["none"],
        "service": "children-looked-after",
        "outcome_sought": ["apology", "explanation"],
        "outcome_words": "Ring me when you say you will",
        "name": "Sam Sample",
        "email": "sam@example.com",
        "phone": "01632 960 001",
        "talk_how": "call",
        "safe_times": ["weekday-morning"],
        "may_leave_message": "no",
        "safe_notes": "Ask for Sam",
        "adjustments": ["large-print"],
        "ring_as_well": "no",
    }
    fact = db.session.scalars(select(Event).where(Event.name == "submission.received")).one()
    assert fact.stream_id == submission.id
    assert fact.payload == {
        "form_key": "tell-us",
        "submission_id": str(submission.id),
        "about_type": None,
        "about_id": None,
    }


def test_somebody_who_only_wants_a_call_is_asked_little(client: StrictClient) -> None:
    person = Person(client)
    for typed in (
        {"kind": "complaint"},
        {"who_are_you": "foster-carer"},
        {"child_involved": "no"},
        {"call_about": "The allowance stopped"},
        {"call_choice": "call-me"},
        {"about_named": "no"},
        {"harm_tick": "none"},
        {"service": "not-sure"},
        {"name": "Pat Sample"},
    ):
        person.go_on(**typed)
    assert person.heading == "How can we reach you?"
    person.go_on(email="pat@example.com")
    assert person.errors == {"phone": "Enter the telephone number we should ring"}
    person.go_on(email="pat@example.com", phone="01632 960 002")
    assert person.heading == "When is it safe for us to ring you?"
    for more in ({"call_times": ["weekday-morning", "weekday-afternoon"]}, {"may_leave_message": "yes"}, {}, {}):
        person.go_on(**more)
    assert person.place == "check"
    person.go_on()

    (submission,) = sent()
    assert submission.answers["call_choice"] == "call-me"
    assert submission.answers["call_times"] == ["weekday-morning", "weekday-afternoon"]
    assert "points" not in submission.answers


def test_somebody_acting_for_a_child_is_asked_for_consent_and_is_not_turned_away_without(client: StrictClient) -> None:
    person = Person(client)
    person.go_on(kind="complaint")
    person.go_on(who_are_you="acting-for")
    person.go_on(acting_role="relative")
    person.go_on(acting_consent="no")
    assert person.heading == "You can still tell us"
    person.go_on()
    assert person.heading == "Which children or young people is it about?"
    person.go_on()
    assert person.errors == {"children-0-name": "Enter the name of a child, or tick “I do not know their details”"}
    person.go_on(children_not_known="not-known")
    assert person.heading == "In one line, what is it about?"


def test_thanks_take_five_pages(client: StrictClient) -> None:
    person = Person(client)
    for typed in (
        {"kind": "compliment"},
        {"who_are_you": "young-person"},
        {"child_involved": "no"},
        {"compliment_words": "She listened"},
        {"thank_who": "Jo"},
        {"service": "care-leavers"},
        {},
        {"no_contact": "no-answer"},
    ):
        person.go_on(**typed)
    assert person.place == "check"
    person.go_on()

    (submission,) = sent()
    assert submission.answers == {
        "kind": "compliment",
        "who_are_you": "young-person",
        "child_involved": "no",
        "compliment_words": "She listened",
        "thank_who": "Jo",
        "service": "care-leavers",
        "no_contact": ["no-answer"],
    }


@pytest.mark.parametrize(
    ("chosen", "heading"),
    [
        ("child-at-risk", "If you are worried about a child"),
        ("ask-for-help", "If you want to ask for help"),
        ("court", "If it is about a court case"),
        ("appeal", "If it is about a decision you can appeal"),
        ("school", "If it is about a school"),
        ("other-council", "If it is about a different council"),
        ("personal-data", "If it is about the information we hold"),
    ],
)
def test_a_signpost_explains_and_lets_people_carry_on(client: StrictClient, chosen: str, heading: str) -> None:
    person = Person(client)
    person.go_on(kind="something-else")
    person.go_on(something_else=chosen)
    assert person.heading == heading

    person.go_on()

    assert person.heading == ("What would you like to do?" if chosen == "personal-data" else "Who are you?")
    assert Person(client, f"/isle-of-wight/signposts/{chosen}").heading == heading


def test_something_else_is_sent_in_their_own_words(client: StrictClient) -> None:
    person = Person(client)
    for typed in (
        {"kind": "something-else"},
        {"something_else": "none-of-these"},
        {"who_are_you": "other", "who_other": "A neighbour"},
        {"child_involved": "not-sure"},
        {"message": "The sign on your door is wrong"},
        {"harm_tick": "none"},
        {"service": "not-sure"},
        {"name": ""},
        {"postal_address": "1 Sample Road\r\nSampletown"},
        {},
        {"may_write": "yes"},
        {},
        {},
    ):
        person.go_on(**typed)
    assert person.place == "check"
    person.go_on()

    (submission,) = sent()
    assert submission.answers["who_other"] == "A neighbour"
    assert submission.answers["postal_address"] == "1 Sample Road\nSampletown"
    assert submission.answers["may_write"] == "yes"


def test_a_child_in_danger_brings_the_emergency_numbers_at_once(client: StrictClient) -> None:
    person = Person(client)
    for typed in (
        {"kind": "something-else"},
        {"something_else": "none-of-these"},
        {"who_are_you": "parent"},
        {"child_involved": "no"},
        {"message": "Please read this"},
        {"harm_tick": ["child-in-danger-now", "i-am-not-safe"]},
    ):
        person.go_on(**typed)
    assert person.heading == "If a child is in danger now"
    assert "999" in person.words
    person.go_on()
    assert person.heading == "If you are not safe"
    person.go_on()
    assert person.heading == "Which service is it about?"

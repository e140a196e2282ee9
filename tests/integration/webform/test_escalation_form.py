"""Asking for the next stage: a form begun for somebody, with choices only they are offered."""

from typing import Any
from uuid import UUID

import pytest
from sqlalchemy import select

from authorities.models import Authority
from foundation.database import db, new_id, transaction
from foundation.events import Event
from tests.integration.webform.person import Person
from tests.pages import StrictClient
from webform.answer_sheet import answer_sheet
from webform.draft_cookie import name_of
from webform.drafts import begin
from webform.models import Submission


def begun(client: StrictClient, authority: Authority, about_id: UUID, **given: Any) -> Person:
    with transaction():
        _, secret = begin("escalation", authority.id, about=("case", about_id), **given)
    client.set_cookie(name_of(authority.key, "escalation"), secret)
    return Person(client, "/isle-of-wight/escalation/")


def test_everything_may_be_left_blank(client: StrictClient, authority: Authority) -> None:
    about = new_id()
    person = begun(client, authority, about, known={"asked_by_child": "no", "has_points": "no"})
    assert person.heading == "What would put it right?"

    for _ in range(3):
        person.go_on()
    assert person.place == "check"
    person.go_on()

    submission = db.session.scalars(select(Submission)).one()
    assert submission.answers == {}
    assert (submission.about_type, submission.about_id) == ("case", about)
    fact = db.session.scalars(select(Event).where(Event.name == "submission.received")).one()
    assert fact.payload["about_id"] == str(about)


def test_the_points_of_this_case_alone_are_offered(client: StrictClient, authority: Authority) -> None:
    first, second = str(new_id()), str(new_id())
    person = begun(
        client,
        authority,
        new_id(),
        known={"asked_by_child": "no", "has_points": "yes"},
        choices={"points_left": [(first, "Part 1"), (second, "Part 2")]},
    )
    assert person.heading == "Which parts are you still unhappy with?"

    assert person.go_on(points_left=[str(new_id())]).status == 422
    person.go_on(points_left=[second])
    person.go_on(put_right="Look at it again")
    person.go_on(how_answered="letter")
    person.go_on(main_reason="other", other_reason="It was about another child")
    assert "Part 2" in person.words
    assert "Part 1" not in person.words
    person.go_on()

    submission = db.session.scalars(select(Submission)).one()
    assert submission.answers == {
        "points_left": [second],
        "put_right": "Look at it again",
        "how_answered": "letter",
        "main_reason": "other",
        "other_reason": "It was about another child",
    }
    lines = [line for section in answer_sheet(submission) for line in section.lines]
    assert {line.key: line.words for line in lines} == {
        "points_left": ("Part 2",),
        "put_right": ("Look at it again",),
        "how_answered": ("A letter or email only",),
        "main_reason": ("Another reason",),
        "other_reason": ("It was about another child",),
    }


@pytest.mark.parametrize(
    ("how_answered", "main_reason", "place", "says"),
    [
        ("no-answer", None, "no-answer", "begins by itself"),
        (None, "no-answer", "no-answer", "send it again"),
        ("letter", "reach-ombudsman", "ombudsman", "You can go to them at any time."),
        ("letter", "late-answer", "check", "The answer came late"),
    ],
)
def test_what_two_of_the_reasons_bring_is_said_before_sending(
    client: StrictClient, authority: Authority, how_answered: str | None, main_reason: str | None, place: str, says: str
) -> None:
    person = begun(client, authority, new_id(), known={"asked_by_child": "no", "has_points": "no"})
    person.go_on()
    person.go_on(**{"how_answered": how_answered} if how_answered else {})
    person.go_on(**{"main_reason": main_reason} if main_reason else {})
    assert person.place == place
    assert says in person.words


@pytest.mark.parametrize("page", ["put-right", "how-we-answered", "why"])
def test_each_page_says_that_it_may_be_left_blank(client: StrictClient, authority: Authority, page: str) -> None:
    person = begun(client, authority, new_id(), known={"asked_by_child": "no", "has_points": "no"})
    while person.place != page:
        person.go_on()
    assert "can leave" in person.words or "do not have to" in person.words


def test_a_child_is_asked_only_what_is_still_not_right(client: StrictClient, authority: Authority) -> None:
    person = begun(client, authority, new_id(), known={"asked_by_child": "yes", "has_points": "no"})
    assert person.heading == "What is still not right?"

    person.go_on(still_not_right="They still have not said why")

    assert person.place == "check"

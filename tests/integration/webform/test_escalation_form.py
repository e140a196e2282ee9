"""Asking for the next stage: a form begun for somebody, with choices only they are offered."""

from typing import Any
from uuid import UUID

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


def test_a_child_is_asked_only_what_is_still_not_right(client: StrictClient, authority: Authority) -> None:
    person = begun(client, authority, new_id(), known={"asked_by_child": "yes", "has_points": "no"})
    assert person.heading == "What is still not right?"

    person.go_on(still_not_right="They still have not said why")

    assert person.place == "check"

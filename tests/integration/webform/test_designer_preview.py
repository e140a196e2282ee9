"""A walk through the draft that says why and keeps nothing, and the outline of the whole journey."""

from collections.abc import Callable
from typing import Any

import pytest
from flask_sqlalchemy import SQLAlchemy
from sqlalchemy import select

from authorities.models import Authority
from foundation.database import db
from tests.integration.webform.designing import Desk, Page, working


def walked(desk: Desk, page: Page, **answers: Any) -> Page:
    """Answer one page of a preview and go on."""
    onward = next(button.get_text(strip=True) for button in page.html.select("main form button"))
    return desk.press(page, onward, **answers)


def test_a_preview_walks_the_draft_says_why_and_keeps_nothing(
    cleo: Desk, island: Authority, table_counts: Callable[[], dict[str, int]]
) -> None:
    cleo.press(cleo.open("/questions/kind"), "Keep the question", label="What would you like to tell us?")
    before = table_counts()

    page = cleo.open("/preview")
    assert "Preview – nothing is sent" in page.words
    assert "Tell us about children's services" in page.words
    page = cleo.press(page, "Start now")
    assert "What would you like to tell us?" in page.words
    refused = walked(cleo, page)
    assert refused.status == 422
    page = walked(cleo, page, kind="compliment")

    assert "Who are you?" in page.words
    assert (
        "Skipped Its condition does not hold. “What would you like to tell us?” is “Something else”? No: Say thank you"
        in page.words
    )
    page = walked(cleo, page, who_are_you="parent")
    back = cleo.press(page, "Back to the page before")
    assert back.html.h1.get_text(strip=True) == "Who are you?"
    assert back.html.find("input", {"value": "parent"}).has_attr("checked")
    assert table_counts() == before


def test_a_preview_ends_at_the_check_page_and_sends_nothing(
    cleo: Desk, table_counts: Callable[[], dict[str, int]]
) -> None:
    answers: dict[str, Any] = {
        "kind": "compliment",
        "who_are_you": "parent",
        "child_involved": "no",
        "compliment_words": "All of it",
        "service": "not-sure",
        "no_contact": ["no-answer"],
        "talk_how": "writing-only",
        "may_write": "no",
    }
    before = table_counts()
    page = cleo.open("/preview")
    for _ in range(40):
        held = {box.get("name") for box in page.html.select("main input, main textarea")}
        if page.html.find("input", {"name": "at", "value": "check"}):
            break
        page = walked(cleo, page, **{key: value for key, value in answers.items() if key in held})
        assert page.status == 200, page.words[:600]

    assert "All of it" in page.words
    page = walked(cleo, page)
    assert "Here the person is given a reference" in page.words
    assert table_counts() == before


def test_a_preview_of_a_form_begun_from_a_link_asks_what_is_known(cleo: Desk) -> None:
    page = cleo.open("/forms/isle-of-wight/escalation/preview")
    assert "what is known beforehand" in page.words

    page = cleo.open("/forms/isle-of-wight/escalation/preview?known-has_points=yes&known-asked_by_child=no")

    assert "Which parts are you still unhappy with?" in page.words
    assert "The first of them" in page.words


def test_a_preview_shows_nothing_that_was_not_answered_in_it(cleo: Desk) -> None:
    page = cleo.press(cleo.open("/preview"), "Start now")
    action, held = page.boxes("Continue")

    answer = cleo._as_me().post(action, data=held | {"state": "forged", "kind": "compliment"})

    assert answer.status_code == 200


def test_the_outline_shows_every_page_question_and_branch_in_words(cleo: Desk, island: Authority) -> None:
    words = cleo.open("/outline").words

    form = working(island).form
    for page in form.pages:
        for question in page.all_questions():
            assert " ".join(question.label.split()) in words, question.key
    assert "Shown when “Who are you?” is “Somebody speaking for a child or young person”" in words
    assert "It goes to the form “young-people”" in words


@pytest.fixture
def table_counts(shipped: SQLAlchemy) -> Callable[[], dict[str, int]]:
    """How many rows each table has, sessions of officers left out."""

    def counted() -> dict[str, int]:
        db.session.rollback()
        tables = [table for table in shipped.metadata.sorted_tables if table.name != "officer_session"]
        return {
            table.name: int(db.session.execute(select(db.func.count()).select_from(table)).scalar_one())
            for table in tables
        }

    return counted

"""Who we hear from: offered, optional, counted, and with no way back to anybody."""

import logging
from datetime import date
from typing import Any

import pytest
from bs4 import BeautifulSoup
from sqlalchemy import func, inspect, select

from authorities.models import Authority
from foundation.database import Base, db, transaction
from tests.factories import time_is
from tests.pages import StrictClient
from webform.equality import answers_counted, count_answers, questions_for
from webform.models import EqualityCount

PAGE = "/isle-of-wight/about-you/public"
YOUNG = "/isle-of-wight/about-you/young-person"
SAID = {"age": "35-44", "ethnic_group": "mixed", "sexual_orientation": "prefer-not"}
DECEMBER = date(2027, 12, 2)


@pytest.fixture(autouse=True)
def _in_december(authority: Authority) -> None:
    time_is("2027-12-02", 21, 40)


def counted(authority: Authority) -> dict[str, dict[str, int]]:
    return answers_counted(authority.id, date(2027, 10, 1), date(2027, 12, 31))


def rows_everywhere() -> dict[str, int]:
    """How many rows each table has."""
    tables = Base.metadata.sorted_tables
    return {table.name: db.session.scalar(select(func.count()).select_from(table)) or 0 for table in tables}


def asked(client: StrictClient, page: str) -> list[str]:
    """The questions on a page, as they read."""
    html = BeautifulSoup(client.get(page).text, "html5lib")
    return [legend.get_text(" ", strip=True) for legend in html.select("legend")]


def test_it_says_that_it_is_optional_why_we_ask_and_that_it_is_kept_apart(client: StrictClient) -> None:
    words = " ".join(client.get(PAGE).text.split())
    for promise in (
        "You do not have to.",
        "We ask so that we can see",
        "It does not change how we deal with what you told us.",
        "They cannot be traced back to you or to anything you told us.",
    ):
        assert promise in words


def test_every_question_can_be_left_blank_or_answered_with_rather_not_say(client: StrictClient) -> None:
    for audience in ("public", "young-person"):
        for question in questions_for(audience).questions():  # type: ignore[arg-type]
            assert not question.may_be_needed
            assert question.choices[-1].value == "prefer-not"


def test_young_people_are_asked_four_questions_and_none_about_religion_or_whom_they_love(client: StrictClient) -> None:
    assert len(asked(client, PAGE)) == 8
    young = asked(client, YOUNG)
    assert len(young) == 4
    assert not [words for words in young if "religion" in words or "describes you" in words]


def test_answers_are_counted_and_a_blank_is_counted_as_a_blank(client: StrictClient, authority: Authority) -> None:
    done = client.send_form(PAGE, SAID, follow_redirects=True)
    assert "Nobody can tell that they were yours" in done.text
    found = counted(authority)
    assert (found["age"], found["ethnic_group"]) == ({"35-44": 1}, {"mixed": 1})
    assert (found["sexual_orientation"], found["religion"]) == ({"prefer-not": 1}, {"not-answered": 1})
    assert {sum(numbers.values()) for numbers in found.values()} == {1}


def test_whoever_answers_twice_is_counted_twice(client: StrictClient, authority: Authority) -> None:
    for _ in range(2):
        client.send_form(PAGE, SAID)
    assert counted(authority)["age"] == {"35-44": 2}


def test_a_page_left_blank_counts_for_nothing(client: StrictClient, authority: Authority) -> None:
    assert client.send_form(PAGE, {}, follow_redirects=True).status_code == 200
    assert counted(authority) == {}


def test_an_answer_that_was_not_offered_is_not_counted(client: StrictClient, authority: Authority) -> None:
    answer = client.send_form(PAGE, SAID | {"religion": "robin@family.example"})
    assert answer.status_code == 422
    assert "Choose one of the answers" in answer.text
    assert counted(authority) == {}


def test_counts_of_years_and_authorities_stay_apart(authority: Authority) -> None:
    with transaction():
        for day in (date(2027, 3, 31), date(2027, 4, 1), date(2028, 3, 31)):
            count_answers(authority.id, questions_for("public"), {"age": "18-24"}, day)
    assert answers_counted(authority.id, date(2027, 4, 1), date(2028, 3, 31))["age"] == {"18-24": 2}
    assert answers_counted(authority.id, date(2028, 4, 1), date(2029, 3, 31)) == {}


def test_a_count_has_nothing_to_lead_back_by(client: StrictClient, authority: Authority) -> None:
    columns = inspect(EqualityCount).columns
    assert {column.key for column in columns} == {"id", "authority_id", "quarter_on", "question", "answer", "number"}
    pointed_at = {key.column.table.name for column in columns for key in column.foreign_keys}
    assert pointed_at == {"authority"}
    assert not [
        table.name
        for table in Base.metadata.sorted_tables
        for key in table.foreign_keys
        if key.column.table.name == "equality_count"
    ]
    client.send_form(PAGE, SAID)
    rows = list(db.session.scalars(select(EqualityCount)))
    assert {row.quarter_on for row in rows} == {date(2027, 10, 1)}
    # Ids of other rows are of version 7 and hold the moment they were made; these are made from what is counted.
    assert {row.id.version for row in rows} == {5}


def test_ten_people_with_the_same_answers_leave_the_rows_that_one_leaves(authority: Authority) -> None:
    with transaction():
        count_answers(authority.id, questions_for("public"), SAID, DECEMBER)
    first = {(row.id, row.question, row.answer) for row in db.session.scalars(select(EqualityCount))}
    with transaction():
        for _ in range(9):
            count_answers(authority.id, questions_for("public"), SAID, date(2027, 12, 30))
    db.session.expire_all()
    rows = list(db.session.scalars(select(EqualityCount)))
    assert {(row.id, row.question, row.answer) for row in rows} == first
    assert {row.number for row in rows} == {10}


def test_two_answers_of_one_person_are_not_kept_together(authority: Authority) -> None:
    """Who is 35 and who is Sikh stands there; that one person is both does not."""
    with transaction():
        count_answers(authority.id, questions_for("public"), {"age": "35-44", "religion": "none"}, DECEMBER)
        count_answers(authority.id, questions_for("public"), {"age": "18-24", "religion": "sikh"}, DECEMBER)
    this_way = counted(authority)
    db.session.query(EqualityCount).delete()
    with transaction():
        count_answers(authority.id, questions_for("public"), {"age": "35-44", "religion": "sikh"}, DECEMBER)
        count_answers(authority.id, questions_for("public"), {"age": "18-24", "religion": "none"}, DECEMBER)
    assert counted(authority) == this_way


def test_answering_writes_nothing_else_anywhere(client: StrictClient) -> None:
    before = rows_everywhere()
    client.send_form(PAGE, SAID)
    after = rows_everywhere()
    assert {name: after[name] - before[name] for name in after if after[name] != before[name]} == {"equality_count": 8}


def test_answering_leaves_no_line_in_the_logs(client: StrictClient, caplog: pytest.LogCaptureFixture) -> None:
    with caplog.at_level(logging.DEBUG):
        client.get("/isle-of-wight/")
        assert [record for record in caplog.records if record.name == "redress.requests"]
        caplog.clear()
        client.send_form(PAGE, SAID, follow_redirects=True)
    assert not caplog.records


def test_the_page_has_one_address_for_everybody_and_sets_no_cookie_of_its_own(client: StrictClient) -> None:
    answer = client.get(PAGE)
    assert {cookie.split("=")[0] for cookie in answer.headers.getlist("Set-Cookie")} <= {"redress"}
    html = BeautifulSoup(answer.text, "html5lib")
    hidden: list[Any] = [box["name"] for box in html.select("main form input[type=hidden]")]
    assert hidden == ["csrf_token"]
    assert client.get("/isle-of-wight/about-you/somebody").status_code == 404

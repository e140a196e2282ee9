"""Taking in, at the desk, what came by letter, telephone or email: a complaint, or a request for the next stage."""

from datetime import date

import pytest
from bs4 import BeautifulSoup
from sqlalchemy import select

from cases.models import Case
from foundation.database import db
from tests.factories import Council, make_confirmed_case, time_is
from tests.integration.cases.at_the_desk import error_by, page_of, text
from tests.integration.cases.test_opening import stage
from tests.pages import StrictClient

INTAKE = {
    "authority": "isle-of-wight",
    "kind": "complaint",
    "channel": "letter",
    "received_on-day": "1",
    "received_on-month": "12",
    "received_on-year": "2027",
    "gist": "Nobody rang",
    "points-0-what": "She waited three weeks",
    "points-1-what": "Then nobody came",
    "service": "children-looked-after",
    "relationship": "parent",
    "name": "Ivo Tarn",
    "postal_address": "1 Example Lane\nNewport",
    "may_write": "y",
    "call_choice": "take-complaint",
    "child_involved": "yes",
    "children-0-name": "Wren Tarn",
}


def test_a_letter_is_taken_in_with_its_true_date(desk: StrictClient) -> None:
    answer = desk.send_form("/desk/intake", INTAKE)
    assert answer.status_code == 303
    case = db.session.scalars(select(Case)).one()
    assert answer.location.endswith(page_of(case))
    assert (case.received_on, case.channel, case.state) == (date(2027, 12, 1), "letter", "to-confirm")
    assert [point.words for point in case.points] == ["She waited three weeks", "Then nobody came"]
    assert stage(case).target_on == date(2027, 12, 15)
    shown = text(desk.get(page_of(case)))
    assert "Wren Tarn" in shown
    assert "1 Example Lane" in shown


@pytest.mark.parametrize(
    ("wrong", "field", "error"),
    [
        ({"channel": ""}, "channel", "Choose how it came"),
        ({"received_on-day": "31", "received_on-month": "2"}, "received_on", "date"),
        ({"received_on-year": "2030"}, "received_on", "today or in the past"),
        ({"received_on-year": "1899"}, "received_on", "must be Sunday 1 January 2012 or later"),
        ({"gist": "", "points-0-what": "", "points-1-what": ""}, "gist", "Write the gist, or at least one point"),
        ({"name": "n" * 301}, "name", "no more than 300 letters"),
        ({"points-0-what": "w" * 20_001}, "points-0-what", "no more than 20,000 letters"),
        ({"email": "not an address"}, "email", "email address"),
    ],
)
def test_what_is_wrong_in_an_intake_stands_by_its_field_and_nothing_typed_is_lost(
    desk: StrictClient, wrong: dict[str, str], field: str, error: str
) -> None:
    answer = desk.send_form("/desk/intake", INTAKE | wrong)
    assert answer.status_code == 400
    assert error in error_by(answer, field)
    assert "Wren Tarn" in answer.get_data(as_text=True)
    assert db.session.scalars(select(Case.id)).all() == []


def test_another_row_keeps_what_was_typed(desk: StrictClient) -> None:
    answer = desk.send_form("/desk/intake", INTAKE | {"more": "children"})
    assert answer.status_code == 200
    page = BeautifulSoup(answer.get_data(as_text=True), "html5lib")
    assert page.find(id="children-1-name") is not None
    assert "Then nobody came" in answer.get_data(as_text=True)


def test_a_request_for_the_next_stage_is_taken_in_from_any_words(desk: StrictClient, quiet_council: Council) -> None:
    case = make_confirmed_case(quiet_council)
    time_is("2028-01-10", 10)
    path = f"{page_of(case)}/next-stage"
    blank = desk.send_form(path, {"words": "Not good enough"})
    assert blank.status_code == 400
    assert "Choose how it came" in error_by(blank, "channel")
    assert "Enter the day they asked" in error_by(blank, "asked_on")
    assert "Not good enough" in blank.get_data(as_text=True)
    day = {"asked_on-day": "7", "asked_on-month": "1", "asked_on-year": "2028"}
    tomorrow = day | {"asked_on-day": "11"}
    assert "today or in the past" in error_by(desk.send_form(path, {"channel": "email", **tomorrow}), "asked_on")
    desk.send_form(path, {"channel": "email", "words": "Not good enough", "main_reason": "nobody-spoke", **day})
    assert (case.stage_number, case.state) == (2, "open")
    shown = text(desk.get(page_of(case)))
    assert "Stage 2 asked for on Friday 7 January 2028, email. Main reason: Nobody spoke to the person." in shown

"""The team's lists, the work raised for it, and finding a case."""

import pytest
from bs4 import BeautifulSoup

from cases.allocation import not_mine
from cases.confirming import confirm
from cases.intake import PersonGiven
from tests.factories import Council, make_case, make_confirmed_case, time_is
from tests.integration.cases.at_the_desk import error_by, page_of, text
from tests.integration.cases.test_opening import stage
from tests.pages import StrictClient

HARM = (("who_are_you", "parent"), ("harm_tick", ("child-may-have-been-hurt",)))


def on_list(desk: StrictClient, key: str) -> set[str]:
    answer = desk.get(f"/desk/lists/{key}")
    assert answer.status_code == 200
    page = BeautifulSoup(answer.get_data(as_text=True), "html5lib")
    return {link.get_text(strip=True) for link in page.select("tbody a.redress-reference")}


def test_each_list_shows_its_cases_and_no_others(desk: StrictClient, quiet_council: Council) -> None:
    ola = quiet_council.officer()
    late = make_confirmed_case(quiet_council)
    nobody = make_confirmed_case(quiet_council)
    not_mine(stage(nobody), quiet_council.manager().id, "wrong-team")
    time_is("2027-12-20", 10)
    waiting = make_case(quiet_council)
    due = make_case(quiet_council)
    confirm(due, quiet_council.officer("officer.two").id)
    held = make_case(quiet_council, triage_values=HARM)
    call = make_case(quiet_council, call_choice="call-me", points=(), gist="Family time")
    confirm(call, ola.id)
    closed = make_case(quiet_council, kind="compliment", points=(), gist="She listened")
    desk.send_form(f"{page_of(closed)}/close", {"reason": "recorded"})
    time_is("2028-01-04", 10)
    every = {
        "to-confirm": {waiting, held},
        "mine": {late, nobody, call},
        "due": {due},
        "late": {late, nobody, call},
        "unallocated": {nobody},
        "calls": {call},
        "held": {held},
        "open": {late, nobody, due, call},
        "answered": set(),
        "closed": {closed},
    }
    for key, cases in every.items():
        assert on_list(desk, key) == {case.reference for case in cases}, key


def test_a_list_that_is_not_there_is_not_found(desk: StrictClient) -> None:
    assert desk.get("/desk/lists/everything").status_code == 404


@pytest.mark.parametrize("typed", ["Pret", "asha", "Kit", "01632 960 444", "+44 1632 960444", "2016-05-09"])
def test_a_case_is_found_by_part_of_a_name_a_telephone_or_a_birthday(
    desk: StrictClient, quiet_council: Council, typed: str
) -> None:
    case = make_case(quiet_council)
    other = PersonGiven(name="Ivo Tarn", relationship="parent", phone="01632 960555")
    make_case(quiet_council, person=other, children=())
    answer = desk.send_form("/desk/lists/open", {"words": typed}, to="/desk/search")
    assert answer.status_code == 200
    assert "1 case found." in text(answer)
    assert case.reference in text(answer)


def test_a_case_is_found_by_its_reference_and_by_the_beginning_of_it(
    desk: StrictClient, quiet_council: Council
) -> None:
    case = make_case(quiet_council)
    for typed in (case.reference, case.reference.lower(), case.reference[:4]):
        answer = desk.send_form("/desk/lists/open", {"words": typed}, to="/desk/search")
        assert case.reference in text(answer), typed


def test_what_was_complained_of_finds_nothing_and_an_empty_search_says_what_to_enter(
    desk: StrictClient, quiet_council: Council
) -> None:
    make_case(quiet_council)
    assert "0 cases found." in text(desk.send_form("/desk/work", {"words": "meeting"}, to="/desk/search"))
    empty = desk.send_form("/desk/work", {"words": ""}, to="/desk/search")
    assert empty.status_code == 400
    assert "Enter part of a name" in error_by(empty, "words")


def test_the_first_page_of_an_officer_is_the_list_of_what_to_confirm(desk: StrictClient) -> None:
    assert desk.get("/desk/").location.endswith("/desk/lists/to-confirm")

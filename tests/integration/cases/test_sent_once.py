"""A page of the desk that is sent twice makes one row."""

from flask import Flask
from sqlalchemy import func, select

from cases.models import Case, Note
from foundation.clock import business_now, london_day
from foundation.database import db
from tests.factories import Council, make_confirmed_case
from tests.integration.cases.asked import signed_in
from tests.pages import StrictClient


def shown_row(desk: StrictClient, path: str) -> str:
    from_page = desk.get(path).get_data(as_text=True)
    return from_page.split('name="row"')[1].split('value="')[1].split('"')[0]


def test_an_intake_sent_twice_opens_one_case(app: Flask, quiet_council: Council) -> None:
    desk = signed_in(app, quiet_council.officer())
    today = london_day(business_now())
    typed = {
        "row": shown_row(desk, "/desk/intake"),
        "authority": quiet_council.authority.key,
        "kind": "complaint",
        "channel": "telephone",
        "received_on-day": str(today.day),
        "received_on-month": str(today.month),
        "received_on-year": str(today.year),
        "gist": "Rang to say that nobody rings back",
        "relationship": "parent",
        "call_choice": "take-complaint",
        "child_involved": "yes",
    }
    places = [desk.send_form("/desk/intake", typed).headers["Location"] for _ in range(2)]
    assert db.session.scalar(select(func.count()).select_from(Case)) == 1
    assert places[0] == places[1]


def test_a_note_sent_twice_is_kept_once(app: Flask, quiet_council: Council) -> None:
    case = make_confirmed_case(quiet_council)
    desk = signed_in(app, quiet_council.officer())
    page = f"/desk/cases/{case.reference}"
    typed = {"row": shown_row(desk, page), "words": "She prefers mornings"}
    for _ in range(2):
        desk.send_form(page, typed, to=f"{page}/note")
    assert db.session.scalar(select(func.count()).select_from(Note)) == 1


def test_a_page_that_did_not_come_back_whole_is_refused_and_given_back(app: Flask, quiet_council: Council) -> None:
    case = make_confirmed_case(quiet_council)
    page = f"/desk/cases/{case.reference}"
    desk = signed_in(app, quiet_council.officer())
    answer = desk.send_form(page, {"row": "not an id", "words": "She prefers mornings"}, to=f"{page}/note")
    assert (answer.status_code, "She prefers mornings" in answer.get_data(as_text=True)) == (400, True)

"""Somebody who only wants to be rung: the tries, what was agreed in writing, and a complaint all the same."""

from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from tests.journeys.council import Council
from tests.journeys.looking import look_at
from tests.journeys.officers import confirm, open_case, sign_in
from tests.journeys.telling import COMPLAINT, send, tell

pytestmark = pytest.mark.browser

MOTHER = "sam@family.example"
OFFICER = "officer@redress.example"
MANAGER = "manager.children-in-care@redress.example"

A_CALL = {
    **COMPLAINT,
    "how-to-start": {"Ring me": True},
    "when-to-ring": {"Monday to Friday, 9am to 12 noon": True, "Monday to Friday, 2pm to 5pm": True},
}


def test_a_call_is_made_agreed_in_writing_and_does_not_settle_it(
    council: Council, open_page: Callable[..., Page]
) -> None:
    mother, officer, manager = open_page(320), open_page(), open_page(320)
    reference = _she_asks_for_a_call(council, mother, officer)

    manager.goto(council.last_mail_to(MANAGER).link("/answer/call/"))
    look_at(manager, f"Ring about {reference} by Monday 21 December 2026")
    manager.get_by_role("button", name="Open the call").click()
    expect(manager.locator("main")).to_contain_text("01632 960001")
    look_at(manager, f"Ring about {reference}")
    _note_call(manager, "No answer", "Notes for us", "It rang out.")
    expect(manager.get_by_role("heading", name="Tries so far")).to_be_visible()
    council.go_to("2026-12-18", 15)
    manager.get_by_label("We spoke").check()
    manager.get_by_role("button", name="Keep this").click()
    expect(manager.get_by_role("link", name="Write what was agreed.")).to_be_visible()
    look_at(manager, f"Ring about {reference}")
    _note_call(manager, "We spoke", "What was agreed?", "A plan for family time by Wednesday.")

    agreed = council.last_mail_to(MOTHER)
    assert agreed.subject == f"Your message to us, {reference}"
    assert "A plan for family time by Wednesday." in agreed.words
    council.go_to("2026-12-30", 18)
    mother.goto(agreed.link("/still-want/"))
    look_at(mother, "I still want to complain")
    mother.get_by_role("button", name="I still want to complain").click()
    look_at(mother, "Your complaint has gone in")

    assert "We have your complaint." in council.last_mail_to(MOTHER).words
    open_case(officer, reference)
    main = officer.locator("main")
    expect(main).to_contain_text("17 December 2026 at 9:40pm")
    expect(main).to_contain_text("Thursday 14 January 2027")
    confirm(officer, reference)
    told = council.last_mail_to(MOTHER)
    assert "You should have your answer by Thursday 14 January 2027." in told.words
    assert "Wednesday 30 December 2026" in told.words


def test_a_call_that_nobody_answers_becomes_a_complaint_dated_from_the_first_contact(
    council: Council, open_page: Callable[..., Page]
) -> None:
    mother, officer, manager = open_page(320), open_page(), open_page()
    reference = _she_asks_for_a_call(council, mother, officer)
    manager.goto(council.last_mail_to(MANAGER).link("/answer/call/"))
    manager.get_by_role("button", name="Open the call").click()
    for hour in (10, 12, 15):
        council.go_to("2026-12-21", hour)
        _note_call(manager, "No answer", "Notes for us", f"Rang at {hour}.")
    expect(manager.get_by_text("Nothing more is to be done here.")).to_be_visible()

    missed = council.last_mail_to(MOTHER)
    assert "You have not lost anything." in missed.words
    assert "counted from the day you first got in touch" in missed.words
    confirm(officer, reference)
    assert "You should have your answer by Tuesday 5 January 2027." in council.last_mail_to(MOTHER).words


def test_a_call_that_nobody_makes_is_chased_and_never_closed_by_silence(
    council: Council, open_page: Callable[..., Page]
) -> None:
    mother, officer = open_page(320), open_page()
    reference = _she_asks_for_a_call(council, mother, officer)
    council.go_to("2026-12-24", 9, 30)
    assert council.subjects_to(MANAGER) == [
        f"Ring back about {reference} by Monday 21 December 2026",
        f"Ring back about {reference}: due today",
    ]
    assert council.subjects_to("complaints.manager@redress.example") == [f"Ring back {reference} is late"]
    assert "counted from the day you first got in touch" in council.last_mail_to(MOTHER).words
    officer.goto("/desk/lists/to-confirm")
    expect(officer.get_by_role("link", name=reference)).to_be_visible()


def _she_asks_for_a_call(council: Council, mother: Page, officer: Page) -> str:
    tell(mother, A_CALL)
    reference = send(mother)
    expect(mother.get_by_text("will ring you by Monday 21 December 2026")).to_be_visible()
    receipt = council.last_mail_to(MOTHER)
    assert "will ring you by Monday 21 December 2026" in receipt.words
    council.go_to("2026-12-18", 9, 20)
    sign_in(officer, council, OFFICER)
    confirm(officer, reference)
    request = council.last_mail_to(MANAGER)
    assert request.subject == f"Ring back about {reference} by Monday 21 December 2026"
    assert not [word for word in ("Sam", "Robin", "01632 960001") if word in request.words]
    return reference


def _note_call(manager: Page, outcome: str, box: str, words: str) -> None:
    manager.get_by_label(outcome, exact=True).check()
    manager.get_by_label(box).fill(words)
    manager.get_by_role("button", name="Keep this").click()
    expect(manager.get_by_role("status").get_by_text("Kept.")).to_be_visible()

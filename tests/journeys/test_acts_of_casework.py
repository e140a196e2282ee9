"""A complaint that waits for a court and goes on, and one that a manager must agree to refuse: desk and letters."""

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
COMPLAINTS_MANAGER = "complaints.manager@redress.example"


def test_a_complaint_waits_for_a_court_and_goes_on_with_a_new_date(
    council: Council, open_page: Callable[..., Page]
) -> None:
    officer = open_page()
    reference = _she_complains_and_an_officer_confirms(council, open_page(320), officer)

    council.go_to("2026-12-21", 10)
    _begin(officer, reference, "Freeze it for other proceedings")
    officer.get_by_label("Court proceedings").check()
    officer.get_by_label("What would do harm").fill("The judge hears the same people in January.")
    _day(officer, "review_on", "4", "1", "2027")
    officer.get_by_role("button", name="Freeze it and tell the person").click()
    expect(officer.get_by_text("Frozen. The person is being told.")).to_be_visible()
    look_at(officer, reference)
    told = council.last_mail_to(MOTHER).words
    assert "A court is looking at the same things." in told
    assert "The judge hears the same people in January." in told

    council.go_to("2027-01-04", 10)
    officer.goto("/desk/work")
    expect(officer.get_by_text("look at whether it must still wait")).to_be_visible()
    _begin(officer, reference, "Go on with it")
    officer.get_by_role("button", name="Go on and tell the person").click()
    expect(officer.get_by_text("It goes on.")).to_be_visible()
    # Tuesday 22 December to Monday 4 January: seven working days, from Tuesday 5 to Thursday 14 January
    assert "You should have your answer by Thursday 14 January 2027." in council.last_mail_to(MOTHER).words


def test_an_officer_asks_a_manager_agrees_and_the_person_is_told_who_is_next(
    council: Council, open_page: Callable[..., Page]
) -> None:
    officer, manager = open_page(), open_page()
    reference = _she_complains_and_an_officer_confirms(council, open_page(320), officer)

    _begin(officer, reference, "Refuse to look into it")
    officer.get_by_role("button", name="Ask a manager to approve it").click()
    expect(officer.get_by_role("link", name="Choose the reason")).to_be_visible()
    officer.get_by_label("About something the Regulations leave out").check()
    officer.get_by_label("Why, in words to the person").fill("The court decided where Robin lives.")
    officer.get_by_role("button", name="Ask a manager to approve it").click()
    expect(officer.get_by_text("A manager is asked to approve it.")).to_be_visible()

    asked = council.last_mail_to(COMPLAINTS_MANAGER)
    assert asked.subject == f"Complaint {reference}: your decision is asked for"
    sign_in(manager, council, COMPLAINTS_MANAGER)
    open_case(manager, reference)
    manager.get_by_role("link", name="Decide about it").click()
    look_at(manager, "Approve: refuse to look into it")
    manager.get_by_label("Yes: do it, and tell the person").check()
    manager.get_by_role("button", name="Keep the decision").click()
    expect(manager.get_by_text("Approved and done.")).to_be_visible()
    told = council.last_mail_to(MOTHER).words
    assert "The court decided where Robin lives." in told
    assert "Local Government and Social Care Ombudsman" in told


def _she_complains_and_an_officer_confirms(council: Council, mother: Page, officer: Page) -> str:
    tell(mother, COMPLAINT)
    reference = send(mother)
    council.go_to("2026-12-18", 9, 20)
    sign_in(officer, council, OFFICER)
    confirm(officer, reference)
    return reference


def _begin(officer: Page, reference: str, act: str) -> None:
    """From the case to the page of one act."""
    open_case(officer, reference)
    officer.get_by_text("Other acts on this case").click()
    officer.get_by_role("link", name=act).click()
    look_at(officer, act)


def _day(page: Page, field: str, day: str, month: str, year: str) -> None:
    for part, words in (("day", day), ("month", month), ("year", year)):
        page.locator(f'[name="{field}-{part}"]').fill(words)

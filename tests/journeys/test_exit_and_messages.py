"""The way out of every public page, standing pages, the mailbox and a letter to print, in a browser."""

from collections.abc import Callable

import pytest
from flask import Flask
from playwright.sync_api import Page, expect

from application import leaving
from application.look import Look
from authorities.models import Officer
from authorities.publishing import default_authority
from authorities.sessions import SESSION_COOKIE, begin_session
from authorities.signing_in import make_link
from foundation.database import db, new_id, transaction
from foundation.settings import Settings
from notifications.models import Message
from notifications.outgoing import Recipient, request_message
from notifications.sign_in_mail import send_sign_in_link
from tests.away import database_away
from tests.browser import assert_accessible
from workflows.transport import drain

pytestmark = pytest.mark.browser


@pytest.fixture
def elsewhere(monkeypatch: pytest.MonkeyPatch) -> str:
    """Where the way out leads in these tests: no test leaves this machine."""
    monkeypatch.setattr(leaving, "known_look", lambda: Look(name="Elsewhere", way_out_url="/health"))
    return "**/health"


def sign_in(page: Page, address: str) -> Officer:
    with transaction():
        officer = db.session.query(Officer).filter_by(email=address).one()
        secret = begin_session(officer)
    page.context.add_cookies([{"name": SESSION_COOKIE, "value": secret, "url": page.evaluate("location.origin")}])
    return officer


def test_standing_pages_and_failures_are_for_everybody(browser_page: Page) -> None:
    browser_page.set_viewport_size({"width": 320, "height": 800})
    for path in ("privacy", "accessibility", "cookies", "safety", "no/such/page"):
        browser_page.goto(f"/isle-of-wight/{path}")
        assert_accessible(browser_page)


def test_one_press_leaves_and_the_browser_forgets(browser_page: Page, elsewhere: str) -> None:
    page = browser_page
    page.goto("/sign-in")
    page.goto("/isle-of-wight/safety")
    assert page.context.cookies()
    page.get_by_role("button", name="Exit this page").click()
    page.wait_for_url(elsewhere)
    assert page.context.cookies() == []


@pytest.mark.parametrize("scripts", [True, False])
def test_going_back_after_leaving_shows_nothing_of_what_was_written(
    open_page: Callable[..., Page], elsewhere: str, scripts: bool
) -> None:
    page = open_page(320, scripts=scripts)
    page.goto("/isle-of-wight/tell-us/kind")
    page.get_by_label("Say thank you").check()
    page.get_by_role("button", name="Continue").click()
    page.get_by_label("A foster carer").check()
    page.get_by_role("button", name="Continue").click()
    page.get_by_label("No", exact=True).check()
    page.get_by_role("button", name="Continue").click()
    page.get_by_label("What went well?").fill("She listened")
    page.get_by_role("button", name="Exit this page").click()
    page.wait_for_url(elsewhere)
    for _ in range(3):
        page.go_back()
        expect(page.get_by_role("heading", name="We can no longer show what you wrote here")).to_be_visible()
        expect(page.get_by_text("She listened")).to_have_count(0)
    page.go_back()
    expect(page.get_by_label("Say thank you")).not_to_be_checked()


def test_how_to_leave_is_told_between_the_start_and_the_first_question(browser_page: Page) -> None:
    page = browser_page
    page.set_viewport_size({"width": 320, "height": 800})
    page.goto("/isle-of-wight/")
    page.get_by_role("button", name="Start now").click()
    expect(page.get_by_role("heading", name="How to leave quickly")).to_be_visible()
    assert_accessible(page)
    page.get_by_role("button", name="Carry on").click()
    page.wait_for_url("**/tell-us/kind")


def test_when_the_database_is_away_the_words_are_given_back_and_one_press_sends_them_later(
    open_page: Callable[..., Page],
) -> None:
    page = open_page(320, scripts=False)
    page.goto("/isle-of-wight/tell-us/kind")
    page.get_by_label("Say thank you").check()
    with database_away():
        page.get_by_role("button", name="Continue").click()
        expect(page.get_by_role("heading", name="We cannot do that just now")).to_be_visible()
        expect(page.get_by_text("01632 960100").first).to_be_visible()
    page.get_by_role("button", name="Send this page again").click()
    expect(page.get_by_label("A foster carer")).to_be_visible()


def test_three_presses_of_shift_leave_from_anywhere_on_the_page(browser_page: Page, elsewhere: str) -> None:
    page = browser_page
    page.goto("/isle-of-wight/safety")
    for _ in range(3):
        page.keyboard.press("Shift")
    page.wait_for_url(elsewhere)


def test_the_keyboard_finds_the_skip_link_and_the_way_out_first(browser_page: Page) -> None:
    page = browser_page
    page.goto("/isle-of-wight/safety")
    page.keyboard.press("Tab")
    expect(page.get_by_role("link", name="Skip to main content")).to_be_focused()
    page.keyboard.press("Tab")
    expect(page.locator("a.govuk-js-exit-this-page-skiplink")).to_be_focused()


@pytest.mark.parametrize("width", [320, 1280])
def test_the_mailbox_and_a_letter_are_for_everybody(
    browser_page: Page, app: Flask, settings_with: Callable[..., Settings], width: int
) -> None:
    settings_with(environment="demo")
    page = browser_page
    page.set_viewport_size({"width": width, "height": 800})
    page.goto("/isle-of-wight/safety")
    officer = sign_in(page, "officer@redress.example")
    with transaction():
        send_sign_in_link(officer, make_link(officer))
        letter = _letter()
    drain(app)

    page.goto("/mailbox/")
    assert_accessible(page)
    page.get_by_role("link", name="Your link to sign in").first.click()
    assert_accessible(page)

    page.goto("/desk/letters")
    assert_accessible(page)
    page.get_by_role("link", name="R7KD-2M").click()
    assert_accessible(page)
    page.get_by_label("Month").fill("Jnuary")
    page.get_by_role("button", name="Mark as posted").click()
    assert_accessible(page)
    expect(page.get_by_role("alert")).to_contain_text("Enter the day it was posted as a real date")
    expect(page.get_by_label("Month")).to_have_value("Jnuary")
    page.get_by_role("link", name="Enter the day it was posted as a real date").click()
    expect(page.get_by_label("Day", exact=True)).to_be_focused()
    page.get_by_label("Day", exact=True).fill("2")
    page.get_by_label("Month").fill("January")
    page.get_by_label("Year").fill("2026")
    page.get_by_role("button", name="Mark as posted").click()
    expect(page.get_by_text("Friday 2 January 2026")).to_be_visible()
    db.session.expire_all()
    assert letter.fate == "posted"


def _letter() -> Message:
    return request_message(
        authority_id=default_authority().id,
        about=("officer", new_id()),
        key=str(new_id()),
        wording="sign-in",
        fields={"reference": "R7KD-2M", "link": "http://localhost/x"},
        to=Recipient("person", "Ana Example", postal_address="1 Nowhere Street\nMadeup"),
        guarantee="at-least-once",
    )

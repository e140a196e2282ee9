"""An officer signs in from the mail alone, sets leave, and signs out."""

import re
from collections.abc import Callable

import pytest
from flask import Flask
from playwright.sync_api import Page, expect

from foundation.settings import Settings
from workflows.transport import drain

pytestmark = pytest.mark.browser


def test_an_officer_signs_in_from_the_mail_sets_leave_and_signs_out(
    browser_page: Page, app: Flask, settings_with: Callable[..., Settings]
) -> None:
    settings_with(environment="demo")  # where messages are kept in the mailbox
    page = browser_page
    page.goto("/leave")
    expect(page.get_by_role("heading", name="Sign in")).to_be_visible()
    page.get_by_label("Your work email address").fill("officer@redress.example")
    page.get_by_role("button", name="Send me a link").click()
    expect(page.get_by_role("heading", name="Look in your email")).to_be_visible()

    drain(app)
    page.goto("/mailbox/")
    page.get_by_role("link", name=re.compile("sign in", re.IGNORECASE)).first.click()
    page.get_by_role("link", name="/sign-in/link/").first.click()
    page.get_by_role("button", name="Sign in").click()
    expect(page.get_by_role("heading", name="Your leave")).to_be_visible()

    for part, typed in {"day": "1", "month": "3", "year": "2030"}.items():
        page.locator(f"[name=first_on-{part}]").fill(typed)
    for part, typed in {"day": "8", "month": "3", "year": "2030"}.items():
        page.locator(f"[name=last_on-{part}]").fill(typed)
    page.get_by_label("Who stands in").select_option(label="Otis Invented, Complaints officer")
    page.get_by_role("button", name="Set leave").click()
    expect(page.get_by_text("Friday 1 March 2030 to Friday 8 March 2030")).to_be_visible()

    page.get_by_role("link", name="Sign out").click()
    page.get_by_role("button", name="Sign out").click()
    expect(page.get_by_role("heading", name="Sign in")).to_be_visible()
    page.goto("/leave")
    expect(page.get_by_role("heading", name="Sign in")).to_be_visible()

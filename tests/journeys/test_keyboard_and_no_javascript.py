"""The main form without scripts, and the main form and the officer's one click by keyboard alone."""

from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from tests.journeys.council import Council
from tests.journeys.officers import sign_in
from tests.journeys.telling import COMPLAINT, send, tell

pytestmark = pytest.mark.browser

MOTHER = "sam@family.example"


def test_a_complaint_is_made_without_scripts(council: Council, open_page: Callable[..., Page]) -> None:
    mother = open_page(320, scripts=False)
    two_points = {**COMPLAINT, "points": {"What happened or did not happen?": "The worker did not come"}}
    tell(mother, two_points)
    mother.get_by_role("link", name="Change what is wrong").click()
    mother.get_by_role("button", name="Add another thing that is wrong").click()
    mother.get_by_role("group", name="Thing that is wrong 2").get_by_label("What happened").fill("Nobody rang back")
    mother.get_by_role("button", name="Continue").last.click()
    expect(mother.locator("main")).to_contain_text("Nobody rang back")
    reference = send(mother)
    assert council.last_mail_to(MOTHER).subject == f"Your message to us, {reference}"


def test_a_complaint_and_its_confirmation_need_only_a_keyboard(
    council: Council, open_page: Callable[..., Page]
) -> None:
    keys = Keys(open_page(320))
    keys.page.goto("/")
    keys.press("button", "Start now")
    keys.press("button", "Carry on")
    keys.choose("Say that something is wrong")
    keys.choose("A parent, or somebody who brings up a child")
    keys.choose("Yes")
    keys.write("Name", "Robin Sample")
    keys.press("button", "Continue")
    keys.write("In one line, what is it about?", "Nobody tells me")
    keys.press("button", "Continue")
    keys.choose("Take my complaint")
    keys.write("What happened or did not happen?", "The worker did not come")
    keys.press("button", "Continue")
    keys.press("button", "Continue")
    keys.choose("None of these")
    keys.choose("Children in care")
    for _ in range(3):
        keys.press("button", "Continue")
    keys.write("Email address", MOTHER)
    for _ in range(4):
        keys.press("button", "Continue")
    keys.choose("No, just take my complaint")
    keys.press("button", "Send")
    expect(keys.page.get_by_role("heading", level=1)).to_have_text("We have what you sent")
    reference = council.last_mail_to(MOTHER).subject.removeprefix("Your message to us, ")

    council.go_to("2026-12-18", 9, 20)
    officer = open_page()
    sign_in(officer, council, "officer@redress.example")
    keys = Keys(officer)
    keys.press("link", reference)
    keys.press("button", "Confirm")
    expect(officer.get_by_text("Confirmed. The person and whoever answers are being told.")).to_be_visible()


class Keys:
    """Somebody who uses Tab, Space, Enter and the letters, and nothing else."""

    def __init__(self, page: Page) -> None:
        self.page = page

    def press(self, role: str, name: str) -> None:
        """Go to a button or link by Tab, and press Enter there; wait for the page it leads to."""
        self._tab_to(role, name)
        with self.page.expect_navigation():
            self.page.keyboard.press("Enter")

    def choose(self, name: str) -> None:
        """Go to a choice by Tab and the arrows, take it, and send the page."""
        self._reach_choice(name)
        with self.page.expect_navigation():
            self.page.keyboard.press("Enter")

    def write(self, name: str, words: str) -> None:
        """Go to a box by Tab and type."""
        self._tab_to("textbox", name)
        self.page.keyboard.type(words)

    def _tab_to(self, role: str, name: str) -> None:
        wanted = self.page.get_by_role(role, name=name, exact=True).last  # type: ignore[arg-type]
        expect(wanted).to_be_visible()
        for _ in range(120):
            if wanted.evaluate("one => one === document.activeElement"):
                assert wanted.evaluate("one => one.matches(':focus-visible')"), f"{name} does not show its focus"
                return
            self.page.keyboard.press("Tab")
        raise AssertionError(f"Tab never reaches {name}")

    def _reach_choice(self, name: str) -> None:
        wanted = self.page.get_by_label(name, exact=True)
        group = wanted.get_attribute("name")
        is_radio = wanted.get_attribute("type") == "radio"
        for _ in range(120):
            if wanted.evaluate("one => one === document.activeElement"):
                break
            in_group = self.page.evaluate("group => document.activeElement.name === group", group)
            self.page.keyboard.press("ArrowDown" if is_radio and in_group else "Tab")
        else:
            raise AssertionError(f"no key reaches {name}")
        if not wanted.is_checked():
            self.page.keyboard.press("Space")
        expect(wanted).to_be_checked()

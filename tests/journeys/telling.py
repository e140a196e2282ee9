"""Filling in a public form, page by page, as a person does."""

import re
from collections.abc import Mapping

from playwright.sync_api import Page, expect

Answers = Mapping[str, Mapping[str, str | bool]]
"""By the key of a page, what is said there: words for a box by its label, True for a choice that is ticked."""

COMPLAINT: Answers = {
    "kind": {"Say that something is wrong": True},
    "who-are-you": {"A parent, or somebody who brings up a child": True},
    "is-a-child-involved": {"Yes": True},
    "children": {"Name": "Robin Sample", "Who they are to you": "My son"},
    "what-it-is-about": {"In one line, what is it about?": "Nobody tells me what is happening"},
    "how-to-start": {"Take my complaint": True},
    "points": {"What happened or did not happen?": "The worker did not come, three times"},
    "has-a-child-been-hurt": {"None of these": True},
    "service": {"Children in care": True},
    "your-name": {"What is your name?": "Sam Sample"},
    "contact": {"Email address": "sam@family.example", "Telephone number": "01632 960001"},
    "messages-on-the-phone": {"No": True},
    "ring-you-as-well": {"No, just take my complaint": True},
}
"""A mother's complaint by email, of one point. A page that is not here is left blank."""


def tell(page: Page, answers: Answers, form: str = "tell-us") -> None:
    """From a form's first page to the page that shows the answers."""
    page.goto(f"/isle-of-wight/{form}/")
    page.get_by_role("button", name=re.compile("^Start")).click()
    go_through(page, answers)


def go_through(page: Page, answers: Answers) -> None:
    """From the page that is open to the page that shows the answers."""
    for _ in range(40):
        place = page.url.rsplit("/", 1)[1]
        if place == "check":
            return
        say(page, answers.get(place, {}))
        page.get_by_role("button", name=re.compile("^(Continue|Carry on)$")).last.click()
        expect(page).not_to_have_url(re.compile(f"/{place}$"))
    raise AssertionError("the form has no end")


def say(page: Page, said: Mapping[str, str | bool]) -> None:
    """Answer the questions of one page."""
    for label, words in said.items():
        box = page.get_by_label(label, exact=True).last
        if isinstance(words, str):
            box.fill(words)
        else:
            box.check()


def send(page: Page, button: str = "Send") -> str:
    """Press the button that sends; gives the reference."""
    page.get_by_role("button", name=button, exact=True).click()
    panel = page.get_by_text("Your reference is").locator("strong")
    expect(panel).to_be_visible()
    return panel.inner_text()

"""A long list that is searched: by typing, by keyboard alone, without scripts, and with words that fit nothing."""

from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from authorities.publishing import default_authority
from foundation.database import db, transaction
from tests.browser import assert_accessible
from webform.models import Draft
from webform.publishing import publish_form

pytestmark = pytest.mark.browser

WORDS = ("Bedford", "Bristol", "Cornwall", "Isle of Wight", "Isles of Scilly", "North Yorkshire", "York", "Zoë’s Town")


@pytest.fixture
def asked(live_server: str) -> str:
    """The address of a page that asks for one of a long list."""
    choices = [{"value": f"c{number}", "label": words} for number, words in enumerate(WORDS)]
    which = {"key": "which", "kind": "long-list", "label": "Which council?", "missing": "Choose a council"}
    then = {"key": "more", "kind": "text", "label": "What else?", "required": "false"}
    pages = [{"key": "which", "questions": [which | {"choices": choices}]}, {"key": "more", "questions": [then]}]
    with transaction():
        publish_form(default_authority().id, {"key": "try-out", "name": "Try out", "pages": pages}, {})
    return "/isle-of-wight/try-out/which"


def chosen() -> str:
    db.session.rollback()
    db.session.expire_all()
    draft = db.session.query(Draft).one()
    db.session.rollback()
    answer: str = draft.content["answers"]["which"]
    return WORDS[int(answer.removeprefix("c"))]


def go_on(page: Page) -> None:
    page.get_by_role("button", name="Continue").press("Enter")
    expect(page.get_by_role("heading", level=1)).to_have_text("What else?")


def test_a_choice_is_found_by_typing_and_taken_by_keyboard_alone(asked: str, open_page: Callable[..., Page]) -> None:
    page = open_page(320)
    page.goto(asked)
    box = page.get_by_role("combobox", name="Which council?")
    expect(box).to_have_attribute("aria-expanded", "false")
    box.focus()
    page.keyboard.type("ISLE")
    expect(page.get_by_role("option")).to_have_text(["Isle of Wight", "Isles of Scilly"])
    expect(page.locator(".redress-long-list__status")).to_have_text("2 in the list fit. Use the arrow keys to choose.")
    page.keyboard.press("ArrowDown")
    page.keyboard.press("ArrowDown")
    expect(page.get_by_role("option", selected=True)).to_have_text("Isles of Scilly")
    assert box.get_attribute("aria-activedescendant") == page.get_by_role("option", selected=True).get_attribute("id")
    assert_accessible(page)
    page.keyboard.press("Enter")
    expect(box).to_have_value("Isles of Scilly")
    expect(page.get_by_role("listbox")).to_be_hidden()
    page.keyboard.press("Tab")
    go_on(page)
    assert chosen() == "Isles of Scilly"
    page.goto(asked)
    expect(page.get_by_role("combobox", name="Which council?")).to_have_value("Isles of Scilly")


def test_escape_closes_the_list_then_empties_the_box(asked: str, open_page: Callable[..., Page]) -> None:
    page = open_page()
    page.goto(asked)
    box = page.get_by_role("combobox")
    box.focus()
    page.keyboard.press("ArrowUp")
    expect(page.get_by_role("option")).to_have_count(len(WORDS))
    expect(page.get_by_role("option", selected=True)).to_have_text("Zoë’s Town")
    page.keyboard.press("Escape")
    expect(page.get_by_role("listbox")).to_be_hidden()
    page.keyboard.type("zoes")
    expect(page.get_by_role("option")).to_have_text(["Zoë’s Town"])
    page.keyboard.press("Escape")
    page.keyboard.press("Escape")
    expect(box).to_have_value("")


def test_a_choice_is_taken_by_a_press_and_by_typing_all_of_it(asked: str, open_page: Callable[..., Page]) -> None:
    page = open_page()
    page.goto(asked)
    box = page.get_by_role("combobox")
    box.fill("york")
    page.get_by_role("option", name="North Yorkshire").click()
    expect(box).to_have_value("North Yorkshire")
    box.fill("york")
    go_on(page)
    assert chosen() == "York"


def test_words_that_fit_nothing_are_asked_about_and_not_lost(asked: str, open_page: Callable[..., Page]) -> None:
    page = open_page()
    page.goto(asked)
    page.get_by_role("combobox").fill("Atlantis")
    expect(page.locator(".redress-long-list__status")).to_contain_text("Nothing in the list fits")
    page.get_by_role("button", name="Continue").press("Enter")
    page.get_by_role("link", name="Choose one from the list").click()
    box = page.get_by_role("combobox", name="Which council?")
    expect(box).to_be_focused()
    expect(box).to_have_value("Atlantis")
    assert_accessible(page)
    box.fill("")
    page.get_by_role("button", name="Continue").press("Enter")
    expect(page.get_by_role("link", name="Choose a council")).to_be_visible()


def test_without_scripts_it_is_a_plain_list(asked: str, open_page: Callable[..., Page]) -> None:
    page = open_page(320, scripts=False)
    page.goto(asked)
    page.get_by_label("Which council?").select_option("Cornwall")
    go_on(page)
    assert chosen() == "Cornwall"

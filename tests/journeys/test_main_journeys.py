"""What people mostly come for, on a phone of 320 pixels: by keys alone, and with scripts off.

By keys each page is also looked at by axe, once for all journeys; in both the page fits its window, its source is valid
and the browser has nothing to complain of.
"""

from collections.abc import Callable
from typing import Any

import pytest
from playwright.sync_api import Page, Response, expect

from authorities.publishing import authority_by_key
from foundation.database import transaction
from foundation.settings import settings
from tests.browser import assert_accessible
from tests.journeys.council import Council
from tests.journeys.hands import Hands, Keys, Pointer, answer
from tests.pages import check_page
from tests.public_words import shipped_forms
from webform.draft_cookie import name_of
from webform.drafts import begin, offered

pytestmark = pytest.mark.browser

AUTHORITY = "isle-of-wight"
ADDRESS = "sam@family.example"
CHILD = [{"name": "Robin Sample", "date_of_birth": "2015-06-14", "relationship": "My son"}]
YOUNG = {"advocate": "yes", "what_would_help": "Tell me why", "who_on_your_side": "My nan"}
POINTS = {"points_left": [("one", "Part 1"), ("two", "Part 2")]}

JOURNEYS: dict[str, tuple[str, dict[str, Any]]] = {
    "complaint": (
        "tell-us",
        {"kind": "complaint", "who_are_you": "parent", "child_involved": "yes", "children": CHILD}
        | {"call_about": "The visits stopped", "call_choice": "take-complaint", "points": [{"what": "No visit in May"}]}
        | {"about_named": "yes", "named_people": [{"name": "Alex Example"}], "harm_tick": ["none"]}
        | {"service": "children-looked-after", "outcome_sought": ["apology"], "email": ADDRESS}
        | {"ring_as_well": "yes", "ring_on": "01632 960 001"},
    ),
    "compliment": (
        "tell-us",
        {
            "kind": "compliment",
            "who_are_you": "foster-carer",
            "child_involved": "no",
            "compliment_words": "She listened",
        }
        | {"service": "fostering", "no_contact": ["no-answer"]},
    ),
    "call-back": (
        "tell-us",
        {"kind": "complaint", "who_are_you": "foster-carer", "child_involved": "no", "call_about": "The allowance"}
        | {"call_choice": "call-me", "harm_tick": ["none"], "service": "fostering", "phone": "01632 960 001"}
        | {"call_times": ["weekday-morning"], "may_leave_message": "no"},
    ),
    "data-request": (
        "tell-us",
        {"kind": "personal-data", "data_right": "see", "who_are_you": "parent", "whose_data": "mine"}
        | {"name": "Sam Sample", "email": ADDRESS},
    ),
    "mp-enquiry": (
        "tell-us",
        {"kind": "member-enquiry", "member_name": "Vera Example", "member_office": "mp", "child_involved": "no"}
        | {
            "constituent_name": "Sam Sample",
            "constituent_consent": "acting",
            "enquiry_words": "Why did the visits stop?",
        }
        | {"constituent_complains": "no", "service": "not-sure", "email": "vera@members.example"},
    ),
    "under-12": (
        "under-12",
        {"not_safe": "no", "helped": "no", "first_name": "Kit", "age": 9, "what_happened": "They moved me"}
        | {"feelings": ["sad", "scared"], "how_reach": ["letter"], "postal_address": "1 Sample Road"}
        | YOUNG,
    ),
    "young-people": (
        "young-people",
        {"age": 14, "not_safe": "yes", "first_name": "Jo", "what_happened": "They moved me", "how_reach": ["email"]}
        | {"email": "jo@young.example"}
        | YOUNG,
    ),
    "escalation": (
        "escalation",
        {"points_left": ["two"], "put_right": "Look at it again", "how_answered": "letter", "main_reason": "other"}
        | {"other_reason": "It was about another child"},
    ),
}
"""By name: the form, and what is said there. What is not here is left blank."""

looked_at: set[str] = set()


@pytest.mark.parametrize("name", JOURNEYS)
def test_a_main_journey_needs_only_a_keyboard(council: Council, open_page: Callable[..., Page], name: str) -> None:
    keys = Keys(open_page(320))
    assert_sent_as_said(keys, name, look=assert_accessible)


@pytest.mark.parametrize("name", JOURNEYS)
def test_a_main_journey_needs_no_scripts(council: Council, open_page: Callable[..., Page], name: str) -> None:
    pointer = Pointer(open_page(320, scripts=False))
    assert_sent_as_said(pointer, name, look=assert_fits)


def assert_sent_as_said(hands: Hands, name: str, look: Callable[[Page], None]) -> None:
    """Go the whole way, looking at each page; at the end stands a reference."""
    key, said = JOURNEYS[name]
    form = offered(shipped_forms()[AUTHORITY, key], POINTS)
    page = hands.page
    page.on("response", check_source)
    begin_at(page, key)
    met: list[str] = []
    for _ in range(2 * len(form.pages)):
        place = page.url.rsplit("/", 1)[1].split("?")[0]
        see(page, look)
        if place == "check":
            break
        assert place not in met, f"{place} came twice"
        met.append(place)
        asked = form.page(place)
        for question in asked.questions if asked else ():
            answer(hands, question, said)
        hands.press(page.locator("main .govuk-button:not(.govuk-button--secondary)").last)
        assert not page.locator(".govuk-error-summary").count(), page.locator(".govuk-error-summary").inner_text()
    expect(page.get_by_role("heading", level=1)).to_have_text(form.check.title)
    hands.press(page.get_by_role("button", name=form.check.button, exact=True))
    see(page, look)
    expect(page.get_by_text("Your reference is").locator("strong")).to_be_visible()
    shown = page.locator("main").inner_text()
    own_words = [given for given in said.values() if isinstance(given, str) and " " in given]
    assert not [given for given in own_words if given in shown], "a reference, and no words"


def begin_at(page: Page, key: str) -> None:
    """The start of a form; the first page of one that is begun for somebody."""
    if not shipped_forms()[AUTHORITY, key].known:
        page.goto(f"/{AUTHORITY}/{key}/")
        return
    with transaction():
        known = {"asked_by_child": "no", "has_points": "yes"}
        _, secret = begin(key, authority_by_key(AUTHORITY).id, known=known, choices=POINTS)
    page.context.add_cookies([{"name": name_of(AUTHORITY, key), "value": secret, "url": settings.base_url}])
    page.goto(f"/{AUTHORITY}/{key}/")


def see(page: Page, look: Callable[[Page], None]) -> None:
    """Look at a page as axe does, if no journey of this run has yet; and that it fits, always."""
    place = page.url.split("?")[0].split("/", 3)[3] + look.__name__
    (assert_fits if place in looked_at else look)(page)
    looked_at.add(place)


def assert_fits(page: Page) -> None:
    """The page does not scroll sideways."""
    over = page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth")
    assert over <= 0, f"{page.url} is {over} px wider than the window"


def check_source(came: Response) -> None:
    """What was sent as a page needs no mending by the browser."""
    if came.request.resource_type == "document" and came.status == 200:
        check_page(came.text())

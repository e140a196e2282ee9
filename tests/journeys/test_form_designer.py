"""An officer changes the form in the browser and sees it live; every page of the designer on a phone and on a desk."""

from collections.abc import Callable

import pytest
from flask import Flask, url_for
from playwright.sync_api import Page, expect

from authorities.access import Access
from authorities.invented_officers import seed_invented_officers
from authorities.publishing import default_authority
from authorities.sessions import SESSION_COOKIE, begin_session
from foundation.database import transaction
from tests.browser import assert_accessible
from tests.journeys.looking import look_at
from webform.designer.questions import change_question
from webform.designer_drafts import change, publish_draft, working_on

pytestmark = pytest.mark.browser

FORM = "/forms/isle-of-wight/tell-us"
AT = {"authority_key": "isle-of-wight", "form_key": "tell-us"}
PLACES: dict[str, list[dict[str, str]]] = {
    "forms.forms": [],
    "forms.form": [AT],
    "forms.outline": [AT],
    "forms.ask_to_discard": [AT],
    "forms.new_page": [AT],
    "forms.page": [AT | {"page_key": key} for key in ("who-are-you", "contact")],
    "forms.remove": [AT | {"page_key": "about-somebody"}],
    "forms.question": [AT | {"path": key} for key in ("kind", "children", "children.name", "service")],
    "forms.remove_asked": [AT | {"path": "kind"}],
    "forms.when": [AT | {"page_key": "points"}],
    "forms.needed": [AT | {"path": "phone"}],
    "forms.way": [AT | {"page_key": "who-are-you", "number": number} for number in ("0", "new")],
    "forms.words": [AT | {"part": part} for part in ("start", "check", "sent")],
    "forms.signposts": [AT],
    "forms.signpost": [AT | {"signpost_key": "court"}],
    "forms.name": [AT],
    "forms.publish": [AT],
    "forms.preview": [AT, AT | {"form_key": "escalation"}],
    "forms.versions": [AT],
    "forms.compare": [AT | {"from": "1", "to": "draft"}],
    "forms.go_back": [AT | {"number": "1"}],
    "forms.upload": [AT],
}
NO_PAGE = {"forms.download", "forms.download_version", "forms.shipped"}
"""Files; and the page that is there only when Redress ships a newer form, which is told of below."""


@pytest.fixture
def designer(live_server: str) -> Callable[[Page], Page]:
    """Signs the complaints manager in, in a browser."""
    with transaction():
        session = begin_session(seed_invented_officers(default_authority()).officers["complaints.manager"])

    def signed_in(page: Page) -> Page:
        page.context.add_cookies([{"name": SESSION_COOKIE, "value": session, "url": live_server}])
        return page

    return signed_in


def test_an_officer_changes_wording_adds_a_question_and_a_branch_and_sees_it_live(
    open_page: Callable[..., Page], designer: Callable[[Page], Page]
) -> None:
    desk, public = designer(open_page()), open_page(320, scripts=False)
    desk.goto("/forms")
    desk.get_by_role("link", name="Tell children's services").first.click()
    look_at(desk, "pages and questions")

    desk.get_by_role("link", name="What do you want to do?").last.click()
    desk.get_by_label("Question", exact=True).fill("What would you like to tell us?")
    desk.get_by_role("button", name="Keep the question").click()
    expect(desk.get_by_text("The question is kept in the draft.")).to_be_visible()

    desk.get_by_role("link", name="Pages and questions").first.click()
    desk.get_by_role("link", name="Add a page", exact=True).or_(desk.get_by_role("button", name="Add a page")).click()
    desk.get_by_label("Its question, or its title").fill("Which team do you want to thank?")
    desk.get_by_label("What is on it").select_option(label="One of several choices")
    desk.get_by_label("Stands after").select_option("kind")
    desk.get_by_role("button", name="Add the page").click()
    desk.get_by_role("link", name="Which team do you want to thank?").last.click()
    desk.get_by_label("What to say when it is left out").fill("Choose a team")
    for number, team in enumerate(("Fostering", "Somebody else")):
        desk.get_by_role("button", name="Add a choice").click()
        desk.get_by_label("Choice", exact=True).nth(number).fill(team)
    desk.get_by_role("button", name="Keep the question").click()
    expect(desk.get_by_text("The question is kept in the draft.")).to_be_visible()

    desk.get_by_role("link", name="Its page").click()
    desk.get_by_role("link", name="Change when it is shown").click()
    desk.get_by_label("Ask about").select_option(label="1. What would you like to tell us?")
    desk.get_by_role("button", name="Add a row").click()
    desk.get_by_label("Say thank you").check()
    desk.get_by_role("button", name="Keep the rule", exact=True).click()
    expect(desk.get_by_text("“What would you like to tell us?” is “Say thank you”").first).to_be_visible()

    public.goto("/isle-of-wight/tell-us/kind")
    expect(public.get_by_role("heading", level=1)).to_have_text("What do you want to do?")
    desk.get_by_role("link", name="Check and publish").first.click()
    expect(desk.get_by_text("Nothing to mend")).to_be_visible()
    desk.get_by_label("What changed, and why").fill("Thanks reach the right team")
    desk.get_by_role("button", name="Publish version 2").click()
    expect(desk.get_by_text("Version 2 is published.")).to_be_visible()

    public.reload()
    expect(public.get_by_role("heading", level=1)).to_have_text("What would you like to tell us?")
    public.get_by_label("Say thank you").check()
    public.get_by_role("button", name="Continue").click()
    expect(public.get_by_role("heading", level=1)).to_have_text("Which team do you want to thank?")
    public.get_by_role("button", name="Continue").click()
    expect(public.get_by_role("link", name="Choose a team")).to_be_visible()
    public.goto("/isle-of-wight/tell-us/kind")
    public.get_by_label("Say that something is wrong").check()
    public.get_by_role("button", name="Continue").click()
    expect(public.get_by_role("heading", level=1)).not_to_have_text("Which team do you want to thank?")


def test_a_draft_is_previewed_without_scripts_as_the_public_would_meet_it(
    open_page: Callable[..., Page], designer: Callable[[Page], Page]
) -> None:
    page = designer(open_page(320, scripts=False))
    page.goto(f"{FORM}/preview")
    expect(page.get_by_text("Preview – nothing is sent")).to_be_visible()
    page.get_by_role("button", name="Start now").click()
    page.get_by_label("Say thank you").check()
    page.get_by_role("button", name="Continue").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Who are you?")
    expect(page.get_by_text("Its condition does not hold.").first).to_be_visible()
    page.get_by_role("button", name="Back to the page before").click()
    expect(page.get_by_label("Say thank you")).to_be_checked()


@pytest.mark.parametrize("width", [320, 1280])
def test_every_page_of_the_designer_can_be_used_on_a_phone_and_on_a_desk(
    app: Flask, open_page: Callable[..., Page], designer: Callable[[Page], Page], width: int
) -> None:
    page = designer(open_page(width))
    with transaction():
        authority = default_authority()
        for label in ("What is it?", "What is it about?"):
            working = working_on(authority, "tell-us", lock=True)
            change(working, change_question(working.data, "kind", {"label": label, "missing": None}), "system")
    for endpoint, ways in PLACES.items():
        for values in ways or [{}]:
            with app.test_request_context():
                path = url_for(endpoint, **values)  # type: ignore[arg-type]  # kwargs of one type
            answer = page.goto(path)
            assert answer is not None
            assert answer.status == 200, path
            assert_accessible(page)
    page.goto(f"{FORM}/pages/points/when")
    page.get_by_role("button", name="Add a row").click()
    page.get_by_role("button", name="Keep the rule", exact=True).click()
    expect(page.get_by_role("link", name="Say which answer a row waits for.")).to_be_visible()
    assert_accessible(page)


def test_a_collision_and_a_newer_shipped_form_are_told_on_a_phone(
    open_page: Callable[..., Page], designer: Callable[[Page], Page]
) -> None:
    page = designer(open_page(320))
    page.goto(f"{FORM}/questions/kind")
    with transaction():
        working = working_on(default_authority(), "tell-us", lock=True)
        change(working, change_question(working.data, "kind", {"label": "What is it?"}), "system")
    page.get_by_label("Question", exact=True).fill("What is it about?")
    page.get_by_role("button", name="Keep the question").click()
    expect(page.get_by_text("Somebody else changed this first")).to_be_visible()
    expect(page.get_by_label("Question", exact=True)).to_have_value("What is it about?")
    assert_accessible(page)
    with transaction():
        working = working_on(default_authority(), "tell-us", lock=True)
        assert working.draft is not None
        working.draft.shipped_digest = "of an older release"
        publish_draft(working, "Shorter", "officer:" + str(working.authority.id))
    page.goto("/forms")
    page.get_by_role("link", name="A newer form from Redress").click()
    look_at(page, "A newer form from Redress")


def test_no_page_of_the_designer_is_forgotten_here(app: Flask) -> None:
    pages = {
        rule.endpoint
        for rule in app.url_map.iter_rules()
        if rule.endpoint.startswith("forms.")
        and "GET" in (rule.methods or ())
        and isinstance(getattr(app.view_functions[rule.endpoint], "__access__", None), Access)
    }
    assert pages - NO_PAGE == set(PLACES)

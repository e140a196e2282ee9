"""Every public page in a browser, at the width of a phone and of a desk: whole, in its window, without complaint.

The pages come from the definitions and the addresses that the application has, so that a new one is seen of itself.
Each leaves two pictures in ``screenshots/``, for people to look at.
"""

from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import Any
from urllib.parse import urlsplit

import pytest
from flask import Flask
from playwright.sync_api import Page, expect
from sqlalchemy import select
from werkzeug.routing import Rule

from authorities.access import Access
from authorities.publishing import authority_by_key
from cases.links import CALL_BACK, NEXT_STAGE, PROGRESS, next_stage_link, progress_link, still_want_link, written_out
from cases.models import CallBack, Case, Stage
from foundation.database import db, transaction
from foundation.settings import settings
from tests.architecture.checkout import ROOT
from tests.pages import check_page
from tests.public_words import shipped_forms
from tests.ways import Walk, Ways, choices_of_a_draft
from webform.draft_cookie import name_of
from webform.drafts import begin, offered
from webform.forgetting import RETURN, return_link
from webform.models import Draft

pytestmark = pytest.mark.browser

AUTHORITY = "isle-of-wight"
PICTURES = ROOT / "screenshots"
WIDTHS = (320, 1280)
NOT_PAGES = ("/static", "/health", "/sign-", "/mailbox", "/answer", "/desk", "/exit", "/<authority_key>/exit")
NOT_PAGES += ("/colours.css", "/<authority_key>/colours.css")
"""Addresses that anybody may ask for and that are no page of the public's."""


class Album:
    """The pictures of one test; ``seen`` holds the addresses pictured."""

    def __init__(self, page: Page, folder: str) -> None:
        self.page, self.folder = page, PICTURES / folder
        self.seen: set[str] = set()

    def visit(self, path: str, status: int = 200) -> bool:
        """Open an address and keep its pictures; whether it is a page of its own, seen now for the first time."""
        response = self.page.goto(path)
        place = urlsplit(self.page.url).path
        if response is None or response.status != status or place in self.seen:
            return False
        check_page(response.text())
        self.keep(place.removeprefix(f"/{AUTHORITY}").strip("/").replace("/", "-") or "start")
        return True

    def keep(self, name: str) -> None:
        """Keep pictures of the page that is open. It fits each window."""
        self.seen.add(urlsplit(self.page.url).path)
        self.folder.mkdir(parents=True, exist_ok=True)
        for width in WIDTHS:
            self.page.set_viewport_size({"width": width, "height": 800})
            self.page.screenshot(path=self.folder / f"{name}-{width}.png", full_page=True)
            over = self.page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth")
            assert over <= 0, f"{self.page.url} is {over} px wider than {width}"

    def visit_all(self, app: Flask, **values: str) -> None:
        """Every public address that these values fill in whole, as far as it is open now."""
        for rule, _ in public_rules(app):
            if values.keys() == set(rule.arguments):
                self.visit(rule.build(values, append_unknown=False)[1])


@pytest.fixture
def album(request: pytest.FixtureRequest, browser_page: Page) -> Album:
    """An album of the browser that fails the test when it complains."""
    callspec = getattr(request.node, "callspec", None)
    return Album(browser_page, callspec.params["key"] if callspec else "other-pages")


def public_rules(app: Flask) -> Iterator[tuple[Rule, Access]]:
    """Each address that the public may open, with who may."""
    for rule in app.url_map.iter_rules():
        access = getattr(app.view_functions[rule.endpoint], "__access__", Access("machines"))
        is_public = access.kind in ("anyone", "link-holder") and not rule.rule.startswith(NOT_PAGES)
        if is_public and "GET" in (rule.methods or ()) and not rule.rule.endswith(".pdf"):
            yield rule, access


@pytest.mark.parametrize("key", sorted({key for _, key in shipped_forms()}))
def test_every_page_of_a_form_is_whole_on_a_phone_and_on_a_desk(app: Flask, album: Album, key: str) -> None:
    plain = shipped_forms()[AUTHORITY, key]
    form = offered(plain, choices_of_a_draft(plain))
    album.visit_all(app, authority_key=AUTHORITY, form_key=key)
    for signpost in form.signposts:
        album.visit(f"/{AUTHORITY}/signposts/{signpost.key}")
    sent = None
    for walk in Ways(form).walks():
        for number, step in enumerate(walk.steps):
            address = f"/{AUTHORITY}/{key}/{step.page.key}"
            if address not in album.seen:
                stand_at(album.page, key, walk, number)
                assert album.visit(address), f"{address} cannot be opened"
                wrong(album, step.page.key)
        if sent is None and walk.steps[-1].fork is None:
            sent = walk
    assert sent is not None
    assert {f"/{AUTHORITY}/{key}/{page.key}" for page in form.pages} <= album.seen

    stand_at(album.page, key, sent, len(sent.steps))
    album.visit(f"/{AUTHORITY}/{key}/check")
    album.visit_all(app, authority_key=AUTHORITY, form_key=key)
    album.page.goto(f"/{AUTHORITY}/{key}/check")
    album.page.get_by_role("button", name=form.check.button, exact=True).click()
    expect(album.page).to_have_url(f"/{AUTHORITY}/{key}/sent")
    album.keep("sent")
    album.visit_all(app, authority_key=AUTHORITY, form_key=key)


def wrong(album: Album, name: str) -> None:
    """What the first page of a form that may not be left blank says of it."""
    if any("wrong" in path for path in album.seen):
        return
    album.page.locator("main form .govuk-button:not(.govuk-button--secondary)").last.click()
    if album.page.locator(".govuk-error-summary").count():
        album.keep(f"{name}-wrong")
        album.seen.add("wrong")


def stand_at(page: Page, key: str, walk: Walk, number: int) -> None:
    """Somebody who has gone along a walk as far as this step."""
    steps = walk.steps[:number]
    answers = {name: given for step in steps for name, given in step.answers.items()}
    put_at(page, key, answers, [step.page.key for step in steps], known=walk.known)


def put_at(page: Page, key: str, answers: Mapping[str, Any], seen: Sequence[str], **given: Any) -> None:
    """Somebody whose draft holds these answers, gone on from these pages."""
    authority = authority_by_key(AUTHORITY)
    with transaction():
        choices = choices_of_a_draft(shipped_forms()[AUTHORITY, key])
        draft, secret = begin(key, authority.id, choices=choices, **given)
        draft.content = draft.content | {"answers": dict(answers), "seen": list(seen)}
        draft.return_email = "sam@family.example"
    page.context.add_cookies([{"name": name_of(AUTHORITY, key), "value": secret, "url": settings.base_url}])


TOLD = {
    "kind": "complaint",
    "who_are_you": "parent",
    "child_involved": "no",
    "call_about": "The visits stopped",
    "call_choice": "both",
    "points": [{"what": "The worker did not come", "when": "In March"}],
    "harm_tick": ["none"],
    "service": "care-leavers",
    "phone": "01632 960 001",
    "call_times": ["any-time"],
    "may_leave_message": "yes",
}
"""A complaint with a call, so that every kind of link there is can be made for it."""

LINKS: dict[str, Callable[[], str]] = {
    PROGRESS: lambda: written_out(progress_link(the(Case), AUTHORITY)),
    NEXT_STAGE: lambda: written_out(next_stage_link(the(Stage), the(Case).link_generation, AUTHORITY)),
    CALL_BACK: lambda: written_out(still_want_link(the(CallBack), AUTHORITY)),
    RETURN: lambda: written_out(return_link(the(Draft))),
}
"""By what a link is for, how one is made that opens its pages."""


def the(model: Any) -> Any:
    """The newest row."""
    return db.session.scalars(select(model).order_by(model.id.desc()).limit(1)).one()


def test_every_other_public_page_is_whole_on_a_phone_and_on_a_desk(app: Flask, album: Album) -> None:
    form = shipped_forms()[AUTHORITY, "tell-us"]
    album.visit("/isle-of-wight/nowhere/", status=404)
    album.visit("/isle-of-wight/tell-us/points", status=410)
    put_at(album.page, "tell-us", TOLD, [page.key for page in form.pages])
    album.page.goto(f"/{AUTHORITY}/tell-us/check")
    album.page.get_by_role("button", name="Send", exact=True).click()
    expect(album.page).to_have_url(f"/{AUTHORITY}/tell-us/sent")

    assert {access.purpose for _, access in public_rules(app) if access.purpose} == set(LINKS)
    for purpose, link in LINKS.items():
        if purpose == RETURN:
            put_at(album.page, "tell-us", TOLD, ["kind"])
        album.page.goto(link())
        for rule, access in public_rules(app):
            if access.purpose == purpose:
                assert album.visit(rule.build({"authority_key": AUTHORITY})[1]), rule.rule
    for audience in ("public", "young-person"):
        album.visit_all(app, authority_key=AUTHORITY, audience=audience)
    album.visit_all(app, authority_key=AUTHORITY)

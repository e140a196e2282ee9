"""Headers of every kind of page, what search engines are told, and the cookies page against the cookies there are."""

from fnmatch import fnmatchcase

import pytest
from bs4 import BeautifulSoup
from flask import Flask

from application.cookie_list import COOKIES
from application.security import CONTENT_POLICY
from authorities.signing_in import make_link
from cases import links as links_of
from foundation.database import transaction
from foundation.links import token_for
from tests.factories import Council
from tests.integration.cases.asked import browser, make_asked
from tests.integration.cases.conftest import council
from tests.integration.webform.person import Person
from tests.pages import StrictClient

__all__ = ["council"]

PUBLIC = (
    "/isle-of-wight/",
    "/isle-of-wight/young-people/",
    "/isle-of-wight/tell-us/leaving-quickly",
    "/isle-of-wight/tell-us/kind",
    "/isle-of-wight/tell-us/check",
    "/isle-of-wight/tell-us/sent",
    "/isle-of-wight/signposts/danger",
    "/isle-of-wight/privacy",
    "/isle-of-wight/accessibility",
    "/isle-of-wight/cookies",
    "/isle-of-wight/safety",
    "/isle-of-wight/no/such/page",
    "/sign-in",
)

HEADERS = {
    "Content-Security-Policy": CONTENT_POLICY,
    "Cache-Control": "no-store",
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    "Referrer-Policy": "same-origin",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Permissions-Policy": "camera=(), geolocation=(), microphone=()",
}


@pytest.mark.parametrize("address", PUBLIC)
def test_every_public_page_is_strict_kept_nowhere_and_in_no_search_engine(
    client: StrictClient, council: Council, address: str
) -> None:
    answer = client.get(address)
    assert {name: answer.headers.get(name) for name in HEADERS} == HEADERS
    page = BeautifulSoup(answer.get_data(as_text=True), "html5lib")
    robots = page.find("meta", attrs={"name": "robots"})
    assert robots is not None
    assert robots["content"] == "noindex, nofollow"
    assert not page.select("[style], style, [onclick], [onload]")
    scripts = [script for script in page.find_all("script") if not script.get("src")]
    assert len(scripts) <= 1
    assert not [tag for tag in page.select("script[src], link[href], img[src]") if "//" in str(tag)]


def test_the_policy_lets_nothing_foreign_or_inline_in() -> None:
    assert "unsafe" not in CONTENT_POLICY
    assert "http:" not in CONTENT_POLICY
    assert "*" not in CONTENT_POLICY
    assert CONTENT_POLICY.startswith("default-src 'none'")


def test_the_cookies_page_lists_exactly_the_cookies_there_are(app: Flask, council: Council) -> None:
    asked = make_asked(council)
    client = browser(app)
    Person(client).go_on(kind="compliment")
    names = cookies_of(client)
    links = (
        links_of.progress_link(asked.case, "isle-of-wight"),
        links_of.next_stage_link(asked.stage, asked.case.link_generation, "isle-of-wight"),
    )
    for link in links:
        assert link.row_id is not None
        client.get(link.path.format(token=token_for(link.purpose, link.row_id, link.generation)))
        names |= cookies_of(client)
    manager = browser(app)
    manager.get(asked.link())
    manager.send_form(f"{asked.page}/open", {})
    names |= cookies_of(manager)
    with transaction():
        token = make_link(council.officer())
    officer = browser(app)
    officer.get(f"/sign-in/link/{token}")
    names |= cookies_of(officer)
    officer.send_form("/sign-in/confirm", {})
    names |= cookies_of(officer)

    listed = [pattern for line in COOKIES for pattern in line.names]
    assert {name for name in names if not any(fnmatchcase(name, pattern) for pattern in listed)} == set()
    assert [line for line in COOKIES if not any(fnmatchcase(n, p) for n in names for p in line.names)] == []
    told = BeautifulSoup(browser(app).get("/isle-of-wight/cookies").get_data(as_text=True), "html5lib").get_text()
    assert [pattern for pattern in listed if pattern not in told] == []


def test_every_purpose_of_a_link_is_on_the_cookies_page(app: Flask) -> None:
    purposes = {
        view.__access__.purpose for view in app.view_functions.values() if getattr(view, "__access__", None)
    } - {None}
    listed = {pattern for line in COOKIES for pattern in line.names}
    assert {f"redress-{purpose}" for purpose in purposes} <= listed


def cookies_of(client: StrictClient) -> set[str]:
    """The names of the cookies that a browser holds."""
    return {cookie.key for cookie in (client._cookies or {}).values()}

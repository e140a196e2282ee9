"""Pages that stand on every council's site, the way out, and what every response carries."""

import pytest
from flask import Flask

from application.security import CONTENT_POLICY
from authorities.publishing import seed_authorities
from foundation.database import db
from tests.away import database_away
from tests.pages import StrictClient

PAGES = ("privacy", "accessibility", "cookies", "safety")


@pytest.fixture
def council(client: StrictClient) -> StrictClient:
    """A client of the shipped authorities."""
    seed_authorities()
    db.session.commit()
    return client


@pytest.mark.parametrize("page", PAGES)
def test_a_standing_page_names_the_council_its_telephone_and_the_way_out(council: StrictClient, page: str) -> None:
    answer = council.get(f"/isle-of-wight/{page}")
    assert answer.status_code == 200
    text = answer.get_data(as_text=True)
    assert "Ring us on" in text
    assert 'href="/isle-of-wight/exit"' in text
    for other in PAGES:
        assert f'href="/isle-of-wight/{other}"' in text
    assert "style=" not in text


def test_nothing_is_kept_by_browsers_and_nothing_foreign_is_fetched(council: StrictClient) -> None:
    headers = council.get("/isle-of-wight/privacy").headers
    assert headers["Cache-Control"] == "no-store"
    assert headers["Content-Security-Policy"] == CONTENT_POLICY
    assert "unsafe-inline" not in CONTENT_POLICY
    assert headers["X-Content-Type-Options"] == "nosniff"
    assert headers["X-Frame-Options"] == "DENY"
    assert headers["Referrer-Policy"] == "same-origin"


def test_the_style_sheet_may_be_kept(council: StrictClient) -> None:
    with council.get("/static/redress.css") as answer:
        assert "no-store" not in answer.headers["Cache-Control"]


def test_a_councils_colours_are_a_style_sheet(council: StrictClient) -> None:
    answer = council.get("/isle-of-wight/colours.css")
    assert answer.mimetype == "text/css"
    assert "--council-header: #" in answer.get_data(as_text=True)


def test_a_council_that_is_not_here_is_not_found(council: StrictClient) -> None:
    assert council.get("/atlantis/privacy").status_code == 404


def test_the_session_cookie_is_sent_only_over_https_where_the_site_is(app: Flask) -> None:
    assert app.config["SESSION_COOKIE_SECURE"] is False
    assert app.config["SESSION_COOKIE_HTTPONLY"] is True


def test_a_page_keeps_its_colours_while_the_database_is_away(council: StrictClient) -> None:
    before = council.get("/isle-of-wight/colours.css").get_data(as_text=True)
    with database_away():
        away = council.get("/isle-of-wight/colours.css")
        never_seen = council.get("/blackpool/colours.css")
    assert (away.status_code, away.mimetype, away.get_data(as_text=True)) == (200, "text/css", before)
    assert (never_seen.status_code, never_seen.mimetype) == (200, "text/css")

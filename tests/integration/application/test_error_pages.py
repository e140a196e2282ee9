"""Every failure as a plain page with the right status."""

from collections.abc import Callable
from http import HTTPStatus

import pytest
from flask import Flask

from application.error_pages import status_of
from authorities.publishing import seed_authorities
from foundation.database import db
from foundation.errors import Conflict, Invalid, NotAllowed, NotFound, RedressError, Unavailable
from tests.pages import StrictClient


@pytest.fixture
def council(client: StrictClient) -> StrictClient:
    """A client of the shipped authorities."""
    seed_authorities()
    db.session.commit()
    return client


@pytest.fixture
def failing(app: Flask, monkeypatch: pytest.MonkeyPatch) -> Callable[[Exception], None]:
    """Make the cookies page of every council raise an error."""

    def fail_with(error: Exception) -> None:
        def fail(**given: str) -> str:
            raise error

        monkeypatch.setitem(app.view_functions, "standing_pages.cookies", fail)

    return fail_with


@pytest.mark.parametrize(
    ("error", "status"),
    [
        (NotFound("No such case."), 404),
        (NotAllowed("Not yours."), 403),
        (Conflict("Changed."), 409),
        (Invalid("Not a date."), 400),
        (Unavailable("Away."), 503),
    ],
)
def test_each_kind_of_error_has_its_status_and_its_own_words(
    council: StrictClient, failing: Callable[[Exception], None], error: RedressError, status: int
) -> None:
    failing(error)
    answer = council.get("/isle-of-wight/cookies")
    assert answer.status_code == status
    assert error.message in answer.get_data(as_text=True)
    assert "Ring us on" in answer.get_data(as_text=True)


def test_an_error_without_a_kind_is_a_bad_request() -> None:
    assert status_of(RedressError("odd")) == HTTPStatus.BAD_REQUEST


def test_what_nobody_foresaw_shows_nothing_of_the_inside(
    council: StrictClient, failing: Callable[[Exception], None], monkeypatch: pytest.MonkeyPatch, app: Flask
) -> None:
    failing(RuntimeError("Ana Example lives at 1 Nowhere Street"))
    answer = council.get("/isle-of-wight/cookies")
    assert answer.status_code == 500
    text = answer.get_data(as_text=True)
    assert "Something went wrong at our end" in text
    assert "Nowhere Street" not in text
    assert "RuntimeError" not in text


def test_a_page_that_is_not_there_says_what_to_check(council: StrictClient) -> None:
    answer = council.get("/isle-of-wight/nothing/here/at/all")
    assert answer.status_code == 404
    assert "check that you copied all of it" in answer.get_data(as_text=True)


def test_a_page_opened_the_wrong_way_is_told_so(council: StrictClient) -> None:
    assert council.open("/isle-of-wight/cookies", method="DELETE").status_code in (400, 405)


def test_what_was_typed_is_shown_again_when_the_token_is_missing(council: StrictClient) -> None:
    answer = council.post("/sign-in", data={"email": "x@council.example", "words": "My <b>whole</b> complaint"})
    assert answer.status_code == 400
    text = answer.get_data(as_text=True)
    assert "We could not be sure that this came from you" in text
    assert "My &lt;b&gt;whole&lt;/b&gt; complaint" in text
    assert "Send this page again" not in text


def test_a_browser_that_says_the_page_was_ours_may_send_it_again_with_one_button(council: StrictClient) -> None:
    answer = council.post("/sign-in", data={"email": "x@council.example"}, headers={"Sec-Fetch-Site": "same-origin"})
    text = answer.get_data(as_text=True)
    assert "Send this page again" in text
    assert '<textarea name="email" hidden>x@council.example</textarea>' in text


def test_a_body_of_twenty_megabytes_is_refused_with_a_page(council: StrictClient) -> None:
    answer = council.post("/sign-in", data={"words": "x" * 20_000_000})
    assert answer.status_code == 413
    assert "What you sent on earlier pages is kept" in answer.get_data(as_text=True)


def test_a_failure_of_health_is_json(council: StrictClient) -> None:
    answer = council.open("/health", method="PUT")
    assert answer.status_code in (400, 405)
    assert answer.is_json


def test_officers_pages_fail_in_their_own_look(council: StrictClient) -> None:
    text = council.get("/desk/nothing", follow_redirects=True).get_data(as_text=True)
    assert "redress-desk" in text
    assert "govuk-exit-this-page" not in text


@pytest.mark.parametrize("path", ["/%00/cookies", "/isle-of-wight%00/", "/mailbox/?page=99999999999999999999999"])
def test_an_address_that_no_column_can_hold_is_a_bad_request(
    council: StrictClient, settings_with: Callable[..., object], path: str
) -> None:
    settings_with(environment="development")
    answer = council.get(path)
    assert answer.status_code == 400
    assert "We could not read what was sent" in answer.get_data(as_text=True)

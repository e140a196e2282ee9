"""Every failure of a page that was sent: what was kept, what was not, what to do now, what was typed, whom to ring."""

from collections.abc import Callable
from io import BytesIO

import pytest
from bs4 import BeautifulSoup
from flask import Flask

from application import pages
from authorities.models import Authority
from authorities.publishing import default_authority
from foundation.errors import Conflict, Doubtful, Invalid, NotAllowed, NotFound, RedressError, TooMany, Unavailable
from tests.away import database_away
from tests.integration.webform.person import Person
from tests.pages import StrictClient

PAGE = "/isle-of-wight/tell-us/kind"
WORDS = "He said <i>never</i> to ring again."
PHONE = "01632 960100"

AGAIN = "Send this page again"
KEPT = "What you sent on earlier pages is kept."


@pytest.fixture
def council(shipped: object) -> Authority:
    return default_authority()


@pytest.fixture
def failing(app: Flask, monkeypatch: pytest.MonkeyPatch) -> Callable[[Exception], None]:
    """Make sending a page of any form fail."""

    def fail_with(error: Exception) -> None:
        def fail(**given: str) -> str:
            raise error

        monkeypatch.setitem(app.view_functions, "webform.answer", fail)

    return fail_with


def sent(client: StrictClient, **more: object) -> tuple[int, BeautifulSoup]:
    token = BeautifulSoup(client.get(PAGE).get_data(as_text=True), "html5lib").find(attrs={"name": "csrf_token"})
    assert token is not None
    answer = client.post(PAGE, data={"csrf_token": token["value"], "what": WORDS, "kind": "complaint", **more})
    return answer.status_code, BeautifulSoup(answer.get_data(as_text=True), "html5lib")


@pytest.mark.parametrize(
    ("error", "status", "says", "button"),
    [
        (Invalid("That is no day."), 400, "That is no day.", ""),
        (NotAllowed("Not yours."), 403, "Not yours.", ""),
        (NotFound("There is no such page."), 404, "There is no such page.", ""),
        (Conflict("Changed."), 409, "Nothing was overwritten.", ""),
        (Doubtful("Too quick."), 422, KEPT, "I am a person. Go on"),
        (TooMany("A lot was sent.", seconds=61), 429, "Wait 2 minutes, then send this page again.", AGAIN),
        (Unavailable("No references."), 503, KEPT, AGAIN),
        (RuntimeError("inside"), 500, KEPT, AGAIN),
    ],
)
def test_a_page_that_could_not_be_kept_gives_back_every_word(
    client: StrictClient,
    council: Authority,
    failing: Callable[[Exception], None],
    error: RedressError,
    status: int,
    says: str,
    button: str,
) -> None:
    failing(error)
    code, page = sent(client)
    assert code == status
    words = page.get_text(" ", strip=True)
    assert says in words
    assert WORDS in words
    assert PHONE in words
    assert "inside" not in words
    form = page.select_one("main form")
    assert (form is not None) == bool(button)
    if form is not None:
        assert form.get_text(strip=True).endswith(button)
        assert form["action"] == f"{PAGE}?" or form["action"] == PAGE
        assert {"what", "kind", "csrf_token"} == {str(box["name"]) for box in form.select("input, textarea")}


def test_a_page_sent_again_after_a_failure_goes_on(
    client: StrictClient, council: Authority, failing: Callable[[Exception], None], monkeypatch: pytest.MonkeyPatch
) -> None:
    with monkeypatch.context() as broken:
        views = client.application.view_functions
        broken.setitem(views, "webform.answer", lambda **_: (_ for _ in ()).throw(Unavailable("Away.")))
        _, page = sent(client)
    form = page.select_one("main form")
    assert form is not None
    again = {str(box["name"]): box.get("value", box.get_text().strip()) for box in form.select("input, textarea")}
    person = Person(client, PAGE)
    answer = client.post(str(form["action"]), data=again)
    assert answer.status_code == 303
    person.open(answer.location)
    assert person.heading == "Who are you?"


def test_a_page_left_open_too_long_goes_on_in_one_press_also_in_an_older_browser(
    client: StrictClient, council: Authority
) -> None:
    old = client.post(PAGE, data={"kind": "complaint", "what": WORDS}, headers={"Origin": "http://localhost"})
    page = BeautifulSoup(old.get_data(as_text=True), "html5lib")
    assert old.status_code == 400
    assert WORDS in page.get_text()
    form = page.select_one("main form")
    assert form is not None
    again = {str(box["name"]): box.get("value", box.get_text().strip()) for box in form.select("input, textarea")}
    assert client.post(PAGE, data=again).status_code == 303


@pytest.mark.parametrize("headers", [{"Origin": "https://evil.example"}, {"Sec-Fetch-Site": "cross-site"}, {}])
def test_a_page_of_another_site_gets_no_button_that_sends(
    client: StrictClient, council: Authority, headers: dict[str, str]
) -> None:
    answer = client.post(PAGE, data={"kind": "complaint"}, headers=headers)
    assert BeautifulSoup(answer.get_data(as_text=True), "html5lib").select_one("main form") is None


def test_with_the_database_away_the_telephone_and_the_words_are_there(client: StrictClient, council: Authority) -> None:
    token = BeautifulSoup(client.get(PAGE).get_data(as_text=True), "html5lib").find(attrs={"name": "csrf_token"})
    assert token is not None
    with database_away():
        answer = client.post(PAGE, data={"csrf_token": token["value"], "what": WORDS, "kind": "complaint"})
        start = client.get("/isle-of-wight/")
    words = BeautifulSoup(answer.get_data(as_text=True), "html5lib").get_text(" ", strip=True)
    assert answer.status_code == start.status_code == 503
    for part in ("We cannot do that just now", KEPT, WORDS, PHONE, AGAIN, "Isle of Wight Council"):
        assert part in words
    assert PHONE in start.get_data(as_text=True)
    assert client.post(PAGE, data={"csrf_token": token["value"], "kind": "complaint"}).status_code == 303
    with database_away():
        assert client.get("/isle-of-wight/exit").location == "https://www.bbc.co.uk/weather"


def test_a_process_that_never_knew_the_council_still_draws_a_page(
    client: StrictClient, council: Authority, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(pages, "_known_looks", {})
    with database_away():
        answer = client.get("/isle-of-wight/")
    assert answer.status_code == 503
    assert "We cannot do that just now" in answer.get_data(as_text=True)


def test_a_file_that_was_not_kept_is_said(
    client: StrictClient, council: Authority, failing: Callable[[Exception], None]
) -> None:
    failing(Unavailable("Away."))
    _, page = sent(client, photo=(BytesIO(b"x"), "photo.jpg"))
    assert "A file that you added was not kept. Go back and add it again." in page.get_text()
    assert page.select_one("main form") is None


def test_help_stands_in_the_same_place_on_a_page_that_failed(client: StrictClient, council: Authority) -> None:
    whole = BeautifulSoup(client.get("/isle-of-wight/").get_data(as_text=True), "html5lib")
    failed = BeautifulSoup(client.get("/isle-of-wight/no/such/page").get_data(as_text=True), "html5lib")
    for page in (whole, failed):
        line = page.select_one(".redress-help-line")
        assert line is not None
        assert PHONE in line.get_text()
        assert page.body is not None
        order = [tag for tag in page.body.find_all(["header", "div", "main"]) if tag is line or tag.name == "main"]
        assert order[0] is line

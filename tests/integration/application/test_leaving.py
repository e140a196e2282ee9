"""Exit this page: where it leads, what is forgotten by the browser and by us, and what stays."""

from datetime import date

import pytest
from flask import Flask
from sqlalchemy import select
from sqlalchemy.exc import OperationalError

from application import leaving, pages
from authorities.models import Authority
from authorities.profile import WayOut
from authorities.publishing import current_profile, default_authority, publish_profile
from foundation.database import db, new_id, transaction
from foundation.encryption import DataKey
from tests.integration.webform.person import Person
from tests.pages import StrictClient
from webform.draft_cookie import name_of
from webform.drafts import begin
from webform.models import Draft
from webform.publishing import live_form
from workflows.transport import drain

WEATHER = "https://www.bbc.co.uk/weather"


@pytest.fixture
def council(shipped: object) -> Authority:
    return default_authority()


def begun(client: StrictClient, council: Authority) -> Draft:
    """A draft that this browser holds the secret of."""
    with transaction():
        draft, secret = begin("tell-us", council.id, answers={"kind": "complaint"})
    client.set_cookie(name_of(council.key, "tell-us"), secret)
    return draft


def test_leaving_goes_to_the_weather_and_takes_every_cookie_of_ours(client: StrictClient, council: Authority) -> None:
    begun(client, council)
    for name in ("redress", "redress-officer", "redress-progress"):
        client.set_cookie(name, "secret")
    client.set_cookie("councils-own", "kept")
    answer = client.get("/isle-of-wight/exit")
    assert (answer.status_code, answer.location) == (303, WEATHER)
    assert answer.headers["Cache-Control"] == "no-store"
    for name in ("redress", "redress-officer", "redress-progress", name_of(council.key, "tell-us")):
        assert client.get_cookie(name) is None
    assert client.get_cookie("councils-own") is not None


def test_what_was_being_written_is_forgotten_with_its_key(app: Flask, client: StrictClient, council: Authority) -> None:
    draft = begun(client, council)
    draft_id, key_id = draft.id, draft.data_key_id
    client.get("/isle-of-wight/exit")
    drain(app)
    assert db.session.scalar(select(Draft.id).where(Draft.id == draft_id)) is None
    assert db.session.scalar(select(DataKey.id).where(DataKey.id == key_id)) is None


def test_what_was_sent_stays_with_us(app: Flask, client: StrictClient, council: Authority) -> None:
    draft = begun(client, council)
    draft.submission_id = new_id()
    client.get("/isle-of-wight/exit")
    drain(app)
    assert db.session.scalar(select(Draft.id)) == draft.id


def test_a_draft_that_its_writer_has_a_link_to_stays(app: Flask, client: StrictClient, council: Authority) -> None:
    draft = begun(client, council)
    draft.return_email = "robin@family.example"
    client.get("/isle-of-wight/exit")
    drain(app)
    assert db.session.scalar(select(Draft.id)) == draft.id
    assert Person(client, "/isle-of-wight/tell-us/check").status == 410


def test_a_link_on_another_site_makes_no_browser_forget(app: Flask, client: StrictClient, council: Authority) -> None:
    begun(client, council)
    client.get("/isle-of-wight/exit", headers={"Sec-Fetch-Site": "cross-site"})
    assert client.get("/isle-of-wight/exit", headers={"Sec-Purpose": "prefetch;prerender"}).status_code == 204
    drain(app)
    assert client.get_cookie(name_of(council.key, "tell-us")) is not None
    assert db.session.scalar(select(Draft.id)) is not None


def test_nobody_is_held_up_when_the_database_is_away(
    client: StrictClient, council: Authority, monkeypatch: pytest.MonkeyPatch
) -> None:
    begun(client, council)
    client.get("/isle-of-wight/tell-us/kind")  # as they did before: what a page looks like is known from then on

    def away(*_: object) -> None:
        raise OperationalError("select", {}, Exception("gone"))

    monkeypatch.setattr(leaving, "let_go", away)
    monkeypatch.setattr(pages, "_authority", away)
    answer = client.get("/isle-of-wight/exit")
    assert (answer.status_code, answer.location) == (303, WEATHER)
    assert client.get_cookie(name_of(council.key, "tell-us")) is None


def test_where_to_go_is_the_profiles(client: StrictClient, council: Authority) -> None:
    profile = current_profile(council.id)
    elsewhere = WayOut(url="https://www.example.com/recipes", name="a page of recipes")
    publish_profile(council, profile.model_copy(update={"way_out": elsewhere, "valid_from": date(2026, 12, 1)}))
    assert client.get("/isle-of-wight/exit").location == "https://www.example.com/recipes"
    assert "a page of recipes at once" in client.get("/isle-of-wight/safety").get_data(as_text=True)


@pytest.mark.parametrize(
    "url", ["http://www.bbc.co.uk/weather", "javascript:alert(1)", "//example.com", "https://x/\n"]
)
def test_a_way_out_is_a_page_of_the_open_web(url: str) -> None:
    with pytest.raises(ValueError, match="url"):
        WayOut(url=url)


@pytest.mark.parametrize("form", ["tell-us", "young-people"])
def test_the_way_out_is_told_between_the_start_and_the_first_question(
    client: StrictClient, council: Authority, form: str
) -> None:
    person = Person(client, f"/isle-of-wight/{form}/")
    assert "Exit this page" in person.words
    person.open(str(person.page.select_one("main a.govuk-button--start")["href"]))
    assert person.heading == "How to leave quickly"
    for told in ("Shift key three times", "the BBC Weather page", "list of pages", "thrown away"):
        assert told in person.words
    assert person.page.select_one('main a[href="/isle-of-wight/safety"]') is not None
    person.open(str(person.page.select_one("main a.govuk-button")["href"]))
    first = live_form(council.id, form).definition.pages[0].key
    assert person.path == f"/isle-of-wight/{form}/{first}"

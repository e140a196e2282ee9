"""Limits on what is sent from one place, the box that only programs fill in, and forms sent sooner than people can."""

import logging
from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from bs4 import BeautifulSoup
from flask import Flask
from sqlalchemy import select
from sqlalchemy.exc import SQLAlchemyError
from werkzeug.test import TestResponse

from application import limits
from application.limits import OF_PLACE, counts_of
from authorities.models import Authority
from authorities.publishing import default_authority
from foundation.clock import business_now
from foundation.database import db, transaction
from foundation.settings import Settings
from foundation.tries import Limit, TryCount
from tests.pages import StrictClient
from webform.draft_cookie import name_of
from webform.drafts import begin, filling_of
from webform.models import Draft, Submission
from webform.publishing import live_form

FIRST = "/isle-of-wight/tell-us/kind"
LIBRARY = "203.0.113.7"


@pytest.fixture
def council(shipped: object) -> Authority:
    return default_authority()


@pytest.fixture
def few(monkeypatch: pytest.MonkeyPatch) -> None:
    """Two of everything."""
    monkeypatch.setattr(limits, "BEGIN", Limit("begin", most=2, seconds=600))
    monkeypatch.setattr(limits, "GO_ON", Limit("go-on", most=2, seconds=600))
    monkeypatch.setattr(limits, "PROGRESS", Limit("progress", most=2, seconds=600))
    monkeypatch.setattr(limits, "SIGN_IN", Limit("sign-in", most=2, seconds=600))
    monkeypatch.setattr(limits, "OF_PLACE", {name: Limit(name, most=2, seconds=600) for name in OF_PLACE})


def sent(client: StrictClient, path: str, data: dict[str, Any], place: str = LIBRARY, **more: Any) -> TestResponse:
    """A page sent from a place."""
    page = BeautifulSoup(client.get(FIRST).get_data(as_text=True), "html5lib")
    token = page.find(attrs={"name": "csrf_token"})
    assert token is not None
    return client.post(
        path, data={"csrf_token": token["value"], **data}, environ_overrides={"REMOTE_ADDR": place}, **more
    )


def fresh(app: Flask) -> StrictClient:
    client = app.test_client()
    assert isinstance(client, StrictClient)
    return client


def test_whoever_begins_too_many_is_told_when_to_try_again_and_keeps_what_they_typed(
    app: Flask, council: Authority, few: None
) -> None:
    typed = {"kind": "something-else", "words": "My <b>whole</b> complaint"}
    codes = [sent(fresh(app), FIRST, typed).status_code for _ in range(2)]
    answer = sent(fresh(app), FIRST, typed)
    assert (codes, answer.status_code) == ([303, 303], 429)
    assert 595 <= int(answer.headers["Retry-After"]) <= 600
    text = answer.get_data(as_text=True)
    assert "Wait 10 minutes, then send this page again." in text
    assert "My &lt;b&gt;whole&lt;/b&gt; complaint" in text
    assert '<textarea name="kind" hidden>something-else</textarea>' in text
    assert "Send this page again" in text
    assert "01632 960100" in text
    assert sent(fresh(app), FIRST, typed, "198.51.100.9").status_code == 303


def test_each_form_is_counted_by_itself(app: Flask, council: Authority, few: None) -> None:
    for _ in range(3):
        sent(fresh(app), FIRST, {"kind": "compliment"})
    first = live_form(council.id, "young-people").definition.pages[0].key
    young = sent(fresh(app), f"/isle-of-wight/young-people/{first}", {})
    assert young.status_code == 303


def test_one_household_of_the_newer_internet_is_one_place(app: Flask, council: Authority, few: None) -> None:
    codes = [sent(fresh(app), FIRST, {"kind": "compliment"}, f"2001:db8:1:2::{host}").status_code for host in (1, 2, 3)]
    assert codes == [303, 303, 429]


def test_a_class_of_thirty_and_a_library_are_not_shut_out() -> None:
    assert limits.BEGIN.most >= 6 * 30
    assert limits.SEND.most >= 3 * 30
    assert limits.ANYTHING.most >= 30 * 30


def test_this_machine_itself_and_a_proxy_nobody_named_are_not_counted(
    client: StrictClient, council: Authority, few: None
) -> None:
    assert {sent(client, FIRST, {"kind": "compliment"}, "127.0.0.1").status_code for _ in range(5)} == {303}


def test_a_word_that_a_request_says_of_itself_is_not_believed(app: Flask, council: Authority, few: None) -> None:
    codes = [
        sent(fresh(app), FIRST, {"kind": "compliment"}, headers={"X-Forwarded-For": f"198.51.100.{n}"}).status_code
        for n in range(3)
    ]
    assert codes == [303, 303, 429]


@pytest.mark.parametrize(
    ("endpoint", "path", "what"),
    [
        ("webform.send", "/isle-of-wight/tell-us/check", {"webform.send", "anything"}),
        ("webform.ask_for_contact_now", "/isle-of-wight/contact-me-now/", {"webform.ask_for_contact_now", "anything"}),
        ("webform.send_return_link", "/isle-of-wight/tell-us/save", {"webform.send_return_link", "anything"}),
        ("progress.ask_for_call", "/isle-of-wight/progress/call", {"progress", "anything"}),
        ("signing_in.send", "/sign-in", {"sign-in"}),
        ("desk.finish_item", "/desk/work/0190a2b4-0000-7000-8000-000000000000/done", set()),
    ],
)
def test_every_act_of_the_public_counts_towards_its_limit(
    app: Flask, council: Authority, few: None, endpoint: str, path: str, what: set[str]
) -> None:
    with app.test_request_context(path, method="POST"):
        assert {count.limit.what for count in counts_of(LIBRARY)} == what


def test_going_on_is_counted_for_the_draft_and_not_for_the_place(
    app: Flask, client: StrictClient, council: Authority, few: None
) -> None:
    with transaction():
        _, secret = begin("tell-us", council.id)
    client.set_cookie(name_of(council.key, "tell-us"), secret)
    codes = [sent(client, FIRST, {"kind": "compliment"}).status_code for _ in range(3)]
    assert codes == [303, 303, 429]
    assert sent(fresh(app), FIRST, {"kind": "compliment"}).status_code == 303


def test_no_address_is_kept_or_logged(
    app: Flask, council: Authority, few: None, caplog: pytest.LogCaptureFixture
) -> None:
    with caplog.at_level(logging.INFO):
        for _ in range(3):
            sent(fresh(app), FIRST, {"kind": "compliment"})
    assert "asked to wait" in caplog.text
    assert LIBRARY not in caplog.text + str([vars(record) for record in caplog.records])
    assert all(LIBRARY.encode() not in kept for kept in db.session.scalars(select(TryCount.who_hash)))


def test_where_it_cannot_be_counted_nobody_is_turned_away(
    client: StrictClient, council: Authority, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    def away(*_: object) -> int:
        raise SQLAlchemyError("gone")

    monkeypatch.setattr(limits, "count_try", away)
    assert sent(client, FIRST, {"kind": "compliment"}).status_code == 303
    assert "not counted" in caplog.text


# Programs -----------------------------------------------------------------------


def test_a_filled_trap_leads_to_a_page_that_lets_a_person_go_on_with_every_word(
    client: StrictClient, council: Authority
) -> None:
    answer = sent(client, FIRST, {"kind": "compliment", "leave_empty": "https://spam.example"})
    assert answer.status_code == 422
    page = BeautifulSoup(answer.get_data(as_text=True), "html5lib")
    assert "Are you a person?" in page.get_text()
    assert "spam.example" not in page.get_text()
    form = page.select_one("main form")
    assert form is not None
    again = {str(box["name"]): box.get("value", box.get_text().strip()) for box in form.select("input, textarea")}
    assert again["kind"] == "compliment"
    assert client.post(str(form["action"]), data=again).status_code == 303


def test_the_trap_is_out_of_everybodys_way(client: StrictClient, council: Authority) -> None:
    page = BeautifulSoup(client.get(FIRST).get_data(as_text=True), "html5lib")
    (trap,) = page.select("input[name=leave_empty]")
    assert (trap["tabindex"], trap["autocomplete"]) == ("-1", "off")
    assert trap.find_parent(attrs={"aria-hidden": "true"}) is not None
    assert page.find("label", attrs={"for": "leave_empty"}) is not None


def test_a_form_sent_sooner_than_a_person_can_is_asked_about_once(
    client: StrictClient, council: Authority, settings_with: Callable[..., Settings]
) -> None:
    settings_with(soonest_send_seconds=60.0)
    with transaction():
        draft, secret = begin("tell-us", council.id, answers={"kind": "compliment", **THANKS})
        draft.content = draft.content | {"seen": [page.key for page in filling_of(draft).definition.pages]}
    client.set_cookie(name_of(council.key, "tell-us"), secret)
    check = "/isle-of-wight/tell-us/check"
    assert sent(client, check, {}).status_code == 422
    assert db.session.scalar(select(Submission.id)) is None
    draft = db.session.scalars(select(Draft)).one()
    draft.began_at = business_now() - timedelta(seconds=61)
    assert sent(client, check, {}).status_code == 303
    assert db.session.scalar(select(Submission.id)) is not None


THANKS = {
    "who_are_you": "parent", "child_involved": "no", "compliment_words": "She listened", "thank_who": "Jo",
    "service": "care-leavers", "name": "Robin", "email": "robin@family.example",
}  # fmt: skip

"""Every link in a message survives a mail scanner, and its token is nowhere but in the mail.

A scanner follows each link with GET or HEAD, perhaps many times: nothing opens, changes or is used up. The token goes
from the address into a short cookie at once, so that no page, referrer or log has it.
"""

import json
import logging
from collections.abc import Callable
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import select, text

from application.logs import JsonLines
from authorities.access import WRONG_LINKS, LinkClaim, link_claim_or_none
from authorities.models import Officer
from authorities.signing_in import PURPOSE as SIGN_IN
from authorities.signing_in import ask_for_link
from cases import calls
from cases.allocation import current_allocation
from cases.links import answer_link, call_link, next_stage_link, progress_link, still_want_link
from foundation.database import db, transaction
from foundation.links import token_for
from notifications.message import LinkTo, link_from_json
from notifications.models import Message
from tests.factories import Council, make_confirmed_case, time_is
from tests.integration.cases.asked import browser, make_asked
from tests.integration.cases.conftest import council as council  # the fixture
from webform.drafts import begin
from webform.forgetting import return_link
from webform.publishing import seed_forms

KEY = "isle-of-wight"


def progress(council: Council) -> LinkTo:
    return progress_link(make_asked(council).case, KEY)


def next_stage(council: Council) -> LinkTo:
    asked = make_asked(council)
    return next_stage_link(asked.stage, asked.case.link_generation, KEY)


def answer(council: Council) -> LinkTo:
    asked = make_asked(council)
    allocation = current_allocation(asked.stage.id)
    assert allocation is not None
    return answer_link(allocation, asked.stage.link_generation)


def still_want(council: Council) -> LinkTo:
    call_back = calls.call_of(make_confirmed_case(council, call_choice="call-me").id)
    assert call_back is not None
    return still_want_link(call_back, KEY)


def call(council: Council) -> LinkTo:
    call_back = calls.call_of(make_confirmed_case(council, call_choice="call-me").id)
    assert call_back is not None
    return call_link(call_back)


def come_back(council: Council) -> LinkTo:
    seed_forms(council.authority)
    draft, _ = begin("tell-us", council.authority.id, answers={"kind": "compliment"})
    return return_link(draft)


def sign_in(council: Council) -> LinkTo:
    officer = db.session.scalars(select(Officer).limit(1)).one()
    ask_for_link(officer.email, None)
    message = db.session.scalars(select(Message).where(Message.wording_key == "sign-in")).one()
    return link_from_json(message.links["link"])


LINKS: tuple[Callable[[Council], LinkTo], ...] = (progress, next_stage, still_want, come_back, answer, call, sign_in)
FIRST = [make.__name__ for make in LINKS]

UNTOUCHED = ("case", "stage", "call_back", "draft", "event", "task", "work_item", "note", "officer_session", "message")


def everything() -> dict[str, Any]:
    """What the database holds of what a link could change, row by row."""
    db.session.commit()
    known = set(db.session.scalars(text("select tablename from pg_tables where schemaname = 'public'")))
    return {
        table: sorted(map(str, db.session.execute(text(f'select * from "{table}"')).all()))
        for table in UNTOUCHED
        if table in known
    }


def written_out(link: LinkTo) -> tuple[str, str]:
    """The path of a link, and its token."""
    assert link.row_id is not None
    token = token_for(link.purpose, link.row_id, link.generation)
    return link.path.format(token=token), token


@pytest.mark.parametrize("make", LINKS, ids=FIRST)
def test_following_it_with_get_or_head_changes_nothing(
    app: Flask, council: Council, make: Callable[[Council], LinkTo]
) -> None:
    path, _ = written_out(make(council))
    before = everything()
    scanner = browser(app)
    for _ in range(2):
        for ask in (scanner.head, scanner.get):
            assert ask(path).status_code == 302
            assert ask(path, follow_redirects=True).status_code == 200
    assert everything() == before


@pytest.mark.parametrize("make", LINKS, ids=FIRST)
def test_its_token_is_in_no_address_referrer_page_or_log(
    app: Flask, council: Council, make: Callable[[Council], LinkTo], caplog: pytest.LogCaptureFixture
) -> None:
    path, token = written_out(make(council))
    client = browser(app)
    with caplog.at_level(logging.INFO):
        arrived = client.get(path)
        page = client.get(arrived.location)
    assert token not in arrived.location
    assert token not in page.text
    for response in (arrived, page):
        assert response.headers["Referrer-Policy"] == "same-origin"
        assert response.headers["Cache-Control"] == "no-store"
    cookie = next(value for name, value in arrived.headers if name == "Set-Cookie")
    assert "HttpOnly" in cookie
    assert "SameSite=Lax" in cookie
    logged = [JsonLines().format(record) for record in caplog.records]
    assert any(json.loads(line)["message"] == "request" for line in logged)
    assert not [line for line in logged if token in line]


@pytest.mark.parametrize("make", LINKS, ids=FIRST)
def test_a_token_made_for_it_opens_nothing_else(
    app: Flask, council: Council, make: Callable[[Council], LinkTo]
) -> None:
    link = make(council)
    assert link.row_id is not None
    for other in LINKS:
        if other is make:
            continue
        path = other(council).path.format(token=token_for(link.purpose, link.row_id, link.generation))
        assert browser(app).get(path).status_code == 404


def test_wrong_links_of_all_purposes_count_together_for_all_processes(app: Flask, council: Council) -> None:
    time_is("2027-12-03")
    paths = [f"/{KEY}/progress/x", f"/{KEY}/come-back/x", f"/{KEY}/next-stage/x", "/answer/x", "/answer/call/x"]
    codes = [browser(app).get(f"{paths[n % len(paths)]}{n}").status_code for n in range(WRONG_LINKS.most + 1)]
    assert set(codes[:-1]) == {404}
    assert codes[-1] == 429
    right, _ = written_out(progress(council))
    assert browser(app).get(right).status_code == 302


def test_a_claim_is_read_only_from_the_cookie_of_its_purpose(app: Flask, council: Council) -> None:
    link = progress(council)
    assert link.row_id is not None
    token = token_for(link.purpose, link.row_id, link.generation)
    with transaction(), app.test_request_context(headers={"Cookie": f"redress-{link.purpose}={token}"}):
        assert link_claim_or_none(link.purpose) == LinkClaim(link.row_id, link.generation)
        assert link_claim_or_none(SIGN_IN) is None

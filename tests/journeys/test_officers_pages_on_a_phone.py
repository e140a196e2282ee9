"""Every page of the desk, of administration and of signing in, 320 px wide, as axe sees it.

Pages of answers, forms, flows, reports, letters and of the demo's clock are looked at where their journeys are.
"""

from collections.abc import Callable, Mapping
from typing import Any

import pytest
from flask import Flask, url_for
from playwright.sync_api import Page, expect
from sqlalchemy import select

from authorities.access import Access
from authorities.invented_officers import seed_invented_officers
from authorities.models import Team
from authorities.permissions import Role
from authorities.publishing import default_authority
from authorities.sessions import SESSION_COOKIE, begin_session
from cases.act_given import NEEDS
from cases.asking import ask_for_change
from cases.case_standing import acts_offered
from cases.changes import waiting_requests
from cases.confirming import confirm
from cases.emails import Email
from cases.incoming import email_as_json, keep_email
from cases.information import ask_for
from cases.models import NamedPerson
from cases.pausing import pause
from cases.unfinished import save
from foundation.database import db, new_id, transaction
from tests.browser import assert_accessible
from tests.factories import Council, make_case, make_confirmed_case
from tests.integration.cases.acted import do

pytestmark = pytest.mark.browser

ELSEWHERE = ("manager", "forms", "reports", "workflows", "letters", "demo_time")
HARM = (("who_are_you", "parent"), ("harm_tick", ("child-may-have-been-hurt",)))
WHO_OPENS = {
    Role.COMPLAINTS_OFFICER: "officer",
    Role.ADMINISTRATOR: "administrator",
}

Values = Mapping[str, Any]


@pytest.fixture
def places(live_server: str) -> dict[str, list[Values]]:
    """By endpoint, what stands in its address; one entry for each way it can look."""
    with transaction():
        authority = default_authority()
        council = Council(authority, seed_invented_officers(authority))
        waiting, nobody_knows = make_case(council), make_case(council, service=None)
        running = make_confirmed_case(council, named=("Otis Invented", "Alex Example"))
        call = make_case(council, call_choice="call-me", points=(), gist="Family time")
        confirm(call, council.officer().id)
        held = make_case(council, triage_values=HARM)
        named = db.session.scalars(select(NamedPerson.id).where(NamedPerson.case_id == running.id)).all()
        asked = make_confirmed_case(council)
        ask_for(asked, "Which meeting do you mean?", council.officer().id)
        email = keep_email(running, Email(subject="A word", words="Words " * 60), council.officer().id)
        intake = save(new_id(), authority.id, council.officer().id, {"name": ["Asha Pretend"]}, 0)
        intake.email = email_as_json(Email(from_name="Asha Pretend", subject=f"Re: {running.reference}"))
        ask_for_change(running, "contact", "A new number")
        change = waiting_requests(running.id)[0]
        still = make_confirmed_case(council)
        pause(still.stages[0], council.officer().id, "advocate", still.received_on)
        closed = make_case(council)
        do(council, closed, "withdraw")
        refusal = do(council, asked, "refuse", reason="out-of-time")
        team = db.session.scalars(select(Team.id).where(Team.key == "isle-of-wight-sen")).one()
        cases = [{"reference": case.reference} for case in (waiting, nobody_knows, running, call, held)]
        one = [{"reference": running.reference}]
        officer = [{"officer_id": council.officer().id}]
        return {
            "desk.show_list": [{"key": "open"}],
            "desk.show_work": [{}],
            "desk.take_in": [{}],
            "desk.resume_intake": [{"intake_id": intake.id}],
            "desk.remove_intake": [{"intake_id": intake.id}],
            "desk.show_unfinished": [{}],
            "desk.show_case": [*cases, {"reference": asked.reference}],
            "desk.show_email": [{"reference": running.reference, "email_id": email.id}],
            "desk.ask_for_information": [*one],
            "desk.keep_information": [{"reference": asked.reference}],
            "desk.decide_without_information": [{"reference": asked.reference}],
            "desk.allocate_case": [*one],
            "desk.change_case": [{"reference": waiting.reference}],
            "desk.close_case": [*one],
            "desk.decide_harm": [{"reference": held.reference}],
            "desk.decide_target_day": [*one],
            "desk.take_in_next_stage": [*one],
            "desk.settle_change": [{"reference": running.reference, "request_id": change.id}],
            "desk.do_act": [
                *({"reference": running.reference, "act": act} for act in acts_offered(running) if act in NEEDS),
                {"reference": closed.reference, "act": "reopen"},
            ],
            "desk.approve_act": [{"reference": asked.reference, "act_id": refusal.id}],
            "desk.pause_clock": [*one],
            "desk.resume_clock": [{"reference": still.reference}],
            "desk.correct_day_of_receipt": [*one],
            "desk.say_who_is_named": [{"reference": running.reference, "named_id": named[0]}],
            "administration.authority": [{"authority_key": "isle-of-wight"}],
            "administration.officers_list": [{}],
            "administration.officer": [*officer],
            "administration.new_officer": [{}],
            "administration.team": [{"team_id": team}],
            "administration.new_team": [{}],
            "health.show_health": [{}],
            "leave.show": [{}],
            "leave.show_of": [*officer],
        }


def test_every_page_of_an_officer_can_be_used_on_a_phone(
    app: Flask, live_server: str, open_page: Callable[..., Page], places: dict[str, list[Values]]
) -> None:
    pages = {address: open_page(320) for address in WHO_OPENS.values()}
    with transaction():
        council = seed_invented_officers(default_authority())
        for address, page in pages.items():
            session = begin_session(council.officers[address])
            page.context.add_cookies([{"name": SESSION_COOKIE, "value": session, "url": live_server}])
    for endpoint, ways in places.items():
        page = pages[_who_opens(app, endpoint)]
        for values in ways:
            with app.test_request_context():
                path = url_for(endpoint, **values)
            answer = page.goto(path)
            assert answer is not None
            assert answer.status == 200, path
            assert_accessible(page)


def test_no_page_of_an_officer_is_forgotten_here(app: Flask, places: dict[str, list[Values]]) -> None:
    officers_pages = {
        rule.endpoint
        for rule in app.url_map.iter_rules()
        if "GET" in (rule.methods or ())
        and _access(app, rule.endpoint).kind in ("officers", "signed-in")
        and rule.endpoint.partition(".")[0] not in ELSEWHERE
    }
    assert officers_pages - set(places) == {"desk.home", "desk.hand_out_file"}, "the one leads on, the other is a file"


def test_signing_in_can_be_done_on_a_phone_and_a_wrong_search_says_what_to_enter(
    app: Flask, live_server: str, open_page: Callable[..., Page]
) -> None:
    page = open_page(320)
    for path in ("/sign-in", "/sign-in/sent", "/sign-in/link/forged", "/desk/cases/ZZZZ-ZZ"):
        page.goto(path)
        assert_accessible(page)
    with transaction():
        session = begin_session(seed_invented_officers(default_authority()).officers["officer"])
    page.context.add_cookies([{"name": SESSION_COOKIE, "value": session, "url": live_server}])
    page.goto("/desk/lists/open")
    page.get_by_role("button", name="Find").click()
    expect(page.get_by_role("link", name="Enter part of a name")).to_be_visible()
    assert_accessible(page)
    page.goto("/desk/intake")
    page.get_by_role("button", name="Open the case").click()
    expect(page.get_by_role("link", name="Choose how it came")).to_be_visible()
    assert_accessible(page)
    page.goto("/desk/cases/ZZZZ-ZZ")
    assert_accessible(page)


def _who_opens(app: Flask, endpoint: str) -> str:
    """The address of somebody whose role opens a page."""
    roles = _access(app, endpoint).roles
    return next(address for role, address in WHO_OPENS.items() if not roles or role in roles)


def _access(app: Flask, endpoint: str) -> Access:
    """Who may use a page; anybody for the files that need no view of ours."""
    found = getattr(app.view_functions[endpoint], "__access__", Access("anyone"))
    assert isinstance(found, Access)
    return found

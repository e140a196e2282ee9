"""Signing in by an emailed link, over HTTP."""

from collections.abc import Callable
from datetime import timedelta

import pytest
from sqlalchemy import select, update

from authorities.invented_officers import InventedCouncil
from authorities.models import Officer, OfficerSession, SignInRequest
from authorities.signing_in import LINKS_IN_A_WINDOW
from foundation.clock import now
from foundation.database import db
from tests.pages import StrictClient

Links = list[tuple[Officer, str]]
SignIn = Callable[[Officer], StrictClient]


def ask(client: StrictClient, email: str, onward: str = "") -> None:
    """Ask for a link on the page."""
    response = client.send_form("/sign-in", {"email": email, "next": onward})
    assert response.status_code == 302
    assert response.location == "/sign-in/sent"


def press_sign_in(client: StrictClient) -> str:
    """Press the button of the page the link leads to; where it led on to."""
    response = client.send_form("/sign-in/confirm", {})
    assert response.status_code == 302
    return response.location


def test_an_officer_signs_in_with_the_link_and_goes_where_they_wanted(
    client: StrictClient, council: InventedCouncil, links: Links
) -> None:
    assert "/sign-in?next=/leave" in client.get("/leave").location
    ask(client, "officer@redress.example", "/leave")
    officer, token = links[0]
    assert officer.email == "officer@redress.example"
    arrived = client.get(f"/sign-in/link/{token}")
    assert arrived.location == "/sign-in/confirm"
    assert press_sign_in(client) == "/leave"
    assert client.get("/leave").status_code == 200


def test_an_unknown_address_gets_the_same_page_and_no_link(
    client: StrictClient, council: InventedCouncil, links: Links
) -> None:
    ask(client, "stranger@redress.example")
    assert links == []


def test_an_address_is_known_whatever_its_capitals_and_spaces(
    client: StrictClient, council: InventedCouncil, links: Links
) -> None:
    ask(client, "  Officer@Redress.Example ")
    assert len(links) == 1


def test_opening_the_link_uses_nothing_up_so_that_mail_scanners_do_no_harm(
    client: StrictClient, council: InventedCouncil, links: Links
) -> None:
    ask(client, "officer@redress.example")
    token = links[0][1]
    for _ in range(3):
        client.get(f"/sign-in/link/{token}")
        client.get("/sign-in/confirm")
    assert db.session.scalar(select(SignInRequest.used_at)) is None
    assert db.session.scalar(select(OfficerSession.id)) is None
    assert press_sign_in(client) == "/desk/"


def test_the_link_works_once(client: StrictClient, council: InventedCouncil, links: Links) -> None:
    ask(client, "officer@redress.example")
    client.get(f"/sign-in/link/{links[0][1]}")
    press_sign_in(client)
    client.get(f"/sign-in/link/{links[0][1]}")
    again = client.send_form("/sign-in/confirm", {})
    assert again.status_code == 404
    assert "no longer works" in again.text


def test_the_link_works_for_a_quarter_of_an_hour(client: StrictClient, council: InventedCouncil, links: Links) -> None:
    ask(client, "officer@redress.example")
    db.session.execute(update(SignInRequest).values(asked_at=now() - timedelta(minutes=16)))
    client.get(f"/sign-in/link/{links[0][1]}")
    assert client.send_form("/sign-in/confirm", {}).status_code == 404


def test_somebody_who_has_left_cannot_use_a_link_they_were_sent(
    client: StrictClient, council: InventedCouncil, links: Links
) -> None:
    ask(client, "officer@redress.example")
    council.officers["officer"].is_active = False
    client.get(f"/sign-in/link/{links[0][1]}")
    assert client.send_form("/sign-in/confirm", {}).status_code == 404


@pytest.mark.parametrize("token", ["nonsense", "A" * 48])
def test_a_forged_link_gets_a_clear_page(client: StrictClient, island: object, token: str) -> None:
    response = client.get(f"/sign-in/link/{token}")
    assert response.status_code == 404
    assert "Ask for a new link" in response.text


def test_one_officer_is_sent_only_so_many_links(client: StrictClient, council: InventedCouncil, links: Links) -> None:
    for _ in range(LINKS_IN_A_WINDOW + 2):
        ask(client, "officer@redress.example")
    assert len(links) == LINKS_IN_A_WINDOW


@pytest.mark.parametrize("typed", ["", "not an address", "a" * 250 + "@b.example"])
def test_a_strange_address_is_explained_beside_the_field(client: StrictClient, island: object, typed: str) -> None:
    response = client.send_form("/sign-in", {"email": typed, "next": ""})
    assert response.status_code == 400
    assert "Enter your work email address, like name@council.example" in response.text


@pytest.mark.parametrize("elsewhere", ["https://elsewhere.example/", "//elsewhere.example", "/\\elsewhere.example"])
def test_signing_in_never_leads_off_this_site(
    client: StrictClient, council: InventedCouncil, links: Links, elsewhere: str
) -> None:
    ask(client, "officer@redress.example", elsewhere)
    client.get(f"/sign-in/link/{links[0][1]}")
    assert press_sign_in(client) == "/desk/"


def test_the_cookie_is_hidden_from_scripts_and_other_sites(
    client: StrictClient, council: InventedCouncil, links: Links
) -> None:
    ask(client, "officer@redress.example")
    client.get(f"/sign-in/link/{links[0][1]}")
    response = client.send_form("/sign-in/confirm", {})
    cookie = next(value for value in response.headers.getlist("Set-Cookie") if value.startswith("redress-officer="))
    assert "HttpOnly" in cookie
    assert "SameSite=Lax" in cookie


def test_the_row_holds_no_secret_that_opens_anything(
    client: StrictClient, council: InventedCouncil, sign_in: SignIn
) -> None:
    sign_in(council.officers["officer"])
    kept = db.session.scalar(select(OfficerSession.secret_hash))
    cookie = client.get_cookie("redress-officer")
    assert cookie is not None
    assert kept is not None
    assert cookie.value.encode() not in kept


def test_signing_out_ends_the_session_in_the_database_too(council: InventedCouncil, sign_in: SignIn) -> None:
    client = sign_in(council.officers["officer"])
    assert client.send_form("/sign-out", {}).status_code == 302
    assert db.session.scalar(select(OfficerSession.id)) is None
    assert client.get("/leave").status_code == 302


def test_a_session_ends_when_its_hours_are_over(council: InventedCouncil, sign_in: SignIn) -> None:
    client = sign_in(council.officers["officer"])
    db.session.execute(update(OfficerSession).values(ends_at=now() - timedelta(seconds=1)))
    assert client.get("/leave").status_code == 302


def test_an_officer_without_the_role_is_refused(council: InventedCouncil, sign_in: SignIn) -> None:
    client = sign_in(council.officers["officer"])
    assert client.get("/administration/officers").status_code == 403


def test_a_form_sent_after_the_session_ended_leads_back_to_its_page(
    client: StrictClient, council: InventedCouncil
) -> None:
    page = client.get("/sign-in")
    token = page.text.split('name="csrf_token" value="')[1].split('"')[0]
    response = client.post("/leave", data={"csrf_token": token}, headers={"Referer": "http://localhost/leave"})
    assert response.status_code == 302
    assert response.location.endswith("/sign-in?next=/leave")

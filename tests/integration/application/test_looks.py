"""Several councils on one deployment: each wears its own look, a closed one says so, and a host may have its own."""

import base64
from datetime import date

import pytest
from bs4 import BeautifulSoup
from flask import Flask
from sqlalchemy import select

from authorities.logos import Logo
from authorities.models import Authority
from authorities.permissions import Role
from authorities.profile import Look, StandingFacts
from authorities.publishing import authority_by_key, current_profile, publish_profile
from foundation.database import db
from tests.factories import make_officer
from tests.integration.cases.asked import signed_in
from tests.pages import StrictClient

PICTURE = b'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 1 1"><path d="M0 0h1v1z"/></svg>'
LOGO = Logo(media_type="image/svg+xml", content=base64.b64encode(PICTURE).decode(), alt="A lighthouse")


@pytest.fixture
def hampshire(shipped: object) -> Authority:
    """The second council, open, with a logo and colours of its own."""
    authority = authority_by_key("hampshire")
    authority.is_open = True
    profile = current_profile(authority.id)
    look = Look(header_name=profile.name, colour="#ffdd00", link_colour="#003078", button_colour="#6b1f7c", logo=LOGO)
    facts = StandingFacts(
        statement_prepared_on=date(2026, 10, 1),
        not_accessible=("A map that has no words.",),
        data_protection_officer="dpo@hampshire.example",
        privacy_notice="https://www.hampshire.example/privacy",
    )
    publish_profile(
        authority, profile.model_copy(update={"look": look, "standing": facts, "valid_from": date(2026, 12, 1)})
    )
    return authority


def page(client: StrictClient, path: str) -> BeautifulSoup:
    return BeautifulSoup(client.get(path, follow_redirects=True).get_data(as_text=True), "html5lib")


PATHS = (
    "",
    "privacy",
    "accessibility",
    "cookies",
    "safety",
    "tell-us/leaving-quickly",
    "tell-us/kind",
    "young-people/",
)


@pytest.mark.parametrize("path", PATHS)
def test_every_page_under_a_councils_address_wears_its_look_and_no_others(
    client: StrictClient, hampshire: Authority, path: str
) -> None:
    theirs, default = page(client, f"/hampshire/{path}"), page(client, f"/isle-of-wight/{path}")
    assert "Hampshire County Council" in theirs.get_text()
    assert "01632 960200" in theirs.get_text()
    assert not [word for word in ("Isle of Wight", "isle-of-wight", "01632 960100") if word in str(theirs)]
    assert not [word for word in ("Hampshire", "hampshire", "01632 960200") if word in str(default)]
    image = theirs.select_one("header img, .govuk-generic-header img")
    assert image is not None
    assert image["alt"] == "A lighthouse"
    assert default.select_one("img") is None


def test_a_councils_colours_are_its_own(client: StrictClient, hampshire: Authority) -> None:
    theirs = client.get("/hampshire/colours.css").get_data(as_text=True)
    assert "--council-header: #ffdd00;" in theirs
    assert "--council-button: #6b1f7c;" in theirs
    assert "#ffdd00" not in client.get("/isle-of-wight/colours.css").get_data(as_text=True)


def test_a_logo_opened_by_itself_can_do_nothing(client: StrictClient, hampshire: Authority) -> None:
    image = page(client, "/hampshire/").select_one("img")
    assert image is not None
    answer = client.get(str(image["src"]))
    assert (answer.data, answer.mimetype) == (PICTURE, "image/svg+xml")
    assert answer.headers["Content-Security-Policy"] == "default-src 'none'; style-src 'unsafe-inline'; sandbox"
    assert answer.headers["X-Content-Type-Options"] == "nosniff"
    assert client.get("/isle-of-wight/logo/x").status_code == 404


def test_the_facts_at_the_foot_are_the_councils(client: StrictClient, hampshire: Authority) -> None:
    access = page(client, "/hampshire/accessibility").get_text(" ", strip=True)
    assert "A map that has no words." in access
    assert "prepared on Thursday 1 October 2026" in access
    assert "We answer within 10 working days." in access
    privacy = page(client, "/hampshire/privacy")
    assert "dpo@hampshire.example" in privacy.get_text()
    assert privacy.select_one('a[href="https://www.hampshire.example/privacy"]') is not None
    assert "have no tags for screen readers" in page(client, "/isle-of-wight/accessibility").get_text()


@pytest.mark.parametrize("path", PATHS)
def test_a_closed_council_says_so_and_how_to_reach_it(client: StrictClient, shipped: object, path: str) -> None:
    answer = client.get(f"/doncaster/{path}")
    words = BeautifulSoup(answer.get_data(as_text=True), "html5lib").get_text(" ", strip=True)
    assert answer.status_code == 404
    assert "These pages are not open" in words
    assert current_profile(authority_by_key("doncaster").id).contact.phone in words


def test_a_host_of_its_own_begins_with_its_own_start_page(client: StrictClient, hampshire: Authority) -> None:
    hampshire.host = "complaints.hampshire.example"
    own = client.get("/", base_url="http://complaints.hampshire.example:8000")
    assert own.location == "/hampshire/"
    assert client.get("/", base_url="http://elsewhere.example").location == "/isle-of-wight/"
    hampshire.is_open = False
    assert client.get("/", base_url="http://complaints.hampshire.example").location == "/isle-of-wight/"


def test_an_administrator_gives_a_council_its_host(app: Flask, hampshire: Authority) -> None:
    desk = signed_in(app, make_officer(hampshire, "Ada Admin", Role.ADMINISTRATOR))
    path = "/administration/authorities/hampshire"
    leads = dict.fromkeys(("complaints_manager_id", "stage_two_lead_id", "harm_lead_id"), "")
    sent = {**leads, "is_open": "y", "host": " Complaints.Hampshire.example "}
    assert desk.send_form(path, sent).status_code == 302
    assert db.session.scalar(select(Authority.host).where(Authority.key == "hampshire")) == (
        "complaints.hampshire.example"
    )
    refused = desk.send_form(path, {**sent, "host": "http://x"})
    assert "Enter a host name like" in refused.get_data(as_text=True)
    authority_by_key("isle-of-wight").host = "complaints.island.example"
    taken = desk.send_form(path, {**sent, "host": "complaints.island.example"})
    assert "Another authority has this host name." in taken.get_data(as_text=True)

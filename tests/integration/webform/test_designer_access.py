"""Who may open the designer, and which forms they find there."""

import re

import pytest
from flask import Flask

from authorities.invented_officers import InventedCouncil
from authorities.models import Authority
from authorities.permissions import Role
from authorities.publishing import authority_by_key
from tests.factories.councils import make_officer
from tests.integration.webform.designing import Desk, working
from tests.pages import StrictClient


def test_the_list_shows_each_form_with_its_live_version_and_who_published_it(cleo: Desk) -> None:
    page = cleo.open("/forms")

    assert page.status == 200
    assert "Tell children's services 1" in page.words
    assert "Redress, as shipped" in page.words


@pytest.mark.parametrize("role", sorted({*Role} - {Role.FORM_DESIGNER, Role.ADMINISTRATOR}))
def test_other_roles_open_no_page_of_the_designer(client: StrictClient, island: Authority, role: Role) -> None:
    desk = Desk(client, make_officer(island, "Nora Invented", role))

    assert desk.open("/forms").status == 403
    assert desk.open().status == 403


def test_designers_of_another_authority_are_refused_and_change_nothing(
    client: StrictClient, island: Authority, cleo: Desk
) -> None:
    other = Desk(client, make_officer(authority_by_key("hampshire"), "Hanna Invented", Role.FORM_DESIGNER))
    name = cleo.open("/name")

    assert other.open().status == 404
    assert other.open("/preview").status == 404
    assert "Tell children's services" in other.open("/forms").words
    assert "Isle of Wight" not in other.open("/forms").html.find("main").get_text()
    action, held = name.boxes("Keep the name")
    assert other._as_me().post(action, data=held | {"name": "Taken over"}).status_code == 404
    assert working(island).draft is None


def test_no_address_of_the_designer_opens_for_a_designer_of_another_authority(
    app: Flask, client: StrictClient, island: Authority
) -> None:
    hanna = Desk(client, make_officer(authority_by_key("hampshire"), "Hanna Invented", Role.FORM_DESIGNER))
    _, held = hanna.open("/forms/hampshire/tell-us/name").boxes("Keep the name")
    parts = {
        "authority_key": "isle-of-wight",
        "form_key": "tell-us",
        "page_key": "kind",
        "path": "kind",
        "part": "start",
    }
    parts |= {"signpost_key": "court", "number": "1"}
    rules = [rule for rule in app.url_map.iter_rules() if rule.endpoint.startswith("forms.") and rule.arguments]
    assert len(rules) > 30
    for rule in rules:
        address = re.sub(r"<(?:[^:<>]+:)?([a-z_]+)>", lambda named: parts[named[1]], rule.rule)
        for method in sorted((rule.methods or set()) & {"GET", "POST"}):
            answer = hanna._as_me().open(address, method=method, data=held if method == "POST" else None)
            assert answer.status_code == 404, f"{method} {rule.rule}"
    assert working(island).draft is None


def test_the_forms_of_a_closed_authority_can_be_prepared(client: StrictClient, island: Authority) -> None:
    hanna = Desk(client, make_officer(authority_by_key("hampshire"), "Hanna Invented", Role.FORM_DESIGNER))

    assert hanna.open("/forms/hampshire/tell-us").status == 200


def test_forms_stand_in_the_navigation_of_those_who_may_change_them(
    client: StrictClient, island: Authority, cleo: Desk, council: InventedCouncil
) -> None:
    assert 'href="/forms"' in str(cleo.open("/forms").html)
    ola = Desk(client, council.officers["officer"])
    assert 'href="/forms"' not in ola._as_me().get("/desk/lists/open").get_data(as_text=True)

"""Who is let through to a view, and who is turned away."""

from collections.abc import Callable, Iterator
from uuid import UUID, uuid4

import pytest
from flask import Flask
from flask.typing import ResponseReturnValue

from authorities.access import (
    arrive_by_link,
    authority_or_404,
    link_claim,
    link_holder,
    officers,
    path_within,
    signed_in,
)
from authorities.invented_officers import InventedCouncil
from authorities.models import Authority, Officer
from authorities.permissions import Role
from authorities.sessions import SESSION_COOKIE, begin_session
from foundation.errors import NotAllowed, NotFound
from foundation.links import token_for

ROW = UUID("01890000-0000-7000-8000-000000000001")


@signed_in
def anybodys_desk() -> ResponseReturnValue:
    """Open to any officer."""
    return "let through"


@officers(Role.COMPLAINTS_OFFICER, Role.ADMINISTRATOR)
def team_list() -> ResponseReturnValue:
    """Open to two roles."""
    return "let through"


@link_holder("letter")
def letter() -> ResponseReturnValue:
    """Open to whoever came by a letter's link."""
    return str(link_claim("letter").row_id)


@link_holder("letter", Role.COMPLAINTS_OFFICER)
def letter_or_team() -> ResponseReturnValue:
    """Open to the link's holder and to the team."""
    return "let through"


@pytest.fixture
def visiting(app: Flask, island: Authority) -> Iterator[Callable[..., None]]:
    """`visiting(officer=…, link=…)` makes the request that views see."""
    opened = []

    def visit(path: str = "/somewhere?page=2", officer: Officer | None = None, link: str = "", **more: str) -> None:
        cookies = []
        if officer is not None:
            cookies.append(f"{SESSION_COOKIE}={begin_session(officer)}")
        if link:
            cookies.append(f"redress-letter={link}")
        context = app.test_request_context(path, headers={"Cookie": "; ".join(cookies)}, **more)
        context.push()
        opened.append(context)

    yield visit
    for context in reversed(opened):
        context.pop()


def led_to(answer: ResponseReturnValue) -> str:
    """Where a redirect leads."""
    location = getattr(answer, "location", None)
    assert isinstance(location, str)
    return location


def test_somebody_not_signed_in_is_asked_to_and_will_come_back(
    visiting: Callable[..., None],
) -> None:
    visiting()
    assert led_to(anybodys_desk()) == "/sign-in?next=/somewhere?page%3D2"
    assert led_to(team_list()).startswith("/sign-in")


def test_any_officer_passes_where_signing_in_is_enough(visiting: Callable[..., None], council: InventedCouncil) -> None:
    visiting(officer=council.officers["reports"])
    assert anybodys_desk() == "let through"


@pytest.mark.parametrize("who", ["officer", "administrator"])
def test_either_named_role_passes(visiting: Callable[..., None], council: InventedCouncil, who: str) -> None:
    visiting(officer=council.officers[who])
    assert team_list() == "let through"


@pytest.mark.parametrize("who", ["reports", "head.of.service"])
def test_other_roles_are_refused(visiting: Callable[..., None], council: InventedCouncil, who: str) -> None:
    visiting(officer=council.officers[who])
    with pytest.raises(NotAllowed):
        team_list()


def test_a_link_opens_the_page_it_was_made_for(visiting: Callable[..., None], app: Flask) -> None:
    visiting(link=token_for("letter", ROW, 3))
    assert letter() == str(ROW)
    assert link_claim("letter").generation == 3


def test_a_link_of_another_purpose_opens_nothing(visiting: Callable[..., None]) -> None:
    visiting(link=token_for("sign-in", ROW))
    with pytest.raises(NotFound, match="Open the link in our message again"):
        letter()


def test_without_a_link_there_is_no_page(visiting: Callable[..., None]) -> None:
    visiting()
    with pytest.raises(NotFound):
        letter()


def test_an_officer_with_the_role_needs_no_link(visiting: Callable[..., None], council: InventedCouncil) -> None:
    visiting(officer=council.officers["officer"])
    assert letter_or_team() == "let through"


def test_an_officer_without_the_role_is_not_told_that_the_page_exists(
    visiting: Callable[..., None], council: InventedCouncil
) -> None:
    visiting(officer=council.officers["reports"])
    with pytest.raises(NotFound):
        letter_or_team()


def test_where_officers_may_come_too_a_stranger_is_asked_to_sign_in(
    visiting: Callable[..., None],
) -> None:
    visiting()
    assert led_to(letter_or_team()).startswith("/sign-in")


def test_arriving_by_a_link_leaves_a_hidden_short_cookie_and_a_clean_address(
    visiting: Callable[..., None],
) -> None:
    visiting()
    token = token_for("letter", ROW)
    response = arrive_by_link("letter", token, "/letter")
    assert response.location == "/letter"
    cookie = response.headers["Set-Cookie"]
    assert cookie.startswith(f"redress-letter={token}")
    assert "HttpOnly" in cookie
    assert "Max-Age=7200" in cookie


def test_arriving_by_a_forged_link_leaves_nothing(visiting: Callable[..., None]) -> None:
    visiting()
    with pytest.raises(NotFound):
        arrive_by_link("letter", token_for("another", uuid4()), "/letter")


def test_a_closed_authority_has_no_public_pages(island: Authority) -> None:
    assert authority_or_404("isle-of-wight") is island
    with pytest.raises(NotFound):
        authority_or_404("blackpool")


@pytest.mark.parametrize(
    "elsewhere",
    [None, "", "desk", "https://a.example/", "//a.example/", "/\\a.example", "/desk\r\nX: y"],
)
def test_only_paths_of_this_site_are_gone_on_to(elsewhere: str | None) -> None:
    assert path_within(elsewhere) is None


def test_a_path_of_this_site_keeps_its_question() -> None:
    assert path_within("/desk/?page=2") == "/desk/?page=2"

"""Who may open which of the desk's pages: each role, another authority, and somebody the case names."""

import re
from collections.abc import Callable

import pytest
from bs4 import BeautifulSoup
from flask import Flask
from werkzeug.test import TestResponse

from authorities.models import Officer
from authorities.permissions import Role
from authorities.publishing import authority_by_key
from cases.confirming import confirm
from cases.harm import suspect
from cases.models import Case
from foundation.database import new_id
from tests.factories import Council, make_case, make_confirmed_case, make_officer
from tests.integration.cases.asked import signed_in
from tests.integration.cases.at_the_desk import text

LISTS = ("/desk/lists/open", "/desk/work", "/desk/intake")
READ = ("",)
WORKED = ("/allocate", "/target-day", "/close", "/next-stage", "/acts/withdraw")
ACTS = ("confirm", "note", "hold", "tell-service", "advocate", "call/settled")

Viewers = dict[str, Officer]


@pytest.fixture
def viewers(quiet_council: Council) -> Viewers:
    """One officer of each kind, and one of another council."""
    other = authority_by_key("hampshire")
    return {
        "complaints officer": quiet_council.officer("officer.two"),
        "manager of the team": quiet_council.manager(),
        "manager of another team": quiet_council.manager("care-leavers"),
        "senior manager": quiet_council.officer("service.manager"),
        "report reader": quiet_council.officer("reports"),
        "administrator": quiet_council.officer("administrator"),
        "officer of another council": make_officer(other, "Hetty Elsewhere", Role.COMPLAINTS_OFFICER),
    }


def opened(app: Flask, viewers: Viewers, paths: Callable[[str], str]) -> dict[str, int]:
    """The status that each kind of officer gets for a page."""
    return {kind: signed_in(app, officer).get(paths(kind)).status_code for kind, officer in viewers.items()}


def statuses(**given: int) -> dict[str, int]:
    """By kind of officer; those not named are refused by their role."""
    kinds = {kind.replace(" ", "_"): kind for kind in KINDS}
    return {kind: given.get(key, 403) for key, kind in kinds.items()}


KINDS = (
    "complaints officer",
    "manager of the team",
    "manager of another team",
    "senior manager",
    "report reader",
    "administrator",
    "officer of another council",
)


@pytest.mark.parametrize("path", LISTS)
def test_the_lists_work_and_intake_are_the_complaints_teams(app: Flask, viewers: Viewers, path: str) -> None:
    assert opened(app, viewers, lambda _: path) == statuses(complaints_officer=200, officer_of_another_council=200)


def test_another_councils_officer_sees_none_of_our_cases_on_their_lists(
    app: Flask, quiet_council: Council, viewers: Viewers
) -> None:
    case = make_confirmed_case(quiet_council)
    elsewhere = signed_in(app, viewers["officer of another council"])
    assert case.reference not in elsewhere.get("/desk/lists/open").get_data(as_text=True)
    found = elsewhere.send_form("/desk/work", {"words": case.reference}, to="/desk/search")
    assert case.reference not in found.get_data(as_text=True).replace(f'value="{case.reference}"', "")


CASE_PAGE = {
    "waiting": statuses(
        complaints_officer=200,
        manager_of_the_team=404,
        manager_of_another_team=404,
        senior_manager=404,
        officer_of_another_council=404,
    ),
    "confirmed": statuses(
        complaints_officer=200,
        manager_of_the_team=200,
        manager_of_another_team=404,
        senior_manager=200,
        officer_of_another_council=404,
    ),
    "held": statuses(
        complaints_officer=200,
        manager_of_the_team=404,
        manager_of_another_team=404,
        senior_manager=404,
        officer_of_another_council=404,
    ),
    "restricted": statuses(
        complaints_officer=200,
        manager_of_the_team=200,
        manager_of_another_team=404,
        senior_manager=404,
        officer_of_another_council=404,
    ),
}
"""A restricted case is open to the manager who answers it, and to nobody else at the service."""


def case_that_is(state: str, council: Council) -> Case:
    case = make_case(council)
    if state != "waiting":
        confirm(case, council.officer().id)
    if state == "held":
        suspect(case, ["officer"], "system")
    case.is_restricted = state in ("held", "restricted")
    return case


@pytest.mark.parametrize("state", sorted(CASE_PAGE))
def test_a_case_is_read_by_whom_it_concerns(app: Flask, quiet_council: Council, viewers: Viewers, state: str) -> None:
    case = case_that_is(state, quiet_council)
    assert opened(app, viewers, lambda _: f"/desk/cases/{case.reference}") == CASE_PAGE[state]


@pytest.mark.parametrize("part", WORKED)
def test_only_the_complaints_team_works_on_a_case(
    app: Flask, quiet_council: Council, viewers: Viewers, part: str
) -> None:
    case = make_confirmed_case(quiet_council)
    assert opened(app, viewers, lambda _: f"/desk/cases/{case.reference}{part}") == statuses(
        complaints_officer=200, officer_of_another_council=404
    )


@pytest.mark.parametrize("act", ACTS)
def test_no_act_is_open_to_another_role_another_council_or_whom_the_case_names(
    app: Flask, quiet_council: Council, viewers: Viewers, act: str
) -> None:
    named = quiet_council.officer("stage.two")
    case = make_confirmed_case(quiet_council, named=(named.name,))
    path = f"/desk/cases/{case.reference}/{act}"
    refused = {kind: officer for kind, officer in viewers.items() if kind != "complaints officer"}
    for kind, officer in {**refused, "named": named}.items():
        answer = signed_in(app, officer).send_form("/leave", {"words": "Anything"}, to=path)
        assert answer.status_code in (403, 404), kind


def test_whom_a_case_names_sees_nothing_of_it_though_they_work_in_the_team(app: Flask, quiet_council: Council) -> None:
    named = quiet_council.officer("officer.two")
    case = make_confirmed_case(quiet_council, named=(named.name,))
    theirs = signed_in(app, named)
    for part in (*READ, *WORKED):
        assert theirs.get(f"/desk/cases/{case.reference}{part}").status_code == 404
    for path in ("/desk/lists/open", "/desk/work"):
        assert case.reference not in theirs.get(path).get_data(as_text=True)
    found = theirs.send_form("/desk/work", {"words": "Asha"}, to="/desk/search")
    assert case.reference not in found.get_data(as_text=True)


def test_nobody_reads_anything_without_signing_in(app: Flask, quiet_council: Council) -> None:
    case = make_confirmed_case(quiet_council)
    stranger = app.test_client()
    for path in (*LISTS, "/desk/", f"/desk/cases/{case.reference}", f"/desk/cases/{case.reference}/close"):
        answer = stranger.get(path)
        assert answer.status_code == 302
        assert answer.location.startswith("/sign-in")


def test_every_address_of_a_case_is_closed_to_another_council_another_team_and_whom_the_case_names(
    app: Flask, quiet_council: Council, viewers: Viewers
) -> None:
    named = quiet_council.officer("stage.two")
    case = make_confirmed_case(quiet_council, named=(named.name,))
    case.is_restricted = True
    rules = [rule for rule in app.url_map.iter_rules() if rule.rule.startswith("/desk/cases/<reference>")]
    assert len(rules) > 25
    refused = {kind: viewers[kind] for kind in ("officer of another council", "manager of another team")}
    for kind, officer in {**refused, "named": named}.items():
        theirs = signed_in(app, officer)
        token = token_on(theirs.get("/leave"))
        for rule in rules:
            address = address_of(rule.rule, case.reference)
            for method in sorted((rule.methods or set()) & {"GET", "POST"}):
                answer = theirs.open(address, method=method, data={"csrf_token": token} if method == "POST" else None)
                unseen = answer.status_code == 403 or "no case with this reference that you may see" in text(answer)
                assert unseen, f"{kind}: {method} {rule.rule}"
                if method == "POST":
                    assert theirs.post(address).status_code == 400, f"without its token: {rule.rule}"


def address_of(rule: str, reference: str) -> str:
    """A rule of the address book with something in each of its places."""

    def filled(place: re.Match[str]) -> str:
        kind, name = place[1] or "", place[2]
        if name == "reference":
            return reference
        return str(new_id()) if kind == "uuid:" else kind.removeprefix("any(").partition(",")[0] or "any"

    return re.sub(r"<([^<>]+:)?([a-z_]+)>", filled, rule)


def token_on(page: TestResponse) -> str:
    """The token that proves a form of this browser."""
    box = BeautifulSoup(page.get_data(as_text=True), "html5lib").find(attrs={"name": "csrf_token"})
    assert box is not None
    return str(box["value"])

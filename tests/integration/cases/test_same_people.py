"""The same person or child found while an officer types, cases linked, and what a link never does."""

from datetime import date

import pytest
from bs4 import BeautifulSoup
from flask import Flask
from sqlalchemy import func, select

from authorities.permissions import Role
from authorities.publishing import authority_by_key
from cases.conflicts import name_officer
from cases.intake import ChildGiven, PersonGiven
from cases.linking import link
from cases.models import Case, CaseLink
from cases.opening import open_case
from cases.progress import progress_of
from cases.reading import read_answers
from foundation.clock import business_now
from foundation.database import db
from tests.factories import Council, make_case, make_confirmed_case, make_officer
from tests.integration.cases.asked import signed_in
from tests.integration.cases.at_the_desk import error_by, page_of, text
from tests.integration.cases.test_intake_by_email import boxes
from tests.integration.cases.test_unfinished_intake import TYPED
from tests.pages import StrictClient

FATHER = PersonGiven(
    name="Ben Pretend",
    relationship="non-resident-parent",
    email="ben@elsewhere.example",
    phone="01632 960555",
    postal_address="9 Elsewhere Road",
    may_write=True,
)


def alike(desk: StrictClient, **typed: str) -> dict[str, str]:
    """What is proposed while that is typed: the words after each reference."""
    token = boxes(desk.get("/desk/intake"))["csrf_token"]
    answer = desk.post("/desk/intake/same", data={"csrf_token": token, **typed})
    assert answer.json is not None
    page = BeautifulSoup(answer.json["html"], "html5lib")
    found = {}
    for label in page.find_all("label"):
        reference, _, words = " ".join(label.get_text().split()).partition(", ")
        found[reference] = words
    return found


@pytest.mark.parametrize(
    ("typed", "same"),
    [
        ({"name": "Asha Pretend"}, "same name."),
        ({"name": "asha pre"}, "same name."),
        ({"name": "Asha P"}, "same name."),
        ({"email": "ASHA@family.example"}, "same email."),
        ({"phone": "+44 1632 960444"}, "same telephone."),
        ({"children-0-name": "Kit Pretend"}, "same child's name."),
        ({"children-0-date_of_birth": "2016-05-09"}, "same child's date of birth."),
        ({"name": "Asha Pretend", "email": "asha@family.example"}, "same email, name."),
    ],
)
def test_the_same_person_or_child_is_found_by_each_thing_that_is_typed(
    desk: StrictClient, quiet_council: Council, typed: dict[str, str], same: str
) -> None:
    case = make_case(quiet_council)
    assert same in alike(desk, **typed)[case.reference]


@pytest.mark.parametrize(
    "typed",
    [
        {},
        {"name": "A"},
        {"name": "Kit Pretend"},
        {"children-0-name": "Asha Pretend"},
        {"name": "Asha Other"},
        {"name": "Asha O"},
        {"email": "asha"},
        {"phone": "0163"},
    ],
)
def test_what_is_too_little_or_another_person_finds_nobody(
    desk: StrictClient, quiet_council: Council, typed: dict[str, str]
) -> None:
    make_case(quiet_council)
    assert alike(desk, **typed) == {}


def test_those_with_most_in_common_stand_first(desk: StrictClient, quiet_council: Council) -> None:
    mother, father = make_case(quiet_council), make_case(quiet_council, person=FATHER)
    found = alike(desk, **{"email": "ben@elsewhere.example", "children-0-name": "Kit Pretend"})
    assert list(found) == [father.reference, mother.reference]


def test_without_scripts_a_button_looks_and_what_is_ticked_is_linked_when_the_case_opens(
    desk: StrictClient, quiet_council: Council
) -> None:
    other = make_case(quiet_council)
    typed = boxes(desk.get("/desk/intake")) | TYPED | {"name": "Asha Pretend"}
    looked = desk.post("/desk/intake", data=typed | {"act": "same"})
    assert other.reference in text(looked)
    assert boxes(looked)["gist"] == TYPED["gist"]
    desk.post("/desk/intake", data=boxes(looked) | {"link": other.reference})
    case = db.session.scalars(select(Case).where(Case.id != other.id)).one()
    assert other.reference in linked_on(desk, case)
    assert case.reference in linked_on(desk, other)


def linked_on(desk: StrictClient, case: Case) -> str:
    return text(desk.get(page_of(case))).split("Belongs with")[1].split("Reference of a case")[0]


def test_what_is_ticked_stays_ticked_when_more_is_typed(desk: StrictClient, quiet_council: Council) -> None:
    case = make_case(quiet_council)
    assert case.reference in alike(desk, name="Somebody Else", link=case.reference)


def test_a_case_of_another_authority_or_that_names_the_officer_is_neither_found_nor_linked(
    app: Flask, quiet_council: Council
) -> None:
    case = make_case(quiet_council)
    named = quiet_council.officer("officer.two")
    name_officer(case, named, "system")
    elsewhere = make_officer(authority_by_key("hampshire"), "Hetty Elsewhere", Role.COMPLAINTS_OFFICER)
    for officer in (named, elsewhere):
        desk = signed_in(app, officer)
        assert alike(desk, name="Asha Pretend", email="asha@family.example", link=case.reference) == {}
        typed = boxes(desk.get("/desk/intake")) | TYPED
        refused = desk.post("/desk/intake", data=typed | {"link": case.reference})
        assert "There is no case with this reference that you may see." in error_by(refused, "link")
    assert db.session.scalars(select(Case)).all() == [case]


@pytest.mark.parametrize("role", [Role.RESPONDING_MANAGER, Role.REPORT_READER])
def test_only_the_complaints_team_looks_for_people_and_links(app: Flask, quiet_council: Council, role: Role) -> None:
    case, other = make_confirmed_case(quiet_council), make_confirmed_case(quiet_council)
    desk = signed_in(app, make_officer(quiet_council.authority, f"Odd {role.value}", role))
    token = boxes(signed_in(app, quiet_council.officer()).get("/desk/intake"))["csrf_token"]
    for path in ("/desk/intake/same", f"{page_of(case)}/links", f"{page_of(case)}/links/{other.reference}/remove"):
        assert desk.post(path, data={"csrf_token": token}).status_code in (400, 403)
    assert desk.get("/desk/intake/same").status_code == 404


def test_a_case_that_comes_in_is_put_beside_those_with_the_same_people(
    desk: StrictClient, quiet_council: Council
) -> None:
    first, again = make_case(quiet_council), make_case(quiet_council)
    beside = linked_on(desk, again)
    assert f"Same email, telephone, name, child's name, child's date of birth: {first.reference}" in beside
    desk.send_form(page_of(again), {"other": first.reference}, to=f"{page_of(again)}/links")
    assert f"Take the link to {first.reference} back" in linked_on(desk, again)
    assert "Same email" not in linked_on(desk, again)
    desk.send_form(page_of(again), {}, to=f"{page_of(again)}/links/{first.reference}/remove")
    assert f"Link with {first.reference}" in linked_on(desk, again)


def test_who_asked_to_be_contacted_now_and_then_sent_the_form_is_proposed_on_both(
    desk: StrictClient, quiet_council: Council
) -> None:
    now = {"first_name": "Jo", "how_to_reach": "07700 900 123"}
    then = {"first_name": "Jo", "what_happened": "They shout", "how_reach": ["call"], "phone": "07700900123"}
    both = [
        open_case(quiet_council.authority.id, read_answers(form, answers, business_now()), "person")
        for form, answers in (("contact-me-now", now), ("young-people", then))
    ]
    for one, other in (both, both[::-1]):
        assert f"Same telephone: {other.reference}" in linked_on(desk, one)


def test_cases_are_linked_once_and_never_to_themselves(desk: StrictClient, quiet_council: Council) -> None:
    case, other = make_case(quiet_council), make_case(quiet_council, person=FATHER)
    for one, two in ((case, other), (other, case)):
        link(one, two, quiet_council.officer().id)
    assert db.session.execute(select(func.count(CaseLink.id))).scalar_one() == 1
    answer = desk.send_form(
        page_of(case), {"other": case.reference}, to=f"{page_of(case)}/links", follow_redirects=True
    )
    assert "A case cannot be linked to itself." in text(answer)


def test_a_link_between_two_separated_parents_shows_and_moves_nothing(app: Flask, quiet_council: Council) -> None:
    mother, father = make_confirmed_case(quiet_council), make_confirmed_case(quiet_council, person=FATHER)
    before = [
        (case.complainant.email, case.complainant.postal_address, case.complainant_id) for case in (mother, father)
    ]
    shown = [progress_of(case) for case in (mother, father)]
    link(mother, father, quiet_council.officer().id)
    after = [
        (case.complainant.email, case.complainant.postal_address, case.complainant_id) for case in (mother, father)
    ]
    assert (after, [progress_of(case) for case in (mother, father)]) == (before, shown)
    manager = signed_in(app, quiet_council.manager())
    assert father.reference not in manager.get(page_of(mother)).get_data(as_text=True)


def test_a_restricted_or_named_linked_case_is_not_shown_to_who_may_not_open_it(
    app: Flask, quiet_council: Council
) -> None:
    mother, father = make_confirmed_case(quiet_council), make_confirmed_case(quiet_council, person=FATHER)
    link(mother, father, quiet_council.officer().id)
    named = quiet_council.officer("officer.two")
    name_officer(father, named, "system")
    assert father.reference not in signed_in(app, named).get(page_of(mother)).get_data(as_text=True)


def test_found_by_a_child_of_another_date_nobody_is(desk: StrictClient, quiet_council: Council) -> None:
    make_case(quiet_council, children=(ChildGiven("Kit Pretend", date(2016, 5, 9).isoformat(), None),))
    assert alike(desk, **{"children-0-date_of_birth": "2016-05-10"}) == {}

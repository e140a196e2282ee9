"""One matter split in two, and two that are one: nothing is lost, each clock and reference is found.

The complaint came on Thursday 2 December 2027: working day 10 is Thursday 16 December.
"""

from datetime import date

import pytest
from flask import Flask
from sqlalchemy import select

from authorities.permissions import Grant, Role, Viewer
from cases.asking import ask_for_change
from cases.changes import Confirmed, Routes, change_contact, waiting_requests
from cases.clocks import clocks_of
from cases.confirming import confirm
from cases.harm import suspect
from cases.intake import PersonGiven
from cases.lists import found
from cases.models import Case, NamedPerson, Point
from cases.timeline import timeline
from foundation.database import db
from foundation.errors import Conflict, Invalid
from tests.factories import Council, at_london, make_case, make_confirmed_case, time_is
from tests.integration.cases.acted import do
from tests.integration.cases.asked import TWO_POINTS, messages, signed_in
from tests.integration.cases.at_the_desk import error_by, page_of, text
from tests.integration.cases.sent import run_until
from tests.integration.cases.test_acts_ending import letter
from tests.integration.cases.test_opening import stage


@pytest.fixture
def case(council: Council) -> Case:
    """A complaint of two points being answered, on the Friday after it came."""
    made = make_confirmed_case(council, points=TWO_POINTS, named=("Otis Invented",))
    run_until(at_london("2027-12-03", 10))
    return made


def points_of(case: Case) -> list[tuple[int, str | None]]:
    found = db.session.scalars(select(Point).where(Point.case_id == case.id).order_by(Point.number))
    return [(point.number, point.words) for point in found]


def split_off(council: Council, case: Case, to: str = "data-protection-complaint") -> Case:
    """The second point as a case of its own."""
    second = db.session.scalars(select(Point.id).where(Point.case_id == case.id, Point.number == 2)).one()
    row = do(council, case, "split", points=(str(second),), to=to)
    return db.session.get_one(Case, row.other_case_id)


def ola(council: Council) -> Viewer:
    officer = council.officer()
    return Viewer(officer.id, officer.name, (Grant(council.authority.id, Role.COMPLAINTS_OFFICER),))


def test_a_part_goes_on_by_itself_with_its_own_clock_from_the_same_day(council: Council, case: Case) -> None:
    part = split_off(council, case)
    assert points_of(case) == [(1, TWO_POINTS[0])]
    assert points_of(part) == [(1, TWO_POINTS[1])]
    assert (part.state, part.kind, part.received_on) == ("to-confirm", "data-protection-complaint", date(2027, 12, 2))
    # thirty days from 2 December end on Saturday 1 January; Monday 3 January is kept as a holiday
    assert [clock.target_on for clock in clocks_of(stage(part).id)] == [date(2028, 1, 4)]
    assert stage(case).target_on == date(2027, 12, 16)


def test_the_part_is_confirmed_like_anything_that_came_and_has_its_own_owner(council: Council, case: Case) -> None:
    part = split_off(council, case, "corporate")
    confirm(part, council.officer("complaints.manager").id)
    run_until()
    assert (part.state, part.procedure, stage(part).responder_id) == ("open", "corporate", council.manager().id)
    assert len(messages(part, "acknowledgement")) == 1


def test_the_person_is_told_both_references_and_gets_no_second_receipt(council: Council, case: Case) -> None:
    part = split_off(council, case)
    told = letter(case, "matter-split")
    assert part.reference in told
    assert case.reference in told
    assert not messages(part, "receipt-data-complaint")
    assert not messages(part, "receipt")


def test_whoever_the_whole_names_is_shut_out_of_the_part_too(council: Council, case: Case) -> None:
    part = split_off(council, case)
    names = db.session.scalars(select(NamedPerson).where(NamedPerson.case_id == part.id)).all()
    assert [named.officer_id for named in names] == [council.officer("officer.two").id]


def test_a_new_address_holds_for_both_parts(council: Council, case: Case) -> None:
    part = split_off(council, case)
    ask_for_change(case, "contact", "My new address")
    request = waiting_requests(case.id)[0]
    routes = Routes(email="asha@new.example", phone="01632 960444")
    before = part.link_generation
    change_contact(case, request, council.officer().id, Confirmed(date(2027, 12, 3), "call"), routes, tell_old=False)
    assert (part.complainant.email, part.link_generation) == ("asha@new.example", before + 1)


def test_a_split_leaves_a_point_behind(council: Council, case: Case) -> None:
    with pytest.raises(Invalid, match="at least one point"):
        do(council, case, "split", points=tuple(str(point.id) for point in case.points), to="corporate")


def test_what_came_twice_goes_on_as_one_from_the_earlier_day(council: Council, case: Case) -> None:
    time_is("2027-12-06", 10)
    later = make_confirmed_case(council, points=(TWO_POINTS[0], "The letter had a wrong name."))
    do(council, case, "merge", other=later.id)
    assert (case.state, case.close_reason) == ("closed", "duplicate")
    assert points_of(later) == [(1, TWO_POINTS[0]), (2, "The letter had a wrong name."), (3, TWO_POINTS[1])]
    assert (later.received_on, stage(later).target_on) == (date(2027, 12, 2), date(2027, 12, 16))


def test_both_references_find_both_and_each_leads_to_the_other(council: Council, case: Case, app: Flask) -> None:
    other = make_confirmed_case(council)
    do(council, case, "merge", other=other.id)
    assert {row.case.reference for row in found(ola(council), case.reference)} == {case.reference, other.reference}
    assert f"Joined to {other.reference}, sent twice" in [entry.title for entry in timeline(case)]
    assert f"{case.reference} was joined to this" in [entry.title for entry in timeline(other)]
    desk = signed_in(app, council.officer())
    assert other.reference in text(desk.get(page_of(case)))
    assert case.reference in text(desk.get(page_of(other)))


def test_the_person_is_told_which_reference_goes_on(council: Council, case: Case) -> None:
    other = make_confirmed_case(council)
    do(council, case, "merge", other=other.id)
    told = letter(case, "matter-joined")
    assert f"It goes on as {other.reference}" in told
    assert "you have one answer" in told


def test_two_parents_are_never_joined(council: Council, case: Case) -> None:
    father = make_confirmed_case(council, person=PersonGiven(name="Bo Pretend", relationship="parent"))
    with pytest.raises(Invalid, match="Two people told us"):
        do(council, case, "merge", other=father.id)
    assert case.state == "open"


@pytest.mark.parametrize("how", ["itself", "held", "closed"])
def test_nothing_is_joined_to_what_cannot_take_it(council: Council, case: Case, how: str) -> None:
    other = case if how == "itself" else make_case(council)
    if how == "held":
        suspect(other, ["marked by an officer"], "system")
    if how == "closed":
        do(council, other, "withdraw")
    with pytest.raises(Invalid) as refused:
        do(council, case, "merge", other=other.id)
    assert refused.value.field == "other"


def test_a_call_still_owed_is_not_joined_away(council: Council, case: Case) -> None:
    call = make_case(council, call_choice="both")
    with pytest.raises(Conflict, match="waiting for a call"):
        do(council, call, "merge", other=case.id)


def test_the_desk_splits_and_joins(council: Council, case: Case, app: Flask) -> None:
    desk = signed_in(app, council.officer())
    page = f"{page_of(case)}/acts"
    assert "Choose at least one point" in error_by(desk.send_form(f"{page}/split", {"to": "corporate"}), "points")
    chosen = {"points": str(case.points[1].id), "to": "corporate"}
    assert "Split off." in text(desk.send_form(f"{page}/split", chosen, follow_redirects=True))
    assert "another case that you may open" in error_by(desk.send_form(f"{page}/merge", {"other": "XXXX-XX"}), "other")
    other = make_confirmed_case(council)
    joined = desk.send_form(f"{page}/merge", {"other": other.reference.lower()}, follow_redirects=True)
    assert "Joined." in text(joined)

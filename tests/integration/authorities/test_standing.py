"""Who answers, who is above them, and who stands in."""

from datetime import date

import pytest
from sqlalchemy import select

from authorities.invented_officers import InventedCouncil
from authorities.leave import leave_from, remove_leave, set_leave
from authorities.models import Authority, Officer, Service, Team
from authorities.standing import (
    complaints_manager,
    harm_lead,
    line_above,
    stage_two_lead,
    stand_in,
)
from foundation.database import db
from foundation.errors import Invalid, NotFound

MONDAY, FRIDAY = date(2026, 11, 23), date(2026, 11, 27)
WEDNESDAY, NEXT_MONDAY = date(2026, 11, 25), date(2026, 11, 30)


def service(authority: Authority, key: str) -> Service:
    """One service of an authority."""
    found = db.session.scalar(select(Service).where(Service.authority_id == authority.id, Service.key == key))
    assert found is not None
    return found


def away(officer: Officer, covered_by: Officer | None) -> None:
    """Put an officer on leave for the week."""
    set_leave(officer.id, MONDAY, FRIDAY, covered_by.id if covered_by else None, by=f"officer:{officer.id}")


def test_the_line_above_a_team_is_its_service_manager_and_head(island: Authority, council: InventedCouncil) -> None:
    team = service(island, "sen").team
    assert team is not None
    line = line_above(team)
    assert line.service_manager is council.officers["service.manager"]
    assert line.head_of_service is council.officers["head.of.service"]


def test_the_line_above_an_officer_is_that_of_the_team_they_manage(island: Authority, council: InventedCouncil) -> None:
    line = line_above(council.managers["isle-of-wight-sen"])
    assert line.service_manager is council.officers["service.manager"]
    nobody = line_above(council.officers["reports"])
    assert (nobody.service_manager, nobody.head_of_service) == (None, None)


def test_nobody_stands_above_themselves(island: Authority, council: InventedCouncil) -> None:
    team = db.session.scalar(select(Team).where(Team.key == "isle-of-wight-sen"))
    assert team is not None
    team.manager_id = council.officers["service.manager"].id
    db.session.flush()
    line = line_above(team)
    assert line.service_manager is None
    assert line.head_of_service is council.officers["head.of.service"]


def test_the_leads_are_those_the_authority_names(island: Authority, council: InventedCouncil) -> None:
    assert complaints_manager(island.id) is council.officers["complaints.manager"]
    assert stage_two_lead(island.id) is council.officers["stage.two"]
    assert harm_lead(island.id) is council.officers["lado"]


def test_the_complaints_manager_leads_where_nobody_is_named(island: Authority, council: InventedCouncil) -> None:
    island.stage_two_lead_id = island.harm_lead_id = None
    assert stage_two_lead(island.id) is council.officers["complaints.manager"]
    assert harm_lead(island.id) is council.officers["complaints.manager"]


def test_an_officer_stands_for_themselves_before_and_after_leave(council: InventedCouncil) -> None:
    manager = council.managers["isle-of-wight-sen"]
    away(manager, council.officers["officer"])
    assert stand_in(manager.id, NEXT_MONDAY) is manager
    assert stand_in(manager.id, date(2026, 11, 22)) is manager


@pytest.mark.parametrize("day", [MONDAY, WEDNESDAY, FRIDAY])
def test_leave_counts_its_first_and_last_day(council: InventedCouncil, day: date) -> None:
    manager = council.managers["isle-of-wight-sen"]
    away(manager, council.officers["officer"])
    assert stand_in(manager.id, day) is council.officers["officer"]


def test_a_stand_in_who_is_away_is_followed_to_theirs(council: InventedCouncil) -> None:
    first, second, third = (
        council.managers["isle-of-wight-sen"],
        council.officers["officer"],
        council.officers["officer.two"],
    )
    away(first, second)
    away(second, third)
    assert stand_in(first.id, WEDNESDAY) is third


def test_two_who_stand_in_for_each_other_leave_nobody(council: InventedCouncil) -> None:
    first, second = council.officers["officer"], council.officers["officer.two"]
    away(first, second)
    away(second, first)
    assert stand_in(first.id, WEDNESDAY) is None


def test_leave_without_a_stand_in_leaves_nobody(council: InventedCouncil) -> None:
    officer = council.officers["officer"]
    away(officer, None)
    assert stand_in(officer.id, WEDNESDAY) is None


def test_a_stand_in_who_has_left_is_nobody(council: InventedCouncil) -> None:
    officer, gone = council.officers["officer"], council.officers["officer.two"]
    away(officer, gone)
    gone.is_active = False
    assert stand_in(officer.id, WEDNESDAY) is None


def test_leave_that_overlaps_is_refused(council: InventedCouncil) -> None:
    officer = council.officers["officer"]
    away(officer, None)
    with pytest.raises(Invalid, match="already set from Monday 23 November 2026"):
        set_leave(officer.id, FRIDAY, NEXT_MONDAY, None, by="system")


def test_leave_that_ends_before_it_begins_is_refused(council: InventedCouncil) -> None:
    with pytest.raises(Invalid, match="on or after Friday 27 November 2026"):
        set_leave(council.officers["officer"].id, FRIDAY, MONDAY, None, by="system")


def test_nobody_stands_in_for_themselves(council: InventedCouncil) -> None:
    officer = council.officers["officer"]
    with pytest.raises(Invalid, match="somebody else"):
        set_leave(officer.id, MONDAY, FRIDAY, officer.id, by="system")


def test_leave_is_removed_only_by_its_owner(council: InventedCouncil) -> None:
    officer, other = council.officers["officer"], council.officers["officer.two"]
    away(officer, None)
    leave = leave_from(officer.id, MONDAY)[0]
    with pytest.raises(NotFound):
        remove_leave(other.id, leave.id, by="system")
    remove_leave(officer.id, leave.id, by="system")
    assert leave_from(officer.id, MONDAY) == []

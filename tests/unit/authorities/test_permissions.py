"""What a viewer may do, for which authority and team."""

from uuid import uuid4

from authorities.permissions import Grant, Role, Viewer

ISLAND, MAINLAND = uuid4(), uuid4()
FOSTERING = uuid4()


def viewer(*grants: Grant) -> Viewer:
    """Somebody holding these grants."""
    return Viewer(uuid4(), "Somebody", grants)


def test_a_role_is_held_only_where_it_was_given() -> None:
    officer = viewer(Grant(ISLAND, Role.COMPLAINTS_OFFICER))
    assert officer.has(Role.COMPLAINTS_OFFICER, ISLAND)
    assert not officer.has(Role.COMPLAINTS_OFFICER, MAINLAND)
    assert officer.has(Role.COMPLAINTS_OFFICER)


def test_one_role_is_not_another() -> None:
    reader = viewer(Grant(ISLAND, Role.REPORT_READER))
    assert not reader.has_any((Role.COMPLAINTS_OFFICER, Role.ADMINISTRATOR), ISLAND)


def test_somebody_without_a_grant_has_nothing() -> None:
    nobody = viewer()
    assert not nobody.has(Role.REPORT_READER)
    assert nobody.authorities() == frozenset()
    assert nobody.teams(ISLAND) == frozenset()


def test_authorities_can_be_asked_by_role() -> None:
    officer = viewer(Grant(ISLAND, Role.COMPLAINTS_OFFICER), Grant(MAINLAND, Role.REPORT_READER))
    assert officer.authorities() == {ISLAND, MAINLAND}
    assert officer.authorities(Role.REPORT_READER) == {MAINLAND}


def test_a_grant_for_one_team_covers_that_team_only() -> None:
    manager = viewer(Grant(ISLAND, Role.RESPONDING_MANAGER, FOSTERING))
    assert manager.teams(ISLAND, Role.RESPONDING_MANAGER) == {FOSTERING}
    assert manager.teams(ISLAND, Role.COMPLAINTS_OFFICER) == frozenset()


def test_a_grant_for_all_teams_swallows_one_for_a_team() -> None:
    manager = viewer(Grant(ISLAND, Role.RESPONDING_MANAGER, FOSTERING), Grant(ISLAND, Role.RESPONDING_MANAGER))
    assert manager.teams(ISLAND, Role.RESPONDING_MANAGER) is None


def test_events_name_an_officer_by_id() -> None:
    officer = viewer()
    assert officer.actor == f"officer:{officer.officer_id}"


def test_roles_read_as_words() -> None:
    assert Role.COMPLAINTS_OFFICER.label == "Complaints officer"

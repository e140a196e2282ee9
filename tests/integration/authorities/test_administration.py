"""The pages for leave, officers, roles, teams and leads."""

from collections.abc import Callable

import pytest
from sqlalchemy import select

from authorities.invented_officers import InventedCouncil
from authorities.models import Authority, Leave, Membership, Officer, OfficerSession, Team
from authorities.officers import add_officer, give_role, take_role
from authorities.permissions import Role
from authorities.publishing import authority_by_key
from authorities.sessions import begin_session
from foundation.database import db
from foundation.errors import Conflict
from foundation.events import history
from tests.pages import StrictClient

SignIn = Callable[[Officer], StrictClient]


def days(first: tuple[int, int, int], last: tuple[int, int, int]) -> dict[str, str]:
    """The boxes of the two dates."""
    boxes = {}
    for name, (day, month, year) in (("first_on", first), ("last_on", last)):
        boxes |= {f"{name}-day": str(day), f"{name}-month": str(month), f"{name}-year": str(year)}
    return boxes


@pytest.fixture
def administrator(council: InventedCouncil, sign_in: SignIn) -> StrictClient:
    """A client signed in as the administrator."""
    return sign_in(council.officers["administrator"])


def test_an_officer_sets_and_removes_their_own_leave(council: InventedCouncil, sign_in: SignIn) -> None:
    client = sign_in(council.officers["officer"])
    other = council.officers["officer.two"]
    form = days((1, 3, 2030), (8, 3, 2030)) | {"stand_in": str(other.id)}
    assert client.send_form("/leave", form).status_code == 302
    page = client.get("/leave").text
    assert "Friday 1 March 2030 to Friday 8 March 2030" in page
    assert f"{other.name} stands in" in page
    leave = db.session.scalar(select(Leave))
    assert leave is not None
    client.send_form("/leave", {}, to=f"/leave/{leave.id}/remove")
    assert "No leave is set" in client.get("/leave").text


def test_leave_with_a_wrong_or_missing_date_is_explained(council: InventedCouncil, sign_in: SignIn) -> None:
    client = sign_in(council.officers["officer"])
    wrong = client.send_form("/leave", days((31, 2, 2030), (8, 3, 2030)) | {"stand_in": ""})
    assert wrong.status_code == 400
    assert "Enter the first day away as a real date" in wrong.text
    missing = client.send_form("/leave", {"stand_in": ""})
    assert "Enter the last day away, like 2 4 2027" in missing.text


def test_leave_out_of_order_is_explained_beside_its_field(council: InventedCouncil, sign_in: SignIn) -> None:
    client = sign_in(council.officers["officer"])
    response = client.send_form("/leave", days((8, 3, 2030), (1, 3, 2030)) | {"stand_in": ""})
    assert response.status_code == 400
    assert "Enter a last day on or after Friday 8 March 2030" in response.text


def test_a_stand_in_nobody_offered_is_refused(council: InventedCouncil, sign_in: SignIn) -> None:
    officer = council.officers["officer"]
    client = sign_in(officer)
    form = days((1, 3, 2030), (8, 3, 2030)) | {"stand_in": str(officer.id)}
    assert client.send_form("/leave", form).status_code == 400


def test_the_team_sets_leave_for_a_colleague_who_was_taken_ill(council: InventedCouncil, sign_in: SignIn) -> None:
    client = sign_in(council.officers["officer"])
    ill = council.managers["isle-of-wight-sen"]
    page = f"/leave/of/{ill.id}"
    form = days((1, 3, 2030), (8, 3, 2030)) | {"stand_in": ""}
    assert client.send_form(page, form).status_code == 302
    leave = db.session.scalar(select(Leave).where(Leave.officer_id == ill.id))
    assert leave is not None
    assert f"Leave of {ill.name}" in client.get(page).text
    client.send_form(page, {}, to=f"{page}/{leave.id}/remove")
    assert "No leave is set" in client.get(page).text


def test_a_manager_sets_no_leave_but_their_own(council: InventedCouncil, sign_in: SignIn) -> None:
    client = sign_in(council.managers["isle-of-wight-sen"])
    assert client.get(f"/leave/of/{council.officers['officer'].id}").status_code == 403


def test_the_list_shows_officers_teams_and_own_authorities(administrator: StrictClient) -> None:
    page = administrator.get("/administration/officers").text
    assert "Ola Invented" in page
    assert "Fostering and adoption" in page
    assert "Isle of Wight Council" in page
    assert "Blackpool Council" not in page


def test_teams_of_other_authorities_are_not_shown(administrator: StrictClient) -> None:
    page = administrator.get("/administration/officers").text
    assert "Strategic development" in page
    assert "Provider services" not in page  # Cheshire West's


def test_an_officer_is_added_given_a_role_and_can_then_use_it(administrator: StrictClient, island: Authority) -> None:
    form = {"name": "Nell Invented", "email": "nell@redress.example", "job": ""}
    added = administrator.send_form("/administration/officers/new", form)
    assert added.status_code == 302
    nell = db.session.scalar(select(Officer).where(Officer.email == "nell@redress.example"))
    assert nell is not None
    role = {"role": "report-reader", "authority": str(island.id), "team": ""}
    page = f"/administration/officers/{nell.id}"
    assert administrator.send_form(page, role, to=f"{page}/roles").status_code == 302
    held = db.session.scalar(select(Membership.role).where(Membership.officer_id == nell.id))
    assert held == "report-reader"
    assert [event.name for event in history(nell.id)] == ["officer.added", "officer.role-given"]


def test_an_address_belongs_to_one_officer(administrator: StrictClient) -> None:
    form = {"name": "Second Ola", "email": "OFFICER@redress.example", "job": ""}
    response = administrator.send_form("/administration/officers/new", form)
    assert response.status_code == 400
    assert "Another officer has this email address" in response.text


def test_an_officer_who_leaves_is_signed_out(administrator: StrictClient, council: InventedCouncil) -> None:
    officer = council.officers["officer"]
    begin_session(officer)
    page = f"/administration/officers/{officer.id}"
    administrator.send_form(page, {"name": officer.name, "email": officer.email, "job": ""})
    assert not db.session.get_one(Officer, officer.id).is_active
    sessions = select(OfficerSession.id).where(OfficerSession.officer_id == officer.id)
    assert db.session.scalar(sessions) is None


def test_a_role_is_taken_away(administrator: StrictClient, council: InventedCouncil) -> None:
    officer = council.officers["reports"]
    held = db.session.scalar(select(Membership).where(Membership.officer_id == officer.id))
    assert held is not None
    page = f"/administration/officers/{officer.id}"
    administrator.send_form(page, {}, to=f"{page}/roles/{held.id}/remove")
    assert "No role yet" in administrator.get(page).text


def test_the_last_administrator_keeps_the_role(council: InventedCouncil) -> None:
    officer = council.officers["administrator"]
    held = db.session.scalar(select(Membership).where(Membership.officer_id == officer.id))
    assert held is not None
    with pytest.raises(Conflict, match="only administrator"):
        take_role(held, by="system")


def test_a_role_for_an_authority_one_does_not_administer_cannot_be_given(
    administrator: StrictClient, council: InventedCouncil
) -> None:
    elsewhere = authority_by_key("blackpool")
    page = f"/administration/officers/{council.officers['officer'].id}"
    role = {"role": "administrator", "authority": str(elsewhere.id), "team": ""}
    assert administrator.send_form(page, role, to=f"{page}/roles").status_code == 400
    given = select(Membership.id).where(Membership.authority_id == elsewhere.id)
    assert db.session.scalar(given) is None


def test_a_role_for_an_authority_one_does_not_administer_cannot_be_taken(
    administrator: StrictClient, council: InventedCouncil
) -> None:
    officer = council.officers["officer"]
    elsewhere = authority_by_key("blackpool")
    held = give_role(officer.id, elsewhere.id, Role.REPORT_READER, by="system")
    page = f"/administration/officers/{officer.id}"
    refused = administrator.send_form(page, {}, to=f"{page}/roles/{held.id}/remove")
    assert refused.status_code == 403


def test_nobody_takes_over_an_officer_or_a_team_of_an_authority_they_do_not_administer(
    administrator: StrictClient, council: InventedCouncil
) -> None:
    officer, team = council.officers["officer"], council.managers["isle-of-wight-sen"]
    elsewhere = authority_by_key("blackpool")
    give_role(officer.id, elsewhere.id, Role.ADMINISTRATOR, by="system")
    details = {"name": officer.name, "email": "mine@elsewhere.example", "is_active": "y"}
    assert administrator.send_form(f"/administration/officers/{officer.id}", details).status_code == 403
    db.session.refresh(officer)
    assert officer.email == "officer@redress.example"
    theirs = db.session.scalars(select(Team).where(Team.key.startswith("blackpool-"))).first()
    assert theirs is not None
    taken = administrator.get(f"/administration/teams/{theirs.id}")
    assert taken.status_code == 403
    assert theirs.manager_id != team.id


def test_leave_is_not_set_for_an_officer_of_another_authority(council: InventedCouncil, sign_in: SignIn) -> None:
    stranger = add_officer("stranger@elsewhere.example", "Stranger Invented", by="system")
    give_role(stranger.id, authority_by_key("blackpool").id, Role.RESPONDING_MANAGER, by="system")
    client = sign_in(council.officers["officer"])
    assert client.get(f"/leave/of/{stranger.id}").status_code == 404
    sent = client.send_form("/leave", days((1, 3, 2030), (8, 3, 2030)), to=f"/leave/of/{stranger.id}")
    assert sent.status_code == 404
    assert db.session.scalar(select(Leave)) is None


def test_a_teams_line_of_management_is_changed(administrator: StrictClient, council: InventedCouncil) -> None:
    team = db.session.scalar(select(Team).where(Team.key == "isle-of-wight-sen"))
    assert team is not None
    chosen = council.officers["officer"]
    form = {
        "name": "Inclusion",
        "manager_id": str(chosen.id),
        "service_manager_id": "",
        "head_of_service_id": "",
    }
    response = administrator.send_form(f"/administration/teams/{team.id}", form)
    assert response.status_code == 302
    changed = db.session.get_one(Team, team.id)
    assert (changed.name, changed.manager_id, changed.service_manager_id) == (
        "Inclusion",
        chosen.id,
        None,
    )


def test_a_team_is_added_once(administrator: StrictClient) -> None:
    form = {
        "name": "Night Duty",
        "manager_id": "",
        "service_manager_id": "",
        "head_of_service_id": "",
    }
    assert administrator.send_form("/administration/teams/new", form).status_code == 302
    again = administrator.send_form("/administration/teams/new", form)
    assert again.status_code == 400
    assert "Another team has this name" in again.text


def test_an_authoritys_leads_are_named(
    administrator: StrictClient, council: InventedCouncil, island: Authority
) -> None:
    lead = council.officers["officer.two"]
    form = {
        "complaints_manager_id": str(lead.id),
        "stage_two_lead_id": "",
        "harm_lead_id": "",
        "is_open": "y",
    }
    page = "/administration/authorities/isle-of-wight"
    assert administrator.send_form(page, form).status_code == 302
    assert db.session.get_one(Authority, island.id).complaints_manager_id == lead.id


def test_the_default_authority_cannot_be_closed(administrator: StrictClient) -> None:
    form = {"complaints_manager_id": "", "stage_two_lead_id": "", "harm_lead_id": ""}
    response = administrator.send_form("/administration/authorities/isle-of-wight", form)
    assert response.status_code == 400
    assert "cannot be closed" in response.text


def test_another_authority_is_not_this_administrators(administrator: StrictClient) -> None:
    assert administrator.get("/administration/authorities/blackpool").status_code == 403


def test_an_officer_nobody_knows_is_not_found(administrator: StrictClient) -> None:
    nobody = "01890000-0000-7000-8000-000000000000"
    assert administrator.get(f"/administration/officers/{nobody}").status_code == 404
    assert administrator.get(f"/administration/teams/{nobody}").status_code == 404

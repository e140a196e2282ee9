"""Officers, what they may do, the teams they run and the leads an authority names.

Every change is an event on the officer, team or authority it concerns, so that who could
open what on a past day can be told. An officer who leaves is made inactive, never deleted.
"""

from collections.abc import Collection
from uuid import UUID

from sqlalchemy import func, or_, select

from authorities.models import Authority, Membership, Officer, Service, Team
from authorities.permissions import Role
from authorities.sessions import end_sessions_of
from foundation.database import db
from foundation.errors import Conflict, Invalid, NotFound
from foundation.events import publish


def every_officer() -> list[Officer]:
    """All officers, those at work first, by name."""
    return list(db.session.scalars(select(Officer).order_by(Officer.is_active.desc(), Officer.name, Officer.id)))


def teams_of(authority_ids: Collection[UUID]) -> list[Team]:
    """The teams that run a service of these authorities, and those that run none, by name."""
    elsewhere = select(Service.team_id).where(Service.team_id.is_not(None), Service.authority_id.not_in(authority_ids))
    here = select(Service.team_id).where(Service.authority_id.in_(authority_ids))
    return list(
        db.session.scalars(
            select(Team).where(or_(Team.id.in_(here), Team.id.not_in(elsewhere))).order_by(Team.name, Team.key)
        )
    )


def roles_of(officer_id: UUID) -> list[Membership]:
    """What an officer holds, in the order it was given."""
    return list(
        db.session.scalars(select(Membership).where(Membership.officer_id == officer_id).order_by(Membership.id))
    )


def officer_by_email(email: str) -> Officer:
    """The officer with an address. Raises NotFound."""
    officer = db.session.scalar(select(Officer).where(func.lower(Officer.email) == email.strip().lower()))
    if officer is None:
        raise NotFound("No officer has this email address.")
    return officer


def add_officer(email: str, name: str, job: str | None = None, *, by: str) -> Officer:
    """Add somebody who works here; they can do nothing until a role is given.

    Raises Invalid when the address is taken.
    """
    _refuse_taken_address(email, None)
    officer = Officer(email=email.strip(), name=name.strip(), job=job)
    db.session.add(officer)
    db.session.flush()
    _tell_of_officer("officer.added", officer.id, by)
    return officer


def change_officer(officer: Officer, *, email: str, name: str, job: str | None, is_active: bool, by: str) -> None:
    """Change what is known of an officer; one who leaves is signed out everywhere.

    Raises Invalid when the address is another officer's.
    """
    _refuse_taken_address(email, officer.id)
    officer.email, officer.name, officer.job = email.strip(), name.strip(), job
    if officer.is_active and not is_active:
        end_sessions_of(officer.id)
    officer.is_active = is_active
    db.session.flush()
    _tell_of_officer("officer.changed", officer.id, by)


def give_role(officer_id: UUID, authority_id: UUID, role: Role, team_id: UUID | None = None, *, by: str) -> Membership:
    """Give an officer a role for one authority, in one team or (None) all of them.

    Giving what is held already changes nothing.
    """
    held = db.session.scalar(
        select(Membership).where(
            Membership.officer_id == officer_id,
            Membership.authority_id == authority_id,
            Membership.role == role.value,
            Membership.team_id.is_(None) if team_id is None else Membership.team_id == team_id,
        )
    )
    if held is not None:
        return held
    membership = Membership(officer_id=officer_id, authority_id=authority_id, role=role.value, team_id=team_id)
    db.session.add(membership)
    db.session.flush()
    _tell_of_role("officer.role-given", membership, by)
    return membership


def take_role(membership: Membership, *, by: str) -> None:
    """Take a role away.

    Raises Conflict for the last active administrator of an authority: nobody could mend that.
    """
    if membership.role == Role.ADMINISTRATOR and not _another_administrator(membership):
        raise Conflict("This is the only administrator of the authority. Give the role to another first.")
    _tell_of_role("officer.role-taken", membership, by)
    db.session.delete(membership)
    db.session.flush()


def role_held(officer_id: UUID, membership_id: UUID) -> Membership:
    """One role of an officer. Raises NotFound."""
    membership = db.session.get(Membership, membership_id)
    if membership is None or membership.officer_id != officer_id:
        raise NotFound("There is no such role.")
    return membership


def add_team(key: str, name: str, *, by: str) -> Team:
    """Add a team. Raises Invalid when the key is taken."""
    if db.session.scalar(select(Team.id).where(Team.key == key)):
        raise Invalid("Another team has this name.", field="name")
    team = Team(key=key, name=name.strip())
    db.session.add(team)
    db.session.flush()
    publish("team.added", stream=("team", team.id), authority_id=None, actor=by)
    return team


def change_team(
    team: Team,
    *,
    name: str,
    manager_id: UUID | None,
    service_manager_id: UUID | None,
    head_of_service_id: UUID | None,
    by: str,
) -> None:
    """Change a team's name and its line of management."""
    team.name = name.strip()
    team.manager_id = manager_id
    team.service_manager_id = service_manager_id
    team.head_of_service_id = head_of_service_id
    db.session.flush()
    publish(
        "team.changed",
        stream=("team", team.id),
        authority_id=None,
        payload={
            "manager_id": _text(manager_id),
            "service_manager_id": _text(service_manager_id),
            "head_of_service_id": _text(head_of_service_id),
        },
        actor=by,
    )


def name_leads(
    authority: Authority,
    *,
    complaints_manager_id: UUID | None,
    stage_two_lead_id: UUID | None,
    harm_lead_id: UUID | None,
    is_open: bool,
    by: str,
    host: str | None = None,
) -> None:
    """Name who leads for an authority, its host name, and open or close it to the public.

    Raises Conflict on closing the default authority, whose start page is `/`, Invalid for another's host name.
    """
    if host and db.session.scalar(select(Authority.id).where(Authority.host == host, Authority.id != authority.id)):
        raise Invalid("Another authority has this host name.", field="host")
    if authority.is_default and not is_open:
        raise Conflict("The default authority cannot be closed: its start page is the first one.")
    authority.complaints_manager_id = complaints_manager_id
    authority.stage_two_lead_id = stage_two_lead_id
    authority.harm_lead_id = harm_lead_id
    authority.is_open, authority.host = is_open, host
    db.session.flush()
    publish(
        "authority.changed",
        stream=("authority", authority.id),
        authority_id=authority.id,
        payload={
            "complaints_manager_id": _text(complaints_manager_id),
            "stage_two_lead_id": _text(stage_two_lead_id),
            "harm_lead_id": _text(harm_lead_id),
            "is_open": is_open,
        },
        actor=by,
    )


def _refuse_taken_address(email: str, own_id: UUID | None) -> None:
    taken_by = db.session.scalar(select(Officer.id).where(func.lower(Officer.email) == email.strip().lower()))
    if taken_by is not None and taken_by != own_id:
        raise Invalid("Another officer has this email address.", field="email")


def _another_administrator(membership: Membership) -> bool:
    others = (
        select(Membership.id)
        .join(Officer, Officer.id == Membership.officer_id)
        .where(
            Membership.authority_id == membership.authority_id,
            Membership.role == Role.ADMINISTRATOR.value,
            Membership.officer_id != membership.officer_id,
            Officer.is_active,
        )
    )
    return db.session.scalar(others.limit(1)) is not None


def _tell_of_officer(name: str, officer_id: UUID, by: str) -> None:
    publish(name, stream=("officer", officer_id), authority_id=None, actor=by)


def _tell_of_role(name: str, membership: Membership, by: str) -> None:
    publish(
        name,
        stream=("officer", membership.officer_id),
        authority_id=membership.authority_id,
        payload={"role": membership.role, "team_id": _text(membership.team_id)},
        actor=by,
    )


def _text(given: UUID | None) -> str | None:
    return str(given) if given else None

"""Invented officers for development, the demo and tests: a whole council's line of management.

Every name is plainly made up and every address is under `.example`, which nobody can own.
Never used in production.
"""

from dataclasses import dataclass, field
from uuid import UUID

from sqlalchemy import select

from authorities.models import Authority, Membership, Officer, Team
from authorities.permissions import Role
from foundation.database import db
from foundation.errors import NotAllowed
from foundation.settings import settings

DOMAIN = "redress.example"

_LEADS = (
    ("administrator", "Addie Invented", "Systems administrator", (Role.ADMINISTRATOR,)),
    ("officer", "Ola Invented", "Complaints officer", (Role.COMPLAINTS_OFFICER,)),
    ("officer.two", "Otis Invented", "Complaints officer", (Role.COMPLAINTS_OFFICER,)),
    (
        "complaints.manager",
        "Cleo Invented",
        "Complaints manager",
        (Role.COMPLAINTS_OFFICER, Role.SENIOR_MANAGER, Role.FORM_DESIGNER),
    ),
    ("stage.two", "Stella Invented", "Stage 2 lead", (Role.COMPLAINTS_OFFICER,)),
    ("lado", "Lado Invented", "Lead for allegations (LADO link)", (Role.COMPLAINTS_OFFICER,)),
    ("reports", "Rhea Invented", "Performance analyst", (Role.REPORT_READER,)),
    ("service.manager", "Sami Invented", "Service manager", (Role.SENIOR_MANAGER,)),
    ("head.of.service", "Hari Invented", "Head of service", (Role.SENIOR_MANAGER,)),
)

_MANAGERS = (
    "Mara Madeup",
    "Milo Madeup",
    "Mina Madeup",
    "Moss Madeup",
    "Myra Madeup",
    "Mads Madeup",
    "Merle Madeup",
    "Maxi Madeup",
    "Mika Madeup",
)


@dataclass
class InventedCouncil:
    """The officers made, by the first part of their address; managers by their team's key."""

    officers: dict[str, Officer] = field(default_factory=dict)
    managers: dict[str, Officer] = field(default_factory=dict)


def seed_invented_officers(authority: Authority) -> InventedCouncil:
    """Make the officers an authority needs to work, where they are missing.

    One of each role, and a manager for each of the authority's teams. Raises NotAllowed in
    production.
    """
    if settings.environment == "production":
        raise NotAllowed("Invented officers are for development and the demo only.")
    council = InventedCouncil()
    for address, name, job, roles in _LEADS:
        council.officers[address] = _officer(authority, address, name, job, roles)
    teams = db.session.scalars(select(Team).where(Team.key.startswith(f"{authority.key}-")).order_by(Team.id)).all()
    for number, team in enumerate(teams):
        council.managers[team.key] = _manager(authority, team, number, council)
    authority.complaints_manager_id = council.officers["complaints.manager"].id
    authority.stage_two_lead_id = council.officers["stage.two"].id
    authority.harm_lead_id = council.officers["lado"].id
    db.session.flush()
    return council


def _manager(authority: Authority, team: Team, number: int, council: InventedCouncil) -> Officer:
    short = team.key.removeprefix(f"{authority.key}-")
    officer = _officer(
        authority,
        f"manager.{short}",
        _MANAGERS[number % len(_MANAGERS)],
        f"Team manager, {team.name}",
        (Role.RESPONDING_MANAGER,),
        team.id,
    )
    team.manager_id = team.manager_id or officer.id
    team.service_manager_id = team.service_manager_id or council.officers["service.manager"].id
    team.head_of_service_id = team.head_of_service_id or council.officers["head.of.service"].id
    return officer


def _officer(
    authority: Authority,
    address: str,
    name: str,
    job: str,
    roles: tuple[Role, ...],
    team_id: UUID | None = None,
) -> Officer:
    email = f"{address}@{DOMAIN}"
    officer = db.session.scalar(select(Officer).where(Officer.email == email))
    if officer is None:
        officer = Officer(email=email, name=name, job=job)
        db.session.add(officer)
        db.session.flush()
    held = set(
        db.session.scalars(
            select(Membership.role).where(Membership.officer_id == officer.id, Membership.authority_id == authority.id)
        )
    )
    for role in roles:
        if role.value not in held:
            db.session.add(
                Membership(
                    officer_id=officer.id,
                    authority_id=authority.id,
                    role=role.value,
                    team_id=team_id,
                )
            )
    db.session.flush()
    return officer

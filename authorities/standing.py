"""Who stands where today: who answers for a service, who is above them, who is away.

None of it is pinned to a case: officers, teams and leave are plain rows, asked each time, so
that work follows a team when people leave.
"""

from dataclasses import dataclass
from datetime import date
from uuid import UUID

from sqlalchemy import select

from authorities.models import Authority, Leave, Officer, Service, Team
from foundation.database import db


@dataclass(frozen=True)
class Line:
    """The two people above a manager; either may be missing."""

    service_manager: Officer | None
    head_of_service: Officer | None


def team_for(service: Service) -> Team | None:
    """The team that runs a service."""
    return service.team


def line_above(below: Team | Officer) -> Line:
    """The service manager and head of service above a team, or above the team an officer manages.

    An officer named in their own line is left out: nobody is asked to chase themselves.
    """
    if isinstance(below, Officer):
        team = db.session.scalar(select(Team).where(Team.manager_id == below.id).order_by(Team.key).limit(1))
        return _line(team, below.id) if team else Line(None, None)
    return _line(below, below.manager_id)


def complaints_manager(authority_id: UUID) -> Officer | None:
    """The officer the regulations call the complaints manager (reg 10 of the 2006 Regulations)."""
    return _lead(db.session.get_one(Authority, authority_id).complaints_manager_id)


def stage_two_lead(authority_id: UUID) -> Officer | None:
    """The officer who takes requests for the second stage; the complaints manager if none is named."""
    authority = db.session.get_one(Authority, authority_id)
    return _lead(authority.stage_two_lead_id) or complaints_manager(authority_id)


def harm_lead(authority_id: UUID) -> Officer | None:
    """The officer who takes the LADO decision; the complaints manager if none is named."""
    authority = db.session.get_one(Authority, authority_id)
    return _lead(authority.harm_lead_id) or complaints_manager(authority_id)


def leave_on(officer_id: UUID, on: date) -> Leave | None:
    """The leave an officer is on, if any; the one that ends last when two overlap."""
    return db.session.scalar(
        select(Leave)
        .where(Leave.officer_id == officer_id, Leave.first_on <= on, Leave.last_on >= on)
        .order_by(Leave.last_on.desc())
        .limit(1)
    )


def stand_in(officer_id: UUID, on: date) -> Officer | None:
    """The officer when present, else whoever stands in for them and is present.

    Stand-ins are followed as far as they go. None when the chain ends in nobody, comes round
    to somebody already asked, or reaches an officer who no longer works here.
    """
    asked: set[UUID] = set()
    next_id: UUID | None = officer_id
    while next_id is not None and next_id not in asked:
        asked.add(next_id)
        leave = leave_on(next_id, on)
        if leave is None:
            return _lead(next_id)
        next_id = leave.stand_in_id
    return None


def _line(team: Team, below_id: UUID | None) -> Line:
    return Line(
        service_manager=_other_than(below_id, team.service_manager),
        head_of_service=_other_than(below_id, team.head_of_service),
    )


def _other_than(officer_id: UUID | None, officer: Officer | None) -> Officer | None:
    return None if officer is not None and officer.id == officer_id else _at_work(officer)


def _lead(officer_id: UUID | None) -> Officer | None:
    return _at_work(db.session.get(Officer, officer_id)) if officer_id else None


def _at_work(officer: Officer | None) -> Officer | None:
    return officer if officer is not None and officer.is_active else None

"""Who may be asked to answer or to ring: the service's manager, else the line above, never somebody named.

Somebody on leave is passed over for whoever stands in. Standing is asked each time and never kept.
"""

from collections.abc import Iterator
from datetime import date
from uuid import UUID

from authorities import standing
from authorities.models import Officer, Service, Team
from cases.conflicts import NAMED, named_officer_ids
from cases.models import Case
from foundation.database import db
from foundation.errors import Invalid, NotAllowed


def who_answers(service: Service, case_id: UUID, on: date) -> Officer | None:
    """Who is asked to answer for a service on a case: present on the day, and not named in it."""
    team = standing.team_for(service)
    return who_leads(team, case_id, on) if team else None


def who_leads(team: Team, case_id: UUID, on: date) -> Officer | None:
    """The nearest of a team's line, from its manager up, who is present and not named in the case."""
    named = named_officer_ids(case_id)
    return next((officer for officer in _present(team, on) if officer.id not in named), None)


def may_answer(officer_id: UUID, case: Case) -> Officer:
    """The officer, if they may be asked about the case.

    Raises ``NotAllowed`` for somebody named in it, ``Invalid`` for somebody who does not work here.
    """
    officer = db.session.get(Officer, officer_id)
    if officer is None or not officer.is_active:
        raise Invalid("Choose somebody who works here.", field="responder")
    if officer.id in named_officer_ids(case.id):
        raise NotAllowed(NAMED.replace("You are", f"{officer.name} is").replace("you cannot", "they cannot"))
    return officer


def present_or_stand_in(officer: Officer, case_id: UUID, on: date) -> Officer | None:
    """The officer, or whoever stands in for them on the day; None if that is nobody, or somebody named."""
    present = standing.stand_in(officer.id, on)
    return None if present is None or present.id in named_officer_ids(case_id) else present


def _present(team: Team, on: date) -> Iterator[Officer]:
    line = standing.line_above(team)
    for officer in (team.manager, line.service_manager, line.head_of_service):
        present = standing.stand_in(officer.id, on) if officer and officer.is_active else None
        if present is not None:
            yield present

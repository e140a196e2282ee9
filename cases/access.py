"""Who may see a case: by authority, role, team and restriction, and never somebody named in it."""

from uuid import UUID

from sqlalchemy import select

from authorities.permissions import Role, Viewer
from cases.conflicts import is_named
from cases.lifecycle import TO_CONFIRM
from cases.models import CallBack, Case, HarmDecision, Look, Stage
from foundation.clock import now
from foundation.database import db
from foundation.errors import NotFound
from foundation.references import tidy_reference

UNSEEN = "There is no case with this reference that you may see."


def may_see(viewer: Viewer, case: Case) -> bool:
    """Whether the viewer may see the case.

    Complaints officers see their authority's cases. Managers see those of their teams, and those they answer,
    once confirmed and while no decision on possible harm holds them; restricted ones only if they answer them.
    """
    if is_named(viewer.officer_id, case.id):
        return False
    if viewer.has(Role.COMPLAINTS_OFFICER, case.authority_id) or _decides(viewer, case):
        return True
    if case.is_held or case.state == TO_CONFIRM:
        return False
    return _answers(viewer, case) or (not case.is_restricted and _leads(viewer, case))


def case_for(viewer: Viewer, reference: str) -> Case:
    """The case with this reference, however it was typed. Raises ``NotFound`` when there is none to see."""
    case = db.session.scalar(select(Case).where(Case.reference == tidy_reference(reference)))
    if case is None or not may_see(viewer, case):
        raise NotFound(UNSEEN)
    return case


def record_look(case: Case, officer_id: UUID, page: str) -> None:
    """Keep that an officer opened a page of a case, in real time."""
    db.session.add(Look(case_id=case.id, officer_id=officer_id, at=now(), page=page))


def looks_at(case_id: UUID, limit: int = 100) -> list[Look]:
    """Who looked lately, the newest first."""
    return list(db.session.scalars(select(Look).where(Look.case_id == case_id).order_by(Look.at.desc()).limit(limit)))


def _decides(viewer: Viewer, case: Case) -> bool:
    return case.is_restricted and _has(
        select(HarmDecision.id).where(HarmDecision.case_id == case.id, HarmDecision.decider_id == viewer.officer_id)
    )


def _answers(viewer: Viewer, case: Case) -> bool:
    return _has(select(Stage.id).where(Stage.case_id == case.id, Stage.responder_id == viewer.officer_id)) or _has(
        select(CallBack.id).where(CallBack.case_id == case.id, CallBack.caller_id == viewer.officer_id)
    )


def _leads(viewer: Viewer, case: Case) -> bool:
    teams = viewer.teams(case.authority_id, Role.RESPONDING_MANAGER, Role.SENIOR_MANAGER)
    return teams is None or case.team_id in teams


def _has(query: object) -> bool:
    return db.session.scalar(query) is not None  # type: ignore[call-overload]


def seen_by(viewer: Viewer) -> frozenset[UUID]:
    """The authorities whose whole lists the viewer may see."""
    return viewer.authorities(Role.COMPLAINTS_OFFICER)

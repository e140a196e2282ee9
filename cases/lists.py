"""The lists that a complaints team works through, and finding a case.

Reads only. What a viewer may not see is left out by the query, never by the page.
"""

from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, Select, and_, exists, func, or_, select
from sqlalchemy.orm import aliased, lazyload

from authorities.models import Officer, Service
from authorities.permissions import Viewer
from cases.access import seen_by
from cases.models import CallBack, Case, NamedPerson, Stage, WorkItem
from cases.searching import hashes_sought
from foundation.database import db

PAGE = 50
DUE_SOON = timedelta(days=7)
RUNNING = ("open", "with-signer")
CALLS_WAITING = ("waiting", "made")

LISTS: dict[str, str] = {
    "to-confirm": "To confirm",
    "mine": "Mine",
    "due": "Due in a week",
    "late": "Late",
    "unallocated": "Nobody asked",
    "calls": "Calls to make",
    "held": "Held: possible harm",
    "open": "All open",
    "frozen": "Frozen",
    "answered": "Answered",
    "closed": "Closed",
}


@dataclass(frozen=True)
class Row:
    """One line of a list."""

    case: Case
    stage: Stage | None
    service: str | None
    responder: str | None
    owner: str | None
    call_due_on: date | None

    @property
    def due_on(self) -> date | None:
        """The day the answer (or, before any stage, the call) is due."""
        if self.stage is not None and self.stage.answered_on is None and self.stage.due_on:
            return self.stage.due_on
        return self.call_due_on


def counts(viewer: Viewer, today: date) -> dict[str, int]:
    """How many cases stand on each list, in one query."""
    columns = [func.count().filter(_on(key, viewer, today)).label(key) for key in LISTS]
    query = _visible(viewer, select(*columns).select_from(Case)).outerjoin(Stage, _current_stage())
    found = db.session.execute(query.outerjoin(CallBack, CallBack.case_id == Case.id)).one()
    return dict(zip(LISTS, found, strict=True))


def rows(viewer: Viewer, key: str, today: date, page: int = 1) -> list[Row]:
    """One page of a list, the most pressing first."""
    order = (
        (Case.closed_on.desc(), Case.id)
        if key == "closed"
        else (func.coalesce(Stage.extended_to, Stage.target_on, CallBack.due_on, Case.received_on), Case.id)
    )
    query = _rows(viewer).where(_on(key, viewer, today)).order_by(*order)
    return _read(query.limit(PAGE).offset((page - 1) * PAGE))


def found(viewer: Viewer, typed: str) -> list[Row]:
    """Cases found by part of a name, a reference, telephone, postcode or date of birth."""
    sought = hashes_sought(typed)
    if not sought:
        return []
    return _read(_rows(viewer).where(Case.search.contains(sought)).order_by(Case.received_on.desc()).limit(PAGE))


def work_to_do(viewer: Viewer, limit: int = 200) -> list[tuple[WorkItem, Case | None]]:
    """Work raised for people and not done, the most pressing first."""
    query = (
        select(WorkItem, Case)
        .options(lazyload(Case.data_key))  # joined as it always is, it would leave out work about no case
        .outerjoin(Case, Case.id == WorkItem.case_id)
        .where(WorkItem.authority_id.in_(seen_by(viewer)), WorkItem.done_at.is_(None))
        .where(or_(Case.id.is_(None), not_named(viewer.officer_id)))
        .order_by(WorkItem.due_on.asc().nulls_last(), WorkItem.id)
        .limit(limit)
    )
    return [(item, case) for item, case in db.session.execute(query)]


def _on(key: str, viewer: Viewer, today: date) -> ColumnElement[bool]:
    running = Stage.state.in_(RUNNING)
    due_on = func.coalesce(Stage.extended_to, Stage.target_on)
    on: dict[str, ColumnElement[bool]] = {
        "to-confirm": Case.state == "to-confirm",
        "mine": and_(Case.owner_id == viewer.officer_id, Case.state.in_(("open", "frozen", "answered"))),
        "due": and_(running, Case.state != "frozen", due_on.between(today, today + DUE_SOON)),
        "late": and_(running, Case.state != "frozen", due_on < today),
        "unallocated": and_(running, Stage.responder_id.is_(None)),
        "calls": CallBack.state.in_(CALLS_WAITING),
        "held": Case.is_held.is_(True),
        "open": Case.state == "open",
        "frozen": Case.state == "frozen",
        "answered": Case.state == "answered",
        "closed": Case.state == "closed",
    }
    return on[key]


def _current_stage() -> ColumnElement[bool]:
    """The stage a case is at; a call alone (number 0) until there is a complaint."""
    return and_(Stage.case_id == Case.id, Stage.number == Case.stage_number)


def _rows(viewer: Viewer) -> Select[Any]:
    keeper = aliased(Officer)
    query: Select[Any] = _visible(viewer, select(Case, Stage, Service.name, Officer.name, keeper.name, CallBack.due_on))
    return (
        query.outerjoin(Stage, _current_stage())
        .outerjoin(Service, Service.id == Case.service_id)
        .outerjoin(Officer, Officer.id == Stage.responder_id)
        .outerjoin(keeper, keeper.id == Case.owner_id)
        .outerjoin(CallBack, and_(CallBack.case_id == Case.id, CallBack.state.in_(CALLS_WAITING)))
    )


def _visible(viewer: Viewer, query: Any) -> Any:
    return query.where(Case.authority_id.in_(seen_by(viewer)), not_named(viewer.officer_id))


def not_named(officer_id: UUID) -> ColumnElement[bool]:
    """For a query over cases: those that do not name this officer."""
    return ~exists(NamedPerson.id).where(NamedPerson.case_id == Case.id, NamedPerson.officer_id == officer_id)


def _read(query: Select[Any]) -> list[Row]:
    return [Row(*row) for row in db.session.execute(query)]

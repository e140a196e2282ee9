"""Work for a person: what the machine cannot do, or may not do by itself.

One item for each kind and source, however often it is asked for. What it says names no person.
"""

from datetime import date
from uuid import UUID

from sqlalchemy import select, update
from sqlalchemy.dialects.postgresql import insert

from cases.models import WorkItem
from foundation.clock import business_now
from foundation.database import db, new_id
from notifications.outgoing import release_held

MAKE_READY = "make-ready"
"""Work on one message to a person, which waits for it; its source is the message."""


def raise_work(
    authority_id: UUID,
    kind: str,
    what: str,
    source_id: UUID,
    *,
    case_id: UUID | None = None,
    officer_id: UUID | None = None,
    due_on: date | None = None,
) -> UUID:
    """Ask for something to be done by a person; gives the item's id.

    ``what`` is one sentence without a personal detail. ``officer_id`` none means the team. Asking
    again for the same kind and source changes nothing.
    """
    added: UUID | None = db.session.scalar(
        insert(WorkItem)
        .values(
            id=new_id(),
            authority_id=authority_id,
            kind=kind,
            what=what,
            source_id=source_id,
            case_id=case_id,
            officer_id=officer_id,
            due_on=due_on,
            raised_at=business_now(),
        )
        .on_conflict_do_nothing(index_elements=["kind", "source_id"])
        .returning(WorkItem.id)
    )
    if added is not None:
        return added
    return db.session.execute(
        select(WorkItem.id).where(WorkItem.kind == kind, WorkItem.source_id == source_id)
    ).scalar_one()


def finish_work(item_id: UUID, by: str) -> None:
    """Mark one item done; ``by`` is an actor. Done twice, the first stays."""
    _finish(WorkItem.id == item_id, by)


def finish_work_of_source(kind: str, source_id: UUID, by: str) -> None:
    """Mark the item of this kind and source done: what it asked for has been decided."""
    _finish(WorkItem.kind == kind, by, WorkItem.source_id == source_id)


def finish_work_of(case_id: UUID, kinds: tuple[str, ...], by: str) -> None:
    """Mark the open items of these kinds on a case done: what they asked for has happened."""
    _finish(WorkItem.case_id == case_id, by, WorkItem.kind.in_(kinds))


def close_work_of(case_id: UUID, by: str) -> None:
    """Mark every open item on a case done, when the case closes."""
    _finish(WorkItem.case_id == case_id, by)


def open_work(case_id: UUID) -> list[WorkItem]:
    """What is still to be done on a case, the earliest due first."""
    return list(
        db.session.scalars(
            select(WorkItem)
            .where(WorkItem.case_id == case_id, WorkItem.done_at.is_(None))
            .order_by(WorkItem.due_on.nulls_last(), WorkItem.raised_at)
        )
    )


def _finish(where: object, by: str, *more: object) -> None:
    done = db.session.execute(
        update(WorkItem)
        .where(where, *more, WorkItem.done_at.is_(None))  # type: ignore[arg-type]
        .values(done_at=business_now(), done_by=by)
        .returning(WorkItem.kind, WorkItem.source_id)
        .execution_options(synchronize_session="fetch")
    )
    for item in done:
        if item.kind == MAKE_READY:
            release_held(item.source_id)

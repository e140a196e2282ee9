"""What is owed: one row for each piece of background work, written with the fact that caused it.

``later()`` is the only way to ask for background work. The queue carries ids and may lose them;
these rows are the truth. A task is offered, claimed (the attempt counted first), done and settled:

- ``due_at`` is business time: not before it is the work due;
- ``ready_at`` is real time: not before it may the row be offered again. Offering, claiming and
  putting back each push it on, so one column serves a lost parcel, a lease and a back-off.

``foundation.performing`` does what is owed; nothing here knows how.
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import cast
from uuid import UUID

from sqlalchemy import CheckConstraint, Index, Table, text, update
from sqlalchemy.orm import Mapped, mapped_column

from foundation.clock import business_now, now
from foundation.database import Base, db, new_id

Handler = Callable[[UUID], None]
TogetherHandler = Callable[[Sequence[UUID]], Mapping[UUID, Exception]]


OWED = text("settled_at is null")


class Task(Base):
    """One piece of work owed."""

    __tablename__ = "task"
    __table_args__ = (
        CheckConstraint("state in ('waiting', 'claimed', 'done', 'failed')", name="state"),
        Index("ix_task_owed", "due_at", postgresql_where=OWED),
        Index("ix_task_subject", "subject_id", "name", postgresql_where=OWED),
        # Room on each page and an index that asks only whether it is settled: offering, claiming and
        # putting back then touch no index.
        {"postgresql_with": {"fillfactor": "60"}},
    )

    name: Mapped[str]
    subject_id: Mapped[UUID]
    authority_id: Mapped[UUID | None]
    state: Mapped[str] = mapped_column(default="waiting")
    due_at: Mapped[datetime]
    ready_at: Mapped[datetime]
    attempts: Mapped[int] = mapped_column(default=0)
    goes_alone: Mapped[bool] = mapped_column(default=False)
    error: Mapped[str | None]
    settled_at: Mapped[datetime | None]


_TASKS = cast(Table, Task.__table__)
"""Written to without the unit of work: nobody holds a task as an object when it is owed."""


@dataclass(frozen=True)
class Kind:
    """How tasks of one name are done: one at a time, or the batch together."""

    name: str
    do: Handler
    network: bool
    max_attempts: int
    do_together: TogetherHandler | None = None


kinds: dict[str, Kind] = {}
tellers: list[Callable[[Task], None]] = []


def task(name: str, *, network: bool = False, max_attempts: int = 8) -> Callable[[Handler], Handler]:
    """Register the function that does tasks called ``name``.

    A task for the database is called inside the transaction that settles it. A ``network`` task
    is called with no transaction open, must open short ones of its own, and must bear running
    twice.
    """

    def register(do: Handler) -> Handler:
        if name in kinds and kinds[name].do is not do:
            raise RuntimeError(f"two functions do the task {name}")
        kinds[name] = Kind(name, do, network, max_attempts)
        return do

    return register


def task_together(name: str, *, max_attempts: int = 8) -> Callable[[TogetherHandler], TogetherHandler]:
    """Register network work that is cheaper done together: several messages over one connection.

    The function is given the subjects of a batch and returns the error of each that failed; those
    it does not name are done.
    """

    def register(do: TogetherHandler) -> TogetherHandler:
        def do_one(subject_id: UUID) -> None:
            for error in do([subject_id]).values():
                raise error

        kinds[name] = Kind(name, do_one, True, max_attempts, do)
        return do

    return register


def when_failed(tell: Callable[[Task], None]) -> Callable[[Task], None]:
    """Have ``tell`` called, in the same transaction, for each task that has failed for good."""
    if tell not in tellers:
        tellers.append(tell)
    return tell


def later(
    name: str,
    subject_id: UUID,
    due_at: datetime | None = None,
    authority_id: UUID | None = None,
) -> UUID:
    """Owe the work ``name`` on ``subject_id``, in the caller's transaction; gives the task's id.

    ``due_at`` is business time; none means at once.
    """
    (task_id,) = later_all([(name, subject_id, authority_id)], due_at or business_now())
    return task_id


def later_all(owed: Sequence[tuple[str, UUID, UUID | None]], due_at: datetime) -> list[UUID]:
    """Owe several pieces of work (name, subject, authority) at one moment, with one statement."""
    ids = [new_id() for _ in owed]
    rows = [
        {
            "id": task_id,
            "name": name,
            "subject_id": subject_id,
            "authority_id": authority_id,
            "state": "waiting",
            "due_at": due_at,
            "ready_at": now(),
            "attempts": 0,
            "goes_alone": False,
        }
        for task_id, (name, subject_id, authority_id) in zip(ids, owed, strict=True)
    ]
    if rows:
        db.session.execute(_TASKS.insert(), rows)
    return ids


def owe_once(name: str, subject_id: UUID, due_at: datetime, authority_id: UUID | None = None) -> None:
    """Owe the work ``name`` on ``subject_id`` at ``due_at``, moving it there if it is owed already.

    The caller holds a lock on the subject, or two could each find nothing and write one.
    """
    moved = db.session.execute(
        update(Task)
        .where(Task.subject_id == subject_id, Task.name == name, Task.state == "waiting", Task.settled_at.is_(None))
        .values(due_at=due_at)
        .returning(Task.id)
        .execution_options(synchronize_session=False)
    ).first()
    if moved is None:
        later(name, subject_id, due_at, authority_id)


def forget(names: Iterable[str], subject_id: UUID) -> None:
    """Drop the waiting tasks ``names`` of ``subject_id``: what they were for has gone."""
    db.session.execute(
        update(Task)
        .where(Task.subject_id == subject_id, Task.name.in_(tuple(names)))
        .where(Task.state == "waiting", Task.settled_at.is_(None))
        .values(state="done", settled_at=now())
        .execution_options(synchronize_session=False)
    )

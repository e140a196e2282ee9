"""What is owed: one row for each piece of background work, written with the fact that caused it.

``later()`` is the only way to ask for background work. The queue carries ids and may lose them;
these rows are the truth. A task is offered, claimed (the attempt counted first), done and settled:

- ``due_at`` is business time: not before it is the work due;
- ``ready_at`` is real time: not before it may the row be offered again. Offering, claiming and
  putting back each push it on, so one column serves a lost parcel, a lease and a back-off.

Moving ids between processes is ``workflows.transport``'s; nothing here knows a queue.
"""

import logging
import traceback
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any
from uuid import UUID

from sqlalchemy import CheckConstraint, Index, delete, insert, select, text, update
from sqlalchemy.orm import Mapped, mapped_column

from foundation.clock import business_now, now
from foundation.database import Base, db, new_id, transaction
from foundation.errors import Conflict, RedressError
from foundation.settings import settings

log = logging.getLogger(__name__)

BATCH = 100
FIRST_BACK_OFF = timedelta(seconds=5)
LONGEST_BACK_OFF = timedelta(hours=1)

Handler = Callable[[UUID], None]
TogetherHandler = Callable[[Sequence[UUID]], Mapping[UUID, Exception]]


class Task(Base):
    """One piece of work owed."""

    __tablename__ = "task"
    __table_args__ = (
        CheckConstraint("state in ('waiting', 'claimed', 'done', 'failed')", name="state"),
        Index("ix_task_owed", "due_at", postgresql_where=text("state in ('waiting', 'claimed')")),
        Index("ix_task_subject", "subject_id", "name"),
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


@dataclass(frozen=True)
class Kind:
    """How tasks of one name are done: one at a time, or the batch together."""

    name: str
    do: Handler
    network: bool
    max_attempts: int
    do_together: TogetherHandler | None = None


@dataclass(frozen=True)
class Claim:
    """A task in hand: only this attempt may settle it."""

    id: UUID
    name: str
    subject_id: UUID
    attempt: int


_kinds: dict[str, Kind] = {}
_when_failed: list[Callable[[Task], None]] = []


def task(name: str, *, network: bool = False, max_attempts: int = 8) -> Callable[[Handler], Handler]:
    """Register the function that does tasks called ``name``.

    A task for the database is called inside the transaction that settles it. A ``network`` task
    is called with no transaction open, must open short ones of its own, and must bear running
    twice.
    """

    def register(do: Handler) -> Handler:
        if name in _kinds and _kinds[name].do is not do:
            raise RuntimeError(f"two functions do the task {name}")
        _kinds[name] = Kind(name, do, network, max_attempts)
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

        _kinds[name] = Kind(name, do_one, True, max_attempts, do)
        return do

    return register


def when_failed(tell: Callable[[Task], None]) -> Callable[[Task], None]:
    """Have ``tell`` called, in the same transaction, for each task that has failed for good."""
    if tell not in _when_failed:
        _when_failed.append(tell)
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
    task_id = new_id()
    db.session.execute(
        insert(Task).values(
            id=task_id,
            name=name,
            subject_id=subject_id,
            authority_id=authority_id,
            state="waiting",
            due_at=due_at or business_now(),
            ready_at=now(),
            attempts=0,
            goes_alone=False,
        )
    )
    return task_id


def offer(limit: int = 10_000) -> list[list[UUID]]:
    """Stamp what is due as offered and give its ids in batches of at most a hundred.

    Harmless run twice or by two at once. A task whose lease ran out is offered alone, so that
    one that kills its worker costs its neighbours a single attempt; one with no attempts left
    fails. Runs in the caller's transaction.
    """
    at = now()
    due = (
        select(Task.id)
        .where(Task.state.in_(("waiting", "claimed")))
        .where(Task.due_at <= business_now(), Task.ready_at <= at)
        .order_by(Task.due_at)
        .limit(limit)
        .with_for_update(skip_locked=True)
        .cte("due")
    )
    rows = db.session.execute(
        update(Task)
        .where(Task.id == due.c.id)
        .values(
            goes_alone=Task.goes_alone | (Task.state == "claimed"),
            state="waiting",
            ready_at=at + timedelta(seconds=settings.offer_again_seconds),
        )
        .returning(Task.id, Task.goes_alone, Task.name, Task.attempts)
        .execution_options(synchronize_session=False)
    ).all()
    alone: list[list[UUID]] = []
    together: list[UUID] = []
    for row in rows:
        if row.goes_alone and row.attempts >= _max_attempts(row.name):
            _fail(row.id, "The worker died at each attempt.")
        elif row.goes_alone:
            alone.append([row.id])
        else:
            together.append(row.id)
    return [together[i : i + BATCH] for i in range(0, len(together), BATCH)] + alone


def claim(ids: Sequence[UUID]) -> list[Claim]:
    """Take those of ``ids`` that nobody has taken, counting the attempt before any work.

    This is the only guard against doing work twice. One short transaction, the caller's.
    """
    free = (
        select(Task.id).where(Task.id.in_(ids), Task.state == "waiting").with_for_update(skip_locked=True).cte("free")
    )
    rows = db.session.execute(
        update(Task)
        .where(Task.id == free.c.id)
        .values(
            state="claimed",
            attempts=Task.attempts + 1,
            ready_at=now() + timedelta(seconds=settings.lease_seconds),
        )
        .returning(Task.id, Task.name, Task.subject_id, Task.attempts)
        .execution_options(synchronize_session=False)
    ).all()
    return [Claim(row.id, row.name, row.subject_id, row.attempts) for row in rows]


def perform_all(claims: Sequence[Claim]) -> None:
    """Do claimed tasks, those of a kind that goes together in one call. Opens its own transactions."""
    together: dict[TogetherHandler, list[Claim]] = {}
    for claimed in claims:
        kind = _kinds.get(claimed.name)
        if kind is not None and kind.do_together is not None:
            together.setdefault(kind.do_together, []).append(claimed)
        else:
            perform(claimed)
    for do, batch in together.items():
        _perform_together(do, batch)


def perform(claimed: Claim) -> None:
    """Do one claimed task and settle it, or put it back. Opens its own transactions."""
    kind = _kinds.get(claimed.name)
    db.session.expire_all()
    try:
        if kind is None:
            raise RuntimeError(f"nothing here does {claimed.name}")
        if kind.network:
            kind.do(claimed.subject_id)
            with transaction():
                settle(claimed)
        else:
            with transaction():
                kind.do(claimed.subject_id)
                settle(claimed)
    except Overtaken:
        log.warning("overtaken", extra={"facts": _facts(claimed)})
    except Exception as error:
        log.exception("task failed", extra={"facts": _facts(claimed)})
        db.session.rollback()
        with transaction():
            put_back(claimed, in_short(error))


def _perform_together(do: TogetherHandler, batch: Sequence[Claim]) -> None:
    try:
        errors = do([claimed.subject_id for claimed in batch])
    except Exception as error:
        log.exception("batch failed", extra={"facts": {"task": batch[0].name, "size": len(batch)}})
        errors = {claimed.subject_id: error for claimed in batch}
    with transaction():
        for claimed in batch:
            failed = errors.get(claimed.subject_id)
            if failed is not None:
                put_back(claimed, in_short(failed))
            elif not _write_if_ours(claimed, state="done", settled_at=now(), error=None):
                log.warning("overtaken", extra={"facts": {"task": str(claimed.id)}})


class Overtaken(Conflict):
    """The lease ran out and the task is somebody else's now; this attempt leaves no trace."""


def settle(claimed: Claim) -> None:
    """Mark the task done, in the transaction of its effect.

    Raises ``Overtaken`` if it is no longer this attempt's, which rolls that effect back.
    """
    if not _write_if_ours(claimed, state="done", settled_at=now(), error=None):
        raise Overtaken("This task was taken over by another worker.")


def put_back(claimed: Claim, error: str) -> None:
    """Store the error and wait longer before each next attempt; after the last, fail."""
    if claimed.attempt >= _max_attempts(claimed.name):
        _fail(claimed.id, error)
        return
    wait = min(FIRST_BACK_OFF * 2 ** (claimed.attempt - 1), LONGEST_BACK_OFF)
    if not _write_if_ours(claimed, state="waiting", ready_at=now() + wait, error=error):
        log.warning("overtaken", extra={"facts": {"task": str(claimed.id)}})


def give_back(claims: Sequence[Claim]) -> None:
    """Let go of claimed tasks that were never begun: the attempt does not count."""
    for claimed in claims:
        db.session.execute(
            update(Task)
            .where(Task.id == claimed.id, Task.attempts == claimed.attempt, Task.state == "claimed")
            .values(state="waiting", attempts=Task.attempts - 1, ready_at=now())
            .execution_options(synchronize_session=False)
        )


def retry(task_id: UUID) -> None:
    """Owe a failed task again, from its first attempt."""
    db.session.execute(
        update(Task)
        .where(Task.id == task_id, Task.state == "failed")
        .values(state="waiting", attempts=0, goes_alone=False, ready_at=now(), settled_at=None)
    )


def owe_once(name: str, subject_id: UUID, due_at: datetime, authority_id: UUID | None = None) -> None:
    """Owe the work ``name`` on ``subject_id`` at ``due_at``, moving it there if it is owed already.

    The caller holds a lock on the subject, or two could each find nothing and write one.
    """
    moved = db.session.execute(
        update(Task)
        .where(Task.subject_id == subject_id, Task.name == name, Task.state == "waiting")
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
        .where(Task.state == "waiting")
        .values(state="done", settled_at=now())
        .execution_options(synchronize_session=False)
    )


def clear_away(done_before: datetime, limit: int = 10_000) -> int:
    """Delete some tasks that were done before then (real time); gives how many. Failed ones stay."""
    old = select(Task.id).where(Task.state == "done", Task.settled_at < done_before).limit(limit)
    gone = db.session.execute(
        delete(Task).where(Task.id.in_(old)).returning(Task.id).execution_options(synchronize_session=False)
    )
    return len(gone.all())


def in_short(error: BaseException) -> str:
    """An error for a row that officers read: our own words, else its kind and place.

    What a library says may quote somebody's words, so it is left out.
    """
    if isinstance(error, RedressError):
        return error.message
    frames = traceback.extract_tb(error.__traceback__)
    place = f" at {Path(frames[-1].filename).name}:{frames[-1].lineno}" if frames else ""
    return f"{type(error).__name__}{place}"


def _write_if_ours(claimed: Claim, **values: Any) -> bool:
    done = db.session.execute(
        update(Task)
        .where(Task.id == claimed.id, Task.attempts == claimed.attempt, Task.state == "claimed")
        .values(**values)
        .returning(Task.id)
        .execution_options(synchronize_session=False)
    ).first()
    return done is not None


def _fail(task_id: UUID, error: str) -> None:
    db.session.execute(
        update(Task)
        .where(Task.id == task_id)
        .values(state="failed", error=error, settled_at=now())
        .execution_options(synchronize_session=False)
    )
    failed = db.session.get(Task, task_id, populate_existing=True)
    if failed is not None:
        for tell in _when_failed:
            tell(failed)


def _facts(claimed: Claim) -> dict[str, object]:
    return {"task": claimed.id, "does": claimed.name, "attempt": claimed.attempt}


def _max_attempts(name: str) -> int:
    kind = _kinds.get(name)
    return kind.max_attempts if kind else 8

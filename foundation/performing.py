"""Doing what is owed: tasks are offered, claimed, done and settled, or put back.

The attempt is counted before any work, in a short transaction that takes the whole batch; each
task is then done by itself, and database work commits together with its "done". Moving ids between
processes is ``workflows.transport``'s; nothing here knows a queue.
"""

import logging
import traceback
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path
from typing import cast
from uuid import UUID

from sqlalchemy import Table, bindparam, delete, func, select, text, tuple_, update

from foundation.clock import business_now, now
from foundation.database import db, transaction
from foundation.errors import Conflict, RedressError
from foundation.settings import settings
from foundation.tasks import Task, TogetherHandler, kinds, tellers

log = logging.getLogger(__name__)

BATCH = 100
FIRST_BACK_OFF = timedelta(seconds=5)
LONGEST_BACK_OFF = timedelta(hours=1)

OFFERING = 0x0FFE2
"""The lock that one relay holds for as long as it stamps tasks as offered."""

OFFER = text(
    """
    with offered as (
        update task set
            goes_alone = goes_alone or state = 'claimed', state = 'waiting', ready_at = :until
        where ctid = any(array(
                select ctid from task
                where settled_at is null and due_at <= :due and ready_at <= :now
                order by due_at limit :most
            )) and settled_at is null and ready_at <= :now
        returning id, goes_alone, name, attempts
    ), numbered as (
        select *, case when goes_alone then -row_number() over () else (row_number() over ()) / :batch end as parcel
        from offered
    )
    select string_agg(id::text, ',') as ids, bool_or(goes_alone) as goes_alone,
           min(name) as name, max(attempts) as attempts
    from numbered group by parcel order by parcel desc
    """
)
"""One pass over the rows by their place, put into batches on the spot; a row that goes alone is its own.

The conditions are asked again of a row that changed meanwhile.
"""

_task = cast(Table, Task.__table__)
SETTLE = (
    update(_task)
    .where(_task.c.id == bindparam("task"), _task.c.attempts == bindparam("attempt"), _task.c.state == "claimed")
    .values(state="done", settled_at=bindparam("settled"), error=None)
)
"""Built once: this is the statement every task pays for."""


@dataclass(frozen=True)
class Claim:
    """A task in hand: only this attempt may settle it."""

    id: UUID
    name: str
    subject_id: UUID
    attempt: int


def offer(limit: int = 10_000) -> list[list[str]]:
    """Stamp what is due as offered and give its ids, as text, in batches of at most a hundred.

    Harmless run twice; of two at once, one finds nothing. A task whose lease ran out is offered
    alone, so that one that kills its worker costs its neighbours a single attempt; one with no
    attempts left fails. Runs in the caller's transaction.
    """
    at = now()
    if not db.session.scalar(select(func.pg_try_advisory_xact_lock(OFFERING))):
        return []
    until = at + timedelta(seconds=settings.offer_again_seconds)
    given = {"now": at, "due": business_now(), "until": until, "most": limit, "batch": BATCH}
    batches: list[list[str]] = []
    for row in db.session.connection().execute(OFFER, given):
        if row.goes_alone and row.attempts >= _max_attempts(row.name):
            _fail(UUID(row.ids), "The worker died at each attempt.")
        else:
            batches.append(row.ids.split(","))
    return batches


def withdraw(ids: Sequence[str]) -> None:
    """Make offered tasks ready again at once: they never reached the queue."""
    db.session.execute(
        update(Task)
        .where(Task.id.in_([UUID(task_id) for task_id in ids]), Task.state == "waiting")
        .values(ready_at=now())
        .execution_options(synchronize_session=False)
    )


def offer_again() -> int:
    """Make everything that was offered and never claimed ready at once; gives how many tasks.

    For a queue that was emptied. What failed before keeps waiting out its back-off.
    """
    at = now()
    lost = db.session.execute(
        update(Task)
        .where(Task.state == "waiting", Task.settled_at.is_(None), Task.error.is_(None))
        .where(Task.due_at <= business_now(), Task.ready_at > at)
        .values(ready_at=at)
        .returning(Task.id)
        .execution_options(synchronize_session=False)
    )
    return len(lost.all())


def next_due() -> datetime | None:
    """The business time at which the next task falls due that is not due yet, or None."""
    coming = select(func.min(Task.due_at)).where(
        Task.state == "waiting", Task.settled_at.is_(None), Task.due_at > business_now()
    )
    return db.session.scalar(coming)


def claim(ids: Sequence[str]) -> list[Claim]:
    """Take those of ``ids`` (as ``offer`` gives them) that nobody has taken, counting the attempt before any work.

    This is the only guard against doing work twice. One short transaction, the caller's.
    """
    known = [UUID(task_id) for task_id in ids]
    free = (
        select(Task.id).where(Task.id.in_(known), Task.state == "waiting").with_for_update(skip_locked=True).cte("free")
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


def perform_all(claims: Sequence[Claim], stop_at: datetime | None = None) -> None:
    """Do claimed tasks, those of a kind that goes together in one call. Opens its own transactions.

    What has not been begun by ``stop_at`` (real time) is given back, its attempt not counted.
    """
    together: dict[TogetherHandler, list[Claim]] = {}
    for number, claimed in enumerate(claims):
        if stop_at is not None and now() >= stop_at:
            with transaction():
                give_back(claims[number:])
            break
        kind = kinds.get(claimed.name)
        if kind is not None and kind.do_together is not None:
            together.setdefault(kind.do_together, []).append(claimed)
        else:
            perform(claimed)
    for do, batch in together.items():
        _perform_together(do, batch)


def perform(claimed: Claim) -> None:
    """Do one claimed task and settle it, or put it back. Opens its own transactions."""
    kind = kinds.get(claimed.name)
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
            if claimed.subject_id in errors:
                put_back(claimed, in_short(errors[claimed.subject_id]))
        _settle_all([claimed for claimed in batch if claimed.subject_id not in errors])


class Overtaken(Conflict):
    """The lease ran out and the task is somebody else's now; this attempt leaves no trace."""


def settle(claimed: Claim) -> None:
    """Mark the task done, in the transaction of its effect.

    Raises ``Overtaken`` if it is no longer this attempt's, which rolls that effect back.
    """
    if not _settled(claimed):
        raise Overtaken("This task was taken over by another worker.")


def put_back(claimed: Claim, error: str) -> None:
    """Store the error and wait longer before each next attempt; after the last, fail."""
    if claimed.attempt >= _max_attempts(claimed.name):
        _fail(claimed.id, error)
        return
    wait = min(FIRST_BACK_OFF * 2 ** (claimed.attempt - 1), LONGEST_BACK_OFF)
    ours = db.session.execute(
        update(Task)
        .where(Task.id == claimed.id, Task.attempts == claimed.attempt, Task.state == "claimed")
        .values(state="waiting", ready_at=now() + wait, error=error)
        .returning(Task.id)
        .execution_options(synchronize_session=False)
    ).first()
    if ours is None:
        log.warning("overtaken", extra={"facts": _facts(claimed)})


def give_back(claims: Sequence[Claim]) -> None:
    """Let go of claimed tasks that were never begun: the attempt does not count."""
    for claimed in claims:
        db.session.execute(
            update(Task)
            .where(Task.id == claimed.id, Task.attempts == claimed.attempt, Task.state == "claimed")
            .values(state="waiting", attempts=Task.attempts - 1, ready_at=now())
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


def _settled(claimed: Claim) -> bool:
    db.session.flush()
    done = db.session.connection().execute(SETTLE, {"task": claimed.id, "attempt": claimed.attempt, "settled": now()})
    return done.rowcount == 1


def _settle_all(done: Sequence[Claim]) -> None:
    """Mark tasks done whose effect stands already; one that was overtaken is left to whoever has it now."""
    ours = db.session.execute(
        update(Task)
        .where(tuple_(Task.id, Task.attempts).in_([(one.id, one.attempt) for one in done]), Task.state == "claimed")
        .values(state="done", settled_at=now(), error=None)
        .returning(Task.id)
        .execution_options(synchronize_session=False)
    )
    settled = set(ours.scalars())
    for one in done:
        if one.id not in settled:
            log.warning("overtaken", extra={"facts": _facts(one)})


def _fail(task_id: UUID, error: str) -> None:
    db.session.execute(
        update(Task)
        .where(Task.id == task_id)
        .values(state="failed", error=error, settled_at=now())
        .execution_options(synchronize_session=False)
    )
    failed = db.session.get(Task, task_id, populate_existing=True)
    if failed is not None:
        for tell in tellers:
            tell(failed)


def _facts(claimed: Claim) -> dict[str, object]:
    return {"task": claimed.id, "does": claimed.name, "attempt": claimed.attempt}


def _max_attempts(name: str) -> int:
    kind = kinds.get(name)
    return kind.max_attempts if kind else 8

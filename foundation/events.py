"""What happened: one row for each fact, in a chain that shows tampering.

An event belongs to a stream (a case, a submission). ``publish()`` writes the event, and one task
for each subscriber, in the caller's transaction. Payloads hold ids and codes, never words: the
digest in the chain must outlive the words.
"""

import hashlib
import hmac
import json
import logging
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, cast
from uuid import UUID

from sqlalchemy import Index, Table, UniqueConstraint, bindparam, select
from sqlalchemy.orm import Mapped, mapped_column

from foundation.clock import business_now
from foundation.database import Base, db, new_id
from foundation.settings import settings
from foundation.tasks import later_all, task

log = logging.getLogger(__name__)


class StreamHead(Base):
    """The end of a stream's chain; locked while an operation adds to it. Its id is the stream's."""

    __tablename__ = "stream_head"

    stream_type: Mapped[str]
    sequence: Mapped[int]
    chain: Mapped[bytes]


class Event(Base):
    """One fact, never changed."""

    __tablename__ = "event"
    __table_args__ = (
        UniqueConstraint("stream_id", "sequence"),
        Index("ix_event_authority_name_at", "authority_id", "name", "at"),
    )

    stream_type: Mapped[str]
    stream_id: Mapped[UUID]
    sequence: Mapped[int]
    authority_id: Mapped[UUID | None]
    name: Mapped[str]
    at: Mapped[datetime]
    actor: Mapped[str]
    payload: Mapped[dict[str, Any]] = mapped_column(default=dict)
    payload_digest: Mapped[bytes]
    chain: Mapped[bytes]


_HEADS = cast(Table, StreamHead.__table__)
_EVENTS = cast(Table, Event.__table__)
_MOVE_HEAD = _HEADS.update().where(_HEADS.c.id == bindparam("head"))


@dataclass(frozen=True)
class Subscriber:
    """A function that hears events; ``names`` empty means every event."""

    task_name: str
    names: frozenset[str]
    hear: Callable[[Event], None]
    at_once: bool


@dataclass(frozen=True)
class Fact:
    """What ``publish_all`` writes: see ``publish`` for the parts."""

    name: str
    stream: tuple[str, UUID]
    authority_id: UUID | None
    payload: Mapping[str, Any]
    actor: str = "system"
    is_first: bool = False


_subscribers: dict[str, Subscriber] = {}


def subscriber(*names: str, at_once: bool = False) -> Callable[[Callable[[Event], None]], Callable[[Event], None]]:
    """Have a function called for each event called one of ``names`` (none: for every event).

    Normally it is a task. ``at_once`` calls it in the publisher's transaction, in a savepoint:
    if it fails there, the task is written instead, and the publisher goes on.
    """

    def register(hear: Callable[[Event], None]) -> Callable[[Event], None]:
        task_name = f"hear:{hear.__module__}.{hear.__name__}"
        _subscribers[task_name] = Subscriber(task_name, frozenset(names), hear, at_once)

        @task(task_name)
        def hear_event(event_id: UUID) -> None:
            hear(db.session.get_one(Event, event_id))

        return hear

    return register


def publish(
    name: str,
    *,
    stream: tuple[str, UUID],
    authority_id: UUID | None,
    payload: Mapping[str, Any] | None = None,
    actor: str = "system",
    at: datetime | None = None,
    is_first: bool = False,
) -> Event:
    """Write that ``name`` happened to ``stream``, and the work it causes.

    ``at`` is business time, now unless given. ``payload`` is JSON of ids, codes and dates. ``is_first`` says that
    this transaction made what the stream is about, so that there is no end of it to look for and lock.
    """
    (event,) = publish_all([Fact(name, stream, authority_id, payload or {}, actor, is_first)], at)
    return event


def publish_all(facts: Sequence[Fact], at: datetime | None = None) -> list[Event]:
    """Write several facts of one moment, with a few statements for all of them."""
    if not facts:
        return []
    moment = business_now()
    ends = _locked_ends(facts)
    rows = [_chained(fact, ends[fact.stream[1]], at or moment) for fact in facts]
    _write(rows, ends)
    events = [Event(**row) for row in rows]
    owed = [
        (listener.task_name, event.id, event.authority_id)
        for event in events
        for listener in list(_subscribers.values())
        if (not listener.names or event.name in listener.names) and not _heard_at_once(listener, event)
    ]
    later_all(owed, moment)
    return events


def lock_streams(*stream_ids: UUID) -> None:
    """Lock the heads of several streams in id order, before an operation adds to more than one."""
    db.session.execute(
        select(StreamHead.id).where(StreamHead.id.in_(stream_ids)).order_by(StreamHead.id).with_for_update()
    )


def history(stream_id: UUID) -> list[Event]:
    """The events of a stream, oldest first."""
    return list(db.session.scalars(select(Event).where(Event.stream_id == stream_id).order_by(Event.sequence)))


def broken_streams() -> list[UUID]:
    """The streams whose chain does not add up, or does not end where its head says."""
    broken: list[UUID] = []
    for head in db.session.scalars(select(StreamHead).execution_options(yield_per=500)):
        chain, expected = b"", 0
        for event in history(head.id):
            expected += 1
            chain = _link(chain, event.sequence, event.name, event.at, event.actor, event.payload_digest)
            is_whole = hashlib.sha256(_canonical(event.payload)).digest() == event.payload_digest
            if event.sequence != expected or chain != event.chain or not is_whole:
                break
        if expected != head.sequence or chain != head.chain:
            broken.append(head.id)
    return broken


@dataclass
class _End:
    """Where a stream has got to, while this operation adds to it."""

    stream_id: UUID
    stream_type: str
    sequence: int = 0
    chain: bytes = b""
    is_new: bool = True


def _locked_ends(facts: Sequence[Fact]) -> dict[UUID, _End]:
    """The ends of the streams, locked in id order; a stream's first fact begins at nothing."""
    ends = {fact.stream[1]: _End(fact.stream[1], fact.stream[0]) for fact in facts}
    begun = ends.keys() - {fact.stream[1] for fact in facts if fact.is_first}
    if begun:
        wanted = select(_HEADS.c.id, _HEADS.c.sequence, _HEADS.c.chain).where(_HEADS.c.id.in_(begun))
        for row in db.session.execute(wanted.order_by(_HEADS.c.id).with_for_update()):
            ends[row.id] = _End(row.id, ends[row.id].stream_type, row.sequence, row.chain, is_new=False)
    return ends


def _chained(fact: Fact, end: _End, at: datetime) -> dict[str, Any]:
    """The row of the event that comes next in its stream; moves the end on."""
    body = dict(fact.payload)
    digest = hashlib.sha256(_canonical(body)).digest()
    end.sequence += 1
    end.chain = _link(end.chain, end.sequence, fact.name, at, fact.actor, digest)
    return {
        "id": new_id(),
        "stream_type": fact.stream[0],
        "stream_id": fact.stream[1],
        "sequence": end.sequence,
        "authority_id": fact.authority_id,
        "name": fact.name,
        "at": at,
        "actor": fact.actor,
        "payload": body,
        "payload_digest": digest,
        "chain": end.chain,
    }


def _write(rows: Sequence[dict[str, Any]], ends: Mapping[UUID, _End]) -> None:
    """The events and the new ends of their streams, by statements: neither changes as an object afterwards."""
    db.session.execute(_EVENTS.insert(), rows)
    in_order = sorted(ends.values(), key=lambda end: end.stream_id)
    fresh = [
        {"id": end.stream_id, "stream_type": end.stream_type, "sequence": end.sequence, "chain": end.chain}
        for end in in_order
        if end.is_new
    ]
    moved = [
        {"head": end.stream_id, "sequence": end.sequence, "chain": end.chain} for end in in_order if not end.is_new
    ]
    if fresh:
        db.session.execute(_HEADS.insert(), fresh)
    if moved:
        db.session.connection().execute(_MOVE_HEAD, moved)


def _heard_at_once(listener: Subscriber, event: Event) -> bool:
    if not listener.at_once:
        return False
    try:
        with db.session.begin_nested():
            listener.hear(event)
    except Exception:
        log.exception("heard later", extra={"facts": {"event": str(event.id), "by": listener.task_name}})
        return False
    return True


def _canonical(payload: Mapping[str, Any]) -> bytes:
    return json.dumps(payload, sort_keys=True, separators=(",", ":")).encode()


def _link(previous: bytes, sequence: int, name: str, at: datetime, actor: str, digest: bytes) -> bytes:
    said = json.dumps([sequence, name, at.timestamp(), actor]).encode()
    key = settings.secret_key.get_secret_value().encode()
    return hmac.new(key, b"event\0" + previous + said + digest, hashlib.sha256).digest()

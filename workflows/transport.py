"""Carries task ids from the database to the workers, and nothing else: the only module that knows RQ.

The relay offers what is due and pushes it as jobs of up to a hundred ids; a worker claims a job's
ids and does them. Redis may be emptied or lost at any moment: what was offered and not claimed is
offered again. Whether a task was done already is the claim's to know, never this module's.
"""

from __future__ import annotations

import logging
import signal
import threading
import time
from collections.abc import Iterable, Sequence
from contextlib import nullcontext
from datetime import datetime, timedelta
from types import FrameType
from typing import Any
from uuid import uuid4

import redis
from flask import Flask, has_app_context
from rq import Queue, SimpleWorker
from rq.job import Job
from rq.serializers import JSONSerializer
from sqlalchemy.exc import DBAPIError
from sqlalchemy.orm import configure_mappers

from foundation.clock import business_now, move_business_time, now
from foundation.database import db, transaction
from foundation.performing import BATCH, claim, clear_away, next_due, offer, offer_again, perform_all, withdraw
from foundation.settings import Settings, settings

log = logging.getLogger(__name__)

QUEUE = "redress"
PRESENCE = "redress:queue"
"""A key that only an emptied Redis lacks; while it stands, what was pushed is still there."""

SWEPT_AT = "redress:swept-at"
"""When a relay last looked, for the health page."""

MOST_JOBS_QUEUED = 300
BUSY_SECONDS = 0.05
KEEP_FAILED_SECONDS = 300
KEEP_DONE = timedelta(days=7)
CLEAR_EVERY = timedelta(minutes=30)
RECONNECT_SECONDS = 1.0
OUTAGE_SECONDS = 60.0


def perform_batch(task_ids: Sequence[str]) -> None:
    """The one RQ job: claim these tasks and do them.

    Stops well before the job's time is up and hands back the rest. If the database goes away, the
    leases run out and the tasks are offered again.
    """
    stop_at = now() + timedelta(seconds=settings.job_seconds / 2)
    try:
        with transaction():
            claims = claim(task_ids)
        perform_all(claims, stop_at)
    except DBAPIError as error:
        log.warning("the database went away during a batch", extra={"facts": {"failure": type(error).__name__}})
    finally:
        db.session.remove()


class Relay:
    """Offers what is due and pushes it to the queue, until asked to stop."""

    def __init__(self, app: Flask) -> None:
        self.app = app
        self.settings: Settings = app.config["SETTINGS"]
        self.queue = queue_of(self.settings)
        self.stopping = threading.Event()
        self._presence: str | None = None
        self._cleared_at = now()
        self._fault = ""

    def run(self) -> None:
        """Look every ``relay_seconds``, and at once again while there is work."""
        while not self.stopping.is_set():
            handed = self.look()
            self.stopping.wait(BUSY_SECONDS if handed else self.settings.relay_seconds)

    def look(self) -> int:
        """Hand out what is due now; gives how many tasks. Says once when a server is away, and once when back."""
        with self.app.app_context():
            try:
                handed = self._hand_out()
                self._clear_away()
            except (redis.RedisError, DBAPIError) as error:
                what = "the queue" if isinstance(error, redis.RedisError) else "the database"
                if self._fault != what:
                    log.warning("%s cannot be reached; work waits in the database", what)
                self._fault = what
                return 0
        if self._fault:
            log.warning("%s is back", self._fault)
            self._fault = ""
        return handed

    def _hand_out(self) -> int:
        room = MOST_JOBS_QUEUED - self.queue.count
        self.queue.connection.set(SWEPT_AT, now().isoformat())
        self._see_whether_emptied()
        if room <= 0:
            return 0
        with transaction():
            batches = offer(limit=room * BATCH)
        try:
            push(self.queue, batches, self.settings)
        except redis.RedisError:
            with transaction():
                withdraw([task_id for batch in batches for task_id in batch])
            raise
        return sum(len(batch) for batch in batches)

    def _see_whether_emptied(self) -> None:
        mark: bytes | None = self.queue.connection.get(PRESENCE)  # type: ignore[assignment]
        if mark is None:
            self.queue.connection.set(PRESENCE, uuid4().hex, nx=True)
            mark = self.queue.connection.get(PRESENCE)  # type: ignore[assignment]
        found = (mark or b"").decode()
        if self._presence is not None and found != self._presence:
            with transaction():
                again = offer_again()
            log.warning("the queue was emptied; what it held is offered again", extra={"facts": {"tasks": again}})
        self._presence = found

    def _clear_away(self) -> None:
        if now() - self._cleared_at > CLEAR_EVERY:
            with transaction():
                clear_away(now() - KEEP_DONE)
            self._cleared_at = now()


class TaskWorker(SimpleWorker):
    """Does batches in its own process, over one connection that it keeps.

    RQ's forking worker would outlive a batch that kills its process, but forks and connects anew for
    each: measured, 37 small jobs a second against 310. Here the supervisor starts a killed worker
    again, and the leases bring back what it held.
    """

    log_result_lifespan = False
    max_connection_wait_time = 2.0
    app: Flask
    was_asked_to_stop = False

    def request_stop(self, signum: int, frame: FrameType | None) -> None:
        """On the first signal: finish the batch in hand. Remembered even when Redis is away."""
        self.was_asked_to_stop = True
        super().request_stop(signum, frame)  # type: ignore[no-untyped-call]

    def perform_job(self, job: Job, queue: Queue) -> bool:
        """Do the job in an application context."""
        with self.app.app_context():
            return super().perform_job(job, queue)


class OneLineAnOutage(logging.Filter):
    """Lets RQ say once that Redis is away, and not at each try."""

    def __init__(self) -> None:
        super().__init__()
        self._said_at = float("-inf")

    def filter(self, record: logging.LogRecord) -> bool:
        """Drop a line that repeats what was said within the last minute."""
        if "could not connect to Redis" not in str(record.msg):
            return True
        before, self._said_at = self._said_at, time.monotonic()
        return self._said_at - before > OUTAGE_SECONDS


def run_relay(app: Flask) -> None:
    """The command ``flask workflows relay``: until SIGTERM or Ctrl-C."""
    relay = Relay(app)

    def stop(number: int, frame: FrameType | None) -> None:
        relay.stopping.set()

    signal.signal(signal.SIGTERM, stop)
    signal.signal(signal.SIGINT, stop)
    relay.run()


def run_worker(app: Flask, burst: bool = False) -> None:
    """The command ``flask workflows work``: until SIGTERM or Ctrl-C; ``burst`` stops when nothing is queued.

    RQ gives up on some losses of Redis; here it is begun again, with one line for each loss.
    """
    configure_mappers()
    logging.getLogger("rq.worker").addFilter(OneLineAnOutage())
    worker: TaskWorker | None = None
    away = False
    while worker is None or not worker.was_asked_to_stop:
        try:
            if worker is not None:
                threading.Event().wait(RECONNECT_SECONDS)
            worker = worker_of(app)
            worker.work(burst=burst, logging_level="WARNING")
        except (redis.RedisError, OSError):
            if not away:
                log.warning("the queue cannot be reached; the worker waits for it")
            away = True
        else:
            if burst:
                return
            away = False


def worker_of(app: Flask) -> TaskWorker:
    """A worker on the queue of this application."""
    configured: Settings = app.config["SETTINGS"]
    queue = queue_of(configured)
    worker = TaskWorker(
        [queue],
        connection=queue.connection,
        serializer=JSONSerializer,
        log_job_description=False,
    )
    worker.app = app
    return worker


def queue_of(configured: Settings) -> Queue:
    """The one queue, whose jobs are JSON."""
    return Queue(QUEUE, connection=redis.Redis.from_url(configured.redis_url), serializer=JSONSerializer)


def last_sweep() -> datetime | None:
    """When a relay last looked for work (real time); None if never or if Redis is away."""
    try:
        with redis.Redis.from_url(settings.redis_url, decode_responses=True, socket_timeout=2) as broker:
            said = broker.get(SWEPT_AT)
    except redis.RedisError:
        return None
    return datetime.fromisoformat(str(said)) if said else None


def push(queue: Queue, batches: Iterable[Sequence[str]], configured: Settings) -> None:
    """Put batches on the queue in one round trip, each a job with a random id that leaves nothing behind."""
    jobs = [
        Queue.prepare_data(
            "workflows.transport.perform_batch",
            args=[list(batch)],
            timeout=configured.job_seconds,
            result_ttl=0,
            failure_ttl=KEEP_FAILED_SECONDS,
            description="tasks",
        )
        for batch in batches
    ]
    if jobs:
        queue.enqueue_many(jobs)


def drain(app: Flask | None = None, until: datetime | None = None) -> int:
    """Do in this process what is due, and what that makes due; gives how many tasks were begun.

    For tests and the demo. With ``until``, business time moves there from due moment to due
    moment, in order. What failed and waits for its next attempt is left waiting.
    """
    context: Any = app.app_context() if app is not None and not has_app_context() else nullcontext()
    with context:
        begun = _drain_now()
        while until is not None and business_now() < until:
            with transaction():
                move_business_time(min(until, max(next_due() or until, business_now())))
            begun += _drain_now()
        return begun


def _drain_now() -> int:
    begun = 0
    while True:
        with transaction():
            batches = offer()
        if not batches:
            return begun
        for batch in batches:
            with transaction():
                claims = claim(batch)
            perform_all(claims)
            begun += len(claims)

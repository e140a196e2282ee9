"""What the queue costs: tasks a second beside RQ's own no-op jobs, and handing out the work of day 11.

The first is offer, push, dequeue, claim, do nothing and settle, against jobs that do nothing, one each,
for the same worker class. The second is one relay's look at ten thousand due tasks among many that
are not, against one bare statement that stamps as many rows and inserts a row of work for each.
"""

import time
from datetime import timedelta
from uuid import UUID

from sqlalchemy import insert, text

from bench.ratio import Ratio, alternate
from bench.servers import BenchServers
from foundation.clock import now
from foundation.database import db, new_id, transaction
from foundation.tasks import Task, task
from workflows.transport import Relay, queue_of, worker_of

DUE = 10_000
TOTALS = (100_000, 1_000_000)
SAME_COST = 1.3  # of the larger total against the smaller: the same but for the noise of a busy machine

FILL = text(
    """
    insert into task (id, name, subject_id, state, due_at, ready_at, attempts, goes_alone)
    select gen_random_uuid(), 'bench.nothing', gen_random_uuid(), 'waiting',
           now() + case when :due then interval '-1 hour' else interval '1 day' + n * interval '1 second' end,
           now() - interval '1 hour', 0, false
    from generate_series(1, :count) as n
    """
)
BARE_SWEEP = text(
    """
    with due as (
        update task set ready_at = now() + interval '1 minute'
        where settled_at is null and due_at <= now() and ready_at <= now()
        returning id
    )
    insert into bench_handed (id, task_id, handed_at) select gen_random_uuid(), id, now() from due
    """
)


@task("bench.nothing")
def do_nothing(subject_id: UUID) -> None:
    """A task whose doing costs nothing."""


def nothing() -> None:
    """A job whose doing costs nothing."""


def measure(servers: BenchServers, quick: bool) -> list[Ratio]:
    """Both figures; about twenty seconds when quick."""
    with servers.app.app_context():
        return [_throughput(servers, quick), *_sweeps(servers, quick)]


def _throughput(servers: BenchServers, quick: bool) -> Ratio:
    tasks, jobs = (3_000, 400) if quick else (20_000, 2_000)
    queue = queue_of(servers.settings)

    def ours() -> float:
        with transaction():
            rows = [_row() for _ in range(tasks)]
            db.session.execute(insert(Task), rows)
        relay = Relay(servers.app)
        began = time.perf_counter()
        while relay.look():
            pass
        worker_of(servers.app).work(burst=True, logging_level="WARNING")
        took = time.perf_counter() - began
        left = db.session.scalar(text("select count(*) from task where name = 'bench.nothing' and state <> 'done'"))
        if left:
            raise RuntimeError(f"{left} tasks were not done")
        db.session.rollback()
        return tasks / took

    def bare() -> float:
        began = time.perf_counter()
        for _ in range(jobs):
            queue.enqueue(nothing, result_ttl=0)
        worker_of(servers.app).work(burst=True, logging_level="WARNING")
        return jobs / (time.perf_counter() - began)

    rate, bare_rate = alternate(ours, bare)
    return Ratio("tasks through the queue, RQ no-op jobs", rate, bare_rate, "/s", "rate", 3.0)


def _row() -> dict[str, object]:
    at = now() - timedelta(seconds=1)
    return {
        "id": new_id(),
        "name": "bench.nothing",
        "subject_id": new_id(),
        "state": "waiting",
        "due_at": at,
        "ready_at": at,
        "attempts": 0,
        "goes_alone": False,
    }


def _sweeps(servers: BenchServers, quick: bool) -> list[Ratio]:
    ratios: list[Ratio] = []
    with transaction():
        db.session.execute(text("create table bench_handed (id uuid primary key, task_id uuid, handed_at timestamptz)"))
        db.session.execute(text("delete from task"))
        db.session.execute(FILL, {"due": True, "count": DUE})
    waiting = 0
    for total in TOTALS:
        with transaction():
            db.session.execute(FILL, {"due": False, "count": total - DUE - waiting})
        waiting = total - DUE
        took, bare = alternate(lambda: _sweep(servers), lambda: _bare_sweep(servers), 3 if quick else 5)
        ratios.append(Ratio(f"hand out {DUE:,} due among {total:,}, one statement", took, bare, "s", "time", 1.5))
    smaller, larger = ratios
    same = Ratio("hand out, among a million against 100,000", larger.ours, smaller.ours, "s", "time", SAME_COST)
    return [*ratios, same]


def _sweep(servers: BenchServers) -> float:
    _make_ready(servers)
    relay = Relay(servers.app)
    relay.queue.connection.ping()
    began = time.perf_counter()
    handed = relay.look()
    took = time.perf_counter() - began
    if handed != DUE:
        raise RuntimeError(f"{handed} tasks were handed out")
    return took


def _bare_sweep(servers: BenchServers) -> float:
    _make_ready(servers)
    began = time.perf_counter()
    with transaction():
        db.session.execute(BARE_SWEEP)
    return time.perf_counter() - began


def _make_ready(servers: BenchServers) -> None:
    """The due tasks as they were, no job queued, and nothing left over for the vacuum to do meanwhile."""
    with transaction():
        db.session.execute(text("update task set ready_at = now() - interval '1 hour' where due_at <= now()"))
        db.session.execute(text("truncate bench_handed"))
    queue_of(servers.settings).empty()  # type: ignore[no-untyped-call]
    with db.engine.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
        connection.execute(text("vacuum (analyze) task"))
        connection.execute(text("checkpoint"))

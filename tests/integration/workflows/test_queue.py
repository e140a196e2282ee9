"""The queue on real PostgreSQL and Valkey: each task takes effect once, whoever offers, claims or dies."""

import threading
from collections.abc import Callable, Iterator
from datetime import timedelta
from uuid import UUID

import pytest
import redis
from flask import Flask
from flask_sqlalchemy import SQLAlchemy
from rq.serializers import JSONSerializer
from sqlalchemy import text, update

from foundation.clock import business_now, now
from foundation.database import db, new_id, transaction
from foundation.errors import Unavailable
from foundation.performing import Claim, Overtaken, claim, give_back, offer, perform, perform_all, settle
from foundation.settings import Settings
from foundation.tasks import Task, later, task, when_failed
from tests.parcels import make_stamps
from workflows.transport import Relay, drain, last_sweep, perform_batch, queue_of, worker_of

TROUBLE: set[UUID] = set()
MOMENTS: list[str] = []


@task("queue.stamp", max_attempts=3)
def stamp_once(subject_id: UUID) -> None:
    db.session.execute(text("insert into stamp values (:id, 'done')"), {"id": subject_id})
    if subject_id in TROUBLE:
        raise Unavailable("There is trouble.")


@task("queue.private")
def fail_with_private_words(subject_id: UUID) -> None:
    raise ValueError("what somebody's mother said")


@task("queue.look-at-the-clock")
def look_at_the_clock(subject_id: UUID) -> None:
    MOMENTS.append(business_now().isoformat(timespec="minutes"))


@pytest.fixture(autouse=True)
def _no_trouble(valkey_url: str) -> Iterator[None]:
    """An empty queue, and nothing left of what a test arranged."""
    yield
    TROUBLE.clear()
    MOMENTS.clear()


@pytest.fixture
def stamping(database: SQLAlchemy) -> None:
    """A table that shows each effect, over one connection."""
    with transaction():
        make_stamps()


@pytest.fixture
def stamping_in_parallel(real_database: SQLAlchemy) -> None:
    """The same where commits are real, for several connections at once."""
    with transaction():
        make_stamps()


def owe(count: int = 1, name: str = "queue.stamp") -> list[UUID]:
    with transaction():
        return [later(name, new_id()) for _ in range(count)]


def the_task(task_id: UUID) -> Task:
    found = db.session.get(Task, task_id, populate_existing=True)
    assert found is not None
    db.session.commit()
    return found


def stamped() -> tuple[int, int]:
    """How many effects there are, and how many different ones."""
    row = db.session.execute(text("select count(*), count(distinct step_run_id) from stamp")).one()
    db.session.commit()
    return row[0], row[1]


def offered() -> list[list[str]]:
    with transaction():
        return offer()


def claimed(batch: list[str]) -> list[Claim]:
    with transaction():
        return claim(batch)


def let_time_pass(task_id: UUID) -> None:
    """As if its lease or its back-off were over."""
    with transaction():
        db.session.execute(update(Task).where(Task.id == task_id).values(ready_at=now() - timedelta(seconds=1)))


def at_the_same_time(app: Flask, *acts: Callable[[], object]) -> None:
    def run(act: Callable[[], object]) -> None:
        with app.app_context():
            act()

    threads = [threading.Thread(target=run, args=(act,)) for act in acts]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()


@pytest.mark.usefixtures("stamping")
def test_work_goes_through_relay_queue_and_worker_and_leaves_nothing_behind(app: Flask) -> None:
    owe(250)
    relay = Relay(app)
    assert relay.look() == 250
    assert relay.queue.count == 3
    worker_of(app).work(burst=True, logging_level="ERROR")
    assert stamped() == (250, 250)
    assert relay.look() == 0
    assert not relay.queue.connection.keys("rq:job:*")
    assert last_sweep() is not None


@pytest.mark.usefixtures("stamping_in_parallel")
def test_two_relays_at_once_hand_out_each_task_once(app: Flask) -> None:
    owe(300)
    relays = [Relay(app), Relay(app)]
    handed: list[int] = []
    at_the_same_time(app, *(lambda relay=relay: handed.append(relay.look()) for relay in relays))
    handed.append(relays[0].look())
    assert sum(handed) == 300


@pytest.mark.usefixtures("stamping_in_parallel")
def test_two_workers_given_the_same_batches_do_each_task_once(app: Flask) -> None:
    owe(200)
    batches = offered()

    def work() -> None:
        for batch in batches:
            perform_batch(batch)

    at_the_same_time(app, work, work, work)
    assert stamped() == (200, 200)


@pytest.mark.usefixtures("stamping")
def test_an_emptied_queue_is_noticed_and_filled_again_at_the_next_look(app: Flask) -> None:
    owe(5)
    relay = Relay(app)
    assert relay.look() == 5
    relay.queue.connection.flushall()
    assert relay.look() == 5
    worker_of(app).work(burst=True, logging_level="ERROR")
    assert stamped() == (5, 5)


@pytest.mark.usefixtures("stamping")
def test_without_a_broker_work_waits_in_the_database(app: Flask, settings_with: Callable[..., Settings]) -> None:
    owe(5)
    settings_with(redis_url="redis://127.0.0.1:1/0")
    assert Relay(app).look() == 0
    assert [len(batch) for batch in offered()] == [5]


@pytest.mark.usefixtures("stamping")
def test_what_could_not_be_pushed_is_ready_again_at_once(app: Flask, monkeypatch: pytest.MonkeyPatch) -> None:
    owe(5)
    relay = Relay(app)

    def refuse(*given: object) -> None:
        raise redis.ConnectionError

    monkeypatch.setattr(relay.queue, "enqueue_many", refuse)
    assert relay.look() == 0
    assert [len(batch) for batch in offered()] == [5]


@pytest.mark.usefixtures("stamping")
def test_a_task_that_fails_leaves_nothing_waits_longer_each_time_and_fails_for_good() -> None:
    failures: list[UUID] = []
    when_failed(lambda failed: failures.append(failed.id))
    (task_id,) = owe()
    TROUBLE.add(the_task(task_id).subject_id)
    waits = []
    for attempt in (1, 2, 3):
        (batch,) = offered()
        perform_all(claimed(batch))
        found = the_task(task_id)
        assert (found.attempts, found.error) == (attempt, "There is trouble.")
        waits.append(found.ready_at - now())
        assert offered() == []
        let_time_pass(task_id)
    assert timedelta(seconds=3) < waits[0] < timedelta(seconds=6) < waits[1] < timedelta(seconds=11)
    assert the_task(task_id).state == "failed"
    assert failures == [task_id]
    assert stamped() == (0, 0)


@pytest.mark.usefixtures("stamping")
def test_the_words_of_an_error_are_not_kept() -> None:
    (task_id,) = owe(name="queue.private")
    drain()
    error = the_task(task_id).error
    assert error is not None
    assert error.startswith("ValueError at test_queue.py:")
    assert "mother" not in error


@pytest.mark.usefixtures("stamping")
def test_a_task_whose_lease_ran_out_goes_alone_and_the_old_attempt_leaves_no_trace() -> None:
    first, second = owe(2)
    (batch,) = offered()
    old = {each.id: each for each in claimed(batch)}
    let_time_pass(first)
    assert offered() == [[str(first)]]
    (fresh,) = claimed([str(first)])
    assert fresh.attempt == 2
    perform(old[first])  # its worker was only slow
    assert stamped() == (0, 0)
    perform(fresh)
    perform(old[second])
    assert stamped() == (2, 2)
    with pytest.raises(Overtaken), transaction():
        settle(old[first])


@pytest.mark.usefixtures("stamping")
def test_a_task_whose_worker_died_at_each_attempt_fails() -> None:
    (task_id,) = owe()
    for _ in range(3):
        (batch,) = offered()
        assert len(claimed(batch)) == 1
        let_time_pass(task_id)
    assert offered() == []
    found = the_task(task_id)
    assert (found.state, found.error) == ("failed", "The worker died at each attempt.")


@pytest.mark.usefixtures("stamping")
def test_what_a_batch_has_no_time_for_is_given_back_and_its_attempt_not_counted() -> None:
    ids = owe(3)
    (batch,) = offered()
    perform_all(claimed(batch), stop_at=now())
    assert stamped() == (0, 0)
    assert {the_task(task_id).attempts for task_id in ids} == {0}
    assert [len(again) for again in offered()] == [3]


@pytest.mark.usefixtures("stamping")
def test_giving_back_leaves_alone_what_somebody_else_has_taken_over() -> None:
    (task_id,) = owe()
    (batch,) = offered()
    old = claimed(batch)
    let_time_pass(task_id)
    (again,) = offered()
    assert claimed(again)[0].attempt == 2
    with transaction():
        give_back(old)
    assert the_task(task_id).state == "claimed"


@pytest.mark.usefixtures("stamping")
def test_a_task_nobody_here_knows_is_put_back() -> None:
    (task_id,) = owe(name="queue.of-a-newer-release")
    drain()
    found = the_task(task_id)
    assert (found.state, found.attempts) == ("waiting", 1)


@pytest.mark.usefixtures("stamping")
def test_moving_business_time_stops_at_each_due_moment_in_order() -> None:
    began = business_now()
    for hours in (30, 3, 12):
        with transaction():
            later("queue.look-at-the-clock", new_id(), began + timedelta(hours=hours))
    drain(until=began + timedelta(hours=48))
    assert [
        (began + timedelta(hours=hours, milliseconds=500)).isoformat(timespec="minutes") for hours in (3, 12, 30)
    ] == MOMENTS
    assert business_now() >= began + timedelta(hours=48)


@pytest.mark.usefixtures("stamping")
def test_the_queue_holds_json_and_random_ids(app: Flask) -> None:
    owe(1)
    Relay(app).look()
    Relay(app).look()
    (job,) = queue_of(app.config["SETTINGS"]).jobs
    assert len(job.id) >= 32
    assert job.serializer is JSONSerializer
    assert job.result_ttl == 0

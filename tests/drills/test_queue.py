"""The queue under kills: whatever dies and whenever, every effect is there, and there once."""

from collections.abc import Iterator
from datetime import UTC, datetime

import pytest

from tests.drills.parcel_office import Office
from tests.drills.running import wait_for

pytestmark = pytest.mark.drill

STEPS = 3


@pytest.fixture
def office() -> Iterator[Office]:
    made = Office()
    yield made
    made.clear()


def check_everything_happened_once(office: Office, parcels: int) -> None:
    office.wait(office.is_idle, "everything owed to be done", 120)
    assert office.ask("select count(*) from workflow_run where state = 'done'") == parcels, office.said()
    assert office.ask("select count(*) from stamp") == parcels * STEPS
    assert office.stamped_twice() == 0
    assert office.ask("select count(*) from task where state = 'failed'") == 0


def test_workers_killed_in_the_middle_of_a_step_lose_and_repeat_nothing(office: Office) -> None:
    office.receive(12)
    office.start("relay", "relay", "worker", "worker")
    for stamped in (1, 12):
        office.wait(lambda stamped=stamped: office.has_stamped(stamped), f"{stamped} stamps")  # type: ignore[misc]
        office.kill_in_the_middle()
    check_everything_happened_once(office, 12)


def test_a_broker_that_is_emptied_and_killed_with_work_outstanding_loses_nothing(office: Office) -> None:
    office.receive(20)
    office.start("relay", "worker", "worker")
    office.wait(lambda: office.has_stamped(5), "the first stamps")
    office.empty_queue()
    office.wait(lambda: office.has_stamped(25), "stamps after the queue was emptied")
    office.valkey.stop()
    wait_for(lambda: "the queue cannot be reached" in office.said(), "the relay to say so")
    office.receive(5)
    office.valkey.start()
    check_everything_happened_once(office, 25)


def test_a_database_that_is_restarted_under_work_loses_and_repeats_nothing(office: Office) -> None:
    office.receive(20)
    office.start("relay", "worker", "worker")
    office.wait(lambda: office.has_stamped(10), "the first stamps")
    office.postgresql.stop()
    office.postgresql.start()
    check_everything_happened_once(office, 20)


def test_a_task_that_kills_its_worker_goes_alone_and_then_fails(office: Office) -> None:
    office.owe("drill.innocent", 10)
    office.owe("drill.poison", 1)
    office.owe("drill.innocent", 10)
    office.start("relay", "worker")
    office.wait(office.is_idle, "the poison to have failed", 90)
    assert office.ask("select count(*) from stamp") == 20
    assert office.stamped_twice() == 0
    assert office.ask("select state from task where name = 'drill.poison'") == "failed"
    assert office.ask("select max(attempts) from task where name = 'drill.innocent'") <= 2


def test_each_rung_of_a_ladder_goes_once_over_two_relays_and_two_workers_with_kills(office: Office) -> None:
    office.receive(10, "delayed")
    office.start("relay", "relay", "worker", "worker")
    office.wait(lambda: office.ask("select count(*) from workflow_run where state = 'waiting'") == 10, "the waits")
    office.move_time(datetime(2029, 3, 20, 8, 58, tzinfo=UTC))
    assert not office.has_stamped(1)
    office.move_time(datetime(2029, 3, 20, 9, tzinfo=UTC))
    office.kill_in_the_middle()
    office.kill("relay")
    office.wait(lambda: office.has_stamped(10), "the first rung")
    office.empty_queue()
    office.move_time(datetime(2029, 3, 22, 9, tzinfo=UTC))
    office.kill_in_the_middle()
    office.wait(office.is_idle, "the second rung")
    for rung in ("manager", "service-manager"):
        assert office.ask(f"select count(*) from stamp where wording = '{rung}'") == 10
    assert office.stamped_twice() == 0
    assert office.ask("select count(*) from step_run where state = 'passed-over'") == 0


@pytest.mark.large
def test_everything_killed_at_random_over_many_parcels(office: Office) -> None:
    parcels = 300
    office.receive(parcels)
    office.start("relay", "relay", "worker", "worker")
    for number, stamped in enumerate(range(30, 600, 30)):
        office.wait(lambda stamped=stamped: office.has_stamped(stamped), f"{stamped} stamps", 120)  # type: ignore[misc]
        match number % 5:
            case 0 | 3:
                office.kill("worker")
            case 1:
                office.empty_queue()
            case 2:
                office.kill("relay")
            case 4:
                office.postgresql.stop()
                office.postgresql.start()
    check_everything_happened_once(office, parcels)

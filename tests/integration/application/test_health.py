"""Whether the service says truly how it is."""

from collections.abc import Callable
from datetime import timedelta

import pytest
from flask import Flask

from application import health
from application.health import Check, Health, check_holidays, check_mail, check_queue, check_relay
from foundation.clock import business_now, now
from foundation.database import db, new_id
from foundation.holidays import seed_holidays
from foundation.settings import Settings
from foundation.tasks import Task
from tests.pages import StrictClient


def a_task(**given: object) -> Task:
    values: dict[str, object] = {"name": "x", "subject_id": new_id(), "due_at": business_now(), "ready_at": now()}
    task = Task(**{**values, **given})
    db.session.add(task)
    db.session.flush()
    return task


def test_the_whole_is_as_well_as_its_worst_part() -> None:
    fine, slow, broken = Check("ok", ""), Check("warning", ""), Check("failing", "")
    assert Health({}).status == "ok"
    assert Health({"a": fine, "b": slow}).status == "warning"
    assert Health({"a": broken, "b": slow, "c": fine}).status == "failing"


def test_a_fresh_council_is_well(client: StrictClient, monkeypatch: pytest.MonkeyPatch) -> None:
    seed_holidays()
    monkeypatch.setattr(health, "last_sweep", now)
    answer = client.get("/health")
    assert answer.status_code == 200
    assert answer.json is not None
    assert answer.json["status"] in ("ok", "warning")
    assert answer.json["checks"]["database"]["status"] == "ok"


@pytest.mark.usefixtures("database")
@pytest.mark.parametrize(("minutes", "status"), [(0, "ok"), (5, "warning"), (30, "failing")])
def test_work_that_waits_is_noticed(minutes: int, status: str) -> None:
    a_task(due_at=business_now() - timedelta(minutes=minutes))
    assert check_queue().status == status


@pytest.mark.usefixtures("database")
def test_work_that_is_not_due_or_was_tried_is_not_waiting() -> None:
    a_task(due_at=business_now() + timedelta(days=10))
    a_task(due_at=business_now() - timedelta(days=10), attempts=1)
    assert check_queue().status == "ok"


@pytest.mark.usefixtures("database")
def test_work_that_failed_for_good_is_a_warning() -> None:
    a_task(state="failed")
    assert check_queue() == Check("warning", "1 pieces of work have failed for good and wait for a person.", 0)


def test_a_missing_table_of_holidays_is_failing_and_stops_nothing_else(client: StrictClient) -> None:
    answer = client.get("/health")
    assert answer.status_code == 503
    assert answer.json is not None
    assert answer.json["checks"]["holidays"]["status"] == "failing"
    assert answer.json["checks"]["database"]["status"] == "ok"


@pytest.mark.usefixtures("app")
@pytest.mark.parametrize(
    ("minutes", "status"), [(0, "ok"), (10, "failing"), (None, "failing")], ids=["now", "long ago", "never"]
)
def test_a_relay_that_stopped_is_noticed(minutes: int | None, status: str, monkeypatch: pytest.MonkeyPatch) -> None:
    looked_at = None if minutes is None else now() - timedelta(minutes=minutes)
    monkeypatch.setattr(health, "last_sweep", lambda: looked_at)
    assert check_relay().status == status


@pytest.mark.usefixtures("database")
def test_the_end_of_the_holiday_table_is_told() -> None:
    seed_holidays()
    assert check_holidays().value == "2028-12-31"


@pytest.mark.usefixtures("database")
def test_production_without_a_mail_server_is_failing(settings_with: Callable[..., Settings]) -> None:
    settings_with(environment="production")
    assert check_mail().status == "failing"


@pytest.mark.usefixtures("database")
def test_the_command_prints_json_and_fails_when_something_is_failing(app: Flask) -> None:
    ended = app.test_cli_runner().invoke(args=["health", "--json"])
    assert ended.exit_code == 1
    assert '"status": "failing"' in ended.output

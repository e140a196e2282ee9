"""Tries are counted for all processes together, by place and thing, within a window."""

from datetime import datetime, timedelta

import pytest
from flask_sqlalchemy import SQLAlchemy
from sqlalchemy import select

from foundation import tries
from foundation.clock import now
from foundation.tries import Limit, TryCount, count_try, is_spent

pytestmark = pytest.mark.usefixtures("database")

LIMIT = Limit("wrong-thing", most=3, seconds=60)


def test_each_place_and_each_thing_has_a_count_of_its_own() -> None:
    assert [count_try(LIMIT, "192.0.2.1") for _ in range(3)] == [1, 2, 3]
    assert is_spent(LIMIT, "192.0.2.1")
    assert not is_spent(LIMIT, "192.0.2.2")
    assert count_try(Limit("other", 3, 60), "192.0.2.1") == 1


def test_the_count_begins_again_when_its_window_has_passed(monkeypatch: pytest.MonkeyPatch) -> None:
    for _ in range(3):
        count_try(LIMIT, "192.0.2.1")
    later = now() + timedelta(seconds=61)
    monkeypatch.setattr(tries, "now", lambda: later)
    assert not is_spent(LIMIT, "192.0.2.1")
    assert count_try(LIMIT, "192.0.2.1") == 1


def test_no_address_is_kept_and_no_count_longer_than_a_day(
    database: SQLAlchemy, monkeypatch: pytest.MonkeyPatch
) -> None:
    count_try(LIMIT, "192.0.2.1")
    row = database.session.scalars(select(TryCount)).one()
    assert b"192.0.2.1" not in bytes(row.who_hash)
    tomorrow: datetime = now() + timedelta(hours=25)
    monkeypatch.setattr(tries, "now", lambda: tomorrow)
    count_try(LIMIT, "192.0.2.2")
    assert len(database.session.scalars(select(TryCount)).all()) == 1

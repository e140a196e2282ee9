"""Business time moves forward only, and only where a council is invented."""

from datetime import date, timedelta

import pytest
from flask import Flask

from foundation.clock import at_nine, business_now, london_day, move_business_time, now
from foundation.errors import Invalid, NotAllowed
from foundation.settings import Settings


@pytest.fixture(autouse=True)
def _rows(database: object) -> None:
    pass


def test_business_time_is_real_time_until_it_is_moved() -> None:
    assert abs(business_now() - now()) < timedelta(seconds=5)


def test_moved_time_goes_on_from_where_it_was_moved_to() -> None:
    to = now() + timedelta(days=30)
    move_business_time(to)
    assert timedelta() <= business_now() - to < timedelta(seconds=5)
    assert now() < to


def test_time_cannot_be_moved_back() -> None:
    move_business_time(now() + timedelta(days=30))
    with pytest.raises(Invalid):
        move_business_time(now() + timedelta(days=29))


@pytest.mark.parametrize("environment", ["production", "development"])
def test_time_cannot_be_moved_outside_the_demo(app: Flask, environment: str) -> None:
    given = app.config["SETTINGS"]
    app.config["SETTINGS"] = Settings.model_construct(**{**given.__dict__, "environment": environment})
    try:
        with pytest.raises(NotAllowed):
            move_business_time(now() + timedelta(days=1))
    finally:
        app.config["SETTINGS"] = given


@pytest.mark.parametrize(
    ("day", "hour_in_utc"),
    [(date(2026, 12, 4), 9), (date(2026, 7, 3), 8), (date(2026, 3, 29), 8), (date(2026, 10, 25), 9)],
)
def test_nine_in_london_follows_the_clock_change(day: date, hour_in_utc: int) -> None:
    assert at_nine(day).hour == hour_in_utc
    assert london_day(at_nine(day)) == day

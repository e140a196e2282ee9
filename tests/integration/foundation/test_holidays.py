"""The holiday table in the database: versions, additions, and what happens without one."""

from datetime import date

import pytest
from flask_sqlalchemy import SQLAlchemy
from pydantic import ValidationError

from foundation.errors import Conflict, Unavailable
from foundation.events import history
from foundation.holiday_file import SHIPPED_TABLE, ListedHoliday, read_holiday_file
from foundation.holidays import add_holidays, current_table, publish_table, seed_holidays

PROCLAIMED = ListedHoliday(on=date(2027, 2, 10), name="A day proclaimed", kept_in=("england-and-wales",))


def test_the_shipped_table_is_published_once(database: SQLAlchemy) -> None:
    first = seed_holidays()
    assert seed_holidays().id == first.id
    assert first.number == 1


def test_the_table_in_use_is_the_one_shipped(database: SQLAlchemy) -> None:
    seed_holidays()
    table = current_table()
    assert (table.first, table.last) == (date(2012, 1, 1), date(2028, 12, 31))
    assert table.england[date(2026, 12, 25)] == "Christmas Day"
    assert date(2026, 6, 15) in table.uk
    assert date(2026, 6, 15) not in table.england


def test_without_a_table_no_date_can_be_counted(database: SQLAlchemy) -> None:
    with pytest.raises(Unavailable, match="No table of holidays"):
        current_table()


def test_a_proclaimed_day_makes_a_new_version_and_keeps_the_old_days(database: SQLAlchemy) -> None:
    seed_holidays()
    add_holidays([PROCLAIMED], source="Proclamation")
    table = current_table()
    assert table.version == 2
    assert table.england[date(2027, 2, 10)] == "A day proclaimed"
    assert table.england[date(2026, 12, 25)] == "Christmas Day"


def test_a_new_version_is_told_to_whoever_keeps_dates(database: SQLAlchemy) -> None:
    seed_holidays()
    version = add_holidays([PROCLAIMED], source="Proclamation", by="officer:somebody")
    told = [(event.name, event.payload, event.actor) for event in history(version.id)]
    assert told == [("holiday-table.published", {"number": 2}, "officer:somebody")]


def test_a_day_outside_the_table_is_refused(database: SQLAlchemy) -> None:
    seed_holidays()
    late = ListedHoliday(on=date(2031, 1, 1), name="New Year's Day", kept_in=("scotland",))
    with pytest.raises(ValidationError, match="outside"):
        add_holidays([late], source="Proclamation")
    assert current_table().version == 1


def test_a_table_that_ends_earlier_cannot_replace_the_one_in_use(database: SQLAlchemy) -> None:
    seed_holidays()
    shipped = read_holiday_file(SHIPPED_TABLE)
    shorter = shipped.model_copy(
        update={
            "last": date(2026, 12, 31),
            "days": tuple(day for day in shipped.days if day.on.year < 2027),
        }
    )
    with pytest.raises(Conflict, match="2028-12-31"):
        publish_table(shorter)

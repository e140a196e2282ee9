"""The counts hold for every start, and the table agrees with tables others keep."""

from datetime import date, timedelta

import holidays
from hypothesis import given
from hypothesis import strategies as st
from workalendar.europe import UnitedKingdom

from foundation.calendar import (
    count_working_days,
    is_working_day,
    working_day_after,
    working_days_between,
)
from tests.unit.foundation.holiday_tables import TABLE

YEARS = range(2012, 2029)

# workalendar has no bank holiday for the coronation; GOV.UK has. Corrected here in the open.
MISSING_FROM_WORKALENDAR = {date(2023, 5, 8)}

# Proclaimed in Scotland for the World Cup; some versions of the holidays library have not heard.
PROCLAIMED_IN_SCOTLAND = {date(2026, 6, 15)}

starts = st.dates(min_value=date(2012, 1, 10), max_value=date(2028, 6, 30))
lengths = st.integers(min_value=1, max_value=65)


def weekdays_of(code: str) -> set[date]:
    """The weekday holidays of one part of the kingdom in the `holidays` library."""
    listed = holidays.country_holidays("GB", subdiv=code, years=YEARS)
    return {day for day in listed if day.weekday() < 5}


def test_englands_days_are_those_of_the_holidays_library() -> None:
    assert set(TABLE.england) == weekdays_of("ENG")


def test_the_kingdoms_days_are_those_of_all_its_parts_together() -> None:
    scotland = weekdays_of("SCT") | PROCLAIMED_IN_SCOTLAND
    assert set(TABLE.uk) == weekdays_of("ENG") | scotland | weekdays_of("NIR")


def test_englands_days_are_those_of_workalendar_with_the_coronation_added() -> None:
    theirs = UnitedKingdom()
    listed = {day for year in YEARS for day, _ in theirs.holidays(year) if day.weekday() < 5} | MISSING_FROM_WORKALENDAR
    assert set(TABLE.england) == listed


@given(start=starts, length=lengths)
def test_a_count_ends_where_workalendar_ends_it(start: date, length: int) -> None:
    theirs = UnitedKingdom()
    expected = theirs.add_working_days(start, length, extra_holidays=MISSING_FROM_WORKALENDAR)
    assert count_working_days(start, length, TABLE).due_on == expected


@given(start=starts, length=lengths)
def test_each_day_after_the_start_is_listed_once_and_numbered_in_order(start: date, length: int) -> None:
    count = count_working_days(start, length, TABLE)
    listed = [day.on for day in count.days]
    assert listed == [start + timedelta(days=n) for n in range(1, len(listed) + 1)]
    numbers = [day.number for day in count.days if day.number is not None]
    assert numbers == list(range(1, length + 1))
    assert all((day.number is None) == (day.why is not None) for day in count.days)


@given(start=starts, length=lengths)
def test_counting_forward_and_back_meet(start: date, length: int) -> None:
    due = working_day_after(start, length, TABLE)
    assert working_days_between(start, due, TABLE) == length
    back = working_day_after(due, -length, TABLE)
    assert back <= start
    assert not any(is_working_day(back + timedelta(days=n), TABLE) for n in range(1, (start - back).days + 1))


@given(start=starts, length=lengths)
def test_the_kingdoms_count_is_never_shorter_than_englands(start: date, length: int) -> None:
    england = count_working_days(start, length, TABLE)
    kingdom = count_working_days(start, length, TABLE, region="uk")
    assert kingdom.due_on >= england.due_on

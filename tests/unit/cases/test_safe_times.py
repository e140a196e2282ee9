"""When it is safe to ring: parts of working days, other parts than those tried, never a day the office is closed."""

from datetime import date, datetime
from zoneinfo import ZoneInfo

import pytest

from cases.safe_times import is_safe_now, safe_times
from foundation.calendar import HolidayTable

CHRISTMAS = {date(2026, 12, 25): "Christmas Day", date(2026, 12, 28): "Boxing Day (substitute)"}
TABLE = HolidayTable(1, CHRISTMAS, CHRISTMAS, date(2026, 1, 1), date(2027, 12, 31))
LONDON = ZoneInfo("Europe/London")
TUESDAY = date(2026, 12, 1)


def at(on: date, hour: int, minute: int = 0) -> datetime:
    return datetime(on.year, on.month, on.day, hour, minute, tzinfo=LONDON)


@pytest.mark.parametrize(
    ("codes", "moment", "is_safe"),
    [
        (["weekday-morning"], at(TUESDAY, 9), True),
        (["weekday-morning"], at(TUESDAY, 11, 59), True),
        (["weekday-morning"], at(TUESDAY, 12), False),
        (["weekday-morning", "weekday-afternoon"], at(TUESDAY, 13), False),
        (["any-time"], at(TUESDAY, 13), True),
        ([], at(TUESDAY, 13), True),
        (["any-time"], at(TUESDAY, 17), False),
        (["any-time"], at(date(2026, 12, 5), 10), False),
        (["any-time"], at(date(2026, 12, 25), 10), False),
    ],
)
def test_a_moment_is_safe_only_within_what_they_ticked(codes: list[str], moment: datetime, is_safe: bool) -> None:
    assert is_safe_now(codes, moment, TABLE) is is_safe


def test_the_next_times_are_only_those_they_ticked() -> None:
    found = safe_times(["weekday-morning"], at(TUESDAY, 12, 30), TABLE)
    assert [(one.on.day, one.begins.hour) for one in found] == [(2, 9), (3, 9), (4, 9)]


def test_the_next_times_pass_over_christmas_and_weekends() -> None:
    found = safe_times(["weekday-morning"], at(date(2026, 12, 24), 13), TABLE)
    assert [one.on for one in found] == [date(2026, 12, 29), date(2026, 12, 30), date(2026, 12, 31)]


def test_a_part_of_the_day_not_tried_yet_comes_before_one_that_was() -> None:
    tried = [at(TUESDAY, 10)]
    found = safe_times(["weekday-morning", "weekday-afternoon"], at(TUESDAY, 10, 5), TABLE, tried=tried)
    assert {one.part for one in found} == {"weekday-afternoon"}


def test_where_only_one_part_is_safe_it_is_tried_again() -> None:
    found = safe_times(["weekday-morning"], at(TUESDAY, 10, 5), TABLE, tried=[at(TUESDAY, 10)])
    assert [one.part for one in found] == ["weekday-morning"] * 3

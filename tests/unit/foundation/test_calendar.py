"""Counting days, against dates worked out by hand from the published bank holidays."""

from datetime import date

import pytest

from foundation.calendar import (
    BeyondHolidayTable,
    count_calendar_days,
    count_months,
    count_working_days,
    is_working_day,
    next_working_day,
    working_day_after,
    working_days_between,
)
from tests.unit.foundation.holiday_tables import TABLE

LENGTHS = (2, 5, 10, 15, 20, 25, 30, 50, 65)

# Each row: the day 0, then the days on which the lengths above end. England's holidays.
WORKING_DAYS = {
    "2026-11-20": "2026-11-24 2026-11-27 2026-12-04 2026-12-11 2026-12-18 2026-12-29 2027-01-06 2027-02-03 2027-02-24",
    "2026-11-21": "2026-11-24 2026-11-27 2026-12-04 2026-12-11 2026-12-18 2026-12-29 2027-01-06 2027-02-03 2027-02-24",
    "2026-12-23": "2026-12-29 2027-01-04 2027-01-11 2027-01-18 2027-01-25 2027-02-01 2027-02-08 2027-03-08 2027-03-31",
    "2026-12-24": "2026-12-30 2027-01-05 2027-01-12 2027-01-19 2027-01-26 2027-02-02 2027-02-09 2027-03-09 2027-04-01",
    "2026-12-25": "2026-12-30 2027-01-05 2027-01-12 2027-01-19 2027-01-26 2027-02-02 2027-02-09 2027-03-09 2027-04-01",
    "2026-12-26": "2026-12-30 2027-01-05 2027-01-12 2027-01-19 2027-01-26 2027-02-02 2027-02-09 2027-03-09 2027-04-01",
    "2027-03-25": "2027-03-31 2027-04-05 2027-04-12 2027-04-19 2027-04-26 2027-05-04 2027-05-11 2027-06-09 2027-06-30",
    "2027-12-24": "2027-12-30 2028-01-05 2028-01-12 2028-01-19 2028-01-26 2028-02-02 2028-02-09 2028-03-08 2028-03-29",
    "2027-12-31": "2028-01-05 2028-01-10 2028-01-17 2028-01-24 2028-01-31 2028-02-07 2028-02-14 2028-03-13 2028-04-03",
    "2026-04-02": "2026-04-08 2026-04-13 2026-04-20 2026-04-27 2026-05-05 2026-05-12 2026-05-19 2026-06-17 2026-07-08",
}


@pytest.mark.parametrize(
    ("start", "length", "due"),
    [
        (start, length, due)
        for start, row in WORKING_DAYS.items()
        for length, due in zip(LENGTHS, row.split(), strict=True)
    ],
)
def test_working_days_end_where_the_published_holidays_put_them(start: str, length: int, due: str) -> None:
    count = count_working_days(date.fromisoformat(start), length, TABLE)
    assert count.due_on == date.fromisoformat(due)


@pytest.mark.parametrize(
    ("start", "due"),
    [
        ("2026-11-20", "2026-12-21"),  # St Andrew's Day left out; England alone gives the 18th
        ("2026-05-29", "2026-06-29"),  # Scotland's 15 June 2026 left out
        ("2026-12-23", "2027-01-26"),  # Scotland's 4 January left out
    ],
)
def test_freedom_of_information_leaves_out_holidays_anywhere_in_the_kingdom(start: str, due: str) -> None:
    count = count_working_days(date.fromisoformat(start), 20, TABLE, region="uk")
    assert count.due_on == date.fromisoformat(due)


@pytest.mark.parametrize(
    ("start", "months", "due"),
    [
        ("2026-11-20", 1, "2026-12-21"),
        ("2026-11-20", 3, "2027-02-22"),
        ("2026-11-25", 1, "2026-12-29"),
        ("2027-01-31", 1, "2027-03-01"),
        ("2026-11-30", 3, "2027-03-01"),
        ("2028-01-31", 1, "2028-02-29"),  # a leap day is the last day of its month
    ],
)
def test_a_month_ends_on_the_same_date_or_rolls_forward(start: str, months: int, due: str) -> None:
    assert count_months(date.fromisoformat(start), months, TABLE).due_on == date.fromisoformat(due)


@pytest.mark.parametrize(("start", "due"), [("2026-11-20", "2026-12-21"), ("2026-11-26", "2026-12-29")])
def test_thirty_calendar_days_roll_forward_from_a_day_off(start: str, due: str) -> None:
    count = count_calendar_days(date.fromisoformat(start), 30, TABLE)
    assert count.due_on == date.fromisoformat(due)


def test_the_last_stage_chain_adds_up_to_fifty_days() -> None:
    asked = date(2026, 11, 20)
    panel = count_working_days(asked, 30, TABLE).due_on
    report = count_working_days(panel, 5, TABLE).due_on
    answer = count_working_days(report, 15, TABLE).due_on
    assert (panel, report, answer) == (date(2027, 1, 6), date(2027, 1, 13), date(2027, 2, 3))


def test_a_saturday_receipt_counts_from_monday() -> None:
    count = count_working_days(date(2026, 11, 21), 1, TABLE)
    assert [(day.on, day.number, day.why) for day in count.days] == [
        (date(2026, 11, 22), None, "Sunday"),
        (date(2026, 11, 23), 1, None),
    ]


def test_every_day_of_a_count_across_christmas_is_named() -> None:
    count = count_working_days(date(2026, 12, 23), 2, TABLE)
    assert [(day.on.day, day.number, day.why) for day in count.days] == [
        (24, 1, None),
        (25, None, "Christmas Day"),
        (26, None, "Saturday"),
        (27, None, "Sunday"),
        (28, None, "Boxing Day (substitute day)"),
        (29, 2, None),
    ]
    assert count.table_version == 1


def test_a_rolled_month_says_why_it_rolled() -> None:
    count = count_months(date(2026, 11, 25), 1, TABLE)
    assert [(day.on.day, day.why) for day in count.days] == [
        (25, "Christmas Day"),
        (26, "Saturday"),
        (27, "Sunday"),
        (28, "Boxing Day (substitute day)"),
        (29, None),
    ]


def test_a_rolled_thirtieth_day_keeps_its_number_and_gains_a_reason() -> None:
    count = count_calendar_days(date(2026, 11, 20), 30, TABLE)
    assert [(day.on, day.number, day.why) for day in count.days[-2:]] == [
        (date(2026, 12, 20), 30, "Sunday"),
        (date(2026, 12, 21), None, None),
    ]


@pytest.mark.parametrize(
    ("day", "name"),
    [
        (date(2012, 6, 5), "Diamond Jubilee bank holiday"),
        (date(2020, 5, 8), "Early May bank holiday (moved for VE Day)"),
        (date(2022, 6, 3), "Platinum Jubilee bank holiday"),
        (date(2022, 9, 19), "Bank holiday for the funeral of Queen Elizabeth II"),
        (date(2023, 5, 8), "Bank holiday for the coronation of King Charles III"),
    ],
)
def test_single_holidays_are_in_the_table(day: date, name: str) -> None:
    assert TABLE.england[day] == name
    assert not is_working_day(day, TABLE)


@pytest.mark.parametrize("day", [date(2020, 5, 4), date(2022, 5, 30), date(2012, 5, 28)])
def test_a_moved_holiday_leaves_a_working_day_behind(day: date) -> None:
    assert is_working_day(day, TABLE)


def test_scotlands_holiday_is_a_working_day_in_england() -> None:
    assert is_working_day(date(2026, 6, 15), TABLE)
    assert not is_working_day(date(2026, 6, 15), TABLE, region="uk")


def test_the_next_working_day_is_the_day_itself_when_it_is_one() -> None:
    assert next_working_day(date(2026, 12, 24), TABLE) == date(2026, 12, 24)
    assert next_working_day(date(2026, 12, 25), TABLE) == date(2026, 12, 29)


def test_working_days_can_be_stepped_back() -> None:
    assert working_day_after(date(2026, 12, 29), -1, TABLE) == date(2026, 12, 24)
    assert working_day_after(date(2026, 12, 26), -2, TABLE) == date(2026, 12, 23)
    assert working_day_after(date(2026, 12, 26), 0, TABLE) == date(2026, 12, 29)


def test_days_between_are_numbered_from_the_start_and_negative_backwards() -> None:
    assert working_days_between(date(2026, 11, 20), date(2026, 12, 4), TABLE) == 10
    assert working_days_between(date(2026, 12, 4), date(2026, 11, 20), TABLE) == -10
    assert working_days_between(date(2026, 11, 20), date(2026, 11, 20), TABLE) == 0


def test_thirteen_weeks_are_not_sixty_five_working_days_across_christmas() -> None:
    assert working_days_between(date(2026, 11, 20), date(2027, 2, 19), TABLE) == 62


@pytest.mark.parametrize(
    ("start", "length"),
    [(date(2028, 12, 20), 10), (date(2011, 12, 30), 5), (date(2028, 11, 1), 65)],
)
def test_a_count_beyond_the_table_is_refused(start: date, length: int) -> None:
    with pytest.raises(BeyondHolidayTable, match="runs from 2012-01-01 to 2028-12-31"):
        count_working_days(start, length, TABLE)


def test_months_and_calendar_days_beyond_the_table_are_refused_too() -> None:
    with pytest.raises(BeyondHolidayTable):
        count_months(date(2028, 12, 15), 1, TABLE)
    with pytest.raises(BeyondHolidayTable):
        count_calendar_days(date(2028, 12, 15), 30, TABLE)


@pytest.mark.parametrize("count", [count_working_days, count_calendar_days, count_months])
def test_a_count_of_nothing_is_a_mistake(count: object) -> None:
    assert callable(count)
    with pytest.raises(ValueError, match="at least one"):
        count(date(2026, 11, 20), 0, TABLE)


@pytest.mark.parametrize("count", [count_working_days, count_calendar_days, count_months])
def test_the_last_day_there_is_is_refused_like_any_beyond_the_table(count: object) -> None:
    assert callable(count)
    with pytest.raises(BeyondHolidayTable, match="says nothing about 9999-12-31"):
        count(date(9999, 12, 31), 1, TABLE)

"""Counts days: working days on a given table of holidays, calendar days and months.

The day something starts is day 0 and the next day that counts is day 1, which is how
"within N working days of" is read for the statutory and corporate stages (Children Act
1989 Representations Procedure (England) Regulations 2006, reg 2, says which days are not
working days). Nothing here knows what is being counted or why: the rules themselves are
data in `authorities.procedures`. Pure: the table is handed in, and a day beyond it is
refused loudly because a guessed working day is a wrong promise to somebody.
"""

import calendar
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Literal

from foundation.errors import Unavailable

Region = Literal["england", "uk"]

Paused = Mapping[date, str]
"""Days on which a clock stood still, each with why."""

_ONE_DAY = timedelta(days=1)
_NEVER: Paused = {}
_WEEKEND = {5: "Saturday", 6: "Sunday"}


class BeyondHolidayTable(Unavailable):
    """A count needs a day on which the loaded table of holidays says nothing."""


@dataclass(frozen=True, slots=True)
class HolidayTable:
    """The holidays known, by day, from `first` to `last` inclusive.

    `england` holds the holidays of England (and Wales); `uk` those of any part of the United
    Kingdom, England's included, which freedom of information law leaves out
    (Freedom of Information Act 2000, s10(6)).
    """

    version: int
    england: Mapping[date, str]
    uk: Mapping[date, str]
    first: date
    last: date

    def holidays(self, region: Region) -> Mapping[date, str]:
        """The holidays a count in this region leaves out, by day."""
        return self.uk if region == "uk" else self.england


@dataclass(frozen=True, slots=True)
class CountedDay:
    """One day looked at: its number in the count, or why it has none."""

    on: date
    number: int | None
    why: str | None


@dataclass(frozen=True, slots=True)
class DayCount:
    """A finished count: where it began, where it ended, each day looked at on the way.

    A count of months looks only at the same date in the later month and at the days after
    it that were passed over; those days carry no numbers.
    """

    start_on: date
    due_on: date
    days: tuple[CountedDay, ...]
    table_version: int


def why_not_working(day: date, table: HolidayTable, region: Region = "england") -> str | None:
    """The reason a day is not a working day, or None when it is one.

    Raises BeyondHolidayTable when the table does not reach the day.
    """
    if not table.first <= day <= table.last:
        raise BeyondHolidayTable(
            f"The holiday table (version {table.version}) runs from {table.first.isoformat()} "
            f"to {table.last.isoformat()} and says nothing about {day.isoformat()}. "
            "No date has been counted. Publish a table that reaches it."
        )
    return _WEEKEND.get(day.weekday()) or table.holidays(region).get(day)


def is_working_day(day: date, table: HolidayTable, region: Region = "england") -> bool:
    """Whether the day counts. Raises BeyondHolidayTable."""
    return why_not_working(day, table, region) is None


def next_working_day(day: date, table: HolidayTable, region: Region = "england") -> date:
    """The day itself when it is a working day, else the first one after it."""
    while not is_working_day(day, table, region):
        day += _ONE_DAY
    return day


def working_day_after(day: date, n: int, table: HolidayTable, region: Region = "england") -> date:
    """The nth working day after a day; before it when n is negative.

    With n = 0, the day itself when it is a working day, else the next one.
    """
    if n == 0:
        return next_working_day(day, table, region)
    step = _ONE_DAY if n > 0 else -_ONE_DAY
    left = abs(n)
    while left:
        day += step
        if is_working_day(day, table, region):
            left -= 1
    return day


def working_days_between(start: date, end: date, table: HolidayTable, region: Region = "england") -> int:
    """Which working day `end` is when `start` is day 0.

    Negative when `end` is earlier: the number of working days from `end` until `start`.
    """
    if end < start:
        return -working_days_between(end, start, table, region)
    days = (start + timedelta(days=n) for n in range(1, (end - start).days + 1))
    return sum(is_working_day(day, table, region) for day in days)


def count_working_days(
    start: date, n: int, table: HolidayTable, region: Region = "england", paused: Paused = _NEVER
) -> DayCount:
    """Count n working days (n at least 1) from a start, which is day 0; days of `paused` are left out.

    Raises ValueError for n below 1 and BeyondHolidayTable.
    """
    _refuse_beyond(start, n, table)
    looked_at: list[CountedDay] = []
    day, number = start, 0
    while number < n:
        day += _ONE_DAY
        why = why_not_working(day, table, region) or paused.get(day)
        if why is None:
            number += 1
        looked_at.append(CountedDay(day, None if why else number, why))
    return DayCount(start, day, tuple(looked_at), table.version)


def count_calendar_days(
    start: date, n: int, table: HolidayTable, region: Region = "england", paused: Paused = _NEVER
) -> DayCount:
    """Count n calendar days (n at least 1); a last day that is not a working day rolls forward.

    Days of `paused` are left out. Raises ValueError for n below 1 and BeyondHolidayTable.
    """
    _refuse_beyond(start, n, table)
    looked_at: list[CountedDay] = []
    day, number = start, 0
    while number < n:
        day += _ONE_DAY
        number += day not in paused
        looked_at.append(CountedDay(day, None if day in paused else number, paused.get(day)))
    rolled = _roll_forward(day, table, region)
    # The last counted day keeps its number; the reason it could not be the due day is added.
    looked_at[-1] = CountedDay(day, n, rolled[0].why)
    return DayCount(start, rolled[-1].on, (*looked_at, *rolled[1:]), table.version)


def count_months(
    start: date, n: int, table: HolidayTable, region: Region = "england", paused: Paused = _NEVER
) -> DayCount:
    """Count n months (n at least 1) to the same date, as the ICO counts them.

    Where the later month has no such date, its last day; for each day of `paused` on the way, a day more; where
    that is not a working day, the next working day (ICO guidance on the time limit for subject access requests).
    Raises ValueError for n below 1 and BeyondHolidayTable.
    """
    _refuse_beyond(start, n, table)
    years, month_index = divmod(start.month - 1 + n, 12)
    year, month = start.year + years, month_index + 1
    same_date = date(year, month, min(start.day, calendar.monthrange(year, month)[1]))
    owed = [CountedDay(day, None, why) for day, why in sorted(paused.items()) if start < day <= same_date]
    made_up: list[CountedDay] = []
    day = same_date
    while sum(looked.why is None for looked in made_up) < len(owed):
        day += _ONE_DAY
        made_up.append(CountedDay(day, None, paused.get(day)))
    rolled = _roll_forward(day, table, region)
    return DayCount(start, rolled[-1].on, (*owed, *made_up[:-1], *rolled), table.version)


def _roll_forward(day: date, table: HolidayTable, region: Region) -> tuple[CountedDay, ...]:
    """The day and those after it up to the first working day, without numbers."""
    looked_at = [CountedDay(day, None, why_not_working(day, table, region))]
    while looked_at[-1].why is not None:
        day += _ONE_DAY
        looked_at.append(CountedDay(day, None, why_not_working(day, table, region)))
    return tuple(looked_at)


def _refuse_beyond(start: date, n: int, table: HolidayTable) -> None:
    """Refuse before counting: a start near the last year there is could not even be stepped on from."""
    if n < 1:
        raise ValueError(f"a count needs at least one day or month, not {n}")
    if start > table.last:
        why_not_working(start, table)

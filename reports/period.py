"""The days a report covers: a financial year, or any two dates.

Pure. It must not know what is counted, nor ask what day it is: the day of the count is handed in.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date

from foundation.errors import Invalid

_YEAR = re.compile(r"^(\d{4})/(\d{2})$")


@dataclass(frozen=True)
class Period:
    """First and last day, both included, and the last day on which anything was counted.

    `counted_to` is the earlier of the last day and the day the report was made, so that a year
    still running says how far it has got, and a past year counts as it stood on its last day.
    """

    label: str
    first_on: date
    last_on: date
    counted_to: date

    @property
    def in_words(self) -> str:
        """Both ends as people write them, and how far the count goes if the period is not over."""
        words = f"{_day(self.first_on)} to {_day(self.last_on)}"
        if self.counted_to < self.last_on:
            words += f", counted to {_day(self.counted_to)}"
        return words


def financial_year(label: str, today: date) -> Period:
    """The council's year from 1 April to 31 March, named as councils print it: `2022/23`.

    Raises Invalid when the label is not a year followed by the next one's last two figures.
    """
    found = _YEAR.match(label.strip())
    if found is None or int(found[2]) != (int(found[1]) + 1) % 100:
        raise Invalid("Enter a financial year, like 2022/23.", field="year")
    first = int(found[1])
    if not 1990 <= first <= 2100:
        raise Invalid("Enter a financial year between 1990/91 and 2100/01.", field="year")
    return _period(label.strip(), date(first, 4, 1), date(first + 1, 3, 31), today)


def between(first_on: date, last_on: date, today: date) -> Period:
    """Any two dates, both included. Raises Invalid when the last comes before the first."""
    if last_on < first_on:
        raise Invalid("The last day must not come before the first.", field="to")
    label = f"{first_on.isoformat()} to {last_on.isoformat()}"
    return _period(label, first_on, last_on, today)


def year_of(day: date) -> str:
    """The label of the financial year a day falls in."""
    first = day.year if (day.month, day.day) >= (4, 1) else day.year - 1
    return f"{first}/{(first + 1) % 100:02d}"


def recent_years(today: date, number: int = 5) -> tuple[str, ...]:
    """The labels of this financial year and those before it, newest first."""
    this_year = int(year_of(today)[:4])
    return tuple(f"{year}/{(year + 1) % 100:02d}" for year in range(this_year, this_year - number, -1))


def _period(label: str, first_on: date, last_on: date, today: date) -> Period:
    if first_on > today:
        raise Invalid("That period has not begun yet. Choose one that has.", field="year")
    return Period(label, first_on, last_on, min(last_on, today))


def _day(day: date) -> str:
    return f"{day.day} {day:%B %Y}"

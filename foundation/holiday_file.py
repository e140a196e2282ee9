"""The file of holidays the product ships with, checked as it is read.

It only reads and checks: publishing it to the database is `foundation.holidays`.
"""

from datetime import date
from pathlib import Path
from typing import Literal

from pydantic import model_validator

from foundation import yaml_files
from foundation.calendar import HolidayTable
from foundation.frozen_model import FrozenModel

SHIPPED_TABLE = Path(__file__).parent / "holidays_2012_2028.yaml"

Country = Literal["england-and-wales", "scotland", "northern-ireland"]


class ListedHoliday(FrozenModel):
    """One holiday and the parts of the United Kingdom that keep it."""

    on: date
    name: str
    kept_in: tuple[Country, ...]


class HolidayFile(FrozenModel):
    """All the holidays from `first` to `last`, and who published them."""

    first: date
    last: date
    source: str
    days: tuple[ListedHoliday, ...]

    @model_validator(mode="after")
    def _days_are_in_range_and_listed_once(self) -> "HolidayFile":
        seen: set[date] = set()
        for day in self.days:
            if not self.first <= day.on <= self.last:
                raise ValueError(f"{day.on} is outside {self.first} to {self.last}")
            if day.on in seen:
                raise ValueError(f"{day.on} is listed twice")
            if not day.kept_in:
                raise ValueError(f"{day.on} is kept nowhere")
            seen.add(day.on)
        return self

    @model_validator(mode="after")
    def _every_year_has_holidays(self) -> "HolidayFile":
        """A year left out by mistake would move every date in it, so it is refused."""
        years_with_days = {day.on.year for day in self.days if "england-and-wales" in day.kept_in}
        missing = set(range(self.first.year, self.last.year + 1)) - years_with_days
        if missing:
            raise ValueError(f"no holidays are listed for {sorted(missing)}")
        return self

    def as_table(self, version: int) -> HolidayTable:
        """The table that counts are made on."""
        return HolidayTable(
            version=version,
            england={d.on: d.name for d in self.days if "england-and-wales" in d.kept_in},
            uk={d.on: d.name for d in self.days},
            first=self.first,
            last=self.last,
        )


def read_holiday_file(path: Path) -> HolidayFile:
    """Read and check a file of holidays. Raises pydantic.ValidationError naming what is wrong."""
    return HolidayFile.model_validate(yaml_files.load(path))

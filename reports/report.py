"""What a report is: sections of tables, each with what was counted and out of how many.

Pure, and the only thing a renderer may know. Cells hold counts, not finished sentences, so that
hiding small numbers can be done once, here, before any table, chart or sentence is made from them.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from datetime import date
from decimal import ROUND_HALF_UP, Decimal
from typing import Literal

from reports.period import Period

FEWEST_TO_COMPARE = 10
"""Under this many answers a rate says more about chance than about the way of answering."""

TOO_FEW = "too few to compare"
_Z_95 = 1.959963984540054


@dataclass(frozen=True)
class Share:
    """A part of a whole, printed with its counts: `24 of 51 (47%)`."""

    part: int
    whole: int

    def __post_init__(self) -> None:
        if not 0 <= self.part <= self.whole:
            raise ValueError(f"{self.part} is not a part of {self.whole}")

    @property
    def percent(self) -> int | None:
        """Whole per cent, rounded half up on the exact ratio; none when there is no whole."""
        if self.whole == 0:
            return None
        return (200 * self.part + self.whole) // (2 * self.whole)

    @property
    def words(self) -> str:
        if self.whole == 0:
            return "none"
        return f"{self.part:,} of {self.whole:,} ({self.percent}%)"


@dataclass(frozen=True)
class Rate(Share):
    """A share that invites comparison with its neighbours, so it says when it is too small to."""

    @property
    def is_comparable(self) -> bool:
        return self.whole >= FEWEST_TO_COMPARE

    @property
    def words(self) -> str:
        return super().words if self.is_comparable else TOO_FEW

    @property
    def interval(self) -> tuple[float, float] | None:
        """Wilson's 95% score interval as two ratios; none where the rate is too small to compare.

        E. B. Wilson, "Probable inference, the law of succession, and statistical inference",
        Journal of the American Statistical Association 22 (1927), 209-212.
        """
        if not self.is_comparable:
            return None
        ratio, square = self.part / self.whole, _Z_95**2
        below = 1 + square / self.whole
        middle = (ratio + square / (2 * self.whole)) / below
        spread = _Z_95 / below * math.sqrt(ratio * (1 - ratio) / self.whole + square / (4 * self.whole**2))
        return max(0.0, middle - spread), min(1.0, middle + spread)


@dataclass(frozen=True)
class Interval:
    """How far chance alone could move a rate, printed `34% to 61%`."""

    rate: Rate

    @property
    def words(self) -> str:
        ends = self.rate.interval
        if ends is None:
            return TOO_FEW
        return f"{_whole_percent(ends[0])}% to {_whole_percent(ends[1])}%"


Cell = str | int | Decimal | date | Share | Interval | None
Kind = Literal["text", "count", "share", "rate", "interval", "days"]


@dataclass(frozen=True)
class Column:
    """`kind` says what its cells hold; everything but text is set to the right."""

    key: str
    label: str
    kind: Kind = "count"


@dataclass(frozen=True)
class Population:
    """What a table counts, in words, and how many of them there are."""

    label: str
    count: int


@dataclass(frozen=True)
class Chart:
    """Bars drawn from the table's own cells: a chart never holds a figure of its own.

    `bars` draws one bar a row for each column named; `stacked` draws each row's columns end to end
    as shares of their sum.
    """

    kind: Literal["bars", "stacked"]
    title: str
    label_key: str
    value_keys: tuple[str, ...]


@dataclass(frozen=True)
class Table:
    key: str
    title: str
    population: Population
    columns: tuple[Column, ...]
    rows: tuple[tuple[Cell, ...], ...]
    notes: tuple[str, ...] = ()
    chart: Chart | None = None

    def __post_init__(self) -> None:
        for row in self.rows:
            if len(row) != len(self.columns):
                raise ValueError(f"{self.key}: a row of {len(row)} cells for {len(self.columns)} columns")
        if self.chart:
            for key in (self.chart.label_key, *self.chart.value_keys):
                self.place_of(key)

    def place_of(self, key: str) -> int:
        """Where a column stands. Raises ValueError when there is none of that key."""
        for place, column in enumerate(self.columns):
            if column.key == key:
                return place
        raise ValueError(f"{self.key} has no column {key}")


@dataclass(frozen=True)
class Section:
    key: str
    title: str
    tables: tuple[Table, ...]


@dataclass(frozen=True)
class Report:
    """`authority` is the key in commands and files, `authority_name` what people read.

    `is_invented` marks figures counted from a demonstration's invented cases; every renderer must
    say so on every page.
    """

    name: str
    title: str
    authority: str
    authority_name: str
    period: Period
    sections: tuple[Section, ...]
    is_invented: bool = False


INVENTED = "These figures are counted from invented cases, made for demonstration. They describe nobody."


def in_words(cell: Cell) -> str:
    """A cell as people read it, the same in every format."""
    match cell:
        case None:
            return "–"
        case str():
            return cell
        case Share() | Interval():
            return cell.words
        case date():
            return f"{cell.day} {cell:%B %Y}"
        case int():
            return f"{cell:,}"
        case _:
            return f"{cell.quantize(Decimal('0.1'), ROUND_HALF_UP):,}"


def chart_reading(table: Table) -> str:
    """The chart in sentences, for those who hear it or would sooner read it."""
    chart = table.chart
    if chart is None:
        return ""
    label = table.place_of(chart.label_key)
    places = [table.place_of(key) for key in chart.value_keys]
    lines = []
    for row in table.rows:
        if len(places) == 1:
            said = in_words(row[places[0]])
        else:
            said = ", ".join(f"{table.columns[p].label.lower()} {in_words(row[p])}" for p in places)
        lines.append(f"{in_words(row[label])}: {said}.")
    return " ".join(lines)


def average_of(total: int, number: int) -> Decimal | None:
    """A mean to one decimal place, half up; none of nothing."""
    if number == 0:
        return None
    return (Decimal(total) / Decimal(number)).quantize(Decimal("0.1"), ROUND_HALF_UP)


def _whole_percent(ratio: float) -> int:
    return math.floor(ratio * 100 + 0.5)

"""A table's chart as a picture, drawn from the table's own cells so that the two cannot disagree."""

from __future__ import annotations

from decimal import Decimal

from foundation.drawing import Bar, Picture, StackedBar, bar_chart, stacked_chart
from reports.report import Cell, Chart, Rate, Share, Table, chart_reading, in_words


def picture_of(table: Table) -> Picture | None:
    """The chart the table asks for; none where it asks for none or has no rows."""
    chart = table.chart
    if chart is None or not table.rows:
        return None
    key, reading = f"chart-{table.key}", chart_reading(table)
    if chart.kind == "stacked":
        return _stacked(key, reading, table, chart)
    return _bars(key, reading, table, chart)


def _bars(key: str, reading: str, table: Table, chart: Chart) -> Picture:
    label = table.place_of(chart.label_key)
    places = [table.place_of(name) for name in chart.value_keys]
    cells = [row[place] for row in table.rows for place in places]
    full = 1.0 if cells and all(isinstance(cell, Share) for cell in cells) else None
    bars = []
    for row in table.rows:
        for place in places:
            name = in_words(row[label])
            if len(places) > 1:
                name += f", {table.columns[place].label.lower()}"
            bars.append(_bar(name, row[place]))
    return bar_chart(key, chart.title, reading, bars, full)


def _bar(name: str, cell: Cell) -> Bar:
    if isinstance(cell, Rate):
        low, high = cell.interval or (None, None)
        return Bar(name, cell.words, _size(cell), low, high)
    return Bar(name, in_words(cell), _size(cell))


def _stacked(key: str, reading: str, table: Table, chart: Chart) -> Picture:
    label = table.place_of(chart.label_key)
    places = [table.place_of(name) for name in chart.value_keys]
    bars = [
        StackedBar(
            in_words(row[label]),
            _parts_in_words(table, row, places),
            tuple(_size(row[place]) for place in places),
        )
        for row in table.rows
    ]
    return stacked_chart(key, chart.title, reading, [table.columns[p].label for p in places], bars)


def _parts_in_words(table: Table, row: tuple[Cell, ...], places: list[int]) -> str:
    parts = [f"{in_words(row[p])} {table.columns[p].label.lower()}" for p in places if _size(row[p])]
    return ", ".join(parts) or "none"


def _size(cell: Cell) -> float:
    match cell:
        case Rate() if not cell.is_comparable:
            return 0.0
        case Share():
            return cell.part / cell.whole if cell.whole else 0.0
        case int() | Decimal():
            return float(cell)
        case _:
            return 0.0

"""A report as one CSV file: table under table, each with its title, population and notes.

A cell that a spreadsheet would take for a formula is given a leading apostrophe: what people typed
into a form ends up in such cells.
"""

from __future__ import annotations

import csv
import io

from reports.report import INVENTED, Cell, Report, in_words

MIME = "text/csv"
_FORMULA = ("=", "+", "-", "@", "\t", "\r")


def render(report: Report) -> bytes:
    """UTF-8 with a byte-order mark, because spreadsheets open it in the wrong alphabet without."""
    text = io.StringIO(newline="")
    writer = csv.writer(text)

    def line(*cells: str) -> None:
        writer.writerow([harmless(cell) for cell in cells])

    line(report.title, report.authority_name, report.period.in_words)
    if report.is_invented:
        line(INVENTED)
    for section in report.sections:
        for table in section.tables:
            writer.writerow([])
            line(section.title, table.title)
            line("Counted", table.population.label, str(table.population.count))
            line(*(column.label for column in table.columns))
            for row in table.rows:
                line(*(_plain(cell) for cell in row))
            for note in table.notes:
                line("Note", note)
    return text.getvalue().encode("utf-8-sig")


def harmless(cell: str) -> str:
    """The cell, unable to run as a formula in a spreadsheet."""
    return f"'{cell}" if cell.startswith(_FORMULA) else cell


def _plain(cell: Cell) -> str:
    match cell:
        case None:
            return ""
        case int():
            return str(cell)
        case _:
            return in_words(cell)

"""A report as JSON, in the shape people's own scripts rely on (README, "Shapes")."""

from __future__ import annotations

import json
from datetime import date
from decimal import Decimal
from typing import Any

from reports.report import INVENTED, Cell, Interval, Report, Share, Table

MIME = "application/json"


def render(report: Report) -> bytes:
    """UTF-8, indented: counts and days are numbers, shares and intervals the words people read."""
    content = {
        "report": report.name,
        "authority": report.authority,
        "period": report.period.label,
        "sections": [
            {
                "key": section.key,
                "title": section.title,
                "tables": [_table(table, report.is_invented) for table in section.tables],
            }
            for section in report.sections
        ],
    }
    return (json.dumps(content, ensure_ascii=False, indent=2) + "\n").encode()


def _table(table: Table, is_invented: bool) -> dict[str, Any]:
    return {
        "key": table.key,
        "title": table.title,
        "population": {"label": table.population.label, "count": table.population.count},
        "columns": [{"key": column.key, "label": column.label, "kind": column.kind} for column in table.columns],
        "rows": [[_value(cell) for cell in row] for row in table.rows],
        "notes": [*table.notes, INVENTED] if is_invented else list(table.notes),
    }


def _value(cell: Cell) -> str | int | float | None:
    match cell:
        case Share() | Interval():
            return cell.words
        case Decimal():
            return float(cell)
        case date():
            return cell.isoformat()
        case _:
            return cell

"""One report in every format: the same figures, nothing that can run, and the warning on invented data."""

from __future__ import annotations

import csv as csv_reader
import io
import json as json_reader
from dataclasses import replace
from datetime import date
from decimal import Decimal
from html.parser import HTMLParser

import pytest

from reports.period import financial_year
from reports.renderers import csv, html, json, pdf
from reports.report import INVENTED, Chart, Column, Interval, Population, Rate, Report, Section, Table

METHODS = Table(
    "methods",
    "By method",
    Population("answers sent", 51),
    (
        Column("method", "Method", "text"),
        Column("answered", "Answered"),
        Column("rate", "Rate", "rate"),
        Column("interval", "Interval", "interval"),
        Column("mean", "Average", "days"),
    ),
    (
        ("Letter <b>only</b>", 37, Rate(18, 37), Interval(Rate(18, 37)), Decimal("12.5")),
        ("=HYPERLINK(1)", 2, Rate(1, 2), Interval(Rate(1, 2)), None),
    ),
    ("-2 is a note",),
    Chart("bars", "Rates by method", "method", ("rate",)),
)
BANDS = Table(
    "bands",
    "By band",
    Population("answers", 3),
    (Column("stage", "Stage", "text"), Column("soon", "Soon"), Column("late", "Late")),
    (("First", 2, 1), ("Second", 0, 0)),
    chart=Chart("stacked", "Bands by stage", "stage", ("soon", "late")),
)
EMPTY = Table("empty", "Nothing here", Population("answers", 0), (Column("a", "A", "text"),), ())
REPORT = Report(
    "delivery",
    "How answers were given",
    "test-council",
    "Test Council",
    financial_year("2022/23", date(2026, 11, 20)),
    (Section("statutory", "Children's statutory", (METHODS, BANDS, EMPTY)),),
)
INVENTED_REPORT = replace(REPORT, is_invented=True)


def test_json_has_the_published_shape() -> None:
    content = json_reader.loads(json.render(REPORT))
    assert list(content) == ["report", "authority", "period", "sections"]
    assert (content["report"], content["authority"], content["period"]) == (
        "delivery",
        "test-council",
        "2022/23",
    )
    table = content["sections"][0]["tables"][0]
    assert list(table) == ["key", "title", "population", "columns", "rows", "notes"]
    assert table["population"] == {"label": "answers sent", "count": 51}
    assert table["columns"][0] == {"key": "method", "label": "Method", "kind": "text"}
    assert table["rows"][0] == ["Letter <b>only</b>", 37, "18 of 37 (49%)", "33% to 64%", 12.5]
    assert table["rows"][1][4] is None


def test_csv_cells_cannot_run_in_a_spreadsheet() -> None:
    lines = list(csv_reader.reader(io.StringIO(csv.render(REPORT).decode("utf-8-sig"))))
    assert ["'=HYPERLINK(1)", "2", "too few to compare", "too few to compare", ""] in lines
    assert ["Note", "'-2 is a note"] in lines
    assert ["Counted", "answers sent", "51"] in lines


@pytest.mark.parametrize("cell", ["=1+1", "+441983", "-1", "@SUM(A1)", "\t=1", "\r=1"])
def test_every_way_into_a_formula_is_closed(cell: str) -> None:
    assert csv.harmless(cell) == "'" + cell


def test_ordinary_words_are_left_alone_in_csv() -> None:
    assert csv.harmless("Letter or email only") == "Letter or email only"


class _Reader(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.tags: list[str] = []
        self.ids: list[str] = []
        self.text = ""

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append(tag)
        self.ids += [value for name, value in attrs if name == "id" and value]

    def handle_data(self, data: str) -> None:
        self.text += data


def _read(report: Report) -> _Reader:
    reader = _Reader()
    reader.feed(html.render(report).decode())
    return reader


def test_html_has_one_heading_a_chart_and_a_table_for_each_that_has_rows() -> None:
    page = _read(REPORT)
    assert page.tags.count("h1") == 1
    assert page.tags.count("svg") == 2
    assert page.tags.count("table") == 2
    assert "None in this period." in page.text
    assert len(page.ids) == len(set(page.ids))


def test_html_shows_what_people_typed_as_words() -> None:
    page = _read(REPORT)
    assert "b" not in page.tags
    assert "Letter <b>only</b>" in page.text


def test_pdf_is_written() -> None:
    written = pdf.render(REPORT)
    assert written.startswith(b"%PDF-")
    assert written.rstrip().endswith(b"%%EOF")


def test_a_report_with_a_table_longer_than_a_page_is_written_as_pdf() -> None:
    rows = tuple((f"Service {number}", number, 1) for number in range(200))
    long = replace(BANDS, rows=rows, chart=None)
    report = replace(REPORT, sections=(Section("s", "Long", (long,)),))
    assert pdf.render(report).count(b"/Type /Page\n") > 2


def test_invented_figures_say_so_in_words_in_every_format() -> None:
    assert INVENTED in json.render(INVENTED_REPORT).decode()
    assert INVENTED in csv.render(INVENTED_REPORT).decode()
    assert INVENTED in html.render(INVENTED_REPORT).decode()
    assert INVENTED not in html.render(REPORT).decode()

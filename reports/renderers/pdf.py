"""A report as PDF on A4, for printing and for sending round. The HTML is the accessible version."""

from __future__ import annotations

import io
from collections.abc import Sequence
from xml.sax.saxutils import escape

from reportlab.lib import colors
from reportlab.lib.pagesizes import A4, landscape
from reportlab.lib.styles import ParagraphStyle
from reportlab.lib.units import mm
from reportlab.pdfgen.canvas import Canvas
from reportlab.platypus import (
    BaseDocTemplate,
    Flowable,
    Frame,
    KeepTogether,
    PageTemplate,
    Paragraph,
    Spacer,
)
from reportlab.platypus import Table as Grid

from reports.renderers.charts import picture_of
from reports.renderers.painting import painted
from reports.report import INVENTED, Column, Report, Table, in_words

MIME = "application/pdf"

_MARGIN = 18 * mm
_MOST_COLUMNS_UPRIGHT = 7
"""A table with more columns turns every page on its side."""

_BODY = ParagraphStyle("body", fontName="Helvetica", fontSize=10, leading=14, spaceAfter=6)
_NOTE = ParagraphStyle("note", parent=_BODY, fontSize=9, leading=12, leftIndent=10, bulletIndent=0, spaceAfter=3)
_CELL = ParagraphStyle("cell", parent=_BODY, fontSize=9, leading=11, spaceAfter=0)
_NUMBER = ParagraphStyle("number", parent=_CELL, alignment=2)
_TITLE = ParagraphStyle("title", parent=_BODY, fontName="Helvetica-Bold", fontSize=20, leading=24, spaceAfter=4)
_SECTION = ParagraphStyle(
    "section", parent=_TITLE, fontSize=15, leading=19, spaceBefore=14, spaceAfter=6, keepWithNext=1
)
_TABLE = ParagraphStyle("table", parent=_TITLE, fontSize=11.5, leading=15, spaceBefore=8, spaceAfter=3)
_WARNING = ParagraphStyle(
    "warning", parent=_BODY, fontName="Helvetica-Bold", borderWidth=1, borderPadding=5, borderColor=colors.black,
    spaceBefore=8, spaceAfter=12,
)  # fmt: skip


def render(report: Report) -> bytes:
    """Pages with the title, the period and the page number at the foot of each."""
    page_size = _page_size(report)
    written = io.BytesIO()
    document = BaseDocTemplate(
        written,
        pagesize=page_size,
        leftMargin=_MARGIN,
        rightMargin=_MARGIN,
        topMargin=_MARGIN,
        bottomMargin=_MARGIN + 8 * mm,
        title=f"{report.title}, {report.period.label}",
        author=report.authority_name,
        lang="en-GB",
    )
    frame = Frame(document.leftMargin, document.bottomMargin, document.width, document.height, 0, 0, 0, 0, id="page")

    def foot(canvas: Canvas, _: BaseDocTemplate) -> None:
        _write_foot(canvas, report, page_size[0])

    document.addPageTemplates([PageTemplate(id="every", frames=[frame], onPage=foot)])
    document.build(_story(report, document.width))
    return written.getvalue()


def _page_size(report: Report) -> tuple[float, float]:
    widest = max((len(table.columns) for section in report.sections for table in section.tables), default=0)
    return landscape(A4) if widest > _MOST_COLUMNS_UPRIGHT else A4


def _story(report: Report, width: float) -> list[Flowable]:
    story: list[Flowable] = [
        _paragraph(report.title, _TITLE),
        _paragraph(f"{report.authority_name}. {report.period.in_words}.", _BODY),
    ]
    if report.is_invented:
        story.append(_paragraph(INVENTED, _WARNING))
    for section in report.sections:
        for place, table in enumerate(section.tables):
            heading = [_paragraph(section.title, _SECTION)] if place == 0 else []
            story.extend(_table(table, width, heading))
    return story


def _table(table: Table, width: float, heading: Sequence[Flowable]) -> list[Flowable]:
    """A heading never ends a page: it stays with the first piece of what it heads."""
    counted = f"Counted: {table.population.label}: {in_words(table.population.count)}."
    opening = [*heading, _paragraph(table.title, _TABLE), _paragraph(counted, _BODY)]
    if not table.rows:
        opening.append(_paragraph("None in this period.", _BODY))
    picture = picture_of(table)
    pieces = painted(picture, width) if picture is not None else []
    if table.rows:
        pieces.append(_grid(table, width))
    parts: list[Flowable] = [KeepTogether([*opening, *pieces[:1]]), *pieces[1:]]
    parts.append(Spacer(1, 4))
    parts.extend(Paragraph(escape(note), _NOTE, bulletText="•") for note in table.notes)
    return parts


def _grid(table: Table, width: float) -> Grid:
    head = [_paragraph(column.label, _style(column), bold=True) for column in table.columns]
    body = [
        [_paragraph(in_words(cell), _style(column)) for cell, column in zip(row, table.columns, strict=True)]
        for row in table.rows
    ]
    grid = Grid([head, *body], colWidths=_widths(table.columns, width), repeatRows=1, hAlign="LEFT")
    grid.setStyle(
        [
            ("VALIGN", (0, 0), (-1, -1), "TOP"),
            ("LINEBELOW", (0, 0), (-1, 0), 1, colors.black),
            ("LINEBELOW", (0, 1), (-1, -1), 0.5, colors.HexColor("#b1b4b6")),
            ("LEFTPADDING", (0, 0), (-1, -1), 0),
            ("RIGHTPADDING", (0, 0), (-1, -1), 6),
        ]
    )
    return grid


def _widths(columns: tuple[Column, ...], width: float) -> list[float]:
    """Words get three times the room of a number, shares and intervals twice."""
    weights = [{"text": 3.0, "share": 2.0, "rate": 2.0, "interval": 2.0}.get(column.kind, 1.0) for column in columns]
    return [width * weight / sum(weights) for weight in weights]


def _style(column: Column) -> ParagraphStyle:
    return _CELL if column.kind == "text" else _NUMBER


def _paragraph(text: str, style: ParagraphStyle, bold: bool = False) -> Paragraph:
    words = escape(text)
    return Paragraph(f"<b>{words}</b>" if bold else words, style)


def _write_foot(canvas: Canvas, report: Report, width: float) -> None:
    canvas.saveState()
    canvas.setFont("Helvetica", 8)
    canvas.drawString(_MARGIN, 13 * mm, f"{report.title}, {report.authority_name}, {report.period.label}")
    canvas.drawRightString(width - _MARGIN, 13 * mm, f"Page {canvas.getPageNumber()}")
    if report.is_invented:
        canvas.setFont("Helvetica-Bold", 8)
        canvas.drawString(_MARGIN, 9 * mm, INVENTED)
    canvas.restoreState()

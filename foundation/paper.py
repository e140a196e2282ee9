"""PDF pages: letters to be printed, and the page styles that reports share.

ReportLab writes no tags, so a PDF is never the accessible version of record: the page or the email is. Must not know
what a letter is about.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from functools import partial
from io import BytesIO
from typing import Any, Literal
from xml.sax.saxutils import escape

from reportlab.lib.enums import TA_LEFT
from reportlab.lib.pagesizes import A4
from reportlab.lib.styles import ParagraphStyle
from reportlab.lib.units import mm
from reportlab.pdfgen.canvas import Canvas
from reportlab.platypus import Flowable, ListFlowable, ListItem, Paragraph, SimpleDocTemplate, Spacer

from foundation.day_words import full_day
from foundation.typeface import BOLD, BOX, REGULAR, lacks, printable

Block = tuple[Literal["paragraph", "list", "heading", "question"], Sequence[str]]

MARGIN = 25 * mm
WINDOW_TOP = 50 * mm
"""Where the address must begin to show in the window of a DL envelope, from the top of the page."""

BODY = ParagraphStyle("body", fontName=REGULAR, fontSize=12, leading=17, spaceAfter=9, alignment=TA_LEFT)
SMALL = ParagraphStyle("small", parent=BODY, fontSize=9, leading=12, spaceAfter=4)
HEADING = ParagraphStyle("heading", parent=BODY, fontName=BOLD, fontSize=13, spaceBefore=4, keepWithNext=1)
QUESTION = ParagraphStyle("question", parent=BODY, fontName=BOLD, spaceAfter=1, keepWithNext=1)
SENDER = ParagraphStyle("sender", parent=BODY, fontName=BOLD, fontSize=15, leading=19, spaceAfter=2)
STYLES = {"paragraph": BODY, "heading": HEADING, "question": QUESTION, "small": SMALL, "sender": SENDER}

LARGE = ParagraphStyle("large", parent=BODY, fontSize=18, leading=25, spaceAfter=14)
LARGE_HEADING = ParagraphStyle("large-heading", parent=HEADING, fontSize=20, leading=26)
LARGE_SMALL = ParagraphStyle("large-small", parent=LARGE, fontSize=16, leading=21, spaceAfter=4)
LARGE_STYLES = {
    "paragraph": LARGE, "heading": LARGE_HEADING, "question": LARGE_HEADING, "small": LARGE_SMALL,
    "sender": LARGE_HEADING,
}  # fmt: skip
"""Large print is 16 to 22 points (UK Association for Accessible Formats)."""

LACKING = f"We cannot print some of the letters that were written. Each is shown as {BOX}."


@dataclass(frozen=True)
class Letter:
    """One letter. ``to`` is the name, then the lines of the address; ``blocks`` are its paragraphs and lists."""

    sender: str
    to: tuple[str, ...]
    on: date
    reference: str
    subject: str
    blocks: tuple[Block, ...]
    sender_lines: tuple[str, ...] = field(default=())
    large_print: bool = False


class NumberedCanvas(Canvas):
    """Writes ``Page 1 of 3`` at the foot, which is known only when all pages are."""

    def __init__(self, *given: Any, foot: str, foot_size: float = SMALL.fontSize, **named: Any) -> None:
        super().__init__(*given, **named)
        self.foot, self.foot_size = foot, foot_size
        self._pages: list[dict[str, Any]] = []

    def showPage(self) -> None:  # noqa: N802 - the name ReportLab calls
        """Keep the page until the number of pages is known."""
        self._pages.append(dict(self.__dict__))
        self._startPage()  # type: ignore[attr-defined]  # missing from the stubs

    def save(self) -> None:
        """Write every page with its foot."""
        for number, page in enumerate(self._pages, 1):
            self.__dict__.update(page)
            self.setFont(REGULAR, self.foot_size)
            self.drawString(MARGIN, 12 * mm, self.foot)
            self.drawRightString(A4[0] - MARGIN, 12 * mm, f"Page {number} of {len(self._pages)}")
            super().showPage()
        super().save()


def letter_pdf(letter: Letter) -> bytes:
    """The letter as an A4 PDF whose address shows in a window envelope. The same letter gives the same bytes."""
    styles = LARGE_STYLES if letter.large_print else STYLES
    flow: list[Flowable] = [Paragraph(_safe(letter.sender), styles["sender"])]
    flow += [Paragraph(_safe(line), styles["small"]) for line in letter.sender_lines]
    used = sum(part.wrap(A4[0] - 2 * MARGIN, A4[1])[1] + part.getSpaceAfter() for part in flow)
    flow.append(Spacer(0, max(6 * mm, WINDOW_TOP - 20 * mm - used)))
    flow.append(Paragraph("<br/>".join(_safe(line) for line in letter.to if line.strip()), BODY))
    flow.append(Spacer(0, 8 * mm))
    flow.append(Paragraph(full_day(letter.on), styles["paragraph"]))
    if letter.reference:
        flow.append(Paragraph(f"Our reference: {_safe(letter.reference)}", styles["paragraph"]))
    flow.append(Paragraph(_safe(letter.subject), styles["heading"]))
    flow += blocks_on_paper(letter.blocks, styles)
    flow += _lacking([*letter.to, *_lines_of(letter.blocks)], styles)
    # Large, the foot has room for the reference alone.
    foot = letter.reference if letter.large_print else f"{letter.sender}    {letter.reference}".strip()
    return pdf_of(flow, title=letter.subject, author=letter.sender, foot=foot, foot_size=styles["small"].fontSize)


def sheet_pdf(sender: str, title: str, blocks: Sequence[Block], *, reference: str) -> bytes:
    """A sheet to keep, with a title and no address. The same sheet gives the same bytes."""
    flow: list[Flowable] = [Paragraph(_safe(sender), SENDER), Spacer(0, 4 * mm), Paragraph(_safe(title), SENDER)]
    flow += blocks_on_paper(blocks)
    flow += _lacking(_lines_of(blocks))
    return pdf_of(flow, title=title, author=sender, foot=f"{sender}    {reference}".strip())


def blocks_on_paper(blocks: Sequence[Block], styles: Mapping[str, ParagraphStyle] = STYLES) -> list[Flowable]:
    """Paragraphs, lists, headings and questions as ReportLab's flowables. Words are never read as markup."""
    flow: list[Flowable] = []
    for kind, lines in blocks:
        if kind == "list":
            items: list[Any] = [ListItem(Paragraph(_safe(line), styles["paragraph"])) for line in lines]
            flow.append(
                ListFlowable(
                    items,
                    bulletType="bullet",
                    bulletFontName=REGULAR,
                    bulletFontSize=styles["paragraph"].fontSize,
                    start="•",
                    leftIndent=6 * mm,
                )
            )
        else:
            flow.append(Paragraph("<br/>".join(_safe(line) for line in lines), styles[kind]))
    return flow


def pdf_of(flow: list[Flowable], *, title: str, author: str, foot: str, foot_size: float = SMALL.fontSize) -> bytes:
    """A PDF of ``flow`` on A4 with numbered pages; ``foot_size`` is in points."""

    out = BytesIO()
    document = SimpleDocTemplate(
        out, pagesize=A4, leftMargin=MARGIN, rightMargin=MARGIN, topMargin=20 * mm, bottomMargin=22 * mm,
        title=title, author=author, lang="en-GB", invariant=1,
    )  # fmt: skip
    document.build(flow, canvasmaker=partial(NumberedCanvas, foot=printable(foot), foot_size=foot_size))
    return out.getvalue()


def _lines_of(blocks: Sequence[Block]) -> list[str]:
    return [line for _, lines in blocks for line in lines]


def _lacking(lines: Sequence[str], styles: Mapping[str, ParagraphStyle] = STYLES) -> list[Flowable]:
    """A last line that says so where letters could not be printed; else nothing."""
    return [Paragraph(LACKING, styles["small"])] if any(lacks(line) for line in lines) else []


def _safe(words: str) -> str:
    return escape(printable(words))

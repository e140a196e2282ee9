"""A report as HTML: sections for a page of ours, or a whole document to keep. The version of record.

Headings run h2 for sections; the page around them owns the h1.
"""

from __future__ import annotations

from jinja2 import Environment, PackageLoader, StrictUndefined, select_autoescape
from markupsafe import Markup

from foundation.drawing import svg
from reports.renderers.charts import picture_of
from reports.report import INVENTED, Report, Table, chart_reading, in_words

MIME = "text/html"

_pages = Environment(
    loader=PackageLoader("reports.renderers", "pages"),
    autoescape=select_autoescape(["html"]),
    undefined=StrictUndefined,
    trim_blocks=True,
    lstrip_blocks=True,
)


def _drawn(table: Table) -> Markup | None:
    picture = picture_of(table)
    # svg() escapes every word it is given, and the figures are numbers.
    return Markup(svg(picture)) if picture else None  # noqa: S704


_pages.globals.update(drawn=_drawn, chart_reading=chart_reading, INVENTED=INVENTED)
_pages.filters["in_words"] = in_words


def sections(report: Report) -> Markup:
    """Every section and table, to stand inside a page that has its own h1 and style."""
    # The template escapes every cell and title it is given.
    return Markup(_pages.get_template("sections.html").render(report=report))  # noqa: S704


def render(report: Report) -> bytes:
    """A whole document with its own style, readable with nothing else beside it."""
    return _pages.get_template("document.html").render(report=report).encode()

"""The reports there are: the name each goes by in commands and addresses, and who builds it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from foundation.errors import NotFound
from reports import delivery, escalation_reasons, timeliness, volumes
from reports.counting import Counting
from reports.renderers import csv, html, json, pdf
from reports.report import Report, Section

Builder = Callable[[Counting], tuple[Section, ...]]


@dataclass(frozen=True)
class Entry:
    """One report: its stable name, its title and what it answers."""

    name: str
    title: str
    about: str
    build: Builder


@dataclass(frozen=True)
class Format:
    """One way to hand a report over, by the extension of its files."""

    extension: str
    name: str
    mime: str
    render: Callable[[Report], bytes]


ENTRIES = (
    Entry(
        "delivery",
        "How responses were delivered, and escalation",
        "How often each way of answering was followed by a request for a further stage.",
        delivery.build,
    ),
    Entry(
        "escalation-reasons",
        "Why people asked for a further stage",
        "The main reasons people gave, by the way they had been answered.",
        escalation_reasons.build,
    ),
    Entry(
        "timeliness",
        "How long answers took",
        "Working days to answer by stage, against target and limit, and what is still open.",
        timeliness.build,
    ),
    Entry(
        "volumes",
        "What was received",
        "Cases by type, procedure, channel, service and month, with call-backs beside complaints.",
        volumes.build,
    ),
)

FORMATS = (
    Format("html", "Web page", html.MIME, html.render),
    Format("pdf", "PDF", pdf.MIME, pdf.render),
    Format("csv", "CSV", csv.MIME, csv.render),
    Format("json", "JSON", json.MIME, json.render),
)


def entry(name: str) -> Entry:
    """The report of that name. Raises NotFound."""
    for known in ENTRIES:
        if known.name == name:
            return known
    raise NotFound(f"There is no report called {name}.")


def file_format(extension: str) -> Format:
    """The format of that extension. Raises NotFound."""
    for known in FORMATS:
        if known.extension == extension:
            return known
    raise NotFound(f"Reports are not made as {extension}.")

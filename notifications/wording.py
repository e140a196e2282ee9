"""A wording and its fields made into a subject, plain text and a simple HTML twin; and the rules a wording must keep.

Pure. A wording is plain text: paragraphs parted by empty lines, lists as lines that begin with ``- ``, and one link
on a line of its own. A placeholder is ``{name}``. Nothing else is markup, and what people typed is never read as such.
"""

import html
import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal, get_args

from foundation.errors import Invalid

Audience = Literal["public", "young-person", "staff", "officer-team"]
AUDIENCES: tuple[str, ...] = get_args(Audience)

PLACEHOLDER = re.compile(r"\{([a-z][a-z0-9_]*)\}")
STRAY_BRACE = re.compile(r"[{}]")
LINK_OPEN, LINK_CLOSE = "\ue000", "\ue001"
LINK_MARK = re.compile(f"{LINK_OPEN}([a-z0-9_]+){LINK_CLOSE}")
WEB_ADDRESS = re.compile(r"https?://[^\s<>\"]+")

STAFF_FIELDS = frozenset(
    {"reference", "link", "due_on", "days", "authority", "team_phone", "next_rung", "working_day", "what"}
)
"""All that mail to staff may hold: a reference, a link, dates and names of steps, and nothing personal."""

SUBJECT_FIELDS = frozenset({"reference", "due_on", "days", "working_day", "authority", "what"})
"""Subjects are seen on lock screens and in shared houses: an act, a reference, a date."""

BANNED = ("please note", "unfortunately", "simply", "click here", "!")


@dataclass(frozen=True)
class Wording:
    """What to say. ``audience`` decides which rules of ``faults_in`` apply."""

    key: str
    audience: str
    subject: str
    body: str


@dataclass(frozen=True)
class Words:
    """A message ready to be sealed: the body still holds marks where links go."""

    subject: str
    body: str


def placeholders(text: str) -> frozenset[str]:
    """The names of the placeholders in ``text``."""
    return frozenset(PLACEHOLDER.findall(text))


def faults_in(wording: Wording) -> tuple[str, ...]:
    """What is wrong with a wording, in words for the team; empty when it may be published."""
    faults: list[str] = []
    if wording.audience not in AUDIENCES:
        faults.append(f"{wording.audience} is not an audience")
    if not wording.subject.strip() or not wording.body.strip():
        faults.append("the subject and the body must both say something")
    if "\n" in wording.subject.strip():
        faults.append("the subject must be one line")
    for place, text in (("subject", wording.subject), ("body", wording.body)):
        if STRAY_BRACE.search(PLACEHOLDER.sub("", text)):
            faults.append(f"the {place} has a brace that is not part of a field such as {{reference}}")
    for name in sorted(placeholders(wording.subject) - SUBJECT_FIELDS):
        faults.append(f"the subject may not hold {{{name}}}: subjects are seen by others")
    if wording.audience in ("staff", "officer-team"):
        for name in sorted(placeholders(wording.body) - STAFF_FIELDS):
            faults.append(f"mail to staff may not hold {{{name}}}: only a reference, a link and dates")
    for line in wording.body.splitlines():
        if "{link}" in line and line.strip() != "{link}":
            faults.append("{link} must stand on a line of its own")
    if wording.body.count("{link}") > 1:
        faults.append("a message has one link")
    folded = f"{wording.subject}\n{wording.body}".casefold()
    faults.extend(f"do not write “{words}”" for words in BANNED if words in folded)
    return tuple(faults)


def write(wording: Wording, fields: Mapping[str, str], links: frozenset[str] = frozenset()) -> Words:
    """The words of a message. ``links`` are names of links made at each sending: a mark is left for them.

    Raises ``Invalid`` if the wording asks for a field that was not given.
    """
    missing = sorted((placeholders(wording.subject) | placeholders(wording.body)) - set(fields) - links)
    if missing:
        raise Invalid(f"The wording {wording.key} needs {', '.join(missing)}, which was not given.")

    def put(match: re.Match[str]) -> str:
        name = match[1]
        return f"{LINK_OPEN}{name}{LINK_CLOSE}" if name in links else _without_marks(fields[name])

    subject = one_line(PLACEHOLDER.sub(put, wording.subject))
    body = PLACEHOLDER.sub(put, wording.body).replace("\r\n", "\n").strip()
    return Words(subject, re.sub(r"\n{3,}", "\n\n", body))


def with_links(body: str, links: Mapping[str, str]) -> str:
    """The body with its links in place; a link that is not given is told of and not shown."""
    return LINK_MARK.sub(lambda match: links.get(match[1], "[a link, made when the message is sent]"), body)


def one_line(text: str) -> str:
    """``text`` as a header may hold it: no line breaks or control characters, so that nobody can add a header."""
    if not text.isprintable():
        text = "".join(letter if letter.isprintable() else " " for letter in text)
    return " ".join(text.split())


def html_twin(text: str, title: str) -> str:
    """A plain HTML page of the same words: paragraphs, lists and links, nothing fetched from anywhere."""
    blocks = "\n".join(_block(block) for block in re.split(r"\n\s*\n", text.strip()))
    return (
        '<!DOCTYPE html><html lang="en"><head><meta charset="utf-8">'
        f"<title>{html.escape(title)}</title></head>"
        '<body style="font-family:Helvetica,Arial,sans-serif;font-size:16px;line-height:1.5;color:#0b0c0c;'
        f'max-width:38em;margin:0 auto;padding:16px">\n{blocks}\n</body></html>'
    )


def blocks_of(text: str) -> list[tuple[Literal["paragraph", "list"], list[str]]]:
    """The paragraphs (as lines) and lists (as items) of a body, for paper."""
    found: list[tuple[Literal["paragraph", "list"], list[str]]] = []
    for block in re.split(r"\n\s*\n", text.strip()):
        lines = block.splitlines()
        for line in lines:
            is_item = line.startswith("- ")
            kind: Literal["paragraph", "list"] = "list" if is_item else "paragraph"
            words = line[2:].strip() if is_item else line.strip()
            if line is not lines[0] and found and found[-1][0] == kind:
                found[-1][1].append(words)
            else:
                found.append((kind, [words]))
    return found


def _block(block: str) -> str:
    parts: list[str] = []
    for kind, lines in blocks_of(block):
        shown = [_with_anchors(line) for line in lines]
        if kind == "list":
            parts.append("<ul>" + "".join(f"<li>{line}</li>" for line in shown) + "</ul>")
        else:
            parts.append("<p>" + "<br>\n".join(shown) + "</p>")
    return "\n".join(parts)


def _with_anchors(line: str) -> str:
    """Escape the words and make web addresses into links."""
    parts: list[str] = []
    end = 0
    for match in WEB_ADDRESS.finditer(line):
        address = html.escape(match[0])
        parts += [html.escape(line[end : match.start()]), f'<a href="{address}">{address}</a>']
        end = match.end()
    return "".join(parts) + html.escape(line[end:])


def _without_marks(words: str) -> str:
    return words.replace(LINK_OPEN, "").replace(LINK_CLOSE, "")

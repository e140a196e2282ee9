"""What reading a mail gives, whatever kind of file it stood in. Pure values."""

import re
from dataclasses import dataclass
from datetime import datetime

UNSEEN = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069\ufeff]")
"""Characters that nobody can see; among them those that turn the direction of writing, which make names lie."""


@dataclass(frozen=True)
class Attached:
    """A file that came with a mail."""

    name: str
    content: bytes


@dataclass(frozen=True)
class Email:
    """A mail. ``sent_at`` is aware, by the mail's own word; ids are without their angle brackets.

    ``answers`` are the ids of the mails it answers, the nearest first. ``faults`` are sentences for an officer.
    """

    from_name: str = ""
    from_address: str = ""
    subject: str = ""
    sent_at: datetime | None = None
    words: str = ""
    message_id: str = ""
    answers: tuple[str, ...] = ()
    attached: tuple[Attached, ...] = ()
    faults: tuple[str, ...] = ()


def tidy_line(words: str) -> str:
    """One line without control characters, single-spaced."""
    return " ".join(UNSEEN.sub("", words.replace("\n", " ").replace("\r", " ")).split())


def tidy_words(words: str) -> str:
    """Lines without control characters or trailing blanks, and never more than one empty one between two."""
    lines = UNSEEN.sub("", words.replace("\r\n", "\n").replace("\r", "\n").replace("\xa0", " ")).split("\n")
    return re.sub(r"\n{3,}", "\n\n", "\n".join(line.rstrip() for line in lines)).strip()


def decoded(content: bytes, charset: str) -> str:
    """Text whose charset may be missing, unknown, or not the one it says.

    What says Latin-1 is read as Windows-1252, as browsers do; what is not what it says is UTF-8 if it can be.
    """
    named = charset.strip().strip("\"'").lower()
    if named in ("iso-8859-1", "latin-1", "latin1", "us-ascii", "ascii", "unknown-8bit", ""):
        named = "cp1252" if named.startswith(("iso", "latin")) else "utf-8"
    for attempt in (named, "utf-8", "cp1252"):
        try:
            return content.decode(attempt)
        except (LookupError, UnicodeError, ValueError):
            continue
    return content.decode("latin-1")


def message_ids(words: str) -> tuple[str, ...]:
    """The ids between angle brackets in a header."""
    return tuple(re.findall(r"<\s*([^<>\s]{1,200})\s*>", words))


def safe_name(name: str) -> str:
    """A file's name without folders, and without what file systems refuse."""
    return re.sub(r'[:*?"<>|]+', "-", re.split(r"[\\/]", tidy_line(name))[-1]).strip(" .-")[:150]

"""An email somebody sent us, read into plain values: who wrote it, when, its words and what is attached.

Pure. Reads the bytes of an ``.eml`` (RFC 5322) or an Outlook ``.msg``, told apart by content, never by name.
What cannot be read is left out and named in ``faults``; nothing in a mail can make reading it fail in another way
than ``Invalid``. Must not decide what becomes of the mail: that is an officer's.
"""

import re
from collections.abc import Iterator
from dataclasses import replace
from datetime import datetime

from cases.emails_eml import read_eml
from cases.emails_msg import MAGIC, read_msg
from cases.emails_values import Attached, Email
from foundation.errors import Invalid
from foundation.references import ALPHABET

__all__ = ["Attached", "Email", "gist_of", "is_email", "new_words", "read_email", "received_within", "references_in"]

GIST_LETTERS = 200
GREETING = re.compile(
    r"^(dear|hi|hello|hiya|good (morning|afternoon|evening)|to whom it may concern)\b.{0,60}$", re.IGNORECASE
)
HISTORY = re.compile(
    r"^(>|-{2,} ?original message ?-{2,}|-{3,} ?forwarded message|begin forwarded message:|_{20,}"
    r"|on .{5,200} wrote:\s*$)",
    re.IGNORECASE,
)
HEADER_OF_HISTORY = re.compile(r"^\*?from:\*? .+", re.IGNORECASE)
SENT_LINE = re.compile(r"^\*?(sent|date):\*? .+", re.IGNORECASE)
HEADERS = re.compile(
    rb"(from [^\n]*\n)?(received|return-path|delivered-to|from|to|date|subject|message-id|mime-version|x-[a-z-]+|"
    rb"content-type|dkim-signature|arc-[a-z-]+|thread-topic): ",
    re.IGNORECASE,
)
REFERENCE = re.compile(rf"(?<![0-9A-Z])([{ALPHABET}]{{4}})[-‐‑– ]?([{ALPHABET}]{{2}})(?![0-9A-Z])")


def is_email(content: bytes, name: str) -> bool:
    """Whether a file is to be read as a mail: by how it begins, or because it says that it is one."""
    ending = name.lower().rpartition(".")[2]
    if content.startswith(MAGIC):
        return ending not in ("doc", "xls", "ppt", "msi")
    return ending == "eml" or (ending != "txt" and HEADERS.match(content.lstrip(b"\xef\xbb\xbf\r\n")) is not None)


def read_email(content: bytes) -> Email:
    """The mail in these bytes. Raises ``Invalid`` for bytes that are no mail."""
    try:
        email = read_msg(content) if content.startswith(MAGIC) else read_eml(content)
    except RecursionError:
        raise Invalid("This email holds too many emails inside each other to be read. Type what it says.") from None
    if not (email.words or email.subject or email.from_address or email.attached):
        raise Invalid("This file is not an email that can be read. Choose a file that ends in .eml or .msg.")
    return email


def new_words(words: str) -> str:
    """What is written anew in a mail: all above the mail it answers. All of it, where nothing stands above."""
    lines = words.splitlines()
    for number, line in enumerate(lines):
        if HISTORY.match(line.strip()) or _begins_history(lines, number):
            above = "\n".join(lines[:number]).strip()
            return above or words.strip()
    return words.strip()


def gist_of(email: Email) -> str:
    """One or two lines for the list: the first that say something, else the subject. At most 200 letters."""
    said = " ".join(_saying_something(new_words(email.words)))
    whole = said or email.subject
    if len(whole) <= GIST_LETTERS:
        return whole
    return whole[: GIST_LETTERS - 1].rsplit(" ", 1)[0] + "…"


def references_in(email: Email) -> tuple[str, ...]:
    """What looks like one of our references, in its subject and then its words, each once.

    In capitals only, as we print them: in small letters too many words look like one.
    """
    found = REFERENCE.findall(f"{email.subject}\n{email.words}")
    return tuple(dict.fromkeys(f"{first}-{last}" for first, last in found))


def received_within(email: Email, now: datetime) -> Email:
    """The mail without a date that cannot be true: nothing was sent after ``now``, nor before there was email."""
    is_true = email.sent_at is not None and email.sent_at <= now and email.sent_at.year >= 1990
    return email if is_true else replace(email, sent_at=None)


def _begins_history(lines: list[str], number: int) -> bool:
    """Outlook puts the headers of the mail that is answered below the answer, without any mark."""
    following = (line.strip() for line in lines[number + 1 : number + 4])
    return bool(HEADER_OF_HISTORY.match(lines[number].strip())) and any(SENT_LINE.match(line) for line in following)


def _saying_something(words: str) -> Iterator[str]:
    letters = 0
    for line in words.splitlines():
        said = " ".join(line.split())
        if not said or (letters == 0 and GREETING.match(said)):
            continue
        yield said
        letters += len(said)
        if letters >= GIST_LETTERS:
            return

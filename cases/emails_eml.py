"""Reads the bytes of a mail as it travels (RFC 5322, MIME) into an ``Email``.

Pure, on the standard library's parser in its forgiving mode. Headers and bodies are decoded here, because mail says
the wrong charset, or none, more often than a strict reader bears.
"""

import re
from collections.abc import Iterator
from datetime import UTC, datetime
from email import message_from_bytes
from email.errors import HeaderParseError
from email.header import decode_header
from email.message import Message
from email.policy import Compat32
from email.utils import getaddresses, parsedate_to_datetime

from cases.emails_values import Attached, Email, decoded, message_ids, safe_name, tidy_line, tidy_words
from cases.html_words import words_of_html

MOST_PARTS = 500
MOST_BOUNDARIES = 300
"""Of parts within parts: the parser takes longer for each than for the one before."""

DEEPEST = 20
TOO_MANY = "It has more parts than can be read. Open the file to see them all."
EMPTY_PART = "A part of this email could not be read. Open the file to see it."


class _AsWritten(Compat32):
    """Gives headers as they stand: the usual policy replaces what is not ASCII."""

    def header_fetch_parse(self, name: str, value: str) -> str:
        """The header's own letters."""
        return value


def read_eml(content: bytes) -> Email:
    """The mail in these bytes, however broken. Raises ``RecursionError`` for parts within parts without end only."""
    if content.lower().count(b"boundary=") > MOST_BOUNDARIES:
        raise RecursionError
    return _read(message_from_bytes(content, policy=_AsWritten()), 0)


def _read(message: Message, depth: int) -> Email:
    name, address = _sender(message)
    words, attached, faults = _parts(message, depth)
    return _or_what_it_forwards(
        Email(
            from_name=name,
            from_address=address,
            subject=tidy_line(_header(message, "Subject")),
            sent_at=_sent_at(message),
            words=words,
            message_id=next(iter(message_ids(_header(message, "Message-ID"))), ""),
            answers=tuple(
                dict.fromkeys(
                    (
                        *message_ids(_header(message, "In-Reply-To")),
                        *reversed(message_ids(_header(message, "References"))),
                    )
                )
            ),
            attached=attached,
            faults=faults,
        ),
        message,
        depth,
    )


def _or_what_it_forwards(email: Email, message: Message, depth: int) -> Email:
    """A mail that says nothing itself and carries one other is that other: its writer, its date, its words."""
    nested = [part for part in _leaves(message) if part.get_content_type() == "message/rfc822"]
    if email.words or len(nested) != 1 or depth >= DEEPEST:
        return email
    inside = _inside(nested[0])
    return _read(inside, depth + 1) if inside else email


def _parts(message: Message, depth: int) -> tuple[str, tuple[Attached, ...], tuple[str, ...]]:
    said: list[str] = []
    attached: list[Attached] = []
    faults: list[str] = []
    for number, part in enumerate(_leaves(message)):
        if number >= MOST_PARTS or depth > DEEPEST:
            faults.append(TOO_MANY)
            break
        if part.get_content_type() == "message/rfc822":
            attached += _nested(part)
        elif _is_body(part):
            said.append(_text(part))
        else:
            content = _content(part)
            if content:
                attached.append(Attached(_file_name(part, number), content))
            elif _file_name(part, 0):
                faults.append(EMPTY_PART)
    return tidy_words("\n\n".join(words for words in said if words)), tuple(attached), tuple(dict.fromkeys(faults))


def _leaves(message: Message) -> Iterator[Message]:
    """The parts that hold something; of alternatives the plain one, unless it is blank."""
    if message.get_content_type() == "message/rfc822" or not message.is_multipart():
        yield message
        return
    children = [child for child in message.get_payload() if isinstance(child, Message)]
    if message.get_content_type() == "multipart/alternative":
        children = _best(children)
    for child in children:
        yield from _leaves(child)


def _best(alternatives: list[Message]) -> list[Message]:
    plain = [part for part in alternatives if part.get_content_type() == "text/plain"]
    if any(_text(part) for part in plain):
        rest = [part for part in alternatives if part.is_multipart() and part.get_content_type() != "message/rfc822"]
        files = [leaf for part in rest for leaf in _leaves(part) if not _is_body(leaf)]
        return [*plain, *files]
    return [part for part in alternatives if part not in plain] or plain


def _is_body(part: Message) -> bool:
    is_text = part.get_content_type() in ("text/plain", "text/html")
    return is_text and part.get_content_disposition() != "attachment" and not part.get_filename()


def _text(part: Message) -> str:
    said = decoded(_content(part), _charset(part))
    return words_of_html(said) if part.get_content_type() == "text/html" else said.strip()


def _charset(part: Message) -> str:
    try:
        return str(part.get_content_charset() or "")
    except (LookupError, UnicodeError, ValueError):
        return ""


def _content(part: Message) -> bytes:
    content = part.get_payload(decode=True)
    return content if isinstance(content, bytes) else b""


def _nested(part: Message) -> list[Attached]:
    email = _inside(part)
    if email is None:
        return []
    subject = tidy_line(_header(email, "Subject"))[:80]
    return [Attached(f"{safe_name(subject) or 'Forwarded email'}.eml", _bytes_of(email))]


def _inside(part: Message) -> Message | None:
    """The mail that a part holds."""
    inside = part.get_payload()
    found = inside[0] if isinstance(inside, list) and inside else None
    return found if isinstance(found, Message) else None


def _bytes_of(message: Message) -> bytes:
    try:
        return message.as_bytes()
    except (LookupError, UnicodeError, ValueError, TypeError, AttributeError):
        return str(message.get_payload()).encode("utf-8", "replace")


def _file_name(part: Message, number: int) -> str:
    try:
        given = part.get_filename() or ""
    except (LookupError, UnicodeError, ValueError, TypeError):
        given = ""
    named = safe_name(tidy_line(_decoded_words(given)))
    if named or not number:
        return named
    return f"Part {number + 1}"


def _sender(message: Message) -> tuple[str, str]:
    for header in ("From", "Reply-To", "Sender"):
        for name, address in getaddresses([_raw(message, header)]):
            if "@" in address:
                return tidy_line(_decoded_words(name)), tidy_line(address)
    return "", ""


def _sent_at(message: Message) -> datetime | None:
    """When the mail says it was sent; without that, when the last server took it."""
    received = [str(value).rpartition(";")[2] for value in message.get_all("Received", [])]
    for written in [_raw(message, "Date"), *received]:
        try:
            at = parsedate_to_datetime(tidy_line(written))
            return (at.replace(tzinfo=UTC) if at.tzinfo is None else at).astimezone(UTC)
        except (TypeError, ValueError, OverflowError, IndexError):
            continue
    return None


def _header(message: Message, name: str) -> str:
    return _decoded_words(_raw(message, name))


def _raw(message: Message, name: str) -> str:
    """A header as it stands. Bytes beyond ASCII come from the parser as surrogates, and are read as text again."""
    value = message.get(name)
    if value is None:
        return ""
    try:
        written = decoded(str(value).encode("utf-8", "surrogateescape"), "utf-8")
    except UnicodeError:
        written = str(value).encode("ascii", "replace").decode()
    return re.sub(r"\r?\n[ \t]+", " ", written)


def _decoded_words(written: str) -> str:
    """Encoded words (RFC 2047) as text; what is wrongly encoded is left as it stands."""
    try:
        pieces = decode_header(written)
    except (HeaderParseError, LookupError, ValueError):
        return written
    said = [decoded(piece, charset or "utf-8") if isinstance(piece, bytes) else piece for piece, charset in pieces]
    return "".join(said)

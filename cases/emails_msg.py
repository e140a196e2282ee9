"""Reads an Outlook ``.msg`` into an ``Email``: a file of streams named for their properties ([MS-OXMSG], [MS-OXPROPS]).

Pure, on olefile, which knows the container and nothing of mail. Words kept as RTF alone are not read: Outlook writes
plain words beside them.
"""

import struct
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from email.utils import parseaddr
from io import BytesIO
from typing import Final

from olefile import OleFileIO

from cases.emails_eml import TOO_MANY, read_eml
from cases.emails_values import Attached, Email, decoded, message_ids, safe_name, tidy_line, tidy_words
from cases.html_words import words_of_html
from foundation.errors import Invalid

MAGIC: Final = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"

SUBJECT, BODY, HTML, HTML_WORDS, RTF = "0037", "1000", "10130102", "1013", "10090102"
HEADERS, MESSAGE_ID, IN_REPLY_TO, REFERENCES = "007D", "1035", "1042", "1039"
SENDER_NAME, SENDER_SMTP, SENDER_ADDRESS = "0C1A", "5D01", "0C1F"
FOR_NAME, FOR_SMTP, FOR_ADDRESS = "0042", "5D02", "0065"
FILE_NAME, SHORT_FILE_NAME, FILE, MAIL_INSIDE = "3707", "3704", "37010102", "__substg1.0_3701000D"
SUBMITTED, DELIVERED, CODE_PAGE, WEB_CODE_PAGE = 0x00390040, 0x0E060040, 0x3FFD0003, 0x3FDE0003

MOST_ATTACHED = 500
DEEPEST = 10
EPOCH = datetime(1601, 1, 1, tzinfo=UTC)
UNREADABLE = "This Outlook email could not be read. Save it again from Outlook, or type what it says."
NO_WORDS = "The words of this email could not be read. Open the file to see them."

Place = tuple[str, ...]


def read_msg(content: bytes) -> Email:
    """The mail in these bytes. Raises ``Invalid`` where the file is broken or no mail."""
    try:
        with OleFileIO(BytesIO(content)) as ole:
            return _Reader(ole).email((), 32, 0)
    except (ArithmeticError, AttributeError, LookupError, MemoryError, OSError, TypeError, ValueError, struct.error):
        raise Invalid(UNREADABLE) from None


class _Reader:
    """One file, read place by place: the mail itself is at the root, each thing attached in a storage of its own."""

    def __init__(self, ole: OleFileIO) -> None:
        self.ole = ole
        self.places = [tuple(place) for place in ole.listdir(streams=True, storages=True)]
        self.faults: list[str] = []

    def email(self, place: Place, header_bytes: int, depth: int) -> Email:
        """The mail at a place; ``header_bytes`` is how far its fixed properties begin into their stream."""
        fixed = self._fixed(place, header_bytes)
        page = _code_page(fixed.get(CODE_PAGE))
        headers = read_eml(self._words(place, HEADERS, page).lstrip().encode() + b"\n\n")
        name, address = self._sender(place, page, headers)
        words = self._body(place, page, _code_page(fixed.get(WEB_CODE_PAGE)) or page)
        replied = message_ids(self._words(place, IN_REPLY_TO, page))
        before = reversed(message_ids(self._words(place, REFERENCES, page)))
        ids = message_ids(self._words(place, MESSAGE_ID, page))
        attached = tuple(self._attached(place, page, depth))
        if not words and self.ole.exists([*place, _stream(RTF)]):
            self.faults.append(NO_WORDS)
        return Email(
            from_name=name,
            from_address=address,
            subject=tidy_line(self._words(place, SUBJECT, page)) or headers.subject,
            sent_at=_moment(fixed.get(SUBMITTED)) or headers.sent_at or _moment(fixed.get(DELIVERED)),
            words=words,
            message_id=ids[0] if ids else headers.message_id,
            answers=tuple(dict.fromkeys((*replied, *before))) or headers.answers,
            attached=attached,
            faults=tuple(dict.fromkeys(self.faults)),
        )

    def _sender(self, place: Place, page: str, headers: Email) -> tuple[str, str]:
        """Who wrote it. Inside one Exchange an address is a path in its directory, which is none to write to."""
        name = self._words(place, FOR_NAME, page) or self._words(place, SENDER_NAME, page)
        asked = (FOR_SMTP, SENDER_SMTP, FOR_ADDRESS, SENDER_ADDRESS)
        addresses = [headers.from_address, *(parseaddr(self._words(place, key, page))[1] for key in asked)]
        return headers.from_name or tidy_line(name), next((one for one in addresses if "@" in one), "")

    def _body(self, place: Place, page: str, web_page: str) -> str:
        plain = tidy_words(self._words(place, BODY, page))
        if plain:
            return plain
        html = self._bytes(place, HTML)
        said = decoded(html, web_page) if html else self._words(place, HTML_WORDS, page)
        return tidy_words(words_of_html(said))

    def _attached(self, place: Place, page: str, depth: int) -> Iterator[Attached]:
        inside = [one for one in self.places if len(one) == len(place) + 1 and one[: len(place)] == place]
        storages = sorted(one for one in inside if one[-1].startswith("__attach_version1.0_#"))
        most = MOST_ATTACHED if depth < DEEPEST else 0
        if len(storages) > most:
            self.faults.append(TOO_MANY)
        for number, storage in enumerate(storages[:most], 1):
            mail = (*storage, MAIL_INSIDE)
            if mail in self.places:
                yield from _as_files(self.email(mail, 24, depth + 1))
                continue
            name = self._words(storage, FILE_NAME, page) or self._words(storage, SHORT_FILE_NAME, page)
            content = self._bytes(storage, FILE)
            if content:
                yield Attached(safe_name(name) or f"Part {number}", content)

    def _words(self, place: Place, key: str, page: str) -> str:
        """A property of words, in either of the two ways that Outlook keeps them."""
        wide = self._bytes(place, f"{key}001F")
        return wide.decode("utf-16-le", "replace") if wide else decoded(self._bytes(place, f"{key}001E"), page)

    def _bytes(self, place: Place, key: str) -> bytes:
        path = [*place, _stream(key)]
        if not self.ole.exists(path):
            return b""
        with self.ole.openstream(path) as stream:
            content: bytes = stream.read()
        return content

    def _fixed(self, place: Place, header_bytes: int) -> dict[int, bytes]:
        """Properties of a fixed size by their tag: sixteen bytes each, of which the last eight are the value."""
        with self.ole.openstream([*place, "__properties_version1.0"]) as stream:
            kept: bytes = stream.read()
        starts = range(header_bytes, len(kept) - 15, 16)
        return {struct.unpack_from("<I", kept, start)[0]: kept[start + 8 : start + 16] for start in starts}


def _as_files(email: Email) -> Iterator[Attached]:
    """A mail inside a mail as text, and what is attached to it."""
    head = [email.from_name, f"<{email.from_address}>" if email.from_address else ""]
    at = f"{email.sent_at:%Y-%m-%d %H:%M} UTC" if email.sent_at else ""
    lines = (" ".join(part for part in head if part), at, email.subject, "", email.words)
    yield Attached(f"{safe_name(email.subject)[:80] or 'Forwarded email'}.txt", "\n".join(lines).encode())
    yield from email.attached


def _stream(key: str) -> str:
    return f"__substg1.0_{key}"


def _code_page(value: bytes | None) -> str:
    """The name Python has for a Windows code page; none where it is not said."""
    number = struct.unpack_from("<I", value)[0] if value else 0
    return {0: "", 1200: "utf-16-le", 20127: "ascii", 28591: "iso-8859-1", 65001: "utf-8"}.get(number, f"cp{number}")


def _moment(value: bytes | None) -> datetime | None:
    """A FILETIME: tenths of a microsecond since 1601."""
    tenths = struct.unpack("<Q", value)[0] if value else 0
    try:
        return EPOCH + timedelta(microseconds=tenths // 10) if tenths else None
    except OverflowError:
        return None

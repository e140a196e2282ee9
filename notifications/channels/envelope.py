"""One email, ready to be handed over: all that a channel may know of a message."""

import base64
import binascii
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import datetime
from email.header import Header
from email.utils import encode_rfc2231, format_datetime, formataddr
from typing import Protocol, Self
from uuid import UUID

from notifications.message import Outcome
from notifications.wording import html_twin, one_line


@dataclass(frozen=True)
class Enclosure:
    """A file in the envelope."""

    name: str
    media_type: str
    content: bytes


@dataclass(frozen=True)
class Envelope:
    """Plain words, addresses and the fixed Message-ID. ``at`` is real time."""

    message_id: UUID
    message_id_header: str
    from_name: str
    from_address: str
    reply_to: str
    to_name: str
    to_address: str
    subject: str
    body: str
    at: datetime
    enclosures: tuple[Enclosure, ...] = field(default=())

    def as_bytes(self) -> bytes:
        """The email (RFC 5322, MIME): plain text first, then its HTML twin, then files.

        Every header is made one line first, so that nobody can add a header through a name or a subject. Written
        out by hand: the library's generator takes longer than handing the mail over.
        """
        words = _multipart("alternative", f"w{self.message_id.hex}", list(self._words()))
        content = words if not self.enclosures else self._with_files(words)
        return b"".join(f"{name}: {value}\r\n".encode("ascii") for name, value in self._headers()) + content

    def _headers(self) -> Iterator[tuple[str, str]]:
        yield "From", _address(self.from_name, self.from_address)
        yield "To", _address(self.to_name, self.to_address)
        yield "Reply-To", one_line(self.reply_to)
        yield "Subject", _encoded(one_line(self.subject))
        yield "Date", format_datetime(self.at)
        yield "Message-ID", one_line(self.message_id_header)
        yield "Auto-Submitted", "auto-generated"
        yield "MIME-Version", "1.0"

    def _words(self) -> Iterator[bytes]:
        for kind, words in (("plain", self.body), ("html", html_twin(self.body, one_line(self.subject)))):
            lines = binascii.b2a_qp(f"{words}\n".encode()).replace(b"\n", b"\r\n")
            head = f'Content-Type: text/{kind}; charset="utf-8"\r\nContent-Transfer-Encoding: quoted-printable\r\n\r\n'
            yield head.encode() + lines

    def _with_files(self, words: bytes) -> bytes:
        return _multipart("mixed", f"f{self.message_id.hex}", [words, *(_part(file) for file in self.enclosures)])


class Channel(Protocol):
    """A way of handing envelopes over. Opened for a batch; ``hand_over`` never raises for a mail that fails."""

    def __enter__(self) -> Self: ...

    def __exit__(self, *failure: object) -> None: ...

    def hand_over(self, envelope: Envelope) -> Outcome:
        """Hand one envelope over and say what became of it."""
        ...


def _multipart(kind: str, boundary: str, parts: list[bytes]) -> bytes:
    head = f'Content-Type: multipart/{kind}; boundary="{boundary}"\r\n\r\n'.encode()
    opened = b"".join(f"--{boundary}\r\n".encode() + part + b"\r\n" for part in parts)
    return head + opened + f"--{boundary}--\r\n".encode()


def _part(file: Enclosure) -> bytes:
    name = encode_rfc2231(one_line(file.name), "utf-8")
    head = (
        f"Content-Type: {one_line(file.media_type)}\r\n"
        "Content-Transfer-Encoding: base64\r\n"
        f"Content-Disposition: attachment; filename*={name}\r\n\r\n"
    )
    return head.encode() + base64.encodebytes(file.content).replace(b"\n", b"\r\n")


def _address(name: str, address: str) -> str:
    return formataddr((one_line(name), one_line(address)), "utf-8")


def _encoded(text: str) -> str:
    return text if text.isascii() else Header(text, "utf-8").encode(linesep="\r\n")

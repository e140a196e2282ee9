"""One email, ready to be handed over: all that a channel may know of a message."""

from dataclasses import dataclass, field
from datetime import datetime
from email.headerregistry import Address
from email.message import EmailMessage
from email.policy import SMTP
from email.utils import format_datetime
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
        """The email: plain text first, then its HTML twin, then files.

        Names and subject are made one line first, so that nobody can add a header through them.
        """
        mail = EmailMessage(policy=SMTP)
        mail["From"] = _address(self.from_name, self.from_address)
        mail["To"] = _address(self.to_name, self.to_address)
        mail["Reply-To"] = _address("", self.reply_to)
        mail["Subject"] = one_line(self.subject)
        mail["Date"] = format_datetime(self.at)
        mail["Message-ID"] = self.message_id_header
        mail["Auto-Submitted"] = "auto-generated"
        mail.set_content(self.body + "\n")
        mail.add_alternative(html_twin(self.body, one_line(self.subject)), subtype="html")
        for enclosure in self.enclosures:
            main, _, sub = enclosure.media_type.partition("/")
            mail.add_attachment(enclosure.content, maintype=main, subtype=sub, filename=enclosure.name)
        return mail.as_bytes()


class Channel(Protocol):
    """A way of handing envelopes over. Opened for a batch; ``hand_over`` never raises for a mail that fails."""

    def __enter__(self) -> Self: ...

    def __exit__(self, *failure: object) -> None: ...

    def hand_over(self, envelope: Envelope) -> Outcome:
        """Hand one envelope over and say what became of it."""
        ...


def _address(name: str, address: str) -> Address:
    return Address(display_name=one_line(name), addr_spec=address)

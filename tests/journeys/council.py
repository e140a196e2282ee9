"""The council of a journey: its days, and the mail that it has sent, as those who get it read it."""

import re
from dataclasses import dataclass
from email.message import EmailMessage

from flask import Flask

from tests.factories.told import at_london
from tests.mail import SmtpSink
from workflows.transport import drain

STAFF = ("@redress.example", "@isle-of-wight.example")


@dataclass(frozen=True)
class Mail:
    """One message as its reader sees it. ``words`` has its line ends as one kind."""

    to: str
    subject: str
    words: str

    def link(self, part: str) -> str:
        """The one address in it that has ``part`` in its path."""
        found = [address for address in re.findall(r"https?://\S+", self.words) if part in address]
        assert len(found) == 1, f"{len(found)} links with {part} in: {self.words}"
        return str(found[0])


@dataclass(frozen=True)
class Council:
    """A running council. Its background work is done when a journey says so, in order."""

    app: Flask
    address: str
    post: SmtpSink

    def go_to(self, day: str, hour: int = 9, minute: int = 0) -> None:
        """Let time pass until a moment in London, from one due moment to the next."""
        drain(self.app, until=at_london(day, hour, minute))

    def settle(self) -> None:
        """Do what is due now."""
        drain(self.app)

    def mail_to(self, address: str) -> list[Mail]:
        """All that was sent to somebody so far, in order."""
        self.settle()
        return [_read(address, message) for message in self.post.to(address)]

    def last_mail_to(self, address: str) -> Mail:
        """The newest that was sent to somebody."""
        mails = self.mail_to(address)
        assert mails, f"nothing was sent to {address}"
        return mails[-1]

    def subjects_to(self, address: str) -> list[str]:
        """The subjects of all that was sent to somebody, in order, without those that let them sign in."""
        return [mail.subject for mail in self.mail_to(address) if "sign in" not in mail.subject.lower()]

    def staff_mail(self) -> list[Mail]:
        """All that was sent to anybody who works here."""
        self.settle()
        return [
            _read(to, message)
            for message, to in zip(self.post.messages, self.post.recipients, strict=True)
            if to.endswith(STAFF)
        ]


def _read(to: str, message: EmailMessage) -> Mail:
    plain = message.get_body(("plain",))
    assert plain is not None
    return Mail(to, str(message["subject"]), str(plain.get_content()).replace("\r\n", "\n"))

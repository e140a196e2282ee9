"""A mail server: one connection for a batch, and an honest word about each message.

The server's answer to the message itself is what counts. If the line breaks after the message was sent and before that
answer, nobody knows: that is ``lost-sight``, not failure. Must not decide what follows from an outcome.
"""

import re
import smtplib
import ssl
from dataclasses import dataclass
from typing import Self
from urllib.parse import unquote, urlsplit

from foundation.errors import Invalid
from notifications.channels.envelope import Envelope
from notifications.message import Outcome, outcome_of_reply

LOCAL_HOSTS = frozenset({"localhost", "127.0.0.1", "::1"})
START_DATA = 354
LEADING_DOT = re.compile(rb"^\.", re.MULTILINE)


@dataclass(frozen=True)
class MailServer:
    """Where and how to hand mail over. ``seconds`` limits each exchange with the server."""

    host: str
    port: int
    user: str | None = None
    password: str | None = None
    is_tls: bool = False
    seconds: float = 20.0

    @property
    def is_local(self) -> bool:
        """Whether it runs on this machine."""
        return self.host in LOCAL_HOSTS


def mail_server(url: str) -> MailServer:
    """Read ``smtp://user:password@host:port`` or ``smtps://…``. Raises ``Invalid``."""
    parts = urlsplit(url)
    if parts.scheme not in ("smtp", "smtps") or not parts.hostname:
        raise Invalid("REDRESS_SMTP_URL must look like smtp://user:password@host:port")
    is_tls = parts.scheme == "smtps"
    return MailServer(
        host=parts.hostname,
        port=parts.port or (465 if is_tls else 25),
        user=unquote(parts.username) if parts.username else None,
        password=unquote(parts.password) if parts.password else None,
        is_tls=is_tls,
    )


class SmtpChannel:
    """One connection, opened at the first message and opened again if the server closes it."""

    def __init__(self, server: MailServer) -> None:
        self.server = server
        self.line: smtplib.SMTP | None = None

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *failure: object) -> None:
        if self.line is not None:
            try:
                self.line.quit()
            except (OSError, smtplib.SMTPException):
                self.line.close()
            self.line = None

    def hand_over(self, envelope: Envelope) -> Outcome:
        """Hand one envelope over. A connection the server closed while idle is opened once more."""
        for is_second_try in (False, True):
            was_open = self.line is not None
            try:
                return self._try(envelope)
            except smtplib.SMTPServerDisconnected:
                self._drop()
                if is_second_try or not was_open:
                    return Outcome("put-off", "disconnected")
            except smtplib.SMTPResponseException as error:
                self._drop()
                return Outcome("put-off", str(error.smtp_code))
            except (OSError, smtplib.SMTPException) as error:
                self._drop()
                return Outcome("put-off", type(error).__name__)
        raise AssertionError("the second try always answers")

    def _try(self, envelope: Envelope) -> Outcome:
        """One exchange. Raises only for what went wrong before the message itself was sent."""
        content = LEADING_DOT.sub(b"..", envelope.as_bytes())
        line = self.line or self._open()
        self.line = line
        for code, _ in (line.mail(envelope.from_address), line.rcpt(envelope.to_address)):
            if not 200 <= code < 300:
                return self._start_over(outcome_of_reply(code))
        code, _ = line.docmd("DATA")
        if code != START_DATA:
            return self._start_over(outcome_of_reply(code))
        try:
            line.send(content + b".\r\n")
            code, _ = line.getreply()
        except (OSError, smtplib.SMTPException) as error:
            self._drop()
            return Outcome("lost-sight", type(error).__name__)
        return outcome_of_reply(code)

    def _start_over(self, outcome: Outcome) -> Outcome:
        """Leave the connection ready for the next message."""
        if self.line is not None:
            self.line.rset()
        return outcome

    def _open(self) -> smtplib.SMTP:
        server = self.server
        if server.is_tls:
            line: smtplib.SMTP = smtplib.SMTP_SSL(
                server.host, server.port, timeout=server.seconds, context=ssl.create_default_context()
            )
        else:
            line = smtplib.SMTP(server.host, server.port, timeout=server.seconds)
        line.ehlo_or_helo_if_needed()
        if not server.is_tls and line.has_extn("starttls"):
            line.starttls(context=ssl.create_default_context())
            line.ehlo()
        elif not server.is_tls and server.user and not server.is_local:
            line.close()
            raise smtplib.SMTPNotSupportedError("the server offers no encryption, so the password stays here")
        if server.user and server.password:
            line.login(server.user, server.password)
        return line

    def _drop(self) -> None:
        if self.line is not None:
            self.line.close()
            self.line = None

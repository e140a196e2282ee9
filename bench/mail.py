"""Messages handed to a local SMTP server, against the raw rate of one reused connection.

Ours reads each message, opens its seal, asks the guards, writes that it is being handed over before the network is
used and what became of it after, and settles its task. What follows from a message that went (flows that heard of
it) is other work and is done outside the time measured.
"""

import smtplib
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from email.message import EmailMessage
from email.utils import make_msgid

from sqlalchemy import text

from authorities.publishing import default_authority
from bench.ratio import Ratio, alternate
from bench.servers import BenchServers
from foundation.database import db, new_id, transaction
from foundation.performing import claim, offer, perform_all
from notifications.message import LinkTo
from notifications.outgoing import Recipient, request_message
from workflows.transport import drain

AT_LEAST = 0.6


def measure(servers: BenchServers, quick: bool) -> list[Ratio]:
    """Messages a second."""
    messages = 200 if quick else 1_000
    with _sink() as port, servers.app.app_context():
        servers.app.config["SETTINGS"] = servers.settings.model_copy(update={"smtp_url": f"smtp://127.0.0.1:{port}"})
        try:
            rates = alternate(lambda: _ours(servers, messages), lambda: _raw(port, messages))
        finally:
            servers.app.config["SETTINGS"] = servers.settings
    return [Ratio("messages handed to SMTP", *rates, "a second", "rate", AT_LEAST)]


def _ours(servers: BenchServers, number: int) -> float:
    with transaction():
        authority = default_authority()
        for _ in range(number):
            row = new_id()
            request_message(
                authority_id=authority.id,
                about=("bench", row),
                key=f"bench:{row}",
                wording="sign-in",
                fields={},
                links={"link": LinkTo("/sign-in/link/{token}", "sign-in", row, 0)},
                to=Recipient("officer", "Ola Invented", "officer@redress.example"),
                guarantee="at-least-once",
            )
    began = time.perf_counter()
    with transaction():
        batches = offer()
    for batch in batches:
        with transaction():
            claims = claim(batch)
        perform_all(claims)
    took = time.perf_counter() - began
    unsent = db.session.scalar(text("select count(*) from message where fate <> 'sent'"))
    if unsent:
        raise RuntimeError(f"{unsent} messages were not sent")
    db.session.rollback()
    drain(servers.app)
    return number / took


def _raw(port: int, number: int) -> float:
    """What a plain script does: build each message, hand it over on one connection."""
    began = time.perf_counter()
    with smtplib.SMTP("127.0.0.1", port, timeout=30) as connection:
        for _ in range(number):
            message = EmailMessage()
            message["Subject"] = "Your link to sign in"
            message["From"], message["To"] = "complaints@council.example", "officer@redress.example"
            message["Message-ID"] = make_msgid(domain="council.example")
            message.set_content("Use this link to sign in.\n\nhttp://127.0.0.1/sign-in/link/abc\n" * 3)
            message.add_alternative("<p>Use this link to sign in.</p>" * 6, subtype="html")
            connection.send_message(message)
    return number / (time.perf_counter() - began)


@contextmanager
def _sink() -> Iterator[int]:
    """A mail server in a process of its own, which forgets what it is given."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = int(free.getsockname()[1])
    command = [sys.executable, "-m", "aiosmtpd", "--nosetuid", "-c", "aiosmtpd.handlers.Sink"]
    server = subprocess.Popen([*command, "-l", f"127.0.0.1:{port}"])
    try:
        until = time.monotonic() + 30
        while time.monotonic() < until:
            try:
                with smtplib.SMTP("127.0.0.1", port, timeout=5):
                    break
            except OSError:
                time.sleep(0.1)
        yield port
    finally:
        server.terminate()
        server.wait(timeout=30)

"""Asks clamd whether bytes hold a virus, over its own socket protocol.

Uses the network: never inside a transaction. Where no scanner is set, or it does not answer, a file is "not scanned"
and is said to be so; nothing is lost for that. Must not store or log what it sends, nor what a file is called.
"""

import logging
import socket
import struct
from typing import Literal

from foundation.settings import settings

log = logging.getLogger("redress.scanning")

Verdict = Literal["clean", "virus", "not-scanned"]

_SECONDS = 30.0
_CHUNK = 64 * 1024


def is_set() -> bool:
    """Whether this deployment names a scanner."""
    return bool(settings.clamd)


def scan(content: bytes) -> Verdict:
    """What the scanner says of ``content``; "not-scanned" without one, or where it gave no clear answer."""
    if not is_set():
        return "not-scanned"
    try:
        with _reached() as reach:
            reach.sendall(b"zINSTREAM\0")
            for start in range(0, len(content), _CHUNK):
                chunk = content[start : start + _CHUNK]
                reach.sendall(struct.pack("!I", len(chunk)) + chunk)
            reach.sendall(struct.pack("!I", 0))
            reply = _reply(reach)
    except OSError as error:
        log.warning("the scanner did not answer", extra={"facts": {"kind": type(error).__name__}})
        return "not-scanned"
    if reply == "stream: OK":
        return "clean"
    if reply.endswith(" FOUND"):
        return "virus"
    log.warning("the scanner could not say", extra={"facts": {"reply": reply[:80]}})
    return "not-scanned"


def answers() -> bool:
    """Whether the scanner that is set answers."""
    try:
        with _reached() as reach:
            reach.sendall(b"zPING\0")
            return _reply(reach) == "PONG"
    except OSError:
        return False


def _reached() -> socket.socket:
    """A connection to clamd: ``settings.clamd`` is a path, or ``host:port``."""
    place = settings.clamd
    if place.startswith("/"):
        reach = socket.socket(socket.AF_UNIX, socket.SOCK_STREAM)
        try:
            reach.settimeout(_SECONDS)
            reach.connect(place)
        except OSError:
            reach.close()
            raise
        return reach
    host, _, port = place.rpartition(":")
    return socket.create_connection((host.strip("[]"), int(port)), timeout=_SECONDS)


def _reply(reach: socket.socket) -> str:
    """One answer, which ends with a null."""
    said = b""
    while not said.endswith(b"\0") and len(said) < 4096:
        part = reach.recv(1024)
        if not part:
            break
        said += part
    return said.rstrip(b"\0").decode("ascii", "replace").strip()

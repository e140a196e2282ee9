"""One Valkey under a data folder: started, found again, stopped.

It only couriers ids, so it keeps nothing on disk: what it loses, the relay offers again.
"""

import socket
import time
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import quote

from foundation.embedded.place import Place
from foundation.errors import Unavailable

START_SECONDS = 20


@dataclass(frozen=True)
class Valkey:
    """The server at ``place``. Callers hold the lock of ``foundation.embedded.servers``."""

    place: Place

    @property
    def socket(self) -> Path:
        return self.place.sockets / "valkey.sock"

    def url(self, number: int = 0) -> str:
        """The address of one of its sixteen numbered databases, for any client of the Redis protocol."""
        return f"unix://{quote(str(self.socket), safe='/')}?db={number}"

    def is_running(self) -> bool:
        """Whether it answers now."""
        try:
            return self._say(b"PING").startswith(b"+PONG")
        except OSError:
            return False

    def start(self) -> None:
        """Start it unless it runs. Raises ``Unavailable``; its own words are in ``valkey.log``."""
        if self.is_running():
            return
        folder = self.place.folder("valkey")
        log = self.place.data / "valkey.log"
        self.socket.unlink(missing_ok=True)
        self.place.run(
            self.place.valkey,
            [
                *("--daemonize", "yes", "--dir", str(folder), "--logfile", str(log)),
                *("--port", "0", "--unixsocket", str(self.socket), "--unixsocketperm", "700"),
                *("--save", "", "--appendonly", "no", "--maxmemory-policy", "noeviction"),
            ],
        )
        self._wait_until(running=True, otherwise=f"Valkey did not start. See {log}.")

    def stop(self) -> None:
        """Stop it; what waits in it is offered again by the relay."""
        if self.is_running():
            with suppress(OSError):  # it hangs up, as it was asked to
                self._say(b"SHUTDOWN NOSAVE")
            self._wait_until(running=False, otherwise="Valkey did not stop.")

    def _say(self, words: bytes) -> bytes:
        with socket.socket(socket.AF_UNIX, socket.SOCK_STREAM) as line:
            line.settimeout(3)
            line.connect(str(self.socket))
            line.sendall(words + b"\r\n")
            return line.recv(256)

    def _wait_until(self, *, running: bool, otherwise: str) -> None:
        ends = time.monotonic() + START_SECONDS
        while self.is_running() is not running:
            if time.monotonic() > ends:
                raise Unavailable(otherwise)
            time.sleep(0.02)

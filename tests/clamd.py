"""A scanner for tests: speaks clamd's INSTREAM and PING over TCP, and knows one virus, the EICAR test line."""

import socketserver
import struct
import threading
from collections.abc import Iterator
from contextlib import contextmanager

from tests.files import EICAR


class FakeClamd(socketserver.ThreadingTCPServer):
    """``seen`` holds each content that was scanned. It answers ``reply`` to every scan, where that is given."""

    allow_reuse_address = True
    daemon_threads = True

    def __init__(self, reply: str = "") -> None:
        super().__init__(("127.0.0.1", 0), _Conversation)
        self.seen: list[bytes] = []
        self.reply = reply

    @property
    def address(self) -> str:
        return f"127.0.0.1:{self.server_address[1]}"


class _Conversation(socketserver.StreamRequestHandler):
    server: FakeClamd

    def handle(self) -> None:
        command = b""
        while not command.endswith(b"\0"):
            command += self.rfile.read(1)
        if command == b"zPING\0":
            self.wfile.write(b"PONG\0")
            return
        assert command == b"zINSTREAM\0"
        content = b""
        while (length := struct.unpack("!I", self.rfile.read(4))[0]) > 0:
            content += self.rfile.read(length)
        self.server.seen.append(content)
        found = "stream: Eicar-Signature FOUND" if EICAR in content else "stream: OK"
        self.wfile.write((self.server.reply or found).encode() + b"\0")


@contextmanager
def running_clamd(reply: str = "") -> Iterator[FakeClamd]:
    """A scanner on a free port of this machine."""
    with FakeClamd(reply) as server:
        thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True)
        thread.start()
        yield server
        server.shutdown()
        thread.join()

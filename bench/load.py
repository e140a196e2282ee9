"""A web server of its own for a measurement, and clients that press it as hard as they can."""

import http.client
import socket
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from queue import Empty, SimpleQueue

CLIENTS = 8
WORKERS = 2
STARTS_WITHIN_SECONDS = 60


@contextmanager
def gunicorn(application: str, environment: Mapping[str, str]) -> Iterator[int]:
    """Serve ``application`` with two workers on a free port, which is given."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = int(free.getsockname()[1])
    command = [sys.executable, "-m", "gunicorn", application, "--workers", str(WORKERS), "--threads", "4"]
    command += ["--bind", f"127.0.0.1:{port}", "--log-level", "error"]
    server = subprocess.Popen(command, env=dict(environment), stderr=subprocess.DEVNULL)
    try:
        _wait_until_it_answers(port)
        yield port
    finally:
        server.terminate()
        server.wait(timeout=30)


def rate(port: int, send: Callable[[http.client.HTTPConnection, int], None], requests: int) -> float:
    """Requests a second when eight clients share ``requests``, each over a connection of its own.

    ``send`` makes one request, given its number, and raises if the answer is not the one wanted.
    """
    numbers: SimpleQueue[int] = SimpleQueue()
    for number in range(requests):
        numbers.put(number)
    failures: list[BaseException] = []

    def client() -> None:
        try:
            while True:
                number = numbers.get_nowait()
                connection = http.client.HTTPConnection("127.0.0.1", port, timeout=60)
                send(connection, number)
                connection.close()
        except Empty:
            return
        except BaseException as error:
            failures.append(error)

    clients = [threading.Thread(target=client) for _ in range(CLIENTS)]
    began = time.perf_counter()
    for thread in clients:
        thread.start()
    for thread in clients:
        thread.join()
    took = time.perf_counter() - began
    if failures:
        raise failures[0]
    return requests / took


def read(connection: http.client.HTTPConnection, wanted: int) -> bytes:
    """The body of the answer. Raises ``RuntimeError`` for another status than ``wanted``."""
    response = connection.getresponse()
    body = response.read()
    if response.status != wanted:
        raise RuntimeError(f"the server answered {response.status}, not {wanted}: {body[:300]!r}")
    return body


def _wait_until_it_answers(port: int) -> None:
    until = time.monotonic() + STARTS_WITHIN_SECONDS
    while time.monotonic() < until:
        try:
            with socket.create_connection(("127.0.0.1", port), timeout=1):
                return
        except OSError:
            time.sleep(0.1)
    raise RuntimeError("the web server did not start")

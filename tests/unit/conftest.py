"""Pure tests: values in, values out. One that reaches for a database or a socket is in the wrong folder."""

import socket
from typing import Any

import psycopg
import pytest


@pytest.fixture(autouse=True)
def _nothing_but_values(monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(*args: Any, **kwargs: Any) -> None:
        raise AssertionError("a test under tests/unit may not use a database or a socket")

    monkeypatch.setattr(socket.socket, "connect", refuse)
    monkeypatch.setattr(psycopg.Connection, "connect", refuse)

"""A database that has gone away, for tests: every statement fails as it does when the server has stopped."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from sqlalchemy import Engine, event
from sqlalchemy.exc import OperationalError

ASKING = ("SELECT", "INSERT", "UPDATE", "DELETE")


@contextmanager
def database_away() -> Iterator[None]:
    """Until it ends, no statement reaches the database."""

    def fail(connection: Any, cursor: Any, statement: str, *_: Any) -> None:
        if statement.lstrip().upper().startswith(ASKING):
            raise OperationalError("the server closed the connection", {}, Exception("gone"))

    event.listen(Engine, "before_cursor_execute", fail)
    try:
        yield
    finally:
        event.remove(Engine, "before_cursor_execute", fail)

"""The database and broker that tests use: real servers, shared by every worker and every run of this checkout.

Their data may be lost at any time, so they do not wait for the disk. A database whose schema has been
built once is copied, by a name that is a digest of that schema.
"""

import fcntl
import hashlib
import os
import re
import shutil
import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import psutil
from flask import Flask
from flask_migrate import upgrade
from sqlalchemy.dialects import postgresql
from sqlalchemy.schema import CreateIndex, CreateTable

from application.seeding import seed
from foundation.database import db, transaction
from foundation.embedded.place import Place
from foundation.embedded.postgresql import PostgreSQL
from foundation.embedded.servers import Attachment, attach
from foundation.errors import Unavailable

CHECKOUT = Path(__file__).parents[1]


def test_data_dir() -> Path:
    """A folder of this checkout and user that survives runs, so that only the first one waits for ``initdb``."""
    mark = hashlib.sha256(str(CHECKOUT).encode()).hexdigest()[:8]
    return Path(tempfile.gettempdir()) / f"redress-tests-{os.getuid()}-{mark}"


def attach_test_servers() -> Attachment:
    """Start or find them; data that a crash has spoilt is thrown away."""
    data_dir = test_data_dir()
    try:
        return attach(data_dir, keeps_data=False)
    except Unavailable:
        shutil.rmtree(Place.under(data_dir).data / "postgresql", ignore_errors=True)
        return attach(data_dir, keeps_data=False)


@dataclass
class WorkerDatabase:
    """The one database that this process's application talks to, renewed as a test needs it.

    ``empty`` has tables and no rows, ``shipped`` has what a new deployment is given.
    """

    server: PostgreSQL
    name: str
    app: Flask | None = None
    holds: str = ""

    @property
    def url(self) -> str:
        return self.server.url(self.name)

    def renew(self, kind: str) -> None:
        """Make it anew, ``empty`` or ``shipped``. Whoever was connected is cut off."""
        with alone():
            source = self._template(kind)
            self._give_up()
            self.server.make_database(self.name, like=source)
        self.holds = kind

    def copy_of(self, kind: str) -> str:
        """Another database, ``empty`` or ``shipped``, that goes when this process does; returns its name."""
        name = f"{self.name}_{kind}"
        with alone():
            source = self._template(kind)
            self.server.drop_database(name)
            self.server.make_database(name, like=source)
        return name

    def have_empty(self) -> None:
        """Renew it unless it is known to be empty: tests that roll back leave it so."""
        if self.holds != "empty":
            self.renew("empty")

    def drop(self) -> None:
        """Drop it and its copies."""
        self._give_up()
        for name in self.server.databases():
            if name.startswith(f"{self.name}_"):
                self.server.drop_database(name)

    def _give_up(self) -> None:
        assert self.app is not None
        with self.app.app_context():
            db.session.remove()
            db.engine.dispose()
        self.server.drop_database(self.name)
        self.holds = ""

    def _template(self, kind: str) -> str:
        """The name of the database to copy, built if this is the first time that its schema is met."""
        source = f"template_{kind}_{schema_digest()}"
        if not self.server.has_database(source):
            self._give_up()
            self._make_template(kind, source)
        return source

    def _make_template(self, kind: str, source: str) -> None:
        for name in self.server.databases():
            if name.startswith(f"template_{kind}_"):
                self.server.drop_database(name)
        assert self.app is not None
        steps: list[Callable[[], None]] = [upgrade]
        if kind == "shipped":
            steps.append(_seed)
        self.server.make_database(self.name)
        with self.app.app_context():
            for step in steps:
                step()
            db.session.remove()
            db.engine.dispose()
        self.server.rename_database(self.name, source)


def _seed() -> None:
    with transaction():
        seed()


@cache
def schema_digest() -> str:
    """Changes with every table of the models, every migration, and everything shipped as data.

    It is the same in every process, or each would throw away the databases that the others made to copy.
    """
    digest = hashlib.sha256()
    for table in db.metadata.sorted_tables:
        digest.update(_written(CreateTable(table)).encode())
        digest.update("".join(sorted(_written(CreateIndex(index)) for index in table.indexes)).encode())
    shipped = [*(CHECKOUT / "migrations" / "versions").glob("*.py"), CHECKOUT / "application" / "seeding.py"]
    packages = ["authorities", "cases", "foundation", "notifications", "webform", "workflows"]
    for package in packages:
        shipped += [*(CHECKOUT / package).rglob("*.yaml"), *(CHECKOUT / package).rglob("publishing.py")]
    for path in sorted(shipped):
        digest.update(path.read_bytes())
    return digest.hexdigest()[:12]


def _written(statement: CreateTable | CreateIndex) -> str:
    return str(statement.compile(dialect=postgresql.dialect()))  # type: ignore[no-untyped-call]


def worker_database(server: PostgreSQL) -> WorkerDatabase:
    """One for this process; those of processes that died are dropped."""
    with alone():
        for name in server.databases():
            owner = re.match(r"worker_(\d+)", name)
            if owner and not psutil.pid_exists(int(owner[1])):
                server.drop_database(name)
    return WorkerDatabase(server, f"worker_{os.getpid()}")


@contextmanager
def alone() -> Iterator[None]:
    """One process at a time makes templates and copies them."""
    with (test_data_dir() / "templates.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        yield

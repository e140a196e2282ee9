"""One PostgreSQL cluster under a data folder: made, started, found again, stopped.

It listens on a Unix socket in a folder closed to other users, which is why it asks no password.
Durability is left as PostgreSQL ships it; only a throw-away cluster (``keeps_data=False``) gives it up.
"""

import shlex
import shutil
import time
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import quote

import psutil
import psycopg
from psycopg import sql

from foundation.embedded.place import Place
from foundation.errors import Unavailable

USER = "redress"
PORT = 5432  # names the socket; nothing listens on the network
START_SECONDS = 60


@dataclass(frozen=True)
class PostgreSQL:
    """The cluster at ``place``. Callers hold the lock of ``foundation.embedded.servers``."""

    place: Place
    keeps_data: bool = True

    @property
    def cluster(self) -> Path:
        return self.place.data / "postgresql"

    def url(self, database: str) -> str:
        """The address of a database of this cluster, for SQLAlchemy with psycopg."""
        return f"postgresql+psycopg://{USER}@/{database}?host={quote(str(self.place.sockets), safe='/')}"

    def is_running(self) -> bool:
        """Whether it answers now."""
        try:
            self._connect().close()
        except psycopg.OperationalError:
            return False
        return True

    def start(self) -> None:
        """Start it, making the cluster the first time; one that survived a crash is simply used.

        Raises ``Unavailable`` where it cannot be started; its own words are in ``postgresql.log``.
        """
        if self.is_running():
            return
        if not (self.cluster / "PG_VERSION").exists():
            self._make_cluster()
        self._forget_a_stranger()
        if not self.is_alive():
            self._launch()
        self._wait()

    def stop(self) -> None:
        """Stop it, ending what is still connected."""
        if self.is_alive():
            self.place.run(self._program("pg_ctl"), ["stop", "-D", str(self.cluster), "-m", "fast", "-w", "-t", "60"])

    def have_database(self, name: str) -> None:
        """Make the database unless it is there. Callers may race."""
        with suppress(psycopg.errors.DuplicateDatabase, psycopg.errors.UniqueViolation):
            if not self.has_database(name):
                self.make_database(name)

    def has_database(self, name: str) -> bool:
        with self._connect() as connection:
            found = connection.execute("SELECT 1 FROM pg_database WHERE datname = %s", [name]).fetchone()
        return found is not None

    def databases(self) -> list[str]:
        """Names of the databases that are ours to use or drop."""
        with self._connect() as connection:
            rows = connection.execute(
                "SELECT datname FROM pg_database WHERE NOT datistemplate AND datname <> 'postgres'"
            )
            return [str(row[0]) for row in rows]

    def make_database(self, name: str, like: str = "template0") -> None:
        """Make a database, empty or as a copy of one that nobody is connected to."""
        with self._connect() as connection:
            connection.execute(
                sql.SQL("CREATE DATABASE {} TEMPLATE {}").format(sql.Identifier(name), sql.Identifier(like))
            )

    def drop_database(self, name: str) -> None:
        """Drop a database, ending what is connected to it."""
        with self._connect() as connection:
            connection.execute(sql.SQL("DROP DATABASE IF EXISTS {} WITH (FORCE)").format(sql.Identifier(name)))

    def rename_database(self, name: str, to: str) -> None:
        with self._connect() as connection:
            connection.execute(
                sql.SQL("ALTER DATABASE {} RENAME TO {}").format(sql.Identifier(name), sql.Identifier(to))
            )

    def _connect(self) -> psycopg.Connection[tuple[object, ...]]:
        return psycopg.connect(
            host=str(self.place.sockets), port=PORT, user=USER, dbname="postgres", autocommit=True, connect_timeout=5
        )

    def _program(self, name: str) -> Path:
        return self.place.postgresql / "bin" / name

    def _make_cluster(self) -> None:
        """Made beside its place and moved, so that a start that was killed leaves no half of one."""
        making = self.place.data / "postgresql.making"
        shutil.rmtree(making, ignore_errors=True)
        shutil.rmtree(self.cluster, ignore_errors=True)
        self.place.run(
            self._program("initdb"),
            [
                *("-D", str(making), "--username", USER, "--auth", "trust", "--encoding", "UTF8"),
                *("--locale", "C", "--locale-provider", "builtin", "--builtin-locale", "C.UTF-8"),
                "--no-instructions",
                *([] if self.keeps_data else ["--no-sync"]),
            ],
        )
        making.rename(self.cluster)

    def _launch(self) -> None:
        settings = {
            "listen_addresses": "",
            "unix_socket_directories": str(self.place.sockets),
            "port": str(PORT),
            "max_connections": "200",
            "shared_buffers": "256MB",
            "timezone": "UTC",
            "log_timezone": "UTC",
        }
        if not self.keeps_data:
            settings |= {"fsync": "off", "synchronous_commit": "off", "full_page_writes": "off"}
        options = shlex.join(part for name, value in settings.items() for part in ("-c", f"{name}={value}"))
        log = self.place.data / "postgresql.log"
        try:
            self.place.run(
                self._program("pg_ctl"),
                ["start", "-D", str(self.cluster), "-l", str(log), "-W", "-o", options],
            )
        except Unavailable as error:
            raise Unavailable(f"{error.message} See {log}.") from None

    def _wait(self) -> None:
        """Until it answers: after a crash it first repairs itself.

        A postmaster that finds children of a killed one still leaving gives up, so it is launched again.
        """
        ends = time.monotonic() + START_SECONDS
        while not self.is_running():
            if time.monotonic() > ends:
                raise Unavailable(f"PostgreSQL did not start. See {self.place.data / 'postgresql.log'}.")
            time.sleep(0.05)
            if not self.is_alive() and not self._is_alive_after(0.5):
                self._launch()

    def _is_alive_after(self, seconds: float) -> bool:
        time.sleep(seconds)
        return self.is_alive()

    def _postmaster(self) -> psutil.Process | None:
        """The live process that the cluster's pid file names, whoever it is."""
        try:
            first = (self.cluster / "postmaster.pid").read_text().splitlines()[0]
            return psutil.Process(int(first))
        except (OSError, IndexError, ValueError, psutil.NoSuchProcess):
            return None

    def is_alive(self) -> bool:
        """Whether its postmaster lives, answering or not; cheap enough to ask every second."""
        process = self._postmaster()
        return process is not None and _is_postgres(process)

    def _forget_a_stranger(self) -> None:
        """Remove a pid file whose number has since gone to another program: PostgreSQL would wait for it."""
        process = self._postmaster()
        if process is not None and not _is_postgres(process):
            (self.cluster / "postmaster.pid").unlink(missing_ok=True)


def _is_postgres(process: psutil.Process) -> bool:
    try:
        return bool(process.status() != psutil.STATUS_ZOMBIE and process.name().startswith("postgres"))
    except psutil.Error:
        return False

"""Both servers together, shared by every process that uses the same data folder.

Who needs them starts them or finds them running; the last to leave stops them. A user of the servers
is known by a lock that the system drops when its process ends, however it ends, so that nothing is
counted and no crash leaves a wrong count. Children that must keep the servers inherit the lock
(``Attachment.lock``).
"""

import fcntl
import os
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from foundation.embedded.place import Place
from foundation.embedded.postgresql import PostgreSQL
from foundation.embedded.valkey import Valkey


@dataclass(frozen=True)
class Attachment:
    """A process's hold on the servers of a data folder."""

    data_dir: Path
    postgresql: PostgreSQL | None
    valkey: Valkey | None
    lock: int

    @property
    def data(self) -> Path | None:
        """Where the servers keep their data, which as root may not be the data folder."""
        server = self.postgresql or self.valkey
        return server.place.data if server else None

    def revive(self) -> list[str]:
        """Start again whichever of them has died; returns their names. Raises ``Unavailable``."""
        dead: list[PostgreSQL | Valkey] = []
        if self.postgresql and not self.postgresql.is_alive():
            dead.append(self.postgresql)
        if self.valkey and not self.valkey.is_running():
            dead.append(self.valkey)
        for server in dead:
            with _alone(self.data_dir):
                server.start()
        return [type(server).__name__ for server in dead]

    def leave(self, patience: float = 0.0) -> bool:
        """Let go; stop the servers if nobody else holds them. Returns whether they were stopped.

        Children that were just killed hold them until the system has cleared them away: ``patience`` waits
        so many seconds for that.
        """
        with _alone(self.data_dir):
            os.close(self.lock)
            users = _open(self.data_dir, "servers.users")
            try:
                if not _is_ours_alone(users, time.monotonic() + patience):
                    return False
                _stop(Place.under(self.data_dir))
                return True
            finally:
                os.close(users)


def _is_ours_alone(users: int, until: float) -> bool:
    while True:
        try:
            fcntl.flock(users, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError:
            if time.monotonic() >= until:
                return False
            time.sleep(0.05)
        else:
            return True


def attach(data_dir: Path, *, database: bool = True, broker: bool = True, keeps_data: bool = True) -> Attachment:
    """Find the servers of ``data_dir`` or start them.

    ``keeps_data=False`` is for tests: it trades durability for speed. Raises ``Unavailable``.
    """
    data_dir = data_dir.resolve()
    with _alone(data_dir):
        place = Place.under(data_dir)
        lock = _open(data_dir, "servers.users")
        fcntl.flock(lock, fcntl.LOCK_SH)
        try:
            postgresql = PostgreSQL(place, keeps_data) if database else None
            valkey = Valkey(place) if broker else None
            if postgresql:
                postgresql.start()
            if valkey:
                valkey.start()
        except BaseException:
            os.close(lock)
            raise
        return Attachment(data_dir, postgresql, valkey, lock)


def _stop(place: Place) -> None:
    Valkey(place).stop()
    PostgreSQL(place).stop()


@contextmanager
def _alone(data_dir: Path) -> Iterator[None]:
    """One process at a time starts or stops the servers of a data folder."""
    data_dir.mkdir(parents=True, exist_ok=True)
    lock = _open(data_dir, "servers.lock")
    try:
        fcntl.flock(lock, fcntl.LOCK_EX)
        yield
    finally:
        os.close(lock)


def _open(data_dir: Path, name: str) -> int:
    return os.open(data_dir / name, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600)

"""PostgreSQL and Valkey from their wheels: found again, shared, stopped by the last, data kept through kills."""

import os
import shutil
import signal
import stat
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path

import psycopg
import pytest

from foundation.embedded import place as places
from foundation.embedded.place import Place
from foundation.embedded.postgresql import PostgreSQL
from foundation.embedded.reach import check_broker, check_database
from foundation.embedded.servers import Attachment, attach
from foundation.embedded.valkey import Valkey
from foundation.errors import Unavailable


@pytest.fixture
def data_dir() -> Iterator[Path]:
    path = Path(tempfile.mkdtemp(prefix="redress-embedded-"))
    path.chmod(0o755)
    yield path
    place = Place.under(path)
    PostgreSQL(place).stop()
    Valkey(place).stop()
    shutil.rmtree(path)


def postgresql_of(attachment: Attachment) -> PostgreSQL:
    assert attachment.postgresql is not None
    return attachment.postgresql


def connect(attachment: Attachment) -> "psycopg.Connection[tuple[object, ...]]":
    url = postgresql_of(attachment).url("postgres").replace("+psycopg", "")
    return psycopg.connect(url, autocommit=True)


def postmaster(attachment: Attachment) -> int:
    return int((postgresql_of(attachment).cluster / "postmaster.pid").read_text().splitlines()[0])


def test_the_last_to_leave_stops_them(data_dir: Path) -> None:
    first, second = attach(data_dir, keeps_data=False), attach(data_dir, keeps_data=False)
    assert first.postgresql == second.postgresql
    assert not first.leave()
    assert postgresql_of(second).is_running()
    assert second.leave()
    assert not postgresql_of(second).is_running()
    assert second.valkey is not None
    assert not second.valkey.is_running()


def test_a_process_that_was_killed_counts_as_having_left(data_dir: Path) -> None:
    program = (
        "import sys, time, pathlib\n"
        "from foundation.embedded.servers import attach\n"
        "held = attach(pathlib.Path(sys.argv[1]), keeps_data=False)\n"
        "print('attached', flush=True)\n"
        "time.sleep(60)\n"
    )
    with subprocess.Popen([sys.executable, "-c", program, str(data_dir)], stdout=subprocess.PIPE) as other:
        assert other.stdout is not None
        assert other.stdout.readline() == b"attached\n"
        mine = attach(data_dir, keeps_data=False)
        other.kill()
        other.wait()
    assert mine.leave()


def test_what_was_committed_survives_a_kill_of_the_server(data_dir: Path) -> None:
    held = attach(data_dir)
    with connect(held) as connection:
        assert connection.execute("SHOW fsync").fetchone() == ("on",)
        assert connection.execute("SHOW synchronous_commit").fetchone() == ("on",)
        connection.execute("CREATE TABLE kept AS SELECT 42 AS answer")
    os.kill(postmaster(held), signal.SIGKILL)
    ends = time.monotonic() + 10
    while postgresql_of(held).is_alive():
        assert time.monotonic() < ends
        time.sleep(0.05)
    assert held.revive() == ["PostgreSQL"]
    with connect(held) as connection:
        assert connection.execute("SELECT answer FROM kept").fetchone() == (42,)
    assert held.leave()


def test_a_pid_file_that_names_another_program_is_not_waited_for(data_dir: Path) -> None:
    attach(data_dir, keeps_data=False).leave()
    place = Place.under(data_dir)
    cluster = place.data / "postgresql"
    (cluster / "postmaster.pid").write_text(f"{os.getpid()}\n{cluster}\n1\n5432\n{place.sockets}\n\n0 0\nready\n")
    held = attach(data_dir, keeps_data=False)
    assert postgresql_of(held).is_running()
    held.leave()


def test_nobody_else_can_enter_the_folders(data_dir: Path) -> None:
    place = Place.under(data_dir)
    for folder in (place.data, place.sockets):
        assert stat.S_IMODE(folder.stat().st_mode) == 0o700


def test_a_folder_too_deep_for_a_socket_gets_its_socket_elsewhere(data_dir: Path) -> None:
    deep = data_dir / ("a" * 60) / ("b" * 60)
    held = attach(deep, keeps_data=False)
    assert postgresql_of(held).is_running()
    assert len(str(postgresql_of(held).place.sockets)) <= 80
    held.leave()
    shutil.rmtree(postgresql_of(held).place.sockets)


def test_programs_that_the_user_cannot_enter_are_copied_whole(data_dir: Path) -> None:
    place = Place.under(data_dir)
    postgresql, valkey = places.copied(place.postgresql, place.valkey, data_dir / "programs")
    assert postgresql.is_relative_to(data_dir)
    assert place.run(postgresql / "bin" / "postgres", ["--version"]).startswith("postgres (PostgreSQL) 18")
    assert place.run(valkey, ["--version"]).startswith("Valkey server")


def test_an_unreachable_server_is_told_in_one_line_without_its_password() -> None:
    with pytest.raises(Unavailable) as database:
        check_database("postgresql+psycopg://redress:secret@127.0.0.1:1/redress")
    with pytest.raises(Unavailable) as broker:
        check_broker("redis://:secret@127.0.0.1:1/0")
    for error in (database, broker):
        assert "127.0.0.1:1" in error.value.message
        assert "\n" not in error.value.message
        assert "secret" not in error.value.message

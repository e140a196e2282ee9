"""Runs all of Redress on one machine: set-up, web, relay and workers. The command behind ``make run``.

What dies is started again, later each time, and a line says so. Ctrl-C or SIGTERM stops everything, the
servers last. After a ``kill -9`` the next start ends what was left over and takes the servers as they are.
On several machines each part runs by itself under the machine's own service manager, as the README says.
"""

import fcntl
import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from types import FrameType

import psutil
from click import echo
from flask import Flask

from application.arrangement import Arrangement, arrange, remember_run
from application.demo.building import build as build_demo
from application.factory import create_app
from application.preparing import prepare
from foundation.database import db
from foundation.errors import Invalid, RedressError

FIRST_DELAY, LONGEST_DELAY = 1.0, 30.0  # seconds before what died is started again
STEADY_SECONDS = 60.0  # what ran this long starts again at once the next time
STOP_SECONDS = 20.0
LEAVE_SECONDS = 3.0
LOOK_SECONDS = 0.2
MARK = "REDRESS_SUPERVISOR"  # in the environment of every child, so that leftovers are known


@dataclass
class Part:
    """One child process and what is known of its life. ``times`` are of ``time.monotonic()``."""

    name: str
    command: Sequence[str]
    environment: dict[str, str]
    keep_open: tuple[int, ...] = ()
    process: subprocess.Popen[bytes] | None = None
    started: float = 0.0
    start_at: float = 0.0
    delay: float = field(default=FIRST_DELAY)

    def start(self, now: float) -> None:
        """Start it as the head of its own process group, so that its children can be ended with it."""
        self.process = subprocess.Popen(
            self.command, env=self.environment, start_new_session=True, pass_fds=self.keep_open
        )
        self.started = now

    def look(self, now: float) -> str | None:
        """Start it when due; what there is to say where it has died, else nothing."""
        if self.process is None:
            if now >= self.start_at:
                self.start(now)
            return None
        code = self.process.poll()
        if code is None:
            return None
        _signal_group(self.process.pid, signal.SIGKILL)
        self.process = None
        delay = FIRST_DELAY if now - self.started > STEADY_SECONDS else self.delay
        self.start_at, self.delay = now + delay, min(delay * 2, LONGEST_DELAY)
        how = f"was killed by {signal.Signals(-code).name}" if code < 0 else f"ended with code {code}"
        return f"{self.name} {how}; it starts again in {delay:.0f} s"

    def ask_to_stop(self) -> None:
        if self.process is not None and self.process.poll() is None:
            self.process.terminate()

    def end(self, until: float) -> None:
        """Wait for it until then, and no longer. What is left of its group is killed."""
        if self.process is None:
            return
        try:
            self.process.wait(max(0.0, until - time.monotonic()))
        except subprocess.TimeoutExpired:
            echo(f"{self.name} did not stop in time and is killed", err=True)
        _signal_group(self.process.pid, signal.SIGKILL)
        self.process.wait()


class Supervisor:
    """Keeps the parts running until asked to stop."""

    def __init__(self, parts: Sequence[Part], revive: Callable[[], list[str]]) -> None:
        self.parts = parts
        self.revive = revive
        self.stopping = False
        self._server_fault = ""

    def ask_to_stop(self, number: int, frame: FrameType | None) -> None:
        """A signal handler. A second Ctrl-C does not wait."""
        if self.stopping:
            for part in self.parts:
                if part.process is not None:
                    _signal_group(part.process.pid, signal.SIGKILL)
        self.stopping = True

    def run(self, ready: Callable[[], bool], say_ready: Callable[[], None]) -> None:
        """Until asked to stop. ``say_ready`` is called once, when ``ready`` first holds."""
        said = False
        while not self.stopping:
            self._look_at_servers()
            for part in self.parts:
                if words := part.look(time.monotonic()):
                    echo(words, err=True)
            if not said and ready():
                said = True
                say_ready()
            time.sleep(LOOK_SECONDS)
        for part in self.parts:
            part.ask_to_stop()
        until = time.monotonic() + STOP_SECONDS
        for part in self.parts:
            part.end(until)

    def _look_at_servers(self) -> None:
        try:
            for name in self.revive():
                echo(f"{name} had stopped and was started again", err=True)
            self._server_fault = ""
        except RedressError as error:
            if error.message != self._server_fault:  # it is tried again; saying it once is enough
                self._server_fault = error.message
                echo(error.message, err=True)


def parts_of(arrangement: Arrangement, host: str, port: int, mark: str) -> list[Part]:
    """What runs: the web with two workers, the relay, two queue workers."""
    settings, servers = arrangement.settings, arrangement.servers
    environment = {
        **os.environ,
        "REDRESS_ENVIRONMENT": settings.environment,
        "REDRESS_DATA_DIR": str(settings.data_dir),
        "REDRESS_DATABASE_URL": settings.database_url,
        "REDRESS_REDIS_URL": settings.redis_url,
        "REDRESS_BASE_URL": settings.base_url,
        "PYTHONUNBUFFERED": "1",
        MARK: mark,
    }
    keep_open = (servers.lock,) if servers else ()
    flask = [sys.executable, "-m", "flask", "--app", "wsgi"]
    web = [
        *(sys.executable, "-m", "gunicorn", "--bind", f"{host}:{port}"),
        *("--workers", "2", "--threads", "4", "--log-level", "warning", "--no-control-socket", "wsgi:app"),
    ]
    commands = {
        "web": web,
        "relay": [*flask, "workflows", "relay"],
        "worker 1": [*flask, "workflows", "work"],
        "worker 2": [*flask, "workflows", "work"],
    }
    return [Part(name, command, environment, keep_open) for name, command in commands.items()]


def main() -> None:
    """Set up, run, stop. Ends with code 2 and one line where it cannot start."""
    signal.signal(signal.SIGTERM, _end_set_up)
    try:
        _run(os.environ.get("HOST") or "127.0.0.1", _port())
    except RedressError as error:
        echo(error.message, err=True)
        sys.exit(2)
    except KeyboardInterrupt:
        sys.exit(130)


def _run(host: str, port: int) -> None:
    arrangement = arrange(base_url=f"http://localhost:{port}")
    settings, servers = arrangement.settings, arrangement.servers
    mark = f"{settings.data_dir}:{settings.environment}"
    try:
        lock = _only_one(settings.data_dir, settings.environment)
        _end_leftovers(mark)
        _see_that_port_is_free(host, port)
        remember_run(settings)
        _set_up(create_app(settings))
        supervisor = Supervisor(parts_of(arrangement, host, port, mark), servers.revive if servers else list)
        signal.signal(signal.SIGTERM, supervisor.ask_to_stop)
        signal.signal(signal.SIGINT, supervisor.ask_to_stop)

        def say_ready() -> None:
            echo(f"Redress ({settings.environment}) answers at {settings.base_url}")
            echo(f"Its data is in {servers.data if servers and servers.data else settings.data_dir}. Ctrl-C stops it.")

        supervisor.run(lambda: _answers(host, port), say_ready)
        echo("Redress has stopped.")
        os.close(lock)
    finally:
        if servers:
            servers.leave(patience=LEAVE_SECONDS)


def _set_up(app: Flask) -> None:
    prepare(app)
    if app.config["SETTINGS"].is_demo:
        echo("The invented council is being set up; the first time takes a minute or two.")
        with app.app_context():
            build_demo(echo)
            db.engine.dispose()


def _end_set_up(number: int, frame: FrameType | None) -> None:
    """SIGTERM before the parts run: end as Ctrl-C does, so that the servers are let go."""
    raise KeyboardInterrupt


def _port() -> int:
    told = os.environ.get("PORT") or "8000"
    if not told.isdigit() or not 0 < int(told) < 65536:
        raise Invalid(f"PORT is {told}: it must be a number from 1 to 65535.")
    return int(told)


def _only_one(data_dir: Path, environment: str) -> int:
    """A lock that the system drops with this process."""
    lock = os.open(data_dir / f"supervisor-{environment}.lock", os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600)
    try:
        fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except OSError:
        os.close(lock)
        raise Invalid(f"Redress already runs from {data_dir}. Stop it first, or set REDRESS_DATA_DIR.") from None
    return lock


def _end_leftovers(mark: str) -> None:
    """End what an earlier run of this data folder left behind when it was killed."""
    left = [process for process in psutil.process_iter() if _belongs(process, mark)]
    for process in left:
        _signal(process, signal.SIGTERM)
    _, stubborn = psutil.wait_procs(left, timeout=5)
    for process in stubborn:
        _signal(process, signal.SIGKILL)
    psutil.wait_procs(stubborn, timeout=5)
    if left:
        echo("What an earlier run left behind was ended.", err=True)


def _belongs(process: psutil.Process, mark: str) -> bool:
    try:
        return bool(process.pid != os.getpid() and process.environ().get(MARK) == mark)
    except (psutil.Error, OSError):
        return False


def _signal(process: psutil.Process, number: signal.Signals) -> None:
    try:
        process.send_signal(number)
    except psutil.NoSuchProcess:
        return


def _signal_group(group: int, number: signal.Signals) -> None:
    try:
        os.killpg(group, number)
    except (ProcessLookupError, PermissionError):
        return


def _see_that_port_is_free(host: str, port: int) -> None:
    with socket.socket(socket.AF_INET6 if ":" in host else socket.AF_INET, socket.SOCK_STREAM) as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((host, port))
        except OSError as error:
            raise Invalid(f"Port {port} cannot be used: {error.strerror}. Set PORT to another one.") from None


def _answers(host: str, port: int) -> bool:
    try:
        socket.create_connection((host if host != "0.0.0.0" else "127.0.0.1", port), timeout=1).close()  # noqa: S104
    except OSError:
        return False
    return True


if __name__ == "__main__":
    main()

"""A whole Redress of its own, started as people start it, to be killed in parts and watched."""

import os
import re
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path

import psutil

from foundation.embedded.place import Place
from foundation.embedded.postgresql import PostgreSQL

ROOT = Path(__file__).parents[2]
PARTS = {"web": "gunicorn", "relay": "workflows relay", "worker": "workflows work"}


def wait_for(holds: Callable[[], bool], what: str, seconds: float = 40) -> None:
    """Wait until it holds; fails the test, saying what was waited for."""
    ends = time.monotonic() + seconds
    while not holds():
        assert time.monotonic() < ends, f"waited {seconds:.0f} seconds for {what}"
        time.sleep(0.1)


def _command(process: psutil.Process) -> str:
    """Its command line, empty once it has died."""
    try:
        return " ".join(process.cmdline())
    except psutil.Error:
        return ""


@dataclass
class Run:
    """``settings`` are ``REDRESS_…`` variables. What it prints is in ``said()``."""

    settings: dict[str, str] = field(default_factory=dict)
    data_dir: Path = field(default_factory=lambda: Path(tempfile.mkdtemp(prefix="redress-drill-")))
    port: int = 0
    supervisor: subprocess.Popen[bytes] | None = None

    def __post_init__(self) -> None:
        self.data_dir.chmod(0o755)  # the user that the servers run as must be able to enter
        with socket.socket() as probe:
            probe.bind(("127.0.0.1", 0))
            self.port = probe.getsockname()[1]

    @property
    def address(self) -> str:
        return f"http://localhost:{self.port}"

    @property
    def environment(self) -> dict[str, str]:
        kept = {name: value for name, value in os.environ.items() if not name.startswith("REDRESS_")}
        return {**kept, "REDRESS_DATA_DIR": str(self.data_dir), "PORT": str(self.port), **self.settings}

    @property
    def log(self) -> Path:
        return self.data_dir / "said.log"

    def said(self) -> str:
        return self.log.read_text() if self.log.exists() else ""

    def start(self) -> None:
        """Start everything and wait until it answers."""
        times = self.said().count(" answers at ")
        with self.log.open("ab") as log:
            self.supervisor = subprocess.Popen(
                [sys.executable, "-m", "application.supervisor"],
                cwd=ROOT,
                env=self.environment,
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=subprocess.STDOUT,
            )
        supervisor = self.supervisor
        wait_for(
            lambda: self.said().count(" answers at ") > times or supervisor.poll() is not None, "Redress to answer", 90
        )
        assert supervisor.poll() is None, self.said()

    def flask(self, *arguments: str) -> subprocess.CompletedProcess[str]:
        """Run a ``flask`` command against this run's data folder."""
        return subprocess.run(
            [sys.executable, "-m", "flask", "--app", "wsgi", *arguments],
            cwd=ROOT,
            env=self.environment,
            stdin=subprocess.DEVNULL,
            capture_output=True,
            text=True,
            timeout=120,
            check=False,
        )

    def parts(self, name: str) -> list[psutil.Process]:
        """The heads of the running parts of that name: ``web``, ``relay`` or ``worker``."""
        assert self.supervisor is not None
        children = psutil.Process(self.supervisor.pid).children()
        return [child for child in children if PARTS[name] in _command(child)]

    def kill(self, name: str) -> psutil.Process:
        """SIGKILL one of the parts of that name, without warning."""
        victim = self.parts(name)[0]
        victim.kill()
        return victim

    def server(self, name: str) -> psutil.Process:
        """The process of ``postgresql`` or ``valkey``."""
        place = Place.under(self.data_dir)
        if name == "postgresql":
            return psutil.Process(int((place.data / "postgresql" / "postmaster.pid").read_text().splitlines()[0]))
        pids = re.findall(r"\bpid=(\d+)|^(\d+):", (place.data / "valkey.log").read_text(), re.MULTILINE)
        return psutil.Process(int(next(filter(None, pids[-1]))))

    def database_url(self) -> str:
        """Where the run's database answers."""
        return PostgreSQL(Place.under(self.data_dir)).url("redress")

    def left_over(self) -> list[str]:
        """Command lines of whatever of this run is still alive, servers too."""
        place = Place.under(self.data_dir)
        marks = {str(self.data_dir), str(place.data)}
        alive = []
        for process in psutil.process_iter():
            try:
                seen = " ".join(process.cmdline()) + process.environ().get("REDRESS_DATA_DIR", "")
            except psutil.Error:
                continue
            if process.pid != os.getpid() and any(mark in seen for mark in marks):
                alive.append(seen)
        return alive

    def stop(self, number: signal.Signals = signal.SIGTERM) -> int:
        """Stop everything as Ctrl-C or a service manager would; returns the code it ended with."""
        assert self.supervisor is not None
        self.supervisor.send_signal(number)
        return self.supervisor.wait(60)

    def clear(self) -> None:
        """End whatever still runs and remove the data."""
        if self.supervisor is not None and self.supervisor.poll() is None:
            self.stop()
        place = Place.under(self.data_dir)
        for folder in (place.data, place.sockets, self.data_dir):
            shutil.rmtree(folder, ignore_errors=True)

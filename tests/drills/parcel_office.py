"""A relay and workers for the invented trade of ``tests.parcels``, as processes to be killed.

``python -m tests.drills.parcel_office``, with ``REDRESS_…`` variables, reads ``relay`` or ``worker`` line
by line, forks each and prints its pid: what a process takes longest for, its imports, is done once.
"""

import os
import secrets
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from base64 import b64encode
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import date, datetime
from pathlib import Path
from typing import Any
from uuid import UUID

import psutil
import redis
from flask import Flask
from sqlalchemy import text

from application.factory import create_app
from foundation.clock import move_business_time
from foundation.database import db, new_id, transaction
from foundation.embedded.place import Place
from foundation.embedded.servers import Attachment, attach
from foundation.events import publish
from foundation.settings import Settings, settings
from foundation.tasks import later, task
from tests.drills.running import ROOT, wait_for
from tests.parcels import PARCELS, StampInput, flow, make_authority, make_stamps, stamp
from workflows.actions import StepContext, action
from workflows.publishing import publish_workflow
from workflows.transport import run_relay, run_worker

STEP_SECONDS = 0.1
DELAYED_ON = date(2029, 3, 5)
"""A Monday on which every delayed parcel was received; its target is ten weekdays on, Monday 19 March."""

PARCELS.usual_day = DELAYED_ON
LEASES = {"lease_seconds": 3, "job_seconds": 2, "offer_again_seconds": 2, "relay_seconds": 0.2}


@action("slow-stamp", StampInput)
def slow_stamp(context: StepContext, given: StampInput) -> dict[str, Any]:
    """Stamps, then is busy long enough to be killed before its transaction ends."""
    done = stamp(context, given)
    middle = middle_of(settings.data_dir)
    middle.write_text(str(os.getpid()))
    time.sleep(STEP_SECONDS)
    middle.unlink(missing_ok=True)
    return done


def middle_of(data_dir: Path) -> Path:
    """The file that names the process that is in the middle of a slow step."""
    return data_dir / "in-the-middle-of-a-step"


@task("drill.poison", max_attempts=3)
def poison(subject_id: UUID) -> None:
    """Kills its worker, each time."""
    os.kill(os.getpid(), signal.SIGKILL)


@task("drill.innocent")
def innocent(subject_id: UUID) -> None:
    """One row for each time it takes effect."""
    db.session.execute(text("insert into stamp (step_run_id, wording) values (:id, 'innocent')"), {"id": subject_id})


def _rung(key: str, days: int) -> dict[str, Any]:
    wait = {"clock": "response", "from": "target", "days": days}
    return {"key": key, "wait": wait, "do": "slow-stamp", "with": {"wording": key}}


@dataclass
class Office:
    """Servers of its own, an application of its own, and as many relays and workers as a drill wants."""

    data_dir: Path = field(default_factory=lambda: Path(tempfile.mkdtemp(prefix="redress-office-")))
    processes: list[tuple[str, psutil.Process]] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.data_dir.chmod(0o755)
        self.servers: Attachment = attach(self.data_dir)
        assert self.servers.postgresql is not None
        assert self.servers.valkey is not None
        self.postgresql, self.valkey = self.servers.postgresql, self.servers.valkey
        self.postgresql.make_database("office")
        self.settings = Settings.read(
            environment="test",
            secret_key=secrets.token_urlsafe(48),
            master_key=b64encode(bytes(32)).decode(),
            database_url=self.postgresql.url("office"),
            redis_url=self.valkey.url(),
            data_dir=self.data_dir,
            base_url="http://localhost",
            mail_from="office@parcels.example",
            mail_reply_to="office@parcels.example",
            **LEASES,
        )
        self.nursery = self._open_nursery()
        self.app: Flask = create_app(self.settings)
        with self.app.app_context(), transaction():
            db.create_all()
            make_stamps()
            self.authority = make_authority()
            steps = ("stamp", "slow-stamp", "stamp")
            publish_workflow(flow(*({"do": step} for step in steps)), self.authority)
            ladder = {"rungs": [_rung("manager", 1), _rung("service-manager", 3)]}
            publish_workflow(flow({"ladder": ladder}, key="ladder", trigger="parcel.delayed"), self.authority)

    def _open_nursery(self) -> subprocess.Popen[str]:
        given = self.settings
        environment = {name: value for name, value in os.environ.items() if not name.startswith("REDRESS_")}
        environment |= {
            "REDRESS_ENVIRONMENT": "test",
            "REDRESS_SECRET_KEY": given.secret_key.get_secret_value(),
            "REDRESS_MASTER_KEY": given.master_key.get_secret_value(),
            "REDRESS_DATABASE_URL": given.database_url,
            "REDRESS_REDIS_URL": given.redis_url,
            "REDRESS_DATA_DIR": str(given.data_dir),
            "REDRESS_BASE_URL": given.base_url,
            "REDRESS_MAIL_FROM": given.mail_from,
            "REDRESS_MAIL_REPLY_TO": given.mail_reply_to,
            **{f"REDRESS_{name.upper()}": str(value) for name, value in LEASES.items()},
        }
        with (self.data_dir / "said.log").open("ab") as log:
            return subprocess.Popen(
                [sys.executable, "-m", "tests.drills.parcel_office"],
                cwd=ROOT,
                env=environment,
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                stderr=log,
                text=True,
            )

    def start(self, *names: str) -> None:
        """Start processes: ``relay`` or ``worker``, each as often as named."""
        stdin, stdout = self.nursery.stdin, self.nursery.stdout
        assert stdin is not None
        assert stdout is not None
        for name in names:
            stdin.write(f"{name}\n")
            stdin.flush()
            self.processes.append((name, psutil.Process(int(stdout.readline()))))

    def receive(self, count: int, how: str = "received") -> None:
        """So many parcels: each ``received`` sets off three stamps, each ``delayed`` a ladder of two rungs."""
        with self.app.app_context(), transaction():
            for _ in range(count):
                publish(f"parcel.{how}", stream=("parcel", new_id()), authority_id=self.authority)

    def move_time(self, to: datetime) -> None:
        """Move business time for every process."""
        with self.app.app_context(), transaction():
            move_business_time(to)

    def owe(self, name: str, count: int) -> None:
        """So many tasks of that name."""
        with self.app.app_context(), transaction():
            for _ in range(count):
                later(name, new_id())

    def kill(self, name: str) -> None:
        """SIGKILL one process of that name that is alive."""
        victim = next(process for kind, process in self.processes if kind == name and process.is_running())
        victim.kill()
        victim.wait()

    def kill_in_the_middle(self) -> None:
        """SIGKILL a worker whose step has taken effect and is not committed yet."""
        middle = middle_of(self.data_dir)
        middle.unlink(missing_ok=True)
        wait_for(lambda: middle.exists() and bool(middle.read_text()), "a worker in the middle of a step")
        os.kill(int(middle.read_text()), signal.SIGKILL)

    def tend(self) -> None:
        """Start again whatever has died, as a supervisor would."""
        for kind, process in list(self.processes):
            if not process.is_running():
                self.processes.remove((kind, process))
                self.start(kind)

    def wait(self, holds: Callable[[], bool], what: str, seconds: float = 60) -> None:
        """Wait until it holds, tending the processes."""

        def tended() -> bool:
            self.tend()
            return holds()

        wait_for(tended, what, seconds)

    def ask(self, question: str) -> Any:
        """One value from the database."""
        with self.app.app_context():
            answer = db.session.execute(text(question)).scalar()
            db.session.rollback()
        return answer

    def has_stamped(self, count: int) -> bool:
        """Whether so many stamps, or more, are there."""
        return bool(self.ask("select count(*) from stamp") >= count)

    def is_idle(self) -> bool:
        """Whether nothing is owed any more."""
        return bool(self.ask("select count(*) from task where state in ('waiting', 'claimed')") == 0)

    def stamped_twice(self) -> int:
        """How many effects are there more than once."""
        return int(self.ask("select count(*) - count(distinct step_run_id) from stamp"))

    def empty_queue(self) -> None:
        """Lose everything the broker holds."""
        with redis.Redis.from_url(self.settings.redis_url) as broker:
            broker.flushall()

    def said(self) -> str:
        """What the processes wrote."""
        return (self.data_dir / "said.log").read_text()

    def clear(self) -> None:
        """Stop everything and leave nothing behind."""
        for _, process in self.processes:
            with suppress(psutil.NoSuchProcess):
                process.kill()
                process.wait()
        self.nursery.communicate()
        with self.app.app_context():
            db.session.remove()
            db.engine.dispose()
        place = Place.under(self.data_dir)
        self.servers.leave()
        shutil.rmtree(place.data, ignore_errors=True)
        shutil.rmtree(self.data_dir, ignore_errors=True)


def main() -> None:
    """Fork a relay or a worker for each line, until there are no more lines."""
    app = create_app(Settings.read())
    signal.signal(signal.SIGCHLD, signal.SIG_IGN)
    for line in sys.stdin:
        pid = os.fork()
        if pid:
            print(pid, flush=True)
            continue
        signal.signal(signal.SIGCHLD, signal.SIG_DFL)
        be = run_relay if line.strip() == "relay" else run_worker
        be(app)
        os._exit(0)


if __name__ == "__main__":
    main()

"""A relay and workers for the invented trade of ``tests.parcels``, as processes to be killed.

``python -m tests.drills.parcel_office relay`` (or ``worker``), with ``REDRESS_…`` variables.
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
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any
from uuid import UUID

import redis
from flask import Flask
from sqlalchemy import text

from application.factory import create_app
from foundation.database import db, new_id, transaction
from foundation.embedded.place import Place
from foundation.embedded.servers import Attachment, attach
from foundation.events import publish
from foundation.settings import Settings, settings
from foundation.tasks import later, task
from tests.drills.running import ROOT, wait_for
from tests.parcels import StampInput, flow, make_authority, make_stamps, stamp
from workflows.actions import StepContext, action
from workflows.publishing import publish_workflow
from workflows.transport import run_relay, run_worker

STEP_SECONDS = 0.1
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


@dataclass
class Office:
    """Servers of its own, an application of its own, and as many relays and workers as a drill wants."""

    data_dir: Path = field(default_factory=lambda: Path(tempfile.mkdtemp(prefix="redress-office-")))
    processes: list[tuple[str, subprocess.Popen[bytes]]] = field(default_factory=list)

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
        self.app: Flask = create_app(self.settings)
        with self.app.app_context(), transaction():
            db.create_all()
            make_stamps()
            self.authority = make_authority()
            steps = ("stamp", "slow-stamp", "stamp")
            publish_workflow(flow(*({"do": step} for step in steps)), self.authority)

    def start(self, *names: str) -> None:
        """Start processes: ``relay`` or ``worker``, each as often as named."""
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
        for name in names:
            with (self.data_dir / "said.log").open("ab") as log:
                command = [sys.executable, "-m", "tests.drills.parcel_office", name]
                process = subprocess.Popen(command, cwd=ROOT, env=environment, stdout=log, stderr=log)
            self.processes.append((name, process))

    def receive(self, count: int) -> None:
        """So many parcels, each of which sets off a flow of three stamps."""
        with self.app.app_context(), transaction():
            for _ in range(count):
                publish("parcel.received", stream=("parcel", new_id()), authority_id=self.authority)

    def owe(self, name: str, count: int) -> None:
        """So many tasks of that name."""
        with self.app.app_context(), transaction():
            for _ in range(count):
                later(name, new_id())

    def kill(self, name: str) -> None:
        """SIGKILL one process of that name that is alive."""
        victim = next(process for kind, process in self.processes if kind == name and process.poll() is None)
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
            if process.poll() is not None:
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
            process.kill()
            process.wait()
        with self.app.app_context():
            db.session.remove()
            db.engine.dispose()
        place = Place.under(self.data_dir)
        self.servers.leave()
        shutil.rmtree(place.data, ignore_errors=True)
        shutil.rmtree(self.data_dir, ignore_errors=True)


def main() -> None:
    """Be a relay or a worker until stopped."""
    app = create_app(Settings.read())
    if sys.argv[1] == "relay":
        run_relay(app)
    else:
        run_worker(app)


if __name__ == "__main__":
    main()

"""Whether the service is well, for machines that watch it (``/health``), for administrators and for the command line.

Each check is one question with one answer in plain words. Shows nothing about anybody.
"""

import json
from collections.abc import Callable
from dataclasses import asdict, dataclass
from datetime import timedelta
from typing import Literal

import click
from flask import Blueprint, Response, jsonify, render_template
from flask.cli import with_appcontext
from sqlalchemy import func, or_, select, text
from sqlalchemy.exc import SQLAlchemyError

from authorities.access import machines, officers
from authorities.permissions import Role
from foundation import scanning
from foundation.clock import business_now, london_day, now
from foundation.database import db
from foundation.errors import RedressError
from foundation.holidays import current_table
from foundation.settings import settings
from foundation.tasks import Task
from notifications.models import Message, MessageAttempt
from workflows.transport import last_sweep

blueprint = Blueprint("health", __name__)

State = Literal["ok", "warning", "failing"]
ORDER: tuple[State, ...] = ("ok", "warning", "failing")

QUEUE_SLOW = timedelta(minutes=2)
QUEUE_STUCK = timedelta(minutes=15)
TABLE_AHEAD = timedelta(days=400)
"""A statutory stage 2 may run 65 working days and its remedies longer: the table must reach well past a year."""
SWEEP_LATE = timedelta(minutes=2)
MAIL_SLOW = timedelta(minutes=30)


@dataclass(frozen=True)
class Check:
    """One answer. ``words`` are for people; ``value`` is what was measured, for machines."""

    status: State
    words: str
    value: str | int | float | None = None


@dataclass(frozen=True)
class Health:
    """All answers; the whole is as well as its worst part."""

    checks: dict[str, Check]

    @property
    def status(self) -> State:
        """The worst of the checks."""
        return max((check.status for check in self.checks.values()), key=ORDER.index, default="ok")

    def as_json(self) -> dict[str, object]:
        """The shape of ``GET /health`` and ``flask health --json``."""
        return {"status": self.status, "checks": {name: asdict(check) for name, check in self.checks.items()}}


def check_health() -> Health:
    """Ask every question. A question that cannot be asked is failing, and stops no other."""
    checks: dict[str, Check] = {}
    for name, ask in CHECKS.items():
        try:
            checks[name] = ask()
        except SQLAlchemyError:
            db.session.rollback()
            checks[name] = Check("failing", "The database did not answer.")
        except RedressError as error:
            checks[name] = Check("failing", error.message)
    return Health(checks)


def check_database() -> Check:
    """Whether the database answers."""
    version = db.session.scalar(text("show server_version"))
    return Check("ok", "The database answers.", str(version))


def check_queue() -> Check:
    """How long the oldest piece of work that is due has waited for its first attempt."""
    oldest = db.session.scalar(
        select(func.min(Task.due_at))
        .where(Task.settled_at.is_(None), Task.state == "waiting", Task.attempts == 0)
        .where(Task.due_at <= business_now())
    )
    failed = db.session.scalar(select(func.count()).select_from(Task).where(Task.state == "failed")) or 0
    age = business_now() - oldest if oldest else timedelta()
    seconds = round(age.total_seconds())
    if age > QUEUE_STUCK:
        return Check("failing", f"Work has waited {seconds} seconds: is the relay running, and a worker?", seconds)
    if age > QUEUE_SLOW:
        return Check("warning", f"Work has waited {seconds} seconds.", seconds)
    if failed:
        return Check("warning", f"{failed} pieces of work have failed for good and wait for a person.", seconds)
    return Check("ok", "Work that is due is done at once.", seconds)


def check_relay() -> Check:
    """When the relay last looked for work. Without it nothing is chased and nothing is sent."""
    looked_at = last_sweep()
    if looked_at is None:
        return Check("failing", "No relay has looked for work, or the queue cannot be reached.")
    age = now() - looked_at
    words = f"The relay last looked for work {round(age.total_seconds())} seconds ago."
    return Check("failing" if age > SWEEP_LATE else "ok", words, looked_at.isoformat())


def check_holidays() -> Check:
    """Whether the table of holidays reaches far enough ahead to count any date."""
    table = current_table()
    left = table.last - london_day(business_now())
    words = f"Version {table.version} of the holiday table ends on {table.last:%-d %B %Y}."
    if left < timedelta():
        return Check("failing", f"{words} No deadline can be counted.", table.last.isoformat())
    return Check("warning" if left < TABLE_AHEAD else "ok", words, table.last.isoformat())


def check_mail() -> Check:
    """Whether mail leaves: a server is set, none waits long, none is left uncertain or failed lately."""
    if settings.is_production and not settings.smtp_url:
        return Check("failing", "No mail server is set: REDRESS_SMTP_URL.")
    since = now() - timedelta(days=1)
    bad = db.session.scalar(
        select(func.count(MessageAttempt.message_id.distinct())).where(
            MessageAttempt.began_at > since, MessageAttempt.outcome.in_(("refused", "lost-sight"))
        )
    )
    oldest = db.session.scalar(
        select(func.min(Message.requested_at))
        .where(Message.fate == "waiting", Message.channel == "email")
        .where(or_(Message.not_before.is_(None), Message.not_before < business_now() - MAIL_SLOW))
    )
    if oldest and business_now() - oldest > MAIL_SLOW:
        return Check("warning", f"A message has waited to be sent since {oldest:%-d %B %Y %H:%M}.", bad)
    if bad:
        return Check("warning", f"{bad} messages were refused or are uncertain in the last day.", bad)
    return Check("ok", "Mail leaves." if settings.smtp_url else "Mail goes to the mailbox page.", bad)


def check_scanner() -> Check:
    """Whether files are scanned for viruses. Files that come meanwhile are kept, marked, and scanned later."""
    if not scanning.is_set():
        return Check("ok", "No scanner is set (REDRESS_CLAMD): files are marked as not scanned.")
    if not scanning.answers():
        return Check("failing", "The scanner does not answer. Files are kept and marked as not scanned until it does.")
    return Check("ok", "The scanner answers.")


CHECKS: dict[str, Callable[[], Check]] = {
    "database": check_database,
    "queue": check_queue,
    "relay": check_relay,
    "holidays": check_holidays,
    "mail": check_mail,
    "scanner": check_scanner,
}


@blueprint.get("/health")
@machines
def tell_machines() -> tuple[Response, int]:
    """JSON; 503 when something is failing, so that a watcher needs to read no further."""
    health = check_health()
    return jsonify(health.as_json()), 503 if health.status == "failing" else 200


@blueprint.get("/desk/health")
@officers(Role.ADMINISTRATOR)
def show_health() -> str:
    """The same for people."""
    return render_template("health.html", health=check_health())


@click.command("health")
@click.option("--json", "as_json", is_flag=True, help="Print the answers as JSON.")
@with_appcontext
def health_command(as_json: bool) -> None:
    """Say whether the service is well; exit 1 when something is failing."""
    health = check_health()
    if as_json:
        click.echo(json.dumps(health.as_json()))
    else:
        for name, check in health.checks.items():
            click.echo(f"{check.status:8} {name:10} {check.words}")
    if health.status == "failing":
        raise SystemExit(1)

"""What this machine provides where nobody named it: the environment, secrets and servers of a local run.

Development and demo need no setting at all: secrets are made once under the data folder, readable by
their owner only, and PostgreSQL and Valkey run from their wheels. Production gets nothing made up:
whatever is missing there is named and refused.
"""

import atexit
import base64
import hashlib
import json
import os
import secrets
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

from foundation.embedded.reach import check_broker, check_database
from foundation.embedded.servers import Attachment, attach
from foundation.settings import Settings

DATABASES = {"demo": "redress_demo"}  # the invented council never shares a database with real work
BROKER_NUMBERS = {"demo": 1}
LAST_RUN = "last-run.json"


@dataclass(frozen=True)
class Arrangement:
    """Settings that are ready to use, and the hold on the embedded servers where they run."""

    settings: Settings
    servers: Attachment | None


def arrange(base_url: str | None = None) -> Arrangement:
    """Read the settings, filling in what a local run may do without, and see that both servers answer.

    ``base_url`` is what people type to reach this run, unless ``REDRESS_BASE_URL`` says otherwise.
    Raises ``Invalid`` naming every missing setting, ``Unavailable`` where a server cannot be reached.
    """
    data_dir = Path(os.environ.get("REDRESS_DATA_DIR") or "var").resolve()
    environment = _environment(data_dir)
    given: dict[str, object] = {"environment": environment, "data_dir": data_dir}
    _see_that_named_servers_answer()
    if environment in {"development", "demo"}:
        defaults = {
            **_secrets(data_dir, environment),
            "base_url": base_url or _last_run(data_dir).get("base_url", "http://localhost:8000"),
            "mail_from": "complaints@redress.example",
            "mail_reply_to": "complaints@redress.example",
        }
        given |= {name: value for name, value in defaults.items() if not _is_set(name)}
    servers = _needed_servers(data_dir)
    try:
        if servers and servers.postgresql:
            database = DATABASES.get(environment, "redress")
            servers.postgresql.have_database(database)
            given["database_url"] = servers.postgresql.url(database)
        if servers and servers.valkey:
            given["redis_url"] = servers.valkey.url(BROKER_NUMBERS.get(environment, 0))
        settings = Settings.read(**given)
    except BaseException:
        if servers:
            servers.leave()
        raise
    return Arrangement(settings, servers)


def arranged_settings() -> Settings:
    """As ``arrange``, for a process that lets go of the servers when it ends: a command, a worker, the web."""
    arrangement = arrange()
    if arrangement.servers:
        atexit.register(arrangement.servers.leave)
    return arrangement.settings


def remember_run(settings: Settings) -> None:
    """Note what runs from this data folder, so that a bare ``flask`` command joins it."""
    noted = {
        "environment": settings.environment,
        "base_url": settings.base_url,
        "database": _digest(os.environ.get("REDRESS_DATABASE_URL", "")),
    }
    _write(settings.data_dir / LAST_RUN, json.dumps(noted))


def _see_that_named_servers_answer() -> None:
    if url := os.environ.get("REDRESS_DATABASE_URL"):
        check_database(url)
    if url := os.environ.get("REDRESS_REDIS_URL"):
        check_broker(url)


def _is_set(name: str) -> bool:
    return bool(os.environ.get(f"REDRESS_{name.upper()}"))


def _environment(data_dir: Path) -> str:
    """As told; else what last ran here on the same database; else production where one is named."""
    if told := os.environ.get("REDRESS_ENVIRONMENT"):
        return told
    named = os.environ.get("REDRESS_DATABASE_URL", "")
    last = _last_run(data_dir)
    if last.get("database") == _digest(named):
        return last["environment"]
    return "production" if named else last.get("environment", "development")


def _digest(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()


def _last_run(data_dir: Path) -> dict[str, str]:
    try:
        return dict(json.loads((data_dir / LAST_RUN).read_text()))
    except (OSError, ValueError):
        return {}


def _needed_servers(data_dir: Path) -> Attachment | None:
    database, broker = not _is_set("database_url"), not _is_set("redis_url")
    return attach(data_dir, database=database, broker=broker) if database or broker else None


def _secrets(data_dir: Path, environment: str) -> dict[str, str]:
    """The keys of this data folder, made on first use. Losing the file loses what they encrypt."""
    path = data_dir / f"secrets-{environment}.json"
    if not path.exists():
        data_dir.mkdir(parents=True, exist_ok=True)
        made = {
            "secret_key": secrets.token_urlsafe(48),
            "master_key": base64.b64encode(secrets.token_bytes(32)).decode(),
        }
        _write(path, json.dumps(made), only_if_new=True)
    return dict(json.loads(path.read_text()))


def _write(path: Path, text: str, *, only_if_new: bool = False) -> None:
    """Write the whole file or none of it, for its owner alone."""
    made = path.with_name(f".{path.name}.{os.getpid()}")
    descriptor = os.open(made, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
    with os.fdopen(descriptor, "w") as file:
        file.write(text)
    if only_if_new:
        with suppress(FileExistsError):  # another process was quicker; its keys are the ones
            os.link(made, path)
        made.unlink()
    else:
        made.replace(path)

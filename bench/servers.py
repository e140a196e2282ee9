"""Servers of the bench's own: a fresh PostgreSQL with nothing loosened, and a fresh Valkey."""

import base64
import os
import secrets
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import flask_migrate
from flask import Flask
from sqlalchemy import text

from application.factory import create_app
from application.seeding import seed
from foundation.database import db, transaction
from foundation.embedded.servers import attach
from foundation.settings import Settings


@dataclass(frozen=True)
class BenchServers:
    """Where the servers are, and the application that uses them."""

    settings: Settings
    app: Flask

    def environment(self) -> dict[str, str]:
        """The variables for a process of its own (a web server, a worker) on these servers."""
        given = self.settings
        return {
            **os.environ,
            "REDRESS_ENVIRONMENT": given.environment,
            "REDRESS_SECRET_KEY": given.secret_key.get_secret_value(),
            "REDRESS_MASTER_KEY": given.master_key.get_secret_value(),
            "REDRESS_DATABASE_URL": given.database_url.replace("+psycopg", ""),
            "REDRESS_REDIS_URL": given.redis_url,
            "REDRESS_DATA_DIR": str(given.data_dir),
            "REDRESS_BASE_URL": given.base_url,
            "REDRESS_MAIL_FROM": given.mail_from,
            "REDRESS_MAIL_REPLY_TO": given.mail_reply_to,
            "REDRESS_SMTP_URL": given.smtp_url,
        }


@contextmanager
def bench_servers() -> Iterator[BenchServers]:
    """Start both servers on a new folder, with the product's tables and everything it ships."""
    with tempfile.TemporaryDirectory(prefix="redress-bench-") as folder:
        # The user that the servers run as when we are root must be able to enter it.
        Path(folder).chmod(0o755)
        held = attach(Path(folder))
        if held.postgresql is None or held.valkey is None:
            raise RuntimeError("the embedded servers did not start")
        try:
            held.postgresql.have_database("bench")
            settings = Settings.read(
                environment="production",
                secret_key=secrets.token_urlsafe(48),
                master_key=base64.b64encode(secrets.token_bytes(32)).decode(),
                database_url=held.postgresql.url("bench"),
                redis_url=held.valkey.url(0),
                data_dir=Path(folder),
                base_url="http://127.0.0.1",
                mail_from="complaints@council.example",
                mail_reply_to="complaints@council.example",
            )
            app = create_app(settings)
            with app.app_context():
                flask_migrate.upgrade()
                with transaction():
                    seed()
                _refuse_loosened()
            yield BenchServers(settings, app)
            with app.app_context():
                db.engine.dispose()
        finally:
            held.leave()


def _refuse_loosened() -> None:
    """Figures from a database that may lose what it committed would say nothing."""
    for name in ("fsync", "synchronous_commit", "full_page_writes"):
        if db.session.scalar(text(f"show {name}")) != "on":
            raise RuntimeError(f"{name} is off: these figures would mean nothing")

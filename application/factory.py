"""Puts the application together: settings, database, pages, and the hooks between packages.

The only place that knows every package. Must not hold a rule: it names what is wired to what.
"""

from pathlib import Path

from flask import Flask

from application import blueprints, commands, wiring
from application.arrangement import arranged_settings
from application.error_pages import register_error_pages
from application.logs import configure_logs, log_requests
from application.pages import dress
from application.security import protect
from foundation.database import db, migrate
from foundation.settings import Settings

MIGRATIONS = Path(__file__).resolve().parent.parent / "migrations"
"""Found from any folder a command is run in."""

ENGINE_OPTIONS = {"pool_pre_ping": True, "pool_size": 5, "hide_parameters": True}
"""Connections are tried before use, so that a restart of the database costs no page; errors never quote values."""


def create_app(settings: Settings | None = None) -> Flask:
    """The whole application. Reads ``REDRESS_…`` variables unless ``settings`` is given.

    Raises ``Invalid`` naming every missing setting.
    """
    settings = settings or arranged_settings()
    app = Flask(__name__)
    app.config["SETTINGS"] = settings
    app.config["SQLALCHEMY_DATABASE_URI"] = settings.database_url
    app.config["SQLALCHEMY_ENGINE_OPTIONS"] = ENGINE_OPTIONS
    if settings.environment != "test":
        configure_logs()
    log_requests(app)
    protect(app, settings)
    db.init_app(app)
    migrate.init_app(app, db, directory=str(MIGRATIONS))
    dress(app)
    register_error_pages(app)
    wiring.connect(app)
    blueprints.register(app)
    commands.register(app)
    return app

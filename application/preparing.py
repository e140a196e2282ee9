"""Brings a database to where this version of Redress needs it: migrated, and seeded with what it ships.

Safe to run twice and from two machines at once. Must not decide what is shipped: see ``application.seeding``.
"""

import logging

import click
from alembic.script import ScriptDirectory
from flask import Flask
from flask.cli import ScriptInfo
from flask_migrate import upgrade
from sqlalchemy import text

from application.seeding import seed
from foundation.database import db, migrate, transaction

LOCK = 7_305_114_221  # any number will do, as long as it stays the same


def is_current(app: Flask) -> bool:
    """Whether the database has had every migration that this checkout has."""
    with app.app_context(), db.engine.connect() as connection:
        head = ScriptDirectory.from_config(migrate.get_config()).get_current_head()
        if connection.execute(text("SELECT to_regclass('alembic_version')")).scalar() is None:
            return False
        return connection.execute(text("SELECT version_num FROM alembic_version")).scalar() == head


def prepare(app: Flask) -> None:
    """Migrate and seed; a second caller waits for the first."""
    logging.getLogger("alembic").setLevel(logging.WARNING)
    with app.app_context(), db.engine.connect() as connection:
        connection.execute(text("SELECT pg_advisory_lock(:lock)"), {"lock": LOCK})
        try:
            upgrade()
            with transaction():
                seed()
        finally:
            connection.execute(text("SELECT pg_advisory_unlock(:lock)"), {"lock": LOCK})
    with app.app_context():
        db.engine.dispose()  # what runs next may fork, and connections do not survive that


@click.command("setup")
@click.pass_obj
def set_up(script: ScriptInfo) -> None:
    """Bring the database to this version and give it what Redress ships. Safe to run again."""
    prepare(script.load_app())
    click.echo("The database is at this version and has what Redress ships.")

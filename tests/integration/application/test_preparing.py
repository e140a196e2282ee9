"""Setting a database up, and setting it up again."""

from pathlib import Path

from flask import Flask
from flask_sqlalchemy import SQLAlchemy
from sqlalchemy import func, select

from application.preparing import is_current
from authorities.models import Authority, Officer, ProfileVersion
from foundation.database import db
from foundation.holidays import HolidayTableVersion
from notifications.models import WordingVersion
from webform.models import FormVersion
from workflows.models import WorkflowVersion

SHIPPED = (Authority, Officer, ProfileVersion, HolidayTableVersion, WordingVersion, FormVersion, WorkflowVersion)


def counts() -> dict[str, int]:
    return {table.__name__: db.session.scalar(select(func.count()).select_from(table)) or 0 for table in SHIPPED}


def test_setting_up_an_empty_database_gives_it_what_is_shipped(app: Flask, real_database: SQLAlchemy) -> None:
    result = app.test_cli_runner().invoke(args=["setup"])

    assert result.exit_code == 0, result.output
    assert is_current(app)
    assert counts()["Authority"] == 6
    assert 0 not in counts().values()


def test_setting_up_again_changes_nothing(app: Flask, shipped_database: SQLAlchemy) -> None:
    before = counts()
    db.session.rollback()

    assert app.test_cli_runner().invoke(args=["setup"]).exit_code == 0

    assert counts() == before


def test_migrations_are_found_from_whatever_folder_a_command_is_run_in(app: Flask) -> None:
    folder = Path(app.extensions["migrate"].directory)
    assert folder.is_absolute()
    assert (folder / "env.py").is_file()

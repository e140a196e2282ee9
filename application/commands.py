"""Every command of ``flask``, by package."""

from flask import Flask

from workflows.cli import commands as workflows

from application.health import health_command

import authorities.cli
import reports.cli


def register(app: Flask) -> None:
    """Add each package's commands."""
    for command in (authorities.cli.authorities, authorities.cli.officers, reports.cli.reports_commands):
        app.cli.add_command(command)

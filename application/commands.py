"""Every command of ``flask``, by package."""

import click
from flask import Flask

import authorities.cli
import reports.cli
from application.health import health_command

COMMANDS: tuple[click.Command, ...] = (
    authorities.cli.authorities,
    authorities.cli.officers,
    reports.cli.reports_commands,
    health_command,
)


def register(app: Flask) -> None:
    """Add each package's commands."""
    for command in COMMANDS:
        app.cli.add_command(command)

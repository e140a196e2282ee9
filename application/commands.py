"""Every command of ``flask``, by package."""

from flask import Flask

from application import health, preparing
from application.demo import cli as demo
from authorities import cli as authorities
from cases.cli import cases_cli
from cases.cli_deadlines import deadlines
from foundation import cli as foundation
from reports import cli as reports
from workflows import cli as workflows


def register(app: Flask) -> None:
    """Add each package's commands."""
    for command in (
        authorities.authorities,
        authorities.officers,
        deadlines,
        cases_cli,
        foundation.holidays,
        foundation.audit,
        workflows.commands,
        reports.reports_commands,
        health.health_command,
        preparing.set_up,
        demo.demo_commands,
    ):
        app.cli.add_command(command)

"""Every command of ``flask``, by package."""

from flask import Flask


def register(app: Flask) -> None:
    """Add each package's commands."""
    for command in ():
        app.cli.add_command(command)

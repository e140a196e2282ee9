"""`flask demo build`: the invented council, built once."""

import click
from flask.cli import AppGroup

from application.demo.building import build
from foundation.errors import RedressError

demo_commands = AppGroup("demo", help="Build the invented council of the demonstration.")


@demo_commands.command("build")
def build_demo() -> None:
    """Build the invented council and its cases, unless they stand already."""
    try:
        told = build(click.echo)
    except RedressError as error:
        raise click.ClickException(error.message) from error
    click.echo(f"Built: {told} stories." if told else "The demonstration stands already; nothing was changed.")

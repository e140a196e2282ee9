"""`flask holidays` and `flask audit`: the table of days off, and whether the chain of events is whole."""

import json
from datetime import datetime
from pathlib import Path

import click
from flask.cli import AppGroup, with_appcontext
from pydantic import ValidationError

from foundation.database import transaction
from foundation.day_words import full_day
from foundation.errors import RedressError
from foundation.events import broken_streams
from foundation.holiday_file import ListedHoliday, read_holiday_file
from foundation.holidays import HolidayTableVersion, add_holidays, current_version, publish_table
from foundation.yaml_files import YamlFileError

holidays = AppGroup("holidays", help="The table of days that are not working days.")
audit = AppGroup("audit", help="The chain of what happened.")

COUNTRIES = ("england-and-wales", "scotland", "northern-ireland")


@holidays.command("list")
@click.option("--json", "as_json", is_flag=True, help="Print JSON for scripts.")
@with_appcontext
def list_holidays(as_json: bool) -> None:
    """List the holidays of the table in use."""
    try:
        version = current_version()
    except RedressError as error:
        raise click.ClickException(error.message) from None
    if as_json:
        click.echo(json.dumps(_described(version), indent=2))
        return
    click.echo(f"Version {version.number}, to {full_day(version.last_on)}. {version.source}")
    for day in version.days:
        click.echo(f"{day.on.isoformat()}  {day.name}  ({', '.join(day.kept_in)})")


@holidays.command("add")
@click.option("--on", "on", type=click.DateTime(["%Y-%m-%d"]), required=True)
@click.option("--name", required=True, help="As people know it.")
@click.option("--kept-in", type=click.Choice(COUNTRIES), multiple=True, default=COUNTRIES[:1])
@click.option("--source", required=True, help="Where it was announced.")
@with_appcontext
def add(on: datetime, name: str, kept_in: tuple[str, ...], source: str) -> None:
    """Publish the table in use with one day added, such as a day proclaimed at short notice."""
    try:
        day = ListedHoliday.model_validate({"on": on.date(), "name": name, "kept_in": kept_in})
        with transaction():
            version = add_holidays([day], source=source)
    except (RedressError, ValidationError) as error:
        raise click.ClickException(_words(error)) from None
    click.echo(f"Version {version.number} of the table is in use. Live dates are counted again.")


@holidays.command("publish")
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@with_appcontext
def publish(file: Path) -> None:
    """Publish a whole table from a file of the shape of the one that ships."""
    try:
        with transaction():
            version = publish_table(read_holiday_file(file))
    except (RedressError, ValidationError, YamlFileError) as error:
        raise click.ClickException(_words(error)) from None
    click.echo(f"Version {version.number} of the table is in use, to {full_day(version.last_on)}.")


def _described(version: HolidayTableVersion) -> dict[str, object]:
    return {
        "version": version.number,
        "first": version.first_on.isoformat(),
        "last": version.last_on.isoformat(),
        "source": version.source,
        "days": [{"on": day.on.isoformat(), "name": day.name, "kept_in": day.kept_in} for day in version.days],
    }


def _words(error: RedressError | ValidationError | YamlFileError) -> str:
    if isinstance(error, ValidationError):
        return "; ".join(found["msg"] for found in error.errors())
    return str(error)


@audit.command("verify")
@with_appcontext
def verify() -> None:
    """Count every chain of events again; exit 1, naming each stream that was tampered with."""
    broken = broken_streams()
    for stream_id in broken:
        click.echo(f"{stream_id}: events were changed, added or taken out")
    if broken:
        raise click.exceptions.Exit(1)
    click.echo("Every chain is whole.")

"""`flask reports`: the list of reports, and one report written to a file."""

from __future__ import annotations

import json
import sys
from datetime import date
from pathlib import Path

import click
from flask.cli import AppGroup

from authorities.publishing import authority_by_key
from foundation.clock import business_now, london_day
from foundation.errors import RedressError
from reports.catalogue import ENTRIES, FORMATS, entry, file_format
from reports.period import Period, between, financial_year
from reports.runs import build_report

reports_commands = AppGroup("reports", help="List the reports; build one.")


@reports_commands.command("list")
@click.option("--json", "as_json", is_flag=True, help="As JSON, for scripts.")
def list_reports(as_json: bool) -> None:
    """Every report, with the formats it can be had in."""
    formats = [known.extension for known in FORMATS]
    if as_json:
        listed = [{"name": known.name, "title": known.title, "formats": formats} for known in ENTRIES]
        click.echo(json.dumps(listed, indent=2))
        return
    for known in ENTRIES:
        click.echo(f"{known.name:<20} {known.title} ({', '.join(formats)})")


@reports_commands.command("build")
@click.argument("name")
@click.option("--authority", "authority_key", required=True, help="The authority's key, like isle-of-wight.")
@click.option("--year", help="A financial year, like 2022/23.")
@click.option("--from", "first_on", type=click.DateTime(["%Y-%m-%d"]), help="The first day, like 2026-04-01.")
@click.option("--to", "last_on", type=click.DateTime(["%Y-%m-%d"]), help="The last day.")
@click.option("--format", "extension", default="html", help="html, pdf, csv or json.")
@click.option("--output", type=click.Path(dir_okay=False, path_type=Path), help="The file to write; else the screen.")
def build(
    name: str,
    authority_key: str,
    year: str | None,
    first_on: date | None,
    last_on: date | None,
    extension: str,
    output: Path | None,
) -> None:
    """Build the report NAME for a financial year, or for the days from and to."""
    try:
        wanted = file_format(extension)
        report = build_report(entry(name), authority_by_key(authority_key), _period(year, first_on, last_on))
        written = wanted.render(report)
    except RedressError as error:
        raise click.ClickException(error.message) from error
    if output is None:
        sys.stdout.buffer.write(written)
        return
    try:
        output.write_bytes(written)
    except OSError as error:
        raise click.ClickException(f"{output} could not be written: {error.strerror}.") from error


def _period(year: str | None, first_on: date | None, last_on: date | None) -> Period:
    today = london_day(business_now())
    if year and not first_on and not last_on:
        return financial_year(year, today)
    if first_on and last_on and not year:
        return between(_day(first_on), _day(last_on), today)
    raise click.UsageError("Give --year, or both --from and --to.")


def _day(given: date) -> date:
    """Click hands over a midnight; only its day is meant."""
    return date(given.year, given.month, given.day)

"""`flask deadlines`: every clock of a procedure from one day, for people who check by hand."""

import json
from datetime import date, datetime

import click
from flask.cli import with_appcontext

from authorities.models import ProfileVersion
from authorities.profile import Profile
from authorities.publishing import authority_by_key, default_authority, profile_in_force
from cases.deadlines import ClockDates, procedure_clocks
from cases.explaining import explain
from foundation.day_words import full_day
from foundation.errors import RedressError
from foundation.holidays import current_table

DAY = click.DateTime(["%Y-%m-%d"])


@click.command("deadlines")
@click.option("--procedure", "procedure_key", required=True, help="Its key, like children-statutory.")
@click.option("--received", type=DAY, required=True, help="The day it was received or asked for.")
@click.option("--acknowledged", type=DAY, default=None, help="The day of receipt if left out.")
@click.option("--authority", "authority_key", default=None, help="The default authority if left out.")
@click.option("--json", "as_json", is_flag=True, help="Print JSON for scripts.")
@with_appcontext
def deadlines(
    procedure_key: str,
    received: datetime,
    acknowledged: datetime | None,
    authority_key: str | None,
    as_json: bool,
) -> None:
    """Count every clock of a procedure, each stage as if it was asked for on one day.

    The profile version in force on that day is used, or current law where none was.
    """
    received_on = received.date()
    acknowledged_on = acknowledged.date() if acknowledged else received_on
    if acknowledged_on < received_on:
        raise click.ClickException("It cannot have been acknowledged before it was received.")
    try:
        authority = authority_by_key(authority_key) if authority_key else default_authority()
        version, profile = profile_in_force(authority.id, received_on)
        clocks = _count(profile, procedure_key, received_on, acknowledged_on)
    except RedressError as error:
        raise click.ClickException(error.message) from None
    if as_json:
        found = _described(procedure_key, profile, version, received_on, clocks)
        click.echo(json.dumps(found, indent=2))
        return
    for clock in clocks:
        click.echo(f"{clock.key}: {full_day(clock.target_on)}")
        click.echo(f"  {explain(clock).short}")
        if clock.limit_on:
            click.echo(f"  An extension may reach {full_day(clock.limit_on)}.")


def _count(profile: Profile, procedure_key: str, received_on: date, acknowledged_on: date) -> tuple[ClockDates, ...]:
    try:
        procedure = profile.procedure(procedure_key)
    except KeyError:
        known = ", ".join(procedure.key for procedure in profile.procedures)
        raise click.ClickException(f"{profile.name} has no procedure {procedure_key}. It has {known}.") from None
    return procedure_clocks(procedure, received_on, acknowledged_on, current_table())


def _described(
    procedure_key: str,
    profile: Profile,
    version: ProfileVersion,
    received_on: date,
    clocks: tuple[ClockDates, ...],
) -> dict[str, object]:
    return {
        "procedure": procedure_key,
        "authority": profile.key,
        "profile_version": version.number,
        "received_on": received_on.isoformat(),
        "clocks": [
            {
                "key": clock.key,
                "starts_on": clock.starts_on.isoformat(),
                "target_on": clock.target_on.isoformat(),
                "limit_on": clock.limit_on.isoformat() if clock.limit_on else None,
                "rule": clock.rule,
                "source": clock.source,
            }
            for clock in clocks
        ],
    }

"""`flask authorities` and `flask officers`: for the people who run a deployment."""

import json

import click
from flask.cli import AppGroup, with_appcontext
from sqlalchemy import select

from authorities.models import Authority, Team
from authorities.officers import add_officer, give_role, officer_by_email
from authorities.permissions import Role
from authorities.publishing import authority_by_key, default_authority, profile_of, versions
from authorities.signing_in import LINK_MINUTES, make_link
from foundation.database import db, transaction
from foundation.errors import NotFound, RedressError
from foundation.settings import settings

authorities = AppGroup("authorities", help="The authorities this deployment serves.")
officers = AppGroup("officers", help="The people who work for them.")

OPERATOR = "system"


@authorities.command("list")
@click.option("--json", "as_json", is_flag=True, help="Print JSON for scripts.")
@with_appcontext
def list_authorities(as_json: bool) -> None:
    """List the authorities with their procedures and profile versions."""
    known = db.session.scalars(select(Authority).order_by(Authority.is_default.desc(), Authority.key))
    described = [_described(authority) for authority in known]
    if as_json:
        click.echo(json.dumps(described, indent=2))
        return
    for item in described:
        state = "open" if item["open"] else "closed"
        click.echo(f"{item['key']}  {item['name']}  ({state})")


@officers.command("add")
@click.option("--email", required=True, help="Work email address: they sign in with it.")
@click.option("--name", required=True)
@click.option("--job", default=None)
@click.option("--role", type=click.Choice([role.value for role in Role]), required=True)
@click.option("--authority", "authority_key", default=None, help="The default authority if left out.")
@click.option("--team", "team_key", default=None, help="All teams if left out.")
@with_appcontext
def add(email: str, name: str, job: str | None, role: str, authority_key: str | None, team_key: str | None) -> None:
    """Add an officer, or give one who is known a further role."""
    try:
        with transaction():
            authority = authority_by_key(authority_key) if authority_key else default_authority()
            try:
                officer = officer_by_email(email)
            except NotFound:
                officer = add_officer(email, name, job, by=OPERATOR)
            team_id = _team(team_key).id if team_key else None
            give_role(officer.id, authority.id, Role(role), team_id, by=OPERATOR)
    except RedressError as error:
        raise click.ClickException(error.message) from None
    click.echo(f"{email} is a {Role(role).label.lower()} of {authority.name}.")


@officers.command("sign-in-link")
@click.argument("email")
@with_appcontext
def sign_in_link(email: str) -> None:
    """Print a link that signs an officer in once, where mail does not work yet."""
    try:
        with transaction():
            token = make_link(officer_by_email(email))
    except RedressError as error:
        raise click.ClickException(error.message) from None
    click.echo(f"{settings.base_url.rstrip('/')}/sign-in/link/{token}")
    click.echo(f"It works once, for {LINK_MINUTES} minutes.", err=True)


def _described(authority: Authority) -> dict[str, object]:
    published = versions(authority.id)
    procedures: dict[str, None] = {}
    for version in published:
        procedures |= dict.fromkeys(p.key for p in profile_of(version.id).procedures)
    return {
        "key": authority.key,
        "name": authority.name,
        "procedures": list(procedures),
        "versions": [
            {
                "number": version.number,
                "law": profile_of(version.id).law,
                "valid_from": version.valid_from.isoformat(),
                "valid_to": version.valid_to.isoformat() if version.valid_to else None,
            }
            for version in published
        ],
        "open": authority.is_open,
    }


def _team(key: str) -> Team:
    team = db.session.scalar(select(Team).where(Team.key == key))
    if team is None:
        raise NotFound(f"There is no team {key}.")
    return team

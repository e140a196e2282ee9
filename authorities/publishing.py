"""Publishes profiles as numbered versions that never change, and finds the one that applies.

A case keeps the version it opened under; everything else asks for the one in force. Teams and
services named by a profile are made as plain rows; officers are not a profile's business.
"""

import hashlib
import json
from datetime import date
from pathlib import Path
from typing import Any
from uuid import UUID

from sqlalchemy import func, or_, select

from authorities.models import Authority, ProfileVersion, Service, Team
from authorities.procedures import Procedure
from authorities.profile import PROFILES, YEARS, Profile, current_law, read_profile, refuse_looser
from foundation.clock import now
from foundation.database import db
from foundation.errors import Invalid, NotFound, Unavailable
from foundation.events import publish

DEFAULT_AUTHORITY = "isle-of-wight"
_NOT_PROFILES = ("current_law", "lawful_acts", "shared_lists")

# Versions are never changed, so one read once holds for the life of the process.
_profiles: dict[UUID, Profile] = {}


def authority_by_key(key: str) -> Authority:
    """The authority whose public addresses begin with this key. Raises NotFound."""
    authority = db.session.scalar(select(Authority).where(Authority.key == key))
    if authority is None:
        raise NotFound("There is no such authority here.")
    return authority


def default_authority() -> Authority:
    """The authority whose start page is `/`. Raises Unavailable before any is seeded."""
    authority = db.session.scalar(select(Authority).where(Authority.is_default))
    if authority is None:
        raise Unavailable("No authority has been set up yet.")
    return authority


def authority_of_host(host: str) -> Authority:
    """The authority whose start page is `/` under this host name: its own, else the default. Raises Unavailable."""
    own = db.session.scalar(select(Authority).where(Authority.host == host.lower(), Authority.is_open))
    return own or default_authority()


def profile_of(version_id: UUID) -> Profile:
    """The profile published as one version. Raises NotFound."""
    if version_id not in _profiles:
        version = db.session.get(ProfileVersion, version_id)
        if version is None:
            raise NotFound("There is no such version of a profile.")
        _profiles[version_id] = Profile.model_validate(version.content)
    return _profiles[version_id]


def procedure_for(version_id: UUID, key: str) -> Procedure:
    """A procedure as one version of a profile has it. Raises NotFound."""
    try:
        return profile_of(version_id).procedure(key)
    except KeyError:
        raise NotFound(f"This version of the profile has no procedure {key}.") from None


def versions(authority_id: UUID) -> list[ProfileVersion]:
    """Every version an authority has published, oldest first."""
    return list(
        db.session.scalars(
            select(ProfileVersion).where(ProfileVersion.authority_id == authority_id).order_by(ProfileVersion.number)
        )
    )


def current_version_id(authority_id: UUID) -> UUID:
    """The id of the version new cases open on: the newest of current law.

    Raises Unavailable when the authority has none.
    """
    newest_first = db.session.scalars(
        select(ProfileVersion.id)
        .where(ProfileVersion.authority_id == authority_id)
        .order_by(ProfileVersion.number.desc())
    )
    for version_id in newest_first:
        if profile_of(version_id).law == "current":
            return version_id
    raise Unavailable("This authority has no profile on current law, so it can take no cases.")


def current_version(authority_id: UUID) -> ProfileVersion:
    """The version new cases open on. Raises Unavailable."""
    return db.session.get_one(ProfileVersion, current_version_id(authority_id))


def current_profile(authority_id: UUID) -> Profile:
    """The profile new cases open on. Raises Unavailable."""
    return profile_of(current_version_id(authority_id))


def profile_in_force(authority_id: UUID, on: date) -> tuple[ProfileVersion, Profile]:
    """The newest version in force on a day, else the one of current law. Raises Unavailable."""
    version = db.session.scalar(
        select(ProfileVersion)
        .where(
            ProfileVersion.authority_id == authority_id,
            ProfileVersion.valid_from <= on,
            or_(ProfileVersion.valid_to.is_(None), ProfileVersion.valid_to >= on),
        )
        .order_by(ProfileVersion.number.desc())
        .limit(1)
    )
    if version is None:
        version = current_version(authority_id)
    return version, profile_of(version.id)


def publish_profile(authority: Authority, profile: Profile, *, by: str = "system") -> ProfileVersion:
    """Publish a profile as the authority's next version, and make its teams and services.

    Raises Invalid when the profile belongs to another authority or is looser than current law.
    """
    if profile.key != authority.key:
        raise Invalid(f"This is the profile of {profile.key}, not of {authority.key}.")
    try:
        refuse_looser(profile, current_law())
    except ValueError as error:
        raise Invalid(str(error)) from None
    content = profile.model_dump(mode="json")
    latest = db.session.scalar(
        select(func.max(ProfileVersion.number)).where(ProfileVersion.authority_id == authority.id)
    )
    version = ProfileVersion(
        authority_id=authority.id,
        number=(latest or 0) + 1,
        valid_from=profile.valid_from,
        valid_to=profile.valid_to,
        content=content,
        digest=_digest(content),
        published_at=now(),
    )
    db.session.add(version)
    db.session.flush()
    if profile.law == "current":
        _make_teams_and_services(authority, profile)
    publish(
        "profile.published",
        stream=("authority", authority.id),
        authority_id=authority.id,
        payload={"version_id": str(version.id), "number": version.number},
        actor=by,
    )
    return version


def shipped_profiles() -> list[Path]:
    """The files of the profiles the product ships: each council's current one, then those of past years."""
    current = [path for path in sorted(PROFILES.glob("*.yaml")) if path.stem not in _NOT_PROFILES]
    return [*current, *sorted(YEARS.glob("*.yaml"))]


def seed_authorities() -> list[Authority]:
    """Make the shipped authorities that are missing, with their profiles of today and of past years.

    The default one is open; the others stay closed until an administrator opens them. An
    authority that is already there keeps whatever it has.
    """
    return list(dict.fromkeys(_seed(read_profile(path)) for path in shipped_profiles()))


def _seed(profile: Profile) -> Authority:
    authority = db.session.scalar(select(Authority).where(Authority.key == profile.key))
    if authority is None:
        is_default = profile.key == DEFAULT_AUTHORITY
        authority = Authority(key=profile.key, name=profile.name, is_open=is_default, is_default=is_default)
        db.session.add(authority)
        db.session.flush()
    published = {version.valid_from for version in versions(authority.id)}
    if profile.valid_from not in published:
        publish_profile(authority, profile)
    return authority


def _make_teams_and_services(authority: Authority, profile: Profile) -> None:
    """Add what the profile names and is missing; nothing that exists is moved or closed."""
    keys = {entry.key: f"{authority.key}-{entry.key}" for entry in profile.teams}
    teams = {team.key: team for team in db.session.scalars(select(Team).where(Team.key.in_(keys.values())))}
    for entry in profile.teams:
        if keys[entry.key] not in teams:
            teams[keys[entry.key]] = Team(key=keys[entry.key], name=entry.name)
    db.session.add_all(teams.values())
    db.session.flush()
    known = set(db.session.scalars(select(Service.key).where(Service.authority_id == authority.id)))
    for service in profile.services:
        if service.key not in known:
            db.session.add(
                Service(
                    authority_id=authority.id,
                    key=service.key,
                    name=service.name,
                    team_id=teams[keys[service.team]].id,
                )
            )
    db.session.flush()


def _digest(content: dict[str, Any]) -> str:
    canonical = json.dumps(content, sort_keys=True, separators=(",", ":"))
    return hashlib.sha256(canonical.encode()).hexdigest()

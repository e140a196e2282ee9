"""An invented council: the Isle of Wight's profile, with officers nobody has met."""

from dataclasses import dataclass
from functools import cache
from pathlib import Path

from sqlalchemy import select

from authorities.invented_officers import InventedCouncil, seed_invented_officers
from authorities.models import Authority, Membership, Officer, Service, Team
from authorities.permissions import Role
from authorities.profile import PROFILES, Profile, read_profile
from authorities.publishing import publish_profile
from foundation.clock import now
from foundation.database import db
from foundation.holidays import seed_holidays
from notifications.models import WordingVersion
from notifications.publishing import OWN_WORDINGS, read_wordings
from notifications.wording import Wording
from workflows.publishing import seed_workflows

CASES = Path(__file__).parent.parent.parent / "cases"


@dataclass(frozen=True)
class Council:
    """An authority with its officers, ready to take cases."""

    authority: Authority
    invented: InventedCouncil

    def officer(self, address: str = "officer") -> Officer:
        """One of the officers, by the first part of their address: officer, lado, complaints.manager …"""
        return self.invented.officers[address]

    def manager(self, team: str = "children-in-care") -> Officer:
        """The manager of a team."""
        return self.invented.managers[f"{self.authority.key}-{team}"]

    def service(self, key: str = "children-looked-after") -> Service:
        """A service of the profile."""
        return db.session.execute(
            select(Service).where(Service.authority_id == self.authority.id, Service.key == key)
        ).scalar_one()


def make_authority(key: str = "isle-of-wight") -> Authority:
    """A shipped authority, open, with its current profile, and the holidays."""
    seed_holidays()
    profile = _profile(key)
    authority = Authority(key=profile.key, name=profile.name, is_open=True, is_default=key == "isle-of-wight")
    db.session.add(authority)
    db.session.flush()
    publish_profile(authority, profile)
    return authority


def make_council(key: str = "isle-of-wight", *, with_flows: bool = True) -> Council:
    """An authority with officers, wordings and (unless told not to) flows."""
    authority = make_authority(key)
    invented = seed_invented_officers(authority)
    _give_wordings(authority)
    if with_flows:
        seed_workflows(CASES / "flows", authority.id)
    db.session.flush()
    return Council(authority, invented)


def _give_wordings(authority: Authority) -> None:
    """The shipped wordings as their first versions, in one statement: councils are made for every test."""
    db.session.add_all(
        WordingVersion(
            authority_id=authority.id,
            key=wording.key,
            number=1,
            audience=wording.audience,
            subject=wording.subject,
            body=wording.body,
            published_at=now(),
        )
        for wording in _wordings()
    )


@cache
def _profile(key: str) -> Profile:
    return read_profile(PROFILES / f"{key}.yaml")


@cache
def _wordings() -> tuple[Wording, ...]:
    return (*read_wordings(OWN_WORDINGS), *read_wordings(CASES / "wordings"))


def make_officer(
    authority: Authority,
    name: str,
    *roles: Role,
    team: Team | None = None,
) -> Officer:
    """An officer with roles in one team or all of them."""
    address = name.casefold().replace(" ", ".")
    officer = Officer(email=f"{address}@redress.example", name=name, job="Invented", is_active=True)
    db.session.add(officer)
    db.session.flush()
    db.session.add_all(
        Membership(authority_id=authority.id, officer_id=officer.id, role=role.value, team_id=team.id if team else None)
        for role in roles
    )
    db.session.flush()
    return officer

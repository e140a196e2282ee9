"""The demonstration's council: an authority that does not exist, its officers, and who is away.

Built on the profile of a shipped authority, so that its services and clocks are real ones.
"""

from dataclasses import dataclass
from datetime import date

from sqlalchemy import delete, select, update

from authorities.invented_officers import InventedCouncil, seed_invented_officers
from authorities.leave import set_leave
from authorities.models import Authority, Membership, Officer
from authorities.profile import PROFILES, Profile, read_profile
from authorities.publishing import publish_profile
from foundation.calendar import working_day_after
from foundation.database import db
from foundation.holidays import current_table

KEY = "brackenshire"
NAME = "Brackenshire Council"


@dataclass(frozen=True)
class Council:
    """The authority and the officers who do things in the script."""

    authority: Authority
    invented: InventedCouncil

    def officer(self, address: str) -> Officer:
        """An officer by the first part of their address."""
        return self.invented.officers[address]


def invent_council() -> Authority:
    """Make the authority the default one; the others stay as they are and nobody works for them here."""
    authority = db.session.scalar(select(Authority).where(Authority.key == KEY))
    if authority is not None:
        return authority
    db.session.execute(update(Authority).values(is_default=False))
    authority = Authority(key=KEY, name=NAME, is_open=True, is_default=True)
    db.session.add(authority)
    db.session.flush()
    publish_profile(authority, _invented_profile())
    return authority


def staff_council(authority: Authority) -> Council:
    """Give the authority its officers, and take them from any other they were made for."""
    invented = seed_invented_officers(authority)
    db.session.execute(delete(Membership).where(Membership.authority_id != authority.id))
    return Council(authority, invented)


def send_on_leave(council: Council, today: date) -> None:
    """Two managers are away today, one with somebody standing in and one without."""
    table = current_table()
    managers = council.invented.managers
    away = managers[f"{KEY}-family-support"]
    stands_in = managers[f"{KEY}-children-in-care"]
    first, last = working_day_after(today, -3, table), working_day_after(today, 6, table)
    set_leave(away.id, first, last, stands_in.id, by=f"officer:{away.id}")
    gone = managers[f"{KEY}-strategic-development"]
    set_leave(gone.id, today, working_day_after(today, 4, table), None, by=f"officer:{gone.id}")


def _invented_profile() -> Profile:
    shipped = read_profile(PROFILES / "isle-of-wight.yaml")
    contact = shipped.contact.model_copy(
        update={
            "email": "childrens.complaints@brackenshire.example",
            "address": f"Children's Services Complaints Team\n{NAME}\nExample House\nBracken Market\nZZ1 1ZZ",
        }
    )
    return shipped.model_copy(
        update={
            "key": KEY,
            "name": NAME,
            "short_name": "Brackenshire",
            "source": "Invented for the demonstration, on the clocks and services of a shipped authority",
            "contact": contact,
            "look": shipped.look.model_copy(update={"header_name": NAME, "colour": "#4c2c69"}),
        }
    )

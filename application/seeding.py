"""What a new database is given: holidays, authorities, forms, flows and wordings, as shipped.

Every seed may run again: it adds what is missing and changes nothing that is there.
"""

from collections.abc import Callable
from pathlib import Path

from sqlalchemy import select

from authorities.models import Authority
from authorities.publishing import seed_authorities
from foundation.database import db
from foundation.holidays import seed_holidays
from notifications.publishing import OWN_WORDINGS, seed_wordings

CASES = Path(__file__).parent.parent / "cases"


def plant_wordings() -> None:
    """The shipped wordings, for every authority."""
    for authority_id in db.session.scalars(select(Authority.id).order_by(Authority.key)):
        seed_wordings(OWN_WORDINGS, authority_id)
        seed_wordings(CASES / "wordings", authority_id)


SEEDS: tuple[Callable[[], object], ...] = (seed_holidays, seed_authorities, plant_wordings)


def seed() -> None:
    """Run every seed in order, in the caller's transaction."""
    for plant in SEEDS:
        plant()

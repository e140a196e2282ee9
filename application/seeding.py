"""What a new database is given: holidays, authorities, forms, flows and wordings, as shipped.

Every seed may run again: it adds what is missing and changes nothing that is there.
"""

from collections.abc import Callable
from pathlib import Path

from sqlalchemy import select

from authorities.invented_officers import seed_invented_officers
from authorities.models import Authority
from authorities.publishing import default_authority, seed_authorities
from foundation.database import db
from foundation.holidays import seed_holidays
from foundation.settings import settings
from notifications.publishing import OWN_WORDINGS, seed_wordings
from webform.publishing import seed_forms
from workflows.publishing import seed_workflows

CASES = Path(__file__).parent.parent / "cases"
WEBFORM = Path(__file__).parent.parent / "webform"


def plant_words_and_rules() -> None:
    """The shipped forms, wordings and flows, for every authority."""
    for authority in db.session.scalars(select(Authority).order_by(Authority.key)).all():
        seed_forms(authority)
        seed_wordings(OWN_WORDINGS, authority.id)
        seed_wordings(WEBFORM / "wordings", authority.id)
        seed_wordings(CASES / "wordings", authority.id)
        seed_workflows(CASES / "flows", authority.id)


def plant_invented_officers() -> None:
    """Somebody to sign in as, everywhere but in production."""
    if not settings.is_production:
        seed_invented_officers(default_authority())


SEEDS: tuple[Callable[[], object], ...] = (
    seed_holidays,
    seed_authorities,
    plant_words_and_rules,
    plant_invented_officers,
)


def seed() -> None:
    """Run every seed in order, in the caller's transaction."""
    for plant in SEEDS:
        plant()

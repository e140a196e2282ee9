"""The shipped forms of the default authority, and two officers who may change them."""

from collections.abc import Iterator

import pytest
from flask_sqlalchemy import SQLAlchemy

from authorities.invented_officers import InventedCouncil
from authorities.models import Authority
from authorities.profile import PROFILES, read_profile
from authorities.publishing import publish_profile
from foundation.database import db, transaction
from tests.integration.webform.designing import Desk
from tests.pages import StrictClient
from webform import publishing
from webform.publishing import seed_forms


@pytest.fixture
def authority(database: SQLAlchemy) -> Iterator[Authority]:
    """The Isle of Wight, open, with the three shipped forms."""
    with transaction():
        authority = Authority(key="isle-of-wight", name="Isle of Wight Council", is_open=True, is_default=True)
        db.session.add(authority)
        db.session.flush()
        publish_profile(authority, read_profile(PROFILES / "isle-of-wight.yaml"))
        seed_forms(authority)
    yield authority
    publishing._read.clear()


@pytest.fixture
def cleo(client: StrictClient, council: InventedCouncil) -> Desk:
    """The complaints manager, who may change forms."""
    return Desk(client, council.officers["complaints.manager"])


@pytest.fixture
def addie(client: StrictClient, council: InventedCouncil) -> Desk:
    """An administrator, at another desk."""
    return Desk(client, council.officers["administrator"])

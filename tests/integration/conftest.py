"""The default authority as a new deployment has it, for tests of operations and pages."""

import pytest
from flask_sqlalchemy import SQLAlchemy

from authorities.invented_officers import InventedCouncil, seed_invented_officers
from authorities.models import Authority
from authorities.publishing import default_authority


@pytest.fixture
def island(shipped: SQLAlchemy) -> Authority:
    """The default authority, as shipped: its forms, and the holidays its dates are counted on."""
    return default_authority()


@pytest.fixture
def council(island: Authority) -> InventedCouncil:
    """The default authority's invented officers."""
    return seed_invented_officers(island)

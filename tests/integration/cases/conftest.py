"""A council at a quarter to ten on a Thursday evening in December."""

import pytest
from flask_sqlalchemy import SQLAlchemy

from tests.factories import Council, make_council, time_is


@pytest.fixture
def council(database: SQLAlchemy) -> Council:
    time_is("2027-12-02", 21, 40)
    return make_council()


@pytest.fixture
def quiet_council(database: SQLAlchemy) -> Council:
    """The same without flows: nothing happens by itself."""
    time_is("2027-12-02", 21, 40)
    return make_council(with_flows=False)

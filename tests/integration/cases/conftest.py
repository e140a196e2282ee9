"""A council at twenty to ten on a Thursday evening in December."""

import pytest
from flask import Flask
from flask_sqlalchemy import SQLAlchemy

from authorities.invented_officers import seed_invented_officers
from authorities.publishing import default_authority
from tests.factories import Council, time_is
from tests.integration.cases.asked import signed_in
from tests.pages import StrictClient


@pytest.fixture
def council(shipped: SQLAlchemy) -> Council:
    time_is("2027-12-02", 21, 40)
    authority = default_authority()
    return Council(authority, seed_invented_officers(authority))


@pytest.fixture
def quiet_council(council: Council) -> Council:
    """The same, for tests that never drain: nothing happens by itself."""
    return council


@pytest.fixture
def desk(app: Flask, quiet_council: Council) -> StrictClient:
    """The browser of Ola, a complaints officer."""
    return signed_in(app, quiet_council.officer())

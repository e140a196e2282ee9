"""An authority with its officers, and a way to sign in, for tests of this package."""

from collections.abc import Callable

import pytest
from flask_sqlalchemy import SQLAlchemy

from authorities import signing_in
from authorities.invented_officers import InventedCouncil, seed_invented_officers
from authorities.models import Authority, Officer
from authorities.publishing import default_authority
from authorities.sessions import SESSION_COOKIE, begin_session
from tests.pages import StrictClient


@pytest.fixture
def island(shipped: SQLAlchemy) -> Authority:
    """The default authority, as shipped, with the holidays its dates are counted on."""
    return default_authority()


@pytest.fixture
def council(island: Authority) -> InventedCouncil:
    """The default authority's invented officers."""
    return seed_invented_officers(island)


@pytest.fixture
def sign_in(client: StrictClient) -> Callable[[Officer], StrictClient]:
    """Signs an officer in on the test client."""

    def as_officer(officer: Officer) -> StrictClient:
        client.set_cookie(SESSION_COOKIE, begin_session(officer))
        return client

    return as_officer


@pytest.fixture
def links(monkeypatch: pytest.MonkeyPatch) -> list[tuple[Officer, str]]:
    """The links to sign in that would have been sent: officer and token."""
    sent: list[tuple[Officer, str]] = []
    monkeypatch.setattr(signing_in, "deliver_link", lambda officer, token: sent.append((officer, token)))
    return sent

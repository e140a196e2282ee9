"""An authority with its officers, and a way to sign in, for tests of this package."""

from collections.abc import Callable

import pytest

from authorities import signing_in
from authorities.models import Officer
from authorities.sessions import SESSION_COOKIE, begin_session
from tests.pages import StrictClient


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

"""Rows that these tests stand on, and a hand-over without a queue."""

from collections.abc import Callable
from typing import Any
from uuid import UUID

import pytest
from flask_sqlalchemy import SQLAlchemy

from authorities.models import Authority, Officer
from foundation.database import db, new_id
from notifications.message import LinkTo
from notifications.models import Message
from notifications.outgoing import Recipient, request_message
from notifications.publishing import publish_wording
from notifications.wording import Wording

ANA = Recipient("person", "Ana Example", "ana@home.example")
RECEIPT = Wording(
    "receipt",
    "public",
    "Your message to us, {reference}",
    "Dear {name}\n\nWe have it.\n\n{link}\n\nThe complaints team",
)
CHASE = Wording("chase", "staff", "{reference} is late", "Answer {reference} by {due_on}.\n\n{link}")

Ask = Callable[..., Message]


@pytest.fixture
def authority(database: SQLAlchemy) -> Authority:
    """An authority with a wording for people and one for staff."""
    made = Authority(key="invented", name="Invented Council", is_open=True, is_default=True)
    db.session.add(made)
    db.session.flush()
    publish_wording(made.id, RECEIPT)
    publish_wording(made.id, CHASE)
    return made


@pytest.fixture
def officer(authority: Authority) -> Officer:
    """A manager who may be chased."""
    made = Officer(email="manager@council.example", name="Mo Manager", job=None)
    db.session.add(made)
    db.session.flush()
    return made


@pytest.fixture
def ask(authority: Authority) -> Ask:
    """Ask for a receipt to Ana, or whatever the arguments say instead; committed."""

    def asked(**given: Any) -> Message:
        values: dict[str, Any] = {
            "authority_id": authority.id,
            "about": ("case", new_id()),
            "key": str(new_id()),
            "wording": "receipt",
            "fields": {"reference": "R7KD-2M", "name": "Ana", "due_on": "Friday 4 December 2026"},
            "links": {"link": LinkTo("/invented/progress/{token}", "progress", UUID(int=9), 1)},
            "to": ANA,
            "guarantee": "at-least-once",
        }
        message = request_message(**{**values, **given})
        db.session.commit()
        return message

    return asked

"""Rows for tests, made by the product's own operations wherever it has them."""

from tests.factories.councils import Council, make_authority, make_council, make_officer
from tests.factories.people import make_person
from tests.factories.told import at_london, make_case, make_confirmed_case, make_intake, time_is

__all__ = [
    "Council",
    "at_london",
    "make_authority",
    "make_case",
    "make_confirmed_case",
    "make_council",
    "make_intake",
    "make_officer",
    "make_person",
    "time_is",
]

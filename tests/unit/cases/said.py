"""A moment somebody told us something: a quarter to ten on a Thursday evening."""

from datetime import UTC, datetime

RECEIVED = datetime(2027, 12, 2, 21, 40, tzinfo=UTC)

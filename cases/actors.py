"""How events and rows name who did something: ``system``, ``person`` or ``officer:<id>``. Pure."""

from typing import Final
from uuid import UUID

SYSTEM: Final = "system"
PERSON: Final = "person"


def by_officer(officer_id: UUID) -> str:
    """The name of an officer as an actor."""
    return f"officer:{officer_id}"


def officer_of(actor: str) -> UUID | None:
    """The officer an actor names, or None."""
    kind, _, row = actor.partition(":")
    return UUID(row) if kind == "officer" and row else None

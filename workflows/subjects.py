"""What a run is about, as the engine may ask of it.

Packages above register a ``Subject`` for a stream type; the engine and the pages ask it for
values, moments, holds and labels. Nothing here knows what a case is.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, time
from typing import Any, Literal, Protocol
from uuid import UUID

from foundation.conditions import Value
from foundation.errors import NotFound

Anchor = Literal["start", "target", "limit"]


@dataclass(frozen=True)
class Hold:
    """Why nothing may go for a subject at present, in words for the run's history."""

    reason: str


@dataclass(frozen=True)
class Trigger:
    """The event that started a run, as far as a subject may need it."""

    id: UUID
    name: str
    payload: Mapping[str, Any]
    at: datetime


class HasNines(Protocol):
    """Whoever knows on which days it is nine o'clock at work."""

    def next_nine(self, now: datetime) -> datetime:
        """The first nine o'clock of a working day after ``now`` (aware UTC)."""
        ...


def nines_after(calendar: HasNines, since: datetime, days: int) -> datetime:
    """Nine o'clock on the working day that many after ``since``, by that calendar."""
    moment = since
    for _ in range(days):
        moment = calendar.next_nine(moment)
    return moment


class Invented(Protocol):
    """An invented subject for a rehearsal, begun on a given day; it lives only in memory."""

    @property
    def began_at(self) -> datetime:
        """When flows about it begin (aware UTC)."""
        ...

    @property
    def values(self) -> Mapping[str, Value]:
        """As ``Subject.values``."""
        ...

    def moment(self, clock: str, anchor: Anchor, days: int, at: time) -> datetime | None:
        """As ``Subject.moment``."""
        ...

    def next_nine(self, now: datetime) -> datetime:
        """As ``Subject.next_nine``."""
        ...

    def working_day(self, at: datetime) -> int | None:
        """Which working day of the first clock ``at`` falls on; None on a day off or before day 1."""
        ...


class Subject(Protocol):
    """What the engine asks about one type of stream. Every method may read the database."""

    def values(self, subject_id: UUID, event: Trigger) -> Mapping[str, Value]:
        """The named values that conditions look at."""
        ...

    def moment(self, subject_id: UUID, clock: str, anchor: Anchor, days: int, at: time) -> datetime | None:
        """The moment (aware UTC) ``days`` working days from an anchor of a clock, as it stands now.

        None when the subject has no such clock.
        """
        ...

    def next_nine(self, now: datetime) -> datetime:
        """The first nine o'clock of a working day after ``now`` (aware UTC)."""
        ...

    def may_run(self, subject_id: UUID) -> Hold | None:
        """Why nothing may go at present (paused, held), or None."""
        ...

    def label(self, subject_id: UUID) -> str:
        """What to call it, without anything personal: its reference."""
        ...

    def address(self, subject_id: UUID) -> str:
        """The path of its page for officers."""
        ...

    def authority_id(self, subject_id: UUID) -> UUID:
        """The authority it belongs to."""
        ...

    def may_see(self, viewer: Any, subject_id: UUID) -> bool:
        """Whether this viewer may see it at all."""
        ...

    def invented(self, received_on: date, authority_id: UUID) -> Invented:
        """An invented one received on ``received_on``, for rehearsals."""
        ...


_subjects: dict[str, Subject] = {}


def register_subject(stream_type: str, subject: Subject) -> None:
    """Have ``subject`` answer for streams of this type."""
    _subjects[stream_type] = subject


def subject_for(stream_type: str) -> Subject:
    """Who answers for this type of stream. Raises ``NotFound``."""
    try:
        return _subjects[stream_type]
    except KeyError:
        raise NotFound(f"Nothing here answers for a '{stream_type}'.") from None


def is_a_subject(stream_type: str) -> bool:
    """Whether runs can be about streams of this type."""
    return stream_type in _subjects

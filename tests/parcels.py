"""An invented trade for trying the engine without complaints: parcels, whose clock counts weekdays.

``PARCELS`` answers for streams of type ``parcel``; the action ``stamp`` writes one row to the table
``stamp`` (no unique key, so that twice would show), ``jam`` fails while the parcel is jammed.
"""

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time, timedelta
from typing import Any
from uuid import UUID
from zoneinfo import ZoneInfo

from pydantic import BaseModel
from sqlalchemy import select, text

from authorities.models import Authority
from foundation.conditions import Value
from foundation.database import db
from foundation.errors import Unavailable
from workflows.actions import StepContext, action
from workflows.definition import WorkflowDefinition, parse_definition
from workflows.subjects import Anchor, Hold, Invented, Trigger, register_subject

LONDON = ZoneInfo("Europe/London")
TARGET_DAYS = 10


@dataclass
class Parcel:
    """What one parcel's clocks and values are; tests change it in place."""

    received_on: date = date(2026, 3, 2)
    target_days: int = TARGET_DAYS
    holidays: frozenset[date] = frozenset()
    values: dict[str, Value] = field(default_factory=dict)
    hold: str | None = None
    jammed: bool = False

    def working(self, day: date) -> bool:
        return day.weekday() < 5 and day not in self.holidays

    def day(self, start: date, count: int) -> date:
        step = 1 if count >= 0 else -1
        left = abs(count)
        while left:
            start += timedelta(days=step)
            left -= self.working(start)
        return start

    def moment(self, clock: str, anchor: Anchor, days: int, at: time) -> datetime | None:
        if clock != "response":
            return None
        counts = {"start": 0, "target": self.target_days, "limit": 2 * TARGET_DAYS}
        day = self.day(self.day(self.received_on, counts[anchor]), days)
        return datetime.combine(day, at, tzinfo=LONDON).astimezone(UTC)

    def next_nine(self, now: datetime) -> datetime:
        day = now.astimezone(LONDON).date()
        while True:
            nine = datetime.combine(day, time(9), tzinfo=LONDON).astimezone(UTC)
            if nine > now and self.working(day):
                return nine
            day += timedelta(days=1)


class Parcels:
    """The subject: one ``Parcel`` for each id, or a plain one received on ``usual_day``."""

    def __init__(self) -> None:
        self.known: dict[UUID, Parcel] = {}
        self.usual_day = date(2026, 3, 2)

    def of(self, subject_id: UUID) -> Parcel:
        return self.known.setdefault(subject_id, Parcel(received_on=self.usual_day))

    def values(self, subject_id: UUID, event: Trigger) -> Mapping[str, Value]:
        return self.of(subject_id).values

    def moment(self, subject_id: UUID, clock: str, anchor: Anchor, days: int, at: time) -> datetime | None:
        return self.of(subject_id).moment(clock, anchor, days, at)

    def next_nine(self, now: datetime) -> datetime:
        return Parcel().next_nine(now)

    def may_run(self, subject_id: UUID) -> Hold | None:
        hold = self.of(subject_id).hold
        return Hold(hold) if hold else None

    def label(self, subject_id: UUID) -> str:
        return f"parcel {str(subject_id)[-4:]}"

    def address(self, subject_id: UUID) -> str:
        return f"/parcels/{subject_id}"

    def authority_id(self, subject_id: UUID) -> UUID:
        return db.session.scalars(select(Authority.id).limit(1)).one()

    def may_see(self, viewer: Any, subject_id: UUID) -> bool:
        return True

    def invented(self, received_on: date, authority_id: UUID) -> Invented:
        return InventedParcel(received_on)


class InventedParcel(Parcel):
    """A parcel for rehearsals, received at ten in the morning."""

    def __init__(self, received_on: date) -> None:
        super().__init__(received_on=received_on)
        self.began_at = datetime.combine(received_on, time(10), tzinfo=LONDON).astimezone(UTC)

    def working_day(self, at: datetime) -> int | None:
        day, count = self.received_on, 0
        while day < at.astimezone(LONDON).date():
            day += timedelta(days=1)
            count += self.working(day)
        return count if self.working(day) and count else None


PARCELS = Parcels()
register_subject("parcel", PARCELS)


class StampInput(BaseModel):
    who: str = "sender"
    wording: str = "hello"


@action("stamp", StampInput, says="Send {wording} to {who}")
def stamp(context: StepContext, given: StampInput) -> dict[str, Any]:
    db.session.execute(
        text("insert into stamp (step_run_id, wording) values (:id, :wording)"),
        {"id": context.step_run_id, "wording": given.wording},
    )
    return {"to": given.who}


class JamInput(BaseModel):
    """Nothing is asked."""


@action("jam", JamInput, says="Put it through the machine", attempts=3)
def jam(context: StepContext, given: JamInput) -> dict[str, Any]:
    stamp(context, StampInput(wording="through the machine"))
    if PARCELS.of(context.subject_id).jammed:
        raise Unavailable("The machine is jammed.")
    return {}


def make_stamps() -> None:
    """The table that ``stamp`` writes to. It lives as long as the test's transaction or database."""
    db.session.execute(text("create table if not exists stamp (step_run_id uuid, wording text)"))


def stamps() -> list[str]:
    """The wordings stamped, in order."""
    return [row[0] for row in db.session.execute(text("select wording from stamp order by ctid"))]


def make_authority() -> UUID:
    """An invented authority."""
    authority = Authority(key="parcel-office", name="The Parcel Office", is_open=True)
    db.session.add(authority)
    db.session.flush()
    return authority.id


def flow(*steps: dict[str, Any], **given: Any) -> WorkflowDefinition:
    """A definition triggered by ``parcel.received``."""
    data = {"key": "parcels", "name": "Parcels", "trigger": "parcel.received", "steps": list(steps)}
    return parse_definition({**data, **given})


@contextmanager
def jammed(subject_id: UUID) -> Iterator[None]:
    """While inside, ``jam`` fails for this parcel."""
    PARCELS.of(subject_id).jammed = True
    yield
    PARCELS.of(subject_id).jammed = False

"""Two clocks: real time, and the business time that dates and waits are counted in.

Real time serves leases, back-off, links, sessions and limits. Business time is real time plus an
offset kept in one row that every process reads; only the demo may move it, and only forward.
In production the two are the same and the row is never read.
"""

from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from sqlalchemy import select
from sqlalchemy.orm import Mapped

from foundation.database import Base, db
from foundation.errors import Invalid, NotAllowed
from foundation.settings import settings

LONDON = ZoneInfo("Europe/London")


class BusinessClock(Base):
    """How far business time runs ahead of real time."""

    __tablename__ = "business_clock"

    offset: Mapped[timedelta]


def now() -> datetime:
    """Real time, aware, UTC."""
    return datetime.now(UTC)


def business_now() -> datetime:
    """The time that due dates and waits are counted in, aware, UTC."""
    if settings.is_production:
        return now()
    offset = db.session.scalar(select(BusinessClock.offset))
    return now() + (offset or timedelta())


def move_business_time(to: datetime) -> None:
    """Move business time forward to ``to``.

    Raises ``NotAllowed`` outside the demo and the tests, ``Invalid`` when ``to`` is in the past.
    """
    if settings.environment not in ("demo", "test"):
        raise NotAllowed("Time can be moved only in the demo.")
    row = db.session.scalar(select(BusinessClock).with_for_update())
    if row is None:
        row = BusinessClock(offset=timedelta())
        db.session.add(row)
    offset = to - now()
    if offset < row.offset:
        raise Invalid("Time can only be moved forward.", field="to")
    row.offset = offset
    db.session.flush()


def london_day(at: datetime) -> date:
    """The day in London on which ``at`` falls."""
    return at.astimezone(LONDON).date()


def london_time(day: date, at: time) -> datetime:
    """The moment ``at`` o'clock in London on ``day``, in UTC."""
    return datetime.combine(day, at, tzinfo=LONDON).astimezone(UTC)


def at_nine(day: date) -> datetime:
    """Nine in the morning in London on ``day``, in UTC."""
    return london_time(day, time(9))

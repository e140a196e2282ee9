"""The dated table of holidays, kept in the database in versions that are never changed.

A new version is published whole; counts record which version they used. The newest version
is the one in use. Only the table lives here: counting is `foundation.calendar`, and moving
the dates of live work after a new version is for whoever hears `holiday-table.published`.
"""

from collections.abc import Sequence
from datetime import date, datetime
from uuid import UUID

from sqlalchemy import CheckConstraint, ForeignKey, UniqueConstraint, func, select
from sqlalchemy.orm import Mapped, mapped_column, relationship

from foundation.calendar import HolidayTable
from foundation.clock import now
from foundation.database import Base, db
from foundation.errors import Conflict, Unavailable
from foundation.events import publish
from foundation.holiday_file import SHIPPED_TABLE, HolidayFile, ListedHoliday, read_holiday_file


class HolidayTableVersion(Base):
    """One whole table, as published."""

    __tablename__ = "holiday_table_version"
    __table_args__ = (
        UniqueConstraint("number"),
        CheckConstraint("last_on > first_on", name="runs_forward"),
    )

    number: Mapped[int]
    first_on: Mapped[date]
    last_on: Mapped[date]
    source: Mapped[str]
    published_at: Mapped[datetime]
    published_by: Mapped[str]
    days: Mapped[list["Holiday"]] = relationship(order_by="Holiday.on", lazy="selectin", cascade="all, delete-orphan")


class Holiday(Base):
    """One weekday that is not a working day, and where in the United Kingdom it is kept."""

    __tablename__ = "holiday"
    __table_args__ = (UniqueConstraint("version_id", "on"),)

    version_id: Mapped[UUID] = mapped_column(ForeignKey("holiday_table_version.id"))
    on: Mapped[date]
    name: Mapped[str]
    kept_in: Mapped[list[str]]


# Versions are never changed, so a table read once holds for the life of the process.
_tables: dict[UUID, HolidayTable] = {}


def current_version() -> HolidayTableVersion:
    """The newest published version. Raises Unavailable when none has been published."""
    version = db.session.scalar(select(HolidayTableVersion).order_by(HolidayTableVersion.number.desc()).limit(1))
    if version is None:
        raise Unavailable("No table of holidays has been published, so no date can be counted.")
    return version


def current_table() -> HolidayTable:
    """The newest published table. Raises Unavailable when none has been published."""
    newest = db.session.execute(
        select(HolidayTableVersion.id, HolidayTableVersion.number).order_by(HolidayTableVersion.number.desc()).limit(1)
    ).first()
    if newest is None:
        raise Unavailable("No table of holidays has been published, so no date can be counted.")
    if newest.id not in _tables:
        _tables[newest.id] = _as_file(db.session.get_one(HolidayTableVersion, newest.id)).as_table(newest.number)
    return _tables[newest.id]


def publish_table(listed: HolidayFile, *, by: str = "system") -> HolidayTableVersion:
    """Publish a whole table as the next version, and tell whoever keeps dates.

    Raises Conflict when the table ends before the one in use: a date already promised
    could no longer be explained.
    """
    highest = db.session.scalar(select(func.max(HolidayTableVersion.number))) or 0
    if highest and listed.last < current_version().last_on:
        raise Conflict(
            f"The table in use runs to {current_version().last_on.isoformat()}; "
            f"one that ends on {listed.last.isoformat()} cannot replace it."
        )
    version = HolidayTableVersion(
        number=highest + 1,
        first_on=listed.first,
        last_on=listed.last,
        source=listed.source,
        published_at=now(),
        published_by=by,
        days=[Holiday(on=d.on, name=d.name, kept_in=list(d.kept_in)) for d in listed.days],
    )
    db.session.add(version)
    db.session.flush()
    publish(
        "holiday-table.published",
        stream=("holiday-table", version.id),
        authority_id=None,
        payload={"number": version.number},
        actor=by,
    )
    return version


def add_holidays(days: Sequence[ListedHoliday], *, source: str, by: str = "system") -> HolidayTableVersion:
    """Publish the table in use with days added, such as one proclaimed at short notice.

    A day already listed takes the new name and stays a holiday wherever it was kept before: adding
    never makes a working day, which would move dates nearer. Raises Unavailable when no table has
    been published and pydantic.ValidationError when a day lies outside the table.
    """
    in_use = _as_file(current_version())
    kept = {day.on: day for day in in_use.days}
    for day in days:
        kept[day.on] = _also_kept(day, kept.get(day.on))
    listed = HolidayFile(
        first=in_use.first,
        last=in_use.last,
        source=source,
        days=tuple(kept[on] for on in sorted(kept)),
    )
    return publish_table(listed, by=by)


def _also_kept(day: ListedHoliday, listed: ListedHoliday | None) -> ListedHoliday:
    """The day added, kept also wherever the table in use has it."""
    before = listed.kept_in if listed else ()
    return day.model_copy(update={"kept_in": tuple(dict.fromkeys((*before, *day.kept_in)))})


def seed_holidays() -> HolidayTableVersion:
    """Publish the shipped table unless a table is already there."""
    if db.session.scalar(select(func.count()).select_from(HolidayTableVersion)):
        return current_version()
    return publish_table(read_holiday_file(SHIPPED_TABLE))


def _as_file(version: HolidayTableVersion) -> HolidayFile:
    return HolidayFile.model_validate(
        {
            "first": version.first_on,
            "last": version.last_on,
            "source": version.source,
            "days": [{"on": day.on, "name": day.name, "kept_in": day.kept_in} for day in version.days],
        }
    )

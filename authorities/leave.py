"""Leave: the days an officer is away and who stands in.

Nothing waits for approval: what matters is that nobody is chased while away. Who is present
on a day is asked in `authorities.standing`.
"""

from datetime import date
from uuid import UUID

from sqlalchemy import select

from authorities.models import Leave, Officer
from foundation.database import db
from foundation.day_words import full_day
from foundation.errors import Invalid, NotFound
from foundation.events import publish


def leave_from(officer_id: UUID, on: date) -> list[Leave]:
    """An officer's leave that has not ended before a day, first things first."""
    return list(
        db.session.scalars(
            select(Leave).where(Leave.officer_id == officer_id, Leave.last_on >= on).order_by(Leave.first_on)
        )
    )


def possible_stand_ins(officer_id: UUID) -> list[Officer]:
    """The officers who may stand in for one: everybody else who works here, by name."""
    return list(
        db.session.scalars(
            select(Officer).where(Officer.is_active, Officer.id != officer_id).order_by(Officer.name, Officer.id)
        )
    )


def set_leave(officer_id: UUID, first_on: date, last_on: date, stand_in_id: UUID | None, *, by: str) -> Leave:
    """Record leave, first and last day included.

    Raises Invalid when the days are out of order or overlap leave already set, or when the
    stand-in is the officer or does not work here.
    """
    if last_on < first_on:
        raise Invalid(f"Enter a last day on or after {full_day(first_on)}.", field="last_on")
    if stand_in_id is not None:
        stand_in = db.session.get(Officer, stand_in_id)
        if stand_in is None or not stand_in.is_active or stand_in_id == officer_id:
            raise Invalid("Choose somebody else who works here.", field="stand_in")
    for other in leave_from(officer_id, first_on):
        if other.first_on <= last_on:
            raise Invalid(
                f"Leave is already set from {full_day(other.first_on)} "
                f"to {full_day(other.last_on)}. Remove that first, or choose other days.",
                field="first_on",
            )
    leave = Leave(officer_id=officer_id, first_on=first_on, last_on=last_on, stand_in_id=stand_in_id)
    db.session.add(leave)
    db.session.flush()
    _tell("leave.set", leave, by)
    return leave


def remove_leave(officer_id: UUID, leave_id: UUID, *, by: str) -> None:
    """Take back one leave of an officer. Raises NotFound when it is not theirs."""
    leave = db.session.get(Leave, leave_id)
    if leave is None or leave.officer_id != officer_id:
        raise NotFound("There is no such leave.")
    _tell("leave.removed", leave, by)
    db.session.delete(leave)
    db.session.flush()


def _tell(name: str, leave: Leave, by: str) -> None:
    publish(
        name,
        stream=("officer", leave.officer_id),
        authority_id=None,
        payload={
            "leave_id": str(leave.id),
            "first_on": leave.first_on.isoformat(),
            "last_on": leave.last_on.isoformat(),
            "stand_in_id": str(leave.stand_in_id) if leave.stand_in_id else None,
        },
        actor=by,
    )

"""Moves business time forward, stopping at each moment at which something falls due.

At every stop what is due is done, and what that makes due, before time goes on: so a chase of working day
11 is sent on day 11 and not when somebody happens to look. Works beside running workers.
"""

import time
from contextlib import suppress
from datetime import datetime

from sqlalchemy import func, select

from foundation.clock import business_now, move_business_time
from foundation.database import db, transaction
from foundation.errors import Invalid, Unavailable
from foundation.performing import next_due
from foundation.tasks import Task
from workflows.transport import drain

LOOK_SECONDS = 0.05
QUIET_SECONDS = 60.0


def move_time_to(target: datetime, patience: float | None = None) -> datetime:
    """Move business time to ``target`` (aware), or as far as ``patience`` seconds allow; gives where it is.

    Opens its own transactions. Raises ``NotAllowed`` outside the demo, ``Unavailable`` when work in hand does
    not come to an end. A target that has passed moves nothing.
    """
    give_up = time.monotonic() + patience if patience is not None else None
    come_to_rest()
    while True:
        coming = next_due()
        stop = target if coming is None or coming > target else coming
        _go_to(stop)
        come_to_rest()
        if stop == target or (give_up is not None and time.monotonic() > give_up):
            return business_now()


def _go_to(stop: datetime) -> None:
    with transaction():
        if stop > business_now():
            # A stop very near comes by itself before the clock is moved to it.
            with suppress(Invalid):
                move_business_time(stop)


def come_to_rest() -> None:
    """Do what is due until nothing is, and wait for what a worker has in hand."""
    give_up = time.monotonic() + QUIET_SECONDS
    while True:
        drain()
        if not _in_hand():
            return
        if time.monotonic() > give_up:
            raise Unavailable("Some work is still in hand. Time has not been moved further.")
        time.sleep(LOOK_SECONDS)


def _in_hand() -> int:
    """Tasks due that somebody has been given and not finished; those waiting to be tried again do not count."""
    with transaction():
        due = (
            select(func.count())
            .select_from(Task)
            .where(Task.settled_at.is_(None), Task.due_at <= business_now(), Task.error.is_(None))
        )
        return db.session.scalar(due) or 0

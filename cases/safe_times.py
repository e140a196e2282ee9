"""When it is safe to ring somebody, as moments: the parts of working days they ticked.

Pure. A ticked time is only ever on a working day, since nobody is in the office on others. Blank means that they do
not mind.
"""

from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from foundation.calendar import HolidayTable, why_not_working

ANY_TIME = "any-time"

PARTS: dict[str, tuple[time, time]] = {
    "weekday-morning": (time(9), time(12)),
    "weekday-lunchtime": (time(12), time(14)),
    "weekday-afternoon": (time(14), time(17)),
}
"""The parts of a day that the form offers."""

WHOLE_DAY = (time(9), time(17))
LOOKED_AHEAD = 14
"""Days: longer than any run of days on which the office is closed."""


@dataclass(frozen=True)
class SafeTime:
    """A part of one day, in London."""

    on: date
    part: str
    begins: time
    ends: time


def is_safe_now(codes: Collection[str], at: datetime, table: HolidayTable) -> bool:
    """Whether ``at`` (London time) is within what they said."""
    if why_not_working(at.date(), table):
        return False
    return any(begins <= at.time() < ends for _, begins, ends in _parts(codes))


def safe_times(
    codes: Collection[str], after: datetime, table: HolidayTable, *, tried: Sequence[datetime] = (), most: int = 3
) -> list[SafeTime]:
    """The next times to ring, soonest first; parts of the day not tried yet come before those that were.

    ``after`` and ``tried`` are London times.
    """
    were_tried = {part for at in tried for part, (begins, ends) in PARTS.items() if begins <= at.time() < ends}
    coming = list(_coming(codes, after, table))
    return sorted(sorted(coming, key=lambda one: one.part in were_tried)[:most], key=lambda one: (one.on, one.begins))


def _coming(codes: Collection[str], after: datetime, table: HolidayTable) -> Iterator[SafeTime]:
    for days in range(LOOKED_AHEAD):
        on = after.date() + timedelta(days=days)
        if why_not_working(on, table):
            continue
        for part, begins, ends in _parts(codes, split=True):
            if days or ends > after.time():
                yield SafeTime(on, part, begins, ends)


def _parts(codes: Collection[str], *, split: bool = False) -> list[tuple[str, time, time]]:
    """The parts of a day that were ticked; all of them where any time is safe. ``split`` keeps a whole day apart."""
    chosen = [(part, *PARTS[part]) for part in PARTS if part in codes]
    if chosen and ANY_TIME not in codes:
        return chosen
    return [(part, *hours) for part, hours in PARTS.items()] if split else [(ANY_TIME, *WHOLE_DAY)]

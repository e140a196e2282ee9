"""What happened to a clock, replayed: paused, resumed, extended, corrected.

Pure. Each is a dated event that is never changed; a clock's dates are always counted again from all of them, in the
order they were recorded, so that no act can leave a date that nothing explains. Whether an act is lawful is refused
here where the rule says so; who may do it is not asked.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import date, timedelta
from typing import Literal, Self

from authorities.procedures import ClockRule, PauseRule
from cases.deadlines import ClockDates, dated
from foundation.calendar import HolidayTable, is_working_day, next_working_day, working_day_after
from foundation.day_words import full_day
from foundation.errors import Conflict, Invalid

What = Literal["paused", "resumed", "extended", "corrected"]
WHAT = frozenset({"paused", "resumed", "extended", "corrected"})

_ONE_DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Happening:
    """One event of a clock. ``until`` is the day an extension reaches; ``reason`` a code, for a pause its key."""

    what: What
    on: date
    until: date | None = None
    reason: str | None = None


@dataclass(frozen=True, slots=True)
class Pause:
    """A clock that stood still from a day to the day it went on; still does without ``resumed_on``."""

    rule: PauseRule
    paused_on: date
    resumed_on: date | None = None

    def days(self) -> Iterator[date]:
        """The days that do not count: those after the first, the last one included; the first where the rule says."""
        day = self.paused_on if self.rule.takes_first_day else self.paused_on + _ONE_DAY
        while self.resumed_on is not None and day <= self.resumed_on:
            yield day
            day += _ONE_DAY

    def ended(self, on: date) -> Self:
        """The same pause, over."""
        return replace(self, resumed_on=on)


def replay(
    rule: ClockRule, starts_on: date, happenings: Iterable[Happening], table: HolidayTable, today: date
) -> ClockDates:
    """The dates of a clock after all that happened to it; one that stands still is counted as if it went on ``today``.

    Raises ``Conflict`` for a pause within a pause or an end without one, ``Invalid`` for a pause the rule does not
    know, one that begins within an earlier one, or an end before its beginning, ``BeyondHolidayTable``.
    """
    pauses: list[Pause] = []
    extended_to: date | None = None
    for happening in happenings:
        if happening.what == "corrected":
            starts_on = happening.on
        elif happening.what == "extended":
            extended_to = happening.until
        elif happening.what == "paused":
            pauses.append(_begun(rule, pauses, happening))
        else:
            pauses[-1:] = [_ended(pauses, happening.on)]
            extended_to = _after_pause(rule, extended_to, pauses[-1], table)
    paused_on = pauses[-1].paused_on if _is_paused(pauses) else None
    if paused_on is not None:
        pauses[-1] = pauses[-1].ended(max(today, paused_on))
        extended_to = _after_pause(rule, extended_to, pauses[-1], table)
    dates = _counted(rule, starts_on, pauses, table)
    if extended_to is not None and extended_to > dates.target_on:
        held = min(extended_to, dates.limit_on) if dates.limit_on else extended_to
        dates = replace(dates, extended_to=held)
    return replace(dates, paused_on=paused_on)


def _counted(rule: ClockRule, starts_on: date, pauses: list[Pause], table: HolidayTable) -> ClockDates:
    paused = {day: pause.rule.name for pause in pauses for day in pause.days()}
    limit_paused = {day: pause.rule.name for pause in pauses if pause.rule.moves_limit for day in pause.days()}
    return dated(rule, starts_on, table, paused, limit_paused)


def _begun(rule: ClockRule, pauses: list[Pause], happening: Happening) -> Pause:
    pause = rule.pause(happening.reason or "")
    if pause is None:
        raise Invalid(f"{rule.name} cannot be paused for this.", field="reason")
    if _is_paused(pauses):
        raise Conflict(f"{rule.name} is paused already.")
    resumed_on = pauses[-1].resumed_on if pauses else None
    if resumed_on is not None and happening.on < resumed_on:
        raise Invalid(f"It went on again on {full_day(resumed_on)}. Enter that day or a later one.", field="on")
    return Pause(pause, happening.on)


def _ended(pauses: list[Pause], on: date) -> Pause:
    if not _is_paused(pauses):
        raise Conflict("This clock is not paused.")
    if on < pauses[-1].paused_on:
        raise Invalid(f"Enter a date no earlier than {full_day(pauses[-1].paused_on)}.", field="on")
    return pauses[-1].ended(on)


def _is_paused(pauses: list[Pause]) -> bool:
    return bool(pauses) and pauses[-1].resumed_on is None


def _after_pause(rule: ClockRule, extended_to: date | None, pause: Pause, table: HolidayTable) -> date | None:
    """A granted day that is later by as long as the clock stood still after it was granted."""
    if extended_to is None or pause.resumed_on is None or pause.paused_on >= extended_to:
        return extended_to
    if rule.unit == "working-days":
        stood = sum(is_working_day(day, table, rule.region) for day in pause.days())
        return working_day_after(extended_to, stood, table, rule.region) if stood else extended_to
    return next_working_day(extended_to + (pause.resumed_on - pause.paused_on), table, rule.region)

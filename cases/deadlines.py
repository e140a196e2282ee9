"""Puts dates on clocks.

Takes a procedure, the days its start events happened and a holiday table; gives back the
dates of each clock with every day of the count. Pure: it decides nothing about a case and
writes nothing. Rows are the business of the operations that call it; how a date is put into
words is `cases.explaining`.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime
from zoneinfo import ZoneInfo

from authorities.procedures import ClockRule, Procedure, Start, Unit
from authorities.profile import Deeming
from foundation.calendar import (
    DayCount,
    HolidayTable,
    Paused,
    Region,
    count_calendar_days,
    count_months,
    count_working_days,
    next_working_day,
)
from foundation.day_words import full_day
from foundation.errors import Invalid

_COUNTS: Mapping[Unit, Callable[[date, int, HolidayTable, Region, Paused], DayCount]] = {
    "working-days": count_working_days,
    "calendar-days": count_calendar_days,
    "months": count_months,
}

_NEVER: Paused = {}
_LONDON = ZoneInfo("Europe/London")


@dataclass(frozen=True, slots=True)
class ClockDates:
    """One clock with its dates, the rule behind them and the counts that gave them.

    `target_on` is due with no extension; `limit_on` the last day the rule lets an extension
    reach, None where it allows none; `extended_to` a granted extension. `is_forecast` means
    that the start has not happened and the latest day it should happen was used; `paused_on`
    that it stands still since that day; `is_capped` that a pause would have moved the target
    past a limit that pauses do not move.
    """

    clock: ClockRule
    starts_on: date
    target_on: date
    limit_on: date | None
    target_count: DayCount
    limit_count: DayCount | None
    is_forecast: bool = False
    extended_to: date | None = None
    paused_on: date | None = None
    is_capped: bool = False

    @property
    def key(self) -> str:
        """The clock's key, unique in its procedure."""
        return self.clock.key

    @property
    def rule(self) -> str:
        """The rule in words."""
        return self.clock.rule

    @property
    def source(self) -> str:
        """Where the rule is written; says so when nobody has read it in the original."""
        return self.clock.source if self.clock.is_verified else f"{self.clock.source} (unverified)"

    @property
    def due_on(self) -> date:
        """The target, or the day a granted extension moved it to."""
        return self.extended_to or self.target_on

    @property
    def table_version(self) -> int:
        """The version of the holiday table the dates were counted on."""
        return self.target_count.table_version


def day_of_receipt(at: datetime, deeming: Deeming, table: HolidayTable) -> date:
    """The day a message counts as received: the day in London it came.

    An authority may deem what comes on a day off to be received on the next working day;
    the regulations have no such rule, so the default is the actual day.
    Raises BeyondHolidayTable.
    """
    day = at.astimezone(_LONDON).date()
    return next_working_day(day, table) if deeming == "next-working-day" else day


def stage_clocks(
    procedure: Procedure,
    stage_key: str,
    dates: Mapping[Start, date],
    table: HolidayTable,
    *,
    forecast: bool = False,
) -> tuple[ClockDates, ...]:
    """The clocks of one stage whose start event has happened, in the profile's order.

    `dates` holds the day of each start event of this stage. With `forecast`, a clock that has
    not started is counted from the target of the clock named by its `unless_started`, and
    marked as a forecast. Raises KeyError for an unknown stage and BeyondHolidayTable.
    """
    found: dict[str, ClockDates] = {}
    for clock in procedure.stage(stage_key).clocks:
        if clock.starts in dates:
            found[clock.key] = dated(clock, dates[clock.starts], table)
        elif forecast and clock.unless_started in found:
            presumed = found[clock.unless_started].target_on
            found[clock.key] = replace(dated(clock, presumed, table), is_forecast=True)
    return tuple(found.values())


def procedure_clocks(
    procedure: Procedure, received_on: date, acknowledged_on: date, table: HolidayTable
) -> tuple[ClockDates, ...]:
    """Every clock of a procedure, each stage counted as if it was asked for on one day.

    This is the table people check by hand: the later stages show how far their clocks would
    reach from the same day. Clocks that wait for something that has no date are left out.
    """
    dates: Mapping[Start, date] = {
        "received": received_on,
        "requested": received_on,
        "acknowledged": acknowledged_on,
    }
    return tuple(
        clock for stage in procedure.stages for clock in stage_clocks(procedure, stage.key, dates, table, forecast=True)
    )


def dated(
    clock: ClockRule, starts_on: date, table: HolidayTable, paused: Paused = _NEVER, limit_paused: Paused = _NEVER
) -> ClockDates:
    """One clock counted from a start, without the days it stood still. Raises BeyondHolidayTable."""
    count = _COUNTS[clock.unit]
    target = count(starts_on, clock.target, table, clock.region, paused)
    limit = count(starts_on, clock.limit, table, clock.region, limit_paused) if clock.limit else None
    is_capped = limit is not None and target.due_on > limit.due_on
    return ClockDates(
        clock=clock,
        starts_on=starts_on,
        target_on=limit.due_on if limit is not None and is_capped else target.due_on,
        limit_on=limit.due_on if limit else None,
        target_count=target,
        limit_count=limit,
        is_capped=is_capped,
    )


def extend(clock: ClockDates, to: date) -> ClockDates:
    """The clock with its due day moved to a later one.

    Raises Invalid where the rule allows no extension, the day is no later than the one due
    now, or it lies beyond the limit. Whether the reason is lawful is for the caller.
    """
    if clock.limit_on is None:
        raise Invalid(f"{clock.clock.name} cannot be extended.", field="until_on")
    if to <= clock.due_on:
        raise Invalid(f"Enter a date after {full_day(clock.due_on)}.", field="until_on")
    if to > clock.limit_on:
        raise Invalid(
            f"Enter a date no later than {full_day(clock.limit_on)}, the last day the rule allows.",
            field="until_on",
        )
    return replace(clock, extended_to=to)

"""Says in plain words how a date was counted: for letters, for pages, day by day.

Pure, and only words: the dates come from `cases.deadlines` and are never changed here.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from authorities.procedures import ClockRule, Start, Unit
from cases.deadlines import ClockDates
from foundation.day_words import day_of_year, full_day, listed

_UNITS: Mapping[Unit, tuple[str, str]] = {
    "working-days": ("working day", "working days"),
    "calendar-days": ("day", "days"),
    "months": ("month", "months"),
}

_STARTS: Mapping[Start, str] = {
    "received": "the day we received it",
    "acknowledged": "the day we acknowledged it",
    "requested": "the day it was asked for",
    "statement-agreed": "the day the statement of complaint was agreed",
    "investigation-report-received": "the day we received the investigator's report",
    "panel-held": "the day of the panel",
    "panel-report-received": "the day we received the panel's report",
}

_MOVED = " (substitute day)"


@dataclass(frozen=True, slots=True)
class ExplainedDay:
    """One day of a count in words: `note` is its number, or why it was left out."""

    on: date
    note: str
    is_counted: bool


@dataclass(frozen=True, slots=True)
class Explanation:
    """How a date was counted.

    `short` is one sentence for a letter; `sentences` are for a page, followed by `days`, each
    day looked at on the way; `source` is the rule and where it is written, for officers.
    """

    short: str
    sentences: tuple[str, ...]
    days: tuple[ExplainedDay, ...]
    source: str


def explain(clock: ClockDates) -> Explanation:
    """How the target day was counted, in plain words and day by day."""
    sentences = [*_sentences(clock), *_stood_still(clock)]
    if clock.extended_to is not None:
        sentences.append(f"It was extended to {full_day(clock.extended_to)}.")
    return Explanation(
        short=_short(clock),
        sentences=tuple(sentences),
        days=tuple(
            ExplainedDay(
                on=day.on,
                note=day.why or (f"day {day.number}" if day.number else "due"),
                is_counted=day.why is None,
            )
            for day in clock.target_count.days
        ),
        source=f"{clock.rule} Source: {clock.source}.",
    )


def length_of(clock: ClockRule) -> str:
    """A clock's length in words: 10 working days, 1 month."""
    one, many = _UNITS[clock.unit]
    return f"{clock.target} {one if clock.target == 1 else many}"


def _short(clock: ClockDates) -> str:
    start = f"{_STARTS[clock.clock.starts]}, {full_day(clock.starts_on)}"
    said = f"{length_of(clock.clock)} from {start}, is {full_day(clock.target_on)}"
    if clock.clock.unit == "working-days":
        return f"{said}, not counting {listed(['weekends', *_holidays(clock)])}."
    return f"{said}."


def _sentences(clock: ClockDates) -> list[str]:
    start = f"Day 0 is {full_day(clock.starts_on)}, {_STARTS[clock.clock.starts]}."
    if clock.is_forecast:
        start = (
            f"It has not started yet: day 0 is taken to be {full_day(clock.starts_on)}, "
            "the latest day on which it should."
        )
    if clock.clock.unit == "working-days":
        return [*_working_days(clock, start)]
    how = (
        "We count to the same date of the month, or the last day of a shorter month."
        if clock.clock.unit == "months"
        else "We count every day, weekends and bank holidays too. Day 1 is the day after."
    )
    return [how, start, *_rolled(clock), f"It is due on {full_day(clock.target_on)}."]


def _working_days(clock: ClockDates, start: str) -> list[str]:
    where = "anywhere in the United Kingdom" if clock.clock.region == "uk" else "in England"
    first = next(day.on for day in clock.target_count.days if day.number == 1)
    sentences = [
        f"We count working days: Monday to Friday, without bank holidays {where}.",
        start,
        f"Day 1 is {full_day(first)}.",
    ]
    if clock.clock.target > 1:
        sentences.append(f"Day {clock.clock.target} is {full_day(clock.target_count.due_on)}.")
    if holidays := _holidays(clock):
        sentences.append(f"Besides weekends we did not count {listed(holidays)}.")
    return sentences


def _holidays(clock: ClockDates) -> list[str]:
    """The holidays passed over, each with its day; weekends and pauses are not among them."""
    others = {"Saturday", "Sunday", *(pause.name for pause in clock.clock.pauses)}
    return [
        _holiday(day.why, day.on) for day in clock.target_count.days if day.why is not None and day.why not in others
    ]


def _stood_still(clock: ClockDates) -> list[str]:
    """Why and for how many days the clock stood still, and where that could not move the day any further."""
    sentences = []
    for pause in clock.clock.pauses:
        days = sum(day.why == pause.name for day in clock.target_count.days)
        if days:
            unit = _UNITS["working-days" if clock.clock.unit == "working-days" else "calendar-days"][days > 1]
            sentences.append(f"The clock stood still for {days} {unit}: {pause.name[0].lower()}{pause.name[1:]}.")
    if clock.is_capped:
        sentences.append(f"That cannot move it past {full_day(clock.target_on)}, so that day stands.")
    if clock.paused_on is not None:
        sentences.append(f"It stands still since {full_day(clock.paused_on)}, and is counted as if it went on today.")
    return sentences


def _holiday(name: str, on: date) -> str:
    if name.endswith(_MOVED):
        return f"the day kept for {name.removesuffix(_MOVED)} ({day_of_year(on)})"
    return f"{name} ({day_of_year(on)})"


def _rolled(clock: ClockDates) -> list[str]:
    pauses = {pause.name for pause in clock.clock.pauses}
    passed = [day for day in clock.target_count.days if day.why is not None and day.why not in pauses]
    if not passed:
        return []
    days = [
        day_of_year(day.on) if day.why in ("Saturday", "Sunday") else _holiday(day.why or "", day.on) for day in passed
    ]
    verb = "is not a working day" if len(days) == 1 else "are not working days"
    return [f"{listed(days)} {verb}, so it moves to the next one."]

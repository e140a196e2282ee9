"""How long answers took in working days, against target and limit; beside them what is still open.

Working days are those counted when the answer was sent and kept with it: a report counts no days.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from decimal import Decimal

from sqlalchemy import func, select

from authorities.procedures import Procedure
from cases.models import Stage
from foundation.database import db
from reports.counting import COMPLAINT_PROCEDURES, Counting, Grouped, response_clock, stage_name
from reports.report import Cell, Chart, Column, Population, Section, Share, Table, average_of
from reports.stage_flow import count_flows, flow_table


@dataclass(frozen=True)
class AnswerTime:
    """Answers of one stage that took the same number of working days and met the same dates.

    `by_target`, `by_limit` and `by_due` are None where the stage has no such date; `by_due` is
    the target, or the day a granted extension moved it to.
    """

    procedure: str
    stage: int
    days: int | None
    by_target: bool | None
    by_limit: bool | None
    by_due: bool | None
    was_extended: bool
    number: int


def time_statement(
    counting: Counting,
) -> Grouped:
    """Answers sent in the period, one row for each length and outcome: a few hundred at most."""
    due_on = func.coalesce(Stage.extended_to, Stage.target_on)
    grouped = (
        Stage.procedure,
        Stage.number,
        Stage.answer_working_days,
        (Stage.answered_on <= Stage.target_on).label("by_target"),
        (Stage.answered_on <= func.coalesce(Stage.limit_on, Stage.target_on)).label("by_limit"),
        (Stage.answered_on <= due_on).label("by_due"),
        Stage.extended_to.is_not(None).label("was_extended"),
    )
    return (
        select(*grouped, func.count())
        .where(
            Stage.authority_id == counting.authority_id,
            Stage.answered_on.between(counting.period.first_on, counting.period.counted_to),
            Stage.procedure.in_(COMPLAINT_PROCEDURES),
        )
        .group_by(*grouped)
    )


def build(counting: Counting) -> tuple[Section, ...]:
    """A section for each procedure: lengths in bands, dates met, and what was open."""
    times = [AnswerTime(*row) for row in db.session.execute(time_statement(counting))]
    flows = count_flows(counting)
    return tuple(
        Section(
            procedure.key,
            procedure.name,
            (
                *_band_tables(procedure, [time for time in times if time.procedure == procedure.key]),
                _dates_table(procedure, [time for time in times if time.procedure == procedure.key]),
                flow_table(procedure, [flow for flow in flows if flow.procedure == procedure.key]),
            ),
        )
        for procedure in counting.procedures()
    )


def _band_tables(procedure: Procedure, times: list[AnswerTime]) -> list[Table]:
    """One table a stage, because each stage has its own bands."""
    stages = sorted({1} | {time.stage for time in times})
    return [_band_table(procedure, n, [time for time in times if time.stage == n]) for n in stages]


def _band_table(procedure: Procedure, number: int, times: list[AnswerTime]) -> Table:
    answered = sum(time.number for time in times)
    lengths = sorted((time.days, time.number) for time in times if time.days is not None)
    counted = sum(n for _, n in lengths)
    rows: list[tuple[Cell, ...]] = []
    for label, holds in _bands(procedure, number):
        found = sum(n for days, n in lengths if holds(days))
        rows.append((label, found, Share(found, counted)))
    if answered > counted:
        rows.append(("Not known", answered - counted, None))
    average = average_of(sum(days * n for days, n in lengths), counted)
    middle = median(lengths)
    notes = ["Working days from the day the clock started (day 0) to the day the answer was sent."]
    if average is not None and middle is not None:
        notes.append(f"Average {average} working days; median {middle}; out of {counted:,} answers.")
    return Table(
        f"{procedure.key}-stage-{number}-days",
        f"{stage_name(procedure, number)}: working days to answer",
        Population("answers sent in the period", answered),
        (
            Column("band", "Working days", "text"),
            Column("number", "Answers"),
            Column("share", "Share", "share"),
        ),
        tuple(rows) if answered else (),
        tuple(notes),
        Chart("bars", "Answers by working days taken", "band", ("share",)),
    )


def _bands(procedure: Procedure, number: int) -> list[tuple[str, Callable[[int], bool]]]:
    """Bands cut at the target and the limit of the stage's response clock."""
    clock = response_clock(procedure, number)
    if clock is None:
        return [("Any", lambda days: True)]
    target, limit = clock.target, clock.limit
    bands: list[tuple[str, Callable[[int], bool]]] = [(f"Within {target}", lambda days: days <= target)]
    if limit is not None:
        bands.append((f"{target + 1} to {limit}", lambda days: target < days <= limit))
    last = limit or target
    bands.append((f"Over {last}", lambda days: days > last))
    return bands


def _dates_table(procedure: Procedure, times: list[AnswerTime]) -> Table:
    stages = sorted({time.stage for time in times})
    return Table(
        f"{procedure.key}-in-time",
        "Answers in time, by target and by limit",
        Population("answers sent in the period", sum(time.number for time in times)),
        (
            Column("stage", "Stage", "text"),
            Column("answered", "Answers"),
            Column("by_target", "By the target", "share"),
            Column("by_limit", "By the limit", "share"),
            Column("extended", "Extended"),
            Column("by_extension", "Of those, by the agreed day", "share"),
            Column("late", "Late"),
            Column("average", "Average days", "days"),
            Column("median", "Median days", "days"),
        ),
        tuple(_dates_row(procedure, n, [time for time in times if time.stage == n]) for n in stages),
        (
            "Target: the day the rule sets with no extension. Limit: the last day an extension can reach; "
            "where a rule has none, the target.",
            "Late: after the target or, where more time was agreed, after the agreed day. Shares leave out "
            "answers whose stage has no such date.",
        ),
    )


def _dates_row(procedure: Procedure, number: int, times: list[AnswerTime]) -> tuple[Cell, ...]:
    extended = [time for time in times if time.was_extended]
    lengths = sorted((time.days, time.number) for time in times if time.days is not None)
    counted = sum(n for _, n in lengths)
    return (
        stage_name(procedure, number),
        sum(time.number for time in times),
        _met(times, lambda time: time.by_target),
        _met(times, lambda time: time.by_limit),
        sum(time.number for time in extended),
        _met(extended, lambda time: time.by_due),
        sum(time.number for time in times if time.by_due is False),
        average_of(sum(days * n for days, n in lengths), counted),
        median(lengths),
    )


def _met(times: list[AnswerTime], by: Callable[[AnswerTime], bool | None]) -> Share:
    dated = [time for time in times if by(time) is not None]
    return Share(sum(t.number for t in dated if by(t)), sum(t.number for t in dated))


def median(lengths: list[tuple[int, int]]) -> Decimal | None:
    """The middle of (days, how many) pairs in order of days; half-way between two middles."""
    total = sum(number for _, number in lengths)
    if total == 0:
        return None
    return Decimal(_at(lengths, (total - 1) // 2) + _at(lengths, total // 2)) / 2


def _at(lengths: list[tuple[int, int]], place: int) -> int:
    for days, number in lengths:
        if place < number:
            return days
        place -= number
    raise IndexError(place)

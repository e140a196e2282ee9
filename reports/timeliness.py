"""R.3: how long answers took in working days, against target and limit, and what is still open.

Working days are those counted when the answer was sent and kept with it: a report counts no days.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from decimal import Decimal

from sqlalchemy import and_, func, or_, select

from authorities.procedures import Procedure
from cases.models import Stage
from foundation.database import db
from reports.counting import COMPLAINT_PROCEDURES, Counting, Grouped, response_clock, stage_name
from reports.report import Cell, Chart, Column, Population, Section, Share, Table, average_of


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


@dataclass(frozen=True)
class StageFlow:
    """What came into a stage in the period, what left it, and what was open on the last day."""

    procedure: str
    stage: int
    carried_in: int
    received: int
    answered: int
    ended_unanswered: int
    open_in_time: int
    open_past_due: int
    open_past_limit: int
    open_undated: int

    @property
    def carried_out(self) -> int:
        return self.open_in_time + self.open_past_due + self.open_past_limit + self.open_undated


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


def flow_statement(counting: Counting) -> Grouped:
    """Stages asked for by the end of the count, by where they stood at its start and its end."""
    first_on, counted_to = counting.period.first_on, counting.period.counted_to
    left_on = func.least(Stage.answered_on, Stage.closed_on)
    due_on = func.coalesce(Stage.extended_to, Stage.target_on)
    was_answered = and_(
        Stage.answered_on.between(first_on, counted_to),
        or_(Stage.closed_on.is_(None), Stage.answered_on <= Stage.closed_on),
    )
    is_open = or_(left_on.is_(None), left_on > counted_to)
    past_limit = func.coalesce(Stage.limit_on, Stage.target_on) < counted_to
    in_period = or_(left_on.is_(None), left_on >= first_on)
    return (
        select(
            Stage.procedure,
            Stage.number,
            func.count().filter(Stage.requested_on < first_on),
            func.count().filter(Stage.requested_on >= first_on),
            func.count().filter(was_answered),
            func.count().filter(left_on.between(first_on, counted_to), ~func.coalesce(was_answered, False)),
            func.count().filter(is_open, due_on >= counted_to),
            func.count().filter(is_open, due_on < counted_to, ~past_limit),
            func.count().filter(is_open, due_on < counted_to, past_limit),
            func.count().filter(is_open, due_on.is_(None)),
        )
        .where(
            Stage.authority_id == counting.authority_id,
            Stage.requested_on <= counted_to,
            in_period,
            Stage.procedure.in_(COMPLAINT_PROCEDURES),
        )
        .group_by(Stage.procedure, Stage.number)
    )


def build(counting: Counting) -> tuple[Section, ...]:
    """A section for each procedure: lengths in bands, dates met, and what was open."""
    times = [AnswerTime(*row) for row in db.session.execute(time_statement(counting))]
    flows = [StageFlow(*row) for row in db.session.execute(flow_statement(counting))]
    return tuple(
        Section(
            procedure.key,
            procedure.name,
            (
                *_band_tables(procedure, [time for time in times if time.procedure == procedure.key]),
                _dates_table(procedure, [time for time in times if time.procedure == procedure.key]),
                _flow_table(procedure, [flow for flow in flows if flow.procedure == procedure.key]),
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


def _flow_table(procedure: Procedure, flows: list[StageFlow]) -> Table:
    flows = sorted(flows, key=lambda flow: flow.stage)
    return Table(
        f"{procedure.key}-open",
        "Carried in, received, answered and still open",
        Population("stages open at some time in the period", sum(f.carried_in + f.received for f in flows)),
        (
            Column("stage", "Stage", "text"),
            Column("carried_in", "Carried in"),
            Column("received", "Received"),
            Column("answered", "Answered"),
            Column("ended", "Ended with no answer"),
            Column("carried_out", "Carried out"),
            Column("open_in_time", "Open, in time"),
            Column("open_past_due", "Open, past due"),
            Column("open_past_limit", "Open, past the limit"),
            Column("open_undated", "Open, no date yet"),
        ),
        tuple(
            (
                stage_name(procedure, flow.stage),
                flow.carried_in,
                flow.received,
                flow.answered,
                flow.ended_unanswered,
                flow.carried_out,
                flow.open_in_time,
                flow.open_past_due,
                flow.open_past_limit,
                flow.open_undated,
            )
            for flow in flows
        ),
        (
            "Carried in: asked for before the period and not yet answered or ended when it began. Carried "
            "in and received together equal answered, ended and carried out.",
            "Ended with no answer: withdrawn, refused, or moved to another procedure or stage.",
            "Open stages are told by their dates on the last day counted.",
        ),
        Chart(
            "stacked",
            "Stages open on the last day counted",
            "stage",
            ("open_in_time", "open_past_due", "open_past_limit", "open_undated"),
        ),
    )


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

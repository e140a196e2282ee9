"""What came into each stage in a period, what left it, and how what was open on the last day stood.

Every stage asked for by then is counted once, so that what came in equals what left and what is open.
"""

from __future__ import annotations

from dataclasses import dataclass

from sqlalchemy import and_, func, or_, select

from authorities.procedures import Procedure
from cases.models import Stage
from foundation.database import db
from reports.counting import COMPLAINT_PROCEDURES, Counting, Grouped, stage_name
from reports.report import Chart, Column, Population, Table


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


def count_flows(counting: Counting) -> list[StageFlow]:
    """One for each procedure and stage that had anything in it."""
    return [StageFlow(*row) for row in db.session.execute(flow_statement(counting))]


def flow_table(procedure: Procedure, flows: list[StageFlow]) -> Table:
    """A row for each stage: what came in, what left and how what is open stands."""
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

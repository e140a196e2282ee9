"""How responses were delivered, and how many of each went on to a further stage.

The council's own record says how an answer was given; what complainants say stands beside it. It
tells how often one thing followed another and never that one led to the other.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta

from sqlalchemy import and_, func, or_, select

from authorities.procedures import Procedure
from cases.models import ContactAttempt, EscalationRequest, Stage
from foundation.calendar import HolidayTable, working_days_between
from foundation.database import db
from reports.accounts import said_table, share_table
from reports.counting import COMPLAINT_PROCEDURES, UNKNOWN, Counting, Grouped, day_in_words, stage_name
from reports.escalations import count_escalations, method_name
from reports.report import Cell, Chart, Column, Interval, Population, Rate, Section, Share, Table

WAIT = 30
"""Working days an answer is given to be followed by an escalation before it is counted.

People are asked to decide within twenty working days of an answer; ten more allow for posting,
for those who are late and for an office that takes requests in by hand.
"""


@dataclass(frozen=True)
class AnswerCount:
    """Answers of one procedure, stage and method: all sent, those in the base, those escalated."""

    procedure: str
    stage: int
    method: str
    sent: int
    in_base: int
    escalated: int


@dataclass(frozen=True)
class CallCount:
    """Stages answered in the period, by what came of trying to speak with the person first."""

    procedure: str
    stage: int
    answered: int
    spoke: int
    declined: int
    not_reached: int

    @property
    def offered(self) -> int:
        return self.spoke + self.declined + self.not_reached


def base_ends_on(counted_to: date, holidays: HolidayTable) -> date:
    """The last day an answer can have been sent and had the full wait by the end of the count."""
    day = counted_to
    while working_days_between(day, counted_to, holidays) < WAIT:
        day -= timedelta(days=1)
    return day


def answer_statement(counting: Counting, base_ends: date) -> Grouped:
    """Answers sent in the period, each with the request that followed it, if one did."""
    method = func.coalesce(Stage.answer_method, UNKNOWN)
    in_base = Stage.answered_on <= base_ends
    return (
        select(
            Stage.procedure,
            Stage.number,
            method,
            func.count(),
            func.count().filter(in_base),
            func.count(EscalationRequest.id).filter(in_base),
        )
        .outerjoin(
            EscalationRequest,
            and_(
                EscalationRequest.case_id == Stage.case_id,
                EscalationRequest.to_stage == Stage.number + 1,
                EscalationRequest.asked_on.between(Stage.answered_on, counting.period.counted_to),
            ),
        )
        .where(
            Stage.authority_id == counting.authority_id,
            Stage.answered_on.between(counting.period.first_on, counting.period.counted_to),
            Stage.procedure.in_(COMPLAINT_PROCEDURES),
        )
        .group_by(Stage.procedure, Stage.number, method)
    )


def call_statement(counting: Counting) -> Grouped:
    """Answers sent in the period, by the best that any try to speak came to.

    An answer that says when they spoke counts as spoken, whether or not the try was kept.
    """
    tries = (
        select(
            ContactAttempt.stage_id,
            func.bool_or(ContactAttempt.outcome == "spoke").label("spoke"),
            func.bool_or(ContactAttempt.outcome == "declined").label("declined"),
        )
        .where(ContactAttempt.authority_id == counting.authority_id, ContactAttempt.stage_id.is_not(None))
        .group_by(ContactAttempt.stage_id)
        .subquery()
    )
    spoke = or_(func.coalesce(tries.c.spoke, False), Stage.spoken_on.is_not(None))
    declined = func.coalesce(tries.c.declined, False)
    return (
        select(
            Stage.procedure,
            Stage.number,
            func.count(),
            func.count().filter(spoke),
            func.count().filter(declined, ~spoke),
            func.count(tries.c.stage_id).filter(~declined, ~spoke),
        )
        .outerjoin(tries, tries.c.stage_id == Stage.id)
        .where(
            Stage.authority_id == counting.authority_id,
            Stage.answered_on.between(counting.period.first_on, counting.period.counted_to),
            Stage.procedure.in_(COMPLAINT_PROCEDURES),
        )
        .group_by(Stage.procedure, Stage.number)
    )


def build(counting: Counting) -> tuple[Section, ...]:
    """A section for each procedure: rates, what complainants said, plain shares, calls."""
    base_ends = base_ends_on(counting.period.counted_to, counting.holidays)
    answers = [AnswerCount(*row) for row in db.session.execute(answer_statement(counting, base_ends))]
    calls = [CallCount(*row) for row in db.session.execute(call_statement(counting))]
    escalations = count_escalations(counting)
    return tuple(
        Section(
            procedure.key,
            procedure.name,
            (
                *_rate_tables(counting, procedure, answers, base_ends),
                said_table(counting, procedure, escalations),
                share_table(counting, procedure, escalations),
                _call_table(counting, procedure, calls),
            ),
        )
        for procedure in counting.procedures()
    )


def _rate_tables(counting: Counting, procedure: Procedure, answers: list[AnswerCount], base_ends: date) -> list[Table]:
    """One table for each stage that has another after it."""
    return [
        _rate_table(counting, procedure, number, answers, base_ends)
        for number in range(1, len(procedure.stages))
        if number == 1 or any(a.procedure == procedure.key and a.stage == number for a in answers)
    ]


def _rate_table(
    counting: Counting, procedure: Procedure, number: int, answers: list[AnswerCount], base_ends: date
) -> Table:
    by_method = {a.method: a for a in answers if a.procedure == procedure.key and a.stage == number}
    rows: list[tuple[Cell, ...]] = []
    base = sum(count.in_base for count in by_method.values())
    for code in counting.in_order("response_methods", by_method) if base else ():
        count = by_method.get(code) or AnswerCount(procedure.key, number, code, 0, 0, 0)
        rows.append(_rate_row(method_name(counting, code), count.in_base, count.escalated))
    if base:
        rows.append(_rate_row("All", base, sum(count.escalated for count in by_method.values())))
    waiting = sum(count.sent for count in by_method.values()) - base
    stage = procedure.stages[number - 1]
    notes = [
        f"Answered: {stage.name.lower()} answers sent from {day_in_words(counting.period.first_on)} to "
        f"{day_in_words(base_ends)}, so that each had at least {WAIT} working days before the count ended on "
        f"{day_in_words(counting.period.counted_to)}. How each was given is the council's own record.",
        "Escalated: those of them after which the next stage was asked for before the count ended.",
        "The interval is the 95% interval of the rate (Wilson): how far chance alone could move it. "
        "Rates whose intervals overlap may not differ.",
        "Ways of answering are chosen to suit the complaint, so a difference between rates may come "
        "from the complaints and not from the way they were answered.",
    ]
    if waiting:
        notes.append(f"{waiting:,} later answers are left out because they have not had {WAIT} working days.")
    if not base:
        notes.append("There is nothing to work a rate out from yet, so only shares are given below.")
    return Table(
        f"{procedure.key}-stage-{number}-rates",
        f"{stage.name}: way of answering and escalation",
        Population(f"answers sent by {day_in_words(base_ends)}", base),
        (
            Column("method", "How the answer was given", "text"),
            Column("answered", "Answered"),
            Column("escalated", "Escalated"),
            Column("rate", "Rate", "rate"),
            Column("interval", "95% interval", "interval"),
        ),
        tuple(rows),
        tuple(notes),
        Chart("bars", "Share of answers after which the next stage was asked for", "method", ("rate",)),
    )


def _rate_row(label: str, answered: int, escalated: int) -> tuple[Cell, ...]:
    rate = Rate(escalated, answered)
    return (label, answered, escalated, rate, Interval(rate))


def _call_table(counting: Counting, procedure: Procedure, calls: list[CallCount]) -> Table:
    mine = sorted((c for c in calls if c.procedure == procedure.key), key=lambda c: c.stage)
    answered = sum(call.answered for call in mine)
    return Table(
        f"{procedure.key}-calls",
        "Calls and meetings before the answer",
        Population("answers sent in the period", answered),
        (
            Column("stage", "Stage", "text"),
            Column("answered", "Answers"),
            Column("offered", "Call or meeting offered", "share"),
            Column("spoke", "Spoke"),
            Column("declined", "Declined"),
            Column("not_reached", "Not reached"),
            Column("none", "None recorded"),
        ),
        tuple(
            (
                stage_name(procedure, call.stage),
                call.answered,
                Share(call.offered, call.answered),
                call.spoke,
                call.declined,
                call.not_reached,
                call.answered - call.offered,
            )
            for call in mine
        ),
        (
            "Offered: at least one try to speak or meet is on the record. Each answer is counted once: "
            "spoke if any try was answered or the answer gives the day they spoke, else declined if the person "
            "said no, else not reached.",
        ),
    )

"""What was received, by type, procedure, channel, service and month.

Call-backs stand beside complaints and are never counted as complaints avoided.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from sqlalchemy import Date, cast, func, select

from authorities.models import Service
from cases.models import CallBack, Case
from foundation.clock import LONDON
from foundation.database import db
from reports.counting import UNKNOWN, Counting, Grouped
from reports.report import Cell, Chart, Column, Population, Section, Share, Table

CALL_STATES = {
    "waiting": "Waiting for the call",
    "missed": "Tried and not reached",
    "made": "Made, not yet settled",
    "settled": "Settled",
    "became-complaint": "Became a complaint",
    "declined": "Declined",
}


@dataclass(frozen=True)
class CallBackCount:
    """Call-backs asked for in the period, by state; `in_time` were made by the day they were due."""

    state: str
    beside_complaint: bool
    number: int
    made: int
    in_time: int


@dataclass(frozen=True)
class Received:
    """How many cases each value has, one counter a question."""

    total: int
    kinds: Counter[str]
    procedures: Counter[str]
    channels: Counter[str]
    services: Counter[UUID | None]
    months: Counter[date]


def received_statement(counting: Counting) -> Grouped:
    """Every breakdown in one pass over the cases received; the mask tells which a row belongs to."""
    month = cast(func.date_trunc("month", Case.received_on), Date)
    questions = (Case.kind, Case.procedure, Case.channel, Case.service_id, month)
    return (
        select(func.grouping(*questions), *questions, func.count())
        .where(
            Case.authority_id == counting.authority_id,
            Case.received_on.between(counting.period.first_on, counting.period.counted_to),
        )
        .group_by(func.grouping_sets(*questions))
    )


def call_back_statement(counting: Counting) -> Grouped:
    """Call-backs asked for in the period, by state and whether a complaint stands beside each."""
    beside = (Case.kind == "complaint").label("beside")
    asked_on = cast(func.timezone(LONDON.key, CallBack.asked_at), Date)
    made_on = cast(func.timezone(LONDON.key, CallBack.made_at), Date)
    return (
        select(
            CallBack.state,
            beside,
            func.count(),
            func.count(CallBack.made_at),
            func.count().filter(made_on <= CallBack.due_on),
        )
        .join(Case, Case.id == CallBack.case_id)
        .where(
            CallBack.authority_id == counting.authority_id,
            asked_on.between(counting.period.first_on, counting.period.counted_to),
        )
        .group_by(CallBack.state, beside)
    )


def build(counting: Counting) -> tuple[Section, ...]:
    """What was received, then the call-backs."""
    received = _received(counting)
    calls = [CallBackCount(*row) for row in db.session.execute(call_back_statement(counting))]
    return (
        Section("received", "What was received", _received_tables(counting, received)),
        Section("call-backs", "Call-backs", _call_tables(calls)),
    )


def _received(counting: Counting) -> Received:
    found = Received(0, Counter(), Counter(), Counter(), Counter(), Counter())
    total = 0
    for mask, kind, procedure, channel, service, month, number in db.session.execute(received_statement(counting)):
        # GROUPING sets a bit for each question a row is not grouped by, the first the highest.
        match mask:
            case 0b01111:
                found.kinds[kind] += number
                total += number
            case 0b10111:
                found.procedures[procedure or UNKNOWN] += number
            case 0b11011:
                found.channels[channel] += number
            case 0b11101:
                found.services[service] += number
            case _:
                found.months[month] += number
    return Received(total, found.kinds, found.procedures, found.channels, found.services, found.months)


def _received_tables(counting: Counting, received: Received) -> tuple[Table, ...]:
    procedures = {p.key: p.name for p in counting.profile.procedures} | {UNKNOWN: "Not confirmed yet"}
    kinds = {code.key: code.name for code in counting.profile.codes("representation_types")}
    kinds["something-else"] = "Something else"
    channels = {code.key: code.name for code in counting.profile.codes("channels")}
    services = _service_names(counting)
    by_service: Counter[str] = Counter()
    for service, number in received.services.items():
        by_service[services.get(service, "Not known yet")] += number
    total = received.total
    return (
        _table("kinds", "By type", "Type", total, _named(received.kinds, kinds)),
        _table("procedures", "By procedure", "Procedure", total, _named(received.procedures, procedures)),
        _table("channels", "By channel", "Channel", total, _named(received.channels, channels)),
        _table("services", "By service", "Service", total, dict(by_service.most_common())),
        _month_table(total, received.months),
    )


def _service_names(counting: Counting) -> dict[UUID | None, str]:
    rows = db.session.execute(select(Service.id, Service.name).where(Service.authority_id == counting.authority_id))
    return {row.id: row.name for row in rows}


def _named(found: Counter[str], names: dict[str, str]) -> dict[str, int]:
    """Largest first, each under its name."""
    return {names.get(code, code or "Not recorded"): number for code, number in found.most_common()}


def _table(key: str, title: str, heading: str, total: int, counts: dict[str, int]) -> Table:
    return Table(
        key,
        title,
        Population("received in the period, of every type", total),
        (Column("what", heading, "text"), Column("number", "Received"), Column("share", "Share", "share")),
        tuple((label, number, Share(number, total)) for label, number in counts.items()),
        ("Counted by the day of receipt.",),
        Chart("bars", f"Received, {title[0].lower()}{title[1:]}", "what", ("share",)),
    )


def _month_table(total: int, months: Counter[date]) -> Table:
    return Table(
        "months",
        "By month",
        Population("received in the period, of every type", total),
        (Column("month", "Month", "text"), Column("number", "Received")),
        tuple((f"{month:%B %Y}", months[month]) for month in sorted(months)),
        ("Months in which nothing was received are left out.",),
        Chart("bars", "Received by month", "month", ("number",)),
    )


def _call_tables(calls: list[CallBackCount]) -> tuple[Table, ...]:
    asked = sum(call.number for call in calls)
    made = sum(call.made for call in calls)
    alone: dict[str, int] = defaultdict(int)
    beside: dict[str, int] = defaultdict(int)
    for call in calls:
        (beside if call.beside_complaint else alone)[call.state] += call.number
    states = [*CALL_STATES, *sorted({call.state for call in calls} - set(CALL_STATES))]
    rows: list[tuple[Cell, ...]] = [
        (CALL_STATES.get(state, state), alone[state], beside[state], alone[state] + beside[state])
        for state in states
        if asked
    ]
    in_time = Share(sum(call.in_time for call in calls), made)
    return (
        Table(
            "call-backs",
            "Call-backs beside complaints",
            Population("call-backs asked for in the period", asked),
            (
                Column("state", "What came of it", "text"),
                Column("alone", "Call asked for alone"),
                Column("beside", "With a complaint as well"),
                Column("all", "All"),
            ),
            tuple(rows),
            (
                "A call-back does not take away the right to complain and is not counted as a complaint avoided.",
                f"Made: {Share(made, asked).words}. Of those, made by the day they were due: {in_time.words}.",
            ),
        ),
    )

"""The clocks of a case as rows: started, stopped, counted again.

Dates come from ``cases.deadlines`` and ``cases.clock_history``; this module keeps them, with the holiday table they
used and a row for every change. What moves a running clock is ``cases.clock_changes``.
"""

from datetime import date
from typing import cast
from uuid import UUID

from sqlalchemy import select

from authorities.procedures import ClockRule, Purpose, StageRule, Start
from authorities.publishing import procedure_for
from cases.clock_history import WHAT, Happening, What, replay
from cases.deadlines import ClockDates, stage_clocks
from cases.explaining import Explanation, explain
from cases.models import Case, CaseClock, ClockEvent, Stage
from foundation.calendar import HolidayTable, working_days_between
from foundation.clock import business_now, london_day
from foundation.database import db
from foundation.holidays import current_table
from workflows.engine import recount


def stage_rule(case: Case, stage: Stage) -> StageRule:
    """The stage as the profile version of the case has it. Raises ``NotFound`` or ``KeyError``."""
    return procedure_for(case.profile_version_id, stage.procedure).stage(stage.key)


def first_clocks(case: Case, stage: Stage, table: HolidayTable | None = None) -> list[CaseClock]:
    """The clocks of a stage that is being made, as far as their start has happened.

    Fills the stage's copies of its response dates (a forecast before that clock starts). The rows are for the
    caller to add, after the stage. ``table`` is the newest one, if the caller has it. Raises ``BeyondHolidayTable``.
    """
    return _start(case, stage, frozenset(), table or current_table())


def start_clocks(case: Case, stage: Stage) -> list[CaseClock]:
    """Start the clocks of a stage whose start has happened since. Raises ``BeyondHolidayTable``."""
    rows = _start(case, stage, frozenset(clock.key for clock in clocks_of(stage.id)), current_table())
    db.session.add_all(rows)
    return rows


def acknowledge(case: Case, stage: Stage, on: date, by: str) -> None:
    """Keep the day a stage was acknowledged, once: it stops one clock and may start another."""
    if stage.acknowledged_on is not None:
        return
    stage.acknowledged_on = on
    db.session.flush()
    start_clocks(case, stage)
    db.session.flush()
    stop_clock(case, stage, "acknowledge", on, by)


def replace_clocks(case: Case, stage: Stage) -> list[CaseClock]:
    """Take a stage's clocks away and start them anew: another procedure was chosen before anything was sent."""
    for clock in (*clocks_of(stage.id), *clocks_left(stage.id)):
        db.session.delete(clock)
    db.session.flush()
    rows = first_clocks(case, stage)
    db.session.add_all(rows)
    return rows


def clocks_of(stage_id: UUID) -> list[CaseClock]:
    """The clocks of a stage under the procedure it goes by, the first started first."""
    found = select(CaseClock).join(Stage, Stage.id == CaseClock.stage_id).where(CaseClock.stage_id == stage_id)
    return list(db.session.scalars(found.where(CaseClock.procedure == Stage.procedure).order_by(CaseClock.id)))


def clocks_left(stage_id: UUID) -> list[CaseClock]:
    """The clocks a stage had under a procedure it was moved from; stopped, and kept."""
    found = select(CaseClock).join(Stage, Stage.id == CaseClock.stage_id).where(CaseClock.stage_id == stage_id)
    return list(db.session.scalars(found.where(CaseClock.procedure != Stage.procedure).order_by(CaseClock.id)))


def clock_for(case: Case, stage: Stage, purpose: Purpose) -> CaseClock | None:
    """The running or stopped clock of a stage with this purpose, if its procedure has one that has started."""
    keys = {clock.key for clock in stage_rule(case, stage).clocks if clock.purpose == purpose}
    return next((clock for clock in clocks_of(stage.id) if clock.key in keys), None)


def stop_clock(case: Case, stage: Stage, purpose: Purpose, on: date, by: str) -> CaseClock | None:
    """Stop a stage's clock of this purpose on a day, once; gives it, or None where there is none."""
    clock = clock_for(case, stage, purpose)
    if clock is not None and clock.stopped_on is None:
        clock.stopped_on = on
        note_on(clock, "stopped", on, by)
    return clock


def stop_response(case: Case, stage: Stage, on: date, by: str) -> None:
    """Stop the response clock and keep how many working days the answer took.

    A stage answered before its clock began (a corporate one, never acknowledged) took none.
    """
    stop_clock(case, stage, "response", on, by)
    count_answer_days(case, stage, on)


def count_answer_days(case: Case, stage: Stage, on: date) -> None:
    """Keep how many working days an answer of this day took from the start of its clock."""
    clock = clock_for(case, stage, "response")
    start = clock.starts_on if clock else stage.requested_on
    stage.answer_working_days = max(0, working_days_between(start, on, current_table()))


def count_again(case: Case, by: str) -> list[CaseClock]:
    """Count the running clocks of a case on the newest holiday table; gives those whose dates moved.

    A granted extension stays the day it was: people were told that day.
    """
    table = current_table()
    moved: list[CaseClock] = []
    for stage in db.session.scalars(select(Stage).where(Stage.case_id == case.id, Stage.state != "closed")):
        for clock in clocks_of(stage.id):
            if clock.stopped_on is None and _recount_clock(case, stage, clock, table, by):
                moved.append(clock)
    if moved:
        db.session.flush()
        recount("case", case.id)
    return moved


def dates_of(case: Case, stage: Stage, clock: CaseClock) -> ClockDates:
    """A clock with the days of its count, as counted on the newest holiday table."""
    return _dates(rule_of(case, stage, clock), clock, current_table())


def explain_stage(case: Case, stage: Stage) -> list[tuple[ClockDates, Explanation]]:
    """Each clock of a stage and how its day was counted; what has not started is forecast, and says so."""
    running = {clock.key: clock for clock in clocks_of(stage.id)}
    table = current_table()
    told: list[tuple[ClockDates, Explanation]] = []
    for forecast in stage_clocks(
        procedure_for(case.profile_version_id, stage.procedure), stage.key, _events(stage), table, forecast=True
    ):
        row = running.get(forecast.key)
        dates = _dates(rule_of(case, stage, row), row, table) if row else forecast
        told.append((dates, explain(dates)))
    return told


def _start(case: Case, stage: Stage, running: frozenset[str], table: HolidayTable) -> list[CaseClock]:
    procedure = procedure_for(case.profile_version_id, stage.procedure)
    rows: list[CaseClock] = []
    for dates in stage_clocks(procedure, stage.key, _events(stage), table, forecast=True):
        if dates.clock.purpose == "response":
            stage.target_on, stage.limit_on = dates.target_on, dates.limit_on
        if dates.is_forecast or dates.key in running:
            continue
        rows.append(
            CaseClock(
                authority_id=case.authority_id,
                stage_id=stage.id,
                procedure=stage.procedure,
                key=dates.key,
                starts_on=dates.starts_on,
                target_on=dates.target_on,
                limit_on=dates.limit_on,
                holiday_table_version=dates.table_version,
            )
        )
    return rows


def _events(stage: Stage) -> dict[Start, date]:
    """The days of the start events that have happened; for a first stage, receipt is its request."""
    events: dict[Start, date] = {"received": stage.requested_on, "requested": stage.requested_on}
    if stage.acknowledged_on is not None:
        events["acknowledged"] = stage.acknowledged_on
    return events


def _recount_clock(case: Case, stage: Stage, clock: CaseClock, table: HolidayTable, by: str) -> bool:
    rule = rule_of(case, stage, clock)
    dates = _dates(rule, clock, table)
    clock.holiday_table_version = dates.table_version
    if (dates.target_on, dates.limit_on) == (clock.target_on, clock.limit_on):
        return False
    clock.target_on, clock.limit_on = dates.target_on, dates.limit_on
    if rule.purpose == "response":
        stage.target_on, stage.limit_on = dates.target_on, dates.limit_on
    note_on(clock, "counted-again", clock.starts_on, by, until=dates.target_on, reason="holiday-table")
    return True


def rule_of(case: Case, stage: Stage, clock: CaseClock) -> ClockRule:
    """The rule a clock of a stage runs under, and what lets all of a matter stand still. Raises ``KeyError``."""
    procedure = procedure_for(case.profile_version_id, stage.procedure)
    rule = procedure.stage(stage.key).clock(clock.key)
    return rule.model_copy(update={"pauses": (*rule.pauses, *procedure.pauses_of_all())})


def _dates(rule: ClockRule, clock: CaseClock, table: HolidayTable) -> ClockDates:
    """What the rows say happened, replayed; corrections are in ``starts_on`` already."""
    return replay(rule, clock.starts_on, _happenings(clock), table, london_day(business_now()))


def _happenings(clock: CaseClock) -> list[Happening]:
    rows = db.session.scalars(
        select(ClockEvent).where(ClockEvent.clock_id == clock.id, ClockEvent.what.in_(WHAT)).order_by(ClockEvent.id)
    )
    return [Happening(cast(What, row.what), row.on, row.until, row.reason) for row in rows]


def note_on(
    clock: CaseClock, what: str, on: date, by: str, *, until: date | None = None, reason: str | None = None
) -> None:
    """Keep a row of what happened to a clock."""
    db.session.add(
        ClockEvent(
            authority_id=clock.authority_id,
            clock_id=clock.id,
            what=what,
            on=on,
            until=until,
            reason=reason,
            by=by,
            at=business_now(),
        )
    )

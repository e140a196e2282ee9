"""What moves a running clock: an extension, a pause and its end, a day that was wrong.

Each is a row that is never changed; the dates are counted again from all of them, and the waits of flows that hang on
the clock move in the same transaction. Must not ask who may do it: acts do (``cases.timing``).
"""

from datetime import date

from sqlalchemy import select

from authorities.procedures import PauseRule, StageRule, Start
from cases.clock_history import Happening
from cases.clocks import (
    clock_for,
    clocks_of,
    count_answer_days,
    dates_of,
    note_on,
    rule_of,
    start_clocks,
    stop_clock,
)
from cases.deadlines import extend as extended
from cases.models import Case, CaseClock, ClockEvent, Stage
from foundation.database import db
from foundation.errors import Conflict, Invalid, NotFound
from workflows.engine import recount

CLOSED = "closed"
MOVED = "transferred"
"""Why a clock was stopped that nothing answered: the case closed, or goes by another procedure."""


def extend_response(case: Case, stage: Stage, until: date, reason: str, by: str) -> CaseClock:
    """Move the day an answer is due to a later one, and the waits that hang on it.

    Raises ``NotFound`` where no response clock runs, ``Invalid`` beyond what the rule allows.
    """
    clock = clock_for(case, stage, "response")
    if clock is None:
        raise NotFound("The clock of the answer has not started, so it cannot be extended.")
    extended(dates_of(case, stage, clock), until)
    _happen(case, stage, clock, Happening("extended", clock.starts_on, until, reason), by)
    recount("case", case.id)
    return clock


def pauses_of(stage_rule: StageRule) -> tuple[PauseRule, ...]:
    """The reasons for which a clock of this stage may stand still."""
    return tuple({pause.key: pause for clock in stage_rule.clocks for pause in clock.pauses}.values())


def pause_clocks(case: Case, stage: Stage, reason: str, on: date, by: str) -> list[CaseClock]:
    """Let the clocks of a stage that know this reason stand still from a day; the waits that hang on them move.

    Raises ``Invalid`` where no running clock knows it, ``Conflict`` where one is paused.
    """
    running = [clock for clock in clocks_of(stage.id) if clock.stopped_on is None]
    concerned = [clock for clock in running if rule_of(case, stage, clock).pause(reason)]
    if not concerned:
        raise Invalid("Nothing that runs on this stage can be paused for this.", field="reason")
    for clock in concerned:
        _happen(case, stage, clock, Happening("paused", on, reason=reason), by)
    recount("case", case.id)
    return concerned


def resume_clocks(case: Case, stage: Stage, on: date, by: str) -> list[CaseClock]:
    """Let what stands still on a stage go on from a day. Raises ``Conflict`` where nothing does."""
    paused = [clock for clock in clocks_of(stage.id) if clock.paused_on is not None]
    if not paused:
        raise Conflict("No clock of this stage is paused.")
    for clock in paused:
        _happen(case, stage, clock, Happening("resumed", on), by)
    recount("case", case.id)
    return paused


def correct_clocks(case: Case, stage: Stage, starts: Start, on: date, by: str) -> list[CaseClock]:
    """Count the clocks that began with an event whose day was wrong from its right day; stopped ones, and the days an
    answer took, too."""
    concerned = [clock for clock in clocks_of(stage.id) if rule_of(case, stage, clock).starts == starts]
    for clock in concerned:
        _happen(case, stage, clock, Happening("corrected", on), by)
    if stage.answered_on is not None:
        count_answer_days(case, stage, stage.answered_on)
    recount("case", case.id)
    return concerned


def stop_clocks(case: Case, on: date, by: str) -> None:
    """Stop every clock of a case that closes."""
    for stage in db.session.scalars(select(Stage).where(Stage.case_id == case.id)):
        stop_clocks_of(case, stage, on, by, CLOSED)


def stop_clocks_of(case: Case, stage: Stage, on: date, by: str, why: str) -> None:
    """Stop the clocks of a stage that ends unanswered, for ``why``.

    One that stands still is let go on first, so that its days are known.
    """
    if any(clock.paused_on for clock in clocks_of(stage.id)):
        resume_clocks(case, stage, on, by)
    for clock in clocks_of(stage.id):
        if clock.stopped_on is None:
            clock.stopped_on = on
            note_on(clock, "stopped", on, by, reason=why)
    db.session.flush()


def start_clocks_again(case: Case, stage: Stage, closed_on: date, on: date, left_out: str | None, by: str) -> None:
    """Let the clocks that closing stopped run on; with ``left_out`` the days in between do not count."""
    for clock in _run_on(case, stage, on, by, CLOSED):
        if left_out is not None and rule_of(case, stage, clock).pause(left_out):
            _happen(case, stage, clock, Happening("paused", closed_on, reason=left_out), by)
            _happen(case, stage, clock, Happening("resumed", on), by)
    recount("case", case.id)


def move_clocks(case: Case, stage: Stage, procedure: str, key: str, on: date, by: str) -> None:
    """Put a stage under another procedure: the clocks it had stop and are kept, those of the new one start.

    They count from the day of receipt, or of the acknowledgement. One that ran before the stage was moved away runs on.
    """
    stop_clocks_of(case, stage, on, by, MOVED)
    stage.procedure, stage.key = procedure, key
    stage.target_on = stage.limit_on = stage.extended_to = stage.paused_on = None
    db.session.flush()
    _run_on(case, stage, on, by, MOVED)
    start_clocks(case, stage)
    db.session.flush()
    if stage.acknowledged_on is not None:
        stop_clock(case, stage, "acknowledge", stage.acknowledged_on, by)
    recount("case", case.id)


def _run_on(case: Case, stage: Stage, on: date, by: str, why: str) -> list[CaseClock]:
    """Let the clocks run on that were stopped for ``why``."""
    running = [clock for clock in clocks_of(stage.id) if clock.stopped_on is not None and _why_stopped(clock) == why]
    for clock in running:
        clock.stopped_on = None
        note_on(clock, "started-again", on, by)
        db.session.flush()
        _write_dates(case, stage, clock)
    return running


def _why_stopped(clock: CaseClock) -> str | None:
    return db.session.scalar(
        select(ClockEvent.reason)
        .where(ClockEvent.clock_id == clock.id, ClockEvent.what == "stopped")
        .order_by(ClockEvent.id.desc())
        .limit(1)
    )


def _happen(case: Case, stage: Stage, clock: CaseClock, happening: Happening, by: str) -> None:
    """Record what happened to a clock and write the dates it has since."""
    note_on(clock, happening.what, happening.on, by, until=happening.until, reason=happening.reason)
    db.session.flush()
    _write_dates(case, stage, clock)


def _write_dates(case: Case, stage: Stage, clock: CaseClock) -> None:
    """Write the dates a clock has after all that happened to it."""
    dates = dates_of(case, stage, clock)
    clock.starts_on, clock.paused_on = dates.starts_on, dates.paused_on
    clock.target_on, clock.limit_on, clock.extended_to = dates.target_on, dates.limit_on, dates.extended_to
    if rule_of(case, stage, clock).purpose == "response":
        stage.target_on, stage.limit_on, stage.extended_to = dates.target_on, dates.limit_on, dates.extended_to
        stage.paused_on = dates.paused_on
    db.session.flush()

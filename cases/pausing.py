"""A clock that stands still and goes on, and a day of receipt that was wrong.

A clock stands still only for a reason that its rule names; leave, workload and holding letters are none. The person is
told each time, and of the new date when it goes on. Must not decide which reasons are lawful: the rule does
(``authorities.procedures``).
"""

from datetime import date
from uuid import UUID

from sqlalchemy import select

from authorities.act_rules import Act
from authorities.procedures import PauseRule
from cases.actors import by_officer
from cases.case_standing import refuse_act
from cases.clock_changes import correct_clocks, pause_clocks, pauses_of, resume_clocks
from cases.clocks import stage_rule
from cases.conflicts import refuse_if_named
from cases.models import Case, Stage
from cases.notes import add_note
from cases.saying import say, say_of_stage
from cases.turns import take_turn
from foundation.clock import business_now, london_day
from foundation.database import db
from foundation.day_words import full_day
from foundation.errors import Invalid
from foundation.holidays import current_table


def reasons_to_pause(case: Case, stage: Stage) -> tuple[PauseRule, ...]:
    """Why the clocks of a stage may stand still, by the rules they run under."""
    return pauses_of(stage_rule(case, stage))


def pause(stage: Stage, officer_id: UUID, reason: str, on: date) -> None:
    """Let the clocks of a stage stand still from a day. Publishes ``stage.paused``; the person is told.

    Raises ``Invalid`` for a reason the rule does not name or a day outside the stage, ``Conflict`` when the stage is
    answered or paused, ``NotAllowed`` for somebody named in the case.
    """
    case = _its_case(stage, officer_id, "pause")
    _refuse_day(on, stage.requested_on)
    if reason not in {pause.key for pause in pauses_of(stage_rule(case, stage))}:
        raise Invalid("No clock of this stage can be paused for this.", field="reason")
    pause_clocks(case, stage, reason, on, by_officer(officer_id))
    say_of_stage(stage, "stage.paused", {"reason": reason, "on": on.isoformat()}, by_officer(officer_id))


def resume(stage: Stage, officer_id: UUID, on: date) -> None:
    """Let what stands still go on from a day. Publishes ``stage.resumed``; the person is told the new date.

    Raises ``Invalid`` for a day before it stood still or after today, ``Conflict`` where nothing stands still.
    """
    case = _its_case(stage, officer_id, "resume")
    _refuse_day(on, stage.paused_on or stage.requested_on)
    resume_clocks(case, stage, on, by_officer(officer_id))
    say_of_stage(stage, "stage.resumed", {"on": on.isoformat()}, by_officer(officer_id))


def correct_receipt(case: Case, officer_id: UUID, on: date, why: str) -> None:
    """Put right the day a case was received: every clock that began that day is counted again from the right one.

    Publishes ``case.receipt-corrected``; the person is told where they have been told a date. Raises ``Invalid`` for a
    day after today or after something was done about it, one before the table of holidays, the same day, or without
    a reason.
    """
    take_turn(case)
    refuse_if_named(officer_id, case.id)
    refuse_act(case, "correct-receipt")
    stages = list(db.session.scalars(select(Stage).where(Stage.case_id == case.id, Stage.number <= 1)))
    if on > london_day(business_now()):
        raise Invalid("The day it was received must be today or in the past.", field="on")
    for done in sorted(day for stage in stages for day in (stage.acknowledged_on, stage.answered_on) if day):
        if on > done:
            raise Invalid(f"It was received by {full_day(done)}: we acknowledged or answered it then.", field="on")
    if on == case.received_on:
        raise Invalid("That is the day we have.", field="on")
    if not why.strip():
        raise Invalid("Say how you know the right day.", field="why")
    was = case.received_on
    move_receipt(case, on, by_officer(officer_id))
    add_note(case, officer_id, f"The day of receipt was {full_day(was)} and is {full_day(on)}. {why.strip()}")


def move_receipt(case: Case, on: date, by: str) -> None:
    """Count every clock that began on the day of receipt from another day. Publishes ``case.receipt-corrected``.

    Raises ``Invalid`` for a day before the holiday table begins.
    """
    if on < (first := current_table().first):
        raise Invalid(f"The day it was received must be {full_day(first)} or later.", field="on")
    was, case.received_on = case.received_on, on
    for stage in db.session.scalars(select(Stage).where(Stage.case_id == case.id, Stage.number <= 1)):
        stage.requested_on = on
        correct_clocks(case, stage, "received", on, by)
    say(case, "case.receipt-corrected", {"was": was.isoformat(), "on": on.isoformat()}, by)


def _its_case(stage: Stage, officer_id: UUID, act: Act) -> Case:
    case = db.session.get_one(Case, stage.case_id)
    take_turn(case, stage)
    refuse_if_named(officer_id, case.id)
    refuse_act(case, act)
    return case


def _refuse_day(on: date, earliest: date) -> None:
    if not earliest <= on <= london_day(business_now()):
        raise Invalid(f"Enter a date from {full_day(earliest)} to today.", field="on")

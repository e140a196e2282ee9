"""A matter that stands still for something greater than one clock, and comes back: reopened, frozen, gone on with.

Every clock stands still together, for a reason that the procedure names, and the days in between are left out of each
count. Must not decide which reasons are lawful.
"""

from authorities.procedures import PauseRule
from authorities.publishing import procedure_for
from cases import lifecycle
from cases.clock_changes import pause_clocks, resume_clocks
from cases.clocks import clocks_of
from cases.closing import open_again
from cases.models import Case, CaseAct
from cases.reviewing import WORK_REVIEW, look_again
from cases.saying import say_of_stage
from cases.stages import stage_at_work
from cases.work import finish_work_of
from foundation.day_words import full_day
from foundation.errors import Invalid


def reopen(case: Case, row: CaseAct, by: str) -> dict[str, object]:
    """Bring a closed case back to where it stood. Whoever was asked to answer is asked, and chased, again."""
    stage = open_again(case, row.on, by, _left_out(case, row))
    if stage is None or stage.state != "open":
        return {}
    if stage.number == 1:
        say_of_stage(stage, "stage.confirmed", {"procedure": stage.procedure, "again": True}, by)
    return {"stage_id": str(stage.id), "number": stage.number}


def freeze(case: Case, row: CaseAct, by: str) -> None:
    """Stop considering it while other proceedings run; looked at again on a day."""
    stage = stage_at_work(case)
    if stage.paused_on is not None:
        resume_clocks(case, stage, row.on, by)
    if any(clock.stopped_on is None for clock in clocks_of(stage.id)):
        pause_clocks(case, stage, row.reason or "", row.on, by)
    case.state = lifecycle.case_state_after(case.state, "freeze", lifecycle.OFFICER)
    look_again(case, row, "look at whether it must still wait")


def unfreeze(case: Case, row: CaseAct, by: str) -> None:
    """Go on with it; the days it stood still are left out. Raises ``Invalid`` for a day before it was frozen."""
    stage = stage_at_work(case)
    if stage.paused_on is not None and row.on < stage.paused_on:
        raise Invalid(f"Enter a day from {full_day(stage.paused_on)}, when it was frozen", field="on")
    if any(clock.paused_on for clock in clocks_of(stage.id)):
        resume_clocks(case, stage, row.on, by)
    case.state = lifecycle.case_state_after(case.state, "unfreeze", lifecycle.OFFICER)
    finish_work_of(case.id, (WORK_REVIEW,), by)


def _left_out(case: Case, row: CaseAct) -> str | None:
    """The pause under which the days it was closed do not count, where its reason leaves them out."""
    return row.reason if any(pause.key == row.reason for pause in _pauses(case)) else None


def _pauses(case: Case) -> tuple[PauseRule, ...]:
    return procedure_for(case.profile_version_id, case.procedure).pauses_of_all() if case.procedure else ()

"""What a person is told of an act: its reason in plain words, what an officer wrote to them, days, who is next.

Reads only. The letter is a wording that a flow sends; these are the fields of it that only the act knows.
"""

from collections.abc import Mapping
from uuid import UUID

from authorities.act_rules import ActRule
from authorities.profile import Profile, acts_of_any
from authorities.publishing import profile_of
from cases.models import Case, CaseAct, Stage
from cases.next_stage import BEFORE_THE_COMMISSIONER
from cases.stages import current_stage
from foundation.clock import business_now, london_day
from foundation.database import db
from foundation.day_words import full_day

OMBUDSMAN = "the Local Government and Social Care Ombudsman, who is independent of us, on 0300 061 0614"
WITH_A_DAY = frozenset({"open", "answered"})
COMMISSIONER = "the Information Commissioner, who is independent of us, on 0303 123 1113"


def act_fields(act_id: object) -> Mapping[str, str]:
    """The fields of a message about an act; none where the fact is of no act."""
    row = db.session.get(CaseAct, UUID(str(act_id))) if act_id else None
    if row is None:
        return {}
    case = db.session.get_one(Case, row.case_id)
    procedure = _procedure_of(case, row)
    other = db.session.get(Case, row.other_case_id) if row.other_case_id else None
    return {
        "why": _why(profile_of(case.profile_version_id), procedure, row),
        "explained": row.words or "",
        "since": full_day(row.on),
        "review_on": full_day(row.review_on) if row.review_on else "",
        "body": str(row.details.get("body", "")),
        "other_reference": other.reference if other else "",
        "date_now": _date_now(case),
        "who_next": COMMISSIONER if procedure in BEFORE_THE_COMMISSIONER else OMBUDSMAN,
    }


def _procedure_of(case: Case, row: CaseAct) -> str | None:
    stage = db.session.get(Stage, row.stage_id) if row.stage_id else None
    return stage.procedure if stage else case.procedure


def _why(profile: Profile, procedure: str | None, row: CaseAct) -> str:
    rules: tuple[ActRule, ...] = profile.procedure(procedure).acts if procedure else acts_of_any()
    return next(
        (one.plain for rule in rules if rule.act == row.act for one in rule.reasons if one.key == row.reason), ""
    )


def _date_now(case: Case) -> str:
    """The day they have an answer by, as the clock of the stage under way now stands."""
    stage = current_stage(case)
    if stage is None or stage.answered_on is not None or stage.due_on is None or case.state not in WITH_A_DAY:
        return "We tell you soon what happens next."
    if stage.due_on < london_day(business_now()):
        return f"You should have had your answer by {full_day(stage.due_on)}. It is late, and we are sorry."
    return f"You should have your answer by {full_day(stage.due_on)}."

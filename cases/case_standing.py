"""A case as the decision about acts sees it, read from its rows.

Reads only. The case's page asks it to offer acts, operations to refuse them; the decision is ``cases.acts_permitted``.
"""

from collections.abc import Mapping
from uuid import UUID

from sqlalchemy import func, select

from authorities.act_rules import Act, ActRule
from authorities.profile import acts_of_any
from authorities.publishing import procedure_for
from cases.acts_permitted import Standing, permitted, refuse_unless_permitted
from cases.answer_letters import next_stage_rule
from cases.calls import is_call_owed
from cases.clock_changes import pauses_of
from cases.clocks import stage_rule
from cases.lifecycle import OFFICER
from cases.models import Case, CaseAct, Point
from cases.models.acts import ASKED, DONE
from cases.responding import waits_for
from cases.stages import last_stage
from foundation.database import db


def rules_of(case: Case) -> Mapping[Act, ActRule]:
    """What the procedure of a case, chosen or proposed, lets be done; what any matter does where it names none."""
    stage = last_stage(case)
    procedure = case.procedure or (stage.procedure if stage else None)
    rules = procedure_for(case.profile_version_id, procedure).acts if procedure else ()
    return {rule.act: rule for rule in rules or acts_of_any()}


def standing_of(case: Case) -> Standing:
    """A case as the decision about acts sees it."""
    stage = last_stage(case)
    waiting = select(CaseAct.act).where(CaseAct.case_id == case.id, CaseAct.state == ASKED)
    return Standing(
        rules=rules_of(case),
        state=case.state,
        stage=stage.key if stage else None,
        number=stage.number if stage else 0,
        is_answered=stage is not None and stage.answered_on is not None,
        has_next=stage is not None and stage.number > 0 and next_stage_rule(stage) is not None,
        is_held=case.is_held,
        is_limited=limit_on(case.id) is not None,
        is_paused=stage is not None and stage.paused_on is not None,
        has_pauses=stage is not None and bool(pauses_of(stage_rule(case, stage))),
        is_sending=stage is not None and stage.number > 0 and waits_for(stage) == "handing-over",
        owes_call=is_call_owed(case.id),
        points=db.session.scalar(select(func.count()).where(Point.case_id == case.id)) or 0,
        waiting=frozenset(db.session.scalars(waiting)),
    )


def acts_offered(case: Case, role: str = OFFICER) -> tuple[Act, ...]:
    """The acts a role may do on a case now."""
    return permitted(standing_of(case), role)


def refuse_act(case: Case, act: Act) -> None:
    """Raise ``Conflict``, in words, where an officer may not do this on the case as it stands."""
    refuse_unless_permitted(act, standing_of(case), OFFICER)


def limit_on(case_id: UUID) -> CaseAct | None:
    """The limit on contact that holds on a case, if one does."""
    last = db.session.scalar(
        select(CaseAct)
        .where(CaseAct.case_id == case_id, CaseAct.act.in_(("limit-contact", "end-limit")), CaseAct.state == DONE)
        .order_by(CaseAct.id.desc())
        .limit(1)
    )
    return last if last is not None and last.act == "limit-contact" else None

"""Doing an act of casework: asked for by an officer, approved where the law of the procedure wants it, and done.

Operation. The same few steps for every act: somebody's turn, nobody named in the case, permitted as it stands, told
enough; then the row, the effect and the fact that flows hear. What each act does is in ``cases.act_effects``. Must not
hold a rule of law: the procedure does.
"""

from collections.abc import Mapping
from dataclasses import replace
from uuid import UUID

from sqlalchemy import select

from authorities import standing as people
from authorities.act_rules import Act, ActRule
from authorities.permissions import Role, Viewer
from authorities.profile import acts_of_any
from authorities.publishing import procedure_for
from cases.act_effects import EFFECTS
from cases.act_given import About, Given, check
from cases.actors import by_officer
from cases.acts_permitted import Standing, permitted, refuse_approver, rule_of_permitted
from cases.answer_letters import next_stage_rule
from cases.conflicts import refuse_if_named
from cases.lifecycle import COMPLAINTS_MANAGER, OFFICER, SENIOR
from cases.models import Case, CaseAct, Point, Stage
from cases.saying import say
from cases.turns import take_turn
from cases.work import finish_work_of_source, raise_work
from foundation.clock import business_now, london_day
from foundation.database import db
from foundation.errors import Conflict, Invalid, NotFound

WORK_APPROVE = "approve-act"
ASKED, DONE, NOT_APPROVED = "asked", "done", "not-approved"


def rules_of(case: Case) -> Mapping[Act, ActRule]:
    """What the procedure of a case, chosen or proposed, lets be done; what any matter does while it has none."""
    stage = stage_under_way(case)
    procedure = case.procedure or (stage.procedure if stage else None)
    rules = procedure_for(case.profile_version_id, procedure).acts if procedure else acts_of_any()
    return {rule.act: rule for rule in rules if rule.act in EFFECTS}


def standing_of(case: Case) -> Standing:
    """A case as the decision about acts sees it."""
    stage = stage_under_way(case)
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
        waiting=frozenset(db.session.scalars(waiting)),
    )


def stage_under_way(case: Case) -> Stage | None:
    """The stage a case is at, the highest there is; a call alone until there is a complaint."""
    found = select(Stage).where(Stage.case_id == case.id).order_by(Stage.number.desc()).limit(1)
    return db.session.scalar(found)


def acts_offered(case: Case, role: str = OFFICER) -> tuple[Act, ...]:
    """The acts a role may do on a case now."""
    return permitted(standing_of(case), role)


def limit_on(case_id: UUID) -> CaseAct | None:
    """The limit on contact that holds on a case, if one does."""
    last = db.session.scalar(
        select(CaseAct)
        .where(CaseAct.case_id == case_id, CaseAct.act.in_(("limit-contact", "end-limit")), CaseAct.state == DONE)
        .order_by(CaseAct.id.desc())
        .limit(1)
    )
    return last if last is not None and last.act == "limit-contact" else None


def ask_or_do(case: Case, act: Act, officer_id: UUID, given: Given) -> CaseAct:
    """Do an act, or ask a manager to approve it where the procedure wants that; gives its row.

    Raises ``Conflict`` or ``NotAllowed`` where it is not permitted, ``Invalid`` for what it lacks.
    """
    take_turn(case)
    refuse_if_named(officer_id, case.id)
    standing = standing_of(case)
    rule = rule_of_permitted(act, standing, OFFICER)
    check(rule, given, _about(case, standing), london_day(business_now()))
    row = _row(case, act, officer_id, given)
    if rule.needs_approval:
        _ask_approval(case, row, rule)
    else:
        _carry_out(case, row, rule)
    return row


def act_on(case: Case, act_id: UUID) -> CaseAct:
    """One act of a case. Raises ``NotFound``."""
    row = db.session.get(CaseAct, act_id)
    if row is None or row.case_id != case.id:
        raise NotFound("There is no such act on this case.")
    return row


def acts_asked(case_id: UUID) -> list[CaseAct]:
    """The acts that wait for a manager's approval, the oldest first."""
    asked = select(CaseAct).where(CaseAct.case_id == case_id, CaseAct.state == ASKED)
    return list(db.session.scalars(asked.order_by(CaseAct.id)))


def approver_role(case: Case, viewer: Viewer) -> str:
    """As what somebody may approve an act on a case."""
    manager = people.complaints_manager(case.authority_id)
    if manager is not None and manager.id == viewer.officer_id:
        return COMPLAINTS_MANAGER
    return SENIOR if viewer.has(Role.SENIOR_MANAGER, case.authority_id) else OFFICER


def approve(case: Case, row: CaseAct, viewer: Viewer) -> None:
    """Approve an act and do it, as long as it is still permitted.

    Raises ``NotAllowed`` for somebody who may not, ``Conflict`` where it is settled or the case stands otherwise now.
    """
    _begin_decision(case, row, viewer)
    standing = standing_of(case)
    standing = replace(standing, waiting=standing.waiting - {row.act})
    rule = rule_of_permitted(_act(row), standing, OFFICER)
    row.state = DONE
    _carry_out(case, row, rule)


def do_not_approve(case: Case, row: CaseAct, viewer: Viewer, why: str) -> None:
    """Leave an act undone, with the reason for whoever asked. Publishes ``act.not-approved``. Raises as ``approve``."""
    if not why.strip():
        raise Invalid("Write why you do not approve it", field="why")
    _begin_decision(case, row, viewer)
    row.state, row.notes = NOT_APPROVED, "\n\n".join(said for said in (row.notes, why.strip()) if said)
    db.session.flush()
    say(case, "act.not-approved", {"act_id": str(row.id), "act": row.act}, viewer.actor)


def _begin_decision(case: Case, row: CaseAct, viewer: Viewer) -> None:
    take_turn(case, row)
    refuse_if_named(viewer.officer_id, case.id)
    refuse_approver(approver_role(case, viewer), asked_it=row.asked_by_id == viewer.officer_id)
    if row.state != ASKED:
        raise Conflict("Somebody has decided about this already.")
    row.decided_at, row.decided_by_id = business_now(), viewer.officer_id
    finish_work_of_source(WORK_APPROVE, row.id, viewer.actor)


def _about(case: Case, standing: Standing) -> About:
    points = db.session.scalars(select(Point.id).where(Point.case_id == case.id))
    return About(standing.stage, case.received_on, case.is_young_person, frozenset(str(point) for point in points))


def _row(case: Case, act: Act, officer_id: UUID, given: Given) -> CaseAct:
    stage = stage_under_way(case)
    notes = "\n\n".join(said.strip() for said in (given.notes, given.advocate_words) if said.strip())
    row = CaseAct(
        data_key=case.data_key,
        authority_id=case.authority_id,
        case_id=case.id,
        stage_id=stage.id if stage else None,
        act=act,
        state=DONE,
        reason=given.reason or None,
        on=given.on or london_day(business_now()),
        details=given.details(),
        review_on=given.review_on,
        other_case_id=given.other,
        asked_at=business_now(),
        asked_by_id=officer_id,
        words=given.words.strip() or None,
        notes=notes or None,
    )
    db.session.add(row)
    db.session.flush()
    return row


def _ask_approval(case: Case, row: CaseAct, rule: ActRule) -> None:
    row.state = ASKED
    manager = people.complaints_manager(case.authority_id)
    is_askable = manager is not None and manager.id != row.asked_by_id
    raise_work(
        case.authority_id,
        WORK_APPROVE,
        f"{case.reference}: approve or do not approve: {rule.act.replace('-', ' ')}",
        row.id,
        case_id=case.id,
        officer_id=manager.id if manager is not None and is_askable else None,
        due_on=london_day(business_now()),
    )
    say(case, "act.asked", {"act_id": str(row.id), "act": row.act, "reason": row.reason}, by_officer(row.asked_by_id))


def _carry_out(case: Case, row: CaseAct, rule: ActRule) -> None:
    by = by_officer(row.decided_by_id or row.asked_by_id)
    effect = EFFECTS[rule.act]
    more = effect.does(case, row, by) or {}
    db.session.flush()
    said = {"act_id": str(row.id), "reason": row.reason, "on": row.on.isoformat()}
    say(case, effect.says, said | dict(more), by)


def _act(row: CaseAct) -> Act:
    found: Act = row.act  # type: ignore[assignment]  # only acts are ever written there
    return found

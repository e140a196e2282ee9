"""Doing an act of casework: asked for by an officer, approved where the law of the procedure wants it, and done.

Operation. The same few steps for every act: somebody's turn, nobody named in the case, permitted as it stands, told
enough; then the row, the effect and the fact that flows hear. What each act does is in ``cases.act_effects``. Must not
hold a rule of law: the procedure does.
"""

from dataclasses import replace
from uuid import UUID

from sqlalchemy import select

from authorities import standing as people
from authorities.act_rules import Act, ActRule
from authorities.permissions import Role, Viewer
from cases.act_effects import EFFECTS
from cases.act_given import About, Given, check
from cases.actors import by_officer
from cases.acts_permitted import Standing, refuse_approver, rule_of_permitted
from cases.case_standing import standing_of
from cases.conflicts import is_named, refuse_if_named
from cases.lifecycle import COMPLAINTS_MANAGER, OFFICER, SENIOR
from cases.models import Case, CaseAct, Point
from cases.models.acts import ASKED, DONE, NOT_APPROVED
from cases.saying import say
from cases.stages import last_stage
from cases.turns import take_turn
from cases.work import finish_work_of_source, raise_work
from foundation.clock import business_now, london_day
from foundation.database import db
from foundation.errors import Conflict, Invalid, NotFound
from foundation.events import lock_streams

WORK_APPROVE = "approve-act"


def ask_or_do(case: Case, act: Act, officer_id: UUID, given: Given) -> CaseAct:
    """Do an act, or ask a manager to approve it where the procedure wants that; gives its row.

    Raises ``Conflict`` or ``NotAllowed`` where it is not permitted, ``Invalid`` for what it lacks.
    """
    if given.other is not None:
        lock_streams(case.id, given.other)
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
    stage = last_stage(case)
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
    is_askable = manager is not None and manager.id != row.asked_by_id and not is_named(manager.id, case.id)
    raise_work(
        case.authority_id,
        WORK_APPROVE,
        f"{case.reference}: approve or do not approve: {rule.act.replace('-', ' ')}",
        row.id,
        case_id=case.id,
        officer_id=manager.id if manager is not None and is_askable else None,
        due_on=london_day(business_now()),
    )
    said = {"act_id": str(row.id), "act": row.act, "reason": row.reason, "by_the_manager": not is_askable}
    say(case, "act.asked", said, by_officer(row.asked_by_id))


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

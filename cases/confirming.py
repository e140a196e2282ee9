"""An officer confirms what the rules proposed, with one click, or changes it with a reason.

Only then does anybody at a service hear of a case. Two things are checked at that moment: that nobody named
in it is the one who would answer, and that no decision on possible harm is open.
"""

from dataclasses import dataclass
from uuid import UUID

from sqlalchemy import select

from authorities.models import Officer, Service
from authorities.publishing import procedure_for, profile_of
from cases import lifecycle
from cases.actors import by_officer
from cases.allocation import allocate
from cases.answerers import may_answer
from cases.clocks import acknowledge, first_clocks, replace_clocks
from cases.conflicts import refuse_if_named
from cases.models import CallBack, Case, Stage, Triage
from cases.opening import CALL_BACK, proposed_stage
from cases.proposing import ANSWERED_BY_A_MANAGER, HELD, answerer_for, triage_of
from cases.saying import say
from cases.turns import take_turn
from cases.work import finish_work_of
from foundation.clock import business_now, london_day
from foundation.database import db
from foundation.errors import Conflict, Invalid

KINDS = {
    "children-statutory": "complaint",
    "corporate": "complaint",
    CALL_BACK: CALL_BACK,
    "compliment": "compliment",
    "comment": "comment",
    "subject-access": "data-request",
    "rectification-erasure": "data-request",
    "freedom-of-information": "data-request",
    "data-protection-complaint": "data-protection-complaint",
    "member-enquiry": "member-enquiry",
}
"""What a case is counted as once an officer has chosen another procedure than the rules proposed."""
WORK = "confirm"


@dataclass(frozen=True)
class Changes:
    """What an officer chooses instead of the proposal; None leaves it as proposed."""

    kind: str | None = None
    procedure: str | None = None
    service_id: UUID | None = None
    responder_id: UUID | None = None
    reason: str = ""


def confirm(case: Case, officer_id: UUID, changes: Changes | None = None) -> list[Stage]:
    """Confirm a case: its procedure, service and who answers; gives the stages that opened.

    Publishes ``case.confirmed``, ``stage.confirmed`` for each stage of a complaint and ``call-back.allocated``
    for a call. Raises ``NotAllowed`` for somebody named in it, ``Conflict`` for a case that is held or confirmed,
    ``Invalid`` for a change without a reason, or when nobody may answer.
    """
    take_turn(case)
    refuse_if_named(officer_id, case.id)
    new_state = lifecycle.case_state_after(case.state, "confirm", lifecycle.OFFICER)
    if case.is_held:
        raise Conflict(HELD)
    row = triage_of(case.id)
    chosen = changes or Changes()
    _settle(case, row, chosen, officer_id)
    stages = _open_stages(case, row, chosen, officer_id)
    case.state = new_state
    case.confirmed_at = business_now()
    case.acknowledged_on = case.acknowledged_on or london_day(case.confirmed_at)
    case.owner_id = case.owner_id or officer_id
    case.stage_number = max((stage.number for stage in stages), default=0)
    db.session.flush()
    finish_work_of(case.id, (WORK,), by_officer(officer_id))
    _announce(case, row, stages, officer_id)
    return stages


def _settle(case: Case, row: Triage, chosen: Changes, officer_id: UUID) -> None:
    """Write what was decided on the case and beside the proposal."""
    procedure = chosen.procedure or row.decision["procedure"]
    if procedure is None:
        raise Invalid("Choose the procedure.", field="procedure")
    kind = chosen.kind or _kind_under(procedure, row)
    if procedure == CALL_BACK and case.call_choice != "call-me":
        raise Invalid("This person made a complaint; a call cannot take its place.", field="procedure")
    procedure_for(case.profile_version_id, procedure)
    service_id = chosen.service_id or case.service_id
    was_changed = row.rule_key is not None and (
        kind != row.decision["kind"] or procedure != row.decision["procedure"] or service_id != case.service_id
    )
    if was_changed and not chosen.reason.strip():
        raise Invalid("Say why you are changing what the rules proposed.", field="reason")
    row.confirmed_at, row.confirmed_by_id = business_now(), officer_id
    row.was_changed = was_changed
    row.change_reason = chosen.reason.strip() or None
    service = db.session.get(Service, service_id) if service_id else None
    if service is not None and service.authority_id != case.authority_id:
        raise Invalid("Choose a service of this authority.", field="service")
    case.kind, case.procedure = kind, procedure
    case.service_id = service.id if service else None
    case.team_id = service.team_id if service else None
    db.session.flush()
    db.session.expire(case, ["service", "team"])


def _kind_under(procedure: str, row: Triage) -> str:
    """The kind proposed, unless another procedure was chosen, which says what the case is."""
    proposed: str = row.decision["kind"]
    return proposed if procedure == row.decision["procedure"] else KINDS.get(procedure, proposed)


def _open_stages(case: Case, row: Triage, chosen: Changes, officer_id: UUID) -> list[Stage]:
    waiting = {
        stage.number: stage
        for stage in db.session.scalars(select(Stage).where(Stage.case_id == case.id, Stage.state == "proposed"))
    }
    opened: list[Stage] = []
    if 0 in waiting:
        opened.append(_open(case, waiting[0], _responder(case, None, CALL_BACK), officer_id))
    procedure = str(case.procedure)
    if procedure != CALL_BACK:
        stage = _fitting_stage(case, waiting.get(1), procedure)
        opened.append(_open(case, stage, _responder(case, chosen.responder_id, procedure), officer_id))
    elif 0 in waiting and chosen.responder_id is not None:
        allocate(waiting[0], chosen.responder_id, by_officer(officer_id))
    return opened


def _fitting_stage(case: Case, waiting: Stage | None, procedure: str) -> Stage:
    """The proposed first stage, put under the procedure chosen; a new one where the rules proposed none."""
    first = procedure_for(case.profile_version_id, procedure).first_stage()
    if waiting is None:
        stage = proposed_stage(case, 1, first.key, procedure, case.received_on)
        clocks = first_clocks(case, stage)
        db.session.add(stage)
        db.session.flush()
        db.session.add_all(clocks)
        return stage
    if waiting.procedure != procedure:
        waiting.procedure, waiting.key = procedure, first.key
        waiting.target_on = waiting.limit_on = None
        replace_clocks(case, waiting)
    return waiting


def _responder(case: Case, chosen_id: UUID | None, procedure: str) -> Officer | None:
    if chosen_id is not None:
        return may_answer(chosen_id, case)
    if procedure not in ANSWERED_BY_A_MANAGER:
        return None
    if case.service is None:
        raise Invalid("Choose the service.", field="service")
    officer = answerer_for(case, procedure, case.service)
    if officer is None:
        raise Invalid("Nobody in the service's line may answer. Choose who does.", field="responder")
    return officer


def _open(case: Case, stage: Stage, responder: Officer | None, officer_id: UUID) -> Stage:
    """Open a stage: the acknowledgement is written now, which starts a corporate clock."""
    at = business_now()
    today = london_day(at)
    stage.state = lifecycle.stage_state_after(stage.state, "open", lifecycle.OFFICER)
    stage.opened_at, stage.opened_on = at, today
    stage.team_id = case.team_id
    acknowledge(case, stage, today, by_officer(officer_id))
    if responder is not None:
        allocate(stage, responder.id, by_officer(officer_id))
    return stage


def _announce(case: Case, row: Triage, stages: list[Stage], officer_id: UUID) -> None:
    say(
        case,
        "case.confirmed",
        {"kind": case.kind, "procedure": case.procedure, "was_changed": row.was_changed},
        by_officer(officer_id),
    )
    for stage in stages:
        payload = {"stage_id": str(stage.id), "number": stage.number, "procedure": stage.procedure}
        if stage.number > 0:
            say(case, "stage.confirmed", payload, by_officer(officer_id))
            continue
        call_back = db.session.execute(select(CallBack).where(CallBack.case_id == case.id)).scalar_one()
        say(case, "call-back.allocated", {**payload, "call_back_id": str(call_back.id)}, by_officer(officer_id))


def sign_off_applies(case: Case) -> bool:
    """Whether answers are signed off before they go, by the profile the case lives under."""
    return profile_of(case.profile_version_id).settings.sign_off_required

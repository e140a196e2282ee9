"""What flows may do to a case: tell somebody, raise work, make a missed call a complaint, open an action.

Each is thin: the work is done by the operation it calls, with the step's id as the key against doing twice.
"""

from datetime import date
from typing import Literal
from uuid import UUID

from pydantic import BaseModel, ConfigDict, Field

from authorities import standing
from cases import calls, information
from cases.actors import SYSTEM
from cases.acts_told import act_fields
from cases.clocks import acknowledge
from cases.harm import decision_of
from cases.models import Action, Case, Stage
from cases.telling import Who, ask_in_writing, tell
from cases.wishes import TELEPHONE
from cases.work import raise_work
from cases.workflow_subject import stage_of
from foundation.calendar import working_day_after
from foundation.clock import london_day
from foundation.database import db
from foundation.holidays import current_table
from workflows.actions import StepContext, action

Whose = Literal["team", "case-owner", "harm-lead", "stage-two-lead", "complaints-manager"]


class _Input(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid", populate_by_name=True)


class TellInput(_Input):
    """Who is told, in which wording. ``next_rung`` says in plain words what follows.

    ``once`` is for chasers and reminders: where it is not known whether one went, it is not sent again.
    """

    who: Who
    wording: str = Field(pattern=r"^[a-z][a-z0-9-]*$")
    next_rung: str = ""
    once: bool = False


class RaiseWorkInput(_Input):
    """What is to be done, whose list it is put on, and in how many working days."""

    kind: str = Field(pattern=r"^[a-z][a-z0-9-]*$")
    what: str
    who: Whose = "team"
    due_in: int = Field(default=1, ge=0)


class OpenActionInput(_Input):
    """Something to do for the person, who by (a job) and in how many working days."""

    what: str
    owner: str
    due_in: int = Field(default=10, ge=1)


class NoInput(_Input):
    """Nothing to say."""


@action("tell", TellInput, says="Send “{wording}” to {who}")
def tell_somebody(context: StepContext, given: TellInput) -> dict[str, object]:
    """Ask for one message about the case."""
    case = _case(context)
    stage = stage_of(case, context.event_payload)
    told = tell(
        case,
        stage,
        given.who,
        given.wording,
        context.step_run_id,
        next_rung=given.next_rung,
        once=given.once,
        more=act_fields(context.event_payload.get("act_id")),
    )
    return {
        "message_id": str(told.message_id) if told.message_id else None,
        "officer_id": str(told.officer_id) if told.officer_id else None,
    }


@action("raise-work", RaiseWorkInput, says="Put on the list of {who}: {what}")
def ask_a_person(context: StepContext, given: RaiseWorkInput) -> dict[str, object]:
    """Put something on a person's list."""
    case = _case(context)
    item = raise_work(
        case.authority_id,
        given.kind,
        f"{case.reference}: {given.what}",
        context.step_run_id,
        case_id=case.id,
        officer_id=_owner(case, context, given.who),
        due_on=_working_day(context, given.due_in),
    )
    return {"work_item_id": str(item)}


@action("ask-for-information", NoInput, says="Ask the person for the detail that is needed, by up to two safe ways")
def ask_for_information(context: StepContext, given: NoInput) -> dict[str, object]:
    """Ask once more for what is needed, and keep that they were asked."""
    case = _case(context)
    request = information.waiting_request(case.id)
    if request is None:
        return {"ways": []}
    ways = information.ways_to(case)
    stage = stage_of(case, context.event_payload)
    for way in ways:
        if way != TELEPHONE:
            ask_in_writing(case, stage, information.WORDING, f"{context.step_run_id}:{way}", request.what or "", way)
    if TELEPHONE in ways or not ways:
        information.have_them_rung(case, request, context.step_run_id)
    information.note_try(request, ways, context.step_run_id)
    return {"ways": list(ways)}


@action("note-acknowledged", NoInput, says="Note that it is acknowledged")
def note_acknowledged(context: StepContext, given: NoInput) -> dict[str, object]:
    """Keep the day the stage was acknowledged, which starts the clock of a corporate answer."""
    case = _case(context)
    stage = stage_of(case, context.event_payload)
    if stage is not None:
        acknowledge(case, stage, london_day(context.now), SYSTEM)
    return {"stage_id": str(stage.id) if stage else None}


@action("call-missed", NoInput, says="Make the call that was not made a complaint, dated from the first contact")
def call_missed(context: StepContext, given: NoInput) -> dict[str, object]:
    """Make a missed call a complaint."""
    call_back = calls.call_of(context.subject_id)
    if call_back is not None:
        calls.missed(call_back)
    return {"call_back_id": str(call_back.id) if call_back else None}


@action("open-action", OpenActionInput, says="Open the action “{what}” for {owner}")
def open_action(context: StepContext, given: OpenActionInput) -> dict[str, object]:
    """Open an action with an owner and a date, once for each step."""
    case = _case(context)
    if db.session.get(Action, context.step_run_id) is None:
        stage = stage_of(case, context.event_payload)
        db.session.add(
            Action(
                id=context.step_run_id,
                data_key=case.data_key,
                authority_id=case.authority_id,
                case_id=case.id,
                stage_id=stage.id if stage else None,
                what=given.what,
                owner_job=given.owner,
                due_on=_working_day(context, given.due_in),
            )
        )
    return {"action_id": str(context.step_run_id)}


def _case(context: StepContext) -> Case:
    return db.session.get_one(Case, context.subject_id)


def _owner(case: Case, context: StepContext, whose: Whose) -> UUID | None:
    """The officer whose list it is put on; None is the whole team's."""
    if whose == "case-owner":
        return case.owner_id
    if whose == "harm-lead":
        decision = decision_of(case.id)
        return decision.decider_id if decision else None
    if whose == "stage-two-lead":
        stage: Stage | None = stage_of(case, context.event_payload)
        lead = standing.stage_two_lead(case.authority_id)
        return (stage.responder_id if stage else None) or (lead.id if lead else None)
    if whose == "complaints-manager":
        manager = standing.complaints_manager(case.authority_id)
        return manager.id if manager else None
    return None


def _working_day(context: StepContext, days: int) -> date:
    return working_day_after(london_day(context.now), days, current_table())

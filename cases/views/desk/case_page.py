"""The page of one case: who, what, by when, what is proposed or owed, all that happened, and notes on it."""

from flask import render_template
from flask.typing import ResponseReturnValue
from sqlalchemy import select
from wtforms import TextAreaField
from wtforms.validators import DataRequired, Length

from authorities.access import officers, signed_in_viewer
from authorities.permissions import Role, Viewer
from cases.access import looks_at, record_look
from cases.acting import acts_asked
from cases.allocation import current_allocation
from cases.calls import call_of, tries_of
from cases.case_files import files_of_case
from cases.case_standing import acts_offered, limit_on
from cases.clocks import clocks_left, explain_stage
from cases.harm import decision_of
from cases.information import requests_of
from cases.information import tries_of as tries_to_ask
from cases.linking import linked_cases
from cases.models import Answer, Case, EscalationRequest, ExtensionRequest, Stage
from cases.notes import add_note, referral_of
from cases.proposing import proposal_for
from cases.recipients import wishes_of
from cases.same_people import alike, sought_in
from cases.timeline import timeline
from cases.views.desk.act_words import PAGES
from cases.views.desk.pages import SEES, back_to, blueprint, profile_for, seen_case, worked_case
from cases.views.desk.sending_once import SentOnce
from cases.wishes import how_to_reach
from cases.work import open_work
from foundation.calendar import working_days_between
from foundation.clock import business_now, london_day
from foundation.database import db, transaction
from foundation.holidays import current_table
from webform.answer_sheet import AnswerSection, answer_sheet
from webform.submissions import submission_of
from workflows.history import runs_of


class NoteForm(SentOnce):
    """A note on a case."""

    words = TextAreaField(
        "Add a note",
        [DataRequired("Write the note"), Length(max=20_000, message="Write no more than 20,000 letters in one note")],
    )


@blueprint.get("/cases/<reference>")
@officers(*SEES)
def show_case(reference: str) -> ResponseReturnValue:
    """The case. Opening it is kept in the log of looks."""
    viewer = signed_in_viewer()
    case = seen_case(reference)
    with transaction():
        record_look(case, viewer.officer_id, "case")
    return _page(case, NoteForm())


@blueprint.post("/cases/<reference>/note")
@officers(Role.COMPLAINTS_OFFICER)
def note_case(reference: str) -> ResponseReturnValue:
    """Keep a note; one that cannot be kept is given back with the page."""
    case, form = worked_case(reference), NoteForm()
    if not form.validate_on_submit():
        return _page(case, form), 400
    with transaction():
        add_note(case, signed_in_viewer().officer_id, form.words.data or "", form.row_id())
    return back_to(case, "The note is kept.")


def _page(case: Case, form: NoteForm) -> str:
    viewer, today = signed_in_viewer(), london_day(business_now())
    stages = [stage for stage in case.stages if stage.state != "proposed" or case.state == "to-confirm"]
    current = next((stage for stage in stages if stage.number == case.stage_number), None)
    call_back = call_of(case.id)
    is_worker = viewer.has(Role.COMPLAINTS_OFFICER, case.authority_id)
    linked = linked_cases(case, viewer)
    may = acts_offered(case) if is_worker else ()
    return render_template(
        "desk/case.html",
        case=case,
        profile=profile_for(case),
        is_worker=is_worker,
        information=[(asked, tries_to_ask(asked)) for asked in requests_of(case.id)],
        linked=linked,
        alike=alike(viewer, sought_in(case), [case.id, *(one.id for one in linked)]) if is_worker else [],
        today=today,
        proposal=proposal_for(case) if case.state == "to-confirm" else None,
        stages=[(stage, explain_stage(case, stage)) for stage in stages],
        left=[(stage, clock) for stage in stages for clock in clocks_left(stage.id)],
        current=current,
        may=may,
        limit=limit_on(case.id),
        acts=[(act, PAGES[act].link) for act in may if act in PAGES],
        acts_asked=[(asked, PAGES[asked.act].link) for asked in acts_asked(case.id)],
        allocation=current_allocation(current.id) if current else None,
        working_day=_working_day(current),
        harm=decision_of(case.id),
        call_back=call_back,
        tries=tries_of(call_back) if call_back else [],
        advocate=referral_of(case.id),
        more_time=_more_time_asked(stages),
        escalations=db.session.scalars(
            select(EscalationRequest).where(EscalationRequest.case_id == case.id).order_by(EscalationRequest.asked_at)
        ).all(),
        answers=_answers(stages),
        as_sent=_as_sent(case, viewer),
        files=files_of_case(case) if viewer.has(Role.COMPLAINTS_OFFICER, case.authority_id) else [],
        work=open_work(case.id),
        reach=how_to_reach(wishes_of(case.complainant)),
        entries=timeline(case),
        runs=runs_of("case", case.id),
        looks=looks_at(case.id, limit=10),
        form=form,
    )


def _as_sent(case: Case, viewer: Viewer) -> list[AnswerSection]:
    """The form as the person filled it in, for the complaints team alone; nothing where officers took the case in."""
    if case.submission_id is None or not viewer.has(Role.COMPLAINTS_OFFICER, case.authority_id):
        return []
    return answer_sheet(submission_of(case.submission_id))


def _working_day(stage: Stage | None) -> int | None:
    """Which working day of the response clock today is; None once it is answered."""
    if stage is None or stage.target_on is None or stage.answered_on is not None:
        return None
    started = stage.acknowledged_on if stage.procedure == "corporate" and stage.acknowledged_on else stage.requested_on
    return working_days_between(started, london_day(business_now()), current_table())


def _more_time_asked(stages: list[Stage]) -> list[ExtensionRequest]:
    asked = select(ExtensionRequest).where(ExtensionRequest.stage_id.in_([stage.id for stage in stages]))
    return list(db.session.scalars(asked.where(ExtensionRequest.decision.is_(None))))


def _answers(stages: list[Stage]) -> dict[int, Answer]:
    """The answers that have gone, by the number of their stage."""
    numbers = {stage.id: stage.number for stage in stages}
    sent = select(Answer).where(Answer.stage_id.in_(numbers), Answer.sent_at.is_not(None))
    return {numbers[answer.stage_id]: answer for answer in db.session.scalars(sent)}

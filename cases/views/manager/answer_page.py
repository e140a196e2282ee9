"""The page on which one answer is written: one form, whose every button saves what was typed first."""

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from werkzeug.datastructures import MultiDict

from authorities.access import link_holder
from authorities.publishing import profile_of
from cases import responding
from cases.answer_draft import AnswerDraft, Fault
from cases.answering_rights import WORKING_STATES, Opened
from cases.case_files import files_of_case
from cases.models import Answer
from cases.points import points_of_stage
from cases.views.manager import what_is_shown
from cases.views.manager.answer_form import AnswerForm, form_as_typed, form_for_draft
from cases.views.manager.arriving import note_opened
from cases.views.manager.pages import LINK, MAY_ANSWER, blueprint, note_look, opened_answer
from foundation.clock import business_now, london_day
from foundation.database import transaction
from foundation.errors import Conflict

TRIES = {"spoke": "spoke", "no-answer": "no-answer", "declined": "declined"}
ELSEWHERE = {
    "not-mine": "manager.not_mine",
    "involved": "manager.involved",
    "more-time": "manager.more_time",
}
SAID = {
    "spoke": "Kept: you spoke with them.",
    "no-answer": "Kept: nobody answered. Try again at another safe time.",
    "declined": "Kept: they did not want to speak. You can answer in writing.",
}


@blueprint.get("/case/<reference>")
@link_holder(LINK, *MAY_ANSWER)
def show(reference: str) -> ResponseReturnValue:
    """The answer as far as it is written; only to be read once it is with the signer or sent."""
    opened = opened_answer(reference)
    note_opened(opened)
    note_look(opened.case, opened.officer, "answer")
    answer = responding.answer_to(opened.stage)
    if not _may_write(opened, answer):
        return redirect(url_for("manager.letter", reference=reference))
    form = _filled(opened, answer)
    return _page(opened, form, answer)


@blueprint.post("/case/<reference>")
@link_holder(LINK, *MAY_ANSWER)
def write(reference: str) -> ResponseReturnValue:
    """Save the draft, then do what the button says. A collision overwrites nothing and shows both."""
    opened = opened_answer(reference)
    form = form_as_typed(request.form, points_of_stage(opened.stage))
    _offer(form, opened)
    draft = form.to_draft(points_of_stage(opened.stage))
    button = request.form.get("do", "save")
    try:
        with transaction():
            answer = responding.save_draft(opened, draft, _edition(request.form))
    except Conflict as conflict:
        return _collision(opened, form, conflict)
    unreadable = form.unreadable_days()
    if unreadable:
        form.show(unreadable)
        form.edition.data = str(answer.edition)
        return _page(opened, form, answer), 400
    if button in TRIES:
        return _keep_try(opened, form, draft, TRIES[button])
    if button in ELSEWHERE:
        return redirect(url_for(ELSEWHERE[button], reference=reference))
    if button == "letter":
        return _to_letter(opened, answer)
    flash("Your draft is saved. Nothing has been sent.")
    return redirect(url_for("manager.show", reference=reference, _anchor="actions" if button == "add-action" else None))


def show_faults(opened: Opened, faults: tuple[Fault, ...]) -> ResponseReturnValue:
    """The page with what must be mended beside each field."""
    answer = responding.answer_to(opened.stage)
    form = _filled(opened, answer)
    form.show(faults)
    return _page(opened, form, answer), 400


def _keep_try(opened: Opened, form: AnswerForm, draft: AnswerDraft, outcome: str) -> ResponseReturnValue:
    with transaction():
        responding.record_try(opened, form.try_how.data or "call", outcome, draft.try_notes)
        answer = responding.answer_to(opened.stage)
        spoken_on = draft.spoken_on or (london_day(business_now()) if outcome == "spoke" else None)
        kept = draft.model_copy(update={"try_notes": "", "spoken_on": spoken_on})
        responding.save_draft(opened, kept, answer.edition if answer else 0)
    flash(SAID[outcome])
    return redirect(url_for("manager.show", reference=opened.case.reference))


def _to_letter(opened: Opened, answer: Answer) -> ResponseReturnValue:
    faults = responding.ready_faults(opened.stage)
    if faults:
        return show_faults(opened, faults)
    return redirect(url_for("manager.letter", reference=opened.case.reference))


def _collision(opened: Opened, form: AnswerForm, conflict: Conflict) -> ResponseReturnValue:
    """What was typed stays in the form; what the other person saved stands beside it. Saving again keeps this one."""
    answer = responding.answer_to(opened.stage)
    form.edition.data = str(answer.edition if answer else 0)
    theirs = what_is_shown.draft_in_words(opened, responding.draft_of(opened.stage))
    return _page(opened, form, answer, conflict=conflict.message, theirs=theirs), 409


def _may_write(opened: Opened, answer: Answer | None) -> bool:
    if opened.stage.state not in WORKING_STATES:
        return False
    if answer is None or answer.state in ("draft", "returned"):
        return opened.part != "signer"
    return answer.state == "with-signer" and opened.part == "signer" and request.args.get("change") == "yes"


def _filled(opened: Opened, answer: Answer | None) -> AnswerForm:
    draft = AnswerDraft.read(answer.draft if answer else None)
    form = form_for_draft(draft, points_of_stage(opened.stage), answer.edition if answer else 0)
    if form.spoken_on.data is None and answer is None:
        form.spoken_on.process(None, what_is_shown.last_spoken_on(opened))
    _offer(form, opened)
    return form


def _offer(form: AnswerForm, opened: Opened) -> None:
    form.offer(profile_of(opened.case.profile_version_id), what_is_shown.possible_owners(opened))


def _page(
    opened: Opened,
    form: AnswerForm,
    answer: Answer | None,
    conflict: str = "",
    theirs: list[dict[str, str]] | None = None,
) -> str:
    return render_template(
        "manager/answer.html",
        opened=opened,
        form=form,
        answer=answer,
        files=files_of_case(opened.case),
        points=points_of_stage(opened.stage),
        person=what_is_shown.how_to_speak(opened),
        ringing=what_is_shown.ringing(opened.case, what_is_shown.tries_made(opened)),
        tries=what_is_shown.tries_of(opened),
        due=what_is_shown.due_date(opened),
        earlier=what_is_shown.earlier_answers(opened),
        needs_sign_off=responding.needs_sign_off(opened.stage),
        conflict=conflict,
        theirs=theirs or [],
    )


def _edition(typed: MultiDict[str, str]) -> int:
    return typed.get("edition", default=0, type=int)

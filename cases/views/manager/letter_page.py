"""The letter as it will go, read before it is sent; for the signer, with a comment to return it."""

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from wtforms import Form, TextAreaField

from authorities.access import link_holder
from cases import responding
from cases.answer_draft import AnswerDraft
from cases.answer_letters import letter_for
from cases.answering_rights import Opened
from cases.case_files import files_of_case
from cases.letter import LINK as LINK_PLACE
from cases.models import Answer
from cases.views.manager import what_is_shown
from cases.views.manager.answer_page import show_faults
from cases.views.manager.pages import LINK, MAY_ANSWER, blueprint, note_look, opened_answer
from foundation.database import transaction
from foundation.errors import Conflict, Invalid

THEIR_LINK = "[Their own link goes here when it is sent]"


class ReturnForm(Form):
    """Why the signer gives a draft back."""

    comment = TextAreaField("What should be changed?")


@blueprint.get("/case/<reference>/letter")
@link_holder(LINK, *MAY_ANSWER)
def letter(reference: str) -> ResponseReturnValue:
    """The letter: to be checked and sent, to be signed, or as it was sent."""
    opened = opened_answer(reference)
    answer = responding.answer_to(opened.stage)
    note_look(opened.case, opened.officer, "letter")
    if answer is None:
        return redirect(url_for("manager.show", reference=reference))
    return _page(opened, answer, ReturnForm())


@blueprint.post("/case/<reference>/letter")
@link_holder(LINK, *MAY_ANSWER)
def send(reference: str) -> ResponseReturnValue:
    """Send the answer, or give it to whoever signs it. Pressed twice, it goes once."""
    opened = opened_answer(reference)
    edition = request.form.get("edition", 0, type=int)
    try:
        with transaction():
            _give_or_send(opened, edition)
    except responding.NotReady as not_ready:
        return show_faults(opened, not_ready.faults)
    except responding.DraftCollision as collision:
        answer = responding.answer_to(opened.stage)
        assert answer is not None  # a draft that collided exists  # noqa: S101
        return _page(opened, answer, ReturnForm(), conflict=collision.message)
    return redirect(url_for("manager.gone", reference=reference))


@blueprint.get("/case/<reference>/gone")
@link_holder(LINK, *MAY_ANSWER)
def gone(reference: str) -> ResponseReturnValue:
    """That it has left their hands. Shows nothing of the case, since the link may have closed with it."""
    return render_template("manager/gone.html", reference=reference)


@blueprint.post("/case/<reference>/return")
@link_holder(LINK, *MAY_ANSWER)
def return_draft(reference: str) -> ResponseReturnValue:
    """Give the draft back to its writer with a comment."""
    opened = opened_answer(reference)
    form = ReturnForm(request.form)
    try:
        with transaction():
            responding.return_to_writer(opened, form.comment.data or "")
    except Invalid as invalid:
        form.comment.errors = (invalid.message,)
        answer = responding.answer_to(opened.stage)
        assert answer is not None  # only a draft can be returned  # noqa: S101
        return _page(opened, answer, form)
    except Conflict as conflict:
        flash(conflict.message)
        return redirect(url_for("manager.letter", reference=reference))
    flash("Returned with your comment. The writer has been told.")
    return redirect(url_for("manager.letter", reference=reference))


def _give_or_send(opened: Opened, edition: int) -> None:
    if responding.needs_sign_off(opened.stage) and opened.part != "signer":
        responding.give_to_signer(opened, edition)
    else:
        responding.send_answer(opened, edition)


def _page(opened: Opened, answer: Answer, form: ReturnForm, conflict: str = "") -> ResponseReturnValue:
    """The letter; where somebody has unfinished its draft meanwhile there is none, and what it lacks is shown."""
    faults = () if answer.letter else responding.ready_faults(opened.stage)
    if faults:
        if conflict:
            flash(conflict)
        return show_faults(opened, faults)
    words = answer.letter
    if words is None:
        words = letter_for(opened.stage, AnswerDraft.read(answer.draft), answer.signer).text()
    page = render_template(
        "manager/letter.html",
        opened=opened,
        answer=answer,
        form=form,
        files=files_of_case(opened.case),
        words=words.replace(LINK_PLACE, THEIR_LINK),
        due=what_is_shown.due_date(opened),
        needs_sign_off=responding.needs_sign_off(opened.stage),
        conflict=conflict,
        page_has_errors=bool(conflict or form.errors),
    )
    return page, 409 if conflict else 400 if form.errors else 200

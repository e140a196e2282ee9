"""Not mine, I am involved, and more time: three short pages, each one act that the complaints team hears of."""

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from wtforms import Form, RadioField, SelectChoice, TextAreaField

from authorities.access import link_holder
from authorities.publishing import profile_of
from cases import allocation, timing
from cases.answering_rights import Opened
from cases.views.manager import what_is_shown
from cases.views.manager.pages import LINK, MAY_ANSWER, blueprint, opened_answer
from foundation.database import transaction
from foundation.day_field import DayField
from foundation.errors import Invalid, NotAllowed

WHY_NOT_MINE = {
    "wrong-service": "It is about another service",
    "wrong-team": "It is about another team of this service",
    "left": "I have left the post, or am about to",
    "other": "Another reason",
}


class NotMineForm(Form):
    """Why it is somebody else's to answer."""

    reason = RadioField(
        "Why is it not yours to answer?",
        choices=[SelectChoice(code, words) for code, words in WHY_NOT_MINE.items()],
        validate_choice=False,
    )


class MoreTimeForm(Form):
    """How much more time and why."""

    reason = RadioField("Why is more time needed?", validate_choice=False)
    words = TextAreaField("What takes the time?", description="For the complaints team. Leave names out.")
    until_on = DayField("Until when?", what="the date you need", example="27 3 2027")


@blueprint.get("/case/<reference>/not-mine")
@link_holder(LINK, *MAY_ANSWER)
def not_mine(reference: str) -> ResponseReturnValue:
    """Ask why."""
    return _not_mine_page(_asked(reference), NotMineForm())


@blueprint.post("/case/<reference>/not-mine")
@link_holder(LINK, *MAY_ANSWER)
def hand_back(reference: str) -> ResponseReturnValue:
    """Back to the complaints team."""
    opened = _asked(reference)
    form = NotMineForm(request.form)
    try:
        with transaction():
            allocation.not_mine(opened.stage, opened.officer.id, form.reason.data or "")
    except Invalid as invalid:
        form.reason.errors = (invalid.message,)
        return _not_mine_page(opened, form), 400
    return redirect(url_for("manager.handed_back"))


@blueprint.get("/case/<reference>/involved")
@link_holder(LINK, *MAY_ANSWER)
def involved(reference: str) -> ResponseReturnValue:
    """Say what follows, and ask for the button."""
    return render_template("manager/involved.html", opened=_asked(reference))


@blueprint.post("/case/<reference>/involved")
@link_holder(LINK, *MAY_ANSWER)
def declare_involved(reference: str) -> ResponseReturnValue:
    """Back to the complaints team, and shut to this officer from now on."""
    opened = _asked(reference)
    with transaction():
        allocation.i_am_involved(opened.stage, opened.officer.id)
    return redirect(url_for("manager.handed_back"))


@blueprint.get("/case/<reference>/more-time")
@link_holder(LINK, *MAY_ANSWER)
def more_time(reference: str) -> ResponseReturnValue:
    """Ask how much and why."""
    opened = _asked(reference)
    return _more_time_page(opened, _more_time_form(opened))


@blueprint.post("/case/<reference>/more-time")
@link_holder(LINK, *MAY_ANSWER)
def ask_more_time(reference: str) -> ResponseReturnValue:
    """Put it to the complaints team; nothing moves until they decide."""
    opened = _asked(reference)
    form = _more_time_form(opened, request.form)
    until_on = form.until_on.data
    if until_on is None:
        form.until_on.errors = (*form.until_on.process_errors, "Enter the date you need, like 27 3 2027")[:1]
        return _more_time_page(opened, form), 400
    try:
        with transaction():
            timing.ask_more_time(
                opened.stage, opened.officer.id, form.reason.data or "", form.words.data or "", until_on
            )
    except Invalid as invalid:
        form[invalid.field or "reason"].errors = (invalid.message,)
        return _more_time_page(opened, form), 400
    flash("The complaints team has your request. The date stays as it is until they decide.")
    return redirect(url_for("manager.show", reference=reference))


@blueprint.get("/handed-back")
@link_holder(LINK, *MAY_ANSWER)
def handed_back() -> ResponseReturnValue:
    """What happens now; shows nothing of the case."""
    return render_template("manager/handed_back.html")


def _asked(reference: str) -> Opened:
    opened = opened_answer(reference)
    if opened.part != "responder" or opened.stage.state != "open":
        raise NotAllowed("Only the officer asked to answer can do this, and only until the answer is with the signer.")
    return opened


def _more_time_form(opened: Opened, typed: object = None) -> MoreTimeForm:
    form = MoreTimeForm(typed)
    lists = profile_of(opened.case.profile_version_id).lists
    form.reason.choices = [
        SelectChoice(code.key, code.name) for code in (*lists.extension_reasons, *lists.late_reasons)
    ]
    return form


def _not_mine_page(opened: Opened, form: NotMineForm) -> str:
    return render_template("manager/not_mine.html", opened=opened, form=form)


def _more_time_page(opened: Opened, form: MoreTimeForm) -> str:
    return render_template("manager/more_time.html", opened=opened, form=form, due=what_is_shown.due_date(opened))

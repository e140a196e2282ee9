"""Asking for the one detail that stops us, keeping what they answered, and deciding on what we have."""

from flask import render_template
from flask.typing import ResponseReturnValue
from flask_wtf import FlaskForm
from wtforms import RadioField, TextAreaField
from wtforms.fields.choices import SelectChoice
from wtforms.validators import DataRequired, InputRequired, Length

from authorities.access import officers, signed_in_viewer
from authorities.permissions import Role
from cases.information import LONGEST, answered, ask_for, decide_without, waiting_request, ways_to
from cases.models import Case, InformationRequest
from cases.notes import add_note
from cases.views.desk.pages import back_to, blueprint, carry_out, worked_case
from cases.views.desk.sending_once import SentOnce
from foundation.errors import NotFound

SHORT_ENOUGH = Length(max=LONGEST, message="Write no more than 2,000 letters here")
BY = {"telephone": "By telephone", "letter": "By letter", "meeting": "In person"}


class AskForm(SentOnce):
    """What is needed."""

    what = TextAreaField(
        "What do we need to know?",
        [DataRequired("Write what we need to know"), SHORT_ENOUGH],
        description="One thing, in plain words. It goes to them as you write it: name no child and nothing private",
    )


class AnsweredForm(SentOnce):
    """That they answered; an email is added on the case instead."""

    how = RadioField(
        "How did they answer?",
        [InputRequired("Choose how they answered")],
        choices=[SelectChoice(key, label) for key, label in BY.items()],
    )
    words = TextAreaField("What they said", [DataRequired("Write what they said"), SHORT_ENOUGH])


class DecideForm(FlaskForm):
    """How it goes on without an answer."""

    decision = TextAreaField(
        "What have you decided, on what we have?",
        [DataRequired("Write what you decided on what we have"), SHORT_ENOUGH],
    )


@blueprint.route("/cases/<reference>/information", methods=["GET", "POST"])
@officers(Role.COMPLAINTS_OFFICER)
def ask_for_information(reference: str) -> ResponseReturnValue:
    """Ask for one detail."""
    case, form = worked_case(reference), AskForm()
    officer_id = signed_in_viewer().officer_id
    if form.validate_on_submit() and carry_out(
        form, lambda: ask_for(case, form.what.data or "", officer_id, form.row_id())
    ):
        return back_to(case, "Asked. They are asked three times at most, and the clock runs on.")
    return _page("desk/information_ask.html", form, case, ways=ways_to(case))


@blueprint.route("/cases/<reference>/information/answered", methods=["GET", "POST"])
@officers(Role.COMPLAINTS_OFFICER)
def keep_information(reference: str) -> ResponseReturnValue:
    """Keep what they answered by telephone, letter or in person."""
    case, form = worked_case(reference), AnsweredForm()
    asked = _waiting(case)
    viewer = signed_in_viewer()

    def keep() -> None:
        add_note(case, viewer.officer_id, f"Asked: {asked.what}\nThey answered: {form.words.data}", form.row_id())
        answered(case, form.how.data, viewer.actor)

    if form.validate_on_submit() and carry_out(form, keep):
        return back_to(case, "The answer is kept. They are not asked again.")
    return _page("desk/information_answered.html", form, case, asked=asked)


@blueprint.route("/cases/<reference>/information/decide", methods=["GET", "POST"])
@officers(Role.COMPLAINTS_OFFICER)
def decide_without_information(reference: str) -> ResponseReturnValue:
    """Go on with what we have. It closes nothing."""
    case, form = worked_case(reference), DecideForm()
    asked = _waiting(case)
    if form.validate_on_submit() and carry_out(
        form, lambda: decide_without(case, signed_in_viewer().officer_id, form.decision.data or "")
    ):
        return back_to(case, "The decision is kept. They are not asked again.")
    return _page("desk/information_decide.html", form, case, asked=asked)


def _waiting(case: Case) -> InformationRequest:
    asked = waiting_request(case.id)
    if asked is None:
        raise NotFound("Nothing is asked for on this case.")
    return asked


def _page(template: str, form: FlaskForm, case: Case, **shown: object) -> ResponseReturnValue:
    return render_template(template, form=form, case=case, **shown), 400 if form.errors else 200

"""Acts on the clocks of a case: let one stand still, let it go on, put a wrong day of receipt right."""

from datetime import date

from flask import render_template
from flask.typing import ResponseReturnValue
from flask_wtf import FlaskForm
from wtforms import RadioField, TextAreaField
from wtforms.fields.choices import SelectChoice
from wtforms.validators import InputRequired

from authorities.access import officers, signed_in_viewer
from authorities.permissions import Role
from cases.case_standing import refuse_act
from cases.models import Case, Stage
from cases.pausing import correct_receipt, pause, reasons_to_pause, resume
from cases.stages import current_stage
from cases.views.desk.pages import back_to, blueprint, carry_out, worked_case
from foundation.clock import business_now, london_day
from foundation.day_field import DayField
from foundation.errors import Invalid, NotFound


class PauseForm(FlaskForm):
    """Why a clock stands still, and since when."""

    reason = RadioField("Why does it stand still?", [InputRequired("Choose why it stands still")])
    on = DayField("Since", [InputRequired("Enter the day it stood still from")], what="the day", example="20 11 2026")


class ResumeForm(FlaskForm):
    """When a clock went on."""

    on = DayField("It goes on from", [InputRequired("Enter the day it goes on")], what="the day", example="20 11 2026")


class ReceiptForm(FlaskForm):
    """The right day of receipt."""

    on = DayField(
        "Day it was received", [InputRequired("Enter the day it was received")], what="the day", example="20 11 2026"
    )
    why = TextAreaField("How do you know?", [InputRequired("Say how you know the right day")])


@blueprint.route("/cases/<reference>/pause", methods=["GET", "POST"])
@officers(Role.COMPLAINTS_OFFICER)
def pause_clock(reference: str) -> ResponseReturnValue:
    """Let the clock of the stage under way stand still, for a reason its rule names."""
    case = worked_case(reference)
    refuse_act(case, "pause")
    stage = _stage(case)
    reasons = reasons_to_pause(case, stage)
    form = PauseForm(data={"on": london_day(business_now())})
    form.reason.choices = [SelectChoice(reason.key, f"{reason.name}. {reason.rule}") for reason in reasons]
    if form.validate_on_submit() and carry_out(
        form, lambda: pause(stage, signed_in_viewer().officer_id, form.reason.data, _day(form.on))
    ):
        return back_to(case, "The clock stands still. The person is being told.")
    return _page("desk/pause.html", form, case)


@blueprint.route("/cases/<reference>/resume", methods=["GET", "POST"])
@officers(Role.COMPLAINTS_OFFICER)
def resume_clock(reference: str) -> ResponseReturnValue:
    """Let the clock go on."""
    case = worked_case(reference)
    refuse_act(case, "resume")
    stage = _stage(case)
    form = ResumeForm(data={"on": london_day(business_now())})
    if form.validate_on_submit() and carry_out(
        form, lambda: resume(stage, signed_in_viewer().officer_id, _day(form.on))
    ):
        return back_to(case, "The clock goes on. The person is being told the new date.")
    return _page("desk/resume.html", form, case, stage=stage)


@blueprint.route("/cases/<reference>/receipt", methods=["GET", "POST"])
@officers(Role.COMPLAINTS_OFFICER)
def correct_day_of_receipt(reference: str) -> ResponseReturnValue:
    """Put the day of receipt right; every clock that began that day is counted again."""
    case = worked_case(reference)
    refuse_act(case, "correct-receipt")
    form = ReceiptForm(data={"on": case.received_on})
    if form.validate_on_submit() and carry_out(
        form, lambda: correct_receipt(case, signed_in_viewer().officer_id, _day(form.on), form.why.data)
    ):
        return back_to(case, "The day is put right and the dates are counted again.")
    return _page("desk/receipt.html", form, case)


def _stage(case: Case) -> Stage:
    stage = current_stage(case)
    if stage is None:
        raise NotFound("No stage of this case is open.")
    return stage


def _day(field: DayField) -> date:
    if field.data is None:
        raise Invalid("Enter the day.", field="on")
    return field.data


def _page(template: str, form: FlaskForm, case: Case, **shown: object) -> ResponseReturnValue:
    return render_template(template, form=form, case=case, **shown), 400 if form.errors else 200

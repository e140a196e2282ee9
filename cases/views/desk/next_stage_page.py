"""Taking in a request for the next stage that came in any words: an email, a call, a letter."""

from uuid import UUID

from flask import render_template, request
from flask.typing import ResponseReturnValue
from flask_wtf import FlaskForm
from wtforms import SelectField, SelectMultipleField, TextAreaField
from wtforms.fields.choices import SelectChoice
from wtforms.validators import InputRequired, Length, Optional, ValidationError

from authorities.access import officers, signed_in_viewer
from authorities.permissions import Role
from authorities.profile import Profile
from cases.emails import new_words
from cases.escalation import Asked, latest_stage, request_next_stage
from cases.models import Case, IncomingEmail, Stage
from cases.points import points_of_stage
from cases.views.desk.intake_form import MOST_LETTERS, moment_of
from cases.views.desk.pages import back_to, blueprint, carry_out, profile_for, worked_case
from foundation.clock import business_now, london_day
from foundation.database import db
from foundation.day_field import DayField

LONGEST = Length(max=20_000, message="Write no more than 20,000 letters here")


class NextStageForm(FlaskForm):
    """What the person said; only how and when it came is needed."""

    channel = SelectField("How it came", [InputRequired("Choose how it came")])
    asked_on = DayField(
        "Day they asked",
        [InputRequired("Enter the day they asked")],
        what="the day they asked",
        example="20 11 2026",
    )
    words = TextAreaField("What they said", [LONGEST])
    put_right = TextAreaField("What would put it right", [LONGEST])
    how_answered = SelectField("How they say they were answered", [Optional()])
    main_reason = SelectField("Their main reason", [Optional()])
    points = SelectMultipleField(
        "Points they name",
        [Optional()],
        description="Leave all blank if they name none: every point not fully upheld goes on",
    )

    def offer(self, stage: Stage, profile: Profile) -> None:
        """Fill the lists."""
        self.channel.choices = _codes(profile, "channels", "Choose how it came")
        self.how_answered.choices = _codes(profile, "response_methods", "They did not say")
        self.main_reason.choices = _codes(profile, "escalation_reasons", "They did not say")
        self.points.choices = [
            SelectChoice(str(point.id), f"Point {point.number}: {(point.words or '')[:80]}")
            for point in points_of_stage(stage)
        ]

    def validate_asked_on(self, field: DayField) -> None:
        """Nobody asked tomorrow."""
        if field.data is not None and field.data > london_day(business_now()):
            raise ValidationError("The day they asked must be today or in the past")


@blueprint.route("/cases/<reference>/next-stage", methods=["GET", "POST"])
@officers(Role.COMPLAINTS_OFFICER)
def take_in_next_stage(reference: str) -> ResponseReturnValue:
    """Open the next stage, or keep the request where that is not yet possible."""
    case = worked_case(reference)
    stage = latest_stage(case)
    email = _email(case)
    form = NextStageForm(data=_proposed(email))
    form.offer(stage, profile_for(case))
    if form.validate_on_submit() and carry_out(
        form, lambda: request_next_stage(stage, _asked(form, email), signed_in_viewer().actor)
    ):
        return back_to(case, "The request is kept, and the person is being told what happens next.")
    return render_template("desk/next_stage.html", form=form, case=case, stage=stage), 400 if form.errors else 200


def _email(case: Case) -> IncomingEmail | None:
    """The email of this case that the request came by, where the address names one."""
    email = db.session.get(IncomingEmail, given) if (given := request.args.get("email", type=UUID)) else None
    return email if email is not None and email.case_id == case.id else None


def _proposed(email: IncomingEmail | None) -> dict[str, object]:
    if email is None:
        return {}
    asked_on = london_day(email.sent_at or email.taken_in_at)
    return {"channel": "email", "asked_on": asked_on, "words": new_words(email.words or "")[:MOST_LETTERS]}


def _asked(form: NextStageForm, email: IncomingEmail | None) -> Asked:
    return Asked(
        at=moment_of(form.asked_on.data, email.sent_at if email else None),
        channel=form.channel.data,
        how_answered=form.how_answered.data or None,
        main_reason=form.main_reason.data or None,
        words=(form.words.data or "").strip() or None,
        put_right=(form.put_right.data or "").strip() or None,
        point_ids=tuple(form.points.data or ()),
    )


def _codes(profile: Profile, name: str, blank: str) -> list[SelectChoice]:
    return [SelectChoice("", blank), *(SelectChoice(code.key, code.name) for code in profile.codes(name))]

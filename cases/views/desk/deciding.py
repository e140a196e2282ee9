"""Acts on a case that need a choice and a reason: change what was proposed, allocate, the LADO decision,
the target day, closing. Each is a page with one form."""

from collections.abc import Iterable
from uuid import UUID

from flask import render_template
from flask.typing import ResponseReturnValue
from flask_wtf import FlaskForm
from sqlalchemy import select
from wtforms import BooleanField, RadioField, SelectField, TextAreaField
from wtforms.fields.choices import SelectChoice
from wtforms.validators import InputRequired, Optional

from authorities.access import officers, signed_in_viewer
from authorities.models import Membership, Officer, Service
from authorities.permissions import Role
from authorities.profile import Profile
from cases.actors import by_officer
from cases.allocation import allocate
from cases.case_standing import refuse_act
from cases.closing import REASONS, close
from cases.confirming import Changes, confirm
from cases.conflicts import named_officer_ids
from cases.harm import decide, decision_of
from cases.models import Case
from cases.proposing import proposal_for
from cases.stages import stage_at_work
from cases.timing import decide_day_ten, late_reasons, lawful_reasons
from cases.views.desk.pages import back_to, blueprint, carry_out, profile_for, worked_case
from foundation.database import db
from foundation.day_field import DayField
from foundation.errors import NotFound

NOBODY = ""
CLOSE_WORDS = {
    "answered": "It was answered and the person is content, or has not asked for more",
    "settled": "It was settled on a call",
    "signposted": "It is for somebody else, and the person was told who",
    "recorded": "It needed recording only",
}


class ChangeForm(FlaskForm):
    """What an officer chooses instead of what was proposed."""

    procedure = SelectField("Procedure", [InputRequired("Choose the procedure")])
    service = SelectField("Service", [Optional()])
    responder = SelectField("Who answers", [Optional()], description="Leave it to ask whoever leads the service")
    reason = TextAreaField("Why you are changing it", [Optional()])

    def offer(self, case: Case, profile: Profile) -> None:
        """Fill the lists for a case."""
        self.procedure.choices = [
            SelectChoice(NOBODY, "Choose a procedure"),
            *(
                SelectChoice(found.key, found.name)
                for found in profile.procedures
                if found.key != "call-back" or _call_alone(case)
            ),
        ]
        services = db.session.scalars(
            select(Service).where(Service.authority_id == case.authority_id, Service.is_open).order_by(Service.name)
        )
        self.service.choices = [
            SelectChoice(NOBODY, "Not known"),
            *(SelectChoice(str(found.id), found.name) for found in services),
        ]
        self.responder.choices = [SelectChoice(NOBODY, "Whoever leads the service"), *_people(case)]


class AllocateForm(FlaskForm):
    """Who is asked to answer."""

    officer = SelectField("Who answers", [InputRequired("Choose who answers")])


class HarmForm(FlaskForm):
    """The LADO decision."""

    decision = RadioField(
        "What have you decided?",
        [InputRequired("Choose whether the LADO has been told")],
        choices=[
            SelectChoice("referred", "Referred to the LADO"),
            SelectChoice("not-referred", "Not referred: it does not meet the threshold"),
        ],
    )
    reasons = TextAreaField("Reasons", [InputRequired("Enter the reasons for the decision")])
    may_tell = BooleanField("The service may be told now", description="Leave it until telling them cannot do harm")


class TargetDayForm(FlaskForm):
    """What happens on the day the answer is due."""

    decision = RadioField(
        "What happens?",
        [InputRequired("Choose an answer, an extension or late")],
        choices=[
            SelectChoice("answer", "The answer is written and will go in the next days"),
            SelectChoice("extension", "The time is extended, for a lawful reason"),
            SelectChoice("late", "It is late"),
        ],
    )
    lawful = SelectField("Reason for the extension", [Optional()])
    until_on = DayField("New date", [Optional()], what="the new date", example="18 12 2026")
    late = SelectField("Reason it is late", [Optional()])

    def offer(self, case: Case, profile: Profile) -> None:
        """Fill the lists for a case."""
        self.lawful.choices = _codes(profile, "extension_reasons", lawful_reasons(case))
        self.late.choices = _codes(profile, "late_reasons", late_reasons(case))


class CloseForm(FlaskForm):
    """Why a case is closed."""

    reason = RadioField(
        "Why is it closed?",
        [InputRequired("Choose why the case is closed")],
        choices=[SelectChoice(reason, CLOSE_WORDS[reason]) for reason in REASONS],
    )


@blueprint.route("/cases/<reference>/change", methods=["GET", "POST"])
@officers(Role.COMPLAINTS_OFFICER)
def change_case(reference: str) -> ResponseReturnValue:
    """Confirm with changes and a reason."""
    case = worked_case(reference)
    proposal = proposal_for(case)
    form = ChangeForm(
        data={"procedure": proposal.procedure, "service": str(proposal.service.id) if proposal.service else NOBODY}
    )
    form.offer(case, profile_for(case))
    if form.validate_on_submit():
        chosen = Changes(
            procedure=form.procedure.data,
            service_id=_uuid(form.service.data),
            responder_id=_uuid(form.responder.data),
            reason=form.reason.data or "",
        )
        if carry_out(form, lambda: confirm(case, signed_in_viewer().officer_id, chosen)):
            return back_to(case, "Confirmed with your changes. The person and whoever answers are being told.")
    return _page("desk/change.html", form, case=case, proposal=proposal)


@blueprint.route("/cases/<reference>/allocate", methods=["GET", "POST"])
@officers(Role.COMPLAINTS_OFFICER)
def allocate_case(reference: str) -> ResponseReturnValue:
    """Ask somebody else to answer."""
    case = worked_case(reference)
    stage = stage_at_work(case)
    form = AllocateForm()
    form.officer.choices = [SelectChoice(NOBODY, "Choose who answers"), *_people(case)]
    if form.validate_on_submit():
        viewer, chosen = signed_in_viewer(), UUID(form.officer.data)
        if carry_out(form, lambda: allocate(stage, chosen, by_officer(viewer.officer_id))):
            return back_to(case, "Allocated. They are being asked.")
    return _page("desk/allocate.html", form, case=case, stage=stage)


@blueprint.route("/cases/<reference>/harm", methods=["GET", "POST"])
@officers(Role.COMPLAINTS_OFFICER)
def decide_harm(reference: str) -> ResponseReturnValue:
    """Take the LADO decision."""
    case = worked_case(reference)
    asked = decision_of(case.id)
    if asked is None:
        raise NotFound("No decision on possible harm is asked for on this case.")
    form = HarmForm()
    if form.validate_on_submit() and carry_out(
        form,
        lambda: decide(
            case,
            signed_in_viewer().officer_id,
            form.decision.data,
            form.reasons.data or "",
            service_may_be_told=bool(form.may_tell.data),
        ),
    ):
        return back_to(case, "The decision is kept.")
    return _page("desk/harm.html", form, case=case, asked=asked)


@blueprint.route("/cases/<reference>/target-day", methods=["GET", "POST"])
@officers(Role.COMPLAINTS_OFFICER)
def decide_target_day(reference: str) -> ResponseReturnValue:
    """Record what happens on the target day; each choice tells the person."""
    case = worked_case(reference)
    refuse_act(case, "target-day")
    stage = stage_at_work(case)
    form = TargetDayForm()
    form.offer(case, profile_for(case))
    if form.validate_on_submit():
        decision = form.decision.data
        reason = {"extension": form.lawful.data, "late": form.late.data}.get(decision) or None
        officer_id = signed_in_viewer().officer_id
        if carry_out(
            form, lambda: decide_day_ten(stage, officer_id, decision, reason=reason, until_on=form.until_on.data)
        ):
            return back_to(case, "Kept. The person is being told.")
    return _page("desk/target_day.html", form, case=case, stage=stage)


@blueprint.route("/cases/<reference>/close", methods=["GET", "POST"])
@officers(Role.COMPLAINTS_OFFICER)
def close_case(reference: str) -> ResponseReturnValue:
    """Close a case, with the reason."""
    case = worked_case(reference)
    form = CloseForm()
    if form.validate_on_submit() and carry_out(
        form, lambda: close(case, signed_in_viewer().officer_id, form.reason.data)
    ):
        return back_to(case, "Closed.")
    return _page("desk/close.html", form, case=case)


def _page(template: str, form: FlaskForm, **shown: object) -> ResponseReturnValue:
    return render_template(template, form=form, **shown), 400 if form.errors else 200


def _people(case: Case) -> Iterable[SelectChoice]:
    """Those who may answer for the authority, without anybody the case names."""
    roles = (Role.RESPONDING_MANAGER, Role.SENIOR_MANAGER)
    query = (
        select(Officer)
        .join(Membership, Membership.officer_id == Officer.id)
        .where(Membership.authority_id == case.authority_id, Membership.role.in_(roles), Officer.is_active)
        .where(Officer.id.not_in(named_officer_ids(case.id)))
        .distinct()
        .order_by(Officer.name)
    )
    return [
        SelectChoice(str(found.id), f"{found.name}, {found.job}" if found.job else found.name)
        for found in db.session.scalars(query)
    ]


def _codes(profile: Profile, name: str, keys: tuple[str, ...]) -> list[SelectChoice]:
    return [SelectChoice(NOBODY, "Choose a reason"), *(SelectChoice(key, profile.label(name, key)) for key in keys)]


def _call_alone(case: Case) -> bool:
    return case.call_choice == "call-me"


def _uuid(chosen: str | None) -> UUID | None:
    return UUID(chosen) if chosen else None

"""The pages of the acts of casework: one form for each, made of what the act needs, under the rule it is done by.

Also the page on which a manager approves one. What is permitted and what must be said is for ``cases.acting``.
"""

from collections.abc import Callable, Mapping
from typing import Any, cast
from uuid import UUID

from flask import render_template
from flask.typing import ResponseReturnValue
from flask_wtf import FlaskForm
from sqlalchemy import select
from wtforms import Field, RadioField, SelectMultipleField, StringField, TextAreaField
from wtforms.fields.choices import SelectChoice
from wtforms.validators import Length, Optional

from authorities.access import officers, signed_in_viewer
from authorities.act_rules import Act, ActRule
from authorities.permissions import Role
from cases.act_given import ADVOCATE, MAY_BE_BLANK, NEEDS, SAID_BY_THE_PERSON, WAYS, Given, Need
from cases.acting import act_on, approve, approver_role, ask_or_do, do_not_approve
from cases.acts_permitted import APPROVERS, Standing, rule_of_permitted
from cases.case_standing import standing_of
from cases.lifecycle import OFFICER
from cases.models import Case, CaseAct, Point
from cases.models.acts import ASKED
from cases.views.desk.act_words import PAGES, WHAT
from cases.views.desk.pages import SEES, back_to, blueprint, carry_out, profile_for, seen_case, worked_case
from foundation.clock import business_now, london_day
from foundation.database import db
from foundation.day_field import DayField
from foundation.errors import Invalid, NotAllowed, NotFound

LONG = Length(max=5000, message="Write no more than 5,000 letters here")
SHORT = Length(max=250, message="Write no more than 250 letters here")


class DecideForm(FlaskForm):
    """Whether a manager approves an act."""

    answer = RadioField(
        "Do you approve it?",
        choices=[SelectChoice("yes", "Yes: do it, and tell the person"), SelectChoice("no", "No")],
        validate_choice=False,
    )
    why = TextAreaField("If not, why", [LONG])


@blueprint.route("/cases/<reference>/acts/<act>", methods=["GET", "POST"])
@officers(Role.COMPLAINTS_OFFICER)
def do_act(reference: str, act: str) -> ResponseReturnValue:
    """Do one act on a case, or ask for its approval."""
    case = worked_case(reference)
    wanted = _known(act)
    standing = standing_of(case)
    rule = rule_of_permitted(wanted, standing, OFFICER)
    form = _form(case, rule, standing)
    page = PAGES[wanted]
    if form.validate_on_submit() and carry_out(
        form, lambda: ask_or_do(case, wanted, signed_in_viewer().officer_id, _given(form, case))
    ):
        return back_to(case, "A manager is asked to approve it." if rule.needs_approval else page.done)
    shown = {"page": page, "rule": rule, "items": [item for item in form if item.name != "csrf_token"]}
    return render_template("desk/do_act.html", form=form, case=case, **shown), 400 if form.errors else 200


@blueprint.route("/cases/<reference>/approve/<uuid:act_id>", methods=["GET", "POST"])
@officers(*SEES)
def approve_act(reference: str, act_id: UUID) -> ResponseReturnValue:
    """What an officer asked for, and for whoever may approve it the decision, with a reason where it is no."""
    case, viewer = seen_case(reference), signed_in_viewer()
    row = act_on(case, act_id)
    if row.state != ASKED:
        return back_to(case, "Somebody has decided about this already.")
    form = DecideForm()
    if form.validate_on_submit() and carry_out(form, lambda: _decide(case, row, form)):
        return back_to(case, "Approved and done." if form.answer.data == "yes" else "Not approved.")
    rule = standing_of(case).rules[_known(row.act)]
    reason = next((one for one in rule.reasons if one.key == row.reason), None)
    may_decide = approver_role(case, viewer) in APPROVERS and row.asked_by_id != viewer.officer_id
    shown = {"asked": row, "rule": rule, "reason": reason, "page": PAGES[rule.act], "may_decide": may_decide}
    return render_template("desk/approve_act.html", form=form, case=case, **shown), 400 if form.errors else 200


def _decide(case: Case, row: CaseAct, form: DecideForm) -> None:
    if form.answer.data == "yes":
        approve(case, row, signed_in_viewer())
    elif form.answer.data == "no":
        do_not_approve(case, row, signed_in_viewer(), form.why.data or "")
    else:
        raise Invalid("Choose whether you approve it", field="answer")


def _known(act: str) -> Act:
    if act not in PAGES:
        raise NotFound("There is no such act.")
    return cast(Act, act)


def _form(case: Case, rule: ActRule, standing: Standing) -> FlaskForm:
    """A form of the fields this act needs, in their order."""
    fields: dict[str, Any] = {need: _field(case, rule, standing, need) for need in NEEDS[rule.act]}
    if rule.act in SAID_BY_THE_PERSON and case.is_young_person:
        fields["advocate"] = RadioField("Their advocate", choices=_choices(ADVOCATE), validate_choice=False)
        fields["advocate_words"] = StringField("Which advocate, or who offered one", [SHORT])
    made = type("ActForm", (FlaskForm,), fields)
    return cast(FlaskForm, made(data={"on": london_day(business_now())} if rule.act != "came-from" else None))


def _field(case: Case, rule: ActRule, standing: Standing, need: Need) -> Any:
    label = WHAT[rule.act].get(need) or WHAT["any"][need]
    if (rule.act, need) in MAY_BE_BLANK:
        label = f"{label} (optional)"
    if need in ("on", "review_on"):
        return DayField(label, [Optional()], what="the day", example="20 11 2026")
    if need == "criteria":
        return _many(label, {criterion: criterion for criterion in rule.criteria})
    if need == "points":
        return _many(label, _points(case))
    choices: Mapping[str, Callable[[], Mapping[str, str]]] = {
        "reason": lambda: {reason.key: reason.name for reason in rule.reasons_at(standing.stage)},
        "way": lambda: WAYS,
        "to": lambda: _procedures(case, rule),
    }
    if need in choices:
        return RadioField(label, choices=_choices(choices[need]()), validate_choice=False)
    if need in ("words", "notes"):
        return TextAreaField(label, [LONG])
    return StringField(label, [SHORT])


def _many(label: str, choices: Mapping[str, str]) -> Field:
    return SelectMultipleField(label, choices=_choices(choices), validate_choice=False)


def _choices(words: Mapping[str, str]) -> list[SelectChoice]:
    return [SelectChoice(key, said) for key, said in words.items()]


def _points(case: Case) -> dict[str, str]:
    points = db.session.scalars(select(Point).where(Point.case_id == case.id).order_by(Point.number))
    return {str(point.id): f"{point.number}. {point.words}" for point in points}


def _procedures(case: Case, rule: ActRule) -> dict[str, str]:
    """Where it may go by what the rule names, as far as the authority follows it."""
    elsewhere = rule.act == "transfer"
    return {
        found.key: found.name
        for found in profile_for(case).procedures
        if found.key in rule.to and not (elsewhere and found.key == case.procedure)
    }


def _given(form: FlaskForm, case: Case) -> Given:
    said = {item.name: item.data for item in form if item.name in Given.__dataclass_fields__ and item.data}
    for many in ("points", "criteria"):
        if many in said:
            said[many] = tuple(said[many])
    if "other" in said:
        said["other"] = _other(case, said["other"]).id
    return Given(**said)


def _other(case: Case, typed: str) -> Case:
    """The case of a reference that was typed, of the same authority and open to whoever typed it."""
    try:
        found = worked_case(typed)
    except (NotFound, NotAllowed):
        raise Invalid("Enter the reference of another case that you may open", field="other") from None
    if found.id == case.id or found.authority_id != case.authority_id:
        raise Invalid("Enter the reference of another case", field="other")
    return found

"""Where administrators keep officers, their roles, teams and the leads of an authority.

An administrator gives roles only for authorities they administer. Officers and teams belong
to the whole deployment; those who work for an authority are changed by its administrators only,
since whoever can change an address can sign in with it.
"""

from typing import TypeVar
from uuid import UUID

from flask import Blueprint, flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from sqlalchemy import select
from werkzeug.wrappers import Response

from authorities.access import officers, signed_in_viewer
from authorities.models import Authority, Officer, Team
from authorities.officers import (
    add_officer,
    add_team,
    change_officer,
    change_team,
    every_officer,
    give_role,
    name_leads,
    role_held,
    roles_of,
    take_role,
    teams_of,
)
from authorities.permissions import Role
from authorities.publishing import authority_by_key, current_profile
from authorities.views.administration_forms import (
    AuthorityForm,
    OfficerForm,
    RoleForm,
    TeamForm,
    chosen,
    people,
    team_key,
)
from foundation.database import db, transaction
from foundation.errors import Conflict, Invalid, NotAllowed, NotFound

blueprint = Blueprint("administration", __name__, url_prefix="/administration", template_folder="../templates")

administrators = officers(Role.ADMINISTRATOR)

Row = TypeVar("Row")


@blueprint.get("/officers")
@administrators
def officers_list() -> ResponseReturnValue:
    """Everybody who works here, the teams and the authorities."""
    everybody = every_officer()
    return render_template(
        "authorities/officers.html",
        officers=everybody,
        roles={officer.id: roles_of(officer.id) for officer in everybody},
        teams=teams_of(signed_in_viewer().authorities(Role.ADMINISTRATOR)),
        authorities=_administered(),
        role=Role,
    )


@blueprint.route("/officers/new", methods=["GET", "POST"])
@administrators
def new_officer() -> ResponseReturnValue:
    """Add an officer."""
    form = OfficerForm(data={"is_active": True})
    if form.validate_on_submit():
        try:
            with transaction():
                officer = add_officer(form.email.data or "", form.name.data or "", form.job.data or None, by=_actor())
        except Invalid as error:
            _show_beside_field(form, error)
        else:
            flash("The officer is added. Give them a role.")
            return redirect(url_for("administration.officer", officer_id=officer.id))
    return _form_page("authorities/officer_new.html", form=form)


@blueprint.route("/officers/<uuid:officer_id>", methods=["GET", "POST"])
@administrators
def officer(officer_id: UUID) -> ResponseReturnValue:
    """One officer: details, and the roles held."""
    known = _found(db.session.get(Officer, officer_id))
    form = OfficerForm(obj=known)
    if form.validate_on_submit():
        _refuse_unless_all_administered(officer_id)
        try:
            with transaction():
                change_officer(
                    known,
                    email=form.email.data or "",
                    name=form.name.data or "",
                    job=form.job.data or None,
                    is_active=form.is_active.data,
                    by=_actor(),
                )
        except Invalid as error:
            _show_beside_field(form, error)
        else:
            flash("The officer is saved.")
            return _back_to(officer_id)
    return _officer_page(known, form, _role_form())


@blueprint.post("/officers/<uuid:officer_id>/roles")
@administrators
def add_role(officer_id: UUID) -> ResponseReturnValue:
    """Give an officer a role."""
    known = _found(db.session.get(Officer, officer_id))
    form = _role_form()
    if not form.validate_on_submit():
        return _officer_page(known, OfficerForm(formdata=None, obj=known), form)
    with transaction():
        give_role(
            officer_id,
            UUID(form.authority.data),
            Role(form.role.data),
            chosen(form.team),
            by=_actor(),
        )
    flash("The role is given.")
    return _back_to(officer_id)


@blueprint.post("/officers/<uuid:officer_id>/roles/<uuid:membership_id>/remove")
@administrators
def remove_role(officer_id: UUID, membership_id: UUID) -> ResponseReturnValue:
    """Take a role away."""
    membership = role_held(officer_id, membership_id)
    _refuse_unless_administered(membership.authority_id)
    try:
        with transaction():
            take_role(membership, by=_actor())
        flash("The role is taken away.")
    except Conflict as error:
        flash(error.message)
    return _back_to(officer_id)


@blueprint.route("/teams/new", methods=["GET", "POST"])
@administrators
def new_team() -> ResponseReturnValue:
    """Add a team."""
    form = _team_form(None)
    if form.validate_on_submit():
        try:
            with transaction():
                made = add_team(team_key(form.name.data or ""), form.name.data or "", by=_actor())
                _save_team(made, form)
        except Invalid as error:
            _show_beside_field(form, error)
        else:
            flash("The team is added.")
            return redirect(url_for("administration.officers_list"))
    return _form_page("authorities/team.html", form=form, team=None)


@blueprint.route("/teams/<uuid:team_id>", methods=["GET", "POST"])
@administrators
def team(team_id: UUID) -> ResponseReturnValue:
    """One team and its line of management."""
    known = _found(db.session.get(Team, team_id))
    if known not in teams_of(signed_in_viewer().authorities(Role.ADMINISTRATOR)):
        raise NotAllowed("This team works for an authority that you do not administer.")
    form = _team_form(known)
    if form.validate_on_submit():
        with transaction():
            _save_team(known, form)
        flash("The team is saved.")
        return redirect(url_for("administration.officers_list"))
    return _form_page("authorities/team.html", form=form, team=known)


@blueprint.route("/authorities/<authority_key>", methods=["GET", "POST"])
@administrators
def authority(authority_key: str) -> ResponseReturnValue:
    """Who leads for one authority, and whether it is open to the public."""
    known = authority_by_key(authority_key)
    _refuse_unless_administered(known.id)
    form = AuthorityForm(obj=known)
    form.offer(people(every_officer()))
    if form.validate_on_submit():
        try:
            with transaction():
                name_leads(
                    known,
                    complaints_manager_id=chosen(form.complaints_manager_id),
                    stage_two_lead_id=chosen(form.stage_two_lead_id),
                    harm_lead_id=chosen(form.harm_lead_id),
                    host=form.host.data or None,
                    is_open=form.is_open.data,
                    by=_actor(),
                )
        except Conflict as error:
            form.is_open.errors = (error.message,)
        except Invalid as error:
            _show_beside_field(form, error)
        else:
            flash("The authority is saved.")
            return redirect(url_for("administration.officers_list"))
    return _form_page(
        "authorities/authority.html",
        form=form,
        known=known,
        profile=current_profile(known.id),
    )


def _actor() -> str:
    return signed_in_viewer().actor


def _administered() -> list[Authority]:
    own = signed_in_viewer().authorities(Role.ADMINISTRATOR)
    return list(db.session.scalars(select(Authority).where(Authority.id.in_(own)).order_by(Authority.name)))


def _refuse_unless_administered(authority_id: UUID) -> None:
    if not signed_in_viewer().has(Role.ADMINISTRATOR, authority_id):
        raise NotAllowed("You do not administer this authority.")


def _refuse_unless_all_administered(officer_id: UUID) -> None:
    own = signed_in_viewer().authorities(Role.ADMINISTRATOR)
    if any(held.authority_id not in own for held in roles_of(officer_id)):
        raise NotAllowed("This officer works for an authority that you do not administer, too.")


def _found(row: Row | None) -> Row:
    if row is None:
        raise NotFound("There is no such page.")
    return row


def _back_to(officer_id: UUID) -> Response:
    return redirect(url_for("administration.officer", officer_id=officer_id))


def _form_page(template: str, *, form: object, **values: object) -> ResponseReturnValue:
    status = 400 if getattr(form, "errors", None) else 200
    return render_template(template, form=form, **values), status


def _officer_page(known: Officer, form: OfficerForm, role_form: RoleForm) -> ResponseReturnValue:
    status = 400 if form.errors or role_form.errors else 200
    page = render_template(
        "authorities/officer.html",
        officer=known,
        form=form,
        role_form=role_form,
        roles=roles_of(known.id),
        authorities={authority.id: authority for authority in db.session.scalars(select(Authority))},
        own=signed_in_viewer().authorities(Role.ADMINISTRATOR),
        role=Role,
        page_has_errors=status == 400,
    )
    return page, status


def _role_form() -> RoleForm:
    form = RoleForm()
    form.offer(_administered(), teams_of(signed_in_viewer().authorities(Role.ADMINISTRATOR)))
    return form


def _team_form(known: Team | None) -> TeamForm:
    form = TeamForm(obj=known)
    form.offer(people(every_officer()))
    return form


def _save_team(known: Team, form: TeamForm) -> None:
    change_team(
        known,
        name=form.name.data or "",
        manager_id=chosen(form.manager_id),
        service_manager_id=chosen(form.service_manager_id),
        head_of_service_id=chosen(form.head_of_service_id),
        by=_actor(),
    )


def _show_beside_field(form: OfficerForm | TeamForm | AuthorityForm, error: Invalid) -> None:
    form[error.field or "name"].errors = [error.message]

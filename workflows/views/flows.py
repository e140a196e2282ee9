"""Flows in force, one flow in plain words, runs with their steps, and what failed.

Complaints officers and administrators, each for their own authorities; a run is shown only to
whoever may see its subject.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from uuid import UUID

from flask import Blueprint, flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from authorities.access import officers, signed_in_viewer
from authorities.permissions import Role
from foundation.database import db, transaction
from foundation.errors import Conflict, NotFound
from workflows import engine
from workflows.actions import describe
from workflows.history import counts_of, failed_runs, recent_runs, run_history
from workflows.models import StepRun, WorkflowRun, WorkflowVersion
from workflows.plain_words import beginning, ending, lines_of
from workflows.publishing import current_versions, flow_of, versions_of
from workflows.subjects import subject_for

blueprint = Blueprint("workflows", __name__, url_prefix="/workflows", template_folder="../templates")

ROLES = (Role.COMPLAINTS_OFFICER, Role.ADMINISTRATOR)
team = officers(*ROLES)


@dataclass(frozen=True)
class ShownRun:
    """A run beside what it is about."""

    run: WorkflowRun
    label: str
    address: str


@blueprint.get("")
@team
def flows() -> ResponseReturnValue:
    """Every flow in force, with how its runs stand."""
    mine = _authorities()
    versions = [version for version in current_versions() if version.authority_id in mine]
    counts = {authority_id: counts_of(authority_id) for authority_id in mine}
    return render_template(
        "workflows/flows.html",
        versions=versions,
        counts={version.id: counts[version.authority_id].get(version.key, {}) for version in versions},
        failed=len(failed_runs(mine)),
    )


@blueprint.get("/flows/<uuid:version_id>")
@team
def flow(version_id: UUID) -> ResponseReturnValue:
    """One version of a flow in plain words, its other versions and its newest runs."""
    version = db.session.get(WorkflowVersion, version_id)
    if version is None or version.authority_id not in _authorities():
        raise NotFound("There is no such flow.")
    definition = flow_of(version).definition
    runs = recent_runs(version_key=version.key, authority_id=version.authority_id, limit=30)
    return render_template(
        "workflows/flow.html",
        version=version,
        definition=definition,
        beginning=beginning(definition),
        ending=ending(definition),
        lines=lines_of(definition, describe),
        others=[other for other in versions_of(version.key, version.authority_id) if other.id != version.id],
        runs=_shown(runs),
    )


@blueprint.get("/failed")
@team
def failed() -> ResponseReturnValue:
    """Runs that failed and wait for a person."""
    return render_template("workflows/failed.html", runs=_shown(failed_runs(_authorities())))


@blueprint.get("/runs/<uuid:run_id>")
@team
def run(run_id: UUID) -> ResponseReturnValue:
    """One run, step by step, with what may be done about it."""
    shown = _seen(run_id)
    return render_template("workflows/run.html", shown=shown, history=run_history(run_id))


@blueprint.post("/runs/<uuid:run_id>/retry")
@team
def retry(run_id: UUID) -> ResponseReturnValue:
    """Go on from the step that failed."""
    _seen(run_id)
    return _do(run_id, lambda: engine.resume(run_id), "It will be tried again in a moment.")


@blueprint.post("/runs/<uuid:run_id>/cancel")
@team
def cancel(run_id: UUID) -> ResponseReturnValue:
    """End the run here."""
    _seen(run_id)
    viewer = signed_in_viewer()
    return _do(run_id, lambda: engine.cancel(run_id, f"Cancelled by {viewer.name}."), "The run is cancelled.")


@blueprint.post("/questions/<uuid:step_run_id>/<any(yes, no):answer>")
@team
def answer(step_run_id: UUID, answer: str) -> ResponseReturnValue:
    """Approve or refuse what a run asks."""
    step = db.session.get(StepRun, step_run_id)
    if step is None:
        raise NotFound("There is no such question.")
    asked = _seen(step.run_id).run
    viewer = signed_in_viewer()
    if not any(role.value == step.inputs.get("role") and viewer.has(role, asked.authority_id) for role in Role):
        raise NotFound("There is no such question for your role.")
    return _do(
        step.run_id,
        lambda: engine.approve(step_run_id, approved=answer == "yes", by=viewer.officer_id),
        "Your answer is kept.",
    )


def _do(run_id: UUID, act: Callable[[], None], said: str) -> ResponseReturnValue:
    """Do it; if somebody was there first, say so and show how things stand."""
    try:
        with transaction():
            act()
    except Conflict as error:
        said = error.message
    flash(said)
    return redirect(url_for("workflows.run", run_id=run_id))


def _authorities() -> frozenset[UUID]:
    return signed_in_viewer().authorities(*ROLES)


def _seen(run_id: UUID) -> ShownRun:
    """The run, if this viewer may see what it is about. Raises ``NotFound``."""
    shown = _shown([run_history(run_id).run])
    if not shown or shown[0].run.authority_id not in _authorities():
        raise NotFound("There is no such run.")
    return shown[0]


def _shown(runs: list[WorkflowRun]) -> list[ShownRun]:
    viewer = signed_in_viewer()
    shown = []
    for each in runs:
        subject = subject_for(each.subject_type)
        if subject.may_see(viewer, each.subject_id):
            shown.append(ShownRun(each, subject.label(each.subject_id), subject.address(each.subject_id)))
    return shown

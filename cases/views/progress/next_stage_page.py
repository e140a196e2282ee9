"""Asking for the next stage, from the letter's link or the progress page: one button, then the form.

The form is a form like any other; the one thing known of the case that it offers is the number of each point.
"""

from flask import redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from sqlalchemy import select

from authorities.access import anyone, authority_or_404, link_claim, link_holder
from cases import escalation
from cases.escalation_form import ESCALATION_FORM
from cases.links import NEXT_STAGE, PROGRESS
from cases.models import Case, Stage
from cases.next_stage import BEFORE_THE_COMMISSIONER
from cases.points import points_of_stage
from cases.progress import next_name
from cases.views.progress.pages import arrive, blueprint, refuse_other_tab
from cases.views.progress.progress_page import case_of_link
from foundation.database import db, transaction
from foundation.errors import NotFound
from webform import draft_cookie, drafts


@blueprint.get("/<authority_key>/next-stage/<token>")
@anyone
def arrive_at_next_stage(authority_key: str, token: str) -> ResponseReturnValue:
    """Keep the link and go on to the clean address."""
    return arrive(NEXT_STAGE, token, authority_key, "progress.next_stage")


@blueprint.get("/<authority_key>/next-stage")
@link_holder(NEXT_STAGE)
def next_stage(authority_key: str) -> ResponseReturnValue:
    """What happens when they ask, and the button."""
    return _page(_stage(authority_key), url_for("progress.begin_from_letter", authority_key=authority_key))


@blueprint.post("/<authority_key>/next-stage")
@link_holder(NEXT_STAGE)
def begin_from_letter(authority_key: str) -> ResponseReturnValue:
    """Begin the form."""
    return _begin(_stage(authority_key), authority_key)


@blueprint.get("/<authority_key>/progress/next-stage")
@link_holder(PROGRESS)
def next_stage_from_progress(authority_key: str) -> ResponseReturnValue:
    """The same, come from the progress page."""
    stage = escalation.latest_stage(case_of_link(authority_key))
    return _page(stage, url_for("progress.begin_from_progress", authority_key=authority_key))


@blueprint.post("/<authority_key>/progress/next-stage")
@link_holder(PROGRESS)
def begin_from_progress(authority_key: str) -> ResponseReturnValue:
    """Begin the form, for the stage the page was drawn for: an old page asks for nothing further."""
    case = case_of_link(authority_key)
    number = request.form.get("stage", 0, type=int)
    drawn_for = db.session.scalar(select(Stage).where(Stage.case_id == case.id, Stage.number == number))
    return _begin(drawn_for or escalation.latest_stage(case), authority_key)


def _stage(authority_key: str) -> Stage:
    claim = link_claim(NEXT_STAGE)
    stage = db.session.get(Stage, claim.row_id)
    authority = authority_or_404(authority_key)
    if stage is None or stage.authority_id != authority.id or claim.generation != stage.case.link_generation:
        raise NotFound("This link has been replaced by a newer one. Use the link in our latest message, or ring us.")
    refuse_other_tab(stage.case.reference)
    return stage


def _page(stage: Stage, action: str) -> str:
    case = db.session.get_one(Case, stage.case_id)
    return render_template(
        "progress/next_stage.html",
        reference=case.reference,
        number=stage.number,
        name=next_name(case, stage),
        verdict=escalation.verdict_on(stage),
        last_on=stage.limit_on or stage.due_on,
        is_about_data=stage.procedure in BEFORE_THE_COMMISSIONER,
        action=action,
    )


def _begin(stage: Stage, authority_key: str) -> ResponseReturnValue:
    """Begin the form; who had begun it for this stage goes on where they left it."""
    case = db.session.get_one(Case, stage.case_id)
    onward = redirect(url_for("webform.form", authority_key=authority_key, form_key=ESCALATION_FORM))
    held = draft_cookie.secret_in(request, authority_key, ESCALATION_FORM)
    begun = drafts.find(held, case.authority_id, ESCALATION_FORM) if held else None
    if begun is not None and begun.about_id == stage.id and begun.submission_id is None:
        return onward
    points = points_of_stage(stage)
    with transaction():
        draft, secret = drafts.begin(
            ESCALATION_FORM,
            case.authority_id,
            about=("stage", stage.id),
            known={
                "asked_by_child": "yes" if case.is_young_person else "no",
                "has_points": "yes" if len(points) > 1 and not case.is_young_person else "no",
            },
            choices={"points_left": [(str(point.id), f"Point {point.number}") for point in points]},
        )
    return draft_cookie.keep(onward, draft, secret, authority_key)

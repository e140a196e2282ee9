"""The list of forms, and one form: its pages in order, what was changed, and the order itself."""

from dataclasses import dataclass

from flask import flash, render_template, request
from flask.typing import ResponseReturnValue
from sqlalchemy import select

from authorities.access import signed_in_viewer
from authorities.models import Authority
from foundation.database import db, transaction
from foundation.errors import NotFound
from webform.designer.outline import outline_of
from webform.designer.pages import move_page, shift_page
from webform.designer.parts import Data, page_in, page_keys
from webform.designer_drafts import Working, discard, working_on
from webform.publishing import live_versions
from webform.views.designer.desk import (
    ROLES,
    Mark,
    act,
    blueprint,
    changed_meanwhile,
    designers,
    open_form,
    show,
    to_form,
    who,
)


@dataclass(frozen=True)
class ListedForm:
    """One form in the list."""

    working: Working
    faults: int


@blueprint.get("")
@designers
def forms() -> ResponseReturnValue:
    """Every form of the authorities whose forms this officer may change."""
    mine = signed_in_viewer().authorities(*ROLES)
    authorities = db.session.scalars(select(Authority).where(Authority.id.in_(mine)).order_by(Authority.name)).all()
    listed = {
        authority: [_listed(working_on(authority, key)) for key in sorted(live_versions(authority.id))]
        for authority in authorities
    }
    return render_template("webform/designer/forms.html", listed=listed, who=who)


@blueprint.get("/<authority_key>/<form_key>")
@designers
def form(authority_key: str, form_key: str) -> ResponseReturnValue:
    """The pages of a form in order, each with its questions and when it is shown."""
    working = open_form(authority_key, form_key)
    return show(working, "form.html", "forms.form", outline=outline_of(working.form), mark=Mark.of(working, page_keys))


@blueprint.get("/<authority_key>/<form_key>/outline")
@designers
def outline(authority_key: str, form_key: str) -> ResponseReturnValue:
    """The whole journey in words: every page, question and branch, to read or to print."""
    working = open_form(authority_key, form_key)
    return show(working, "outline.html", "forms.outline", outline=outline_of(working.form), form=working.form)


@blueprint.post("/<authority_key>/<form_key>/order")
@designers
def move(authority_key: str, form_key: str) -> ResponseReturnValue:
    """Move a page up or down, or behind another."""
    asked = request.form
    key = asked.get("up", "") or asked.get("down", "")
    if key:
        by = -1 if asked.get("up") else 1
        onward = to_form(authority_key, form_key, anchor=f"page-{key}")
        return act(authority_key, form_key, page_keys, lambda data: shift_page(data, key, by), "Moved.", onward)
    key, after = asked.get("page", ""), asked.get("after", "")
    onward = to_form(authority_key, form_key, anchor=f"page-{key}")

    def moved(data: Data) -> Data:
        page_in(data, key)
        return move_page(data, key, after)

    return act(authority_key, form_key, page_keys, moved, "Moved.", onward)


@blueprint.get("/<authority_key>/<form_key>/discard")
@designers
def ask_to_discard(authority_key: str, form_key: str) -> ResponseReturnValue:
    """Ask before the draft is thrown away, with what would be lost."""
    working = open_form(authority_key, form_key)
    if working.draft is None:
        return to_form(authority_key, form_key)
    return show(working, "discard.html", "forms.form", changes=working.changes(), mark=Mark.of_all(working))


@blueprint.post("/<authority_key>/<form_key>/discard")
@designers
def throw_away(authority_key: str, form_key: str) -> ResponseReturnValue:
    """Throw the draft away, unless it was changed since the page that asked."""
    with transaction():
        working = open_form(authority_key, form_key, lock=True)
        changed = changed_meanwhile(working) if working.draft is not None else None
        if changed is not None:
            return show(working, "collision.html", "forms.form", collision=changed), 409
        try:
            discard(working, signed_in_viewer().actor)
        except NotFound as refused:
            flash(refused.message)
            return to_form(authority_key, form_key)
    flash("The draft is thrown away. The live version is as it was.")
    return to_form(authority_key, form_key)


def _listed(working: Working) -> ListedForm:
    return ListedForm(working, len(working.faults()) if working.draft is not None else 0)

"""Checking a draft, and publishing it with a note; the form as shipped; the council's lists."""

from flask import flash, request
from flask.typing import ResponseReturnValue

from authorities.access import signed_in_viewer
from foundation.database import transaction
from foundation.errors import Invalid, NotFound
from webform.designer.comparing import changes_between
from webform.designer_drafts import Working, note_shipped, publish_draft, publish_lists
from webform.views.designer.desk import (
    Collision,
    Mark,
    blueprint,
    changed_meanwhile,
    designers,
    open_form,
    show,
    to_form,
)
from webform.views.designer.fields import PublishForm


@blueprint.route("/<authority_key>/<form_key>/publish", methods=["GET", "POST"])
@designers
def publish(authority_key: str, form_key: str) -> ResponseReturnValue:
    """What is wrong, what to think about, what would change; and publish it."""
    boxes = PublishForm(request.form)
    if request.method == "GET":
        return _page(open_form(authority_key, form_key), boxes)
    if not boxes.validate():
        return _page(open_form(authority_key, form_key), boxes), 400
    try:
        with transaction():
            working = open_form(authority_key, form_key, lock=True)
            changed = changed_meanwhile(working)
            if changed is not None:
                return _page(working, boxes, changed), 409
            version = publish_draft(working, (boxes.note.data or "").strip(), signed_in_viewer().actor)
    except (Invalid, NotFound) as refused:
        flash(refused.message)
        return to_form(authority_key, form_key, "forms.publish")
    flash(f"Version {version.number} is published. People who are half-way through stay on the version they began.")
    return to_form(authority_key, form_key)


@blueprint.route("/<authority_key>/<form_key>/shipped", methods=["GET", "POST"])
@designers
def shipped(authority_key: str, form_key: str) -> ResponseReturnValue:
    """What the form as Redress ships it now would change; take it as the draft, or say that it has been seen."""
    working = open_form(authority_key, form_key)
    newer = working.newer_shipped
    if newer is None:
        flash("There is no newer form from Redress than the one your team has seen.")
        return to_form(authority_key, form_key)
    if request.method == "POST":
        takes = request.form.get("act") == "take"
        with transaction():
            working = open_form(authority_key, form_key, lock=True)
            changed = changed_meanwhile(working) if takes else None
            if changed is not None:
                return show(working, "collision.html", "forms.form", collision=changed), 409
            note_shipped(working, signed_in_viewer().actor, working.newer_shipped if takes else None)
        flash("It is the draft now." if takes else "Noted in the draft. You are told when Redress ships a newer one.")
        return to_form(authority_key, form_key)
    changes = changes_between(working.form, newer)
    return show(working, "shipped.html", "forms.form", changes=changes, mark=Mark.of_all(working))


@blueprint.post("/<authority_key>/<form_key>/lists")
@designers
def lists(authority_key: str, form_key: str) -> ResponseReturnValue:
    """Publish the live version again, with the council's lists as they are now."""
    with transaction():
        working = open_form(authority_key, form_key, lock=True)
        version = publish_lists(working, signed_in_viewer().actor)
    flash(f"Version {version.number} is published with the council’s lists as they are now.")
    return to_form(authority_key, form_key)


def _page(working: Working, boxes: PublishForm, collision: Collision | None = None) -> str:
    return show(
        working,
        "publish.html",
        "forms.publish",
        form=boxes,
        advice=working.advice(),
        changes=working.changes(),
        meanwhile=_meanwhile(working),
        mark=Mark.of_all(working),
        collision=collision,
    )


def _meanwhile(working: Working) -> list[object]:
    """What was published since the draft was begun, which publishing it would undo."""
    based_on = working.based_on
    if working.published_meanwhile is None or based_on is None:
        return []
    return list(changes_between(based_on, working.live_form))

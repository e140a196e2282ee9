"""The versions of a form: who published each, when and why; what changed between two; going back to one."""

from flask import flash, request
from flask.typing import ResponseReturnValue

from authorities.access import signed_in_viewer
from foundation.database import transaction
from foundation.errors import NotFound
from webform.definition import WrittenForm
from webform.designer.comparing import changes_between
from webform.designer_drafts import Working, change, version_of, versions_of
from webform.views.designer.desk import Mark, blueprint, changed_meanwhile, designers, open_form, show, to_form

DRAFT = "draft"


@blueprint.get("/<authority_key>/<form_key>/versions")
@designers
def versions(authority_key: str, form_key: str) -> ResponseReturnValue:
    """Every version, newest first."""
    working = open_form(authority_key, form_key)
    found = versions_of(working.authority.id, form_key)
    return show(working, "versions.html", "forms.versions", versions=found)


@blueprint.get("/<authority_key>/<form_key>/versions/compare")
@designers
def compare(authority_key: str, form_key: str) -> ResponseReturnValue:
    """What changed from one version to another, or to the draft."""
    working = open_form(authority_key, form_key)
    older, newer = request.args.get("from", ""), request.args.get("to", "")
    return show(
        working,
        "compare.html",
        "forms.versions",
        changes=changes_between(_form(working, older), _form(working, newer)),
        older=_called(older),
        newer=_called(newer),
    )


@blueprint.route("/<authority_key>/<form_key>/versions/<int:number>/back", methods=["GET", "POST"])
@designers
def go_back(authority_key: str, form_key: str, number: int) -> ResponseReturnValue:
    """Make an old version the draft, to be published as a new one; asks first, with what would change."""
    working = open_form(authority_key, form_key)
    version = version_of(working.authority.id, form_key, number)
    if request.method == "POST":
        with transaction():
            working = open_form(authority_key, form_key, lock=True)
            changed = changed_meanwhile(working)
            if changed is not None:
                return show(working, "collision.html", "forms.form", collision=changed), 409
            change(working, version.source, signed_in_viewer().actor, f"Went back to version {number}")
        flash(f"The draft is version {number} again. Publish it to make it live.")
        return to_form(authority_key, form_key, "forms.publish")
    return show(
        working,
        "go_back.html",
        "forms.versions",
        version=version,
        changes=changes_between(working.form, WrittenForm.model_validate(version.source)),
        mark=Mark.of_all(working),
    )


def _form(working: Working, named: str) -> WrittenForm:
    if named == DRAFT:
        return working.form
    if not (named.isascii() and named.isdecimal() and len(named) < 8):
        raise NotFound("There is no such version of this form.")
    return WrittenForm.model_validate(version_of(working.authority.id, working.key, int(named)).source)


def _called(named: str) -> str:
    return "the draft" if named == DRAFT else f"version {named}"

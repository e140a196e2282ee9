"""A form as a file: to download, and to upload into the draft."""

from flask import Response, flash, request
from flask.typing import ResponseReturnValue

from authorities.access import signed_in_viewer
from foundation.database import transaction
from webform.definition import WrittenForm
from webform.designer.form_file import LONGEST, FileRefused, as_file, read_file
from webform.designer_drafts import Working, change, version_of
from webform.views.designer.desk import Mark, blueprint, changed_meanwhile, designers, open_form, show, to_form


@blueprint.get("/<authority_key>/<form_key>/file")
@designers
def download(authority_key: str, form_key: str) -> ResponseReturnValue:
    """The draft, or the live version without one, as a file."""
    working = open_form(authority_key, form_key)
    name = "draft" if working.draft is not None else f"version-{working.live.number}"
    return _file(working, working.form, name)


@blueprint.get("/<authority_key>/<form_key>/versions/<int:number>/file")
@designers
def download_version(authority_key: str, form_key: str, number: int) -> ResponseReturnValue:
    """One version as a file."""
    working = open_form(authority_key, form_key)
    version = version_of(working.authority.id, form_key, number)
    return _file(working, WrittenForm.model_validate(version.source), f"version-{number}")


@blueprint.route("/<authority_key>/<form_key>/upload", methods=["GET", "POST"])
@designers
def upload(authority_key: str, form_key: str) -> ResponseReturnValue:
    """Make a file the draft; refused with every fault by its place."""
    working = open_form(authority_key, form_key)
    if request.method == "GET":
        return _page(working)
    sent = request.files.get("file")
    if sent is None or not sent.filename:
        return _page(working, ["Choose a file to upload"]), 400
    try:
        form = read_file(sent.stream.read(4 * LONGEST).decode("utf-8-sig"), form_key)
    except UnicodeDecodeError:
        return _page(working, ["The file is not text. Choose a file that was downloaded from here"]), 400
    except FileRefused as refused:
        return _page(working, refused.faults), 400
    with transaction():
        working = open_form(authority_key, form_key, lock=True)
        changed = changed_meanwhile(working)
        if changed is not None:
            return show(working, "collision.html", "forms.upload", collision=changed), 409
        is_new = change(working, form.as_data(), signed_in_viewer().actor)
    flash("The file is the draft now." if is_new else "The file says what is here already.")
    return to_form(authority_key, form_key)


def _file(working: Working, form: WrittenForm, name: str) -> Response:
    response = Response(as_file(form), mimetype="application/yaml")
    called = f"{working.authority.key}-{working.key}-{name}.yaml"
    response.headers["Content-Disposition"] = f'attachment; filename="{called}"'
    return response


def _page(working: Working, refused: list[str] | None = None) -> str:
    errors = [{"text": fault, "href": "#file"} for fault in refused or ()]
    return show(working, "upload.html", "forms.upload", refused=errors, mark=Mark.of_all(working))

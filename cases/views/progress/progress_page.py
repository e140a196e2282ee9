"""The progress page and what can be asked for on it."""

from uuid import UUID

from flask import redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from wtforms import Form, HiddenField, MultipleFileField, RadioField, SelectChoice, TextAreaField

from authorities.access import anyone, authority_or_404, link_claim, link_holder
from cases import asking, progress
from cases.changes import Kind
from cases.links import PROGRESS
from cases.models import Case
from cases.views.progress.pages import arrive, blueprint, refuse_other_tab
from foundation.database import db, new_id, transaction
from foundation.errors import Invalid, NotFound
from foundation.file_types import ENDINGS
from foundation.files import Examined, examine
from foundation.refusals import Refused, said_size, too_many
from foundation.settings import settings
from foundation.uploads import takes_files

FILES_AT_ONCE = 10

DONE = {
    "added": "We have what you added. A person will read it by the next working day.",
    "call": "You have asked for a call. You hear from us within two working days.",
    "change": "We have your request. Before anything changes we check it with you, the way we reached you before.",
}


class OneSending(Form):
    """A page that makes one note, also without scripts and pressed twice: it carries the note's id."""

    row = HiddenField(default=lambda: str(new_id()))

    def note_id(self) -> UUID | None:
        """The note's id, or none when the page did not come back whole: nobody's words are lost over it."""
        try:
            return UUID(str(self.row.data))
        except ValueError:
            return None


class AddForm(OneSending):
    """Something to add: words, files or both."""

    words = TextAreaField("What do you want to tell us?")
    files = MultipleFileField("Photos or documents, if you want to add any")


class ChangeForm(OneSending):
    """What to change."""

    kind = RadioField(
        "What would you like to change?",
        choices=[
            SelectChoice("contact", "How you reach me"),
            SelectChoice("withdraw", "I do not want this looked into any more"),
        ],
        validate_choice=False,
    )
    words = TextAreaField("Tell us more", description="For example, a new telephone number")

    def chosen(self) -> Kind:
        """What they chose. Raises ``Invalid`` for nothing."""
        if self.kind.data == "contact":
            return "contact"
        if self.kind.data == "withdraw":
            return "withdraw"
        raise Invalid("Choose what you would like to change.", field="kind")


@blueprint.get("/<authority_key>/progress/<token>")
@anyone
def arrive_at_progress(authority_key: str, token: str) -> ResponseReturnValue:
    """Keep the link and go on to the clean address."""
    return arrive(PROGRESS, token, authority_key, "progress.show")


@blueprint.get("/<authority_key>/progress")
@link_holder(PROGRESS)
def show(authority_key: str) -> ResponseReturnValue:
    """Where things stand."""
    case = case_of_link(authority_key)
    return render_template(
        "progress/progress.html", shown=progress.progress_of(case), done=DONE.get(request.args.get("done", ""), "")
    )


@blueprint.post("/<authority_key>/progress/call")
@link_holder(PROGRESS)
def ask_for_call(authority_key: str) -> ResponseReturnValue:
    """Ask to be rung."""
    with transaction():
        asking.ask_for_call(case_of_link(authority_key))
    return redirect(url_for("progress.show", authority_key=authority_key, done="call"))


@blueprint.get("/<authority_key>/progress/add")
@link_holder(PROGRESS)
def add(authority_key: str) -> ResponseReturnValue:
    """Ask what there is to add."""
    return _page("progress/add.html", case_of_link(authority_key), AddForm())


@blueprint.post("/<authority_key>/progress/add")
@link_holder(PROGRESS)
@takes_files
def keep_added(authority_key: str) -> ResponseReturnValue:
    """Keep it and tell the team. A file that cannot be taken is said; what else was sent is kept all the same."""
    with transaction():
        case_of_link(authority_key)
    files, refused = _examined()
    case, form = case_of_link(authority_key), AddForm(request.form)
    try:
        with transaction():
            refused += asking.add(case, form.words.data or "", files, form.note_id())
    except Invalid as invalid:
        if not refused:
            form.words.errors = (invalid.message,)
        form.files.errors = tuple(why.message for why in refused)
        return _page("progress/add.html", case, form), 400
    if refused:
        has_kept = bool((form.words.data or "").strip()) or len(files) > 0
        again = AddForm() if has_kept else form
        again.files.errors = tuple(why.message for why in refused)
        return _page("progress/add.html", case, again, has_kept=has_kept), 422
    return redirect(url_for("progress.show", authority_key=authority_key, done="added"))


@blueprint.get("/<authority_key>/progress/change")
@link_holder(PROGRESS)
def change(authority_key: str) -> ResponseReturnValue:
    """Ask what should change. What we hold now is not shown."""
    return _page("progress/change.html", case_of_link(authority_key), ChangeForm())


@blueprint.post("/<authority_key>/progress/change")
@link_holder(PROGRESS)
def ask_for_change(authority_key: str) -> ResponseReturnValue:
    """Put the request before the team."""
    case, form = case_of_link(authority_key), ChangeForm(request.form)
    try:
        with transaction():
            asking.ask_for_change(case, form.chosen(), form.words.data or "", form.note_id())
    except Invalid as invalid:
        form[invalid.field or "kind"].errors = (invalid.message,)
        return _page("progress/change.html", case, form), 400
    return redirect(url_for("progress.show", authority_key=authority_key, done="change"))


def case_of_link(authority_key: str) -> Case:
    """The case whose progress link this browser came by.

    Raises ``NotFound`` for a link that has been replaced or that belongs to another council.
    """
    claim = link_claim(PROGRESS)
    case = db.session.get(Case, claim.row_id)
    authority = authority_or_404(authority_key)
    if case is None or case.authority_id != authority.id or claim.generation != case.link_generation:
        raise NotFound("This link has been replaced by a newer one. Use the link in our latest message, or ring us.")
    refuse_other_tab(case.reference)
    return case


def _examined() -> tuple[list[Examined], list[Refused]]:
    """The files that came, examined with no transaction open, and those that cannot be taken."""
    files: list[Examined] = []
    refused: list[Refused] = []
    for sent in request.files.getlist("files"):
        if not sent.filename:
            continue
        if len(files) + len(refused) >= FILES_AT_ONCE:
            refused.append(too_many(FILES_AT_ONCE))
            break
        try:
            files.append(examine(sent.stream, sent.filename))
        except Refused as why:
            refused.append(why)
    return files, refused


def _page(template: str, case: Case, form: Form, *, has_kept: bool = False) -> str:
    return render_template(
        template,
        reference=case.reference,
        form=form,
        has_kept=has_kept,
        endings=",".join(ENDINGS),
        file_size=said_size(settings.file_bytes),
        at_once=FILES_AT_ONCE,
    )

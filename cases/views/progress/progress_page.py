"""The progress page and what can be asked for on it."""

from uuid import UUID

from flask import redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from wtforms import Form, HiddenField, RadioField, SelectChoice, TextAreaField

from authorities.access import anyone, authority_or_404, link_claim, link_holder
from cases import progress
from cases.links import PROGRESS
from cases.models import Case
from cases.views.progress.pages import arrive, blueprint, refuse_other_tab
from foundation.database import db, new_id, transaction
from foundation.errors import Invalid, NotFound

DONE = {
    "added": "We have what you added. A person will read it by the next working day.",
    "call": "We will ring you within two working days, at a time you said is safe.",
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


class WordsForm(OneSending):
    """Something to add."""

    words = TextAreaField("What do you want to tell us?")


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
        progress.ask_for_call(case_of_link(authority_key))
    return redirect(url_for("progress.show", authority_key=authority_key, done="call"))


@blueprint.get("/<authority_key>/progress/add")
@link_holder(PROGRESS)
def add(authority_key: str) -> ResponseReturnValue:
    """Ask what there is to add."""
    return _page("progress/add.html", case_of_link(authority_key), WordsForm())


@blueprint.post("/<authority_key>/progress/add")
@link_holder(PROGRESS)
def keep_added(authority_key: str) -> ResponseReturnValue:
    """Keep it and tell the team."""
    case, form = case_of_link(authority_key), WordsForm(request.form)
    try:
        with transaction():
            progress.add_words(case, form.words.data or "", form.note_id())
    except Invalid as invalid:
        form.words.errors = (invalid.message,)
        return _page("progress/add.html", case, form), 400
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
            progress.ask_for_change(case, form.kind.data or "", form.words.data or "", form.note_id())
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


def _page(template: str, case: Case, form: Form) -> str:
    return render_template(template, reference=case.reference, form=form)

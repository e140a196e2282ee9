"""Save and come back: the page that asks where the link goes, and the one that the link leads to.

The page behind the link shows nothing that was written before its button is pressed, so that following a link, as a
mail scanner does, opens nothing and moves nothing.
"""

from uuid import UUID

from flask import redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from wtforms import EmailField, Form, HiddenField, StringField

from authorities.access import (
    anyone,
    arrive_by_link,
    authority_or_404,
    leave_link,
    link_claim,
    link_holder,
)
from authorities.models import Authority
from foundation.clock import london_day
from foundation.database import new_id, transaction
from foundation.errors import Invalid
from foundation.settings import settings
from webform import draft_cookie
from webform.coming_back import found_by, open_again, send_link
from webform.drafts import filling_of
from webform.forgetting import RETURN, WARN_DAYS
from webform.models import Draft
from webform.views.pages import address_of, blueprint, draft_at_hand, no_draft, to_sent, to_unfinished


class SaveForm(Form):
    """Where the link goes, and the word it asks for, if any. ``row`` is the id of this sending."""

    row = HiddenField(default=lambda: str(new_id()))
    email = EmailField(
        "Where shall we send the link?",
        description="We use this address for the link only. We delete it with what you wrote",
    )
    word = StringField(
        "A word that only you know, if you want one",
        description="If somebody else might open your email, choose a word. We ask for it before we show anything",
    )

    def sending(self) -> UUID:
        """The id of this sending; a page that did not come back whole makes another."""
        try:
            return UUID(str(self.row.data))
        except ValueError:
            return new_id()


class WordForm(Form):
    """The word chosen when it was saved."""

    word = StringField("Your word", description="The word you chose when you saved this")


@blueprint.get("/<authority_key>/<form_key>/save")
@anyone
def save(authority_key: str, form_key: str) -> ResponseReturnValue:
    """Ask where to send the link, and say how long what was written is kept."""
    authority = authority_or_404(authority_key)
    draft = draft_at_hand(authority, form_key)
    if draft is None:
        return no_draft(authority, form_key)
    if draft.submission_id is not None:
        return redirect(to_sent(authority, form_key))
    return _ask(authority, draft, SaveForm(data={"email": draft.return_email or ""}))


@blueprint.post("/<authority_key>/<form_key>/save")
@anyone
def send_return_link(authority_key: str, form_key: str) -> ResponseReturnValue:
    """Save it and send the link."""
    authority, form = authority_or_404(authority_key), SaveForm(request.form)
    try:
        with transaction():
            draft = draft_at_hand(authority, form_key, lock=True)
            if draft is None:
                return no_draft(authority, form_key)
            if draft.submission_id is not None:
                return redirect(to_sent(authority, form_key), 303)
            send_link(draft, form.email.data or "", form.word.data or "", form.sending())
    except Invalid as invalid:
        form[invalid.field or "email"].errors = (invalid.message,)
        draft = draft_at_hand(authority, form_key)
        return (_ask(authority, draft, form), 422) if draft is not None else no_draft(authority, form_key)
    return redirect(url_for("webform.saved", authority_key=authority.key, form_key=form_key), 303)


@blueprint.get("/<authority_key>/<form_key>/saved")
@anyone
def saved(authority_key: str, form_key: str) -> ResponseReturnValue:
    """Where the link went and until when it works."""
    authority = authority_or_404(authority_key)
    draft = draft_at_hand(authority, form_key)
    if draft is None:
        return no_draft(authority, form_key)
    if draft.submission_id is not None or not draft.return_email:
        return redirect(url_for("webform.save", authority_key=authority.key, form_key=form_key))
    return render_template(
        "webform/saved.html",
        definition=filling_of(draft).definition,
        email=draft.return_email,
        kept_until=london_day(draft.expires_at),
        warn_days=WARN_DAYS,
        again=url_for("webform.save", authority_key=authority.key, form_key=form_key),
        onward=to_unfinished(authority, filling_of(draft)),
    )


@blueprint.get("/<authority_key>/come-back/<token>")
@anyone
def arrive_to_come_back(authority_key: str, token: str) -> ResponseReturnValue:
    """Keep the link and go on to the clean address."""
    authority = authority_or_404(authority_key)
    return arrive_by_link(RETURN, token, url_for("webform.come_back", authority_key=authority.key))


@blueprint.get("/<authority_key>/come-back")
@link_holder(RETURN)
def come_back(authority_key: str) -> ResponseReturnValue:
    """The button that opens it again; where there is nothing to open, why."""
    authority = authority_or_404(authority_key)
    state, draft = found_by(link_claim(RETURN), authority.id)
    if draft is None:
        return render_template("webform/nothing_to_open.html", was_sent=state == "sent"), 410
    return _door(authority, draft, WordForm())


@blueprint.post("/<authority_key>/come-back")
@link_holder(RETURN)
def open_saved(authority_key: str) -> ResponseReturnValue:
    """Open it in this browser, at the first page that still needs something."""
    authority, form = authority_or_404(authority_key), WordForm(request.form)
    with transaction():
        state, draft = found_by(link_claim(RETURN), authority.id, lock=True)
        secret = open_again(draft, form.word.data or "") if draft is not None else None
    if draft is None:
        return render_template("webform/nothing_to_open.html", was_sent=state == "sent"), 410
    if secret is None:
        form.word.errors = ("Enter the word you chose when you saved this. After five wrong words the link ends",)
        return _door(authority, draft, form), 422
    response = redirect(to_unfinished(authority, filling_of(draft)), 303)
    leave_link(response, RETURN)
    return draft_cookie.keep(response, draft, secret, authority.key)


def _ask(authority: Authority, draft: Draft, form: SaveForm) -> str:
    filling = filling_of(draft)
    return render_template(
        "webform/save.html",
        definition=filling.definition,
        form=form,
        days=settings.draft_days,
        has_word=draft.return_word is not None,
        back=to_unfinished(authority, filling),
    )


def _door(authority: Authority, draft: Draft, form: WordForm) -> str:
    """``other`` is where something else that this browser is filling in can be saved first: opening this closes it."""
    here = draft_at_hand(authority, draft.form_key)
    has_other = here is not None and here.id != draft.id and here.submission_id is None
    return render_template(
        "webform/come_back.html",
        form=form,
        asks_word=draft.return_word is not None,
        other=url_for("webform.save", authority_key=authority.key, form_key=draft.form_key) if has_other else None,
        start=address_of(authority, draft.form_key, filling_of(draft).definition.pages[0].key) if has_other else None,
    )

"""The form as people meet it: the start page, a page at a time, check, send, and the confirmation.

Turns requests into calls and results into pages; opens the transaction. Must hold no rule of the form: which page
comes next is ``webform.journey``, what is wrong with an answer is ``webform.kinds``.
"""

from flask import redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from werkzeug.wrappers import Response

from authorities.access import anyone, authority_or_404
from authorities.models import Authority
from authorities.publishing import default_authority
from foundation.clock import business_now
from foundation.database import transaction
from foundation.errors import Invalid, NotFound
from webform import draft_cookie
from webform.answer_sheet import sheet_of
from webform.checker import CHECK
from webform.definition import Page
from webform.drafts import Filling, begin, carry_to, filling_of, keep
from webform.entries_changed import entries_changed, without_removed
from webform.models import Draft
from webform.page_form import problems_on, read
from webform.publishing import live_form
from webform.submissions import submission_of, submit
from webform.views.pages import (
    SAVE,
    address_of,
    blueprint,
    draft_at_hand,
    filling_at_hand,
    no_draft,
    to_sent,
    to_unfinished,
)
from webform.views.showing import STAMP, changed_elsewhere, draw, goes_to_check
from webform.what_happens_next import what_happens_next

ENTRY = "tell-us"
"""The form whose start page is an authority's start page."""


@blueprint.get("/")
@anyone
def front() -> ResponseReturnValue:
    """The default authority's start page."""
    return redirect(url_for("webform.start", authority_key=default_authority().key))


@blueprint.get("/<authority_key>/")
@anyone
def start(authority_key: str) -> ResponseReturnValue:
    """What an authority says before the first question."""
    authority = authority_or_404(authority_key)
    return _start_page(authority, ENTRY)


@blueprint.get("/<authority_key>/signposts/<signpost_key>")
@anyone
def signpost(authority_key: str, signpost_key: str) -> ResponseReturnValue:
    """Where to go with what the form is not for."""
    authority = authority_or_404(authority_key)
    shown = live_form(authority.id, ENTRY).definition.signpost(signpost_key)
    if shown is None:
        raise NotFound("There is no such page.")
    return render_template("webform/signpost.html", signpost=shown)


@blueprint.get("/<authority_key>/<form_key>/")
@anyone
def form(authority_key: str, form_key: str) -> ResponseReturnValue:
    """The words before a form, where it has any of its own; else its first page."""
    authority = authority_or_404(authority_key)
    if form_key == ENTRY:
        return redirect(url_for("webform.start", authority_key=authority_key))
    return _start_page(authority, form_key)


@blueprint.get("/<authority_key>/<form_key>/<page_key>")
@anyone
def page(authority_key: str, form_key: str, page_key: str) -> ResponseReturnValue:
    """One page, with the answers kept so far; what is wrong with them shows once the person has gone on from it."""
    authority = authority_or_404(authority_key)
    draft = draft_at_hand(authority, form_key)
    if draft is not None and draft.submission_id is not None:
        if not _is_first(filling_at_hand(authority, form_key, draft), page_key):
            return redirect(to_sent(authority, form_key))
        draft = None
    filling = filling_at_hand(authority, form_key, draft)
    if draft is None and not _may_begin(filling, page_key):
        return no_draft(authority, form_key)
    shown = filling.definition.page(page_key)
    if shown is None or not filling.journey.may_open(page_key):
        return redirect(to_unfinished(authority, filling))
    problems = filling.problems(shown) if page_key in filling.seen else ()
    entries = request.args.get("entries", "")
    return draw(filling, shown, filling.answers, problems, entries=int(entries[:2]) if entries.isdecimal() else 1)


@blueprint.post("/<authority_key>/<form_key>/<page_key>")
@anyone
def answer(authority_key: str, form_key: str, page_key: str) -> ResponseReturnValue:
    """Keep a page's answers and go on; or show what is wrong, with everything that was typed."""
    authority = authority_or_404(authority_key)
    with transaction():
        draft = draft_at_hand(authority, form_key, lock=True)
        filling = filling_at_hand(authority, form_key, draft)
        if draft is not None and draft.submission_id is not None:
            if not _is_first(filling, page_key):
                return redirect(to_sent(authority, form_key))
            draft, filling = None, filling_at_hand(authority, form_key, None)
        if draft is None and not _may_begin(filling, page_key):
            return no_draft(authority, form_key)
        shown = filling.definition.page(page_key)
        if shown is None:
            return redirect(to_unfinished(authority, filling))
        typed = read(filling.form_class(shown), shown, without_removed(request.form))
        changed = entries_changed(shown, typed, request.form)
        is_saving = SAVE in request.form
        if changed is None:
            problems = () if is_saving else problems_on(shown, typed, filling.journey.values)
            if problems:
                return draw(filling, shown, typed, problems), 422
            if changed_elsewhere(filling, shown, typed, request.form.get(STAMP, "")):
                return draw(filling, shown, typed, other_tab=filling.answers), 409
        secret = None
        if draft is None:
            draft, secret = begin(form_key, authority.id)
        filling = keep(draft, shown, typed, is_done=changed is None and not is_saving)
        if is_saving:
            response = redirect(url_for("webform.save", authority_key=authority.key, form_key=form_key), 303)
        elif changed is not None:
            shown_again = address_of(
                authority,
                form_key,
                page_key,
                back_to_check=goes_to_check(),
                entries=changed.shown,
                anchor=changed.anchor,
            )
            response = redirect(shown_again, 303)
        else:
            response = _go_on(authority, draft, filling, shown)
        return draft_cookie.keep(response, draft, secret, authority.key) if secret else response


@blueprint.get("/<authority_key>/<form_key>/check")
@anyone
def check(authority_key: str, form_key: str) -> ResponseReturnValue:
    """All answers, each with a way to change it, before they are sent."""
    authority = authority_or_404(authority_key)
    draft = draft_at_hand(authority, form_key)
    if draft is None:
        return no_draft(authority, form_key)
    if draft.submission_id is not None:
        return redirect(to_sent(authority, form_key))
    filling = filling_of(draft)
    if filling.first_unfinished() is not None or filling.journey.fork is not None:
        return redirect(to_unfinished(authority, filling))
    return render_template(
        "webform/check.html",
        definition=filling.definition,
        sections=sheet_of(filling.journey),
        change=lambda key: address_of(authority, form_key, key, back_to_check=True),
        back=address_of(authority, form_key, filling.journey.before(CHECK) or CHECK),
        save=url_for("webform.save", authority_key=authority.key, form_key=form_key),
    )


@blueprint.post("/<authority_key>/<form_key>/check")
@anyone
def send(authority_key: str, form_key: str) -> ResponseReturnValue:
    """Send it, once: a second press, another tab or a refresh all come to the same confirmation."""
    authority = authority_or_404(authority_key)
    with transaction():
        at = business_now()
        draft = draft_at_hand(authority, form_key, at=at, lock=True)
        if draft is None:
            return no_draft(authority, form_key)
        try:
            submit(draft, at)
        except Invalid as unfinished:
            return redirect(address_of(authority, form_key, unfinished.field or CHECK, back_to_check=True), 303)
    return redirect(to_sent(authority, form_key), 303)


@blueprint.get("/<authority_key>/<form_key>/sent")
@anyone
def sent(authority_key: str, form_key: str) -> ResponseReturnValue:
    """The reference and what happens next. A bookmark of it still makes sense when the draft is gone."""
    authority = authority_or_404(authority_key)
    draft = draft_at_hand(authority, form_key)
    definition = filling_at_hand(authority, form_key, draft).definition
    if draft is None:
        return render_template("webform/sent_before.html", definition=definition)
    if draft.submission_id is None:
        return redirect(to_unfinished(authority, filling_of(draft)))
    submission = submission_of(draft.submission_id)
    steps = what_happens_next(submission.id)
    return render_template("webform/sent.html", definition=definition, submission=submission, steps=steps)


def _start_page(authority: Authority, form_key: str) -> ResponseReturnValue:
    definition = live_form(authority.id, form_key).definition
    first = address_of(authority, form_key, definition.pages[0].key)
    if definition.start is None:
        return redirect(first)
    return render_template("webform/start.html", definition=definition, first=first)


def _is_first(filling: Filling, page_key: str) -> bool:
    return filling.definition.pages[0].key == page_key


def _may_begin(filling: Filling, page_key: str) -> bool:
    """Whether a draft begins with this page: the first, of a form that needs nothing known beforehand."""
    return _is_first(filling, page_key) and not filling.definition.known


def _go_on(authority: Authority, draft: Draft, filling: Filling, done: Page) -> Response:
    journey = filling.journey
    if journey.fork is not None and journey.pages[-1].key == done.key:
        return _go_to_other_form(authority, draft, filling)
    if goes_to_check() or not journey.shows(done.key):
        unfinished = filling.first_unfinished()
        if unfinished is not None:
            return redirect(address_of(authority, draft.form_key, unfinished, back_to_check=True), 303)
        return redirect(address_of(authority, draft.form_key, CHECK), 303)
    return redirect(address_of(authority, draft.form_key, journey.after(done.key)), 303)


def _go_to_other_form(authority: Authority, draft: Draft, filling: Filling) -> Response:
    """Lead on to another form, which goes on where this person left it, if they had begun it before."""
    rule = filling.journey.fork
    if rule is None or rule.form_key is None:
        raise NotFound("There is no such form here.")
    first = live_form(authority.id, rule.form_key).definition.pages[0].key
    response = redirect(address_of(authority, rule.form_key, first), 303)
    begun = draft_at_hand(authority, rule.form_key)
    if begun is not None and begun.submission_id is None:
        return response
    other, secret = carry_to(draft, rule)
    return draft_cookie.keep(response, other, secret, authority.key)

"""The form as people meet it: the start page, a page at a time, check, send, and the confirmation.

Turns requests into calls and results into pages; opens the transaction. Must hold no rule of the form: which page
comes next is ``webform.journey``, what is wrong with an answer is ``webform.kinds``.
"""

from datetime import datetime

from flask import Blueprint, redirect, render_template, request, url_for
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
from webform.drafts import Filling, begin, carry_to, filling_of, find, keep
from webform.entries_changed import entries_changed, without_removed
from webform.models import Draft
from webform.page_form import problems_on, read
from webform.publishing import live_form
from webform.submissions import submission_of, submit
from webform.views.facts import fill
from webform.views.showing import FROM_CHECK, STAMP, changed_elsewhere, draw, goes_to_check
from webform.what_happens_next import what_happens_next

ENTRY = "tell-us"
"""The form whose start page is an authority's start page."""

_NOT_TYPED = frozenset({"csrf_token", STAMP, "add", "remove"})

blueprint = Blueprint("webform", __name__, template_folder="../templates")
blueprint.add_app_template_filter(fill, "fill")


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
    draft = _draft(authority, form_key)
    if draft is not None and draft.submission_id is not None:
        if not _is_first(_filling(authority, form_key, draft), page_key):
            return redirect(_to_sent(authority, form_key))
        draft = None
    filling = _filling(authority, form_key, draft)
    if draft is None and not _may_begin(filling, page_key):
        return _expired(authority, form_key)
    shown = filling.definition.page(page_key)
    if shown is None or not filling.journey.may_open(page_key):
        return redirect(_to_unfinished(authority, filling))
    problems = filling.problems(shown) if page_key in filling.seen else ()
    entries = request.args.get("entries", "")
    return draw(filling, shown, filling.answers, problems, entries=int(entries[:2]) if entries.isdecimal() else 1)


@blueprint.post("/<authority_key>/<form_key>/<page_key>")
@anyone
def answer(authority_key: str, form_key: str, page_key: str) -> ResponseReturnValue:
    """Keep a page's answers and go on; or show what is wrong, with everything that was typed."""
    authority = authority_or_404(authority_key)
    with transaction():
        draft = _draft(authority, form_key, lock=True)
        filling = _filling(authority, form_key, draft)
        if draft is not None and draft.submission_id is not None:
            if not _is_first(filling, page_key):
                return redirect(_to_sent(authority, form_key))
            draft, filling = None, _filling(authority, form_key, None)
        if draft is None and not _may_begin(filling, page_key):
            return _expired(authority, form_key)
        shown = filling.definition.page(page_key)
        if shown is None:
            return redirect(_to_unfinished(authority, filling))
        typed = read(filling.form_class(shown), shown, without_removed(request.form))
        changed = entries_changed(shown, typed, request.form)
        if changed is None:
            problems = problems_on(shown, typed, filling.journey.values)
            if problems:
                return draw(filling, shown, typed, problems), 422
            if changed_elsewhere(filling, shown, typed, request.form.get(STAMP, "")):
                return draw(filling, shown, typed, other_tab=filling.answers), 409
        secret = None
        if draft is None:
            draft, secret = begin(form_key, authority.id)
        filling = keep(draft, shown, typed, is_done=changed is None)
        if changed is not None:
            shown_again = _to(
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
    draft = _draft(authority, form_key)
    if draft is None:
        return _expired(authority, form_key)
    if draft.submission_id is not None:
        return redirect(_to_sent(authority, form_key))
    filling = filling_of(draft)
    if filling.first_unfinished() is not None or filling.journey.fork is not None:
        return redirect(_to_unfinished(authority, filling))
    return render_template(
        "webform/check.html",
        definition=filling.definition,
        sections=sheet_of(filling.journey),
        change=lambda key: _to(authority, form_key, key, back_to_check=True),
        back=_to(authority, form_key, filling.journey.before(CHECK) or CHECK),
    )


@blueprint.post("/<authority_key>/<form_key>/check")
@anyone
def send(authority_key: str, form_key: str) -> ResponseReturnValue:
    """Send it, once: a second press, another tab or a refresh all come to the same confirmation."""
    authority = authority_or_404(authority_key)
    with transaction():
        at = business_now()
        draft = _draft(authority, form_key, at=at, lock=True)
        if draft is None:
            return _expired(authority, form_key)
        try:
            submit(draft, at)
        except Invalid as unfinished:
            return redirect(_to(authority, form_key, unfinished.field or CHECK, back_to_check=True), 303)
    return redirect(_to_sent(authority, form_key), 303)


@blueprint.get("/<authority_key>/<form_key>/sent")
@anyone
def sent(authority_key: str, form_key: str) -> ResponseReturnValue:
    """The reference and what happens next. A bookmark of it still makes sense when the draft is gone."""
    authority = authority_or_404(authority_key)
    draft = _draft(authority, form_key)
    definition = _filling(authority, form_key, draft).definition
    if draft is None:
        return render_template("webform/sent_before.html", definition=definition)
    if draft.submission_id is None:
        return redirect(_to_unfinished(authority, filling_of(draft)))
    submission = submission_of(draft.submission_id)
    steps = what_happens_next(submission.id)
    return render_template("webform/sent.html", definition=definition, submission=submission, steps=steps)


def _start_page(authority: Authority, form_key: str) -> ResponseReturnValue:
    definition = live_form(authority.id, form_key).definition
    first = _to(authority, form_key, definition.pages[0].key)
    if definition.start is None:
        return redirect(first)
    return render_template("webform/start.html", definition=definition, first=first)


def _draft(authority: Authority, form_key: str, *, at: datetime | None = None, lock: bool = False) -> Draft | None:
    secret = draft_cookie.secret_in(request, authority.key, form_key)
    return find(secret, authority.id, form_key, at=at, lock=lock) if secret else None


def _filling(authority: Authority, form_key: str, draft: Draft | None) -> Filling:
    """What the draft holds; an empty form of the live version without one."""
    return filling_of(draft) if draft is not None else Filling(live_form(authority.id, form_key))


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
            return redirect(_to(authority, draft.form_key, unfinished, back_to_check=True), 303)
        return redirect(_to(authority, draft.form_key, CHECK), 303)
    return redirect(_to(authority, draft.form_key, journey.after(done.key)), 303)


def _go_to_other_form(authority: Authority, draft: Draft, filling: Filling) -> Response:
    """Lead on to another form, which goes on where this person left it, if they had begun it before."""
    rule = filling.journey.fork
    if rule is None or rule.form_key is None:
        raise NotFound("There is no such form here.")
    first = live_form(authority.id, rule.form_key).definition.pages[0].key
    response = redirect(_to(authority, rule.form_key, first), 303)
    begun = _draft(authority, rule.form_key)
    if begun is not None and begun.submission_id is None:
        return response
    other, secret = carry_to(draft, rule)
    return draft_cookie.keep(response, other, secret, authority.key)


def _expired(authority: Authority, form_key: str) -> ResponseReturnValue:
    """The draft is gone: say so, and give back what was typed on this page so that it can be copied."""
    definition = live_form(authority.id, form_key).definition
    typed = [
        value
        for name, value in request.form.items(multi=True)
        if name not in _NOT_TYPED and value.strip() and not name.startswith("_")
    ]
    return render_template("webform/expired.html", definition=definition, typed=typed, form_key=form_key), 410


def _to(
    authority: Authority,
    form_key: str,
    page_key: str,
    *,
    back_to_check: bool = False,
    entries: int | None = None,
    anchor: str | None = None,
) -> str:
    """The address of a page. ``back_to_check`` returns to checking from it; ``entries`` shows that many at least."""
    if page_key == CHECK:
        return url_for("webform.check", authority_key=authority.key, form_key=form_key)
    asked = {FROM_CHECK: CHECK if back_to_check else None, "entries": entries}
    given = {name: value for name, value in asked.items() if value is not None}
    parts = {"authority_key": authority.key, "form_key": form_key, "page_key": page_key}
    return url_for("webform.page", _anchor=anchor, **parts, **given)  # type: ignore[arg-type]  # kwargs of one type


def _to_unfinished(authority: Authority, filling: Filling) -> str:
    """The first page that still needs something; the one that leads to another form, where that is what is left."""
    unfinished = filling.first_unfinished()
    if unfinished is None and filling.journey.fork is not None:
        unfinished = filling.journey.pages[-1].key
    return _to(authority, filling.definition.key, unfinished or CHECK)


def _to_sent(authority: Authority, form_key: str) -> str:
    return url_for("webform.sent", authority_key=authority.key, form_key=form_key)

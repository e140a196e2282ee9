"""The form as people meet it: the start page, a page at a time, check, send, and the confirmation.

What becomes of a page that was sent is ``webform.views.answering``.

Turns requests into calls and results into pages; opens the transaction. Must hold no rule of the form: which page
comes next is ``webform.journey``, what is wrong with an answer is ``webform.kinds``.
"""

from datetime import datetime, timedelta

from flask import redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from authorities.access import anyone, authority_or_404
from authorities.models import Authority
from authorities.publishing import authority_of_host
from foundation.clock import business_now
from foundation.database import transaction
from foundation.errors import Doubtful, Invalid, NotFound
from foundation.places import place_of
from foundation.settings import settings
from webform.answer_sheet import sheet_of
from webform.checker import CHECK, TOLD_FIRST
from webform.drafts import filling_of
from webform.models import Draft
from webform.publishing import live_form
from webform.submissions import submission_of, submit
from webform.views.pages import (
    address_of,
    blueprint,
    draft_at_hand,
    filling_at_hand,
    is_first,
    is_for_another,
    may_begin,
    no_draft,
    to_sent,
    to_unfinished,
)
from webform.views.showing import draw
from webform.what_happens_next import what_happens_next

ENTRY = "tell-us"
"""The form whose start page is an authority's start page."""


@blueprint.get("/")
@anyone
def front() -> ResponseReturnValue:
    """The start page of the authority that has this host name, or of the default one."""
    host = request.host.partition(":")[0]
    return redirect(url_for("webform.start", authority_key=authority_of_host(host).key))


@blueprint.get("/<authority_key>/")
@anyone
def start(authority_key: str) -> ResponseReturnValue:
    """What an authority says before the first question."""
    authority = authority_or_404(authority_key)
    return _start_page(authority, ENTRY)


@blueprint.get("/<authority_key>/signposts/<signpost_key>", defaults={"form_key": ENTRY})
@blueprint.get("/<authority_key>/<form_key>/signposts/<signpost_key>")
@anyone
def signpost(authority_key: str, form_key: str, signpost_key: str) -> ResponseReturnValue:
    """Where to go with what a form is not for."""
    authority = authority_or_404(authority_key)
    definition = live_form(authority.id, form_key).definition
    shown = definition.signpost(signpost_key)
    if shown is None:
        raise NotFound("There is no such page.")
    return render_template("webform/signpost.html", signpost=shown, definition=definition)


@blueprint.get("/<authority_key>/<form_key>/")
@anyone
def form(authority_key: str, form_key: str) -> ResponseReturnValue:
    """The words before a form, where it has any of its own; else its first page."""
    authority = authority_or_404(authority_key)
    if form_key == ENTRY:
        return redirect(url_for("webform.start", authority_key=authority_key))
    return _start_page(authority, form_key)


@blueprint.get(f"/<authority_key>/<form_key>/{TOLD_FIRST}")
@anyone
def leaving_quickly(authority_key: str, form_key: str) -> ResponseReturnValue:
    """Between the start and the first question: how to leave quickly, and what that cannot do."""
    authority = authority_or_404(authority_key)
    definition = live_form(authority.id, form_key).definition
    return render_template(
        "webform/leaving_quickly.html",
        definition=definition,
        first=address_of(authority, form_key, definition.pages[0].key),
        back=url_for("webform.form", authority_key=authority.key, form_key=form_key),
    )


@blueprint.get("/<authority_key>/<form_key>/<page_key>")
@anyone
def page(authority_key: str, form_key: str, page_key: str) -> ResponseReturnValue:
    """One page, with the answers kept so far; what is wrong with them shows once the person has gone on from it."""
    authority = authority_or_404(authority_key)
    draft = draft_at_hand(authority, form_key)
    if draft is not None and draft.submission_id is not None:
        if not is_first(filling_at_hand(authority, form_key, draft), page_key):
            return redirect(to_sent(authority, form_key))
        draft = None
    filling = filling_at_hand(authority, form_key, draft)
    if draft is None and not may_begin(filling, page_key):
        return no_draft(authority, form_key)
    shown = filling.definition.page(page_key)
    if shown is None or not filling.journey.may_open(page_key):
        return redirect(to_unfinished(authority, filling))
    problems = filling.problems(shown) if page_key in filling.seen else ()
    entries = request.args.get("entries", "")
    return draw(filling, shown, filling.answers, problems, entries=int(entries[:2]) if entries.isdecimal() else 1)


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
        mark=filling.mark,
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
        if draft is None or is_for_another(draft):
            return no_draft(authority, form_key)
        if _is_too_quick(draft, at):
            raise Doubtful("This was sent sooner than a person could have filled it in.")
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
    if definition.start is None:
        return redirect(address_of(authority, form_key, definition.pages[0].key))
    told_first = url_for("webform.leaving_quickly", authority_key=authority.key, form_key=form_key)
    return render_template("webform/start.html", definition=definition, first=told_first)


def _is_too_quick(draft: Draft, at: datetime) -> bool:
    """Whether no person could have answered so soon. Whoever asks from this machine itself is not the public."""
    soonest = draft.began_at + timedelta(seconds=settings.soonest_send_seconds)
    return draft.submission_id is None and at < soonest and place_of(request.remote_addr or "") is not None

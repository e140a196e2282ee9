"""What becomes of a page that somebody sends: kept and on to the next, or shown again with what is wrong.

A page that asks for files is sent to an address of its own, the only one of the form that reads large requests. Files
are examined before the transaction begins, because the scanner is reached over the network. Must hold no rule of the
form.
"""

from dataclasses import dataclass
from typing import Any

from flask import redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from werkzeug.wrappers import Response

from authorities.access import anyone, authority_or_404
from authorities.models import Authority
from foundation.clock import business_now
from foundation.database import transaction
from foundation.errors import NotFound
from foundation.files import Examined, examine
from foundation.refusals import Refused, too_many
from foundation.uploads import takes_files
from webform import draft_cookie
from webform.checker import CHECK
from webform.definition import Page, Question
from webform.drafts import Filling, begin, carry_to, keep
from webform.entries_changed import entries_changed, without_removed
from webform.kinds import KINDS, Problem
from webform.models import Draft, Submission
from webform.page_form import problems_on, read
from webform.publishing import live_form
from webform.submissions import submission_of
from webform.uploads import FILES, change_files, files_question, room_for
from webform.views.pages import (
    REMOVE_FILE,
    SAVE,
    UPLOAD,
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
from webform.views.showing import STAMP, changed_elsewhere, draw, goes_to_check, not_sent


@dataclass(frozen=True)
class Brought:
    """What a person brought to a question for files: those that may be kept, why others may not, one to take away."""

    question: Question
    examined: tuple[Examined, ...]
    refusals: tuple[Refused, ...]
    removed: str | None
    stays: bool
    """Whether they pressed a button of the files, rather than the one that goes on."""


@blueprint.post("/<authority_key>/<form_key>/<page_key>")
@anyone
def answer(authority_key: str, form_key: str, page_key: str) -> ResponseReturnValue:
    """Keep a page's answers and go on; or show what is wrong, with everything that was typed."""
    return _answered(authority_or_404(authority_key), form_key, page_key, None)


@blueprint.post("/<authority_key>/<form_key>/<page_key>/files")
@anyone
@takes_files
def answer_with_files(authority_key: str, form_key: str, page_key: str) -> ResponseReturnValue:
    """The same for a page that asks for files: what was chosen is kept, whichever button was pressed."""
    authority = authority_or_404(authority_key)
    return _answered(authority, form_key, page_key, _brought(authority, form_key, page_key))


@blueprint.get("/<authority_key>/<form_key>/<page_key>/files")
@anyone
def after_files(authority_key: str, form_key: str, page_key: str) -> ResponseReturnValue:
    """The page itself, for whoever opens the address it was sent to again."""
    authority = authority_or_404(authority_key)
    return redirect(address_of(authority, form_key, page_key, back_to_check=goes_to_check()))


def _answered(authority: Authority, form_key: str, page_key: str, brought: Brought | None) -> ResponseReturnValue:
    with transaction():
        draft = draft_at_hand(authority, form_key, lock=True)
        if draft is not None and is_for_another(draft):
            return no_draft(authority, form_key)
        filling = filling_at_hand(authority, form_key, draft)
        if draft is not None and draft.submission_id is not None:
            if not is_first(filling, page_key):
                return _after_sending(authority, filling, page_key, submission_of(draft.submission_id))
            draft, filling = None, filling_at_hand(authority, form_key, None)
        if draft is None and not may_begin(filling, page_key):
            return no_draft(authority, form_key)
        shown = filling.definition.page(page_key)
        if shown is None:
            return redirect(to_unfinished(authority, filling))
        secret = None
        refused: list[Problem] = []
        if brought is not None:
            if draft is None:
                draft, secret = begin(form_key, authority.id)
            filling, refused = _keep_files(draft, shown, brought)
        typed = read(filling.form_class(shown), shown, without_removed(request.form), filling.answers)
        response = _shown_again(filling, shown, typed, refused, stays=brought is not None and brought.stays)
        if response is None:
            if draft is None:
                draft, secret = begin(form_key, authority.id)
            response = _kept(authority, draft, shown, typed, stays=brought is not None and brought.stays)
        return draft_cookie.keep(response, draft, secret, authority.key) if draft and secret else response


def _after_sending(
    authority: Authority, filling: Filling, page_key: str, submission: Submission
) -> ResponseReturnValue:
    """The confirmation; words that another tab brings after everything was sent are given back first."""
    shown = filling.definition.page(page_key)
    typed = read(filling.form_class(shown), shown, request.form, {}) if shown else {}
    words = not_sent(shown, typed, submission.answers or {}) if shown else []
    onward = to_sent(authority, submission.form_key)
    if not words:
        return redirect(onward)
    return render_template("webform/sent_already.html", definition=filling.definition, words=words, onward=onward), 409


def _shown_again(
    filling: Filling, page: Page, typed: dict[str, Any], refused: list[Problem], *, stays: bool
) -> Response | None:
    """The page with what is wrong and all that was typed; ``None`` where it can be kept as it is."""
    if refused:
        return Response(draw(filling, page, typed, refused), 422, mimetype="text/html")
    if stays or SAVE in request.form or entries_changed(page, typed, request.form) is not None:
        return None
    problems = problems_on(page, typed, filling.journey.values)
    if problems:
        return Response(draw(filling, page, typed, problems), 422, mimetype="text/html")
    if changed_elsewhere(filling, page, typed, request.form.get(STAMP, "")):
        return Response(draw(filling, page, typed, other_tab=filling.answers), 409, mimetype="text/html")
    return None


def _kept(authority: Authority, draft: Draft, page: Page, typed: dict[str, Any], *, stays: bool) -> Response:
    """Keep the answers, and where the button that was pressed leads."""
    changed = entries_changed(page, typed, request.form)
    is_saving = SAVE in request.form
    filling = keep(draft, page, typed, is_done=changed is None and not is_saving and not stays)
    if stays or changed is not None:
        again = address_of(
            authority,
            draft.form_key,
            page.key,
            back_to_check=goes_to_check(),
            entries=changed.shown if changed else None,
            anchor=changed.anchor if changed else None,
        )
        return redirect(again, 303)
    if is_saving:
        return redirect(url_for("webform.save", authority_key=authority.key, form_key=draft.form_key), 303)
    return _go_on(authority, draft, filling, page)


def _brought(authority: Authority, form_key: str, page_key: str) -> Brought | None:
    """What came for the page's question for files, examined; ``None`` where the page has none."""
    with transaction():
        filling = filling_at_hand(authority, form_key, draft_at_hand(authority, form_key))
    page = filling.definition.page(page_key)
    question = files_question(page) if page else None
    if question is None:
        return None
    examined: list[Examined] = []
    refusals: list[Refused] = []
    removed = request.form.get(REMOVE_FILE)
    room = room_for(question, filling) + (removed is not None)
    for part in request.files.getlist(question.key):
        if not part.filename:
            continue
        if len(examined) >= room:
            refusals.append(too_many(KINDS[FILES].limit(question)))
            break
        try:
            examined.append(examine(part.stream, part.filename))
        except Refused as refused:
            refusals.append(refused)
    stays = UPLOAD in request.form or removed is not None
    return Brought(question, tuple(examined), tuple(refusals), removed, stays)


def _keep_files(draft: Draft, page: Page, brought: Brought) -> tuple[Filling, list[Problem]]:
    question = brought.question
    filling, refusals = change_files(draft, page, question, brought.examined, brought.removed, business_now())
    texts = dict.fromkeys(refused.message for refused in (*brought.refusals, *refusals))
    return filling, [Problem(question.key, text) for text in texts]


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

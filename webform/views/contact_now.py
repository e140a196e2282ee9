"""Asking to be contacted at once: one page that a frightened child can send with one press.

Sends the form ``contact-me-now`` without a page to check. The page brings the secret of the draft it will make, so
that two presses of it are one sending. Must not decide what becomes of it.
"""

from collections.abc import Mapping, Sequence
from typing import Any

from flask import redirect, request, url_for
from flask.typing import ResponseReturnValue
from sqlalchemy.exc import IntegrityError

from authorities.access import anyone, authority_or_404, path_within
from authorities.models import Authority
from foundation.clock import business_now
from foundation.database import db, transaction
from webform import draft_cookie
from webform.drafts import Filling, begin, find, keep, new_secret
from webform.kinds import Problem
from webform.models import Draft
from webform.page_form import problems_on, read
from webform.publishing import live_form
from webform.submissions import submit
from webform.views.pages import blueprint
from webform.views.showing import draw

CONTACT_ME_NOW = "contact-me-now"
PAGE = "webform/contact_now.html"
SECRET = "secret"  # noqa: S105 - the name of a box
CAME_FROM = "from"
_LENGTH = len(new_secret())


@blueprint.get("/<authority_key>/contact-me-now/")
@anyone
def contact_me_now(authority_key: str) -> ResponseReturnValue:
    """The page, empty."""
    filling = Filling(live_form(authority_or_404(authority_key).id, CONTACT_ME_NOW))
    return _drawn(filling, {}, new_secret())


@blueprint.post("/<authority_key>/contact-me-now/")
@anyone
def ask_for_contact_now(authority_key: str) -> ResponseReturnValue:
    """Send it at once, once; or show what is missing, with everything that was typed."""
    authority = authority_or_404(authority_key)
    filling = Filling(live_form(authority.id, CONTACT_ME_NOW))
    page = filling.definition.pages[0]
    secret = _secret_sent()
    typed = read(filling.form_class(page), page, request.form)
    problems = problems_on(page, typed, {})
    if problems:
        return _drawn(filling, typed, secret, problems), 422
    with transaction():
        draft = find(secret, authority.id, CONTACT_ME_NOW, lock=True) or _begun(authority, secret)
        if draft.submission_id is None:
            for shown in filling.definition.pages:
                keep(draft, shown, typed if shown is page else {})
            submit(draft, business_now())
    sent = redirect(url_for("webform.sent", authority_key=authority.key, form_key=CONTACT_ME_NOW), 303)
    return draft_cookie.keep(sent, draft, secret, authority.key)


def _drawn(filling: Filling, typed: Mapping[str, Any], secret: str, problems: Sequence[Problem] = ()) -> str:
    """The page, with the way back to the one that led here, which its address names."""
    came_from = path_within(request.args.get(CAME_FROM))
    page = filling.definition.pages[0]
    return draw(filling, page, typed, problems, template=PAGE, secret=secret, came_from=came_from)


def _begun(authority: Authority, secret: str) -> Draft:
    """A new draft under the page's secret; the one that the other press made meanwhile, if it was quicker."""
    try:
        with db.session.begin_nested():
            return begin(CONTACT_ME_NOW, authority.id, secret=secret)[0]
    except IntegrityError:
        draft = find(secret, authority.id, CONTACT_ME_NOW, lock=True)
        if draft is None:
            raise
        return draft


def _secret_sent() -> str:
    """The secret that the page brought; a new one where it brought none of ours, for the asking matters more."""
    secret = request.form.get(SECRET, "")
    return secret if len(secret) == _LENGTH else new_secret()

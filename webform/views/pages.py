"""The blueprint of the public form, and what its pages share: the draft at hand, the addresses, the page for no draft.

Must hold no rule of the form and change nothing.
"""

from datetime import datetime

from flask import Blueprint, render_template, request, url_for
from flask.typing import ResponseReturnValue

from authorities.models import Authority
from webform import draft_cookie
from webform.checker import CHECK
from webform.drafts import Filling, filling_of, find
from webform.models import Draft
from webform.publishing import live_form
from webform.views.facts import fill, picture
from webform.views.showing import FROM_CHECK, MARK, STAMP

SAVE = "save"
"""The button that keeps a page as it is and saves the form for later."""

UPLOAD, REMOVE_FILE = "upload", "remove-file"
"""The buttons of a question for files: keep what was chosen and stay; take away the file whose id is the value."""

_NOT_TYPED = frozenset({"csrf_token", STAMP, MARK, SAVE, UPLOAD, REMOVE_FILE, "add", "remove", "leave_empty"})

blueprint = Blueprint("webform", __name__, template_folder="../templates")
blueprint.add_app_template_filter(fill, "fill")
blueprint.add_app_template_filter(picture, "picture")


def draft_at_hand(
    authority: Authority, form_key: str, *, at: datetime | None = None, lock: bool = False
) -> Draft | None:
    """The draft this browser is filling in, sent or not; ``None`` without one. ``at`` and ``lock`` as for ``find``."""
    secret = draft_cookie.secret_in(request, authority.key, form_key)
    return find(secret, authority.id, form_key, at=at, lock=lock) if secret else None


def is_for_another(draft: Draft) -> bool:
    """Whether the page that was sent was drawn for another draft than this browser is filling in by now.

    Nobody's words may land in another form, perhaps about another case, because two tabs were open.
    """
    return request.form.get(MARK, draft.id.hex) != draft.id.hex


def filling_at_hand(authority: Authority, form_key: str, draft: Draft | None) -> Filling:
    """What the draft holds; an empty form of the live version without one."""
    return filling_of(draft) if draft is not None else Filling(live_form(authority.id, form_key))


def is_first(filling: Filling, page_key: str) -> bool:
    """Whether a form begins with this page."""
    return filling.definition.pages[0].key == page_key


def may_begin(filling: Filling, page_key: str) -> bool:
    """Whether a draft begins with this page: the first, of a form that needs nothing known beforehand."""
    return is_first(filling, page_key) and not filling.definition.known


def no_draft(authority: Authority, form_key: str) -> ResponseReturnValue:
    """The draft is gone: say so, and give back what was typed on this page so that it can be copied."""
    definition = live_form(authority.id, form_key).definition
    typed = [
        value
        for name, value in request.form.items(multi=True)
        if name not in _NOT_TYPED and value.strip() and not name.startswith("_")
    ]
    return render_template("webform/expired.html", definition=definition, typed=typed, form_key=form_key), 410


def address_of(
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


def to_unfinished(authority: Authority, filling: Filling) -> str:
    """The first page that still needs something; the one that leads to another form, where that is what is left."""
    unfinished = filling.first_unfinished()
    if unfinished is None and filling.journey.fork is not None:
        unfinished = filling.journey.pages[-1].key
    return address_of(authority, filling.definition.key, unfinished or CHECK)


def to_sent(authority: Authority, form_key: str) -> str:
    """The address of the confirmation."""
    return url_for("webform.sent", authority_key=authority.key, form_key=form_key)

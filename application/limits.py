"""How much may be sent from one place in a short time, before it is asked to wait.

Against machines that send without end, never against people: a library, a school or a whole mobile network may stand
behind one address, so each number is many times what the busiest of them sends (``docs/decisions`` has the reasons).
Counted in the database, for all processes together, under a keyed hash of the address. Must not lose what somebody
typed: the page that asks them to wait gives it back. Where it cannot be counted nobody is turned away.
"""

import logging
from dataclasses import dataclass

from flask import Flask, request
from sqlalchemy.exc import SQLAlchemyError

from application.pages import is_officers_page
from foundation.database import db, transaction
from foundation.errors import TooMany
from foundation.places import place_of
from foundation.tries import Limit, count_try, seconds_left
from webform import draft_cookie

log = logging.getLogger("redress.limits")

TEN_MINUTES = 600

BEGIN = Limit("begin", most=200, seconds=TEN_MINUTES)
SEND = Limit("send", most=100, seconds=TEN_MINUTES)
GO_ON = Limit("go-on", most=300, seconds=TEN_MINUTES)
SAVE = Limit("save", most=60, seconds=TEN_MINUTES)
FILES = Limit("files", most=200, seconds=TEN_MINUTES)
PROGRESS = Limit("progress", most=100, seconds=TEN_MINUTES)
SIGN_IN = Limit("sign-in", most=50, seconds=TEN_MINUTES)
ANYTHING = Limit("anything", most=1000, seconds=TEN_MINUTES)

OF_PLACE: dict[str, Limit] = {
    "webform.send": SEND,
    "webform.ask_for_contact_now": SEND,
    "webform.send_return_link": SAVE,
    "signing_in.send": SIGN_IN,
}
"""The limits of single acts, by endpoint, for each place and form."""

PAGES = frozenset({"webform.answer", "webform.answer_with_files"})
"""Where a page of the form is sent: with no draft yet it begins one, with one it goes on."""


@dataclass(frozen=True)
class Count:
    """One thing to count: what, and for whom."""

    limit: Limit
    who: str


def enforce(app: Flask) -> None:
    """Count each thing that is sent, and turn away what is too much."""
    app.before_request(count_request)


def count_request() -> None:
    """Raises ``TooMany`` with the seconds to wait."""
    if request.method != "POST":
        return
    place = place_of(request.remote_addr or "")
    for count in counts_of(place) if place else ():
        left = _over(count)
        if left:
            log.warning("asked to wait", extra={"facts": {"limit": count.limit.what, "endpoint": request.endpoint}})
            raise TooMany("A lot has been sent from where you are in a short time.", seconds=left)


def counts_of(place: str) -> list[Count]:
    """What this request counts towards. Officers who have signed in are not the public; asking to sign in is."""
    endpoint, here = request.endpoint or "", request.view_args or {}
    form = f"{place} {here.get('authority_key', '')}/{here.get('form_key', '')}"
    counts: list[Count] = []
    if is_officers_page(request.path):
        return [Count(SIGN_IN, place)] if endpoint == "signing_in.send" else []
    if endpoint in OF_PLACE:
        counts.append(Count(OF_PLACE[endpoint], form))
    if endpoint in PAGES:
        secret = draft_cookie.secret_in(request, here["authority_key"], here["form_key"])
        counts.append(Count(GO_ON, secret) if secret else Count(BEGIN, form))
    if endpoint.startswith("progress."):
        counts.append(Count(PROGRESS, place))
    if request.mimetype == "multipart/form-data":
        counts.append(Count(FILES, place))
    return [*counts, Count(ANYTHING, place)]


def _over(count: Count) -> int:
    """Seconds to wait, where this is one too many; else nothing. What cannot be counted is let through."""
    try:
        with transaction():
            if count_try(count.limit, count.who) <= count.limit.most:
                return 0
            return seconds_left(count.limit, count.who)
    except SQLAlchemyError as error:
        db.session.rollback()
        log.warning("not counted", extra={"facts": {"limit": count.limit.what, "error": type(error).__name__}})
        return 0

"""The way out: this browser forgets that it was here and goes somewhere ordinary, at once.

What was being written and never saved by a link is forgotten with it: nobody could open it again, so keeping it would
serve nobody. What was sent, and a draft that its writer has a link to, stay. Nothing that is down may hold anybody
up here: without a database the cookies still go, and the draft is forgotten when its time is over.
"""

import logging

from flask import Blueprint, Response, make_response, redirect, request
from flask.typing import ResponseReturnValue
from sqlalchemy.exc import SQLAlchemyError

from application.pages import known_look
from authorities.access import anyone
from foundation.database import db, transaction
from webform import draft_cookie
from webform.drafts import let_go

log = logging.getLogger("redress.leaving")

OUR_COOKIES = "redress"
"""Every cookie of ours begins like this; others on the same host are not ours to take away."""

blueprint = Blueprint("leaving", __name__)


@blueprint.get("/exit", defaults={"authority_key": None})
@blueprint.get("/<authority_key>/exit")
@anyone
def leave(authority_key: str | None) -> ResponseReturnValue:
    """A link, so that it works with no script at all. A page of another site cannot make a browser forget."""
    if "prefetch" in request.headers.get("Sec-Purpose", ""):
        return "", 204
    response = make_response(redirect(known_look().way_out_url, code=303))
    if request.headers.get("Sec-Fetch-Site") != "cross-site":
        _forget_browser(response)
    return response


def _forget_browser(response: Response) -> None:
    for name in request.cookies:
        if name.startswith(OUR_COOKIES):
            response.delete_cookie(name)
    secrets = draft_cookie.secrets_in(request)
    if not secrets:
        return
    try:
        with transaction():
            for secret in secrets:
                let_go(secret)
    except SQLAlchemyError as error:
        db.session.rollback()
        log.warning("a draft was not forgotten at once", extra={"facts": {"error": type(error).__name__}})

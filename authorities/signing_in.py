"""Signing in by an emailed link: asked for, sent, used once, within a quarter of an hour.

Whether an address belongs to an officer is never told to the person who asks. How the link
reaches the officer is wired in by the application (`deliver_link`): this package sends no
mail. All times here are real time.
"""

from collections.abc import Callable
from datetime import timedelta

from sqlalchemy import func, select

from authorities.models import Officer, SignInRequest
from authorities.sessions import begin_session
from foundation.clock import now
from foundation.database import db
from foundation.errors import NotFound, Unavailable
from foundation.links import read_token, token_for

PURPOSE = "sign-in"
LINK_MINUTES = 15
LINKS_IN_A_WINDOW = 5
"""How many links one officer may have asked for within `LINK_MINUTES`; more are not sent."""


def _not_wired(officer: Officer, token: str) -> None:
    raise Unavailable("Links to sign in cannot be sent: nothing is wired to send them.")


deliver_link: Callable[[Officer, str], None] = _not_wired
"""Called in the asker's transaction with the officer and the token of the link."""


def ask_for_link(email: str, next_path: str | None = None) -> None:
    """Send a link to the officer with this address, if there is one; say nothing either way.

    An officer who has asked `LINKS_IN_A_WINDOW` times within the life of a link is sent no more.
    """
    officer = db.session.scalar(
        select(Officer).where(func.lower(Officer.email) == email.strip().lower(), Officer.is_active)
    )
    if officer is None or _asked_lately(officer) >= LINKS_IN_A_WINDOW:
        return
    deliver_link(officer, make_link(officer, next_path))


def make_link(officer: Officer, next_path: str | None = None) -> str:
    """The token of a new link for an officer; `next_path` is where signing in leads on to."""
    request = SignInRequest(officer_id=officer.id, asked_at=now(), next_path=next_path)
    db.session.add(request)
    db.session.flush()
    return token_for(PURPOSE, request.id)


def use_link(token: str) -> tuple[str, str | None]:
    """Sign the officer in: the session's secret, and the path to go on to.

    Raises NotFound when the link was not made here, is used, is too old, or its officer no
    longer works here; which of these it was is not told.
    """
    claim = read_token(token, PURPOSE)
    request = db.session.scalar(select(SignInRequest).where(SignInRequest.id == claim.row_id).with_for_update())
    if request is None or request.used_at is not None:
        raise _spent()
    oldest = now() - timedelta(minutes=LINK_MINUTES)
    if request.asked_at < oldest or not request.officer.is_active:
        raise _spent()
    request.used_at = now()
    return begin_session(request.officer), request.next_path


def _asked_lately(officer: Officer) -> int:
    since = now() - timedelta(minutes=LINK_MINUTES)
    return (
        db.session.scalar(
            select(func.count())
            .select_from(SignInRequest)
            .where(SignInRequest.officer_id == officer.id, SignInRequest.asked_at > since)
        )
        or 0
    )


def _spent() -> NotFound:
    return NotFound("This link has been used or is too old. Ask for a new one.")

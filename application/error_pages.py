"""Every failure as a plain page with the right status: what was kept, what was not, what to do now.

The only module that knows which HTTP status each of our errors becomes. Must not tell a reader anything about the
inside of the system, nor lose what they typed where it can still be shown to them.
"""

import logging
from dataclasses import dataclass, field
from http import HTTPStatus

from flask import Flask, Response, current_app, g, jsonify, render_template, request
from flask.typing import ResponseReturnValue
from flask_wtf.csrf import CSRFError
from sqlalchemy.exc import DataError, InterfaceError, OperationalError, SQLAlchemyError
from werkzeug.exceptions import HTTPException, RequestEntityTooLarge

from application.look import Look
from application.pages import is_officers_page
from foundation.database import db
from foundation.errors import Conflict, Invalid, NotAllowed, NotFound, RedressError, TooMany, Unavailable
from foundation.refusals import said_size
from foundation.settings import settings
from foundation.uploads import may_take_files

log = logging.getLogger("redress.errors")

STATUSES: tuple[tuple[type[RedressError], HTTPStatus], ...] = (
    (NotFound, HTTPStatus.NOT_FOUND),
    (NotAllowed, HTTPStatus.FORBIDDEN),
    (Conflict, HTTPStatus.CONFLICT),
    (Invalid, HTTPStatus.BAD_REQUEST),
    (TooMany, HTTPStatus.TOO_MANY_REQUESTS),
    (Unavailable, HTTPStatus.SERVICE_UNAVAILABLE),
)

DRAIN_BYTES = 64 * 1024 * 1024
SHOWN_CHARACTERS = 20_000
HIDDEN_FIELDS = frozenset({"csrf_token", "password"})


@dataclass(frozen=True)
class ErrorWords:
    """What the page says. ``lines`` are paragraphs."""

    title: str
    lines: tuple[str, ...]
    typed: dict[str, str] = field(default_factory=dict)
    may_send_again: bool = False


WORDS: dict[int, ErrorWords] = {
    400: ErrorWords(
        "We could not read what was sent",
        ("Nothing on this page was saved. Go back, check the page and try again.",),
    ),
    403: ErrorWords(
        "You cannot open this page",
        ("This page is for somebody else, or for a different part of the team.",),
    ),
    404: ErrorWords(
        "Page not found",
        (
            "If you typed the address, check that it is right.",
            "If you used a link from an email or a letter, check that you copied all of it. Some links stop "
            "working when a newer one has been sent.",
        ),
    ),
    405: ErrorWords("This page cannot be opened like that", ("Go back and use the button or link on the page.",)),
    409: ErrorWords(
        "Somebody else changed this first",
        (
            "Nothing was overwritten. Go back, refresh the page to see the newest, and do it again if it is still "
            "needed.",
        ),
    ),
    413: ErrorWords(
        "That was too big to send",
        (
            "Nothing on this page was saved. What you sent on earlier pages is kept.",
            "If you added a file, go back and choose a smaller one, or leave it out: you can give it to us later. "
            "If it was words, go back and send them in parts.",
        ),
    ),
    429: ErrorWords(
        "Too many tries in a short time",
        ("What you sent on earlier pages is kept. Wait a few minutes, then go back and try again.",),
    ),
    500: ErrorWords(
        "Something went wrong at our end",
        (
            "What you sent on earlier pages is kept. This page may not have been.",
            "Go back and try again in a few minutes.",
        ),
    ),
    503: ErrorWords(
        "We cannot do that just now",
        (
            "What you sent on earlier pages is kept. This page was not saved.",
            "Go back and try again in a few minutes.",
        ),
    ),
}

UNSURE = ErrorWords(
    "We could not be sure that this came from you",
    (
        "This happens when a page was left open in a browser that was then closed. It also happens when cookies are "
        "turned off.",
        "Nothing on this page was saved yet. What you sent on earlier pages is kept.",
    ),
)


def register_error_pages(app: Flask) -> None:
    """Handle our own errors, Flask's, a database that is away, and whatever nobody foresaw."""
    app.register_error_handler(RedressError, _redress_error)
    app.register_error_handler(CSRFError, _unsure)
    app.register_error_handler(RequestEntityTooLarge, _too_large)
    app.register_error_handler(HTTPException, _http_error)
    for kind in (OperationalError, InterfaceError):
        app.register_error_handler(kind, _database_away)
    app.register_error_handler(DataError, _unstorable)
    app.register_error_handler(Exception, _unforeseen)


def status_of(error: RedressError) -> HTTPStatus:
    """The HTTP status an error of ours becomes; 400 for one that is none of the named kinds."""
    return next((status for kind, status in STATUSES if isinstance(error, kind)), HTTPStatus.BAD_REQUEST)


def _redress_error(error: RedressError) -> ResponseReturnValue:
    status = status_of(error)
    words = WORDS[status]
    shown = (error.message, *words.lines) if status >= HTTPStatus.CONFLICT else (error.message,)
    return _page(status, ErrorWords(words.title, shown))


def _unsure(error: CSRFError) -> ResponseReturnValue:
    """A missing or stale forgery token. The browser's own word that the page was ours lets them send it again."""
    typed = {
        name: value[:SHOWN_CHARACTERS]
        for name, value in request.form.items()
        if value.strip() and name not in HIDDEN_FIELDS
    }
    is_ours = request.headers.get("Sec-Fetch-Site") == "same-origin" and not request.files
    return _page(HTTPStatus.BAD_REQUEST, ErrorWords(UNSURE.title, UNSURE.lines, typed, is_ours))


def _too_large(error: RequestEntityTooLarge) -> ResponseReturnValue:
    """Read the rest of the body first: a browser that is still sending would show a broken connection instead."""
    stream, left = request.environ["wsgi.input"], min(request.content_length or 0, DRAIN_BYTES)
    while left > 0 and (chunk := stream.read(min(left, 64 * 1024))):
        left -= len(chunk)
    words = WORDS[413]
    if request.endpoint and may_take_files(current_app.view_functions.get(request.endpoint)):
        each, together = said_size(settings.file_bytes), said_size(settings.max_body_bytes)
        fits = f"Each file can be up to {each}, and all that you send at once up to {together}."
        words = ErrorWords(
            words.title, (fits, "Files that you added before are kept. Go back and add the others one by one.")
        )
    return _page(HTTPStatus.REQUEST_ENTITY_TOO_LARGE, words)


def _http_error(error: HTTPException) -> ResponseReturnValue:
    if error.response is not None or error.code is None or error.code < HTTPStatus.BAD_REQUEST:
        return error
    fallback = WORDS[400] if error.code < HTTPStatus.INTERNAL_SERVER_ERROR else WORDS[500]
    return _page(error.code, WORDS.get(error.code, fallback))


def _database_away(error: SQLAlchemyError) -> ResponseReturnValue:
    log.error("database away", extra={"facts": {"error": type(error).__name__}})
    return _page(HTTPStatus.SERVICE_UNAVAILABLE, WORDS[503])


def _unstorable(error: DataError) -> ResponseReturnValue:
    """A value that no column can hold or be compared with: a NUL character, a page number beyond counting."""
    log.warning("value refused by the database", extra={"facts": {"error": type(error.orig).__name__}})
    return _page(HTTPStatus.BAD_REQUEST, WORDS[400])


def _unforeseen(error: Exception) -> ResponseReturnValue:
    log.error("unforeseen error", exc_info=error)
    return _page(HTTPStatus.INTERNAL_SERVER_ERROR, WORDS[500])


def _page(status: int, words: ErrorWords) -> ResponseReturnValue:
    """Draw the page; if even that fails (no database for the council's look), draw it without a council."""
    if request.path == "/health":
        return _json(status, words)
    try:
        db.session.rollback()
        body = _draw(words, is_plain=False)
    except Exception as error:  # an error page must not itself fail
        log.error("error page drawn plain", extra={"facts": {"error": type(error).__name__}})
        body = _draw(words, is_plain=True)
    return body, int(status)


def _draw(words: ErrorWords, *, is_plain: bool) -> str:
    if is_plain:
        g.look, g.viewer = Look(name="Redress"), None
    template = "plain_error.html" if is_plain else "error.html"
    return render_template(template, words=words, is_officers_page=is_officers_page(request.path))


def _json(status: int, words: ErrorWords) -> tuple[Response, int]:
    return jsonify(status="failing", message=words.title), int(status)

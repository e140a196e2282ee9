"""Every failure as a plain page with the right status: what was kept, what was not, what to do now.

The only module that knows which HTTP status each of our errors becomes. Must not tell a reader anything about the
inside of the system, nor lose what they typed where it can still be shown to them.
"""

import logging
from collections.abc import Sequence
from dataclasses import replace
from http import HTTPStatus
from urllib.parse import urlsplit

from flask import Flask, Response, current_app, g, jsonify, make_response, render_template, request
from flask.typing import ResponseReturnValue
from flask_wtf.csrf import CSRFError
from sqlalchemy.exc import DataError, InterfaceError, OperationalError, SQLAlchemyError
from werkzeug.exceptions import HTTPException, RequestEntityTooLarge

from application.error_words import FILES_LOST, NOT_OPEN, UNSURE, WORDS, ErrorWords, wait
from application.look import Look
from application.pages import is_officers_page, known_look
from foundation.database import db
from foundation.errors import (
    Conflict,
    Doubtful,
    Invalid,
    NotAllowed,
    NotFound,
    NotOpen,
    RedressError,
    TooMany,
    Unavailable,
)
from foundation.refusals import said_size
from foundation.settings import settings
from foundation.uploads import may_take_files

log = logging.getLogger("redress.errors")

STATUSES: tuple[tuple[type[RedressError], HTTPStatus], ...] = (
    (NotFound, HTTPStatus.NOT_FOUND),
    (NotAllowed, HTTPStatus.FORBIDDEN),
    (Conflict, HTTPStatus.CONFLICT),
    (Invalid, HTTPStatus.BAD_REQUEST),
    (Doubtful, HTTPStatus.UNPROCESSABLE_ENTITY),
    (TooMany, HTTPStatus.TOO_MANY_REQUESTS),
    (Unavailable, HTTPStatus.SERVICE_UNAVAILABLE),
)

MAY_WORK_AGAIN = frozenset({422, 429, 500, 503})
"""Failures after which the same page, sent again as it is, may go through. Sent twice, it is kept once."""

DRAIN_BYTES = 64 * 1024 * 1024
SHOWN_CHARACTERS = 20_000
HIDDEN_FIELDS = frozenset(
    {"csrf_token", "password", "stamp", "leave_empty", "draft", "row", "reference", "secret", "stage", "save", "upload"}
)
"""What a page carries for itself: nobody typed it."""


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
    if isinstance(error, NotOpen):
        return _page(status, replace(NOT_OPEN, lines=(error.message, *NOT_OPEN.lines)))
    words = WORDS[status]
    lines: Sequence[str] = words.lines if status >= HTTPStatus.CONFLICT else ()
    if isinstance(error, TooMany):
        lines = (*lines, wait(error.seconds))
    response = make_response(_page(status, replace(words, lines=(error.message, *lines))))
    if isinstance(error, TooMany):
        response.headers["Retry-After"] = str(error.seconds)
    return response


def _unsure(error: CSRFError) -> ResponseReturnValue:
    """A missing or stale forgery token. The browser's own word that the page was ours lets them send it again."""
    return _page(HTTPStatus.BAD_REQUEST, replace(UNSURE, may_send_again=_came_from_us()))


def _came_from_us() -> bool:
    """What the browser says of the page that sent this; no page of another site can make it say otherwise."""
    fetched_by = request.headers.get("Sec-Fetch-Site")
    if fetched_by is not None:
        return fetched_by == "same-origin"
    return urlsplit(request.headers.get("Origin", "")).netloc == request.host


def _too_large(error: RequestEntityTooLarge) -> ResponseReturnValue:
    """Read the rest of the body first: a browser that is still sending would show a broken connection instead."""
    stream, left = request.environ["wsgi.input"], min(request.content_length or 0, DRAIN_BYTES)
    while left > 0 and (chunk := stream.read(min(left, 64 * 1024))):
        left -= len(chunk)
    words = WORDS[413]
    if request.endpoint and may_take_files(current_app.view_functions.get(request.endpoint)):
        each, together = said_size(settings.file_bytes), said_size(settings.max_body_bytes)
        fits = f"Each file can be up to {each}, and all that you send at once up to {together}."
        words = replace(
            words, lines=(fits, "Files that you added before are kept. Go back and add the others one by one.")
        )
    return _drawn(HTTPStatus.REQUEST_ENTITY_TOO_LARGE, words)


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
    """The page, with whatever was typed, and a button that sends it again where that may help."""
    if request.method == "POST" and request.path != "/health":
        again = words.may_send_again or status in MAY_WORK_AGAIN
        lines = (*words.lines, FILES_LOST) if _held_files() else words.lines
        words = replace(words, typed=_typed(), lines=lines, may_send_again=again and not _held_files())
    return _drawn(status, words)


def _typed() -> dict[str, str]:
    return {
        name: value[:SHOWN_CHARACTERS]
        for name, value in request.form.items()
        if value.strip() and name not in HIDDEN_FIELDS
    }


def _held_files() -> bool:
    """Whether a file was sent along. A browser does not send one again by itself."""
    return any(file.filename for file in request.files.values())


def _drawn(status: int, words: ErrorWords) -> ResponseReturnValue:
    """Draw it in the council's look, or the look last known; if even that fails, without a council."""
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
    g.look = Look(name="Redress") if is_plain else known_look()
    if is_plain:
        g.viewer = None
    template = "plain_error.html" if is_plain else "error.html"
    return render_template(template, words=words, is_officers_page=is_officers_page(request.path))


def _json(status: int, words: ErrorWords) -> tuple[Response, int]:
    return jsonify(status="failing", message=words.title), int(status)

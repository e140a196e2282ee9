"""What every response carries, and what every request must prove.

A content policy without inline style or script but one known line, forgery protection, nothing kept in caches, a
limit on the size of what is sent, no box that no page has, no character that nobody can see. Who may open which page
is not decided here: see ``authorities.access``.
"""

import base64
import hashlib
import io
import re
from typing import IO

from flask import Flask, Request, Response, abort, current_app, request
from flask_wtf.csrf import CSRFProtect
from werkzeug.datastructures import ImmutableMultiDict

from application import limits
from application.proxies import BehindProxies
from foundation.errors import Doubtful
from foundation.settings import Settings, settings
from foundation.unseen import UNSEEN
from foundation.uploads import may_take_files

# The one inline line of the GOV.UK page template, which tells the style sheet that scripts run.
INLINE_LINE = (
    "document.body.className += ' js-enabled' + "
    "('noModule' in HTMLScriptElement.prototype ? ' govuk-frontend-supported' : '');"
)
INLINE_HASH = base64.b64encode(hashlib.sha256(INLINE_LINE.encode()).digest()).decode()

CONTENT_POLICY = "; ".join(
    (
        "default-src 'none'",
        f"script-src 'self' 'sha256-{INLINE_HASH}'",
        "style-src 'self'",
        "img-src 'self' data:",
        "connect-src 'self'",
        "frame-src 'self'",
        "form-action 'self'",
        "base-uri 'none'",
        "frame-ancestors 'none'",
    )
)

FORM_FIELDS_BYTES = 2 * 1024 * 1024
"""The most that typed answers of one page may hold together. Only pages marked as taking files read more than this,
up to ``max_body_bytes``."""

BOX_NAME = re.compile(r"[!-~]{1,100}")
"""WTForms fails on a box numbered "²" or with a thousand digits; no page of ours has one."""

TRAP = "leave_empty"
"""A box on the public form that people do not see, reach with the keyboard or hear; programs that fill in every box
fill it in. A browser that fills it in for somebody costs them one press and none of their words."""

csrf = CSRFProtect()


class RequestInMemory(Request):
    """A request whose files are never written to disk, not even for a moment: they are kept sealed or not at all."""

    def _get_file_stream(
        self,
        total_content_length: int | None,
        content_type: str | None,
        filename: str | None = None,
        content_length: int | None = None,
    ) -> IO[bytes]:
        return io.BytesIO()


def protect(app: Flask, given: Settings) -> None:
    """Set cookies, limits and forgery protection, and add the headers to every response."""
    app.request_class = RequestInMemory
    is_https = given.base_url.startswith("https://")
    app.config.update(
        SECRET_KEY=given.secret_key.get_secret_value(),
        SESSION_COOKIE_NAME="redress",
        SESSION_COOKIE_SECURE=is_https,
        SESSION_COOKIE_HTTPONLY=True,
        SESSION_COOKIE_SAMESITE="Lax",
        MAX_CONTENT_LENGTH=FORM_FIELDS_BYTES,
        MAX_FORM_MEMORY_SIZE=FORM_FIELDS_BYTES,
        # A page left open overnight must still be able to send; the token dies with the browser's session.
        WTF_CSRF_TIME_LIMIT=None,
    )
    app.before_request(make_room_for_files)
    app.wsgi_app = BehindProxies(app.wsgi_app, given.trusted_proxies)  # type: ignore[method-assign]
    app.before_request(tidy_form)
    limits.enforce(app)
    app.before_request(doubt_filled_traps)
    csrf.init_app(app)

    @app.after_request
    def add_headers(response: Response) -> Response:
        headers = response.headers
        headers.setdefault("Content-Security-Policy", CONTENT_POLICY)
        headers.setdefault("X-Frame-Options", "DENY")
        headers["X-Content-Type-Options"] = "nosniff"
        # Not "no-referrer": forgery protection reads the referrer of our own pages.
        headers["Referrer-Policy"] = "same-origin"
        headers["Cross-Origin-Opener-Policy"] = "same-origin"
        headers["Permissions-Policy"] = "camera=(), geolocation=(), microphone=()"
        if is_https:
            headers["Strict-Transport-Security"] = "max-age=31536000"
        if request.endpoint != "static" and not response.cache_control.public:
            headers["Cache-Control"] = "no-store"
        return response


def make_room_for_files() -> None:
    """Let more be sent to the pages that take files."""
    if request.endpoint and may_take_files(current_app.view_functions.get(request.endpoint)):
        request.max_content_length = settings.max_body_bytes


def tidy_form() -> None:
    """Refuse boxes that no page has; take out characters that nobody can see, which PostgreSQL does not store."""
    sent = list(request.form.items(multi=True))
    if not all(BOX_NAME.fullmatch(name) for name, _ in sent):
        abort(400)
    if any(UNSEEN.search(words) for _, words in sent):
        request.form = ImmutableMultiDict((name, UNSEEN.sub("", words)) for name, words in sent)


def doubt_filled_traps() -> None:
    """A box that no person sees has something in it. Raises ``Doubtful``: a person may say that they are one."""
    if request.method == "POST" and request.form.get(TRAP, "").strip():
        raise Doubtful("Something filled in a box that is hidden from people.")

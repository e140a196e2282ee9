"""What the processes say about themselves: one JSON object a line, with nothing personal in it.

A request is logged by its route (``/l/<token>``), never by its path, since paths hold references and links. An
exception is logged by its kind and the lines it passed through, never by its message: database errors quote values.
"""

import json
import logging
import sys
import time
import traceback
from typing import Any
from uuid import uuid4

from flask import Flask, Response, g, request

from foundation.clock import now

log = logging.getLogger("redress.requests")

QUIET = ("werkzeug", "fontTools", "reportlab")
UNTRACED = "equality"
"""The pages whose requests are not logged: when somebody said who they are is nobody's to know."""


class JsonLines(logging.Formatter):
    """One line of JSON: ``at``, ``level``, ``from``, ``message``, what ``extra={"facts": {…}}`` gave, the failure."""

    def format(self, record: logging.LogRecord) -> str:
        line: dict[str, Any] = {
            "at": now().isoformat(timespec="milliseconds"),
            "level": record.levelname.lower(),
            "from": record.name,
            "message": record.getMessage(),
        }
        line.update(getattr(record, "facts", {}))
        if record.exc_info and record.exc_info[1] is not None:
            line["failure"] = failure_of(record.exc_info[1])
        return json.dumps(line, default=str)


def failure_of(error: BaseException) -> dict[str, Any]:
    """The kind of an exception and where it passed, without its message."""
    frames = traceback.extract_tb(error.__traceback__)
    return {
        "kind": f"{type(error).__module__}.{type(error).__name__}",
        "at": [f"{frame.filename}:{frame.lineno} {frame.name}" for frame in frames[-12:]],
    }


def configure_logs() -> None:
    """Send every logger of this process to standard error as JSON lines. Safe to call again."""
    handler = logging.StreamHandler(sys.stderr)
    handler.setFormatter(JsonLines())
    logging.basicConfig(level=logging.INFO, handlers=[handler], force=True)
    for name in QUIET:
        logging.getLogger(name).setLevel(logging.WARNING)


def log_requests(app: Flask) -> None:
    """Log each request once, when it is answered: route, status, milliseconds, an id that the response carries too.

    Static files and the pages of ``UNTRACED`` leave no line.
    """

    @app.before_request
    def begin() -> None:
        g.request_id = uuid4().hex
        g.began = time.perf_counter()

    @app.after_request
    def end(response: Response) -> Response:
        if request.endpoint == "static" or request.blueprint == UNTRACED or "began" not in g:
            return response
        response.headers["X-Request-Id"] = g.request_id
        log.info(
            "request",
            extra={
                "facts": {
                    "request": g.request_id,
                    "method": request.method,
                    "route": request.url_rule.rule if request.url_rule else "unknown",
                    "status": response.status_code,
                    "ms": round((time.perf_counter() - g.began) * 1000, 1),
                }
            },
        )
        return response

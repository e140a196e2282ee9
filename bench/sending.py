"""The final send against a bare endpoint that makes the same inserts, and how fast a form page is.

Ours is the whole thing: the draft found and locked, every answer checked again, forgery protection, the case, its
clocks and the work it causes, one commit. The bare one adds the same rows, as models, with new ids and commits, and
no more; beside it, for information, the same rows as bare INSERT statements.
"""

import http.client
import os
import pickle
import re
import statistics
import tempfile
import time
from collections.abc import Callable
from typing import Any
from urllib.parse import urlencode

from flask import Flask
from sqlalchemy import event

from authorities.publishing import default_authority
from bench.load import gunicorn, rate, read
from bench.ratio import ROUNDS, Ratio, alternate
from bench.servers import BenchServers
from foundation.database import db, transaction
from webform.draft_cookie import name_of
from webform.drafts import begin, filling_of, find
from webform.submissions import submit

FORM = "tell-us"
RECORDED = "BENCH_RECORDED_INSERTS"
AT_LEAST = 0.5
TOKEN = re.compile(rb'name="csrf_token"[^>]*value="([^"]+)"')
Send = Callable[[http.client.HTTPConnection, int], None]

ANSWERS: dict[str, Any] = {
    "kind": "complaint",
    "who_are_you": "parent",
    "child_involved": "yes",
    "children": [{"name": "Robin Sample", "date_of_birth": "2015-06", "relationship": "My son"}],
    "call_about": "Nobody tells me what is happening",
    "call_choice": "take-complaint",
    "points": [
        {"what": "The worker did not come when she said she would, three times.", "when": "In March"},
        {"what": "The report has things in it that did not happen."},
        {"what": "Nobody rings back."},
    ],
    "about_named": "no",
    "harm_tick": ["none"],
    "service": "children-looked-after",
    "outcome_sought": ["apology", "explanation"],
    "outcome_words": "Ring me when you say you will",
    "name": "Sam Sample",
    "email": "sam@example.com",
    "phone": "01632 960 001",
    "talk_how": "call",
    "safe_times": ["weekday-morning"],
    "may_leave_message": "no",
    "safe_notes": "Ask for Sam",
    "adjustments": ["large-print"],
    "ring_as_well": "no",
}


def measure(servers: BenchServers, quick: bool) -> list[Ratio]:
    """The final send, and a form page got and sent."""
    requests = 160 if quick else 640
    key, first_secrets = _finished_drafts(servers, requests * ROUNDS + 1)
    with tempfile.NamedTemporaryFile(suffix=".recorded") as recorded:
        recorded.write(pickle.dumps(_inserts_of_one(servers, first_secrets.pop())))
        recorded.flush()
        environment = servers.environment() | {RECORDED: recorded.name, "PYTHONPATH": os.getcwd()}
        with gunicorn("wsgi:app", environment) as ours, gunicorn("bench.bare:app", environment) as bare:
            visitor = _Visitor(ours, key)
            sends = alternate(
                lambda: rate(ours, visitor.sends([first_secrets.pop() for _ in range(requests)]), requests),
                lambda: rate(bare, _posts("/rows"), requests),
            )
            statements = statistics.median(rate(bare, _posts("/statements"), requests) for _ in range(ROUNDS))
            pages = alternate(
                lambda: rate(ours, visitor.turns_page, requests), lambda: rate(bare, _bare_page, requests)
            )
    return [
        Ratio("final send: validated, CSRF, one commit", *sends, "a second", "rate", AT_LEAST),
        Ratio("the same against bare INSERT statements, no models", sends[0], statements, "a second", "rate", None),
        Ratio("a form page got and sent, against an empty page", *pages, "a second", "rate", None),
        Ratio(
            "server time of a form page, got and sent", *_server_time(servers, key, requests // 4), "ms", "time", None
        ),
    ]


def _server_time(servers: BenchServers, key: str, times: int) -> tuple[float, float]:
    """Milliseconds to answer a GET and a POST of the first page, and of an empty page, with nobody else about."""
    ours, empty = servers.app.test_client(), Flask("empty")
    empty.add_url_rule("/page", view_func=lambda: "ok", methods=["GET", "POST"])
    bare = empty.test_client()
    found = TOKEN.search(ours.get(f"/{key}/{FORM}/kind").data)
    typed = {"csrf_token": found.group(1).decode() if found else "", "kind": "complaint"}

    def turn_ours() -> float:
        began = time.perf_counter()
        for _ in range(times):
            ours.get(f"/{key}/{FORM}/kind")
            ours.post(f"/{key}/{FORM}/kind", data=typed)
            ours.delete_cookie(name_of(key, FORM))
        return (time.perf_counter() - began) / times * 1000

    def turn_bare() -> float:
        began = time.perf_counter()
        for _ in range(times):
            bare.get("/page")
            bare.post("/page")
        return (time.perf_counter() - began) / times * 1000

    return alternate(turn_ours, turn_bare)


def _finished_drafts(servers: BenchServers, number: int) -> tuple[str, list[str]]:
    """The authority's key and the secrets of that many drafts, each with every page answered."""
    with servers.app.app_context():
        authority = default_authority()
        made: list[str] = []
        for start in range(0, number, 100):
            with transaction():
                for _ in range(min(100, number - start)):
                    draft, secret = begin(FORM, authority.id, answers=ANSWERS)
                    content = draft.content
                    content["seen"] = [page.key for page in filling_of(draft).definition.pages]
                    draft.content = content
                    made.append(secret)
        unfinished = filling_of(draft).first_unfinished()
        if unfinished is not None:
            raise RuntimeError(f"the bench's own answers leave the page {unfinished} unfinished")
        return authority.key, made


def _inserts_of_one(servers: BenchServers, secret: str) -> list[tuple[str, list[dict[str, Any]]]]:
    """The tables and rows of every INSERT that one submission makes, in order."""
    made: list[tuple[str, list[dict[str, Any]]]] = []

    def note(_c: object, _cursor: object, _statement: object, _parameters: object, context: Any, _many: bool) -> None:
        if context.isinsert:
            made.append((context.compiled.statement.table.name, context.compiled_parameters))

    with servers.app.app_context():
        event.listen(db.engine, "before_cursor_execute", note)
        try:
            with transaction():
                authority = default_authority()
                draft = find(secret, authority.id, FORM, lock=True)
                if draft is None:
                    raise RuntimeError("the bench's own draft is gone")
                submit(draft, draft.began_at)
        finally:
            event.remove(db.engine, "before_cursor_execute", note)
    return made


class _Visitor:
    """One browser session on our server, whose forgery token all eight clients use."""

    def __init__(self, port: int, authority_key: str) -> None:
        self.path = f"/{authority_key}/{FORM}"
        self.cookie_name = name_of(authority_key, FORM)
        connection = http.client.HTTPConnection("127.0.0.1", port, timeout=60)
        connection.request("GET", f"{self.path}/kind")
        response = connection.getresponse()
        body = response.read()
        found = TOKEN.search(body)
        if response.status != 200 or found is None:
            raise RuntimeError(f"no form to send: {response.status}")
        self.token = found.group(1).decode()
        self.session = (response.getheader("Set-Cookie") or "").split(";")[0]

    def sends(self, secrets: list[str]) -> Send:
        """Press "send" on one finished draft after the other."""

        def send(connection: http.client.HTTPConnection, number: int) -> None:
            cookies = f"{self.session}; {self.cookie_name}={secrets[number]}"
            self._post(connection, "check", {}, cookies)

        return send

    def turns_page(self, connection: http.client.HTTPConnection, _number: int) -> None:
        """Get the first page and send it, which begins a draft."""
        connection.request("GET", f"{self.path}/kind", headers={"Cookie": self.session})
        read(connection, 200)
        self._post(connection, "kind", {"kind": "complaint"}, self.session)

    def _post(self, connection: http.client.HTTPConnection, page: str, typed: dict[str, str], cookies: str) -> None:
        body = urlencode({"csrf_token": self.token, **typed})
        headers = {"Cookie": cookies, "Content-Type": "application/x-www-form-urlencoded"}
        connection.request("POST", f"{self.path}/{page}", body=body, headers=headers)
        response = connection.getresponse()
        response.read()
        if response.status not in (302, 303) or (
            page == "check" and not str(response.getheader("Location")).endswith("/sent")
        ):
            raise RuntimeError(f"not sent: {response.status} to {response.getheader('Location')}")


def _posts(path: str) -> Send:
    def send(connection: http.client.HTTPConnection, _number: int) -> None:
        connection.request("POST", path, body="")
        read(connection, 200)

    return send


def _bare_page(connection: http.client.HTTPConnection, _number: int) -> None:
    connection.request("GET", "/page")
    read(connection, 200)
    connection.request("POST", "/page", body="")
    read(connection, 200)

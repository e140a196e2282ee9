"""People send the form while parts of Redress are killed under them.

Every sending that showed a reference has one case and its receipt; the receipt went once, or more than once only
where the message says that it was uncertain.
"""

import http.client
import random
import re
import signal
import threading
import time
from collections import Counter
from collections.abc import Callable
from http.cookiejar import CookieJar
from urllib.error import HTTPError, URLError
from urllib.parse import urlencode
from urllib.request import HTTPCookieProcessor, OpenerDirector, build_opener

import psycopg
import pytest

from tests.drills.running import Run, wait_for
from tests.mail import SmtpSink

pytestmark = pytest.mark.drill

PEOPLE = 12
PATIENCE_SECONDS = 90
HIDDEN = re.compile(r'<input[^>]*type="hidden"[^>]*>')
ATTRIBUTE = re.compile(r'(name|value)="([^"]*)"')
REFERENCE = re.compile(r"\b[2-9A-Z]{4}-[2-9A-Z]{2}\b")

PAGES: tuple[tuple[str, dict[str, str]], ...] = (
    ("kind", {"kind": "complaint"}),
    ("who-are-you", {"who_are_you": "foster-carer"}),
    ("is-a-child-involved", {"child_involved": "no"}),
    ("what-it-is-about", {"call_about": "The allowance stopped"}),
    ("how-to-start", {"call_choice": "take-complaint"}),
    ("points", {"points-0-what": "The allowance stopped in March"}),
    ("about-somebody", {"about_named": "no"}),
    ("has-a-child-been-hurt", {"harm_tick": "none"}),
    ("service", {"service": "fostering"}),
    ("what-you-would-like", {}),
    ("add-files", {}),
    ("your-name", {"name": "Pat Sample"}),
)


class Person:
    """One browser that tries again, as people do, when a page does not come."""

    def __init__(self, address: str, number: int) -> None:
        self.address = f"{address}/isle-of-wight/tell-us"
        self.email = f"person{number}@example.com"
        self.browser: OpenerDirector = build_opener(HTTPCookieProcessor(CookieJar()))
        self.page = ""
        self.place = ""

    def tell(self) -> str:
        """Fill in the form and send it; gives the reference shown."""
        for key, typed in PAGES:
            self._go_on(key, typed)
        self._go_on("contact", {"email": self.email})
        while not self.place.endswith(("/check", "/sent")):
            self._go_on(self.place.rsplit("/", 1)[1].split("?")[0], {"talk_how": "writing-only", "ring_as_well": "no"})
        if self.place.endswith("/check"):
            self._go_on("check", {})
        found = REFERENCE.search(self.page)
        assert self.place.endswith("/sent"), self.place
        assert found is not None, self.page
        return found[0]

    def _go_on(self, key: str, typed: dict[str, str]) -> None:
        """Open a page, type and press its button, until it leads on."""
        until = time.monotonic() + PATIENCE_SECONDS
        while time.monotonic() < until:
            try:
                if self._open(key):
                    self._press(key, typed)
                return
            except (URLError, http.client.HTTPException, ConnectionError, TimeoutError):
                time.sleep(0.3)
        raise AssertionError(f"{self.email} gave up at {key}")

    def _open(self, key: str) -> bool:
        """See a page; False when the form has led on from it already."""
        self._read(f"{self.address}/{key}", None)
        return self.place.endswith(f"/{key}")

    def _press(self, key: str, typed: dict[str, str]) -> None:
        hidden = dict[str, str]()
        for box in HIDDEN.findall(self.page):
            parts = dict(ATTRIBUTE.findall(box))
            hidden[parts["name"]] = parts.get("value", "")
        boxes = {name: words for name, words in typed.items() if f'name="{name}"' in self.page}
        self._read(f"{self.address}/{key}", urlencode({**hidden, **boxes}).encode())

    def _read(self, address: str, sent: bytes | None) -> None:
        try:
            with self.browser.open(address, sent, timeout=10) as answer:
                self.page, self.place = answer.read().decode(), answer.url
        except HTTPError as error:
            if error.code < 500:
                raise AssertionError(f"{error.code} at {address}: {error.read()[:400]!r}") from error
            raise


def test_every_reference_shown_has_one_case_and_its_receipt_whatever_is_killed(
    run_of: Callable[..., Run], smtp_sink: SmtpSink
) -> None:
    run = run_of(
        REDRESS_SMTP_URL=smtp_sink.url,
        REDRESS_LEASE_SECONDS="4",
        REDRESS_JOB_SECONDS="3",
        REDRESS_OFFER_AGAIN_SECONDS="2",
    )
    run.start()
    shown: dict[str, str] = {}
    failures: list[BaseException] = []

    def tell(number: int) -> None:
        person = Person(run.address, number)
        time.sleep(number * 1.5)
        try:
            shown[person.email] = person.tell()
        except BaseException as error:
            failures.append(error)

    people = [threading.Thread(target=tell, args=(number,)) for number in range(PEOPLE)]
    for thread in people:
        thread.start()
    _kill_one_after_the_other(run)
    for thread in people:
        thread.join(PATIENCE_SECONDS * 2)
    assert not failures, failures[0]
    assert len(shown) == PEOPLE

    wait_for(lambda: _receipts(run) == dict.fromkeys(shown.values(), 1), "every receipt", 120)
    assert _cases(run) == dict.fromkeys(shown.values(), 1)
    mails = Counter(address for address in smtp_sink.recipients if address.startswith("person"))
    uncertain = _uncertain(run)
    for email, reference in shown.items():
        assert mails[email] == 1 or (mails[email] > 1 and reference in uncertain), (email, mails[email])
    assert run.stop() == 0


def _kill_one_after_the_other(run: Run) -> None:
    """Kill a part of each kind, the web twice, each time once the pages answer again."""
    dice = random.Random(7)
    for part in ("web", "worker", "valkey", "relay", "postgresql", "web", "worker"):
        time.sleep(dice.uniform(0.5, 2))
        if part == "postgresql":
            run.server(part).send_signal(signal.SIGINT)  # a fast stop, as a restart makes
        elif part == "valkey":
            run.server(part).kill()
        else:
            wait_for(lambda part=part: bool(run.parts(part)), f"a {part}")
            run.kill(part)
        wait_for(lambda: _answers(run), "the pages to answer again", PATIENCE_SECONDS)


def _answers(run: Run) -> bool:
    try:
        with build_opener().open(f"{run.address}/isle-of-wight/", timeout=5):
            return True
    except OSError:
        return False


def _ask(run: Run, question: str) -> list[tuple[object, ...]]:
    with psycopg.connect(run.database_url().replace("+psycopg", "")) as connection:
        return connection.execute(question).fetchall()


def _cases(run: Run) -> dict[object, object]:
    return dict(_ask(run, 'select reference, count(*) from "case" group by reference'))  # type: ignore[arg-type]


def _receipts(run: Run) -> dict[object, object]:
    """Receipts sent, by the reference of their case."""
    return dict(
        _ask(  # type: ignore[arg-type]
            run,
            """select "case".reference, count(*) from message join "case" on "case".id = message.about_id
            where wording_key = 'receipt' and fate = 'sent' group by "case".reference""",
        )
    )


def _uncertain(run: Run) -> set[object]:
    return {
        row[0]
        for row in _ask(
            run,
            """select "case".reference from message join "case" on "case".id = message.about_id
            where message.was_uncertain""",
        )
    }

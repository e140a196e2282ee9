"""Somebody who fills in the form in a browser without scripts: opens pages, types, presses buttons."""

from collections.abc import Mapping
from typing import Any
from urllib.parse import urlsplit

from bs4 import BeautifulSoup, Tag
from werkzeug.test import TestResponse, encode_multipart

from authorities.models import Authority
from foundation.database import transaction
from tests.pages import StrictClient
from webform.draft_cookie import name_of
from webform.drafts import begin, filling_of


class Person:
    """One browser. ``path`` is where they are, ``page`` what they see, ``status`` how it came."""

    def __init__(self, client: StrictClient, at: str = "/isle-of-wight/tell-us/kind") -> None:
        self.client = client
        self.path = ""
        self.status = 0
        self.page = BeautifulSoup("", "html.parser")
        self.open(at)

    def open(self, path: str) -> "Person":
        """Go to an address, wherever it leads."""
        return self._arrive(self.client.get(path, follow_redirects=True))

    def go_on(self, button: tuple[str, str] | None = None, /, **typed: Any) -> "Person":
        """Type and press the button that goes on, or the one named. A box is named as in the page, ``__`` for ``-``."""
        return self._arrive(self.post(button, **typed))

    def post(self, button: tuple[str, str] | None = None, /, **typed: Any) -> TestResponse:
        """As ``go_on``, but stay on this page, as a tab does whose answer never arrives."""
        sent = {str(box["name"]): box["value"] for box in self.page.select("form input[type=hidden]")}
        sent |= {name.replace("__", "-"): words for name, words in typed.items()}
        if button is not None:
            sent[button[0]] = button[1]
        form = self.page.select_one("main form")
        to = str(form.get("action", self.path)) if form else self.path
        if form is None or form.get("enctype") != "multipart/form-data":
            return self.client.post(to, data=sent, follow_redirects=True)
        boundary, body = encode_multipart(sent)
        kind = f"multipart/form-data; boundary={boundary}"
        return self.client.post(to, data=body, content_type=kind, follow_redirects=True)

    @property
    def heading(self) -> str:
        """The main heading, as it reads."""
        heading = self.page.h1
        assert heading is not None
        return heading.get_text(" ", strip=True)

    @property
    def place(self) -> str:
        """The last part of the address: the page's key."""
        return urlsplit(self.path).path.rsplit("/", 1)[-1]

    @property
    def words(self) -> str:
        """All that can be read in the main part of the page."""
        return (self.page.main or self.page).get_text(" ", strip=True)

    @property
    def errors(self) -> dict[str, str]:
        """The error summary: box → what to do. Each box named exists and says the same."""
        found: dict[str, str] = {}
        for link in self.page.select(".govuk-error-summary__list a"):
            box = str(link["href"]).removeprefix("#")
            assert self.page.find(id=box) is not None
            found[box] = link.get_text(strip=True)
        return found

    def box(self, name: str) -> Tag:
        """The box with this name."""
        found = self.page.select_one(f"[name='{name}']")
        assert found is not None, f"{self.path} has no box {name}"
        return found

    def value(self, name: str) -> str:
        """What stands in a box, or which radio is chosen."""
        chosen = self.page.select(f'input[name="{name}"][checked]')
        if chosen:
            return str(chosen[0]["value"])
        box = self.box(name)
        if box.get("type") in ("radio", "checkbox"):
            return ""
        return box.get_text().strip() if box.name == "textarea" else str(box.get("value", ""))

    def _arrive(self, response: TestResponse) -> "Person":
        self.status = response.status_code
        self.path = response.request.full_path.rstrip("?")
        self.page = BeautifulSoup(response.get_data(as_text=True), "html.parser")
        return self


def half_way(client: StrictClient, authority: Authority, answers: Mapping[str, Any], place: str) -> Person:
    """Somebody who has gone on from every page before ``place`` with these answers, and stands there."""
    with transaction():
        draft, secret = begin("tell-us", authority.id, answers=answers)
        pages = [page.key for page in filling_of(draft).definition.pages]
        before = pages[: pages.index(place)] if place in pages else pages
        draft.content = draft.content | {"seen": before}
        shown = [page.key for page in filling_of(draft).journey.pages]
        draft.content = draft.content | {"seen": [key for key in before if key in shown]}
    client.set_cookie(name_of(authority.key, "tell-us"), secret)
    person = Person(client, f"/{authority.key}/tell-us/{place}")
    assert person.place == place
    return person

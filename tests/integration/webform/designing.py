"""An officer at the designer: opening its pages as a browser does, and sending their boxes back as drawn."""

from dataclasses import dataclass
from typing import Any

from bs4 import BeautifulSoup, Tag
from werkzeug.datastructures import MultiDict
from werkzeug.test import TestResponse

from authorities.models import Officer
from authorities.sessions import SESSION_COOKIE, begin_session
from foundation.database import db
from tests.pages import StrictClient
from webform.designer_drafts import Working, working_on
from webform.models import FormDraft

FORM = "/forms/isle-of-wight/tell-us"


@dataclass
class Page:
    """One page as an officer has it before them."""

    path: str
    status: int
    html: BeautifulSoup

    @property
    def words(self) -> str:
        """What it says."""
        return " ".join(self.html.get_text(" ").split())

    def boxes(self, button: str) -> tuple[str, MultiDict[str, str]]:
        """Where the form with a button goes, and what it holds, that button pressed (by its words or its value)."""
        for form in self.html.find_all("form"):
            for pressed in form.find_all("button"):
                said = " ".join(pressed.get_text(" ").split())
                if said == button or pressed.get("value") == button:
                    held = _held(form)
                    if pressed.get("name"):
                        held.add(str(pressed["name"]), str(pressed.get("value", "")))
                    return str(form.get("action") or self.path), held
        raise AssertionError(f"{self.path} has no button {button}: {self.words[:500]}")


@dataclass
class Desk:
    """An officer's own browser."""

    client: StrictClient
    officer: Officer

    def open(self, path: str = "") -> Page:
        """A page, by its path below the form or from the root."""
        return self._read(self._as_me().get(self._whole(path), follow_redirects=True))

    def press(self, page: Page, button: str, **typed: Any) -> Page:
        """Type into the boxes of the form that has a button, and press it. A list is what is ticked."""
        action, held = page.boxes(button)
        for name, value in typed.items():
            held.setlist(name.replace("__", "-"), value if isinstance(value, list) else [value])
        return self._read(self._as_me().post(action, data=held, follow_redirects=True))

    def _as_me(self) -> StrictClient:
        self.client.set_cookie(SESSION_COOKIE, begin_session(self.officer))
        return self.client

    def _whole(self, path: str) -> str:
        return path if path.startswith("/forms") else FORM + path

    def _read(self, response: TestResponse) -> Page:
        return Page(
            response.request.full_path.rstrip("?"),
            response.status_code,
            BeautifulSoup(response.get_data(as_text=True), "html.parser"),
        )


def working(authority: Any, key: str = "tell-us") -> Working:
    """The form as it stands in the database."""
    db.session.expire_all()
    return working_on(authority, key)


def draft_of(authority: Any, key: str = "tell-us") -> dict[str, Any]:
    """The draft's data."""
    found = working(authority, key).draft
    assert isinstance(found, FormDraft)
    return found.content


def question_of(data: dict[str, Any], key: str) -> dict[str, Any]:
    """A question that stands on a page itself, in a form's data."""
    found: dict[str, Any] = next(
        question for page in data["pages"] for question in page.get("questions", []) if question["key"] == key
    )
    return found


def page_of(data: dict[str, Any], key: str) -> dict[str, Any]:
    """A page in a form's data."""
    found: dict[str, Any] = next(page for page in data["pages"] if page["key"] == key)
    return found


def _held(form: Tag) -> MultiDict[str, str]:
    held: MultiDict[str, str] = MultiDict()
    for box in form.find_all(["input", "select", "textarea"]):
        name = str(box.get("name", ""))
        kind = str(box.get("type", "text")) if box.name == "input" else box.name
        if not name or kind == "file":
            continue
        if kind in ("checkbox", "radio"):
            if box.has_attr("checked"):
                held.add(name, str(box.get("value", "on")))
        elif kind == "select":
            chosen = [option for option in box.find_all("option") if option.has_attr("selected")]
            chosen = chosen or (box.find_all("option")[:1] if not box.has_attr("multiple") else [])
            for option in chosen:
                held.add(name, str(option.get("value", "")))
        else:
            held.add(name, box.get_text() if kind == "textarea" else str(box.get("value", "")))
    return held

"""What tests of the desk do: open a case's page, press a button on it, read the answer."""

from bs4 import BeautifulSoup
from werkzeug.test import TestResponse

from cases.models import Case
from tests.pages import StrictClient


def page_of(case: Case) -> str:
    """The address of a case."""
    return f"/desk/cases/{case.reference}"


def press(desk: StrictClient, case: Case, act: str) -> TestResponse:
    """Press one of the buttons on the case's page, and see where it leads."""
    return desk.send_form(page_of(case), {}, to=f"{page_of(case)}/{act}", follow_redirects=True)


def text(answer: TestResponse) -> str:
    """All the words of a page, single-spaced."""
    return " ".join(BeautifulSoup(answer.get_data(as_text=True), "html5lib").get_text(" ").split())


def error_by(answer: TestResponse, field: str) -> str:
    """The error that stands beside a field."""
    page = BeautifulSoup(answer.get_data(as_text=True), "html5lib")
    found = page.find(id=f"{field}-error")
    assert found is not None, f"no error by {field}"
    return found.get_text(" ", strip=True)

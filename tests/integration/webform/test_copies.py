"""Whoever sent something can keep a copy, in the browser that sent it and nowhere else."""

from io import BytesIO

import pytest
from flask import Flask
from flask_sqlalchemy import SQLAlchemy
from pypdf import PdfReader
from sqlalchemy import select

from authorities.models import Authority
from authorities.publishing import default_authority
from cases.links import progress_link
from cases.models import Case
from foundation.database import db
from foundation.links import token_for
from tests.factories import time_is
from tests.integration.webform.person import Person, half_way
from tests.pages import StrictClient
from webform.models import Draft, Submission

FORM = "/isle-of-wight/tell-us"
ANSWERS = {
    "kind": "compliment",
    "who_are_you": "parent",
    "child_involved": "no",
    "compliment_words": "She listened & rang back.\nТетяна теж.",
    "thank_who": "Жанна",
    "service": "care-leavers",
    "name": "Żaneta Sample",
    "no_contact": ["no-answer"],
}


@pytest.fixture
def authority(shipped: SQLAlchemy) -> Authority:
    """The Isle of Wight with all that ships, on a Monday evening."""
    time_is("2027-03-01", 21)
    return default_authority()


@pytest.fixture
def sent(client: StrictClient, authority: Authority) -> Person:
    """Somebody who has just sent it."""
    return half_way(client, authority, ANSWERS, "check").go_on()


def words_of(content: bytes) -> str:
    return "\n".join(page.extract_text() for page in PdfReader(BytesIO(content)).pages)


def test_the_page_shows_what_was_sent_its_day_and_what_happens_next(sent: Person) -> None:
    link = sent.page.find("a", string="See and keep a copy")
    assert link is not None
    assert "only in this browser" in sent.words
    copy = sent.open(str(link["href"]))
    reference = db.session.scalars(select(Submission.reference)).one()
    for words in (reference, "Monday 1 March 2027", "Żaneta Sample", "Тетяна теж.", "What happens next"):
        assert words in copy.words


def test_the_pdf_holds_the_same_in_any_alphabet_and_no_link(sent: Person, client: StrictClient) -> None:
    response = client.get(f"{FORM}/copy.pdf")
    submission = db.session.scalars(select(Submission)).one()
    assert response.mimetype == "application/pdf"
    assert response.headers["Content-Disposition"] == f'attachment; filename="{submission.reference}.pdf"'
    assert response.headers["Cache-Control"] == "no-store"
    words = words_of(response.data)
    for expected in (
        submission.reference, "Monday 1 March 2027", "Żaneta Sample", "Жанна", "She listened & rang back.",
        "Тетяна теж.", "What happens next", "Ring ", "Page 1 of",
    ):  # fmt: skip
        assert expected in words
    assert "http" not in words


def test_neither_another_browser_nor_the_progress_link_gives_a_copy(app: Flask, sent: Person) -> None:
    other = app.test_client()
    case = db.session.scalars(select(Case)).one()
    link = progress_link(case, "isle-of-wight")
    other.get(link.path.format(token=token_for(link.purpose, case.id, link.generation)))
    assert other.get("/isle-of-wight/progress").status_code == 200
    for part in ("copy", "copy.pdf"):
        response = other.get(f"{FORM}/{part}")
        assert response.status_code == 410
        assert "listened" not in response.get_data(as_text=True)


def test_there_is_no_copy_before_it_is_sent_nor_after_the_draft_is_gone(
    client: StrictClient, authority: Authority
) -> None:
    person = half_way(client, authority, ANSWERS, "check")
    assert client.get(f"{FORM}/copy").status_code == 410
    person.go_on()
    assert client.get(f"{FORM}/copy").status_code == 200
    db.session.scalars(select(Draft)).one().expires_at = time_is("2027-03-01", 21, 5)
    assert client.get(f"{FORM}/copy.pdf").status_code == 410

"""What a family gave us with a complaint is seen by whoever answers or signs it, and by nobody else there."""

import pytest
from bs4 import BeautifulSoup
from flask import Flask
from sqlalchemy import select

from authorities.permissions import Role
from authorities.publishing import authority_by_key
from cases import responding
from cases.models import Case, Look
from foundation.clock import business_now
from foundation.database import db
from foundation.encryption import new_data_key
from foundation.files import Examined, StoredFile, keep_file
from tests.factories import Council, make_case, make_officer
from tests.files import PDF
from tests.integration.cases.asked import Asked, browser, finished_draft, make_asked, signed_in
from tests.pages import StrictClient


@pytest.fixture
def asked(quiet_council: Council) -> Asked:
    return make_asked(quiet_council)


def given(case: Case) -> StoredFile:
    return keep_file(
        Examined("letter.pdf", "application/pdf", PDF, "clean"),
        ("case", case.id),
        authority_id=case.authority_id,
        data_key=new_data_key("case"),
        at=business_now(),
    )


def place_of(asked: Asked, file: StoredFile) -> str:
    return f"{asked.page}/files/{file.id}"


def named_on(page: str) -> list[str]:
    """The files that a page offers."""
    return [link.get_text() for link in BeautifulSoup(page, "html5lib").select("#files + ul a")]


def by_link(app: Flask, asked: Asked) -> StrictClient:
    client = browser(app)
    client.get(asked.link())
    client.send_form(f"{asked.page}/open", {})
    return client


def test_the_manager_who_answers_has_the_files_and_each_handing_out_is_kept_as_a_look(app: Flask, asked: Asked) -> None:
    file = given(asked.case)
    manager = by_link(app, asked)

    assert named_on(manager.get(asked.page).text) == ["letter.pdf"]
    handed = manager.get(place_of(asked, file))

    assert handed.data == PDF
    assert handed.headers["Content-Disposition"] == "attachment; filename=letter.pdf"
    assert handed.headers["Content-Security-Policy"] == "default-src 'none'; sandbox"
    looked = select(Look.officer_id).where(Look.case_id == asked.case.id, Look.page == "file")
    assert db.session.scalars(looked).all() == [asked.manager.id]


def test_the_signer_has_them_beside_the_letter(app: Flask, asked: Asked) -> None:
    file = given(asked.case)
    answer = responding.save_draft(asked.opened, finished_draft(asked.stage), 0)
    responding.give_to_signer(asked.opened, answer.edition)
    assert answer.signer is not None
    signer = signed_in(app, answer.signer)

    assert named_on(signer.get(f"{asked.page}/letter").text) == ["letter.pdf"]
    assert signer.get(place_of(asked, file)).data == PDF


def test_without_files_the_page_says_nothing_about_them(app: Flask, asked: Asked) -> None:
    assert "Files they gave us" not in by_link(app, asked).get(asked.page).text


def test_a_file_of_another_case_is_not_handed_out(app: Flask, asked: Asked, quiet_council: Council) -> None:
    other = given(make_case(quiet_council))

    assert by_link(app, asked).get(place_of(asked, other)).status_code == 404


def test_nobody_else_has_them_through_the_managers_pages(app: Flask, asked: Asked) -> None:
    place = place_of(asked, given(asked.case))
    elsewhere = make_officer(authority_by_key("hampshire"), "Hetty Elsewhere", Role.COMPLAINTS_OFFICER)
    another = make_officer(asked.council.authority, "Otto Another", Role.RESPONDING_MANAGER)

    assert browser(app).get(place).location.startswith("/sign-in")
    assert signed_in(app, elsewhere).get(place).status_code == 403
    assert signed_in(app, another).get(place).status_code == 403


def test_while_possible_harm_is_decided_the_files_are_shut_to_the_manager_too(app: Flask, asked: Asked) -> None:
    file = given(asked.case)
    manager = by_link(app, asked)
    asked.case.is_held = True
    db.session.flush()

    assert manager.get(place_of(asked, file)).status_code == 403

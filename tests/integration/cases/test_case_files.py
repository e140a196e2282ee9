"""The files of a case: listed and handed out to its complaints team, as attachments, each time kept as a look."""

from typing import Any

import pytest
from bs4 import BeautifulSoup
from flask import Flask
from sqlalchemy import select

from authorities.permissions import Role
from authorities.publishing import authority_by_key
from cases.models import Case, Look
from foundation.clock import business_now
from foundation.database import db, new_id
from foundation.encryption import new_data_key
from foundation.files import Examined, StoredFile, keep_file
from tests.factories import Council, make_case, make_confirmed_case, make_officer
from tests.files import JPEG, PDF
from tests.integration.cases.asked import signed_in
from tests.integration.cases.at_the_desk import page_of, text
from tests.pages import StrictClient
from webform.models import Submission
from webform.publishing import live_form


def given(owner: tuple[str, Any], council: Council, name: str = "letter.pdf", **more: Any) -> StoredFile:
    content, media_type, scan = more.get("content", PDF), more.get("media_type", "application/pdf"), more.get("scan")
    return keep_file(
        Examined(name, media_type, content, scan or "clean"),
        owner,
        authority_id=council.authority.id,
        data_key=new_data_key(owner[0]),
        at=business_now(),
    )


def place_of(case: Case, file: StoredFile) -> str:
    return f"{page_of(case)}/files/{file.id}"


@pytest.fixture
def case(quiet_council: Council) -> Case:
    """One that was sent with the form."""
    case = make_confirmed_case(quiet_council)
    form = live_form(quiet_council.authority.id, "tell-us")
    submission = Submission(
        authority_id=quiet_council.authority.id,
        data_key=new_data_key("answers"),
        draft_id=new_id(),
        form_version_id=form.version_id,
        form_key="tell-us",
        reference=case.reference,
        received_at=case.received_at,
        answers={},
    )
    db.session.add(submission)
    case.submission_id = submission.id
    return case


def listed(desk: StrictClient, case: Case) -> dict[str, str]:
    """What the case page says of each file, by its name."""
    page = BeautifulSoup(desk.get(page_of(case)).get_data(as_text=True), "html5lib")
    heading = page.find(id="case-files")
    if heading is None:
        return {}
    rows = heading.find_next("ul").find_all("li")
    return {row.find(class_="redress-words").get_text(): " ".join(row.get_text(" ").split()) for row in rows}


def test_the_case_page_lists_the_files_sent_and_those_added_since(
    desk: StrictClient, case: Case, quiet_council: Council
) -> None:
    given(("submission", case.submission_id), quiet_council)
    given(
        ("case", case.id), quiet_council, "photo.jpg", content=JPEG * 2000, media_type="image/jpeg", scan="not-scanned"
    )
    given(("case", new_id()), quiet_council, "another case.pdf")

    files = listed(desk, case)

    assert list(files) == ["letter.pdf", "photo.jpg"]
    assert files["letter.pdf"] == "letter.pdf PDF, 1 KB, 2 December 2027 at 9:40pm"
    assert files["photo.jpg"].startswith("photo.jpg Not scanned JPG picture, 317 KB")


def test_a_case_without_files_says_nothing_about_files(desk: StrictClient, case: Case) -> None:
    assert listed(desk, case) == {}


def test_a_file_is_handed_out_whole_as_an_attachment_that_could_run_nothing(
    desk: StrictClient, case: Case, quiet_council: Council
) -> None:
    file = given(
        ("submission", case.submission_id), quiet_council, "Zoë’s photo.jpg", content=JPEG, media_type="image/jpeg"
    )

    answer = desk.get(place_of(case, file))

    assert answer.status_code == 200
    assert answer.data == JPEG
    headers = answer.headers
    assert headers["Content-Type"] == "image/jpeg"
    assert headers["Content-Disposition"].startswith("attachment;")
    assert "filename*=UTF-8''Zo%C3%AB%E2%80%99s%20photo.jpg" in headers["Content-Disposition"]
    assert headers["X-Content-Type-Options"] == "nosniff"
    assert headers["Content-Security-Policy"] == "default-src 'none'; sandbox"
    assert headers["Cross-Origin-Resource-Policy"] == "same-origin"
    assert headers["Cache-Control"] == "no-store"


def test_handing_out_a_file_is_kept_as_a_look(desk: StrictClient, case: Case, quiet_council: Council) -> None:
    file = given(("case", case.id), quiet_council)

    desk.get(place_of(case, file))

    looks = db.session.execute(select(Look.officer_id, Look.page).where(Look.case_id == case.id)).all()
    assert looks == [(quiet_council.officer().id, "file")]
    assert "m, a file" in text(desk.get(page_of(case)))


def test_a_file_in_which_a_virus_was_found_is_named_and_not_handed_out(
    desk: StrictClient, case: Case, quiet_council: Council
) -> None:
    file = given(("case", case.id), quiet_council, scan="virus")
    db.session.execute(StoredFile.metadata.tables["file_piece"].delete())

    page = desk.get(page_of(case)).get_data(as_text=True)

    assert "Virus found, not kept" in listed(desk, case)["letter.pdf"]
    assert place_of(case, file) not in page
    assert desk.get(place_of(case, file)).status_code == 404


def test_a_file_of_another_case_or_of_a_draft_is_not_found_under_this_one(
    desk: StrictClient, case: Case, quiet_council: Council
) -> None:
    other = make_case(quiet_council)
    for owner in (("case", other.id), ("draft", case.id), ("submission", case.id), ("submission", new_id())):
        assert desk.get(place_of(case, given(owner, quiet_council))).status_code == 404
    assert desk.get(f"{page_of(case)}/files/{new_id()}").status_code == 404


def test_files_are_handed_to_the_complaints_team_of_the_case_alone(app: Flask, quiet_council: Council) -> None:
    named = quiet_council.officer("officer.two")
    case = make_confirmed_case(quiet_council, named=(named.name,))
    file = given(("case", case.id), quiet_council)
    elsewhere = make_officer(authority_by_key("hampshire"), "Hetty Elsewhere", Role.COMPLAINTS_OFFICER)
    officers = {
        "named in it": named,
        "of another council": elsewhere,
        "manager who answers": quiet_council.manager(),
        "report reader": quiet_council.officer("reports"),
    }

    statuses = {who: signed_in(app, officer).get(place_of(case, file)).status_code for who, officer in officers.items()}

    assert statuses == {
        "named in it": 404, "of another council": 404, "manager who answers": 403, "report reader": 403,
    }  # fmt: skip
    assert app.test_client().get(place_of(case, file)).status_code == 302
    manager = signed_in(app, quiet_council.manager()).get(page_of(case))
    assert manager.status_code == 200
    assert "letter.pdf" not in manager.get_data(as_text=True)
    assert not db.session.scalars(select(Look).where(Look.page == "file")).all()

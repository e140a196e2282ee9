"""Whoever holds the link but not the safe route learns nothing that was written and changes nothing, act by act.

Somebody else in the house may open it: what it lets them do is ask, and the team hears who was asked for.
"""

import io
from collections.abc import Callable
from dataclasses import asdict
from typing import Any

import pytest
from bs4 import BeautifulSoup
from flask import Flask
from sqlalchemy import select

from cases import asking, calls, responding
from cases.changes import routes_of
from cases.harm import decision_of
from cases.intake import PersonGiven
from cases.links import next_stage_link, progress_link, still_want_link
from cases.models import Case, EscalationRequest, Note, WorkItem
from foundation.database import db, new_id, transaction
from foundation.files import files_of, pieces_of
from foundation.links import token_for
from notifications.message import LinkTo
from tests.factories import Council, make_confirmed_case
from tests.files import JPEG, PDF
from tests.integration.cases.asked import Asked, browser, finished_draft, make_asked, set_sign_off
from tests.integration.cases.sent import run_until
from tests.pages import StrictClient

KEY = "isle-of-wight"
HOME = f"/{KEY}/progress"
SECRETS = (
    "Nobody rang me", "another child", "Kit Pretend", "Kit", "Asha", "Pretend", "family.example", "960444", "sorry",
    "I am sorry", "ring after four", "Old Street", "We looked at point",
)  # fmt: skip


@pytest.fixture
def answered(council: Council, monkeypatch: pytest.MonkeyPatch) -> Asked:
    """A complaint of two points, answered; its person said a great deal about how they are reached."""
    person = PersonGiven(
        name="Asha Pretend",
        relationship="parent",
        email="asha@family.example",
        phone="01632 960444",
        postal_address="1 Old Street, Madeup PO30 1UD",
        safe_notes="Only ring after four",
        may_write=True,
    )
    made = make_asked(council, person=person)
    set_sign_off(made.case, monkeypatch, is_required=False)
    run_until()
    with transaction():
        answer = responding.save_draft(made.opened, finished_draft(made.stage), 0)
    with transaction():
        responding.send_answer(made.opened, answer.edition)
    run_until()
    return made


def by_link(app: Flask, link: LinkTo) -> StrictClient:
    client = browser(app)
    assert link.row_id is not None
    client.get(link.path.format(token=token_for(link.purpose, link.row_id, link.generation)))
    return client


@pytest.fixture
def holder(app: Flask, answered: Asked) -> StrictClient:
    """Somebody else's browser, with the progress link."""
    return by_link(app, progress_link(answered.case, KEY))


def hidden(client: StrictClient, address: str) -> dict[str, Any]:
    page = BeautifulSoup(client.get(address, follow_redirects=True).text, "html5lib")
    return {str(tag["name"]): str(tag["value"]) for tag in page.select("form input[type=hidden]")}


def held(case: Case) -> dict[str, Any]:
    """All that must stay as it is."""
    db.session.expire_all()
    return asdict(routes_of(case.complainant)) | {
        "name": case.complainant.name,
        "state": case.state,
        "points": [point.words for point in case.points],
        "children": [child.name for child in case.children],
        "answered": [stage.answered_on for stage in case.stages],
        "generation": case.link_generation,
    }


def kinds_of_work(case: Case) -> list[str]:
    found = db.session.scalars(select(WorkItem.kind).where(WorkItem.case_id == case.id))
    return sorted(kind for kind in found if kind.startswith("person-"))


def learns_nothing(client: StrictClient, *more: str) -> None:
    """None of the pages a link opens shows anything that was written, now or before."""
    for part in ("", "/add", "/change", "/next-stage"):
        shown = client.get(f"{HOME}{part}", follow_redirects=True).text
        for secret in (*SECRETS, *more):
            assert secret not in shown, f"{part} shows {secret}"


Act = Callable[[StrictClient], Any]


def add_words(client: StrictClient) -> Any:
    return client.post(f"{HOME}/add", data=hidden(client, f"{HOME}/add") | {"words": "Zebra words"})


def add_files(client: StrictClient) -> Any:
    files = [(io.BytesIO(JPEG), "zebra.jpg"), (io.BytesIO(PDF), "letter.pdf")]
    return client.post(f"{HOME}/add", data=hidden(client, f"{HOME}/add") | {"words": "", "files": files})


def ask_for_call(client: StrictClient) -> Any:
    return client.post(f"{HOME}/call", data=hidden(client, HOME))


def ask_for_contact(client: StrictClient) -> Any:
    typed = {"kind": "contact", "words": "Write to zebra@evil.example"}
    return client.post(f"{HOME}/change", data=hidden(client, f"{HOME}/change") | typed)


def ask_to_withdraw(client: StrictClient) -> Any:
    return client.post(f"{HOME}/change", data=hidden(client, f"{HOME}/change") | {"kind": "withdraw", "words": ""})


def test_looking_shows_nothing_that_was_written(answered: Asked, holder: StrictClient) -> None:
    before = held(answered.case)
    learns_nothing(holder)
    assert held(answered.case) == before
    assert kinds_of_work(answered.case) == []


@pytest.mark.parametrize(
    ("act", "kind"),
    [
        (add_words, "person-added"),
        (add_files, "person-added"),
        (ask_for_call, "person-asks-call"),
        (ask_for_contact, "person-asks-change"),
        (ask_to_withdraw, "person-asks-change"),
    ],
    ids=["words", "files", "call", "contact", "withdraw"],
)
def test_each_act_is_only_a_request_that_the_team_gets(
    answered: Asked, holder: StrictClient, act: Act, kind: str
) -> None:
    before = held(answered.case)
    done = act(holder)
    assert done.status_code == 302
    assert held(answered.case) == before
    assert kinds_of_work(answered.case) == [kind]
    learns_nothing(holder, "Zebra", "zebra", "evil.example", "letter.pdf")
    run_until()
    assert held(answered.case) == before


def test_the_next_stage_form_shows_numbers_of_points_and_no_words_and_keeps_how_they_are_reached(
    app: Flask, answered: Asked, holder: StrictClient
) -> None:
    before = held(answered.case)
    page = f"{HOME}/next-stage"
    at = holder.post(page, data=hidden(holder, page)).location
    for _ in range(12):
        shown = holder.get(at, follow_redirects=True)
        for secret in SECRETS:
            assert secret not in shown.text
        if shown.request.path.endswith("/sent"):
            break
        at = holder.post(shown.request.path, data=hidden(holder, shown.request.path)).location
    assert db.session.scalars(select(EscalationRequest).where(EscalationRequest.case_id == answered.case.id)).one()
    after = held(answered.case)
    unchanged = set(before) - {"state", "answered"}
    assert {key: after[key] for key in unchanged} == {key: before[key] for key in unchanged}
    assert after["answered"][: len(before["answered"])] == before["answered"]
    learns_nothing(holder)


def test_the_letters_link_shows_nothing_that_was_written_either(app: Flask, answered: Asked) -> None:
    client = by_link(app, next_stage_link(answered.stage, answered.case.link_generation, KEY))
    shown = client.get(f"/{KEY}/next-stage").text
    for secret in SECRETS:
        assert secret not in shown
    assert client.get(HOME).status_code == 404


def test_still_wanting_to_complain_says_only_that(app: Flask, council: Council) -> None:
    case = make_confirmed_case(council, call_choice="call-me")
    db.session.commit()
    call_back = calls.call_of(case.id)
    assert call_back is not None
    client = by_link(app, still_want_link(call_back, KEY))
    before = asdict(routes_of(case.complainant))
    page = f"/{KEY}/still-want"
    for shown in (client.get(page).text, client.post(page, data=hidden(client, page)).text):
        for secret in SECRETS:
            assert secret not in shown
    assert asdict(routes_of(case.complainant)) == before


def test_a_young_person_who_was_rung_never_reads_that_they_complain(app: Flask, council: Council) -> None:
    jo = PersonGiven(name="Jo", relationship="young-person", is_young=True, phone="07700 900 123")
    case = make_confirmed_case(council, person=jo, call_choice="call-me", kind="complaint")
    call_back = calls.call_of(case.id)
    assert call_back is not None
    calls.record_try(call_back, council.manager().id, "spoke", agreed="We talk again on Monday.")
    db.session.commit()
    client = by_link(app, still_want_link(call_back, KEY))
    page = f"/{KEY}/still-want"
    shown = [client.get(page).text, client.post(page, data=hidden(client, page)).text]
    assert "It is still not right" in shown[0]
    assert "We are looking at it again" in shown[1]
    assert not [text for text in shown if "complain" in text.casefold()]


@pytest.mark.parametrize("page", ["/desk/cases/{}", "/answer/case/{}", "/desk/cases/{}/change-asked/" + "0" * 32])
def test_no_officers_page_opens_with_it(answered: Asked, holder: StrictClient, page: str) -> None:
    answer = holder.get(page.format(answered.case.reference))
    assert answer.status_code in (302, 404)
    assert "sign-in" in (answer.location or "sign-in")


def test_every_act_needs_the_token_of_a_page_of_ours(answered: Asked, holder: StrictClient) -> None:
    before = held(answered.case)
    for part in ("add", "change", "call", "next-stage"):
        typed = {"reference": answered.case.reference, "words": "Zebra", "kind": "withdraw"}
        assert holder.post(f"{HOME}/{part}", data=typed).status_code == 400
    assert held(answered.case) == before
    assert kinds_of_work(answered.case) == []


def test_harm_told_later_restricts_and_holds_the_case_and_the_page_says_nothing_of_it(
    app: Flask, answered: Asked, holder: StrictClient
) -> None:
    before = holder.get(HOME).text
    drawn = hidden(holder, f"{HOME}/add")
    for more in ({}, {"row": str(new_id())}):
        done = holder.post(f"{HOME}/add", data=drawn | more | {"words": "On Friday the foster carer hit him"})
        assert done.status_code == 302
    db.session.expire_all()
    assert (answered.case.is_restricted, answered.case.is_held) == (True, True)
    decision = decision_of(answered.case.id)
    assert decision is not None
    assert decision.decision is None
    shown = [
        " ".join(BeautifulSoup(page, "html5lib").get_text(" ").split()) for page in (before, holder.get(HOME).text)
    ]
    assert shown[0] == shown[1]


def test_files_added_are_kept_sealed_with_the_case_and_told_to_the_team_by_number(
    answered: Asked, holder: StrictClient
) -> None:
    add_files(holder)
    kept = files_of(("case", answered.case.id))
    assert [(file.name, file.media_type) for file in kept] == [
        ("zebra.jpg", "image/jpeg"),
        ("letter.pdf", "application/pdf"),
    ]
    assert b"".join(pieces_of(kept[0])) == JPEG
    item = db.session.scalars(select(WorkItem).where(WorkItem.kind == asking.WORK_ADDED)).one()
    assert item.what.endswith("the person has added something, with 2 files. Read it and pass it on.")
    assert db.session.scalars(select(Note).where(Note.case_id == answered.case.id)).one().words == asking.FILES_ALONE


def test_a_file_that_cannot_be_taken_is_said_and_the_rest_is_kept(answered: Asked, holder: StrictClient) -> None:
    drawn = hidden(holder, f"{HOME}/add")
    files = [(io.BytesIO(b""), "empty.jpg"), (io.BytesIO(JPEG), "photo.jpg")]
    shown = holder.post(f"{HOME}/add", data=drawn | {"words": "See the photo", "files": files})
    assert shown.status_code == 422
    assert "“empty.jpg” is empty" in shown.text
    assert "We have the rest of what you sent" in shown.text
    assert "See the photo" not in shown.text
    assert [file.name for file in files_of(("case", answered.case.id))] == ["photo.jpg"]
    assert kinds_of_work(answered.case) == ["person-added"]


def test_a_refused_file_alone_asks_nobody_for_anything(answered: Asked, holder: StrictClient) -> None:
    drawn = hidden(holder, f"{HOME}/add")
    shown = holder.post(f"{HOME}/add", data=drawn | {"words": "", "files": [(io.BytesIO(b"MZ\x00\x01"), "run.exe")]})
    assert shown.status_code == 400
    assert "We cannot take “run.exe”" in shown.text
    assert kinds_of_work(answered.case) == []


def test_a_file_with_a_name_that_cannot_be_shown_is_refused_by_what_can(holder: StrictClient) -> None:
    drawn = hidden(holder, f"{HOME}/add")
    files = [(io.BytesIO(b"MZ\x00\x01"), "an\x01 \u202egnp.exe")]
    shown = holder.post(f"{HOME}/add", data=drawn | {"words": "", "files": files})
    assert "We cannot take “an gnp.exe”" in shown.text


def test_the_same_files_sent_twice_from_one_page_are_kept_once(answered: Asked, holder: StrictClient) -> None:
    drawn = hidden(holder, f"{HOME}/add")
    for _ in range(2):
        done = holder.post(f"{HOME}/add", data=drawn | {"files": [(io.BytesIO(JPEG), "photo.jpg")]})
        assert done.status_code == 302
    assert len(files_of(("case", answered.case.id))) == 1
    assert kinds_of_work(answered.case) == ["person-added"]


def test_a_link_cannot_bury_a_case_in_sendings(
    answered: Asked, holder: StrictClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(asking, "SENDINGS", asking.Limit("progress-sending", most=2, seconds=24 * 60 * 60))
    answers = [add_words(holder) for _ in range(3)]
    assert [answer.status_code for answer in answers] == [302, 302, 429]
    said = BeautifulSoup(answers[-1].text, "html5lib").get_text(" ", strip=True)
    assert "Wait 24 hours, then send this page again." in said
    assert "It will be sent again as it is here. Zebra words You can also ring" in said
    assert len(db.session.scalars(select(Note).where(Note.case_id == answered.case.id)).all()) == 2

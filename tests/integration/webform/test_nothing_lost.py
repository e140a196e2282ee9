"""Back, refresh, two tabs, a double click, a session gone, a version published half-way, an upload cut short.

Each ends with one submission that holds everything that was typed.
"""

import io
from typing import Any

import pytest
from bs4 import BeautifulSoup
from sqlalchemy import func, select

from authorities.models import Authority
from authorities.publishing import current_profile
from cases.models import Case
from foundation.database import db, transaction
from foundation.files import files_of
from foundation.yaml_files import load
from tests.files import JPEG
from tests.integration.webform.person import Person
from tests.integration.webform.test_files import a_file
from tests.pages import StrictClient
from webform.models import Draft, FormVersion, Submission
from webform.publishing import STARTER_FORMS, lists_of, publish_form

pytestmark = pytest.mark.usefixtures("authority")

SAID: dict[str, dict[str, Any]] = {
    "kind": {"kind": "complaint"},
    "who-are-you": {"who_are_you": "parent"},
    "is-a-child-involved": {"child_involved": "no"},
    "what-it-is-about": {"call_about": "Nobody rings"},
    "how-to-start": {"call_choice": "take-complaint"},
    "points": {"points__0__what": "Nobody rang on Monday"},
    "has-a-child-been-hurt": {"harm_tick": "none"},
    "service": {"service": "care-leavers"},
    "your-name": {"name": "Sam Sample"},
    "contact": {"postal_address": "1 Sample Road"},
    "letters-to-you": {"may_write": "yes"},
    "how-we-write": {"write_by": "letter"},
    "ring-you-as-well": {"ring_as_well": "no"},
}
"""By page, what is typed there; the others are left blank."""

KEPT = {
    "kind": "complaint",
    "who_are_you": "parent",
    "child_involved": "no",
    "call_about": "Nobody rings",
    "call_choice": "take-complaint",
    "points": [{"what": "Nobody rang on Monday", "when": None}],
    "harm_tick": ["none"],
    "service": "care-leavers",
    "name": "Sam Sample",
    "postal_address": "1 Sample Road",
    "may_write": "yes",
    "ring_as_well": "no",
}


def go_to(person: Person, place: str) -> Person:
    """From page to page as somebody types who tells us what ``SAID`` says."""
    for _ in range(40):
        if person.place == place:
            return person
        before = person.path
        person.go_on(**SAID.get(person.place, {}))
        assert person.path != before, person.errors
    raise AssertionError(f"{place} never came")


def the_submission() -> Submission:
    """The only one there is, and the only case."""
    db.session.expire_all()
    submission = db.session.scalars(select(Submission)).one()
    assert db.session.scalars(select(Case.submission_id)).all() in ([submission.id], [])
    return submission


def test_back_before_and_after_sending(client: StrictClient) -> None:
    person = go_to(Person(client), "service")
    person.open("/isle-of-wight/tell-us/what-it-is-about")
    assert person.value("call_about") == "Nobody rings"

    go_to(person.open("/isle-of-wight/tell-us/points"), "check").go_on()
    assert person.place == "sent"
    for place in ("check", "points", "contact"):
        assert person.open(f"/isle-of-wight/tell-us/{place}").place == "sent"

    assert the_submission().answers == KEPT


def test_refresh_of_every_page_and_of_the_sending(client: StrictClient) -> None:
    person = Person(client)
    while person.place != "check":
        person.open(person.path)
        person.post(**SAID.get(person.place, {}))
        person.go_on(**SAID.get(person.place, {}))
    person.post()
    person.go_on()
    assert person.open(person.path).place == "sent"

    assert the_submission().answers == KEPT


def test_two_tabs_write_to_one_draft_and_both_may_send(client: StrictClient) -> None:
    one = go_to(Person(client), "points")
    other = Person(client, one.path)
    go_to(one, "service")
    other.go_on(points__0__what="Nobody rang on Tuesday")
    assert other.status == 409
    assert "Nobody rang on Monday" in other.words
    other.go_on(points__0__what="Nobody rang on Monday")

    go_to(one, "check")
    other.open("/isle-of-wight/tell-us/check")
    one.go_on()
    other.go_on()

    assert one.place == other.place == "sent"
    assert db.session.scalar(select(func.count()).select_from(Draft)) == 1
    assert the_submission().answers == KEPT


def test_words_from_a_tab_left_open_when_all_was_sent_are_given_back(client: StrictClient) -> None:
    one = go_to(Person(client), "points")
    same, other = Person(client, one.path), Person(client, one.path)
    go_to(one, "check").go_on()
    same.go_on(points__0__what="Nobody rang on Monday")
    other.go_on(points__0__what="Nobody rang on Tuesday either")

    assert same.place == "sent"
    assert (other.status, other.heading) == (409, "You have sent this already")
    assert "Nobody rang on Tuesday either" in other.words
    assert the_submission().answers == KEPT


def test_double_click_on_every_button(client: StrictClient) -> None:
    person = Person(client)
    while person.place != "sent":
        person.post(**SAID.get(person.place, {}))
        person.go_on(**SAID.get(person.place, {}))

    assert the_submission().answers == KEPT


def test_expired_session_half_way_and_at_the_sending(client: StrictClient) -> None:
    """What a browser closed or a token too old leaves: the page comes back with what was typed, and goes on."""
    person = go_to(Person(client), "points")
    for place in ("points", "check"):
        go_to(person, place)
        client.delete_cookie("redress")
        sent = {name.replace("__", "-"): words for name, words in SAID.get(place, {}).items()}
        answer = client.post(person.path, data={"csrf_token": "old", **sent}, headers={"Sec-Fetch-Site": "same-origin"})
        assert answer.status_code == 400
        page = BeautifulSoup(answer.get_data(as_text=True), "html5lib")
        form = page.select_one("main form")
        assert form is not None
        again = {str(box["name"]): box.get("value") or box.get_text().strip() for box in form.select("[name]")}
        assert {name: again[name] for name in sent} == sent
        person._arrive(client.post(str(form["action"]), data=again, follow_redirects=True))
        assert person.status == 200

    assert person.place == "sent"
    assert the_submission().answers == KEPT


def test_version_published_half_way(client: StrictClient, authority: Authority) -> None:
    person = go_to(Person(client), "points")
    began_on = db.session.scalars(select(Draft.form_version_id)).one()
    data = load(STARTER_FORMS / "tell-us.yaml")
    data["pages"][0]["questions"][0]["label"] = "What brings you here?"
    new = {"key": "colour", "kind": "text", "label": "Which colour?", "missing": "Write a colour"}
    data["pages"].insert(1, {"key": "colour", "questions": [new]})
    with transaction():
        publish_form(authority.id, data, lists_of(current_profile(authority.id)))

    assert person.open("/isle-of-wight/tell-us/kind").heading == "What do you want to do?"
    go_to(person, "check")
    assert "Which colour?" not in person.words
    person.go_on()

    assert person.place == "sent"
    assert the_submission().answers == KEPT
    assert the_submission().form_version_id == began_on
    assert db.session.get_one(FormVersion, began_on).number == 1
    assert Person(client).heading == "What brings you here?"


def test_upload_cut_short(client: StrictClient) -> None:
    person = go_to(Person(client), "add-files").go_on(("upload", "files"), files=a_file())
    token = str(person.box("csrf_token")["value"])
    cut = (
        f'--b\r\nContent-Disposition: form-data; name="csrf_token"\r\n\r\n{token}\r\n--b\r\n'
        'Content-Disposition: form-data; name="files"; filename="photo.jpg"\r\n\r\n'
    ).encode() + JPEG
    answer = client.post(
        "/isle-of-wight/tell-us/add-files/files",
        input_stream=io.BytesIO(cut),
        content_length=len(cut) + 9_000,
        content_type="multipart/form-data; boundary=b",
    )
    assert answer.status_code == 400

    person.open("/isle-of-wight/tell-us/add-files").go_on(files=a_file(JPEG, "photo.jpg"))
    go_to(person, "check").go_on()

    submission = the_submission()
    assert [file.name for file in files_of(("submission", submission.id))] == ["letter.pdf", "photo.jpg"]
    assert [file["name"] for file in submission.answers["files"]] == ["letter.pdf", "photo.jpg"]
    assert {key: said for key, said in submission.answers.items() if key != "files"} == KEPT

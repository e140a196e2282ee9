"""Files given with a form: listed, taken away, refused with a reason, kept with the draft and sent with it."""

import io
from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from flask_sqlalchemy import SQLAlchemy
from sqlalchemy import func, select
from werkzeug.datastructures import FileStorage
from werkzeug.test import encode_multipart

from authorities.models import Authority
from foundation.clock import business_now
from foundation.database import db, transaction
from foundation.encryption import DataKey
from foundation.files import Examined, FilePiece, StoredFile, files_of, keep_file, pieces_of
from foundation.settings import Settings
from tests.clamd import running_clamd
from tests.files import EICAR, JPEG, LOCKED_PDF, MP3, PDF, PNG, TEXT, word_document
from tests.integration.webform.person import Person, half_way
from tests.pages import StrictClient
from webform.answer_sheet import answer_sheet
from webform.drafts import begin, carry_to, filling_of
from webform.forgetting import forget_draft
from webform.models import Draft, Submission

SettingsWith = Callable[..., Settings]

ADD = ("upload", "files")
COMPLAINT: dict[str, Any] = {
    "kind": "complaint",
    "who_are_you": "parent",
    "child_involved": "no",
    "call_about": "Nobody rings",
    "call_choice": "take-complaint",
    "points": [{"what": "Nobody rings", "when": None}],
    "about_named": "no",
    "harm_tick": ["none"],
    "service": "not-sure",
    "contact_through": "My sister",
}


@pytest.fixture
def person(client: StrictClient, authority: Authority) -> Person:
    """Somebody at the page that asks for files."""
    return half_way(client, authority, COMPLAINT, "add-files")


LATER: dict[str, dict[str, str]] = {
    "contact": {"phone": "01983 000000", "contact_through": "My sister"},
    "messages-on-the-phone": {"may_leave_message": "no"},
    "ring-you-as-well": {"ring_as_well": "no"},
    "when-to-ring": {"call_times": "any-time"},
}
"""What is typed on the pages after the one for files."""


def a_file(content: bytes = PDF, name: str = "letter.pdf") -> FileStorage:
    return FileStorage(io.BytesIO(content), filename=name)


def the_draft() -> Draft:
    db.session.expire_all()
    return db.session.scalars(select(Draft).order_by(Draft.began_at)).first()  # type: ignore[return-value]


def kept_names() -> list[str | None]:
    return [file.name for file in files_of(("draft", the_draft().id))]


def named(person: Person) -> list[str]:
    """The files that the page lists."""
    return [row.get_text(strip=True) for row in person.page.select("main dt")]


def remove_button(person: Person, name: str) -> tuple[str, str]:
    (button,) = [found for found in person.page.select("button[name=remove-file]") if name in found.get_text()]
    return "remove-file", str(button["value"])


def go_to_check(person: Person) -> None:
    while person.place != "check":
        before = person.path
        person.go_on(**LATER.get(person.place, {}))
        assert person.path != before, person.errors


def test_each_file_is_listed_with_its_size_and_can_be_taken_away(person: Person) -> None:
    person.go_on(ADD, files=[a_file(), a_file(JPEG * 2000, "photo.jpg")])
    assert person.status == 200
    assert person.place == "add-files"
    assert named(person) == ["letter.pdf", "photo.jpg"]
    assert "317 KB" in person.words

    person.go_on(ADD, files=a_file(MP3, "voice.mp3"))
    assert named(person) == ["letter.pdf", "photo.jpg", "voice.mp3"]

    person.go_on(remove_button(person, "photo.jpg"))
    assert person.place == "add-files"
    assert named(person) == ["letter.pdf", "voice.mp3"]
    assert kept_names() == ["letter.pdf", "voice.mp3"]


def test_files_chosen_and_not_added_go_along_with_the_button_that_goes_on(person: Person) -> None:
    person.go_on(files=a_file())

    assert person.place == "your-name"
    assert kept_names() == ["letter.pdf"]


def test_going_on_without_files_is_no_error(person: Person) -> None:
    assert person.go_on(files=a_file(b"", "")).place == "your-name"


def test_what_was_kept_is_shown_on_coming_back_and_going_on_again_loses_nothing(person: Person) -> None:
    person.go_on(files=a_file())

    person.open("/isle-of-wight/tell-us/add-files")
    assert named(person) == ["letter.pdf"]
    person.go_on()
    assert kept_names() == ["letter.pdf"]
    assert person.open("/isle-of-wight/tell-us/add-files/files").place == "add-files"


def test_the_check_page_names_the_files_and_leads_back_to_them(person: Person) -> None:
    person.go_on(files=[a_file(), a_file(PNG, "screen.png")])
    go_to_check(person)

    row = person.page.find("dt", string="Files you added").parent
    assert row.dd.get_text(strip=True) == "letter.pdf (1 KB)\nscreen.png (1 KB)"
    person.open(str(row.find("a")["href"]))
    person.go_on(remove_button(person, "letter.pdf"))
    assert person.go_on().place == "check"
    assert "letter.pdf" not in person.words


@pytest.mark.parametrize(
    ("content", "name", "said"),
    [
        (b"", "nothing.pdf", "“nothing.pdf” is empty"),
        (b"MZ\x90\x00", "letter.pdf", "We cannot take “letter.pdf”, because of its type. These work: photos"),
        (LOCKED_PDF, "locked.pdf", "“locked.pdf” is locked"),
        (word_document(word__vbaProject_bin=b"x"), "letter.docm", "“letter.docm” has small programs (macros) in it"),
        (PDF[:30], "letter.pdf", "Part of “letter.pdf” is missing"),
    ],
)
def test_a_file_that_cannot_be_kept_is_named_with_the_reason_and_the_others_stay(
    person: Person, content: bytes, name: str, said: str
) -> None:
    person.go_on(ADD, files=a_file(TEXT, "note.txt"))

    person.go_on(files=[a_file(content, name), a_file(PNG, "screen.png")])

    assert person.status == 422
    assert person.errors["files"].startswith(said)
    assert person.page.title is not None
    assert person.page.title.get_text().startswith("Error: ")
    assert named(person) == ["note.txt", "screen.png"]
    assert kept_names() == ["note.txt", "screen.png"]


def test_a_file_that_is_too_large_is_told_its_size_and_the_limit(person: Person, settings_with: SettingsWith) -> None:
    settings_with(file_bytes=1024 * 1024)

    person.go_on(ADD, files=a_file(JPEG + b"x" * 1_500_000, "photo.jpg"))

    assert person.errors["files"].startswith("“photo.jpg” is 1.5 MB. Choose a file that is 1 MB or smaller")
    assert "each 1 MB or smaller" in person.words


def test_the_same_file_again_is_named_as_there_already(person: Person) -> None:
    person.go_on(ADD, files=a_file())

    person.go_on(ADD, files=a_file(PDF, "the same.pdf"))

    assert person.errors == {"files": "You have already added “the same.pdf”. Choose a different file"}
    assert kept_names() == ["letter.pdf"]


def test_a_virus_is_refused_and_everything_else_is_kept(person: Person, settings_with: SettingsWith) -> None:
    with running_clamd() as clamd:
        settings_with(clamd=clamd.address)
        person.go_on(ADD, files=[a_file(EICAR, "game.txt"), a_file()])

    assert person.errors["files"].startswith("“game.txt” has a virus in it")
    assert [(file.name, file.scan) for file in files_of(("draft", the_draft().id))] == [("letter.pdf", "clean")]


def test_the_scanner_is_asked_with_no_transaction_open(
    person: Person, settings_with: SettingsWith, monkeypatch: pytest.MonkeyPatch
) -> None:
    open_then: list[bool] = []

    def look(content: bytes) -> str:
        open_then.append(db.session().in_transaction())
        return "clean"

    monkeypatch.setattr("foundation.scanning.scan", look)
    person.go_on(ADD, files=a_file())
    assert open_then == [False]


def test_no_more_files_than_the_question_takes_are_kept(person: Person) -> None:
    many = [a_file(TEXT + bytes([number]) * 3, f"note {number}.txt") for number in range(65, 77)]

    person.go_on(ADD, files=many)

    assert person.errors == {"files": "You can add up to 10 files here. Remove one first, or give us the others later"}
    assert len(kept_names()) == 10
    person.go_on(remove_button(person, "note 65.txt"), files=a_file())
    assert "letter.pdf" in named(person)
    assert len(kept_names()) == 10


def test_an_upload_cut_short_leaves_what_was_there(person: Person, client: StrictClient) -> None:
    person.go_on(ADD, files=a_file())
    token = str(person.box("csrf_token")["value"])
    body = (
        f'--b\r\nContent-Disposition: form-data; name="csrf_token"\r\n\r\n{token}\r\n--b\r\n'
        'Content-Disposition: form-data; name="files"; filename="photo.jpg"\r\n\r\n'
    ).encode() + JPEG

    for length in (len(body), len(body) + 5_000):
        answer = client.post(
            "/isle-of-wight/tell-us/add-files/files",
            input_stream=io.BytesIO(body),
            content_length=length,
            content_type="multipart/form-data; boundary=b",
        )
        assert answer.status_code == 400

    assert named(person.open("/isle-of-wight/tell-us/add-files")) == ["letter.pdf"]


def test_a_sending_that_is_too_large_as_a_whole_is_told_what_fits(person: Person, settings_with: SettingsWith) -> None:
    settings_with(max_body_bytes=3 * 1024 * 1024)
    person.go_on(files=[a_file(JPEG + bytes(2_000_000), "a.jpg"), a_file(JPEG + bytes(2_000_001), "b.jpg")])

    assert person.status == 413
    assert "Each file can be up to 10 MB, and all that you send at once up to 3 MB" in person.words


def test_a_page_without_files_takes_no_large_request(person: Person, client: StrictClient) -> None:
    _, body = encode_multipart({"files": a_file(JPEG + bytes(2_500_000))}, boundary="b")
    kind = "multipart/form-data; boundary=b"
    answer = client.post("/isle-of-wight/tell-us/add-files", data=body, content_type=kind)
    assert answer.status_code == 413


def test_another_drafts_file_cannot_be_named_taken_away_or_sent(
    person: Person, client: StrictClient, authority: Authority
) -> None:
    with transaction():
        other, _ = begin("tell-us", authority.id)
        theirs = keep_file(
            Examined("theirs.pdf", "application/pdf", PDF, "clean"), ("draft", other.id),
            authority_id=authority.id, data_key=other.data_key, at=business_now(),
        )  # fmt: skip
    person.go_on(ADD, files=a_file(TEXT, "note.txt"))

    person.go_on(("remove-file", str(theirs.id)))
    person.go_on(("remove-file", "not an id"))
    person.go_on(files__0__id=str(theirs.id), id=str(theirs.id))

    assert files_of(("draft", other.id)) == [theirs]
    assert b"".join(pieces_of(theirs)) == PDF
    person.open("/isle-of-wight/tell-us/add-files")
    assert named(person) == ["note.txt"]


def send(person: Person) -> Submission:
    go_to_check(person)
    person.go_on()
    assert person.place == "sent"
    db.session.expire_all()
    return db.session.scalars(select(Submission)).one()


def test_the_submission_takes_the_files_when_it_is_sent(person: Person) -> None:
    person.go_on(files=[a_file(), a_file(JPEG, "photo.jpg")])

    submission = send(person)

    files = files_of(("submission", submission.id))
    assert [file.name for file in files] == ["letter.pdf", "photo.jpg"]
    assert b"".join(pieces_of(files[1])) == JPEG
    assert files_of(("draft", submission.draft_id)) == []
    words = [line.words for section in answer_sheet(submission) for line in section.lines if line.key == "files"]
    assert words == [("letter.pdf (1 KB)", "photo.jpg (1 KB)")]


def test_files_of_a_page_that_an_answer_made_irrelevant_are_not_sent(person: Person) -> None:
    person.go_on(files=a_file())
    person.open("/isle-of-wight/tell-us/how-to-start?from=check")
    person.go_on(call_choice="call-me")

    submission = send(person)

    assert "files" not in submission.answers
    assert db.session.scalar(select(func.count()).select_from(StoredFile)) == 0


def test_files_are_forgotten_with_the_draft(person: Person) -> None:
    person.go_on(files=a_file())
    draft = the_draft()
    key_id = draft.data_key_id
    with transaction():
        draft.expires_at = business_now() - timedelta(minutes=1)
        forget_draft(draft.id)

    assert db.session.scalar(select(func.count()).select_from(StoredFile)) == 0
    assert db.session.scalar(select(func.count()).select_from(FilePiece)) == 0
    assert db.session.get(DataKey, key_id) is None


def test_files_stay_with_the_submission_when_the_sent_draft_is_forgotten(person: Person) -> None:
    person.go_on(files=a_file())
    submission = send(person)
    draft = the_draft()
    with transaction():
        draft.expires_at = business_now() - timedelta(minutes=1)
        forget_draft(draft.id)

    (file,) = files_of(("submission", submission.id))
    assert b"".join(pieces_of(file)) == PDF


def test_files_are_not_carried_to_another_form(authority: Authority, database: SQLAlchemy) -> None:
    with transaction():
        answers = COMPLAINT | {"files": [{"id": "x", "name": "letter.pdf", "size": 1}]}
        draft, _ = begin("tell-us", authority.id, answers=answers)
        assert "files" not in filling_of(draft).answers
        draft.content = draft.content | {"answers": answers}
        rule = next(rule for page in filling_of(draft).definition.pages for rule in page.then if rule.form_key)
        other, _ = carry_to(draft, rule)
    assert "files" not in filling_of(other).answers

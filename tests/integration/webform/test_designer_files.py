"""A form as a file: downloaded, uploaded into the draft, and refused with every fault by its place."""

import json
from io import BytesIO
from typing import Any

import pytest

from authorities.models import Authority
from foundation.yaml_files import loads
from tests.integration.webform.designing import FORM, Desk, Page, draft_of, question_of, working
from tests.pages import StrictClient


def test_the_draft_as_a_file_uploaded_again_changes_nothing(cleo: Desk, island: Authority) -> None:
    cleo.press(cleo.open("/name"), "Keep the name", name="Tell the Island")
    sent = cleo._as_me().get(f"{FORM}/file")
    assert sent.headers["Content-Disposition"] == 'attachment; filename="isle-of-wight-tell-us-draft.yaml"'

    done = upload(cleo, sent.data)

    assert "says what is here already" in done.words
    assert loads(sent.get_data(as_text=True))["name"] == "Tell the Island"


def test_an_uploaded_file_becomes_the_draft(cleo: Desk, island: Authority) -> None:
    text = cleo._as_me().get(f"{FORM}/versions/1/file").get_data(as_text=True)

    upload(cleo, text.replace("What do you want to do?", "What brings you here?").encode())

    assert question_of(draft_of(island), "kind")["label"] == "What brings you here?"


@pytest.mark.parametrize(
    ("sent", "says"),
    [
        (b"", "Choose a file to upload"),
        (b"\xff\xfe\x00", "The file is not text"),
        (
            b"key: tell-us\nname: T\npages:\n- {key: who}\n",
            "who: there is nothing on this page",
        ),
        (
            b"key: tell-us\nname: T\npages:\n- {key: who, colour: red}\n",
            "pages › who › colour: a form has nothing",
        ),
        (b"? [a]\n: b\n", "a list or a mapping cannot be a key"),
        (b"key: tell-us\nname: '  '\npages:\n- {key: who}\n", "form: the form needs a name"),
    ],
)
def test_a_file_that_is_no_form_is_refused_with_each_fault_by_its_place(
    cleo: Desk, island: Authority, sent: bytes, says: str
) -> None:
    told = upload(cleo, sent)

    assert told.status == 400
    assert says in told.words
    assert working(island).draft is None


def test_characters_that_nobody_can_see_are_left_out_of_an_uploaded_form(cleo: Desk, island: Authority) -> None:
    text = cleo._as_me().get(f"{FORM}/file").get_data(as_text=True)
    name = working(island).form.name

    upload(cleo, text.replace(f"name: {name}", r'name: "Tell\0 the\x07 Is\u202eland"').encode())

    assert draft_of(island)["name"] == "Tell the Island"


def test_of_a_file_that_is_something_else_altogether_fifty_faults_are_named(cleo: Desk) -> None:
    told = upload(cleo, b"key: tell-us\nname: T\npages:\n" + b"- a\n" * 60_000)

    assert told.status == 400
    assert len(told.html.select(".govuk-error-summary__list li")) == 50


def test_markup_in_the_words_of_a_form_is_shown_as_it_was_written(
    cleo: Desk, island: Authority, client: StrictClient
) -> None:
    odd = '<i id="odd">&amp;'
    text = cleo._as_me().get(f"{FORM}/file").get_data(as_text=True)
    upload(cleo, json.dumps(with_odd(loads(text), odd)).encode())
    cleo.press(cleo.open("/publish"), "Publish version 2", note=odd)
    pages = ["", "tell-us/kind", "tell-us/print", *(f"signposts/{sign.key}" for sign in working(island).form.signposts)]
    public = [client.get(f"/isle-of-wight/{page}").get_data(as_text=True) for page in pages]
    inside = ["", "/outline", "/versions", "/signposts", "/pages/kind", "/questions/kind", "/pages/thanks/when"]
    drawn = [*public, *(str(cleo.open(path).html) for path in inside)]
    for page in drawn:
        assert "&lt;i id=" in page
        assert '<i id="odd"' not in page


def with_odd(data: Any, odd: str) -> Any:
    """A form's data with something odd behind all its words."""
    if isinstance(data, list):
        return [with_odd(part, odd) for part in data]
    if not isinstance(data, dict):
        return data
    words = ("name", "title", "label", "hint", "text", "missing", "short", "button", "section")
    said = {key: part + odd for key, part in data.items() if key in words and isinstance(part, str)}
    return {key: with_odd(part, odd) for key, part in data.items()} | said


def upload(desk: Desk, content: bytes) -> Page:
    """Upload a file into the draft."""
    action, held = desk.open("/upload").boxes("Upload into the draft")
    data: dict[str, Any] = dict(held.items())
    if content:
        data["file"] = (BytesIO(content), "form.yaml")
    return desk._read(desk._as_me().post(action, data=data, follow_redirects=True, content_type="multipart/form-data"))

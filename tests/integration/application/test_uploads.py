"""Files reach the pages that take them and no others, and are never on disk."""

import tempfile
from collections.abc import Callable

import pytest
from flask import Flask, request

from application.health import check_scanner
from application.security import FORM_FIELDS_BYTES, make_room_for_files
from foundation.errors import Invalid
from foundation.settings import Settings
from foundation.uploads import may_take_files, takes_files
from tests.clamd import running_clamd
from tests.files import JPEG

SettingsWith = Callable[..., Settings]


def test_only_pages_marked_as_taking_files_read_more_than_typed_answers_need(
    app: Flask, settings_with: SettingsWith, monkeypatch: pytest.MonkeyPatch
) -> None:
    settings_with(max_body_bytes=5_000_000)
    monkeypatch.setitem(app.view_functions, "webform.front", takes_files(lambda: ""))
    limits = {}
    for path in ("/", "/sign-in"):
        with app.test_request_context(path):
            make_room_for_files()
            limits[path] = request.max_content_length
    assert limits == {"/": 5_000_000, "/sign-in": FORM_FIELDS_BYTES}


def test_a_page_is_not_marked_by_accident() -> None:
    assert not may_take_files(None)
    assert not may_take_files(lambda: "")


def test_a_large_file_is_read_without_touching_the_disk(app: Flask, monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(*args: object, **kwargs: object) -> None:
        raise AssertionError("a file was put on disk")

    for name in ("TemporaryFile", "SpooledTemporaryFile", "NamedTemporaryFile"):
        monkeypatch.setattr(tempfile, name, refuse)
        monkeypatch.setattr(f"werkzeug.formparser.{name}", refuse, raising=False)
    content = JPEG * 10_000
    assert len(content) > 1_000_000
    head = b'--b\r\nContent-Disposition: form-data; name="file"; filename="photo.jpg"\r\n\r\n'
    with app.test_request_context(
        "/", method="POST", data=head + content + b"\r\n--b--\r\n", content_type="multipart/form-data; boundary=b"
    ):
        request.max_content_length = 5_000_000
        assert request.files["file"].read() == content


@pytest.mark.usefixtures("database")
def test_health_says_whether_files_are_scanned(settings_with: SettingsWith) -> None:
    assert check_scanner().status == "ok"
    assert "not scanned" in check_scanner().words
    with running_clamd() as clamd:
        settings_with(clamd=clamd.address)
        assert check_scanner().status == "ok"
    assert check_scanner().status == "failing"


@pytest.mark.parametrize("place", ["scanner", "scanner:port"])
def test_a_scanner_that_no_socket_could_reach_is_a_wrong_setting(place: str) -> None:
    with pytest.raises(Invalid, match=r"REDRESS_CLAMD: .*must be host:port, or the path of a socket"):
        Settings.read(clamd=place)

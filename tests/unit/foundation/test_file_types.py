"""What a file is, by its content."""

import contextlib
import io
import zipfile

import pytest
from hypothesis import given
from hypothesis import strategies as st

from foundation.file_types import ENDINGS, MOST_PARTS, TYPES, fitting_name, type_of
from foundation.refusals import Refused, said_size
from tests import files


@pytest.mark.parametrize(("name", "content", "media_type"), [(n, c, t) for n, (c, t) in files.EVERY_TYPE.items()])
def test_each_type_is_known_by_its_content_whatever_it_is_called(name: str, content: bytes, media_type: str) -> None:
    assert type_of(content, "anything.exe").media_type == media_type
    assert type_of(content, name).endings[0] == name.rpartition(".")[2]


def test_every_type_taken_is_tried_here() -> None:
    assert {kind.media_type for kind in TYPES} == {media_type for _, media_type in files.EVERY_TYPE.values()}


@pytest.mark.parametrize(
    ("content", "why"),
    [
        (b"MZ\x90\x00\x03\x00\x00\x00", "wrong-type"),
        (b"GIF89a\x01\x00\x01\x00\x00\x00", "wrong-type"),
        (b"<!DOCTYPE html><script>alert(1)</script>", "wrong-type"),
        (b"\xef\xbb\xbf  <HTML><body>", "wrong-type"),
        (b"<svg xmlns='http://www.w3.org/2000/svg'/>", "wrong-type"),
        (b"{\\rtf1 {\\object}}", "wrong-type"),
        (b"#!/bin/sh\nrm -r /\n", "wrong-type"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 500, "wrong-type"),
        (b"text with a\x00null", "wrong-type"),
        (files.zipped({"anything.txt": b"words"}), "wrong-type"),
        (files.zipped({"[Content_Types].xml": b"<Types/>", "xl/workbook.xml": b"<x/>"}), "wrong-type"),
        (files.recording(b"soun", b"vide"), "wrong-type"),
        (files.recording(b"vide", b"soun", brand=b"isom"), "wrong-type"),
        (b"\xff\xfb\x90\x00 and then no second frame" + b"x" * 800, "wrong-type"),
        (files.LOCKED_PDF, "locked"),
        (files.open_document(**{"META-INF__manifest_xml": b"<manifest:encryption-data/>"}), "locked"),
        (files.word_document(word__vbaProject_bin=b"program"), "has-program"),
        (
            files.zipped(
                {
                    "[Content_Types].xml": b'ContentType="application/vnd.ms-word.document.macroEnabled.main+xml"',
                    "word/document.xml": b"<w:document/>",
                }
            ),
            "has-program",
        ),
        (files.open_document(Basic__Standard__Module1_xml=b"Sub Main"), "has-program"),
        (files.word_document()[:-30], "cut-short"),
        (files.PNG[:60], "cut-short"),
        (files.PDF[:40], "cut-short"),
        (files.HEIC[:-5], "cut-short"),
        (files.M4A[:-5], "cut-short"),
        (b"ID3\x03\x00\x00\x00\x00\x7f\x7f", "cut-short"),
    ],
)
def test_what_nobody_could_open_or_nobody_should_is_refused_by_name(content: bytes, why: str) -> None:
    with pytest.raises(Refused, match="“thing”") as refused:
        type_of(content, "thing")
    assert refused.value.why == why


def test_a_document_that_unpacks_into_too_much_is_refused_before_it_is_unpacked() -> None:
    bomb = files.word_document(word__media__x_bin=b"\0" * (201 * 1024 * 1024))
    assert len(bomb) < 1024 * 1024

    with pytest.raises(Refused) as refused:
        type_of(bomb, "bomb")

    assert refused.value.why == "swollen"


def test_a_document_of_thousands_of_parts_is_refused() -> None:
    parts = {f"word/media/{number}": b"" for number in range(MOST_PARTS)}
    with pytest.raises(Refused) as refused:
        type_of(files.zipped({"[Content_Types].xml": b"", "word/document.xml": b""} | parts), "many")
    assert refused.value.why == "swollen"


@pytest.mark.parametrize("packing", [zipfile.ZIP_LZMA, zipfile.ZIP_BZIP2])
def test_a_document_packed_as_no_office_program_packs_it_is_refused_unopened(packing: int) -> None:
    """LZMA fails with an error of its own, and its first bytes may ask for four gigabytes of memory."""
    kept = io.BytesIO()
    with zipfile.ZipFile(kept, "w", packing) as archive:
        archive.writestr("[Content_Types].xml", files.WORD_TYPES)
        archive.writestr("word/document.xml", b"<w:document/>")
    content = bytearray(kept.getvalue())
    start = content.find(b"[Content_Types].xml") + len("[Content_Types].xml")
    content[start + 4 : start + 9] = b"\xff" * 5
    with pytest.raises(Refused) as refused:
        type_of(bytes(content), "strange")
    assert refused.value.why == "cut-short"


def test_a_wrong_type_is_told_what_works() -> None:
    with pytest.raises(Refused) as refused:
        type_of(b"MZ\x90\x00", "game.exe")
    said = refused.value.message
    assert all(word in said for word in ("game.exe", "JPG", "PNG", "HEIC", "PDF", "DOCX", "ODT", "TXT", "MP3", "M4A"))


@pytest.mark.parametrize(
    "content",
    [
        files.MP3_WITH_TAG,
        files.recording(b"soun", brand=b"mp42"),
        "Zoë rang".encode("utf-16"),
        "Zoë rang".encode("cp1252"),
        b"\xef\xbb\xbfwords",
    ],
)
def test_voice_notes_of_other_telephones_and_text_of_other_machines_work(content: bytes) -> None:
    assert type_of(content, "it").media_type in ("audio/mpeg", "audio/mp4", "text/plain")


@pytest.mark.parametrize(
    ("given_name", "content", "kept"),
    [
        ("holiday.JPG", files.JPEG, "holiday.JPG"),
        ("holiday.jpeg", files.JPEG, "holiday.jpeg"),
        ("invoice.exe", files.PDF, "invoice.exe.pdf"),
        ("page.html", files.TEXT, "page.html.txt"),
        ("C:\\Users\\Sam\\letter.docx", files.word_document(), "letter.docx"),
        ("../../etc/passwd", files.TEXT, "passwd.txt"),
        ("le\u202etter\x00.pdf", files.PDF, "le tter .pdf"),
        (".pdf", files.PDF, "pdf.pdf"),
        ("", files.PNG, "file.png"),
        ("x" * 300 + ".png", files.PNG, "x" * 100 + ".png"),
    ],
)
def test_a_kept_name_has_no_folders_and_the_ending_of_what_is_in_it(given_name: str, content: bytes, kept: str) -> None:
    assert fitting_name(given_name, type_of(content, given_name)) == kept


@given(st.text(max_size=300))
def test_no_name_becomes_a_place_or_a_line_of_its_own(name: str) -> None:
    kept = fitting_name(name, type_of(files.PDF, "it"))
    assert kept.lower().endswith(".pdf")
    assert kept.isprintable()
    assert not set("/\\") & set(kept)
    assert not kept.startswith(".")


@given(st.one_of(*(st.just(content) for content, _ in files.EVERY_TYPE.values())), st.data())
def test_no_bytes_make_it_fail_in_any_other_way_than_by_refusing(content: bytes, data: st.DataObject) -> None:
    place = data.draw(st.integers(0, len(content)))
    spoiled = content[:place] + data.draw(st.binary(max_size=40)) + content[place + data.draw(st.integers(0, 60)) :]
    with contextlib.suppress(Refused):
        assert type_of(spoiled, "it").media_type.count("/") == 1


@pytest.mark.parametrize(
    ("size", "said"),
    [
        (1, "1 KB"),
        (1024, "1 KB"),
        (1025, "2 KB"),
        (3 * 1024 * 1024, "3 MB"),
        (10 * 1024 * 1024, "10 MB"),
        (10 * 1024 * 1024 + 1, "10.1 MB"),
        (12_900_000, "12.4 MB"),
    ],
)
def test_sizes_are_said_so_that_nothing_too_large_looks_allowed(size: int, said: str) -> None:
    assert said_size(size) == said


def test_the_box_offers_the_endings_of_every_type() -> None:
    assert {".jpg", ".jpeg", ".png", ".heic", ".pdf", ".docx", ".odt", ".txt", ".m4a", ".mp3"} <= set(ENDINGS)
    assert ".docm" not in ENDINGS


def test_a_part_that_needs_a_password_is_said_to_be_locked() -> None:
    content = bytearray(files.word_document())
    archive = zipfile.ZipFile(io.BytesIO(bytes(content)))
    at = archive.infolist()[0].header_offset
    content[at + 6] |= 1
    where = content.find(b"PK\x01\x02")
    content[where + 8] |= 1

    with pytest.raises(Refused) as refused:
        type_of(bytes(content), "secret.docx")

    assert refused.value.why == "locked"

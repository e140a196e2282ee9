"""Files kept in sealed pieces: whole, unreadable at rest, handed over and forgotten; scanned where a scanner is set."""

import io
from collections.abc import Callable
from datetime import UTC, datetime
from uuid import UUID

import pytest
from flask_sqlalchemy import SQLAlchemy
from sqlalchemy import func, select, text

from authorities.models import Authority
from foundation import files
from foundation.clock import business_now
from foundation.database import new_id
from foundation.encryption import new_data_key
from foundation.errors import NotFound, Unavailable
from foundation.files import (
    FilePiece,
    Owner,
    StoredFile,
    examine,
    file_of,
    files_of,
    forget_files,
    hand_over,
    keep_file,
    pieces_of,
    scan_again,
)
from foundation.refusals import Refused
from foundation.scanning import answers
from foundation.settings import Settings
from foundation.tasks import Task
from tests.clamd import running_clamd
from tests.files import EICAR, JPEG, PDF, TEXT

AT = datetime(2026, 12, 1, 10, tzinfo=UTC)
SettingsWith = Callable[..., Settings]


@pytest.fixture
def authority_id(database: SQLAlchemy) -> UUID:
    authority = Authority(key="a-council", name="A Council", is_open=True, is_default=True)
    database.session.add(authority)
    database.session.flush()
    return authority.id


def an_owner(kind: str = "draft") -> Owner:
    return kind, new_id()


def kept(content: bytes, owner: Owner, authority_id: UUID, name: str = "letter.pdf") -> StoredFile:
    examined = examine(io.BytesIO(content), name)
    return keep_file(examined, owner, authority_id=authority_id, data_key=new_data_key(owner[0]), at=AT)


def large(size: int) -> bytes:
    """A picture of ``size`` bytes of which no two stretches are alike."""
    return (JPEG + b"".join(number.to_bytes(4, "big") for number in range(size // 4 + 1)))[:size]


def test_a_file_comes_out_as_it_went_in(database: SQLAlchemy, authority_id: UUID) -> None:
    content = large(2_500_000)

    file = kept(content, an_owner(), authority_id, "photo.jpg")

    assert b"".join(pieces_of(file)) == content
    assert (file.name, file.media_type, file.size, file.added_at) == ("photo.jpg", "image/jpeg", 2_500_000, AT)
    assert database.session.scalar(select(func.count()).select_from(FilePiece)) == 3


def test_nothing_of_a_file_stands_plain_in_the_database(database: SQLAlchemy, authority_id: UUID) -> None:
    kept(b"Sam was hurt on Tuesday", an_owner(), authority_id, "about sam.txt")

    rows = database.session.execute(text("select row_to_json(f)::text from stored_file f")).scalars().all()
    pieces = database.session.execute(text("select content_sealed from file_piece")).scalars().all()

    assert len(pieces) == 1
    assert b"Tuesday" not in bytes(pieces[0])
    assert "sam" not in "".join(rows).lower()


def test_pieces_cannot_change_places(database: SQLAlchemy, authority_id: UUID) -> None:
    file = kept(large(2 * files.PIECE_BYTES), an_owner(), authority_id)
    database.session.execute(text("update file_piece set number = number + 10"))
    database.session.execute(text("update file_piece set number = 11 - number"))

    with pytest.raises(NotFound):
        list(pieces_of(file))


def test_a_file_with_a_missing_piece_is_never_handed_out_as_whole(database: SQLAlchemy, authority_id: UUID) -> None:
    file = kept(large(2 * files.PIECE_BYTES), an_owner(), authority_id)
    database.session.execute(text("delete from file_piece where number = 1"))

    with pytest.raises(NotFound):
        list(pieces_of(file))


def test_destroying_the_key_destroys_the_file(authority_id: UUID) -> None:
    file = kept(PDF, an_owner(), authority_id)
    file.data_key.destroy()

    with pytest.raises(NotFound):
        list(pieces_of(file))


def test_the_same_content_is_taken_once_whatever_it_is_called(authority_id: UUID) -> None:
    owner, key = an_owner(), new_data_key("draft")
    keep_file(examine(io.BytesIO(PDF), "a.pdf"), owner, authority_id=authority_id, data_key=key, at=AT)

    with pytest.raises(Refused, match="already added “b") as refused:
        keep_file(examine(io.BytesIO(PDF), "b.pdf"), owner, authority_id=authority_id, data_key=key, at=AT)

    assert refused.value.why == "duplicate"
    keep_file(examine(io.BytesIO(PDF), "b.pdf"), an_owner(), authority_id=authority_id, data_key=key, at=AT)


def test_nobody_finds_a_file_under_another_owner(authority_id: UUID) -> None:
    mine, theirs = an_owner(), an_owner()
    file = kept(PDF, mine, authority_id)

    assert file_of(mine, file.id) is file
    for owner in (theirs, ("case", mine[1])):
        with pytest.raises(NotFound):
            file_of(owner, file.id)


def test_files_are_handed_over_under_the_key_they_have(authority_id: UUID) -> None:
    draft, submission = an_owner(), an_owner("submission")
    file = kept(PDF, draft, authority_id)

    assert hand_over(draft, submission) == [file]

    assert files_of(draft) == []
    assert files_of(submission) == [file]
    assert b"".join(pieces_of(file)) == PDF


def test_files_handed_to_an_owner_with_its_own_key_are_sealed_anew(authority_id: UUID) -> None:
    intake, case, key = an_owner("intake"), an_owner("case"), new_data_key("case")
    content = large(1_500_000)
    file = kept(content, intake, authority_id, "photo.jpg")
    old_key = file.data_key

    hand_over(intake, case, data_key=key)
    old_key.destroy()

    assert b"".join(pieces_of(files_of(case)[0])) == content
    assert files_of(case)[0].name == "photo.jpg"


def test_what_a_case_has_already_is_not_kept_twice_when_it_is_handed_over(authority_id: UUID) -> None:
    intake, case, key = an_owner("intake"), an_owner("case"), new_data_key("case")
    keep_file(examine(io.BytesIO(PDF), "a.pdf"), case, authority_id=authority_id, data_key=key, at=AT)
    kept(PDF, intake, authority_id)
    kept(TEXT, intake, authority_id, "note.txt")

    hand_over(intake, case, data_key=key)

    assert [file.name for file in files_of(case)] == ["a.pdf", "note.txt"]
    assert files_of(intake) == []


def test_forgetting_leaves_no_piece(database: SQLAlchemy, authority_id: UUID) -> None:
    owner = an_owner()
    kept(PDF, owner, authority_id)
    kept(TEXT, owner, authority_id)

    forget_files(owner)

    assert files_of(owner) == []
    assert database.session.scalar(select(func.count()).select_from(FilePiece)) == 0


def test_a_file_that_is_too_large_is_told_its_size_and_the_limit(
    database: SQLAlchemy, settings_with: SettingsWith
) -> None:
    settings_with(file_bytes=2 * 1024 * 1024)

    with pytest.raises(Refused, match=r"“a.jpg” is 2\.5 MB. Choose a file that is 2 MB or smaller") as refused:
        examine(io.BytesIO(large(2_600_000)), "a.jpg")

    assert refused.value.why == "too-large"
    assert examine(io.BytesIO(large(2 * 1024 * 1024)), "a.jpg").content == large(2 * 1024 * 1024)


def test_an_empty_file_is_told_so(database: SQLAlchemy) -> None:
    with pytest.raises(Refused, match="is empty") as refused:
        examine(io.BytesIO(b""), "a.jpg")
    assert refused.value.why == "empty"


def test_without_a_scanner_a_file_is_marked_as_not_scanned(database: SQLAlchemy) -> None:
    assert examine(io.BytesIO(PDF), "a.pdf").scan == "not-scanned"


def test_a_scanner_reads_all_of_a_file_and_calls_it_clean(database: SQLAlchemy, settings_with: SettingsWith) -> None:
    content = large(300_000)
    with running_clamd() as clamd:
        settings_with(clamd=clamd.address)
        assert examine(io.BytesIO(content), "a.jpg").scan == "clean"
        assert clamd.seen == [content]
        assert answers()
    assert not answers()


def test_a_virus_is_refused_and_nothing_is_kept(database: SQLAlchemy, settings_with: SettingsWith) -> None:
    with running_clamd() as clamd:
        settings_with(clamd=clamd.address)
        with pytest.raises(Refused, match="has a virus") as refused:
            examine(io.BytesIO(EICAR), "a.txt")
    assert refused.value.why == "virus"
    assert database.session.scalar(select(func.count()).select_from(StoredFile)) == 0


@pytest.mark.parametrize("reply", ["INSTREAM size limit exceeded. ERROR", "stream: something else", " "])
def test_a_scanner_that_cannot_say_loses_no_file(database: SQLAlchemy, settings_with: SettingsWith, reply: str) -> None:
    with running_clamd(reply) as clamd:
        settings_with(clamd=clamd.address)
        assert examine(io.BytesIO(PDF), "a.pdf").scan == "not-scanned"


def test_what_came_while_the_scanner_was_away_is_scanned_when_it_is_back(
    database: SQLAlchemy, authority_id: UUID, settings_with: SettingsWith
) -> None:
    settings_with(clamd="127.0.0.1:1")
    owner = an_owner()
    clean, virus = kept(PDF, owner, authority_id), kept(EICAR, owner, authority_id, "a.txt")
    owed = database.session.scalars(select(Task).where(Task.name == files.SCAN_AGAIN)).all()
    assert {task.subject_id for task in owed} == {clean.id, virus.id}
    assert all(task.due_at > business_now() for task in owed)

    with pytest.raises(Unavailable):
        scan_again(clean.id)
    with running_clamd() as clamd:
        settings_with(clamd=clamd.address)
        for file in (clean, virus):
            scan_again(file.id)
    database.session.expire_all()

    assert (clean.scan, virus.scan) == ("clean", "virus")
    assert b"".join(pieces_of(clean)) == PDF
    with pytest.raises(NotFound):
        list(pieces_of(virus))


def test_without_a_scanner_nothing_is_owed(database: SQLAlchemy, authority_id: UUID) -> None:
    kept(PDF, an_owner(), authority_id)

    assert database.session.scalars(select(Task).where(Task.name == files.SCAN_AGAIN)).all() == []

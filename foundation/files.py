"""Files that people give us: examined in memory, kept in the database in sealed pieces, handed out as they came.

The database holds them, so that every machine sees them and a backup has them. They are encrypted under the data key
of whatever they belong to: destroying that key destroys them. An owner is a kind and an id, such as
``("draft", id)`` or ``("case", id)``; who may see its files is its own package's to say.

``examine`` comes first and uses the network (the scanner): outside any transaction. ``keep_file`` writes.
Must not know requests, and must never put a file on disk or its name in a log.
"""

import hashlib
import hmac
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import IO
from uuid import UUID

from sqlalchemy import CheckConstraint, ForeignKey, Index, UniqueConstraint, delete, select, update
from sqlalchemy.orm import Mapped, mapped_column

from foundation import refusals, scanning
from foundation.clock import business_now
from foundation.database import AuthorityOwned, Base, db, transaction
from foundation.encryption import DataKey, HasDataKey, seal_bytes, sealed, unseal_bytes
from foundation.errors import NotFound, Unavailable
from foundation.file_types import fitting_name, seen, type_of, words_for_type
from foundation.settings import settings
from foundation.tasks import later, task

Owner = tuple[str, UUID]

PIECE_BYTES = 1024 * 1024
SCAN_AGAIN = "files.scan-again"
SCAN_AGAIN_AFTER = timedelta(minutes=5)


class StoredFile(AuthorityOwned, HasDataKey, Base):
    """One file that was taken. ``scan`` is ``clean``, ``not-scanned``, or ``virus``: found later, its pieces gone."""

    __tablename__ = "stored_file"
    __table_args__ = (
        CheckConstraint("scan in ('clean', 'not-scanned', 'virus')", name="scan"),
        Index("ix_stored_file_owner", "owner_id", "owner_type"),
    )

    owner_type: Mapped[str]
    owner_id: Mapped[UUID]
    name_sealed: Mapped[bytes | None]
    media_type: Mapped[str]
    size: Mapped[int]
    """In bytes."""
    digest: Mapped[bytes]
    """SHA-256 keyed with the data key: says that two files of one owner are the same, and nothing to anybody else."""
    added_at: Mapped[datetime]
    """Business time."""
    scan: Mapped[str]

    name = sealed("name_sealed")

    @property
    def type_words(self) -> str:
        """What it is, for people."""
        return words_for_type(self.media_type)

    @property
    def size_words(self) -> str:
        """How large it is, for people."""
        return refusals.said_size(self.size)


class FilePiece(Base):
    """A part of a file, sealed for its file and its place in it."""

    __tablename__ = "file_piece"
    __table_args__ = (UniqueConstraint("file_id", "number"),)

    file_id: Mapped[UUID] = mapped_column(ForeignKey("stored_file.id", ondelete="CASCADE"))
    number: Mapped[int]
    content_sealed: Mapped[bytes]


@dataclass(frozen=True)
class Examined:
    """A file that may be kept: its name made fit, its type by what is in it."""

    name: str
    media_type: str
    content: bytes
    scan: str


def examine(stream: IO[bytes], name: str) -> Examined:
    """Read a file to its end and judge it. At most ``settings.file_bytes`` are held in memory.

    Raises ``Refused`` with words that say what to do.
    """
    shown = seen(name)[:60] or "Your file"
    content, size = bytearray(), 0
    while part := stream.read(64 * 1024):
        size += len(part)
        if size <= settings.file_bytes:
            content += part
    if size > settings.file_bytes:
        raise refusals.too_large(shown, size, settings.file_bytes)
    if size == 0:
        raise refusals.empty(shown)
    whole = bytes(content)
    kind = type_of(whole, shown)
    verdict = scanning.scan(whole)
    if verdict == "virus":
        raise refusals.infected(shown)
    return Examined(fitting_name(name, kind), kind.media_type, whole, verdict)


def keep_file(examined: Examined, owner: Owner, *, authority_id: UUID, data_key: DataKey, at: datetime) -> StoredFile:
    """Keep a file for its owner, under the owner's key; ``at`` is business time.

    Raises ``Refused`` where the owner has a file with the same content.
    """
    digest = _digest(data_key, examined.content)
    if _same(owner, digest):
        raise refusals.duplicate(examined.name)
    file = StoredFile(
        authority_id=authority_id,
        data_key=data_key,
        owner_type=owner[0],
        owner_id=owner[1],
        media_type=examined.media_type,
        size=len(examined.content),
        digest=digest,
        added_at=at,
        scan=examined.scan,
    )
    file.name = examined.name
    db.session.add(file)
    db.session.flush()
    _write_pieces(file, examined.content)
    if file.scan == "not-scanned" and scanning.is_set():
        later(SCAN_AGAIN, file.id, due_at=business_now() + SCAN_AGAIN_AFTER, authority_id=authority_id)
    return file


def files_of(owner: Owner) -> list[StoredFile]:
    """The files of an owner, in the order they came."""
    query = select(StoredFile).where(StoredFile.owner_type == owner[0], StoredFile.owner_id == owner[1])
    return list(db.session.scalars(query.order_by(StoredFile.id)))


def file_of(owner: Owner, file_id: UUID) -> StoredFile:
    """One file of this owner. Raises ``NotFound``, also for another's."""
    file = db.session.get(StoredFile, file_id)
    if file is None or (file.owner_type, file.owner_id) != owner:
        raise NotFound("There is no such file here.")
    return file


def pieces_of(file: StoredFile) -> Iterator[bytes]:
    """What is in it, piece by piece, each read when it is asked for.

    Raises ``NotFound`` where its key was destroyed, or a virus was found and its pieces are gone.
    """
    left, number = file.size, 0
    while left > 0:
        query = select(FilePiece.content_sealed).where(FilePiece.file_id == file.id, FilePiece.number == number)
        kept = db.session.scalar(query)
        if kept is None:
            raise NotFound("This file is no longer kept.")
        piece = unseal_bytes(file, _place(number), kept)
        yield piece
        left, number = left - len(piece), number + 1


def hand_over(from_owner: Owner, to_owner: Owner, *, data_key: DataKey | None = None) -> list[StoredFile]:
    """Give all files of one owner to another, sealed anew under ``data_key`` where the new owner has its own.

    What the new owner has already is not kept twice. Gives the files that changed hands.
    """
    handed: list[StoredFile] = []
    for file in files_of(from_owner):
        if data_key is not None and data_key.id != file.data_key_id:
            _seal_anew(file, data_key)
        if _same(to_owner, file.digest):
            forget_file(file)
            continue
        file.owner_type, file.owner_id = to_owner
        db.session.flush()
        handed.append(file)
    return handed


def forget_file(file: StoredFile) -> None:
    """Delete a file with all its pieces."""
    db.session.delete(file)
    db.session.flush()


def forget_files(owner: Owner) -> None:
    """Delete everything an owner has, before its key goes."""
    for file in files_of(owner):
        forget_file(file)


@task(SCAN_AGAIN, network=True, max_attempts=20)
def scan_again(file_id: UUID) -> None:
    """Scan a file that came while the scanner was away. What holds a virus stays named, and its content goes.

    Raises ``Unavailable`` while the scanner is still away, so that it is tried later.
    """
    with transaction():
        file = db.session.get(StoredFile, file_id)
        if file is None or file.scan != "not-scanned":
            return
        content = b"".join(pieces_of(file))
    verdict = scanning.scan(content)
    if verdict == "not-scanned":
        raise Unavailable("The scanner gave no answer.")
    with transaction():
        db.session.execute(update(StoredFile).where(StoredFile.id == file_id).values(scan=verdict))
        if verdict == "virus":
            db.session.execute(delete(FilePiece).where(FilePiece.file_id == file_id))


def _digest(data_key: DataKey, content: bytes) -> bytes:
    return hmac.new(data_key.opened(), b"file\0" + content, hashlib.sha256).digest()


def _same(owner: Owner, digest: bytes) -> bool:
    return any(hmac.compare_digest(file.digest, digest) for file in files_of(owner))


def _write_pieces(file: StoredFile, content: bytes) -> None:
    for number, start in enumerate(range(0, len(content), PIECE_BYTES)):
        kept = seal_bytes(file, _place(number), content[start : start + PIECE_BYTES])
        db.session.add(FilePiece(file_id=file.id, number=number, content_sealed=kept))
    db.session.flush()


def _place(number: int) -> str:
    """The "column" that a piece is sealed for: with its number, so that pieces cannot change places."""
    return f"piece {number}"


def _seal_anew(file: StoredFile, data_key: DataKey) -> None:
    name, content = file.name, b"".join(pieces_of(file))
    db.session.execute(delete(FilePiece).where(FilePiece.file_id == file.id))
    file.data_key = data_key
    file.data_key_id = data_key.id
    file.name = name
    file.digest = _digest(data_key, content)
    db.session.flush()
    _write_pieces(file, content)

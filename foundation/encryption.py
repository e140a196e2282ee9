"""Words and files encrypted at rest, so that destroying one key destroys what it kept.

AES-256-GCM. Each case, person, submission and message has a data key of its own, wrapped by the
master key; the associated data is table, column and row id, so that a sealed value moved to
another place does not open. Rotation wraps the data keys anew; anonymising destroys them.
"""

import json
import os
from typing import Any, overload
from uuid import UUID

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from sqlalchemy import ForeignKey
from sqlalchemy.orm import Mapped, declared_attr, mapped_column, relationship

from foundation.database import Base, db
from foundation.errors import NotFound
from foundation.settings import settings

_NONCE_BYTES = 12


class DataKey(Base):
    """One key, wrapped by the master key; empty once destroyed."""

    __tablename__ = "data_key"

    owner_type: Mapped[str]
    wrapped: Mapped[bytes | None]

    def opened(self) -> bytes:
        """The key itself. Raises ``NotFound`` once it has been destroyed."""
        cached: bytes | None = self.__dict__.get("_opened")
        if cached is not None:
            return cached
        if self.wrapped is None:
            raise NotFound("These words have been destroyed.")
        key = _open(settings.master_key_bytes, self.wrapped, self._place())
        self.__dict__["_opened"] = key
        return key

    def destroy(self) -> None:
        """Make everything sealed with this key unreadable, for good."""
        self.wrapped = None
        self.__dict__.pop("_opened", None)

    def _place(self) -> bytes:
        return f"data_key\0wrapped\0{self.id}".encode()


def new_data_key(owner_type: str) -> DataKey:
    """A fresh data key, added to the session."""
    key = AESGCM.generate_key(256)
    row = DataKey(owner_type=owner_type)
    row.wrapped = _close(settings.master_key_bytes, key, row._place())
    row.__dict__["_opened"] = key
    db.session.add(row)
    return row


class HasDataKey:
    """A row that has sealed columns. Give it ``data_key`` before any of them."""

    @declared_attr
    def data_key_id(cls) -> Mapped[UUID]:
        return mapped_column(ForeignKey("data_key.id"), index=True)

    @declared_attr
    def data_key(cls) -> Mapped[DataKey]:
        return relationship(DataKey, lazy="joined", innerjoin=True)


class sealed:  # noqa: N801 - reads as a word at the place of use
    """A text attribute kept encrypted in the column named ``<attribute>_sealed``."""

    def __init__(self, column: str) -> None:
        self.column = column

    @overload
    def __get__(self, row: None, owner: type) -> "sealed": ...
    @overload
    def __get__(self, row: Base, owner: type) -> str | None: ...
    def __get__(self, row: Base | None, owner: type) -> "str | sealed | None":
        if row is None:
            return self
        kept: bytes | None = getattr(row, self.column)
        return None if kept is None else unseal_bytes(row, self.column, kept).decode()

    def __set__(self, row: Base, words: str | None) -> None:
        kept = None if words is None else seal_bytes(row, self.column, words.encode())
        setattr(row, self.column, kept)


class sealed_json:  # noqa: N801
    """A JSON attribute kept encrypted. Assign a whole new value to change it."""

    def __init__(self, column: str) -> None:
        self.column = column

    def __get__(self, row: Base | None, owner: type) -> Any:
        if row is None:
            return self
        kept: bytes | None = getattr(row, self.column)
        return None if kept is None else json.loads(unseal_bytes(row, self.column, kept))

    def __set__(self, row: Base, value: Any) -> None:
        kept = None
        if value is not None:
            kept = seal_bytes(row, self.column, json.dumps(value, ensure_ascii=False).encode())
        setattr(row, self.column, kept)


def seal_bytes(row: Any, column: str, content: bytes) -> bytes:
    """``content`` sealed with the row's data key for that column of that row."""
    return _close(row.data_key.opened(), content, _place_of(row, column))


def unseal_bytes(row: Any, column: str, kept: bytes) -> bytes:
    """The content again. Raises ``NotFound`` if the key is destroyed or the value was moved."""
    return _open(row.data_key.opened(), kept, _place_of(row, column))


def _place_of(row: Base, column: str) -> bytes:
    return f"{row.__tablename__}\0{column}\0{row.id}".encode()


def _close(key: bytes, content: bytes, place: bytes) -> bytes:
    nonce = os.urandom(_NONCE_BYTES)
    return nonce + AESGCM(key).encrypt(nonce, content, place)


def _open(key: bytes, kept: bytes, place: bytes) -> bytes:
    try:
        return AESGCM(key).decrypt(kept[:_NONCE_BYTES], kept[_NONCE_BYTES:], place)
    except InvalidTag:
        raise NotFound("These words cannot be read: the key or the place is not theirs.") from None

"""The database: one typed base for models, one session, one way to open a transaction.

``db.session`` is the unit of work. Operations use it and never commit; edges (views, command
line, tasks) wrap them in ``transaction()``.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime
from functools import cache
from typing import Any
from uuid import UUID

import uuid_utils.compat
from flask_migrate import Migrate
from flask_sqlalchemy import SQLAlchemy
from sqlalchemy import DateTime, ForeignKey, ForeignKeyConstraint, MetaData, Text, UniqueConstraint
from sqlalchemy import types as sqltypes
from sqlalchemy.dialects.postgresql import ARRAY, JSONB
from sqlalchemy.orm import (
    DeclarativeBase,
    Mapped,
    Session,
    declared_attr,
    mapped_column,
    registry,
    scoped_session,
)

NAMES = {
    "ix": "ix_%(table_name)s_%(column_0_N_name)s",
    "uq": "uq_%(table_name)s_%(column_0_N_name)s",
    "ck": "ck_%(table_name)s_%(constraint_name)s",
    "fk": "fk_%(table_name)s_%(column_0_N_name)s",
    "pk": "pk_%(table_name)s",
}


def new_id() -> UUID:
    """A UUIDv7: unique without asking the database, and in order of making."""
    return uuid_utils.compat.uuid7()


class Base(DeclarativeBase):
    """What every row has: an id that is known before it is written."""

    registry = registry(
        metadata=MetaData(naming_convention=NAMES),
        type_annotation_map={
            str: Text(),
            datetime: DateTime(timezone=True),
            dict[str, Any]: JSONB(),
            list[Any]: JSONB(),
            list[str]: ARRAY(Text()),
            list[int]: ARRAY(sqltypes.BigInteger()),
        },
    )

    id: Mapped[UUID] = mapped_column(primary_key=True)

    def __init__(self, **given: Any) -> None:
        self.id = given.pop("id", None) or new_id()
        if unknown := given.keys() - _names_of(type(self)):
            raise TypeError(f"{type(self).__name__} has no {', '.join(sorted(unknown))}")
        for name, value in given.items():
            setattr(self, name, value)


@cache
def _names_of(model: type[Base]) -> frozenset[str]:
    return frozenset(dir(model))


class AuthorityOwned:
    """A row that belongs to one authority.

    Children refer to it with the authority in the key, so that no row can hang on another
    authority's.
    """

    @declared_attr
    def authority_id(cls) -> Mapped[UUID]:
        return mapped_column(ForeignKey("authority.id"), index=False)


def owned_key(table: str) -> UniqueConstraint:
    """The key that children of an authority-owned ``table`` point at."""
    return UniqueConstraint("authority_id", "id", name=f"uq_{table}_authority_id_id")


def authority_fk(column: str, table: str) -> ForeignKeyConstraint:
    """A foreign key from ``column`` to ``table`` within the same authority."""
    return ForeignKeyConstraint(["authority_id", column], [f"{table}.authority_id", f"{table}.id"])


db = SQLAlchemy(model_class=Base, session_options={"expire_on_commit": False})
migrate = Migrate(compare_type=True)


@contextmanager
def transaction() -> Iterator[scoped_session[Session]]:
    """Commit what is done inside, or none of it. For edges only."""
    session: scoped_session[Any] = db.session
    try:
        yield session
        session.commit()
    except BaseException:
        session.rollback()
        raise

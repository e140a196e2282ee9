"""How often something was tried of late from one place, counted for all processes together.

For what can be guessed or worn out: wrong links, wrong words, mail asked for. Who tried is kept as a keyed hash only,
and for a day at the most. In the database, so that every machine counts the same and nothing else has to be up.
Real time. Must not decide what somebody is told who tried too often.
"""

import hashlib
import hmac
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import Index, UniqueConstraint, case, delete, select
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.orm import Mapped

from foundation.clock import now
from foundation.database import Base, db, new_id
from foundation.settings import settings

KEPT_HOURS = 24
"""Longer than any limit here looks back."""


class TryCount(Base):
    """How many tries one place has made at one thing since its window began."""

    __tablename__ = "try_count"
    __table_args__ = (UniqueConstraint("what", "who_hash"), Index("ix_try_count_began_at", "began_at"))

    what: Mapped[str]
    who_hash: Mapped[bytes]
    began_at: Mapped[datetime]
    tries: Mapped[int]


@dataclass(frozen=True)
class Limit:
    """At most so many tries at ``what`` within so many seconds of the first."""

    what: str
    most: int
    seconds: int


def count_try(limit: Limit, who: str) -> int:
    """Count one try of ``who`` (an address, a row's id); gives how many there have been in this window."""
    at = now()
    since = at - timedelta(seconds=limit.seconds)
    is_over = TryCount.began_at < since
    first = insert(TryCount).values(id=new_id(), what=limit.what, who_hash=_hashed(who), began_at=at, tries=1)
    counted = first.on_conflict_do_update(
        index_elements=["what", "who_hash"],
        set_={
            "tries": case((is_over, 1), else_=TryCount.tries + 1),
            "began_at": case((is_over, at), else_=TryCount.began_at),
        },
    )
    db.session.execute(
        delete(TryCount)
        .where(TryCount.began_at < at - timedelta(hours=KEPT_HOURS))
        .execution_options(synchronize_session=False)
    )
    return int(db.session.execute(counted.returning(TryCount.tries)).scalar_one())


def seconds_left(limit: Limit, who: str) -> int:
    """How long until ``who`` has tries again, at least one second."""
    began_at = db.session.scalar(
        select(TryCount.began_at).where(TryCount.what == limit.what, TryCount.who_hash == _hashed(who))
    )
    over_at = (began_at or now()) + timedelta(seconds=limit.seconds)
    return max(1, round((over_at - now()).total_seconds()))


def is_spent(limit: Limit, who: str) -> bool:
    """Whether ``who`` has had all the tries that the limit allows for now. Counts nothing."""
    since = now() - timedelta(seconds=limit.seconds)
    tries = db.session.scalar(
        select(TryCount.tries).where(
            TryCount.what == limit.what, TryCount.who_hash == _hashed(who), TryCount.began_at >= since
        )
    )
    return (tries or 0) >= limit.most


def _hashed(who: str) -> bytes:
    key = settings.secret_key.get_secret_value().encode()
    return hmac.new(key, b"tries\0" + who.encode(), hashlib.sha256).digest()[:16]

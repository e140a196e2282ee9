"""Publishing wordings: each change is a new numbered version, and a message records the one it was made from.

The shipped wordings are files; what a team has published since is never overwritten by them.
"""

from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any
from uuid import UUID

from sqlalchemy import select

from foundation import yaml_files
from foundation.clock import now
from foundation.database import db
from foundation.errors import Invalid, NotFound
from notifications.models import WordingVersion
from notifications.wording import Wording, faults_in

OWN_WORDINGS = Path(__file__).parent / "wordings"


def publish_wording(authority_id: UUID, wording: Wording, officer_id: UUID | None = None) -> WordingVersion:
    """Write a new version, or give the newest where it says the same already.

    Raises ``Invalid`` naming every fault of the wording.
    """
    if faults := faults_in(wording):
        raise Invalid(f"The wording {wording.key} cannot be published: {'; '.join(faults)}.")
    newest = _newest(authority_id, wording.key)
    if newest is not None and _says(newest) == wording:
        return newest
    version = WordingVersion(
        authority_id=authority_id,
        key=wording.key,
        number=newest.number + 1 if newest else 1,
        audience=wording.audience,
        subject=wording.subject,
        body=wording.body,
        published_at=now(),
        published_by_id=officer_id,
    )
    db.session.add(version)
    db.session.flush()
    return version


def seed_wordings(directory: Path, authority_id: UUID) -> None:
    """Publish the wordings of ``directory/*.yaml`` for an authority, save where its team has written its own."""
    for wording in read_wordings(directory):
        newest = _newest(authority_id, wording.key)
        if newest is None or newest.published_by_id is None:
            publish_wording(authority_id, wording)


def read_wordings(directory: Path) -> Iterator[Wording]:
    """The wordings of a directory. A file holds one, or several under ``wordings``.

    Raises ``Invalid`` for a file that lacks a part.
    """
    for path in sorted(directory.glob("*.yaml")):
        content = yaml_files.load(path)
        for entry in content.get("wordings", [content]):
            yield _read(entry, path)


def newest_wording(authority_id: UUID, key: str) -> WordingVersion:
    """The version in force. Raises ``NotFound``."""
    newest = _newest(authority_id, key)
    if newest is None:
        raise NotFound(f"There is no wording {key}.")
    return newest


def _newest(authority_id: UUID, key: str) -> WordingVersion | None:
    return db.session.scalar(
        select(WordingVersion)
        .where(WordingVersion.authority_id == authority_id, WordingVersion.key == key)
        .order_by(WordingVersion.number.desc())
        .limit(1)
    )


def _says(version: WordingVersion) -> Wording:
    return Wording(version.key, version.audience, version.subject, version.body)


def _read(entry: Mapping[str, Any], path: Path) -> Wording:
    try:
        return Wording(entry["key"], entry["audience"], entry["subject"].strip(), entry["body"].strip())
    except (KeyError, AttributeError, TypeError):
        raise Invalid(f"{path.name}: a wording needs key, audience, subject and body.") from None

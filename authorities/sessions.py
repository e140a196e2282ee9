"""Signed-in browsers: a secret in a cookie, only its hash in a row.

A session ends when its hours are over, when the officer signs out, or when the officer no
longer works here. It is kept in real time, never in business time.
"""

import hashlib
import secrets
from datetime import timedelta
from uuid import UUID

from sqlalchemy import delete, select

from authorities.models import Membership, Officer, OfficerSession
from authorities.permissions import Grant, Role, Viewer
from foundation.clock import now
from foundation.database import db
from foundation.settings import settings

SESSION_COOKIE = "redress-officer"


def begin_session(officer: Officer) -> str:
    """Begin a session; the secret returned goes into the cookie and is kept nowhere else."""
    secret = secrets.token_urlsafe(32)
    began_at = now()
    db.session.add(
        OfficerSession(
            officer_id=officer.id,
            secret_hash=_hash(secret),
            began_at=began_at,
            ends_at=began_at + timedelta(hours=settings.session_hours),
        )
    )
    db.session.flush()
    return secret


def end_session(secret: str) -> None:
    """End the session of one browser; nothing happens when it has ended already."""
    db.session.execute(delete(OfficerSession).where(OfficerSession.secret_hash == _hash(secret)))


def end_sessions_of(officer_id: UUID) -> None:
    """End every session of one officer, such as one who leaves."""
    db.session.execute(delete(OfficerSession).where(OfficerSession.officer_id == officer_id))


def viewer_of(secret: str) -> Viewer | None:
    """The officer whose live session this secret is, with what they may do."""
    officer = db.session.scalar(
        select(Officer)
        .join(OfficerSession, OfficerSession.officer_id == Officer.id)
        .where(
            OfficerSession.secret_hash == _hash(secret),
            OfficerSession.ends_at > now(),
            Officer.is_active,
        )
    )
    return viewer_for(officer) if officer else None


def viewer_for(officer: Officer) -> Viewer:
    """An officer as decisions see one, with every grant."""
    grants = db.session.scalars(select(Membership).where(Membership.officer_id == officer.id).order_by(Membership.id))
    return Viewer(
        officer_id=officer.id,
        name=officer.name,
        grants=tuple(Grant(member.authority_id, Role(member.role), member.team_id) for member in grants),
    )


def _hash(secret: str) -> bytes:
    return hashlib.sha256(secret.encode()).digest()

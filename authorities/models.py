"""Authorities and the people who work for them.

Profiles are published, immutable versions. Officers, teams and services are plain rows, never
pinned to a case, so that work follows a team when people leave.
"""

from datetime import date, datetime
from typing import Any
from uuid import UUID

from sqlalchemy import CheckConstraint, ForeignKey, Index, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from foundation.database import AuthorityOwned, Base, owned_key


class Authority(Base):
    """A council served by this deployment; ``key`` is the first part of its public addresses."""

    __tablename__ = "authority"

    key: Mapped[str] = mapped_column(unique=True)
    name: Mapped[str]
    host: Mapped[str | None] = mapped_column(unique=True)
    is_open: Mapped[bool] = mapped_column(default=False)
    is_default: Mapped[bool] = mapped_column(default=False)
    complaints_manager_id: Mapped[UUID | None] = mapped_column(ForeignKey("officer.id", use_alter=True))
    stage_two_lead_id: Mapped[UUID | None] = mapped_column(ForeignKey("officer.id", use_alter=True))
    harm_lead_id: Mapped[UUID | None] = mapped_column(ForeignKey("officer.id", use_alter=True))


class ProfileVersion(AuthorityOwned, Base):
    """One published version of an authority's procedures, code lists, services and contact lines."""

    __tablename__ = "profile_version"
    __table_args__ = (owned_key("profile_version"), UniqueConstraint("authority_id", "number"))

    number: Mapped[int]
    valid_from: Mapped[date]
    valid_to: Mapped[date | None]
    content: Mapped[dict[str, Any]]
    digest: Mapped[str]
    published_at: Mapped[datetime]


class Officer(Base):
    """Somebody who works for the deployment's authorities and signs in by email."""

    __tablename__ = "officer"

    email: Mapped[str] = mapped_column(unique=True)
    name: Mapped[str]
    job: Mapped[str | None]
    is_active: Mapped[bool] = mapped_column(default=True)


class Team(Base):
    """A team and its line of management: who answers, and who is told when nobody does."""

    __tablename__ = "team"

    key: Mapped[str] = mapped_column(unique=True)
    name: Mapped[str]
    manager_id: Mapped[UUID | None] = mapped_column(ForeignKey("officer.id"))
    service_manager_id: Mapped[UUID | None] = mapped_column(ForeignKey("officer.id"))
    head_of_service_id: Mapped[UUID | None] = mapped_column(ForeignKey("officer.id"))

    manager: Mapped[Officer | None] = relationship(foreign_keys=[manager_id])
    service_manager: Mapped[Officer | None] = relationship(foreign_keys=[service_manager_id])
    head_of_service: Mapped[Officer | None] = relationship(foreign_keys=[head_of_service_id])


class Service(AuthorityOwned, Base):
    """A service of one authority (fostering, children in care), run by a team."""

    __tablename__ = "service"
    __table_args__ = (owned_key("service"), UniqueConstraint("authority_id", "key"))

    key: Mapped[str]
    name: Mapped[str]
    team_id: Mapped[UUID | None] = mapped_column(ForeignKey("team.id"))
    is_open: Mapped[bool] = mapped_column(default=True)

    team: Mapped[Team | None] = relationship()


class Membership(AuthorityOwned, Base):
    """What an officer may do for one authority, in one team or all of them."""

    __tablename__ = "membership"
    __table_args__ = (
        UniqueConstraint("authority_id", "officer_id", "role", "team_id"),
        Index("ix_membership_officer_id", "officer_id"),
    )

    officer_id: Mapped[UUID] = mapped_column(ForeignKey("officer.id"))
    role: Mapped[str]
    team_id: Mapped[UUID | None] = mapped_column(ForeignKey("team.id"))

    officer: Mapped[Officer] = relationship()
    team: Mapped[Team | None] = relationship()


class Leave(Base):
    """Days on which an officer is away, first and last included, and who stands in."""

    __tablename__ = "leave"
    __table_args__ = (
        CheckConstraint("last_on >= first_on", name="in_order"),
        CheckConstraint("stand_in_id <> officer_id", name="somebody_else"),
        Index("ix_leave_officer_id", "officer_id", "last_on"),
    )

    officer_id: Mapped[UUID] = mapped_column(ForeignKey("officer.id"))
    first_on: Mapped[date]
    last_on: Mapped[date]
    stand_in_id: Mapped[UUID | None] = mapped_column(ForeignKey("officer.id"))

    officer: Mapped[Officer] = relationship(foreign_keys=[officer_id])
    stand_in: Mapped[Officer | None] = relationship(foreign_keys=[stand_in_id])


class SignInRequest(Base):
    """One emailed link, good once and for a quarter of an hour of real time."""

    __tablename__ = "sign_in_request"

    officer_id: Mapped[UUID] = mapped_column(ForeignKey("officer.id"), index=True)
    asked_at: Mapped[datetime]
    used_at: Mapped[datetime | None]
    next_path: Mapped[str | None]

    officer: Mapped[Officer] = relationship()


class OfficerSession(Base):
    """One signed-in browser; the cookie holds a secret, the row only its hash."""

    __tablename__ = "officer_session"

    officer_id: Mapped[UUID] = mapped_column(ForeignKey("officer.id"), index=True)
    secret_hash: Mapped[bytes] = mapped_column(unique=True)
    began_at: Mapped[datetime]
    ends_at: Mapped[datetime]

    officer: Mapped[Officer] = relationship()

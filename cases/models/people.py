"""The people of a case: who told us, the children, and who it is about."""

from uuid import UUID

from sqlalchemy import ForeignKey, Index
from sqlalchemy.orm import Mapped, mapped_column, relationship

from authorities.models import Officer
from foundation.database import AuthorityOwned, Base, authority_fk, owned_key
from foundation.encryption import HasDataKey, sealed


class Person(AuthorityOwned, HasDataKey, Base):
    """Somebody who told us something, how they want to be spoken with and when it is safe."""

    __tablename__ = "person"
    __table_args__ = (owned_key("person"),)

    relationship_code: Mapped[str]
    is_young: Mapped[bool] = mapped_column(default=False)
    name_sealed: Mapped[bytes | None]
    email_sealed: Mapped[bytes | None]
    phone_sealed: Mapped[bytes | None]
    postal_address_sealed: Mapped[bytes | None]
    contact_through_sealed: Mapped[bytes | None]
    age_sealed: Mapped[bytes | None]
    safe_notes_sealed: Mapped[bytes | None]
    adjustments_words_sealed: Mapped[bytes | None]
    language_sealed: Mapped[bytes | None]
    talk_how: Mapped[str | None]
    preferred_channel: Mapped[str | None]
    """email or letter, where they gave both and chose"""
    wants_no_answer: Mapped[bool] = mapped_column(default=False)
    safe_times: Mapped[list[str]] = mapped_column(default=list)
    may_leave_message: Mapped[bool] = mapped_column(default=False)
    may_write: Mapped[bool] = mapped_column(default=False)
    adjustments: Mapped[list[str]] = mapped_column(default=list)

    name = sealed("name_sealed")
    email = sealed("email_sealed")
    phone = sealed("phone_sealed")
    postal_address = sealed("postal_address_sealed")
    contact_through = sealed("contact_through_sealed")
    age = sealed("age_sealed")
    safe_notes = sealed("safe_notes_sealed")
    adjustments_words = sealed("adjustments_words_sealed")
    language = sealed("language_sealed")


class Child(AuthorityOwned, HasDataKey, Base):
    """A child or young person whom a case concerns."""

    __tablename__ = "child"
    __table_args__ = (
        authority_fk("case_id", "case"),
        Index("ix_child_case_id", "case_id"),
    )

    case_id: Mapped[UUID]
    name_sealed: Mapped[bytes | None]
    date_of_birth_sealed: Mapped[bytes | None]
    relationship_sealed: Mapped[bytes | None]

    name = sealed("name_sealed")
    date_of_birth = sealed("date_of_birth_sealed")
    relationship_words = sealed("relationship_sealed")


class NamedPerson(AuthorityOwned, HasDataKey, Base):
    """Somebody a case is about. Matched to an officer, they may not open, answer or be chased."""

    __tablename__ = "named_person"
    __table_args__ = (
        authority_fk("case_id", "case"),
        Index("ix_named_person_case_id", "case_id"),
        Index("ix_named_person_officer_id", "officer_id"),
    )

    case_id: Mapped[UUID]
    name_sealed: Mapped[bytes | None]
    job_sealed: Mapped[bytes | None]
    team_sealed: Mapped[bytes | None]
    officer_id: Mapped[UUID | None] = mapped_column(ForeignKey("officer.id"))

    name = sealed("name_sealed")
    job = sealed("job_sealed")
    team = sealed("team_sealed")

    officer: Mapped[Officer | None] = relationship()

"""What arrives beside the form: emails taken in, intake that is not finished, and which cases belong together."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import BigInteger, CheckConstraint, ForeignKey, Index, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from authorities.models import Officer
from foundation.database import AuthorityOwned, Base, authority_fk
from foundation.encryption import HasDataKey, sealed, sealed_json


class UnfinishedIntake(AuthorityOwned, HasDataKey, Base):
    """What an officer has begun to take in. Its id is that of the case it becomes; ended, it holds no words."""

    __tablename__ = "unfinished_intake"
    __table_args__ = (
        CheckConstraint("state in ('open', 'opened', 'attached', 'removed')", name="state"),
        Index("ix_unfinished_intake_open", "authority_id", "saved_at", postgresql_where=text("state = 'open'")),
    )

    state: Mapped[str] = mapped_column(default="open")
    """open; opened as a case of its own; attached to another; removed, with a reason"""
    typed_sealed: Mapped[bytes | None]
    email_sealed: Mapped[bytes | None]
    refused_sealed: Mapped[bytes | None]
    began_at: Mapped[datetime]
    began_by_id: Mapped[UUID] = mapped_column(ForeignKey("officer.id"))
    saved_at: Mapped[datetime]
    saved_by_id: Mapped[UUID] = mapped_column(ForeignKey("officer.id"))
    ended_at: Mapped[datetime | None]
    ended_by_id: Mapped[UUID | None] = mapped_column(ForeignKey("officer.id"))
    case_id: Mapped[UUID | None] = mapped_column(ForeignKey("case.id"))
    remove_reason: Mapped[str | None]
    edition: Mapped[int] = mapped_column(default=1)

    typed = sealed_json("typed_sealed")
    """The boxes of the screen by name, each with all that was sent for it."""
    email = sealed_json("email_sealed")
    refused = sealed_json("refused_sealed")
    """A sentence for each file that could not be kept."""
    saved_by: Mapped[Officer] = relationship(foreign_keys=[saved_by_id])
    ended_by: Mapped[Officer | None] = relationship(foreign_keys=[ended_by_id])

    __mapper_args__ = {"version_id_col": edition}


class IncomingEmail(AuthorityOwned, HasDataKey, Base):
    """An email somebody sent us, kept on the case it is about. Its files are the case's."""

    __tablename__ = "incoming_email"
    __table_args__ = (authority_fk("case_id", "case"), UniqueConstraint("case_id", "digest"))

    case_id: Mapped[UUID]
    digest: Mapped[int] = mapped_column(BigInteger())
    """Keyed, of its Message-ID or of all it says: the same mail is kept once."""
    sent_at: Mapped[datetime | None]
    taken_in_at: Mapped[datetime]
    taken_in_by_id: Mapped[UUID] = mapped_column(ForeignKey("officer.id"))
    from_name_sealed: Mapped[bytes | None]
    from_address_sealed: Mapped[bytes | None]
    subject_sealed: Mapped[bytes | None]
    words_sealed: Mapped[bytes | None]
    refused_sealed: Mapped[bytes | None]

    from_name = sealed("from_name_sealed")
    from_address = sealed("from_address_sealed")
    subject = sealed("subject_sealed")
    words = sealed("words_sealed")
    refused = sealed_json("refused_sealed")
    taken_in_by: Mapped[Officer] = relationship()


class CaseLink(AuthorityOwned, Base):
    """That two cases belong together. It opens neither to anybody and moves no address from one to the other."""

    __tablename__ = "case_link"
    __table_args__ = (
        authority_fk("case_id", "case"),
        authority_fk("other_id", "case"),
        UniqueConstraint("case_id", "other_id"),
        CheckConstraint("case_id < other_id", name="order"),
        Index("ix_case_link_other_id", "other_id"),
    )

    case_id: Mapped[UUID]
    other_id: Mapped[UUID]
    """The later of the two."""
    linked_at: Mapped[datetime]
    linked_by_id: Mapped[UUID] = mapped_column(ForeignKey("officer.id"))

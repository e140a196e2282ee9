"""A case, its stages, points and clocks.

Current state is a column; what is counted is a dated column or row beside it, written in the
same operation, so that any past day can be counted as it stood.
"""

from datetime import date, datetime
from uuid import UUID

from sqlalchemy import ForeignKey, Index, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from authorities.models import Officer, Service, Team
from cases.models.people import Child, NamedPerson, Person
from foundation.database import AuthorityOwned, Base, authority_fk, owned_key
from foundation.encryption import HasDataKey, sealed


class Case(AuthorityOwned, HasDataKey, Base):
    """One representation, whatever it turns out to be."""

    __tablename__ = "case"
    __table_args__ = (
        owned_key("case"),
        authority_fk("complainant_id", "person"),
        authority_fk("profile_version_id", "profile_version"),
        authority_fk("service_id", "service"),
        Index("ix_case_list", "authority_id", "state", "received_on"),
        Index("ix_case_received", "authority_id", "received_on"),
        Index("ix_case_owner", "owner_id", "state"),
        Index("ix_case_complainant", "complainant_id"),
        Index("ix_case_search", "search", postgresql_using="gin"),
    )

    reference: Mapped[str] = mapped_column(unique=True)
    submission_id: Mapped[UUID | None] = mapped_column(unique=True)
    profile_version_id: Mapped[UUID]
    kind: Mapped[str]
    """complaint, call-back, compliment, comment, something-else,
    data-request, data-protection-complaint, member-enquiry"""
    procedure: Mapped[str | None]
    """A procedure's key, once an officer has confirmed it."""
    state: Mapped[str]
    stage_number: Mapped[int] = mapped_column(default=0)
    channel: Mapped[str]
    point_of_receipt: Mapped[str | None]
    received_at: Mapped[datetime]
    received_on: Mapped[date]
    complainant_id: Mapped[UUID] = mapped_column()
    complainant_type: Mapped[str]
    is_young_person: Mapped[bool] = mapped_column(default=False)
    child_involved: Mapped[str]
    call_choice: Mapped[str | None]
    service_id: Mapped[UUID | None] = mapped_column()
    team_id: Mapped[UUID | None] = mapped_column(ForeignKey("team.id"))
    owner_id: Mapped[UUID | None] = mapped_column(ForeignKey("officer.id"))
    """The complaints officer who keeps the case."""
    is_restricted: Mapped[bool] = mapped_column(default=False)
    is_held: Mapped[bool] = mapped_column(default=False)
    """Possible harm: nothing may reach the service until the LADO decision is taken."""
    natures: Mapped[list[str]] = mapped_column(default=list)
    outcomes_sought: Mapped[list[str]] = mapped_column(default=list)
    summary_sealed: Mapped[bytes | None]
    outcome_words_sealed: Mapped[bytes | None]
    acknowledged_on: Mapped[date | None]
    confirmed_at: Mapped[datetime | None]
    closed_at: Mapped[datetime | None]
    closed_on: Mapped[date | None]
    close_reason: Mapped[str | None]
    link_generation: Mapped[int] = mapped_column(default=0)
    search: Mapped[list[int]] = mapped_column(default=list)
    edition: Mapped[int] = mapped_column(default=1)

    summary = sealed("summary_sealed")
    outcome_words = sealed("outcome_words_sealed")

    complainant: Mapped[Person] = relationship(foreign_keys=[complainant_id], viewonly=True)
    service: Mapped[Service | None] = relationship(foreign_keys=[service_id], viewonly=True)
    team: Mapped[Team | None] = relationship()
    owner: Mapped[Officer | None] = relationship()
    children: Mapped[list[Child]] = relationship(viewonly=True, order_by=Child.id)
    named_people: Mapped[list[NamedPerson]] = relationship(viewonly=True, order_by=NamedPerson.id)
    stages: Mapped[list["Stage"]] = relationship(viewonly=True, order_by="Stage.number")
    points: Mapped[list["Point"]] = relationship(viewonly=True, order_by="Point.number")

    __mapper_args__ = {"version_id_col": edition}


class Stage(AuthorityOwned, Base):
    """One stage of a case, from its request to its answer."""

    __tablename__ = "stage"
    __table_args__ = (
        owned_key("stage"),
        authority_fk("case_id", "case"),
        UniqueConstraint("case_id", "number"),
        Index("ix_stage_answered", "authority_id", "answered_on"),
        Index("ix_stage_responder", "responder_id", "state"),
    )

    case_id: Mapped[UUID]
    number: Mapped[int]
    key: Mapped[str]
    """stage-1, stage-2, stage-3: the key of the procedure's stage."""
    procedure: Mapped[str]
    state: Mapped[str]
    """proposed, open, with-signer, answered, closed"""
    requested_on: Mapped[date]
    """Received (stage 1) or asked for (later stages)."""
    opened_at: Mapped[datetime]
    opened_on: Mapped[date]
    acknowledged_on: Mapped[date | None]
    team_id: Mapped[UUID | None] = mapped_column(ForeignKey("team.id"))
    responder_id: Mapped[UUID | None] = mapped_column(ForeignKey("officer.id"))
    request_first_opened_at: Mapped[datetime | None]
    """When the manager first opened the request (rung of day 2)."""
    link_generation: Mapped[int] = mapped_column(default=0)
    day_ten_decision: Mapped[str | None]
    """answer, extension or late: nobody passes day 10 untold."""
    late_reason: Mapped[str | None]
    answered_at: Mapped[datetime | None]
    answered_on: Mapped[date | None]
    answer_method: Mapped[str | None]
    spoken_on: Mapped[date | None]
    """The day somebody spoke with the person for the answer, where they did."""
    remedies: Mapped[list[str]] = mapped_column(default=list)
    answer_working_days: Mapped[int | None]
    """Working days from the start of the response clock to the answer, as counted then."""
    target_on: Mapped[date | None]
    limit_on: Mapped[date | None]
    extended_to: Mapped[date | None]
    """Copies of the response clock's dates, written with it, so that lists and reports read one row."""
    paused_on: Mapped[date | None]
    """Since when the response clock stands still; none while it runs."""
    closed_on: Mapped[date | None]

    case: Mapped[Case] = relationship(viewonly=True)
    responder: Mapped[Officer | None] = relationship()
    team: Mapped[Team | None] = relationship()
    clocks: Mapped[list["CaseClock"]] = relationship(viewonly=True, order_by="CaseClock.id")

    @property
    def due_on(self) -> date | None:
        """The day the answer is due, a granted extension included."""
        return self.extended_to or self.target_on


class CaseClock(AuthorityOwned, Base):
    """One clock of a stage: its dates as last counted, and the holiday table they used."""

    __tablename__ = "case_clock"
    __table_args__ = (
        owned_key("case_clock"),
        authority_fk("stage_id", "stage"),
        UniqueConstraint("stage_id", "procedure", "key"),
        Index("ix_case_clock_due", "authority_id", "target_on"),
    )

    stage_id: Mapped[UUID]
    procedure: Mapped[str]
    """Of which it is a clock: after a transfer a stage keeps those it had, stopped."""
    key: Mapped[str]
    """acknowledge, response, response-from-agreed-statement …: the key of the clock's rule."""
    starts_on: Mapped[date]
    target_on: Mapped[date]
    limit_on: Mapped[date | None]
    extended_to: Mapped[date | None]
    stopped_on: Mapped[date | None]
    paused_on: Mapped[date | None]
    holiday_table_version: Mapped[int]

    stage: Mapped[Stage] = relationship(viewonly=True)
    events: Mapped[list["ClockEvent"]] = relationship(viewonly=True, order_by="ClockEvent.id")

    @property
    def due_on(self) -> date:
        """The target, or the day a granted extension moved it to."""
        return self.extended_to or self.target_on


class ClockEvent(AuthorityOwned, Base):
    """Something that happened to a clock: extended, paused, resumed, corrected, stopped, counted again."""

    __tablename__ = "clock_event"
    __table_args__ = (authority_fk("clock_id", "case_clock"),)

    clock_id: Mapped[UUID] = mapped_column(index=True)
    what: Mapped[str]
    on: Mapped[date]
    until: Mapped[date | None]
    reason: Mapped[str | None]
    by: Mapped[str]
    at: Mapped[datetime]


class Point(AuthorityOwned, HasDataKey, Base):
    """One point of complaint, in the person's words."""

    __tablename__ = "point"
    __table_args__ = (
        owned_key("point"),
        authority_fk("case_id", "case"),
        UniqueConstraint("case_id", "number"),
    )

    case_id: Mapped[UUID]
    number: Mapped[int]
    nature: Mapped[str | None]
    words_sealed: Mapped[bytes | None]
    when_sealed: Mapped[bytes | None]

    words = sealed("words_sealed")
    when = sealed("when_sealed")

    findings: Mapped[list["Finding"]] = relationship(viewonly=True, order_by="Finding.id")


class Finding(AuthorityOwned, HasDataKey, Base):
    """What was found on one point at one stage, with its reasons."""

    __tablename__ = "finding"
    __table_args__ = (
        authority_fk("point_id", "point"),
        authority_fk("stage_id", "stage"),
        UniqueConstraint("point_id", "stage_id"),
    )

    point_id: Mapped[UUID]
    stage_id: Mapped[UUID]
    finding: Mapped[str]
    """upheld, partially-upheld, not-upheld, no-finding"""
    reasons_sealed: Mapped[bytes | None]
    found_on: Mapped[date]

    reasons = sealed("reasons_sealed")

"""What the engine may ask of a case: its values, its days, whether anything may go, what to call it.

Reads only. Names of values and clocks here are the words flows are written in, so they are stable.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Any
from uuid import UUID

from sqlalchemy import select

from authorities.permissions import Viewer
from authorities.procedures import Purpose
from authorities.publishing import current_profile
from cases.access import may_see
from cases.calls import call_of, tries_of
from cases.clocks import clock_for, dates_of
from cases.confirming import sign_off_applies
from cases.deadlines import ClockDates, dated, stage_clocks
from cases.harm import decision_of
from cases.lifecycle import WITH_SIGNER
from cases.models import Case, CaseClock, ContactAttempt, Stage
from cases.notes import referral_of
from cases.stages import current_stage
from foundation.calendar import HolidayTable, next_working_day, working_day_after, working_days_between
from foundation.clock import at_nine, london_day, london_time
from foundation.conditions import Value
from foundation.database import db
from foundation.holidays import current_table
from workflows.subjects import Anchor, Hold, Trigger

PURPOSES: Mapping[str, Purpose] = {"response": "response", "acknowledge": "acknowledge"}
CALL_BACK, HARM, ADVOCATE = "call-back", "harm", "advocate"


@dataclass(frozen=True)
class Days:
    """The anchors of one clock, whatever kind of row keeps it."""

    start: date
    target: date
    limit: date | None = None

    def moment(self, anchor: Anchor, days: int, at: time, table: HolidayTable) -> datetime | None:
        """``days`` working days from an anchor, at a time of day in London, as UTC."""
        day = {"start": self.start, "target": self.target, "limit": self.limit}[anchor]
        return None if day is None else london_time(working_day_after(day, days, table), at)


class CaseSubject:
    """Answers the engine's questions about cases (``workflows.subjects.Subject``)."""

    def values(self, subject_id: UUID, event: Trigger) -> Mapping[str, Value]:
        """The named values of a case, and the codes of the event under ``event.<key>``."""
        case = _case(subject_id)
        stage = stage_of(case, event.payload)
        return {
            "case.kind": case.kind,
            "case.procedure": case.procedure,
            "case.state": case.state,
            "case.channel": case.channel,
            "case.is_young_person": case.is_young_person,
            "case.is_held": case.is_held,
            **_stage_values(case, stage),
            **_call_values(case),
            **_duty_values(case),
            **{f"event.{key}": _plain(value) for key, value in event.payload.items()},
            "event.still_stands": _still_stands(stage, event.payload),
        }

    def moment(self, subject_id: UUID, clock: str, anchor: Anchor, days: int, at: time) -> datetime | None:
        """The moment on a clock: ``response`` and ``acknowledge`` of the stage under way, ``call-back``,
        ``harm``, ``advocate``, or a clock by its own key. None when the case has no such clock.
        """
        found = _days_of(_case(subject_id), clock)
        return found.moment(anchor, days, at, current_table()) if found else None

    def next_nine(self, now: datetime) -> datetime:
        """The first nine o'clock of a working day after ``now``."""
        return _next_nine(now, current_table())

    def may_run(self, subject_id: UUID) -> Hold | None:
        """A hold while possible harm waits for its decision."""
        return Hold("A decision on possible harm comes first.") if _case(subject_id).is_held else None

    def label(self, subject_id: UUID) -> str:
        """The reference."""
        return _case(subject_id).reference

    def address(self, subject_id: UUID) -> str:
        """The case on the desk."""
        return f"/desk/cases/{_case(subject_id).reference}"

    def authority_id(self, subject_id: UUID) -> UUID:
        """The authority the case belongs to."""
        return _case(subject_id).authority_id

    def may_see(self, viewer: Viewer, subject_id: UUID) -> bool:
        """As everywhere else."""
        return may_see(viewer, _case(subject_id))

    def invented(self, received_on: date, authority_id: UUID) -> "InventedCase":
        """An invented complaint under the statutory procedure, confirmed on the day it came."""
        return InventedCase(received_on, authority_id)


class InventedCase:
    """A case that lives only in a rehearsal."""

    def __init__(self, received_on: date, authority_id: UUID) -> None:
        self._table = current_table()
        self._received_on = received_on
        procedures = current_profile(authority_id)
        statutory = procedures.procedure("children-statutory")
        first = statutory.first_stage()
        starts: Any = {"received": received_on, "requested": received_on, "acknowledged": received_on}
        self._clocks: dict[str, Days] = {}
        for clock in stage_clocks(statutory, first.key, starts, self._table):
            self._clocks[clock.key] = self._clocks[clock.clock.purpose] = _days(clock)
        call = procedures.procedure(CALL_BACK).first_stage().clocks[0]
        self._clocks[CALL_BACK] = _days(dated(call, received_on, self._table))
        next_day = working_day_after(received_on, 1, self._table)
        self._clocks[HARM] = self._clocks[ADVOCATE] = Days(received_on, next_day)
        self.began_at = london_time(received_on, time(21, 40))
        self.values: Mapping[str, Value] = {
            "case.kind": "complaint",
            "case.procedure": "children-statutory",
            "case.state": "open",
            "case.channel": "e-form",
            "case.is_young_person": False,
            "case.is_held": False,
            "stage.number": 1,
            "stage.request_opened": False,
            "stage.tried_to_speak": False,
            "stage.sign_off_required": procedures.settings.sign_off_required,
            "stage.with_signer": False,
            "call_back.is_allocated": True,
            "call_back.tries": 0,
            "advocate.is_referred": False,
            "harm.is_decided": False,
        }

    def moment(self, clock: str, anchor: Anchor, days: int, at: time) -> datetime | None:
        """As ``CaseSubject.moment``."""
        found = self._clocks.get(clock)
        return found.moment(anchor, days, at, self._table) if found else None

    def next_nine(self, now: datetime) -> datetime:
        """As ``CaseSubject.next_nine``."""
        return _next_nine(now, self._table)

    def working_day(self, at: datetime) -> int | None:
        """Which working day since receipt ``at`` falls on; None on a day off or before day 1."""
        day = london_day(at)
        if next_working_day(day, self._table) != day or day <= self._received_on:
            return None
        return working_days_between(self._received_on, day, self._table)


def stage_of(case: Case, payload: Mapping[str, Any]) -> Stage | None:
    """The stage an event is about, else the one under way."""
    named = payload.get("stage_id")
    if named:
        return db.session.get(Stage, UUID(str(named)))
    return current_stage(case)


def _still_stands(stage: Stage | None, payload: Mapping[str, Any]) -> bool:
    """Whether the day an event set is still the one that holds; true for events that set none."""
    until = payload.get("until")
    return until is None or stage is None or stage.extended_to is None or stage.extended_to.isoformat() == until


def _case(subject_id: UUID) -> Case:
    return db.session.get_one(Case, subject_id)


def _stage_values(case: Case, stage: Stage | None) -> dict[str, Value]:
    if stage is None:
        return {}
    tried = select(ContactAttempt.id).where(ContactAttempt.stage_id == stage.id).limit(1)
    return {
        "stage.number": stage.number,
        "stage.state": stage.state,
        "stage.request_opened": stage.request_first_opened_at is not None,
        "stage.tried_to_speak": db.session.scalar(tried) is not None,
        "stage.sign_off_required": sign_off_applies(case),
        "stage.with_signer": stage.state == WITH_SIGNER,
        "stage.day_ten_decision": stage.day_ten_decision,
        "stage.is_allocated": stage.responder_id is not None,
    }


def _call_values(case: Case) -> dict[str, Value]:
    call_back = call_of(case.id) if case.call_choice in ("call-me", "both") else None
    if call_back is None:
        return {}
    return {
        "call_back.state": call_back.state,
        "call_back.is_allocated": call_back.caller_id is not None,
        "call_back.tries": len(tries_of(call_back)),
    }


def _duty_values(case: Case) -> dict[str, Value]:
    """What is owed beside the answer: an advocate, a decision on possible harm."""
    values: dict[str, Value] = {}
    if case.is_young_person:
        referral = referral_of(case.id)
        values["advocate.is_referred"] = referral is not None and referral.referred_at is not None
    if case.is_restricted:
        decision = decision_of(case.id)
        values["harm.is_decided"] = decision is not None and decision.decision is not None
    return values


def _days_of(case: Case, clock: str) -> Days | None:
    if clock == HARM:
        decision = decision_of(case.id)
        return Days(london_day(decision.flagged_at), decision.due_on) if decision else None
    if clock == ADVOCATE:
        referral = referral_of(case.id)
        return Days(london_day(referral.asked_at), referral.due_on) if referral else None
    row = _row_of(case, clock)
    if row is None:
        return None
    if row.paused_on is not None:
        return _days(dates_of(case, row.stage, row))
    return Days(row.starts_on, row.due_on, row.limit_on)


def _row_of(case: Case, clock: str) -> CaseClock | None:
    purpose = PURPOSES.get(clock)
    if purpose is not None:
        stage = current_stage(case)
        return clock_for(case, stage, purpose) if stage else None
    return db.session.scalar(
        select(CaseClock)
        .join(Stage, Stage.id == CaseClock.stage_id)
        .where(Stage.case_id == case.id, CaseClock.key == clock, CaseClock.procedure == Stage.procedure)
        .order_by(Stage.number.desc())
        .limit(1)
    )


def _days(clock: ClockDates) -> Days:
    return Days(clock.starts_on, clock.due_on, clock.limit_on)


def _next_nine(now: datetime, table: HolidayTable) -> datetime:
    today = london_day(now)
    nine = at_nine(next_working_day(today, table))
    return nine if nine > now else at_nine(next_working_day(today + timedelta(days=1), table))


def _plain(value: Any) -> Value:
    if isinstance(value, list):
        return tuple(str(item) for item in value)
    return value if isinstance(value, str | bool | int) else None

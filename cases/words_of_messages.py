"""The fields of the messages about a case, and which wording a person gets.

Public messages may name who answers and how a date was counted; mail to staff holds a reference, dates and
names of steps, and nothing about anybody.
"""

from dataclasses import dataclass
from datetime import date

from sqlalchemy import select

from authorities.models import Officer
from authorities.procedures import Purpose
from authorities.profile import Contact
from authorities.publishing import profile_of
from cases.clocks import clock_for, dates_of, rule_of
from cases.explaining import explain
from cases.links import about_you_link, written_out
from cases.models import CallBack, Case, CaseClock, ClockEvent, Stage
from foundation.calendar import working_days_between
from foundation.database import db
from foundation.day_words import full_day
from foundation.holidays import current_table

YOUNG = "-young"
WITH_YOUNG_WORDS = frozenset(
    {
        "acknowledgement",
        "acknowledgement-data",
        "acknowledgement-data-complaint",
        "advocate-referred",
        "answer-late",
        "answer-soon",
        "call-agreed",
        "call-missed",
        "change-not-made",
        "clock-paused",
        "clock-resumed",
        "contact-changed",
        "contact-was-changed",
        "case-frozen",
        "case-referred-early",
        "case-refused",
        "case-reopened",
        "case-unfrozen",
        "contact-limited",
        "contact-limit-ended",
        "date-corrected",
        "handed-over",
        "matter-joined",
        "matter-split",
        "procedure-changed",
        "extension",
        "information-needed",
        "next-stage-acknowledgement",
        "receipt",
        "receipt-call",
        "receipt-comment",
        "receipt-compliment",
        "receipt-data",
        "receipt-data-complaint",
        "receipt-other",
        "right-to-next-stage",
        "stage-declined",
        "straight-to-next-stage",
        "withdrawn",
    }
)
"""Wordings that have a twin for young people, under the same key with ``-young`` after it."""

PROCEDURES = {
    "children-statutory": "a complaint about help for a child, under the Children Act 1989",
    "corporate": "a complaint to the council, under the Ombudsman's code for complaints",
    "subject-access": "a request to see what we hold about you",
    "rectification-erasure": "a request to put right or remove what we hold about you",
    "freedom-of-information": "a request for information that the council holds",
    "data-protection-complaint": "a complaint about how we used information about you",
}
INDEPENDENT = (
    "somebody from outside the team, with an independent person beside them, looks into it and first checks with "
    "you that we have understood what it is about."
)
PANEL = (
    "a panel of three independent people looks at how your complaint was dealt with. We will tell you when it meets."
)
ANOTHER_OFFICER = "somebody who had no part in the first answer looks at it and writes to you."

NO_DAY = "the day we will tell you"


@dataclass(frozen=True)
class Standpoint:
    """Who writes and when: the authority, how it is reached, the day in London."""

    authority: str
    authority_key: str
    contact: Contact
    today: date


def wording_for(case: Case, wording: str) -> str:
    """The wording for this person: a young person's own where there is one."""
    return f"{wording}{YOUNG}" if case.is_young_person and wording in WITH_YOUNG_WORDS else wording


def public_fields(case: Case, stage: Stage | None, call_back: CallBack | None, here: Standpoint) -> dict[str, str]:
    """The fields a message to the person may use; ``link`` is given apart, as a link."""
    is_call = call_back is not None and (stage is None or stage.number == 0)
    return {
        "name": case.complainant.name or ("there" if case.is_young_person else "Sir or Madam"),
        "reference": case.reference,
        "authority": here.authority,
        "phone": here.contact.phone,
        "hours": here.contact.hours,
        "about_you": written_out(about_you_link(case, here.authority_key)),
        "responder": _called(call_back.caller if is_call and call_back else stage.responder if stage else None, case),
        "due_on": full_day(call_back.due_on) if is_call and call_back else _due(stage),
        "limit_on": full_day(stage.limit_on) if stage and stage.limit_on else _due(stage),
        "acknowledge_by": _acknowledge_by(case, stage),
        "how_counted": _counted(case, stage),
        "procedure": PROCEDURES.get(case.procedure or "", "a complaint"),
        "reason": _reason(case, stage),
        "waiting_for": _waiting_for(case, stage),
        "agreed": (call_back.agreed or "") if call_back else "",
        "next_step": _next_step(stage),
    }


def staff_fields(
    case: Case, stage: Stage | None, call_back: CallBack | None, here: Standpoint, next_rung: str
) -> dict[str, str]:
    """The fields mail to staff may use, and no others."""
    is_call = call_back is not None and (stage is None or stage.number == 0)
    clock = clock_for(case, stage, "response") if stage and stage.number else None
    began = clock.starts_on if clock else stage.requested_on if stage else case.received_on
    table = current_table()
    due_on = call_back.due_on if is_call and call_back else stage.due_on if stage else None
    return {
        "reference": case.reference,
        "authority": here.authority,
        "team_phone": here.contact.phone,
        "due_on": full_day(due_on) if due_on else NO_DAY,
        "days": str(max(0, working_days_between(began, due_on, table))) if due_on else "",
        "working_day": str(max(0, working_days_between(began, here.today, table))),
        "next_rung": next_rung,
        "what": "call" if is_call else "answer",
    }


def _due(stage: Stage | None) -> str:
    return full_day(stage.due_on) if stage is not None and stage.due_on is not None else NO_DAY


def _acknowledge_by(case: Case, stage: Stage | None) -> str:
    clock = clock_for(case, stage, "acknowledge") if stage is not None else None
    return full_day(clock.due_on) if clock is not None else NO_DAY


def _counted(case: Case, stage: Stage | None) -> str:
    """How the day an answer is due was counted, in one sentence; else nothing."""
    if stage is None:
        return ""
    purposes: tuple[Purpose, ...] = ("response", "acknowledge")
    for purpose in purposes:
        clock = clock_for(case, stage, purpose)
        if clock is not None:
            return explain(dates_of(case, stage, clock)).short
    return ""


def _called(officer: Officer | None, case: Case) -> str:
    """How a person is told who somebody is: a name, a job, a service."""
    if officer is None:
        return f"a manager in {case.service.name}" if case.service else "a manager"
    return f"{officer.name} ({officer.job})" if officer.job else officer.name


def _reason(case: Case, stage: Stage | None) -> str:
    """Why the time was extended or the answer is late, as a sentence, in the words of the profile's lists."""
    if stage is None:
        return ""
    lists = profile_of(case.profile_version_id).lists
    if stage.day_ten_decision == "late":
        codes, key = lists.late_reasons, stage.late_reason
    else:
        codes, key = lists.extension_reasons, _extended_for(case, stage)
    said = next((code.public_name for code in codes if code.key == key), "")
    return f"{said[:1].upper()}{said[1:]}." if said else ""


def _extended_for(case: Case, stage: Stage) -> str | None:
    clock = clock_for(case, stage, "response")
    return _last_reason(clock, "extended") if clock is not None else None


def _waiting_for(case: Case, stage: Stage | None) -> str:
    """Why the clock of the answer stands still, as a sentence; nothing while it runs."""
    clock = clock_for(case, stage, "response") if stage else None
    if clock is None or clock.paused_on is None:
        return ""
    pause = rule_of(case, stage, clock).pause(_last_reason(clock, "paused") or "") if stage else None
    return f"{pause.name}." if pause else ""


def _last_reason(clock: CaseClock, what: str) -> str | None:
    """The code given for what last happened to a clock."""
    return db.session.scalar(
        select(ClockEvent.reason)
        .where(ClockEvent.clock_id == clock.id, ClockEvent.what == what)
        .order_by(ClockEvent.id.desc())
        .limit(1)
    )


def _next_step(stage: Stage | None) -> str:
    if stage is None or stage.procedure != "children-statutory":
        return ANOTHER_OFFICER
    return INDEPENDENT if stage.number == 2 else PANEL

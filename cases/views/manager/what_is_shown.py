"""What the manager's pages show beside the form: how the person wants to be spoken with, the tries, the due date.

Reads only.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from sqlalchemy import select

from authorities.models import Officer
from authorities.publishing import profile_of
from cases import clocks
from cases.answer_draft import AnswerDraft
from cases.answering_rights import Opened
from cases.explaining import Explanation
from cases.models import Case, ContactAttempt, Stage
from cases.points import findings_of_stage, points_of_stage
from cases.recipients import wishes_of
from cases.safe_times import SafeTime, is_safe_now, safe_times
from cases.wishes import arranged_before_speaking, how_to_reach, may_be_rung
from foundation.clock import LONDON, business_now, london_day
from foundation.database import db
from foundation.day_words import full_day
from foundation.holidays import current_table

TALK_HOW = {
    "call": "On the telephone",
    "meeting": "Face to face",
    "video": "By video",
    "writing-only": "In writing only: do not ring",
    "through-somebody": "Through somebody they trust",
}
SAFE_TIMES = {
    "weekday-morning": "Weekday mornings",
    "weekday-lunchtime": "Weekday lunchtimes",
    "weekday-afternoon": "Weekday afternoons",
    "any-time": "Any time",
}
ADJUSTMENTS = {
    "large-print": "Large print",
    "easy-read": "Easy read",
    "braille": "Braille",
    "audio": "Letters as sound",
    "bsl": "A British Sign Language interpreter",
    "text-relay": "Calls by text, or Relay UK",
    "interpreter": "An interpreter for another language",
    "more-time": "More time to talk or to read",
    "somebody-with-me": "Somebody with them when we talk",
}
OUTCOMES = {"spoke": "Spoke", "no-answer": "No answer", "declined": "Declined"}
HOW = {"call": "Telephone", "video": "Video", "meeting": "Meeting"}


@dataclass(frozen=True)
class Ringing:
    """Whether to ring, and when: ``times`` are the next ones the person said are safe, ``first`` what comes first."""

    is_wanted: bool
    is_safe_now: bool
    times: tuple[str, ...]
    first: tuple[str, ...]


@dataclass(frozen=True)
class Due:
    """When the answer is due, and how that day was counted."""

    on: date | None
    explanation: Explanation | None
    is_late: bool


def how_to_speak(opened: Opened) -> list[dict[str, str]]:
    """Rows about the person: how, when it is safe, what helps. Nothing that is not needed to speak with them."""
    return how_to_speak_about(opened.case)


def ringing(case: Case, tries: Iterable[ContactAttempt]) -> Ringing:
    """When to try next, at a time that is safe and, if one is left, at another time of day than before."""
    person, here = case.complainant, business_now().astimezone(LONDON)
    wishes, table = wishes_of(person), current_table()
    tried = [attempt.at.astimezone(LONDON) for attempt in tries]
    coming = safe_times(person.safe_times, here, table, tried=tried)
    return Ringing(
        is_wanted=may_be_rung(wishes),
        is_safe_now=is_safe_now(person.safe_times, here, table),
        times=tuple(_in_words(one) for one in coming),
        first=arranged_before_speaking(wishes),
    )


def how_to_speak_about(case: Case) -> list[dict[str, str]]:
    """As ``how_to_speak``, for a case."""
    person = case.complainant
    may_leave = "You may leave a message" if person.may_leave_message else "Do not leave a message"
    helps = [ADJUSTMENTS.get(code, code) for code in person.adjustments]
    rows = [
        ("Name", person.name or "Not given"),
        ("How to reach them", how_to_reach(wishes_of(person))),
        ("How", TALK_HOW.get(person.talk_how or "", "They do not mind")),
        ("Telephone", f"{person.phone}\n{may_leave}" if person.phone else "None given"),
        ("Through somebody", person.contact_through or ""),
        ("When it is safe", "\n".join(SAFE_TIMES.get(code, code) for code in person.safe_times) or "Not said"),
        ("Safety", person.safe_notes or ""),
        ("What helps", "\n".join([*helps, person.adjustments_words or ""]).strip()),
        ("Language", person.language or ""),
    ]
    return [{"key": key, "value": value} for key, value in rows if value]


def tries_of(opened: Opened) -> list[dict[str, object]]:
    """The tries to speak with the person for this answer, newest first, as entries of a timeline."""
    return as_timeline(tries_made(opened))


def tries_made(opened: Opened) -> Sequence[ContactAttempt]:
    """The tries to speak with the person for this answer, newest first."""
    made = select(ContactAttempt).where(ContactAttempt.stage_id == opened.stage.id)
    return db.session.scalars(made.order_by(ContactAttempt.at.desc())).all()


def as_timeline(tries: Iterable[ContactAttempt]) -> list[dict[str, object]]:
    """Tries as entries of a timeline."""
    return [
        {
            "title": f"{HOW.get(attempt.how, attempt.how)}: {OUTCOMES.get(attempt.outcome, attempt.outcome).lower()}",
            "at": attempt.at,
            "by": attempt.by.name if attempt.by else None,
            "words": attempt.notes,
        }
        for attempt in tries
    ]


def last_spoken_on(opened: Opened) -> date | None:
    """The day of the latest try that reached the person."""
    at = db.session.scalar(
        select(ContactAttempt.at)
        .where(ContactAttempt.stage_id == opened.stage.id, ContactAttempt.outcome == "spoke")
        .order_by(ContactAttempt.at.desc())
        .limit(1)
    )
    return london_day(at) if at else None


def due_date(opened: Opened) -> Due:
    """When the answer is due and the day-by-day count behind it."""
    stage = opened.stage
    explanation = next(
        (
            explained
            for dates, explained in clocks.explain_stage(opened.case, stage)
            if dates.clock.purpose == "response"
        ),
        None,
    )
    is_late = stage.due_on is not None and stage.answered_on is None and london_day(business_now()) > stage.due_on
    return Due(stage.due_on, explanation, is_late)


def possible_owners(opened: Opened) -> list[Officer]:
    """Who may be named as the owner of an action: the responder, the writer and their line of management."""
    team = opened.stage.team
    line = (team.manager, team.service_manager, team.head_of_service) if team else ()
    found = {
        one.id: one for one in (opened.stage.responder, opened.officer, *line) if one is not None and one.is_active
    }
    return list(found.values())


def earlier_answers(opened: Opened) -> list[dict[str, str]]:
    """What earlier stages found on each point, for whoever answers a later one."""
    profile = profile_of(opened.case.profile_version_id)
    earlier = db.session.scalars(
        select(Stage)
        .where(Stage.case_id == opened.case.id, Stage.number > 0, Stage.number < opened.stage.number)
        .order_by(Stage.number)
    )
    return [
        {
            "key": f"Stage {stage.number}, point {point.number}",
            "value": f"{profile.label('findings', found.finding)}. {found.reasons or ''}",
        }
        for stage in earlier
        for found_by_point in [findings_of_stage(stage)]
        for point in points_of_stage(stage)
        if (found := found_by_point.get(str(point.id))) is not None
    ]


def draft_in_words(opened: Opened, draft: AnswerDraft) -> list[dict[str, str]]:
    """A saved draft as rows, for showing beside what somebody else typed."""
    profile = profile_of(opened.case.profile_version_id)
    rows = [
        {
            "key": f"Point {point.number}",
            "value": "\n".join(
                part
                for part in (
                    profile.label("findings", draft.answer_to(point.id).finding),
                    draft.answer_to(point.id).reasons,
                )
                if part
            ),
        }
        for point in points_of_stage(opened.stage)
    ]
    rows += [{"key": "Apology", "value": draft.apology}, {"key": "To put it right", "value": draft.remedy}]
    rows += [{"key": f"Action {place}", "value": action.what} for place, action in enumerate(draft.actions, 1)]
    return rows


def _in_words(one: SafeTime) -> str:
    """``Friday 4 December 2026, 9am to 12 noon``."""
    begins, ends = (
        "12 noon" if at.hour == 12 else f"{at.hour % 12}{'am' if at.hour < 12 else 'pm'}"
        for at in (one.begins, one.ends)
    )
    return f"{full_day(one.on)}, {begins} to {ends}"

"""Requests for a further stage in a period, by how the stage before was answered, said and why.

One grouped query serves both reports that tell of escalation, so that they cannot disagree.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from sqlalchemy import and_, case, func, select

from cases.models import EscalationRequest, Stage
from foundation.database import db
from reports.counting import COMPLAINT_PROCEDURES, UNKNOWN, Counting, Grouped

NOT_ANSWERED = "no-answer"
"""The council's record holds no answer sent by the day the further stage was asked for."""


@dataclass(frozen=True)
class EscalationCount:
    """How many requests share one procedure, stage asked from, recorded and said method, reason.

    `with_words` of them also say something in their own words, which no report prints.
    """

    procedure: str
    from_stage: int
    recorded: str
    said: str
    reason: str
    number: int
    with_words: int


def escalation_statement(counting: Counting) -> Grouped:
    """The grouped query, over requests asked for in the period."""
    answered = and_(Stage.answered_on.is_not(None), Stage.answered_on <= EscalationRequest.asked_on)
    recorded = case((answered, func.coalesce(Stage.answer_method, UNKNOWN)), else_=NOT_ANSWERED)
    said = func.coalesce(EscalationRequest.how_answered, UNKNOWN)
    reason = func.coalesce(EscalationRequest.main_reason, UNKNOWN)
    grouped = (Stage.procedure, Stage.number, recorded, said, reason)
    return (
        select(
            Stage.procedure,
            Stage.number,
            recorded.label("recorded"),
            said.label("said"),
            reason.label("reason"),
            func.count(),
            func.count(EscalationRequest.words_sealed),
        )
        .join(
            Stage,
            and_(
                Stage.case_id == EscalationRequest.case_id,
                Stage.number == EscalationRequest.to_stage - 1,
            ),
        )
        .where(
            EscalationRequest.authority_id == counting.authority_id,
            EscalationRequest.asked_on.between(counting.period.first_on, counting.period.counted_to),
            Stage.procedure.in_(COMPLAINT_PROCEDURES),
        )
        .group_by(*grouped)
    )


def count_escalations(counting: Counting) -> tuple[EscalationCount, ...]:
    """Every group that has at least one request."""
    return tuple(EscalationCount(*row) for row in db.session.execute(escalation_statement(counting)))


def methods_in_order(counting: Counting, codes: Iterable[str]) -> tuple[str, ...]:
    """Those ways of answering, in the profile's order, the unrecorded and the unanswered last."""
    found = set(codes)
    known = counting.in_order("response_methods", found - {NOT_ANSWERED})
    return (*(code for code in known if code in found), *([NOT_ANSWERED] if NOT_ANSWERED in found else []))


def method_name(counting: Counting, code: str) -> str:
    """What a way of answering is called, the absence of one included."""
    if code == NOT_ANSWERED:
        return "No answer by then"
    return counting.label("response_methods", code, "Not recorded")

"""Whether a request for the next stage opens it now, and which points go on.

Pure. Refusing is not among the answers: what cannot open yet waits with the team, and after the last stage the
Ombudsman is next. The right to a second stage is close to absolute: nobody needs grounds that the council accepts.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Literal

Verdict = Literal["opens", "opened-before", "too-early", "last-stage"]

WHY = {
    "opens": "The next stage is open.",
    "opened-before": "The next stage was opened before.",
    "too-early": "The stage is not answered and its last day has not passed.",
    "last-stage": "The procedure has no further stage; the Ombudsman is next.",
}


EARLY_REFERRAL = (
    "the stage 2 report is robust",
    "the adjudication is complete",
    "all of it, or all that matters, was upheld",
    "there is a clear plan of action",
    "the council does most or all of what they want",
    "they agree",
)
"""When the Ombudsman may be reached without stage 3, as councils publish the criteria; read in no original."""

BEFORE_THE_COMMISSIONER = frozenset(
    {"subject-access", "rectification-erasure", "freedom-of-information", "data-protection-complaint"}
)
"""Procedures after which the Information Commissioner is next, not the Ombudsman."""


@dataclass(frozen=True)
class Standing:
    """How a stage stands when the next is asked for. ``limit_on`` is the last day any extension could reach."""

    answered_on: date | None
    target_on: date | None
    limit_on: date | None
    has_next_in_procedure: bool
    next_is_open: bool
    is_frozen: bool = False


def judge(standing: Standing, today: date) -> Verdict:
    """What a request does.

    An answered stage opens the next at once. An unanswered one does so from the day after its limit: day 21 for a
    first statutory stage (Getting the Best from Complaints, 3.5). While it is frozen no day passes.
    """
    if standing.next_is_open:
        return "opened-before"
    if not standing.has_next_in_procedure:
        return "last-stage"
    if standing.answered_on is not None:
        return "opens"
    last = None if standing.is_frozen else standing.limit_on or standing.target_on
    return "opens" if last is not None and today > last else "too-early"


def who_is_next(procedure: str) -> str:
    """Who outside the council looks at what its last stage left."""
    return "the Information Commissioner" if procedure in BEFORE_THE_COMMISSIONER else "the Ombudsman"


def ombudsman_prompt(number: int) -> str:
    """What an officer weighs when somebody wants to go to the Ombudsman after stage ``number``."""
    criteria = "; ".join(EARLY_REFERRAL)
    if number < 2:
        return (
            "They want to go to the Ombudsman, and may at any time; it usually comes back until our stages are done. "
            f"Stage 3 can be left out only after stage 2, and only where {criteria}. Tell them both."
        )
    return f"They want to go to the Ombudsman. Stage 3 can be left out only where {criteria}. Record who agreed."


def points_carried(findings: Mapping[str, str | None], chosen: Sequence[str], *, is_answered: bool) -> tuple[str, ...]:
    """The ids of the points that go on. ``findings`` holds each point's id and what was found on it.

    The person's own choice goes first: a point left out by them stays out, an upheld one that they choose goes on
    for its remedy. Without a choice, every point not fully upheld goes on; where all were, all do.
    """
    wanted = [point_id for point_id in findings if point_id in set(chosen)]
    if wanted:
        return tuple(wanted)
    unsettled = [point_id for point_id, finding in findings.items() if not is_answered or finding != "upheld"]
    return tuple(unsettled or findings)

"""What a manager has written so far for one answer, and what is still missing before it may be sent.

Pure: a draft is a value, kept sealed on the answer as JSON. A draft may be as unfinished as its writer likes; only
``faults`` says what stands in the way of sending. Must not know who may send or how.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from pydantic import BaseModel, ConfigDict

FINDINGS = ("upheld", "partially-upheld", "not-upheld", "no-finding")
FINDINGS_THAT_NEED_REMEDY = frozenset({"upheld", "partially-upheld"})
SPOKEN_METHODS = frozenset({"call", "call-and-letter", "meeting", "meeting-and-letter"})
SPOKEN_ALONE = frozenset({"call", "meeting"})
"""Answered by word of mouth: the letter then only confirms it, which a statutory complaint needs before it closes."""

LONGEST_WORDS = 20_000


class _Value(BaseModel):
    model_config = ConfigDict(frozen=True, extra="ignore")


class PointAnswer(_Value):
    """What is written about one point."""

    finding: str = ""
    reasons: str = ""


class DraftAction(_Value):
    """One thing that will be done: by an officer of the council, or by whoever holds a job."""

    what: str = ""
    owner_id: str = ""
    owner_job: str = ""
    due_on: date | None = None

    @property
    def is_blank(self) -> bool:
        """Nothing was written in it."""
        return not (self.what or self.owner_id or self.owner_job or self.due_on)


class AnswerDraft(_Value):
    """The whole draft. ``points`` goes by the point's id."""

    points: dict[str, PointAnswer] = {}
    apology: str = ""
    remedies: tuple[str, ...] = ()
    remedy: str = ""
    actions: tuple[DraftAction, ...] = ()
    method: str = ""
    spoken_on: date | None = None
    try_notes: str = ""
    """Notes of a try that has not been recorded yet."""

    @classmethod
    def read(cls, kept: Mapping[str, Any] | None) -> "AnswerDraft":
        """The draft as kept on an answer; an empty one for nothing."""
        return cls.model_validate(kept or {})

    def kept(self) -> dict[str, Any]:
        """The draft as JSON."""
        return self.model_dump(mode="json")

    def answer_to(self, point_id: object) -> PointAnswer:
        """What is written about one point; empty when nothing is."""
        return self.points.get(str(point_id), PointAnswer())


@dataclass(frozen=True)
class Fault:
    """One thing to mend: ``field`` names its place in the form, ``words`` say what to do."""

    field: str
    words: str


def faults(draft: AnswerDraft, point_ids: Sequence[str], *, received_on: date, today: date) -> tuple[Fault, ...]:
    """What must be mended before the answer may go, in the order of the page; empty when it may.

    Every point has a finding and reasons (the Ombudsman's Code, 6.7: address every point with reasons). What is
    upheld even in part has a remedy, an apology at the least. How it was answered is recorded, and when somebody
    spoke with the person if they did.
    """
    found: list[Fault] = []
    for place, point_id in enumerate(point_ids):
        answer = draft.answer_to(point_id)
        if answer.finding not in FINDINGS:
            found.append(Fault(f"points-{place}-finding", f"Choose what you found on point {place + 1}"))
        if not answer.reasons.strip():
            found.append(Fault(f"points-{place}-reasons", f"Write our answer and reasons on point {place + 1}"))
    upheld = any(draft.answer_to(point_id).finding in FINDINGS_THAT_NEED_REMEDY for point_id in point_ids)
    if upheld and not draft.apology.strip():
        found.append(Fault("apology", "Write an apology: we agreed with something they told us"))
    found += _remedy_faults(draft)
    for place, action in enumerate(draft.actions):
        found += _action_faults(place, action, today)
    return (*found, *_method_faults(draft, received_on, today))


def _remedy_faults(draft: AnswerDraft) -> list[Fault]:
    beyond_words = set(draft.remedies) - {"apology", "explanation", "none"}
    if beyond_words and not draft.remedy.strip() and not any(not action.is_blank for action in draft.actions):
        return [Fault("remedy", "Write what we will do to put it right, or add an action")]
    return []


def _action_faults(place: int, action: DraftAction, today: date) -> list[Fault]:
    if action.is_blank:
        return []
    number, found = place + 1, []
    if not action.what.strip():
        found.append(Fault(f"actions-{place}-what", f"Write what will be done in action {number}"))
    if not action.owner_id and not action.owner_job.strip():
        found.append(Fault(f"actions-{place}-owner_job", f"Say whose job action {number} is"))
    if action.due_on is None:
        found.append(Fault(f"actions-{place}-due_on", f"Enter the date by which action {number} will be done"))
    elif action.due_on < today:
        found.append(Fault(f"actions-{place}-due_on", f"The date of action {number} must be today or later"))
    return found


def _method_faults(draft: AnswerDraft, received_on: date, today: date) -> list[Fault]:
    if not draft.method:
        return [Fault("method", "Choose how you are answering")]
    if draft.method not in SPOKEN_METHODS:
        return []
    if draft.spoken_on is None:
        return [Fault("spoken_on", "Enter the date you spoke with them")]
    if draft.spoken_on > today:
        return [Fault("spoken_on", "The date you spoke with them must be today or earlier")]
    if draft.spoken_on < received_on:
        return [Fault("spoken_on", "The date you spoke with them must be after they told us")]
    return []

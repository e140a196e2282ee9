"""The copy that somebody keeps of what they sent: the reference, the day, the answers by section, what happens next.

Holds no link: a link opens something, and a copy may lie about. Must not decide who may have it.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date

from foundation.clock import london_day
from foundation.day_words import full_day
from foundation.paper import Block, sheet_pdf
from webform.answer_sheet import AnswerSection, answer_sheet
from webform.models import Submission
from webform.what_happens_next import what_happens_next

TITLE = "What you sent us"
NOT_ANSWERED = "Not provided"


@dataclass(frozen=True)
class Copy:
    """What was sent, for the page and for paper. What was asked may still hold the names of facts, like ``{phone}``."""

    reference: str
    received_on: date
    sections: tuple[AnswerSection, ...]
    next_lines: tuple[str, ...]


def copy_of(submission: Submission) -> Copy:
    """The copy of what somebody sent."""
    steps = what_happens_next(submission.id)
    return Copy(
        reference=steps.reference or submission.reference,
        received_on=london_day(submission.received_at),
        sections=tuple(answer_sheet(submission)),
        next_lines=steps.lines,
    )


def copy_pdf(copy: Copy, council: str, contact: str, filled: Callable[[str], str]) -> bytes:
    """The copy as a PDF. ``contact`` is one line on how to reach the council; ``filled`` puts facts into a question."""
    blocks: list[Block] = [
        ("paragraph", (f"Your reference is {copy.reference}.", f"We had it on {full_day(copy.received_on)}."))
    ]
    for section in copy.sections:
        blocks.append(("heading", (section.title,)))
        for line in section.lines:
            blocks += [("question", (filled(line.asked),)), ("paragraph", line.words or (NOT_ANSWERED,))]
    blocks.append(("heading", ("What happens next",)))
    blocks += [("paragraph", (line,)) for line in copy.next_lines]
    blocks += [("heading", ("If you need us",)), ("paragraph", (contact,))]
    return sheet_pdf(council, TITLE, blocks, reference=copy.reference)

"""The one question this package asks of those above it: what happens next with what was sent?

The application wires the answer. Until it is wired, or while the case is not open yet, the person is told that the
rest comes by message. Must not know cases.
"""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Literal
from uuid import UUID


@dataclass(frozen=True)
class NextSteps:
    """What the confirmation says, a paragraph a line, and where progress can be followed.

    ``reference`` is the one the person has had from before, where this sending goes on with something older.
    """

    lines: tuple[str, ...]
    progress_link: str | None = None
    reference: str | None = None
    asks_who_you_are: Literal["", "public", "young-person"] = ""
    """For whom the optional questions about who we hear from are offered, if they are."""


Answerer = Callable[[UUID], NextSteps | None]

BY_MESSAGE = NextSteps(
    ("A person will read what you sent by the next working day. Then we tell you what happens next.",)
)

_answerers: list[Answerer] = []


def answer_with(answerer: Answerer) -> None:
    """Have ``answerer`` asked, by submission id; ``None`` from it means that it cannot say yet."""
    if answerer not in _answerers:
        _answerers.append(answerer)


def what_happens_next(submission_id: UUID) -> NextSteps:
    """What to tell the person who sent this."""
    for answerer in _answerers:
        steps = answerer(submission_id)
        if steps is not None:
            return steps
    return BY_MESSAGE

"""Adding and taking away entries of "add another" by plain buttons, for browsers without scripts.

Pure: what was sent → what to keep and how many entries to show. The page itself stays unfinished; what was typed in
the other entries is kept, right or wrong.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from werkzeug.datastructures import MultiDict

from webform.definition import Page

ADD, REMOVE = "add", "remove"


@dataclass(frozen=True)
class EntriesChanged:
    """Which question, how many entries to show now, and which of them to lead the person to."""

    key: str
    shown: int
    place: int

    @property
    def anchor(self) -> str:
        """The id on the page of the entry to go to."""
        return f"{self.key}-{self.place}"


def without_removed(sent: MultiDict[str, str]) -> MultiDict[str, str]:
    """What was sent, less the entry whose "remove" button was pressed (its value is like ``children-1``)."""
    removed = sent.get(REMOVE)
    if not removed:
        return sent
    return MultiDict((name, value) for name, value in sent.items(multi=True) if not name.startswith(f"{removed}-"))


def entries_changed(page: Page, answers: Mapping[str, Any], sent: MultiDict[str, str]) -> EntriesChanged | None:
    """What an "add" or "remove" button asks for; ``None`` when the person goes on instead."""
    pressed = sent.get(ADD) or sent.get(REMOVE, "").rpartition("-")[0]
    for question in page.questions:
        if question.kind == "add-another" and question.key == pressed:
            kept = len(answers.get(question.key) or ())
            if ADD in sent:
                return EntriesChanged(question.key, kept + 1, kept)
            return EntriesChanged(question.key, max(kept, 1), max(kept - 1, 0))
    return None

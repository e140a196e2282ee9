"""Finding the parts of a form in its data, and settling the data after a change.

A question's path is its key; a field of an add-another question is ``question.field``. Changes are made on a copy:
``opened`` gives one, ``settled`` reads it as a form and gives it back in its one plain shape.
"""

import hashlib
import json
from collections.abc import Iterator
from copy import deepcopy
from dataclasses import dataclass
from typing import Any

from pydantic import ValidationError

from foundation.errors import Invalid, NotFound
from webform.definition import WrittenForm

Data = dict[str, Any]


@dataclass(frozen=True)
class Spot:
    """Where a question stands: in a list of questions or fields, or as what one choice reveals."""

    question: Data
    page: Data
    beside: list[Data] | None = None
    choice: Data | None = None

    @property
    def place(self) -> int:
        """Its place in its list; 0 for one that a choice reveals."""
        return next(number for number, other in enumerate(self.beside) if other is self.question) if self.beside else 0


def opened(data: Data) -> Data:
    """A copy to change."""
    return deepcopy(data)


def settled(data: Data) -> Data:
    """The data in its one plain shape. Raises ``Invalid`` where something no longer has the shape of a form."""
    try:
        return WrittenForm.model_validate(data).as_data()
    except ValidationError as error:
        places = (f"{' '.join(str(part) for part in fault['loc'])}: {fault['msg']}" for fault in error.errors())
        raise Invalid("; ".join(places)) from None


def stamp_of(part: Any) -> str:
    """A mark of a part as it was shown, so that somebody else's change to it shows."""
    return hashlib.sha256(json.dumps(part, sort_keys=True, default=str).encode()).hexdigest()[:16]


def page_in(data: Data, key: str) -> Data:
    """The page with this key. Raises ``NotFound``."""
    return _keyed(data["pages"], key, "There is no such page in the draft. It may have been removed.")


def signpost_in(data: Data, key: str) -> Data:
    """The signpost with this key. Raises ``NotFound``."""
    gone = "There is no such signpost in the draft. It may have been removed."
    return _keyed(data.get("signposts", []), key, gone)


def question_at(data: Data, path: str) -> Spot:
    """The question or field at a path. Raises ``NotFound``."""
    key, _, field = path.partition(".")
    spot = next((spot for spot in spots(data) if spot.question["key"] == key), None)
    if spot is None or not field:
        if spot is None:
            raise NotFound("There is no such question in the draft. It may have been removed.")
        return spot
    fields = spot.question.get("fields", [])
    return Spot(_keyed(fields, field, "There is no such field in the draft."), spot.page, beside=fields)


def spots(data: Data) -> Iterator[Spot]:
    """Every question of every page, each followed by those its choices reveal."""
    for page in data["pages"]:
        asked = page.get("questions", [])
        for question in asked:
            yield Spot(question, page, beside=asked)
            for choice in question.get("choices", []):
                if choice.get("reveals"):
                    yield Spot(choice["reveals"], page, choice=choice)


def question_keys(data: Data) -> set[str]:
    """The keys of all questions, and of the values known beforehand."""
    return {spot.question["key"] for spot in spots(data)} | set(data.get("known", []))


def page_keys(data: Data) -> list[str]:
    """The keys of all pages, in order."""
    return [page["key"] for page in data["pages"]]


def _keyed(parts: list[Data], key: str, gone: str) -> Data:
    found = next((part for part in parts if part["key"] == key), None)
    if found is None:
        raise NotFound(gone)
    return found

"""The kind of question answered several times over: children, people, points of complaint."""

from collections.abc import Iterator, Mapping
from typing import Any

from wtforms import Form
from wtforms.fields import FieldList, FormField

from foundation.conditions import Value
from webform.definition import Question
from webform.journey import is_given
from webform.kinds.words import Kind, Problem


class AddAnother(Kind):
    """A small group of questions, answered as often as there are things to tell of."""

    longest = 20

    def __init__(self, kinds: Mapping[str, Kind]) -> None:
        """``kinds`` are those its small questions may be of."""
        self._kinds = kinds

    def field(self, question: Question) -> Any:
        fields = {part.key: self._kinds[part.kind].field(part) for part in question.fields}
        entry = type(f"{question.key}_entry", (Form,), fields)
        return FieldList(FormField(entry), question.label, description=question.hint)

    def answer(self, question: Question, typed: Any) -> Any:
        entries = []
        for given in typed or ():
            entry = {part.key: self._kinds[part.kind].answer(part, given.get(part.key)) for part in question.fields}
            if any(is_given(value) for value in entry.values()):
                entries.append(entry)
        return entries or None

    def problems(self, question: Question, answer: Any, path: str) -> Iterator[Problem]:
        if not isinstance(answer, list) or not all(isinstance(entry, dict) for entry in answer):
            yield Problem(path, question.missing or "Enter this again")
            return
        if len(answer) > self.limit(question):
            yield Problem(path, f"Tell us about {self.limit(question)} here, and the others in a later message")
        for number, entry in enumerate(answer):
            for part in question.fields:
                place = f"{path}-{number}-{part.key}"
                given = entry.get(part.key)
                if is_given(given):
                    yield from self._kinds[part.kind].problems(part, given, place)
                elif part.required:
                    yield Problem(place, part.missing)

    def words(self, question: Question, answer: Any) -> list[str]:
        lines: list[str] = []
        for number, entry in enumerate(answer, 1):
            said = [
                (part, self._kinds[part.kind].words(part, entry[part.key]))
                for part in question.fields
                if is_given(entry.get(part.key))
            ]
            head = f"{number}. " if len(answer) > 1 else ""
            for place, (part, words) in enumerate(said):
                label = "" if place == 0 else f"{part.asked}: "
                lines += [f"{head}{label}{words[0]}", *words[1:]]
                head = ""
        return lines

    def value(self, question: Question, answer: Any) -> Value:
        """Every text of every entry, so that ``mentions`` can look through them."""
        entries = [entry for entry in answer if isinstance(entry, dict)] if isinstance(answer, list) else []
        return tuple(str(value) for entry in entries for value in entry.values() if is_given(value))

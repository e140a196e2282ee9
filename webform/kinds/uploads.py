"""The kind of question answered with files: pictures, letters, voice notes.

The answer names what is kept: a list of ``{"id", "name", "size"}``. It is never read from a box: files are added and
taken away one by one (``webform.uploads``), and whatever else a browser sends says nothing about them.
"""

from collections.abc import Iterator
from typing import Any

from wtforms.fields import MultipleFileField

from foundation.conditions import Value
from foundation.refusals import said_size, too_many
from webform.definition import Question
from webform.kinds.words import Kind, Problem


class Files(Kind):
    """Several files; ``at_most`` is how many."""

    longest = 10
    is_kept_apart = True

    def field(self, question: Question) -> Any:
        return MultipleFileField(question.label, description=question.hint)

    def problems(self, question: Question, answer: Any, path: str) -> Iterator[Problem]:
        if not isinstance(answer, list) or not all(isinstance(file, dict) and "id" in file for file in answer):
            yield Problem(path, question.missing or "Choose the file again")
        elif len(answer) > self.limit(question):
            yield Problem(path, too_many(self.limit(question)).message)

    def words(self, question: Question, answer: Any) -> list[str]:
        return [f"{file['name']} ({said_size(file['size'])})" for file in answer]

    def value(self, question: Question, answer: Any) -> Value:
        """The names."""
        return tuple(str(file["name"]) for file in answer) if isinstance(answer, list) else ()

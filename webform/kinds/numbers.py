"""Kinds of question answered in numbers: how many, how old."""

import re
from collections.abc import Iterator
from typing import Any

from foundation.conditions import Value
from webform.definition import Question
from webform.kinds.words import Kind, Problem, tidy


class WholeNumber(Kind):
    """A count or an age."""

    longest = 6

    def answer(self, question: Question, typed: Any) -> Any:
        text = tidy(typed, lines=False)
        return int(text) if re.fullmatch(r"[0-9]{1,6}", text) else text or None

    def problems(self, question: Question, answer: Any, path: str) -> Iterator[Problem]:
        if not isinstance(answer, int):
            yield Problem(path, f"Enter a number, like {max(question.least, min(12, question.greatest))}")
        elif not question.least <= answer <= question.greatest:
            yield Problem(path, f"Enter a number from {question.least} to {question.greatest}")

    def value(self, question: Question, answer: Any) -> Value:
        return answer if isinstance(answer, int) else None

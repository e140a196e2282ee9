"""Answers to questions of every kind: some a form takes, those its conditions turn on, and how a browser sends them.

From a definition alone. A kind of question that is not here fails the first test that meets it.
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import date, timedelta
from itertools import combinations
from typing import Any

from foundation.conditions import FieldTest
from webform.definition import Question
from webform.kinds import value_of

Answer = Any
"""As JSON, as ``webform.kinds`` has it; ``None`` is blank."""

PLAIN: Mapping[str, Answer] = {
    "text": "Words for {key}",
    "long-text": "Words for {key}\nand what came after",
    "name": "Robin {key}",
    "email": "robin@family.example",
    "telephone": "01632 960 001",
    "address": "1 Sample Road\nSampletown",
    "whole-number": 12,
    "date-of-birth": "2015-06-14",
    "date": "2026-03-27",
    "files": None,
}
"""One right answer to each kind that offers no choices of its own; ``{key}`` is the question's, so that none is like
another."""


def plain_answers(question: Question) -> list[Answer]:
    """Every choice of a question once, or one right answer; blank as well, where it may be left out."""
    if question.kind == "add-another":
        return [_entries(question), *_blank(question)]
    if question.kind == "yes-no":
        return ["yes", "no", *_blank(question)]
    if question.kind == "checkboxes":
        return [*([choice.value] for choice in question.choices), *_blank(question)]
    if question.choices:
        return [*(choice.value for choice in question.choices), *_blank(question)]
    if question.kind == "whole-number":
        return [max(question.least, min(question.greatest, PLAIN["whole-number"])), *_blank(question)]
    if question.must_be == "future":
        return ["2099-03-27", *_blank(question)]
    answer = PLAIN[question.kind]
    return [answer.replace("{key}", question.key) if isinstance(answer, str) else answer, *_blank(question)]


def turning_answers(question: Question, tests: Sequence[FieldTest]) -> list[list[Answer]]:
    """The answers to a question, together in one list where nothing tells one from another.

    What tells them apart is every test that a condition makes of it, the question a choice reveals and, where there is
    nothing to choose, whether it is answered at all. Of checkboxes each box is tried, each two together and all; of
    numbers and days the two sides of each limit.
    """
    alike: dict[tuple[Any, ...], list[Answer]] = {}
    for answer in _tried(question, tests):
        value = {question.key: value_of(question, answer)}
        chosen = answer if isinstance(answer, list) else [answer]
        revealed = [choice.value for choice in question.choices if choice.reveals and choice.value in chosen]
        is_told = answer is None and not question.choices and question.kind != "yes-no"
        marks = (*(test.holds(value) for test in tests), *revealed, is_told)
        alike.setdefault(marks, []).append(answer)
    return list(alike.values())


def boxes(question: Question, answer: Answer, name: str = "") -> dict[str, Any]:
    """What a browser sends for an answer: the names of boxes and what stands in them."""
    name = name or question.key
    if question.kind == "add-another":
        entries = answer or [{}]
        parts = [
            (f"{name}-{number}-{part.key}", part, entry.get(part.key))
            for number, entry in enumerate(entries)
            for part in question.fields
        ]
        return {box: words for place, part, given in parts for box, words in boxes(part, given, place).items()}
    if question.kind in ("date", "date-of-birth"):
        given = (answer or "--").split("-")
        return {
            f"{name}-{part}": words for part, words in zip(("year", "month", "day"), [*given, "", ""], strict=False)
        }
    if question.kind in ("checkboxes", "radios", "yes-no"):
        return {name: answer} if answer else {}
    if question.kind == "files":
        return {}
    return {name: "" if answer is None else str(answer).replace("\n", "\r\n")}


def _entries(question: Question) -> list[dict[str, Answer]]:
    full = {part.key: plain_answers(part)[0] for part in question.fields}
    least = {part.key: plain_answers(part)[0] if part.required else None for part in question.fields}
    return [full, full | {key: answer for key, answer in least.items() if answer}][: question.at_most or 2]


def _blank(question: Question) -> list[Answer]:
    return [] if question.required and question.required_when is None else [None]


def _tried(question: Question, tests: Iterable[FieldTest]) -> list[Answer]:
    sides = [side for test in tests for side in _SIDES.get(test.test, _none)(question, test.wanted)]
    if question.kind == "checkboxes":
        free = [choice.value for choice in question.choices if choice.value != question.exclusive]
        sides = [*(list(pair) for pair in combinations(free, 2)), free]
    elif question.choices or question.kind == "yes-no":
        sides = []
    tried = plain_answers(question)
    return tried + [side for side in sides if side not in tried]


def _none(question: Question, wanted: Any) -> list[Answer]:
    return []


def _named(question: Question, wanted: Any) -> list[Answer]:
    values = wanted if isinstance(wanted, tuple) else (wanted,)
    return [int(value) if question.kind == "whole-number" else value for value in values]


def _limit(step: int) -> Callable[[Question, Any], list[Answer]]:
    def sides(question: Question, wanted: Any) -> list[Answer]:
        if isinstance(wanted, date):
            return [wanted.isoformat(), (wanted + timedelta(days=step)).isoformat()]
        return [side for side in (wanted, wanted + step) if question.least <= side <= question.greatest]

    return sides


_SIDES: Mapping[str, Callable[[Question, Any], list[Answer]]] = {
    "is": _named,
    "is_one_of": _named,
    "includes": _named,
    "mentions": _named,
    "is_at_least": _limit(-1),
    "is_at_most": _limit(1),
}

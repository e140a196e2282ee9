"""Kinds of question answered in numbers: how many, how old, born when."""

import re
from collections.abc import Iterator
from datetime import date
from typing import Any

from foundation.clock import london_day, now
from foundation.conditions import Value
from foundation.day_field import MONTHS, PARTS, DayField, read_day
from webform.definition import Question
from webform.kinds.words import Kind, Problem, tidy

_OLDEST = 120
_LEFT_OUT = "?"


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


class BirthField(DayField):
    """Day, month and year of a birth, of which the day and the month may be left out."""

    @property
    def iso(self) -> str | None:
        """What was typed as ISO 8601, as far as it goes; the raw words where they make no date."""
        typed = self.typed
        if not any(typed.values()):
            return None
        raw = " ".join("".join(typed[part].split()) or _LEFT_OUT for part in PARTS)
        if not typed["year"] or (typed["day"] and not typed["month"]):
            return raw
        try:
            day = read_day({"day": typed["day"] or "1", "month": typed["month"] or "1", "year": typed["year"]})
        except ValueError:
            return raw
        return day.isoformat()[: 10 if typed["day"] else 7 if typed["month"] else 4]

    def _read(self) -> None:
        """Partial dates are answers here; ``DateOfBirth.problems`` judges them."""

    def show(self, iso: str | None) -> None:
        """Fill the boxes from an answer kept before."""
        parts = (iso or "").split("-")
        if re.fullmatch(r"\d{4}(-\d\d){0,2}", iso or ""):
            known = dict(zip(reversed(PARTS), [part.lstrip("0") for part in parts], strict=False))
            self.typed = {part: known.get(part, "") for part in PARTS}
        elif iso:
            self.typed = {
                part: "" if word == _LEFT_OUT else word for part, word in zip(PARTS, iso.split(" "), strict=False)
            }

    def process_data(self, value: Any) -> None:
        """WTForms calls this with the object's data; the boxes are filled in ``process``."""

    def process(self, formdata: Any, data: Any = None, extra_filters: Any = None) -> None:
        """Read the boxes of a POST, or show the answer kept."""
        super().process(formdata, None, extra_filters)
        was_sent = formdata is not None and any(f"{self.name}-{part}" in formdata for part in PARTS)
        if not was_sent and isinstance(data, str):
            self.show(data)
        self.data: Any = self.iso


class DateOfBirth(Kind):
    """A date of birth, as much of it as is known: a year alone will do."""

    def field(self, question: Question) -> Any:
        return BirthField(question.label, description=question.hint or "As much as you know, like 14 6 2015")

    def answer(self, question: Question, typed: Any) -> Any:
        return typed

    def problems(self, question: Question, answer: Any, path: str) -> Iterator[Problem]:
        known = _partial_date(answer)
        if known is None:
            yield Problem(path, "Enter a date of birth like 14 6 2015, or the year alone, like 2015")
            return
        today = london_day(now())
        if known > today:
            yield Problem(path, "Enter a date of birth that is not after today")
        elif known.year < today.year - _OLDEST:
            yield Problem(path, "Enter the year of birth with four numbers, like 2015")

    def words(self, question: Question, answer: Any) -> list[str]:
        known = _partial_date(answer)
        if known is None:
            return [str(answer)]
        month = MONTHS[known.month - 1].capitalize()
        return [{4: f"{known.year}", 7: f"{month} {known.year}"}.get(len(answer), f"{known.day} {month} {known.year}")]

    def value(self, question: Question, answer: Any) -> Value:
        return _partial_date(answer) if isinstance(answer, str) and len(answer) == 10 else None


def _partial_date(answer: Any) -> date | None:
    """The first day that a partial ISO date could mean; ``None`` if it is none."""
    if not isinstance(answer, str) or not re.fullmatch(r"\d{4}(-\d\d){0,2}", answer):
        return None
    try:
        return date.fromisoformat((answer + "-01-01")[:10])
    except ValueError:
        return None

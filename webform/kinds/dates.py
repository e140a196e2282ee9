"""Kinds of question answered with a date: any day, or a date of birth.

Three boxes; month names, two-digit years and stray spaces are read. What is left out is asked for first, then what is
no date, then what is too early or too late: one thing to mend at a time.
"""

import re
from collections.abc import Iterator
from datetime import date
from typing import Any

from foundation.clock import london_day, now
from foundation.conditions import Value
from foundation.day_field import MONTHS, PARTS, DayField, read_day
from webform.definition import Question
from webform.kinds.words import Kind, Problem

_LEFT_OUT = "?"
_KNOWN = re.compile(r"\d{4}(-\d\d){0,2}")
_EARLIEST = 1900
_FURTHEST = 100
"""No date that somebody means lies more years ahead than this."""
_OLDEST = 120


class KnownDayField(DayField):
    """Day, month and year, as much as is known; ``data`` is the answer as JSON, right or wrong."""

    def __init__(self, *args: Any, needed: tuple[str, ...] = PARTS, **given: Any) -> None:
        super().__init__(*args, **given)
        self._needed = needed

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

    def part_is_wrong(self, part: str) -> bool:
        """What is left out is wrong alone; else the date is wrong as a whole."""
        left_out = self._left_out()
        return bool(self.errors) and (part in left_out if left_out else bool(self.typed[part]) or part == "year")

    @property
    def first_wrong_id(self) -> str:
        """The id of the box an error summary should lead to."""
        return f"{self.id}-{next((part for part in PARTS if self.part_is_wrong(part)), PARTS[0])}"

    def _left_out(self) -> tuple[str, ...]:
        needed = {*self._needed, *(("month",) if self.typed["day"] else ())}
        return tuple(part for part in PARTS if part in needed and not self.typed[part])

    def _read(self) -> None:
        """Partial dates may be answers here; the kinds judge them."""

    def show(self, iso: str | None) -> None:
        """Fill the boxes from an answer kept before."""
        parts = (iso or "").split("-")
        if _KNOWN.fullmatch(iso or ""):
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


class Date(Kind):
    """A day. A form may let a month or a year alone do (``partial``), and keep to one side of today (``must_be``)."""

    def field(self, question: Question) -> Any:
        needed = ("year",) if question.partial else PARTS
        return KnownDayField(question.label, description=question.hint, needed=needed)

    def answer(self, question: Question, typed: Any) -> Any:
        return typed

    def problems(self, question: Question, answer: Any, path: str) -> Iterator[Problem]:
        lacking = _lacking(answer, partial=question.partial)
        known = known_date(answer)
        today = london_day(now())
        if lacking:
            yield Problem(path, f"Enter {' and '.join(lacking)} too, like 27 3 2026")
        elif known is None:
            yield Problem(path, "Enter a real date, like 27 3 2026")
        elif not _EARLIEST <= known.year <= today.year + _FURTHEST:
            yield Problem(path, "Enter the year with four numbers, like 2026")
        elif question.must_be == "past" and known > today:
            yield Problem(path, "Enter a date that is not after today")
        elif question.must_be == "future" and _last_of(answer, known) < today:
            yield Problem(path, "Enter a date that is not before today")

    def words(self, question: Question, answer: Any) -> list[str]:
        known = known_date(answer)
        if known is None:
            return [str(answer)]
        month = MONTHS[known.month - 1].capitalize()
        return [{4: f"{known.year}", 7: f"{month} {known.year}"}.get(len(answer), f"{known.day} {month} {known.year}")]

    def value(self, question: Question, answer: Any) -> Value:
        """The day, where all of it is known."""
        return known_date(answer) if isinstance(answer, str) and len(answer) == 10 else None


class DateOfBirth(Date):
    """A date of birth, as much of it as is known: a year alone will do."""

    def field(self, question: Question) -> Any:
        hint = question.hint or "As much as you know, like 14 6 2015"
        return KnownDayField(question.label, description=hint, needed=("year",))

    def problems(self, question: Question, answer: Any, path: str) -> Iterator[Problem]:
        known = known_date(answer)
        if known is None:
            yield Problem(path, "Enter a date of birth like 14 6 2015, or the year alone, like 2015")
            return
        today = london_day(now())
        if known > today:
            yield Problem(path, "Enter a date of birth that is not after today")
        elif known.year < today.year - _OLDEST:
            yield Problem(path, "Enter the year of birth with four numbers, like 2015")


def known_date(answer: Any) -> date | None:
    """The first day that a partial ISO date could mean; ``None`` if it is none."""
    if not isinstance(answer, str) or not _KNOWN.fullmatch(answer):
        return None
    try:
        return date.fromisoformat((answer + "-01-01")[:10])
    except ValueError:
        return None


def _last_of(answer: str, known: date) -> date:
    """The last day that a partial date could mean."""
    if len(answer) == 10:
        return known
    month = known.month if len(answer) == 7 else 12
    return date(known.year + month // 12, month % 12 + 1, 1) - date.resolution


def _lacking(answer: Any, *, partial: bool) -> list[str]:
    """The parts that must still be typed, as people call them."""
    if not isinstance(answer, str):
        return []
    if _KNOWN.fullmatch(answer):
        given = set(("year", "month", "day")[: answer.count("-") + 1])
    else:
        given = {part for part, word in zip(PARTS, answer.split(" "), strict=False) if word != _LEFT_OUT}
    needed = {"year", *(("month",) if "day" in given else ())} if partial else set(PARTS)
    return [f"the {part}" for part in PARTS if part in needed - given]

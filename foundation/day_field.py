"""A date asked as day, month and year, for every form.

People write dates in many ways: month names, two-digit years and stray spaces are all read. A short or strange
POST is an error message beside the field, never a fault. Must not decide whether a date makes sense for the
question: validators of the form do that.
"""

from collections.abc import Mapping
from datetime import date
from typing import Any

from wtforms import Field
from wtforms.utils import unset_value
from wtforms.validators import StopValidation

MONTHS = ("january", "february", "march", "april", "may", "june", "july", "august", "september", "october",
          "november", "december")  # fmt: skip
PARTS = ("day", "month", "year")


class DayField(Field):
    """Three boxes named ``<name>-day``, ``<name>-month`` and ``<name>-year``; ``data`` is a ``date`` or ``None``.

    ``what`` is how errors call the date: "the date you last spoke to us". ``example`` is how they show one.
    """

    def __init__(
        self,
        label: str | None = None,
        validators: list[Any] | tuple[Any, ...] | None = None,
        what: str = "the date",
        example: str = "27 3 2026",
        **given: Any,
    ) -> None:
        super().__init__(label, validators, **given)
        self.what = what
        self.example = example
        self.typed: dict[str, str] = dict.fromkeys(PARTS, "")
        self.wrong_part = "day"

    @property
    def first_wrong_id(self) -> str:
        """The id of the box an error summary should lead to."""
        return f"{self.id}-{self.wrong_part}"

    def part_is_wrong(self, part: str) -> bool:
        """Whether the box is drawn as wrong: all of them when the date as a whole is."""
        return bool(self.errors) and (not self.typed[part] or all(self.typed.values()))

    def process(self, formdata: Any, data: Any = unset_value, extra_filters: Any = None) -> None:
        """Read the three boxes, or the date of the object the form was made with."""
        self.process_errors = ()
        if data is unset_value:
            data = self.default() if callable(self.default) else self.default
        self.object_data = data
        self.data: date | None = data if isinstance(data, date) else None
        if self.data is not None:
            self.typed = {"day": str(self.data.day), "month": str(self.data.month), "year": str(self.data.year)}
        if formdata is not None and any(f"{self.name}-{part}" in formdata for part in PARTS):
            self.typed = {part: str(formdata.get(f"{self.name}-{part}", "")).strip()[:20] for part in PARTS}
            self.data = None
            self.raw_data = [value for value in self.typed.values() if value]
            self._read()

    def pre_validate(self, form: Any) -> None:
        """Stop at a date that could not be read: other validators have nothing to judge."""
        if self.process_errors:
            raise StopValidation

    def _read(self) -> None:
        missing = [part for part in PARTS if not self.typed[part]]
        if len(missing) == len(PARTS):
            return
        if missing:
            self.wrong_part = missing[0]
            words = " and a ".join(missing)
            self.process_errors = (f"{_capital(self.what)} must include a {words}",)
            return
        try:
            self.data = read_day(self.typed)
        except ValueError:
            self.process_errors = (f"Enter {self.what} as a real date, like {self.example}",)


def read_day(typed: Mapping[str, str]) -> date:
    """The date that ``typed`` ("day", "month", "year") names. Raises ``ValueError`` if there is no such day."""
    written = typed["year"]
    if not (written.isascii() and written.isdigit() and len(written) in (2, 4)):
        raise ValueError("a year has two or four digits")
    year = int(written)
    if year < 100:
        year += 2000 if year < 50 else 1900
    return date(year, _month(typed["month"]), int(typed["day"]))


def _month(typed: str) -> int:
    folded = typed.casefold().rstrip(".")
    if folded.isdigit():
        return int(folded)
    if len(folded) < 3:
        raise ValueError("not a month")
    return next(
        (number for number, name in enumerate(MONTHS, 1) if name.startswith(folded) or folded == name[:3] + "t"), 0
    )


def _capital(words: str) -> str:
    return words[:1].upper() + words[1:]

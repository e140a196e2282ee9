"""Kinds of question answered in words: a line, a story, a name, an address. Also what every kind can do."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any, ClassVar

from wtforms.fields import StringField, TextAreaField

from foundation.conditions import Value
from foundation.unseen import UNSEEN
from webform.definition import Question


@dataclass(frozen=True)
class Problem:
    """What is wrong with an answer. ``path`` is the WTForms name of the box it is about, from the question's key."""

    path: str
    text: str


class Kind:
    """How one kind of question works; also the kind for one line of text."""

    longest: ClassVar[int] = 200
    autocomplete: ClassVar[str] = ""
    spellcheck: ClassVar[bool] = True
    is_kept_apart: ClassVar[bool] = False
    """Whether its answer is never read from a box, so that sending a page leaves it as it is."""

    def field(self, question: Question) -> Any:
        """The WTForms field (unbound) that asks it."""
        return StringField(question.label, description=question.hint)

    def answer(self, question: Question, typed: Any) -> Any:
        """The answer as JSON, from the ``data`` of the field."""
        return tidy(typed, lines=False) or None

    def typed(self, question: Question, answer: Any) -> Any:
        """The ``data`` that shows an answer in the field again."""
        return answer

    def problems(self, question: Question, answer: Any, path: str) -> Iterator[Problem]:
        """What is wrong with an answer that was given. Whether one is needed is not asked here."""
        if not isinstance(answer, str):
            yield Problem(path, "Enter this in words")
        elif len(answer) > self.limit(question):
            yield Problem(path, too_long(len(answer), self.limit(question)))

    def words(self, question: Question, answer: Any) -> list[str]:
        """The answer for people, a line each."""
        return str(answer).split("\n")

    def value(self, question: Question, answer: Any) -> Value:
        """What a condition sees."""
        return answer if isinstance(answer, str) else None

    def limit(self, question: Question) -> int:
        """The most characters (or entries) taken."""
        return question.at_most or self.longest


class LongText(Kind):
    """Somebody's own words, as many as they need."""

    longest = 10_000

    def field(self, question: Question) -> Any:
        return TextAreaField(question.label, description=question.hint)

    def answer(self, question: Question, typed: Any) -> Any:
        return tidy(typed, lines=True) or None


class Name(Kind):
    """A name, in any letters."""

    autocomplete = "name"
    spellcheck = False


class Email(Kind):
    """An email address. Only what cannot be one is refused."""

    longest = 254
    autocomplete = "email"
    spellcheck = False

    def problems(self, question: Question, answer: Any, path: str) -> Iterator[Problem]:
        yield from super().problems(question, answer, path)
        if isinstance(answer, str) and not re.fullmatch(r"[^@\s]{1,64}@[^@\s.]+(\.[^@\s.]+)+", answer):
            yield Problem(path, "Enter an email address like name@example.com")


class Telephone(Kind):
    """A telephone number, in whatever spacing; words such as "ask for Sam" may stand beside it."""

    longest = 60
    autocomplete = "tel"
    spellcheck = False

    def problems(self, question: Question, answer: Any, path: str) -> Iterator[Problem]:
        yield from super().problems(question, answer, path)
        if isinstance(answer, str) and sum(letter.isdigit() for letter in answer) < 7:
            yield Problem(path, "Enter a telephone number with all its digits, like 01632 960 001")


class Address(LongText):
    """A postal address, line by line."""

    longest = 500
    autocomplete = "street-address"
    spellcheck = False


def tidy(typed: Any, *, lines: bool) -> str:
    """Typed words without characters nobody can see or that turn text about; spaces at the ends go too."""
    if not isinstance(typed, str):
        return ""
    text = UNSEEN.sub("", typed.replace("\r\n", "\n").replace("\r", "\n"))
    if not lines:
        return " ".join(text.split())
    return "\n".join(line.rstrip() for line in text.split("\n")).strip()


def too_long(length: int, limit: int) -> str:
    """What to do about too many characters."""
    return f"Shorten this to {limit:,} characters or fewer. It has {length:,} now"

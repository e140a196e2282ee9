"""The kinds of question: one class each.

A kind knows how its question is asked (the WTForms field), how what was typed becomes an answer (plain JSON), what is
wrong with an answer, how the answer reads to people, and what a condition sees of it. Adding a kind is one class, one
line in ``KINDS`` and one test. Must not know pages, drafts or requests.

Answers as JSON: text is ``str``; a whole number ``int``; yes or no ``"yes"``/``"no"``; a choice its code; several
choices a list of codes; a date of birth ``"2015"``, ``"2015-06"`` or ``"2015-06-14"`` (as much as is known, ISO 8601);
several entries a list of objects. Blank is ``None``.
"""

from collections.abc import Mapping
from typing import Any

from foundation.conditions import Value
from webform.definition import Question
from webform.journey import is_given
from webform.kinds.choices import Checkboxes, LongList, Radios, YesNo
from webform.kinds.dates import Date, DateOfBirth
from webform.kinds.entries import AddAnother
from webform.kinds.numbers import WholeNumber
from webform.kinds.uploads import Files
from webform.kinds.words import Address, Email, Kind, LongText, Name, Problem, Telephone

__all__ = ["KINDS", "Kind", "Problem", "problems_of", "value_of", "words_of"]

_ONCE: Mapping[str, Kind] = {
    "text": Kind(),
    "long-text": LongText(),
    "name": Name(),
    "email": Email(),
    "telephone": Telephone(),
    "address": Address(),
    "whole-number": WholeNumber(),
    "date": Date(),
    "date-of-birth": DateOfBirth(),
    "yes-no": YesNo(),
    "radios": Radios(),
    "long-list": LongList(),
    "checkboxes": Checkboxes(),
}

KINDS: Mapping[str, Kind] = {**_ONCE, "files": Files(), "add-another": AddAnother(_ONCE)}


def value_of(question: Question, answer: Any) -> Value:
    """What conditions see of an answer to this question."""
    return KINDS[question.kind].value(question, answer)


def words_of(question: Question, answer: Any) -> list[str]:
    """An answer for people, a line each; nothing for a blank one."""
    return KINDS[question.kind].words(question, answer) if is_given(answer) else []


def problems_of(question: Question, answer: Any) -> list[Problem]:
    """What is wrong with an answer, if one was given."""
    return list(KINDS[question.kind].problems(question, answer, question.key)) if is_given(answer) else []

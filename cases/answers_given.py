"""Answers of a sent form taken as they are meant: a text, codes, rows; anything else counts as not given.

Pure. For the modules that read a form into an ``Intake``. Must not know any form's questions.
"""

from collections.abc import Mapping
from typing import Any

from foundation.conditions import Value

Answers = Mapping[str, Any]


def text(answers: Answers, key: str) -> str | None:
    """An answer in words; a number as its digits, yes or no as such."""
    given = answers.get(key)
    if isinstance(given, bool):
        return "yes" if given else "no"
    if isinstance(given, int):
        return str(given)
    return given.strip() or None if isinstance(given, str) else None


def codes(answers: Answers, key: str) -> tuple[str, ...]:
    """The choices made, in order."""
    given = answers.get(key)
    if isinstance(given, str) and given:
        return (given,)
    return tuple(str(item) for item in given) if isinstance(given, list) else ()


def rows(answers: Answers, key: str) -> list[Answers]:
    """The entries of what could be answered several times."""
    given = answers.get(key)
    return [row for row in given if isinstance(row, Mapping)] if isinstance(given, list) else []


def values_of(answers: Answers, keys: tuple[str, ...]) -> tuple[tuple[str, Value], ...]:
    """The answers that rules look at, as conditions see them; those not given are left out."""
    found: list[tuple[str, Value]] = []
    for key in keys:
        given = answers.get(key)
        if isinstance(given, list):
            found.append((key, tuple(str(item) for item in given)))
        elif isinstance(given, str | bool | int):
            found.append((key, given))
    return tuple(found)


def joined(*said: str | None) -> str | None:
    """What was said of several things, a line each; None where nothing was."""
    return "\n".join(words for words in said if words) or None


def labelled(label: str, said: str | None) -> str | None:
    """What was said under a few words of ours; None where nothing was."""
    return f"{label}: {said}" if said else None

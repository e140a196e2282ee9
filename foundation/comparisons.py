"""The single tests that conditions are made of: one value against what is wanted, and the same in words.

Pure. How tests are put together, and what the values are called, is ``foundation.conditions``.
"""

import re
from collections.abc import Callable
from datetime import date
from functools import cache

from foundation.folding import folded_words

Value = str | bool | int | date | tuple[str, ...] | None
"""What a condition can be asked about. A yes or no may be a bool or the words ``yes`` and ``no``."""


class ConditionError(ValueError):
    """The data is not a condition. A ``ValueError``, so that Pydantic reports it beside the field it stands in."""


def is_answered(value: Value) -> bool:
    """Whether somebody gave this value. Blank text and an empty list count as not given; ``False`` and 0 as given."""
    return value is not None and value != () and not (isinstance(value, str) and not value.strip())


def _as_text(value: Value) -> str | None:
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, int):
        return str(value)
    if isinstance(value, date):
        return value.isoformat()
    return value if isinstance(value, str) else None


def _as_measure(value: object) -> int | date | None:
    if isinstance(value, bool):
        return None
    if isinstance(value, (int, date)):
        return value
    if not isinstance(value, str):
        return None
    text = value.strip()
    if re.fullmatch(r"[+-]?[0-9]+", text):
        return int(text)
    try:
        return date.fromisoformat(text)
    except ValueError:
        return None


def _is(value: Value, wanted: Value) -> bool:
    if isinstance(value, tuple):
        return value == (wanted,)
    return _as_text(value) is not None and _as_text(value) == wanted


def _is_one_of(value: Value, wanted: Value) -> bool:
    return any(_is(value, choice) for choice in _texts(wanted))


def _includes(value: Value, wanted: Value) -> bool:
    return wanted in value if isinstance(value, tuple) else _is(value, wanted)


def _is_answered(value: Value, wanted: Value) -> bool:
    return is_answered(value) is wanted


def _is_at_least(value: Value, wanted: Value) -> bool:
    return _compare(value, wanted, lambda order: order >= 0)


def _is_at_most(value: Value, wanted: Value) -> bool:
    return _compare(value, wanted, lambda order: order <= 0)


def _compare(value: Value, wanted: Value, accept: Callable[[int], bool]) -> bool:
    measure = _as_measure(value)
    if isinstance(measure, date) and isinstance(wanted, date):
        return accept((measure - wanted).days)
    if isinstance(measure, int) and isinstance(wanted, int):
        return accept(measure - wanted)
    return False


def _mentions(value: Value, wanted: Value) -> bool:
    return bool(_mentioned(value, _texts(wanted)))


def _texts(value: Value) -> tuple[str, ...]:
    if isinstance(value, tuple):
        return value
    return (value,) if isinstance(value, str) else ()


def _mentioned(value: Value, phrases: tuple[str, ...]) -> list[str]:
    """The phrases that stand in the text as whole words in a row."""
    folded = [f" {' '.join(folded_words(text))} " for text in _texts(value)]
    return [phrase for phrase in phrases if any(_folded_phrase(phrase) in text for text in folded)]


@cache
def _folded_phrase(phrase: str) -> str:
    """A phrase of a condition, folded once: rules are few and ask about every text that comes in."""
    return f" {' '.join(folded_words(phrase))} "


def in_words(field: str, test: str, wanted: Value, value: Value) -> str:
    """One test of one value in words an officer can follow, with what the value is."""
    if test == "mentions":
        found = _mentioned(value, _texts(wanted))
        return f"{field} mentions {_listed(found)}" if found else f"{field} mentions none of the words"
    if test == "is_answered":
        return f"{field} is {'answered' if is_answered(value) else 'not answered'}"
    name = test.replace("_", " ")
    wanted_words = _listed(wanted) if isinstance(wanted, tuple) else _as_text(wanted)
    words = f"{field} {name} {wanted_words}"
    return words if test == "is" and _is(value, wanted) else f"{words} (it is {_said(value)})"


def _said(value: Value) -> str:
    if not is_answered(value):
        return "not answered"
    return ", ".join(value) if isinstance(value, tuple) else str(_as_text(value))


def _listed(words: list[str] | tuple[str, ...]) -> str:
    return ", ".join(words)


def _read_text(data: object) -> str:
    if isinstance(data, (bool, int, str, date)):
        text = _as_text(data)
        if text:
            return text
    raise ConditionError(f"A condition compares with one word or number, not {data!r}.")


def _read_texts(data: object) -> tuple[str, ...]:
    if not isinstance(data, (list, tuple)) or not data:
        raise ConditionError(f"This test needs a list of at least one word, not {data!r}.")
    return tuple(_read_text(item) for item in data)


def _read_phrases(data: object) -> tuple[str, ...]:
    phrases = _read_texts(data)
    for phrase in phrases:
        if not folded_words(phrase):
            raise ConditionError(f"There is no word to look for in {phrase!r}.")
    return phrases


def _read_truth(data: object) -> bool:
    if data in (True, "true", "yes"):
        return True
    if data in (False, "false", "no"):
        return False
    raise ConditionError(f"is_answered takes true or false, not {data!r}.")


def _read_measure(data: object) -> int | date:
    measure = _as_measure(data)
    if measure is None:
        raise ConditionError(f"This test needs a whole number or an ISO day, not {data!r}.")
    return measure


TESTS: dict[str, Callable[[Value, Value], bool]] = {
    "is": _is,
    "is_one_of": _is_one_of,
    "includes": _includes,
    "is_answered": _is_answered,
    "is_at_least": _is_at_least,
    "is_at_most": _is_at_most,
    "mentions": _mentions,
}
"""Each test by its name in the data: given the value and what is wanted, whether it holds."""

READERS: dict[str, Callable[[object], Value]] = {
    "is": _read_text,
    "is_one_of": _read_texts,
    "includes": _read_text,
    "is_answered": _read_truth,
    "is_at_least": _read_measure,
    "is_at_most": _read_measure,
    "mentions": _read_phrases,
}
"""How what is wanted is read for each test. Each raises ``ConditionError`` for what it cannot compare with."""

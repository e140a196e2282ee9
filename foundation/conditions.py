"""The one small language of conditions, held as data.

Form branches, triage rules and flows all ask the same kind of question of named values: *is who a parent? does
the text mention being hit? is the age at least twelve?* A condition is read from YAML or JSON, checks itself as it
is read, says whether it holds, and says why in words an officer can follow. It must never evaluate code, look
anything up, or know what the values mean.

    {field: who, is: parent}
    {field: who, is_one_of: [parent, foster-carer]}
    {field: needs, includes: bsl}
    {field: phone, is_answered: true}
    {field: age, is_at_least: 12}        (a number or an ISO day)
    {field: age, is_at_most: 11}
    {field: words, mentions: [hit, hurt me]}
    {all: [...]}   {any: [...]}   {not: {...}}

A value nobody gave is ``None``. A test of a missing value does not hold, so ``not`` around it does.
"""

import re
import unicodedata
from abc import ABC, abstractmethod
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from functools import cache
from typing import Any

from pydantic import GetCoreSchemaHandler
from pydantic_core import CoreSchema, core_schema

Value = str | bool | int | date | tuple[str, ...] | None
"""What a condition can be asked about. A yes or no may be a bool or the words ``yes`` and ``no``."""


class ConditionError(ValueError):
    """The data is not a condition. A ``ValueError``, so that Pydantic reports it beside the field it stands in."""


@dataclass(frozen=True)
class Reason:
    """One test that a condition made: of which field, in words, and whether it held."""

    field: str
    text: str
    held: bool


class Condition(ABC):
    """A question about named values. Use ``parse_condition`` to read one; a Pydantic field may be typed with it."""

    @abstractmethod
    def holds(self, values: Mapping[str, Value]) -> bool:
        """Whether it holds for these values. A name that is absent counts as unanswered."""

    @abstractmethod
    def explain(self, values: Mapping[str, Value]) -> list[Reason]:
        """Every single test made, in the order written, each with whether it held (before any ``not`` around it)."""

    @abstractmethod
    def tests(self) -> tuple["FieldTest", ...]:
        """Every single test in it, in the order written."""

    def fields(self) -> frozenset[str]:
        """The names of the values it asks about."""
        return frozenset(test.field for test in self.tests())

    @abstractmethod
    def to_data(self) -> dict[str, Any]:
        """The same condition as plain data; ``parse_condition`` reads it back to an equal one."""

    @classmethod
    def __get_pydantic_core_schema__(cls, source: Any, handler: GetCoreSchemaHandler) -> CoreSchema:
        return core_schema.no_info_plain_validator_function(
            parse_condition,
            serialization=core_schema.plain_serializer_function_ser_schema(lambda condition: condition.to_data()),
        )


@dataclass(frozen=True)
class FieldTest(Condition):
    """One test of one value; ``wanted`` has the shape that the test's reader in ``_READERS`` gives it."""

    field: str
    test: str
    wanted: Value

    def holds(self, values: Mapping[str, Value]) -> bool:
        return _TESTS[self.test](values.get(self.field), self.wanted)

    def explain(self, values: Mapping[str, Value]) -> list[Reason]:
        value = values.get(self.field)
        return [Reason(self.field, _in_words(self, value), self.holds(values))]

    def tests(self) -> tuple["FieldTest", ...]:
        return (self,)

    def to_data(self) -> dict[str, Any]:
        wanted: Any = self.wanted
        if isinstance(wanted, tuple):
            wanted = list(wanted)
        elif isinstance(wanted, date):
            wanted = wanted.isoformat()
        return {"field": self.field, self.test: wanted}


@dataclass(frozen=True)
class AllOf(Condition):
    """Holds when every part holds."""

    parts: tuple[Condition, ...]

    def holds(self, values: Mapping[str, Value]) -> bool:
        return all(part.holds(values) for part in self.parts)

    def explain(self, values: Mapping[str, Value]) -> list[Reason]:
        return [reason for part in self.parts for reason in part.explain(values)]

    def tests(self) -> tuple[FieldTest, ...]:
        return tuple(test for part in self.parts for test in part.tests())

    def to_data(self) -> dict[str, Any]:
        return {"all": [part.to_data() for part in self.parts]}


@dataclass(frozen=True)
class AnyOf(Condition):
    """Holds when at least one part holds."""

    parts: tuple[Condition, ...]

    def holds(self, values: Mapping[str, Value]) -> bool:
        return any(part.holds(values) for part in self.parts)

    def explain(self, values: Mapping[str, Value]) -> list[Reason]:
        return [reason for part in self.parts for reason in part.explain(values)]

    def tests(self) -> tuple[FieldTest, ...]:
        return tuple(test for part in self.parts for test in part.tests())

    def to_data(self) -> dict[str, Any]:
        return {"any": [part.to_data() for part in self.parts]}


@dataclass(frozen=True)
class Not(Condition):
    """Holds when its part does not."""

    part: Condition

    def holds(self, values: Mapping[str, Value]) -> bool:
        return not self.part.holds(values)

    def explain(self, values: Mapping[str, Value]) -> list[Reason]:
        return self.part.explain(values)

    def tests(self) -> tuple[FieldTest, ...]:
        return self.part.tests()

    def to_data(self) -> dict[str, Any]:
        return {"not": self.part.to_data()}


def parse_condition(data: object) -> Condition:
    """Read a condition from plain data (as YAML or JSON gives it). Raises ``ConditionError`` saying what is wrong."""
    if isinstance(data, Condition):
        return data
    if not isinstance(data, Mapping):
        raise ConditionError(f"A condition is a mapping, not {data!r}.")
    names = set(data)
    if names == {"all"}:
        return AllOf(_parts(data["all"], "all"))
    if names == {"any"}:
        return AnyOf(_parts(data["any"], "any"))
    if names == {"not"}:
        return Not(parse_condition(data["not"]))
    if "field" not in names:
        raise ConditionError(f"A condition needs a field, or one of all, any, not: {dict(data)!r}.")
    tests = names - {"field"}
    field = data["field"]
    if not isinstance(field, str) or not field:
        raise ConditionError(f"A condition's field is a name, not {field!r}.")
    if len(tests) != 1:
        raise ConditionError(f"A condition on {field} needs exactly one test, and has {sorted(map(str, tests))}.")
    test = tests.pop()
    if test not in _READERS:
        raise ConditionError(f"There is no test called {test!r}. There are: {', '.join(_READERS)}.")
    return FieldTest(field, test, _READERS[test](data[test]))


def folded_words(text: str) -> tuple[str, ...]:
    """The words of a text without case, accents, apostrophes or punctuation: ``"Don't!"`` gives ``("dont",)``."""
    decomposed = unicodedata.normalize("NFKD", text.casefold())
    plain = "".join(letter for letter in decomposed if not unicodedata.combining(letter))
    return tuple(re.findall(r"[^\W_]+", re.sub(r"['’‘`]", "", plain)))


def is_answered(value: Value) -> bool:
    """Whether somebody gave this value. Blank text and an empty list count as not given; ``False`` and 0 as given."""
    return value is not None and value != () and not (isinstance(value, str) and not value.strip())


def _parts(data: object, name: str) -> tuple[Condition, ...]:
    if not isinstance(data, (list, tuple)) or not data:
        raise ConditionError(f"{name} needs a list of at least one condition.")
    return tuple(parse_condition(part) for part in data)


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


def _in_words(test: FieldTest, value: Value) -> str:
    wanted = test.wanted
    if test.test == "mentions":
        found = _mentioned(value, _texts(wanted))
        return f"{test.field} mentions {_listed(found)}" if found else f"{test.field} mentions none of the words"
    if test.test == "is_answered":
        return f"{test.field} is {'answered' if is_answered(value) else 'not answered'}"
    name = test.test.replace("_", " ")
    wanted_words = _listed(wanted) if isinstance(wanted, tuple) else _as_text(wanted)
    return f"{test.field} {name} {wanted_words} (it is {_said(value)})"


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


_TESTS: dict[str, Callable[[Value, Value], bool]] = {
    "is": _is,
    "is_one_of": _is_one_of,
    "includes": _includes,
    "is_answered": _is_answered,
    "is_at_least": _is_at_least,
    "is_at_most": _is_at_most,
    "mentions": _mentions,
}

_READERS: dict[str, Callable[[object], Value]] = {
    "is": _read_text,
    "is_one_of": _read_texts,
    "includes": _read_text,
    "is_answered": _read_truth,
    "is_at_least": _read_measure,
    "is_at_most": _read_measure,
    "mentions": _read_phrases,
}

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

from abc import ABC, abstractmethod
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from pydantic import GetCoreSchemaHandler
from pydantic_core import CoreSchema, core_schema

from foundation.comparisons import READERS, TESTS, ConditionError, Value, in_words, is_answered

__all__ = [
    "AllOf",
    "AnyOf",
    "Condition",
    "ConditionError",
    "FieldTest",
    "Not",
    "Reason",
    "Value",
    "is_answered",
    "parse_condition",
]


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
    """One test of one value; ``wanted`` has the shape that the test's reader in ``READERS`` gives it."""

    field: str
    test: str
    wanted: Value

    def holds(self, values: Mapping[str, Value]) -> bool:
        return TESTS[self.test](values.get(self.field), self.wanted)

    def explain(self, values: Mapping[str, Value]) -> list[Reason]:
        value = values.get(self.field)
        return [Reason(self.field, in_words(self.field, self.test, self.wanted, value), self.holds(values))]

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
    if test not in READERS:
        raise ConditionError(f"There is no test called {test!r}. There are: {', '.join(READERS)}.")
    return FieldTest(field, test, READERS[test](data[test]))


def _parts(data: object, name: str) -> tuple[Condition, ...]:
    if not isinstance(data, (list, tuple)) or not data:
        raise ConditionError(f"{name} needs a list of at least one condition.")
    return tuple(parse_condition(part) for part in data)

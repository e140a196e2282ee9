"""A condition as plain rows, and back: question, is or is not, value; all of them, one of them, none of them.

What does not fit in a row is a part kept as it is, shown in words and opened by its number as rows of its own; so any
condition can be read and changed, however deep, and none is lost.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any, Literal

from foundation.comparisons import ConditionError
from foundation.conditions import AllOf, AnyOf, Condition, FieldTest, Not, parse_condition
from webform.definition import Question

Join = Literal["all", "any", "none", "not-all"]
JOINS: dict[Join, str] = {
    "all": "all of these are so",
    "any": "at least one of these is so",
    "none": "none of these is so",
    "not-all": "these are not all so",
}
Path = tuple[int, ...]


@dataclass(frozen=True)
class Row:
    """One test of one answer. ``is`` with several values means one of them; ``includes`` likewise."""

    field: str
    test: str
    values: tuple[str, ...] = ()
    is_so: bool = True


@dataclass(frozen=True)
class Kept:
    """A part of the condition that is no row: its number among the parts."""

    number: int


@dataclass(frozen=True)
class Sheet:
    """A condition laid out, or one group within it."""

    join: Join = "all"
    rows: tuple[Row | Kept, ...] = ()


def sheet_of(condition: Condition | None) -> Sheet:
    """A condition as rows; no rows for none."""
    if condition is None:
        return Sheet()
    row = _row(condition)
    if row is not None:
        return Sheet(rows=(row,))
    return Sheet(_join(condition), tuple(_row(part) or Kept(number) for number, part in enumerate(_parts(condition))))


def condition_of(sheet: Sheet, was: Condition | None) -> Condition | None:
    """The condition that a sheet says; kept parts are taken from ``was``. None for no rows.

    A sheet that says what ``was`` says gives that back, written as it was. Raises ``ConditionError`` for a row that
    cannot be read.
    """
    if was is not None and _in_any_order(sheet) == _in_any_order(sheet_of(was)):
        return was
    before = _parts(was) if was is not None else ()
    parts = tuple(
        _test(row) if isinstance(row, Row) else before[row.number]
        for row in sheet.rows
        if isinstance(row, Row) or row.number < len(before)
    )
    if not parts:
        return None
    if len(parts) == 1:
        return Not(parts[0]) if sheet.join in ("none", "not-all") else parts[0]
    group = AllOf(parts) if sheet.join in ("all", "not-all") else AnyOf(parts)
    return Not(group) if sheet.join in ("none", "not-all") else group


def part_at(condition: Condition | None, path: Path) -> Condition | None:
    """The group within a condition that a path of numbers leads to; None where a new one would stand."""
    for number in path:
        parts = _parts(condition) if condition is not None else ()
        condition = parts[number] if number < len(parts) else None
    return condition


def with_part(condition: Condition | None, path: Path, part: Condition | None) -> Condition | None:
    """The condition with another group at a path: added where none stood, taken away with None."""
    if not path:
        return part
    number, rest = path[0], path[1:]
    parts = list(_parts(condition)) if condition is not None else []
    inner = with_part(parts[number] if number < len(parts) else None, rest, part)
    parts[number : number + 1] = [inner] if inner is not None else []
    join: Join = _join(condition) if condition is not None else "all"
    return condition_of(
        Sheet(join, tuple(Kept(place) for place in range(len(parts)))), AllOf(tuple(parts)) if parts else None
    )


def parts_count(condition: Condition | None) -> int:
    """How many rows and groups a condition has: the number that one more would get."""
    return len(_parts(condition)) if condition is not None else 0


def tests_offered(question: Question | None) -> tuple[str, ...]:
    """The tests worth offering for the answers to a question; None is a value known beforehand."""
    if question is None:
        return ("is", "is_answered")
    if question.kind == "checkboxes":
        return ("includes", "is", "is_answered")
    if question.kind == "yes-no" or question.choices or question.choices_from:
        return ("is", "is_answered")
    if question.kind == "whole-number":
        return ("is_at_least", "is_at_most", "is", "is_answered")
    if question.kind.startswith("date"):
        return ("is_at_least", "is_at_most", "is_answered")
    return ("mentions", "is", "is_answered")


def _in_any_order(sheet: Sheet) -> Sheet:
    """The sheet with the values of each row sorted: their order means nothing."""
    rows = (replace(row, values=tuple(sorted(row.values))) if isinstance(row, Row) else row for row in sheet.rows)
    return replace(sheet, rows=tuple(rows))


def _parts(condition: Condition) -> Sequence[Condition]:
    """The parts of a group; a condition that fits in one row stands as the only part of one."""
    if _row(condition) is not None:
        return (condition,)
    inner = condition.part if isinstance(condition, Not) else condition
    if isinstance(inner, AllOf | AnyOf):
        return inner.parts
    return (condition,)


def _join(condition: Condition) -> Join:
    if _row(condition) is not None:
        return "all"
    if isinstance(condition, Not):
        return (
            "not-all" if isinstance(condition.part, AllOf) else "none" if isinstance(condition.part, AnyOf) else "all"
        )
    return "any" if isinstance(condition, AnyOf) else "all"


def _row(condition: Condition) -> Row | None:
    if isinstance(condition, Not):
        row = _row(condition.part)
        return Row(row.field, row.test, row.values, not row.is_so) if row is not None else None
    if isinstance(condition, AnyOf):
        tests = [part for part in condition.parts if isinstance(part, FieldTest) and part.test == "includes"]
        if len(tests) == len(condition.parts) > 1 and len({test.field for test in tests}) == 1:
            return Row(tests[0].field, "includes", tuple(str(test.wanted) for test in tests))
        return None
    if not isinstance(condition, FieldTest):
        return None
    if condition.test == "is_answered":
        return Row(condition.field, "is_answered", (), bool(condition.wanted))
    wanted: Any = condition.to_data()[condition.test]
    values = tuple(str(value) for value in wanted) if isinstance(wanted, list) else (str(wanted),)
    return Row(condition.field, "is" if condition.test == "is_one_of" else condition.test, values)


def _test(row: Row) -> Condition:
    if row.test == "is_answered":
        return parse_condition({"field": row.field, "is_answered": row.is_so})
    if not row.values:
        raise ConditionError("Say which answer a row waits for.")
    made: Condition
    if row.test == "includes" and len(row.values) > 1:
        made = AnyOf(tuple(parse_condition({"field": row.field, "includes": value}) for value in row.values))
    elif row.test == "is" and len(row.values) > 1:
        made = parse_condition({"field": row.field, "is_one_of": list(row.values)})
    elif row.test == "mentions":
        made = parse_condition({"field": row.field, "mentions": list(row.values)})
    else:
        made = parse_condition({"field": row.field, row.test: row.values[0]})
    return made if row.is_so else Not(made)

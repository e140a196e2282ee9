"""A form's conditions in plain words, for somebody who fills it in on paper: which questions are for them.

Pure. Questions are named by their number on the paper. What is known without asking (``FormDefinition.known``) cannot
be judged on paper and is left out: such a page is for everybody. Must not know how paper looks.
"""

from collections.abc import Mapping

from foundation.comparisons import Value
from foundation.conditions import AllOf, AnyOf, Condition, FieldTest, Not
from webform.definition import Question

Numbered = Mapping[str, tuple[int, Question]]
"""Question key → its number on the paper, and the question."""

_OF_CHOICES = ("is", "is_one_of", "includes")
_MEASURES = {
    "is_at_least": ("{} or more", "less than {}"),
    "is_at_most": ("{} or less", "more than {}"),
}
"""How a measure reads when it holds, and when it does not."""
_CHOSEN = ("radios", "checkboxes", "long-list", "yes-no")


def branch_words(condition: Condition, numbered: Numbered) -> str:
    """``you ticked “Ring me” at question 9``; ``""`` where it asks only about what is not asked here."""
    return _words(condition, numbered, is_not=False)


def _words(condition: Condition, numbered: Numbered, *, is_not: bool) -> str:
    if isinstance(condition, Not):
        return _words(condition.part, numbered, is_not=not is_not)
    if isinstance(condition, AllOf | AnyOf):
        needs_all = isinstance(condition, AllOf) is not is_not
        one = None if needs_all or is_not else _as_one(condition.parts)
        parts = [_words(part, numbered, is_not=is_not) for part in ((one,) if one else condition.parts)]
        return _joined(parts, needs_all=needs_all)
    if isinstance(condition, FieldTest) and condition.field in numbered:
        return _test_words(condition, *numbered[condition.field], is_not=is_not)
    return ""


def _as_one(parts: tuple[Condition, ...]) -> FieldTest | None:
    """Several choices of one question, any of which will do, as one test."""
    tests = [part for part in parts if isinstance(part, FieldTest) and part.test in _OF_CHOICES]
    if len(tests) < len(parts) or len({test.field for test in tests}) > 1:
        return None
    wanted = [str(value) for test in tests for value in _values(test.wanted)]
    return FieldTest(tests[0].field, "is_one_of", tuple(dict.fromkeys(wanted)))


def _joined(parts: list[str], *, needs_all: bool) -> str:
    """Several tests together. Of an ``or`` with a part that cannot be judged, nothing can be said."""
    known = list(dict.fromkeys(part for part in parts if part))
    if needs_all:
        return " and ".join(known)
    if not all(parts):
        return ""
    return known[0] if len(known) == 1 else f"either {' or '.join(known)}"


def _test_words(test: FieldTest, number: int, question: Question, *, is_not: bool) -> str:
    place = f"question {number}"
    if test.test == "is_answered":
        return f"you answered {place}" if bool(test.wanted) is not is_not else f"you left {place} blank"
    if test.test in _MEASURES:
        said = _MEASURES[test.test][1 if is_not else 0]
        return f"your answer to {place} is {said.format(test.wanted)}"
    wanted = " or ".join(f"“{_label(str(value), question)}”" for value in _values(test.wanted))
    if question.kind in _CHOSEN:
        return f"you {'did not tick' if is_not else 'ticked'} {wanted} at {place}"
    return f"you {'did not write' if is_not else 'wrote'} {wanted} at {place}"


def _values(wanted: Value) -> tuple[Value, ...]:
    return wanted if isinstance(wanted, tuple) else (wanted,)


def _label(value: str, question: Question) -> str:
    return value.capitalize() if question.kind == "yes-no" else question.label_of(value)

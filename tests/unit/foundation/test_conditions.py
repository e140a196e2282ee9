"""The language of conditions: what each test holds for, how it explains itself, what it refuses to read."""

from datetime import date
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import BaseModel, ValidationError

from foundation.conditions import (
    AllOf,
    Condition,
    ConditionError,
    Reason,
    Value,
    parse_condition,
)


@pytest.mark.parametrize(
    ("data", "value", "holds"),
    [
        ({"is": "parent"}, "parent", True),
        ({"is": "parent"}, "other", False),
        ({"is": "parent"}, None, False),
        ({"is": "yes"}, True, True),
        ({"is": "no"}, False, True),
        ({"is": "12"}, 12, True),
        ({"is": "2026-12-04"}, date(2026, 12, 4), True),
        ({"is": "bsl"}, ("bsl",), True),
        ({"is": "bsl"}, ("bsl", "loop"), False),
        ({"is_one_of": ["parent", "other"]}, "other", True),
        ({"is_one_of": ["parent", "other"]}, "foster-carer", False),
        ({"includes": "bsl"}, ("large-print", "bsl"), True),
        ({"includes": "bsl"}, (), False),
        ({"includes": "bsl"}, "bsl", True),
        ({"is_answered": "true"}, "  ", False),
        ({"is_answered": "true"}, False, True),
        ({"is_answered": "true"}, 0, True),
        ({"is_answered": "false"}, (), True),
        ({"is_at_least": "12"}, 12, True),
        ({"is_at_least": "12"}, "11", False),
        ({"is_at_least": "12"}, "about nine", False),
        ({"is_at_least": "2026-12-04"}, date(2026, 12, 3), False),
        ({"is_at_least": "2026-12-04"}, 12, False),
        ({"is_at_most": "11"}, 11, True),
        ({"is_at_most": "11"}, True, False),
        ({"is_at_most": "2026-12-04"}, date(2026, 12, 4), True),
        ({"mentions": ["hit"]}, "She HIT me.", True),
        ({"mentions": ["hit"]}, "A white car", False),
        ({"mentions": ["hurt me"]}, "he hurt,  me", True),
        ({"mentions": ["hurt me"]}, "me he hurt", False),
        ({"mentions": ["don't feel safe"]}, "I dont feel safe", True),
        ({"mentions": ["touché"]}, "touche", True),
        ({"mentions": ["hit"]}, ("fine", "was hit"), True),
        ({"mentions": ["hit"]}, None, False),
    ],
)
def test_one_test_of_one_value(data: dict[str, Any], value: Value, holds: bool) -> None:
    condition = parse_condition({"field": "answer", **data})

    assert condition.holds({"answer": value}) is holds
    assert parse_condition({"not": {"field": "answer", **data}}).holds({"answer": value}) is not holds


def test_all_and_any_combine_several_answers() -> None:
    condition = parse_condition(
        {
            "all": [
                {"field": "who", "is": "parent"},
                {"any": [{"field": "child", "is": "yes"}, {"field": "age", "is_at_most": "11"}]},
            ]
        }
    )

    assert condition.holds({"who": "parent", "age": 9})
    assert condition.holds({"who": "parent", "child": "yes"})
    assert not condition.holds({"who": "parent"})
    assert not condition.holds({"child": "yes", "age": 9})
    assert condition.fields() == {"who", "child", "age"}


def test_the_explanation_names_every_answer_it_used_and_whether_each_test_held() -> None:
    condition = parse_condition(
        {
            "all": [
                {"field": "who", "is_one_of": ["parent", "foster-carer"]},
                {"not": {"field": "child", "is": "no"}},
                {"field": "points", "mentions": ["hit", "shouted"]},
            ]
        }
    )

    assert condition.explain({"who": "parent", "points": ("I was hit",)}) == [
        Reason("who", "who is one of parent, foster-carer (it is parent)", True),
        Reason("child", "child is no (it is not answered)", False),
        Reason("points", "points mentions hit", True),
    ]


def test_a_reason_does_not_say_the_same_value_twice() -> None:
    condition = parse_condition({"field": "child", "is": "no"})
    assert condition.explain({"child": "no"}) == [Reason("child", "child is no", True)]


def test_an_explanation_of_words_repeats_nothing_but_the_words_it_looked_for() -> None:
    condition = parse_condition({"field": "points", "mentions": ["hit"]})

    assert condition.explain({"points": "my address is 1 Sample Road"}) == [
        Reason("points", "points mentions none of the words", False)
    ]


@pytest.mark.parametrize(
    "data",
    [
        "who is parent",
        {},
        {"field": "who"},
        {"field": "", "is": "parent"},
        {"field": "who", "is": "parent", "is_at_least": "3"},
        {"field": "who", "looks_like": "parent"},
        {"field": "who", "is": ["parent"]},
        {"field": "who", "is": ""},
        {"field": "who", "is_one_of": []},
        {"field": "who", "is_one_of": "parent"},
        {"field": "who", "is_answered": "perhaps"},
        {"field": "age", "is_at_least": "twelve"},
        {"field": "words", "mentions": ["?!"]},
        {"all": []},
        {"any": {"field": "who", "is": "parent"}},
        {"all": [{"field": "who", "is": "parent"}], "any": []},
        {"not": []},
    ],
)
def test_what_is_not_a_condition_is_refused(data: object) -> None:
    with pytest.raises(ConditionError):
        parse_condition(data)


def test_a_pydantic_model_reads_and_writes_conditions() -> None:
    class Branch(BaseModel):
        when: Condition | None = None

    data = {"when": {"all": [{"field": "who", "is": "parent"}, {"field": "age", "is_at_least": 12}]}}

    branch = Branch.model_validate(data)

    assert isinstance(branch.when, AllOf)
    assert branch.model_dump(mode="json") == data
    assert Branch().when is None
    with pytest.raises(ValidationError, match="looks_like"):
        Branch.model_validate({"when": {"field": "who", "looks_like": "x"}})


names = st.sampled_from(["who", "age", "needs", "words"])
words = st.sampled_from(["parent", "yes", "no", "12", "2026-12-04", "bsl"])
tests = st.one_of(
    st.builds(lambda field, word: {"field": field, "is": word}, names, words),
    st.builds(lambda field, some: {"field": field, "is_one_of": some}, names, st.lists(words, min_size=1)),
    st.builds(lambda field, word: {"field": field, "includes": word}, names, words),
    st.builds(lambda field, given: {"field": field, "is_answered": given}, names, st.booleans()),
    st.builds(lambda field, least: {"field": field, "is_at_least": least}, names, st.integers(-5, 30)),
    st.builds(lambda field, most: {"field": field, "is_at_most": most}, names, st.dates()),
    st.builds(lambda field, some: {"field": field, "mentions": some}, names, st.lists(words, min_size=1)),
)
conditions = st.recursive(
    tests,
    lambda inner: st.one_of(
        st.lists(inner, min_size=1, max_size=3).map(lambda parts: {"all": parts}),
        st.lists(inner, min_size=1, max_size=3).map(lambda parts: {"any": parts}),
        inner.map(lambda part: {"not": part}),
    ),
    max_leaves=6,
)
texts = st.text(st.characters(max_codepoint=0x24F), max_size=20)
values = st.dictionaries(
    names,
    st.one_of(st.none(), st.booleans(), st.integers(), st.dates(), texts, words, st.lists(words).map(tuple)),
)


@given(conditions, values)
def test_any_condition_survives_being_written_down_and_answers_for_any_values(
    data: dict[str, Any], given_values: dict[str, Value]
) -> None:
    condition = parse_condition(data)
    again = parse_condition(condition.to_data())

    assert again == condition
    assert again.holds(given_values) is condition.holds(given_values)
    assert {reason.field for reason in condition.explain(given_values)} == condition.fields()


@given(st.lists(conditions, min_size=1, max_size=3), values)
def test_any_is_not_all_of_the_opposites(parts: list[dict[str, Any]], given_values: dict[str, Value]) -> None:
    some = parse_condition({"any": parts})
    none = parse_condition({"all": [{"not": part} for part in parts]})

    assert some.holds(given_values) is not none.holds(given_values)

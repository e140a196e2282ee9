"""The planner of walks, on forms whose ways can be counted by hand."""

from itertools import combinations
from typing import Any

from foundation.conditions import parse_condition
from tests.answers import turning_answers
from tests.unit.webform.test_definition import form, page, radios, text
from tests.ways import Walk, Ways
from webform.definition import FormDefinition, Question


def ways_of(*pages: dict[str, Any], **given: Any) -> Ways:
    return Ways(FormDefinition.model_validate(form(*pages, **given)))


def shown(walk: Walk) -> list[str]:
    return [step.page.key for step in walk.steps]


def test_two_answers_that_exclude_each_other_are_no_pair() -> None:
    ways = ways_of(
        page("who", radios("who", "parent", "child")),
        page("age", text("age", required="false"), when={"field": "who", "is": "child"}),
        page("ring", radios("ring", "ring", "write")),
        page("times", text("times"), when={"all": [{"field": "ring", "is": "ring"}, {"field": "who", "is": "parent"}]}),
        page("older", text("older"), when={"field": "age", "is_answered": "true"}),
    )

    # parent, child, age given, age blank, ring, write: each alone is six; who × ring is four; child with age given and
    # blank, two; age × ring, four. And nine steps: to who; on to age or ring; from age to ring; from ring to times, to
    # older or to the end; from those two to the end.
    assert ways.possible().bit_count() == 6 + 4 + 2 + 4 + 9
    walks = ways.walks()
    assert {tuple(shown(walk)) for walk in walks} == {
        ("who", "ring", "times"),
        ("who", "ring"),
        ("who", "age", "ring", "older"),
        ("who", "age", "ring"),
    }


def test_walks_hold_every_pair_that_is_possible() -> None:
    ways = ways_of(
        page("one", radios("one", "a", "b", "c")),
        page("two", radios("two", "a", "b", "c")),
        page("three", radios("three", "a", "b", "c")),
        page("last", text("last"), when={"all": [{"field": key, "is": "a"} for key in ("one", "two", "three")]}),
    )

    walks = ways.walks()

    # Nothing tells b from c, so each question turns two ways: six alone, three times four together, and six steps.
    assert ways.possible().bit_count() == 6 + 12 + 6
    held = {
        (key, given == "a", other, too == "a")
        for walk in walks
        for (key, given), (other, too) in combinations(walk.answers.items(), 2)
        if other != "last"
    }
    assert len(held) == 12
    assert {walk.answers["two"] for walk in walks} == {"a", "b", "c"}
    # Four can hold them: all "a", and each alone "a".
    assert 4 <= len(walks) <= 6


def test_a_rule_leads_past_pages_and_to_other_forms() -> None:
    ways = ways_of(
        page(
            "who",
            radios("who", "parent", "child", "other"),
            then=[
                {"to": "form:young", "when": {"field": "who", "is": "child"}},
                {"to": "last", "when": {"field": "who", "is": "other"}},
            ],
        ),
        page("middle", text("middle")),
        page("last", text("last")),
    )

    walks = {walk.answers["who"]: walk for walk in ways.walks()}

    assert shown(walks["child"]) == ["who"]
    assert walks["child"].steps[-1].fork is not None
    assert shown(walks["other"]) == ["who", "last"]
    assert shown(walks["parent"]) == ["who", "middle", "last"]


def test_what_is_known_unasked_is_tried_both_ways() -> None:
    ways = ways_of(
        page("first", text("first"), when={"field": "asked_by_child", "is": "yes"}),
        page("last", text("last")),
        known=["asked_by_child"],
    )

    assert sorted((walk.known["asked_by_child"], len(walk.steps)) for walk in ways.walks()) == [("no", 1), ("yes", 2)]


def test_each_choice_of_a_question_nothing_turns_on_is_given_once() -> None:
    ways = ways_of(page("only", radios("only", "a", "b", "c")), page("other", text("other", required="false")))

    walks = ways.walks()

    assert {walk.answers["only"] for walk in walks} == {"a", "b", "c"}
    assert {walk.answers.get("other") for walk in walks} == {"Words for other", None}


def test_a_page_that_needs_one_of_several_is_never_left_blank() -> None:
    of = {"of": ["one", "two"], "missing": "Give one of them"}
    ways = ways_of(
        page("reach", text("one", required="false"), text("two", required="false"), title="Reach", at_least_one=of),
        page("more", text("more"), when={"field": "one", "is_answered": "true"}),
    )

    assert all(walk.answers for walk in ways.walks())
    assert ("two" in ways.walks()[0].answers) or ("one" in ways.walks()[0].answers)


def test_boxes_are_tried_one_by_one_two_by_two_and_together() -> None:
    boxes = {
        "key": "harm",
        "kind": "checkboxes",
        "label": "Harm",
        "missing": "Tick one",
        "exclusive": "none",
        "choices": [{"value": value, "label": value} for value in ("hurt", "danger", "unsafe", "none")],
    }

    asked = parse_condition({"field": "harm", "includes": "danger"})
    assert turning_answers(Question.model_validate(boxes), asked.tests()) == [
        [["hurt"], ["unsafe"], ["none"], ["hurt", "unsafe"]],
        [["danger"], ["hurt", "danger"], ["danger", "unsafe"], ["hurt", "danger", "unsafe"]],
    ]


def test_both_sides_of_a_limit_are_tried() -> None:
    ways = ways_of(
        page("age", {"key": "age", "kind": "whole-number", "label": "Age", "missing": "Enter it", "least": "3"}),
        page("old", text("old"), when={"field": "age", "is_at_least": 12}),
    )

    assert {(walk.answers["age"], len(walk.steps)) for walk in ways.walks()} >= {(12, 2), (11, 1)}

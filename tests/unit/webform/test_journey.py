"""A person's way through a form: which pages, in which order, which answers count."""

from itertools import combinations, product
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from foundation.yaml_files import load
from tests.unit.webform.test_definition import form, page, radios, text
from webform.definition import Choice, FormDefinition, Question
from webform.journey import Journey
from webform.kinds import value_of
from webform.page_form import problems_on
from webform.publishing import STARTER_FORMS, with_lists

TRIP = FormDefinition.model_validate(
    form(
        page("who", radios("who", "parent", "child", "other")),
        page("child", text("name"), when={"field": "who", "is": "child"}),
        page(
            "wishes",
            {
                "key": "wishes",
                "kind": "checkboxes",
                "label": "Wishes",
                "required": "false",
                "choices": [{"value": "call", "label": "Call"}, {"value": "letter", "label": "Letter"}],
            },
            then=[{"to": "last", "when": {"not": {"field": "wishes", "includes": "letter"}}}],
        ),
        page("address", text("address")),
        page("deep", text("deep"), when={"field": "address", "is": "far"}),
        page("last", text("last", required="false")),
        known=["asked_by"],
    )
)
ALL = frozenset(page.key for page in TRIP.pages)


def journey(answers: dict[str, Any], seen: frozenset[str] = ALL, **known: Any) -> Journey:
    return Journey(TRIP, answers, value_of, seen, known)


def keys(trip: Journey) -> list[str]:
    return [page.key for page in trip.pages]


def test_a_page_is_shown_only_when_it_is_relevant() -> None:
    assert keys(journey({"who": "parent"})) == ["who", "wishes", "last"]
    assert keys(journey({"who": "child"})) == ["who", "child", "wishes", "last"]


def test_a_rule_leads_on_past_pages_in_between() -> None:
    assert keys(journey({"who": "parent", "wishes": ["letter"]})) == ["who", "wishes", "address", "last"]
    assert keys(journey({"who": "parent", "wishes": ["call"], "address": "far"})) == ["who", "wishes", "last"]


def test_changing_an_early_answer_drops_what_it_made_irrelevant() -> None:
    answers = {"who": "child", "name": "Robin", "wishes": ["letter"], "address": "far", "deep": "down", "last": "bye"}
    assert journey(answers).answers == answers

    changed = journey(answers | {"who": "parent", "wishes": ["call"]})

    assert changed.answers == {"who": "parent", "wishes": ["call"], "last": "bye"}


def test_an_answer_whose_page_is_gone_opens_nothing_either() -> None:
    answers = {"who": "parent", "wishes": ["call"], "address": "far"}

    assert "deep" not in keys(journey(answers))


def test_next_and_back_follow_the_pages_shown() -> None:
    trip = journey({"who": "child"})

    assert trip.after("who") == "child"
    assert trip.after("last") == "check"
    assert trip.before("who") is None
    assert trip.before("wishes") == "child"
    assert trip.before("check") == "last"


def test_the_first_page_not_gone_on_from_is_missing_even_where_nothing_is_needed() -> None:
    answers = {"who": "parent"}

    assert journey(answers, frozenset()).first_missing() == "who"
    assert journey(answers, frozenset({"who"})).first_missing() == "wishes"
    assert journey(answers, frozenset({"who", "wishes"})).first_missing() == "last"
    assert journey(answers).first_missing() is None
    assert journey({}).first_missing() == "who"


def test_a_page_may_be_opened_when_all_before_it_is_answered() -> None:
    trip = journey({"who": "parent"}, frozenset({"who"}))

    assert trip.may_open("who")
    assert trip.may_open("wishes")
    assert not trip.may_open("last")
    assert not trip.may_open("check")
    assert not trip.may_open("child")
    assert journey({"who": "parent"}).may_open("check")


def test_only_what_the_form_names_is_known_unasked() -> None:
    trip = journey({}, asked_by="child", who="parent")

    assert trip.values["asked_by"] == "child"
    assert trip.values["who"] is None


def test_a_rule_to_another_form_ends_the_way_here() -> None:
    fork = FormDefinition.model_validate(
        form(
            page(
                "who",
                radios("who", "parent", "child"),
                then=[{"to": "form:other", "when": {"field": "who", "is": "child"}}],
            ),
            page("last", text("last")),
        )
    )

    trip = Journey(fork, {"who": "child"}, value_of, frozenset({"who", "last"}))

    assert [page.key for page in trip.pages] == ["who"]
    assert trip.fork is not None
    assert trip.fork.form_key == "other"
    assert not trip.can_be_sent
    assert Journey(fork, {"who": "child"}, value_of).fork is None


def branching(definition: FormDefinition) -> list[Question]:
    """The questions that conditions ask about and that are answered by choosing."""
    asked: set[str] = set()
    for at in definition.pages:
        conditions = [at.when, *(rule.when for rule in at.then), *(q.required_when for q in at.all_questions())]
        asked |= {key for condition in conditions if condition is not None for key in condition.fields()}
    return [question for question in definition.questions() if question.key in asked]


def possible(question: Question) -> list[Any]:
    """Each answer to a branching question, and none."""
    values: list[Any] = [choice.value for choice in question.choices] or ["01632 960 001"]
    if question.kind == "yes-no":
        values = ["yes", "no"]
    return [None, *([value] if question.kind == "checkboxes" else value for value in values)]


def plain_answer(question: Question) -> Any:
    """Some answer that nothing is wrong with."""
    if question.kind == "add-another":
        return [{field.key: "words" if field.required else None for field in question.fields}]
    if question.kind == "checkboxes":
        return [question.choices[-1].value] if question.choices else None
    if question.choices:
        return question.choices[-1].value
    by_kind = {"email": "sam@example.com", "telephone": "01632 960 001", "whole-number": 12, "yes-no": "no"}
    return by_kind.get(question.kind, "words")


def walked_to_the_end(definition: FormDefinition, chosen: dict[str, Any], known: dict[str, str]) -> Journey:
    """The way of somebody who answers as ``chosen`` where asked, and plainly where an answer is needed."""
    answers: dict[str, Any] = {}
    seen: frozenset[str] = frozenset()
    for _ in definition.pages:
        trip = Journey(definition, answers, value_of, seen, known)
        place = trip.first_missing()
        if place is None or trip.fork is not None:
            return trip
        asking = definition.page(place)
        assert asking is not None
        answers |= {question.key: chosen.get(question.key) for question in asking.all_questions()}
        for problem in problems_on(asking, answers, trip.values):
            key = problem.path.split("-")[0]
            answers[key] = plain_answer(next(q for q in asking.all_questions() if q.key == key))
        seen |= {place}
    return Journey(definition, answers, value_of, seen, known)


@pytest.mark.parametrize("path", sorted(STARTER_FORMS.glob("*.yaml")), ids=lambda path: path.stem)
def test_every_pair_of_branching_answers_comes_to_its_end(path: Path) -> None:
    lists = {"services": [Choice(value="care-leavers", label="Care leavers")]}
    lists["outcomes_sought"] = [Choice(value="not-known", label="I do not know")]
    definition = with_lists(FormDefinition.model_validate(load(path)), lists)
    questions = branching(definition)
    ways = [dict.fromkeys(definition.known, word) for word in ("yes", "no")] if definition.known else [{}]
    for one, other in combinations(questions, 2):
        for first, second in product(possible(one), possible(other)):
            for known in ways:
                trip = walked_to_the_end(definition, {one.key: first, other.key: second}, known)
                assert trip.can_be_sent or trip.fork is not None, (one.key, first, other.key, second)


SHIPPED = [FormDefinition.model_validate(load(path)) for path in sorted(STARTER_FORMS.glob("*.yaml"))]
words = st.sampled_from(["", "words", "01632 960 001", "sam@example.com", "2015"])


def answers_to(question: Question) -> st.SearchStrategy[Any]:
    values = [choice.value for choice in question.choices]
    if question.kind == "yes-no":
        return st.sampled_from([None, "yes", "no"])
    if question.kind == "radios" and values:
        return st.sampled_from([None, *values])
    if question.kind == "checkboxes" and values:
        return st.one_of(st.none(), st.lists(st.sampled_from(values), unique=True))
    if question.kind == "add-another":
        fields = {field.key: answers_to(field) for field in question.fields}
        return st.one_of(st.none(), st.lists(st.fixed_dictionaries(fields), max_size=2))
    if question.kind == "whole-number":
        return st.one_of(st.none(), st.integers(0, 120))
    return words


@st.composite
def filled(draw: st.DrawFn) -> tuple[FormDefinition, dict[str, Any], frozenset[str], dict[str, str]]:
    definition = draw(st.sampled_from([*SHIPPED, TRIP]))
    answers = draw(st.fixed_dictionaries({question.key: answers_to(question) for question in definition.questions()}))
    seen = draw(
        st.one_of(
            st.just(frozenset(page.key for page in definition.pages)),
            st.frozensets(st.sampled_from([page.key for page in definition.pages])),
        )
    )
    known = draw(st.fixed_dictionaries({key: st.sampled_from(["yes", "no"]) for key in definition.known}))
    return definition, answers, seen, known


@given(filled())
def test_any_answers_end_visit_no_page_twice_and_keep_only_what_was_asked(
    given_form: tuple[FormDefinition, dict[str, Any], frozenset[str], dict[str, str]],
) -> None:
    definition, answers, seen, known = given_form

    trip = Journey(definition, answers, value_of, seen, known)

    shown = [page.key for page in trip.pages]
    order = [page.key for page in definition.pages]
    assert shown == sorted(set(shown), key=order.index)
    assert shown[0] == order[0] or definition.pages[0].when is not None
    asked = {question.key for page in trip.pages for question in page.all_questions()}
    assert set(trip.answers) <= asked
    assert all(trip.answers[key] == answers[key] for key in trip.answers)
    again = Journey(definition, trip.answers, value_of, seen, known)
    assert [page.key for page in again.pages] == shown
    assert again.answers == trip.answers


@given(filled())
def test_from_any_page_going_on_comes_to_check_or_to_another_form(
    given_form: tuple[FormDefinition, dict[str, Any], frozenset[str], dict[str, str]],
) -> None:
    definition, answers, seen, known = given_form
    trip = Journey(definition, answers, value_of, seen, known)

    place, steps = trip.pages[0].key, 0
    while place != "check":
        assert trip.before(trip.after(place)) == place
        place, steps = trip.after(place), steps + 1

    assert steps == len(trip.pages)


@given(filled())
def test_what_can_be_sent_lacks_nothing_that_a_page_would_ask_for(
    given_form: tuple[FormDefinition, dict[str, Any], frozenset[str], dict[str, str]],
) -> None:
    definition, answers, seen, known = given_form
    trip = Journey(definition, answers, value_of, seen, known)

    lacking = {lack.key for page in trip.pages for lack in trip.lacks(page)}

    assert trip.can_be_sent == (not lacking and seen >= {page.key for page in trip.pages} and trip.fork is None)
    for shown in trip.pages:
        told = {problem.path.split("-")[0] for problem in problems_on(shown, answers, trip.values)}
        assert {lack.key for lack in trip.lacks(shown)} <= told

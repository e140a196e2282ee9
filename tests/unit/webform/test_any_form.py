"""What holds for every form that the checker passes, whatever is answered; and what it finds in every form made wrong.

The forms are made up at random: branches on earlier answers and on what is known unasked, conditions within
conditions, questions that choices reveal, things to add, rules that lead past pages, to the end or to another form.
"""

from typing import Any

from hypothesis import HealthCheck, assume, given, settings
from hypothesis import strategies as st

from foundation.conditions import Value
from tests.ways import Ways
from webform.checker import faults_in
from webform.definition import FormDefinition, WrittenForm
from webform.journey import Journey
from webform.kinds import value_of
from webform.page_form import problems_on

ANYTHING = st.sampled_from(["", "a", "b", "yes", "no", "Some words", "3", 12, ["a"], ["a", "b"], [{"what": "x"}], None])
VALUES = ("a", "b", "c")

quick = settings(max_examples=60, suppress_health_check=[HealthCheck.too_slow, HealthCheck.filter_too_much])


def question(key: str, kind: str, **more: Any) -> dict[str, Any]:
    choices = [{"value": value, "label": value} for value in VALUES] if kind in ("radios", "checkboxes") else []
    if kind == "add-another":
        more |= {"item": "thing", "fields": [{"key": "what", "kind": "text", "label": "What", "missing": "Say what"}]}
    return {"key": key, "kind": kind, "label": f"What is {key}?", "missing": "Say something", "choices": choices} | more


@st.composite
def questions(draw: st.DrawFn, key: str) -> dict[str, Any]:
    kind = draw(st.sampled_from(["text", "radios", "checkboxes", "yes-no", "whole-number", "add-another"]))
    made = question(key, kind, required=draw(st.sampled_from(["true", "false"])))
    if kind in ("radios", "checkboxes") and draw(st.booleans()):
        revealed = question(f"{key}_more", draw(st.sampled_from(["text", "whole-number"])))
        draw(st.sampled_from(made["choices"]))["reveals"] = revealed
    return made


def single_test(asked: dict[str, Any]) -> st.SearchStrategy[dict[str, Any]]:
    key, kind = asked["key"], asked["kind"]
    answered = st.sampled_from(["true", "false"]).map(lambda wanted: {"field": key, "is_answered": wanted})
    told: dict[str, st.SearchStrategy[dict[str, Any]]] = {
        "radios": st.sampled_from(VALUES).map(lambda value: {"field": key, "is": value}),
        "checkboxes": st.sampled_from(VALUES).map(lambda value: {"field": key, "includes": value}),
        "yes-no": st.sampled_from(["yes", "no"]).map(lambda value: {"field": key, "is": value}),
        "whole-number": st.sampled_from(["is_at_least", "is_at_most"]).map(lambda test: {"field": key, test: 12}),
        "text": st.just({"field": key, "mentions": ["words"]}),
    }
    return st.one_of(told[kind], answered) if kind in told else answered


def conditions(asked: list[dict[str, Any]]) -> st.SearchStrategy[dict[str, Any]]:
    """Any condition on these questions, three deep at most."""
    one = st.sampled_from(asked).flatmap(single_test)
    return st.recursive(
        one,
        lambda inner: st.one_of(
            inner.map(lambda part: {"not": part}),
            st.lists(inner, min_size=1, max_size=3).map(lambda parts: {"all": parts}),
            st.lists(inner, min_size=1, max_size=3).map(lambda parts: {"any": parts}),
        ),
        max_leaves=4,
    )


@st.composite
def forms(draw: st.DrawFn) -> dict[str, Any]:
    """A form as data; most of them are sound."""
    known = [question("known", "yes-no")]
    asked, pages = list(known), []
    size = draw(st.integers(2, 6))
    for number in range(size):
        here = [draw(questions(f"q{number}{letter}")) for letter in "ab"[: draw(st.integers(1, 2))]]
        page: dict[str, Any] = {"key": f"p{number}", "title": f"Page {number}", "questions": here}
        if number and draw(st.booleans()):
            page["when"] = draw(conditions(asked))
        if draw(st.integers(0, 4)) == 0:
            here[0]["required_when"] = draw(conditions(asked))
        asked += [*here, *(c["reveals"] for one in here for c in one["choices"] if "reveals" in c)]
        if draw(st.integers(0, 2)) == 0:
            later = [f"p{place}" for place in range(number + 1, size)]
            to = draw(st.sampled_from([*later, "check", "form:other"]))
            page["then"] = [{"to": to, "when": draw(conditions(asked))}]
        pages.append(page)
    return {"key": "made-up", "name": "Made up", "known": ["known"], "pages": pages}


@st.composite
def sound_forms(draw: st.DrawFn) -> FormDefinition:
    data = draw(forms())
    assume(not faults_in(WrittenForm.model_validate(data)))
    return FormDefinition.model_validate(data)


def with_keys(form: WrittenForm) -> list[str]:
    return [page.key for page in form.pages]


@quick
@given(sound_forms(), st.data())
def test_any_form_and_any_answers_end_visit_no_page_twice_and_keep_only_what_was_asked(
    form: FormDefinition, data: st.DataObject
) -> None:
    answers = {one.key: data.draw(ANYTHING) for one in form.questions()}
    seen = data.draw(st.frozensets(st.sampled_from(with_keys(form))))
    known: dict[str, Value] = {"known": data.draw(st.sampled_from(["yes", "no", None]))}

    trip = Journey(form, answers, value_of, seen, known)

    shown = [page.key for page in trip.pages]
    assert shown == [key for key in with_keys(form) if key in shown]
    assert len(shown) == len(set(shown))
    asked = {one.key for page in trip.pages for one in trip.asked(page)}
    assert {key: answers[key] for key in trip.answers} == trip.answers
    assert set(trip.answers) <= asked
    again = Journey(form, trip.answers, value_of, seen, known)
    assert [page.key for page in again.pages] == shown
    assert again.answers == trip.answers
    for page in trip.pages:
        assert page.when is None or page.when.holds(trip.values)


@quick
@given(sound_forms())
def test_any_form_that_the_checker_passes_is_walked_to_its_end_in_every_way(form: FormDefinition) -> None:
    ways = Ways(form)
    for walk in ways.walks() if ways.possible() else ():
        answers: dict[str, Any] = {}
        seen: frozenset[str] = frozenset()
        for number, step in enumerate(walk.steps):
            before = Journey(form, answers, value_of, seen, walk.known)
            assert before.first_missing() == step.page.key
            assert before.may_open(step.page.key)
            answers |= step.answers
            seen |= {step.page.key}
            trip = Journey(form, answers, value_of, seen, walk.known)
            assert not problems_on(step.page, answers, trip.values)
            if step.fork is None and number + 1 < len(walk.steps):
                assert trip.after(step.page.key) == walk.steps[number + 1].page.key
        trip = Journey(form, answers, value_of, seen, walk.known)
        assert [page.key for page in trip.pages] == [step.page.key for step in walk.steps]
        assert trip.fork == walk.steps[-1].fork
        assert trip.can_be_sent == (trip.fork is None)
        assert trip.answers == walk.answers


def made_wrong(form: FormDefinition) -> tuple[dict[str, Any], list[dict[str, Any]]]:
    data = form.model_dump(mode="json", exclude_defaults=True)
    return data, data["pages"]


def faults(data: dict[str, Any]) -> list[str]:
    return [str(fault) for fault in faults_in(WrittenForm.model_validate(data))]


@quick
@given(sound_forms(), st.data())
def test_a_loop_is_found_wherever_it_is_made(form: FormDefinition, data: st.DataObject) -> None:
    wrong, pages = made_wrong(form)
    place = data.draw(st.integers(0, len(pages) - 1))
    target = data.draw(st.integers(0, place))
    pages[place]["then"] = [{"to": pages[target]["key"]}]

    assert f"{pages[place]['key']}: it leads back to {pages[target]['key']}: a loop" in faults(wrong)

    pages[place]["then"] = [{"to": "form:made-up"}]
    assert f"{pages[place]['key']}: it leads to the form it is in: a loop" in faults(wrong)


@quick
@given(sound_forms(), st.data())
def test_a_way_to_a_page_that_was_deleted_is_found(form: FormDefinition, data: st.DataObject) -> None:
    wrong, pages = made_wrong(form)
    place = data.draw(st.integers(0, len(pages) - 1))
    pages[place]["then"] = [{"to": "gone"}]

    assert f"{pages[place]['key']}: it leads to gone, and there is no such page" in faults(wrong)


@quick
@given(sound_forms())
def test_a_dead_end_is_found(form: FormDefinition) -> None:
    wrong, pages = made_wrong(form)
    for page in pages:
        page.pop("when", None)
        page.pop("then", None)
    pages[-1]["then"] = [{"to": "form:other"}]

    assert f"{pages[-1]['key']}: no way leads to check your answers: a dead end" in faults(wrong)


@quick
@given(sound_forms(), st.data())
def test_a_page_that_nobody_can_reach_is_found(form: FormDefinition, data: st.DataObject) -> None:
    wrong, pages = made_wrong(form)
    passed = data.draw(st.integers(1, len(pages) - 1))
    for page in pages[: passed + 1]:
        page.pop("then", None)
    pages[passed - 1].pop("when", None)
    pages[passed - 1]["then"] = [{"to": pages[passed + 1]["key"] if passed + 1 < len(pages) else "check"}]

    assert f"{pages[passed]['key']}: nobody can reach this page" in faults(wrong)


@quick
@given(sound_forms(), st.data())
def test_a_condition_on_a_deleted_answer_is_found_wherever_it_stands(form: FormDefinition, data: st.DataObject) -> None:
    wrong, pages = made_wrong(form)
    standing = [
        (page["key"], field)
        for page, read in zip(pages, form.pages, strict=True)
        for condition in (
            read.when,
            *(rule.when for rule in read.then),
            *(q.required_when for q in read.all_questions()),
        )
        for field in (condition.fields() if condition else ())
        if field != "known"
    ]
    assume(standing)
    place, field = data.draw(st.sampled_from(sorted(standing)))
    for page in pages:
        page["questions"] = [one for one in page["questions"] if one["key"] != field]
        for one in page["questions"]:
            one["choices"] = [c for c in one.get("choices", []) if c.get("reveals", {}).get("key") != field]

    assert f"{place}: a condition asks about {field}, which no question asks" in faults(wrong)

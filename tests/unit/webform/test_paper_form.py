"""A form on paper holds every question of its definition, and says in words who each part is for."""

from typing import Any

import pytest

from foundation.yaml_files import load
from webform.definition import FormDefinition, Question
from webform.paper_form import PaperQuestion, paper_form
from webform.publishing import STARTER_FORMS

YES_NO = [{"value": "yes", "label": "Yes please"}, {"value": "no", "label": "No thanks"}]


def radios(key: str, **more: Any) -> dict[str, Any]:
    return {"key": key, "kind": "radios", "label": f"{key}?", "missing": "Choose", "choices": YES_NO} | more


def tick(key: str, **more: Any) -> dict[str, Any]:
    return radios(key, kind="checkboxes", **more)


def text(key: str, **more: Any) -> dict[str, Any]:
    return {"key": key, "kind": "text", "label": f"{key}?", "required": False} | more


def form(*pages: dict[str, Any], **more: Any) -> FormDefinition:
    return FormDefinition.model_validate({"key": "try-out", "name": "Try out", "pages": list(pages)} | more)


def only_if(when: dict[str, Any], **more: Any) -> str:
    """What stands above a last page that is asked when ``when`` holds, after a call, ways, an age and a name."""
    pages: list[dict[str, Any]] = [
        {"key": "call", "questions": [radios("call")]},
        {"key": "ways", "questions": [tick("ways")]},
        {"key": "age", "questions": [text("age", kind="whole-number")]},
        {"key": "sure", "questions": [text("sure", kind="yes-no")]},
        {"key": "last", "questions": [text("last")], "when": when},
    ]
    return paper_form(form(*pages, **more), {})[-1].only_if


@pytest.mark.parametrize(
    ("when", "words"),
    [
        ({"field": "call", "is": "yes"}, "Only if you ticked “Yes please” at question 1."),
        ({"not": {"field": "call", "is": "yes"}}, "Only if you did not tick “Yes please” at question 1."),
        ({"field": "ways", "includes": "no"}, "Only if you ticked “No thanks” at question 2."),
        (
            {"field": "call", "is_one_of": ["yes", "no"]},
            "Only if you ticked “Yes please” or “No thanks” at question 1.",
        ),
        (
            {"any": [{"field": "ways", "includes": "yes"}, {"field": "ways", "includes": "no"}]},
            "Only if you ticked “Yes please” or “No thanks” at question 2.",
        ),
        (
            {"any": [{"field": "call", "is": "yes"}, {"field": "ways", "includes": "no"}]},
            "Only if either you ticked “Yes please” at question 1 or you ticked “No thanks” at question 2.",
        ),
        (
            {"not": {"any": [{"field": "call", "is": "yes"}, {"field": "ways", "includes": "no"}]}},
            "Only if you did not tick “Yes please” at question 1 and you did not tick “No thanks” at question 2.",
        ),
        ({"field": "age", "is_at_most": 11}, "Only if your answer to question 3 is 11 or less."),
        ({"not": {"field": "age", "is_at_most": 11}}, "Only if your answer to question 3 is more than 11."),
        ({"not": {"field": "age", "is_at_least": 12}}, "Only if your answer to question 3 is less than 12."),
        ({"field": "age", "is_answered": True}, "Only if you answered question 3."),
        ({"not": {"field": "age", "is_answered": True}}, "Only if you left question 3 blank."),
        ({"field": "sure", "is": "yes"}, "Only if you ticked “Yes” at question 4."),
    ],
)
def test_a_branch_is_told_in_plain_words(when: dict[str, Any], words: str) -> None:
    assert only_if(when) == words


@pytest.mark.parametrize(
    ("when", "words"),
    [
        ({"field": "child", "is": "yes"}, ""),
        ({"not": {"field": "child", "is": "yes"}}, ""),
        ({"any": [{"field": "child", "is": "yes"}, {"field": "call", "is": "yes"}]}, ""),
        (
            {"all": [{"field": "child", "is": "yes"}, {"field": "call", "is": "yes"}]},
            "Only if you ticked “Yes please” at question 1.",
        ),
    ],
)
def test_what_paper_cannot_know_keeps_nobody_out(when: dict[str, Any], words: str) -> None:
    assert only_if(when, known=["child"]) == words


def test_paper_says_where_an_answer_leads() -> None:
    parts = paper_form(
        form(
            {
                "key": "age",
                "questions": [text("age", kind="whole-number")],
                "then": [
                    {"to": "form:small", "when": {"field": "age", "is_at_most": 11}},
                    {"to": "last", "when": {"field": "age", "is_at_least": 90}},
                    {"to": "check", "when": {"field": "age", "is_at_least": 80}},
                ],
            },
            {"key": "more", "questions": [text("more")]},
            {"key": "last", "questions": [text("last")]},
        ),
        {"small": "For under 12s"},
    )
    assert parts[0].then == (
        "If your answer to question 1 is 11 or less, use the form “For under 12s” in place of this one.",
        "If your answer to question 1 is 90 or more, go to question 3.",
        "If your answer to question 1 is 80 or more, go to the end.",
    )


@pytest.mark.parametrize("path", sorted(STARTER_FORMS.glob("*.yaml")), ids=lambda path: path.stem)
def test_the_paper_asks_what_the_pages_ask_in_their_order(path: Any) -> None:
    definition = FormDefinition.model_validate(load(path))
    parts = paper_form(definition, {})
    printed = [asked for part in parts for question in part.questions for asked in _with_revealed(question)]
    assert printed == list(definition.questions())
    numbers = [question.number for part in parts for question in part.questions]
    assert numbers == list(range(1, len(numbers) + 1))
    for page, part in zip(definition.pages, parts, strict=True):
        judged = page.when is not None and not page.when.fields() & set(definition.known)
        assert bool(part.only_if) is judged, page.key
        assert len(part.then) == len(page.then)
        assert [field for question in part.questions for field in question.parts] == [
            PaperQuestion(None, field, 9 if field.kind == "long-text" else 4 if field.kind == "address" else 1)
            for question in page.questions
            for field in question.fields
        ]


def _with_revealed(item: PaperQuestion) -> list[Question]:
    return [item.question, *(under.question for _, under in item.under)]

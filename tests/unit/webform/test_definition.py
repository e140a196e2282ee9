"""A form that cannot be walked is refused, and every place that is wrong is named."""

from typing import Any

import pytest
from pydantic import ValidationError

from foundation.yaml_files import load
from webform.checker import Fault, faults_in
from webform.definition import FormDefinition, WrittenForm
from webform.designer.keys import key_from
from webform.publishing import STARTER_FORMS


def radios(key: str, *values: str, **more: Any) -> dict[str, Any]:
    choices = [{"value": value, "label": value.capitalize()} for value in values]
    return {"key": key, "kind": "radios", "label": f"Which {key}?", "missing": "Choose one", "choices": choices} | more


def text(key: str, **more: Any) -> dict[str, Any]:
    return {"key": key, "kind": "text", "label": f"What {key}?", "missing": "Write something"} | more


def page(key: str, *questions: dict[str, Any], **more: Any) -> dict[str, Any]:
    return {"key": key, "questions": list(questions)} | more


def form(*pages: dict[str, Any], **more: Any) -> dict[str, Any]:
    return {"key": "try-out", "name": "Try out", "pages": list(pages)} | more


def faults(data: dict[str, Any]) -> str:
    with pytest.raises(ValidationError) as refused:
        FormDefinition.model_validate(data)
    return str(refused.value)


WHO = page("who", radios("who", "parent", "other"))
WHAT = page("what", text("what"))


def test_a_sound_form_is_read_and_written_the_same() -> None:
    data = form(WHO, page("more", text("more"), when={"field": "who", "is": "parent"}), WHAT)

    read = FormDefinition.model_validate(data)

    assert FormDefinition.model_validate(read.model_dump(mode="json")) == read
    assert FormDefinition.model_validate(read.model_dump(mode="json", exclude_defaults=True)) == read
    assert [question.key for question in read.questions()] == ["who", "more", "what"]


@pytest.mark.parametrize("path", sorted(STARTER_FORMS.glob("*.yaml")), ids=lambda path: path.stem)
def test_each_starter_form_is_sound(path: Any) -> None:
    assert FormDefinition.model_validate(load(path)).key == path.stem


@pytest.mark.parametrize(
    ("data", "fault"),
    [
        (form(WHO, page("who", text("more"))), "who: two pages have this key"),
        (form(WHO, page("again", text("who"))), "who: two questions have this key"),
        (form(page("which", radios("which", choices_from="colours"))), "which: there is no list called colours"),
        (form(page("p", text("a", kind="files"), text("b", kind="files"), title="P")), "p: a page asks for files once"),
        (
            form(
                page(
                    "p",
                    radios("r", "a") | {"choices": [{"value": "a", "label": "A", "reveals": text("f", kind="files")}]},
                )
            ),
            "f: only a simple question can be revealed by a choice",
        ),
        (
            form(page("p", text("g", kind="add-another", item="thing", fields=[text("f", kind="files")]))),
            "g: f cannot be a files question inside a group",
        ),
        (form(page("p", text("a", must_be="past"))), "a: only a date can be partial, or be in the past or the future"),
        (form(page("p", text("a", partial="true"))), "a: only a date can be partial, or be in the past or the future"),
        (form(page("p", text("a", kind="long-list"))), "a: there is nothing to choose from"),
        (
            form(page("p", radios("a", "b", kind="long-list")), page("q", text("q"), when={"field": "a", "is": "c"})),
            "q: a condition waits for a to be c, which nobody can choose",
        ),
        (form(WHO, known=["who"]), "who: two questions have this key"),
        (form(page("check", text("what"))), "check: a page cannot have this key"),
        (form(page("empty", title="Nothing")), "empty: there is nothing on this page"),
        (form(page("two", text("one"), text("other"))), "two: a page needs a title"),
        (form(page("what", text("what", label=" "))), "what: the question has no words"),
        (form(page("what", text("what", missing=""))), "what: there are no words for when it is left out"),
        (form(page("who", radios("who"))), "who: there is nothing to choose from"),
        (form(page("who", radios("who", "a", "a"))), "who: two choices are called a"),
        (
            form(page("who", radios("who", choices=[{"value": "a", "label": "A", "picture": "face-bored"}]))),
            "who: there is no picture face-bored",
        ),
        (form(page("who", radios("who", "a", exclusive="b"))), "who: the exclusive choice b does not exist"),
        (
            form(page("what", text("what", choices=[{"value": "a", "label": "A"}]))),
            "what: a text question has no choices",
        ),
        (form(page("what", text("what", kind="add-another"))), "what: what can be added several times needs fields"),
        (form(WHO, page("w", text("w"), signpost="away")), "w: there is no signpost away"),
        (form(WHO, page("w", body=["Ring {mobile}"])), "w: nothing is called {mobile}"),
        (form(WHO, page("w", body=[{"link": {"text": "Here"}}])), "w: the link 'Here' leads nowhere"),
        (
            form(WHO, page("w", text("w"), when={"field": "who", "is": "child"})),
            "w: a condition waits for who to be child",
        ),
        (
            form(WHO, page("w", text("w"), when={"field": "age", "is": "3"})),
            "w: a condition asks about age, which no question asks",
        ),
        (
            form(page("w", text("w"), when={"field": "who", "is": "parent"}), WHO),
            "w: a condition asks about who, which is only asked later",
        ),
        (
            form(page("w", text("w"), then=[{"to": "nowhere"}]), WHO),
            "w: it leads to nowhere, and there is no such page",
        ),
        (form(WHO, page("w", text("w"), then=[{"to": "who"}])), "w: it leads back to who: a loop"),
        (form(WHO, page("w", text("w"), then=[{"to": "w"}])), "w: it leads back to w: a loop"),
        (form(page("w", text("w"), then=[{"to": "form:try-out"}])), "w: it leads to the form it is in: a loop"),
        (
            form(page("w", text("w"), then=[{"to": "form:elsewhere"}])),
            "w: no way leads to check your answers: a dead end",
        ),
        (form(page("w", text("w"), then=[{"to": "what"}]), WHO, WHAT), "who: nobody can reach this page"),
        (
            form(page("w", text("w"), then=[{"to": "what"}, {"to": "check"}]), WHAT),
            "w: a rule after one that always holds is never used",
        ),
        (
            form(page("w", text("w"), text("v"), title="W", at_least_one={"of": ["w", "x"], "missing": "One"})),
            "w: at_least_one names x, which this page does not ask",
        ),
        (
            form(
                WHO,
                page(
                    "w",
                    text("w"),
                    then=[{"to": "form:b", "when": {"field": "w", "is_answered": "true"}, "carry": {"a": "z"}}],
                ),
            ),
            "w: it carries z over, which no question asks",
        ),
        (form(WHO, name=" "), "form: the form needs a name"),
        (form(page("w", text("w", hint="Ring {phone!r}"))), "w: nothing is called {phone!r}"),
        (form(page("w", text("w", hint="Ring {phone:>9}"))), "w: nothing is called {phone:>9}"),
    ],
)
def test_what_is_wrong_is_named_by_its_place(data: dict[str, Any], fault: str) -> None:
    assert fault in faults(data)


def test_everything_wrong_is_named_at_once() -> None:
    named = faults(form(page("w", text("w", missing=""), then=[{"to": "nowhere"}]), page("w", text("x"))))

    assert "two pages have this key" in named
    assert "no words for when it is left out" in named
    assert "there is no such page" in named


def test_a_key_is_short_enough_for_the_boxes_that_are_named_after_it() -> None:
    longest = "k" * 44
    assert WrittenForm.model_validate(form(page(longest, text(longest)))).pages[0].key == longest
    for sort in ("page", "question"):
        keys = {"page": "p", "question": "q"} | {sort: longest + "k"}
        with pytest.raises(ValidationError, match="match pattern"):
            WrittenForm.model_validate(form(page(keys["page"], text(keys["question"]))))
    assert len(key_from("1 " + "k" * 100, ())) <= 44


def test_an_unknown_word_is_refused() -> None:
    assert "Extra inputs are not permitted" in faults(form(page("w", text("w"), colour="red")))


def test_only_a_simple_question_can_be_revealed() -> None:
    choices = [{"value": "a", "label": "A", "reveals": radios("more", "x", "y")}]

    assert "more: only a simple question can be revealed" in faults(form(page("w", radios("w") | {"choices": choices})))


def test_a_form_never_changes_once_read() -> None:
    read = FormDefinition.model_validate(form(WHO))

    with pytest.raises(ValidationError):
        read.name = "Another"  # type: ignore[misc]


@pytest.mark.parametrize(
    ("href", "told"),
    [
        ("", "leads nowhere"),
        ("javascript:alert(1)", "must begin with one of https://"),
        ("www.gov.uk", "must begin with one of https://"),
    ],
)
def test_a_link_that_leads_nowhere_or_would_run_something_is_refused(href: str, told: str) -> None:
    assert told in faults(form(WHO, check={"body": [{"kind": "link", "text": "Here", "href": href}]}))
    FormDefinition.model_validate(
        form(WHO, check={"body": [{"kind": "link", "text": "Here", "href": "https://www.gov.uk/"}]})
    )


def test_a_form_half_done_is_read_as_written_and_each_fault_has_its_place() -> None:
    data = form(
        WHO,
        page("more", text("more"), then=[{"to": "gone"}]),
        page("last", {**text("last"), "label": ""}),
        start={"title": ""},
        signposts=[{"key": "court", "title": "", "body": []}],
        check={"body": [{"kind": "link", "text": "Here"}]},
    )

    written = WrittenForm.model_validate(data)

    assert WrittenForm.model_validate(written.as_data()) == written
    assert [(fault.part, fault.place) for fault in faults_in(written)] == [
        ("start", "start"),
        ("signpost", "court"),
        ("question", "last"),
        ("check", "check"),
        ("page", "more"),
        ("page", "last"),
    ]
    assert Fault("more", "it leads to gone, and there is no such page") in faults_in(written)
    assert "it leads to gone, and there is no such page" in faults(data)

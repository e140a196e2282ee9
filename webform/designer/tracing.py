"""Why each page of a form is shown or skipped for some answers, and which answers decided."""

from dataclasses import dataclass
from textwrap import shorten
from typing import Literal

from foundation.conditions import Condition, is_answered
from webform.checker import CHECK
from webform.definition import FormDefinition, Page, Then
from webform.designer.plain_words import page_title, target_words, value_words, words_of_test
from webform.journey import Journey

State = Literal["shown", "skipped", "passed", "left"]


@dataclass(frozen=True)
class Decided:
    """One test that was made: in words, whether it held, and the answer that decided it."""

    words: str
    held: bool
    answer: str


@dataclass(frozen=True)
class TracedPage:
    """A page: ``shown``, ``skipped`` by its own condition, ``passed`` over by a rule, or ``left`` for another form."""

    key: str
    title: str
    state: State
    reason: str
    decided: tuple[Decided, ...]


def trace(journey: Journey) -> list[TracedPage]:
    """Every page of the form in order."""
    form = journey.definition
    places = {page.key: number for number, page in enumerate(form.pages)}
    until, by, rule = -1, form.pages[0], Then(to=CHECK)
    traced: list[TracedPage] = []
    for number, page in enumerate(form.pages):
        if number < until:
            traced.append(_passed(page, by, rule, journey))
            continue
        traced.append(_met(page, journey))
        followed = journey.rule_of(page) if journey.shows(page.key) else None
        if followed is not None:
            by, rule = page, followed
            until = places.get(followed.to, len(form.pages))
    return traced


def _met(page: Page, journey: Journey) -> TracedPage:
    title = page_title(page, journey.definition)
    if page.when is None:
        return TracedPage(page.key, title, "shown", "Everybody who comes this far sees it.", ())
    decided = decisions(page.when, journey)
    if journey.shows(page.key):
        return TracedPage(page.key, title, "shown", "Its condition holds.", decided)
    return TracedPage(page.key, title, "skipped", "Its condition does not hold.", decided)


def _passed(page: Page, by: Page, rule: Then, journey: Journey) -> TracedPage:
    form = journey.definition
    why = f"“{page_title(by, form)}” leads on to {target_words(rule.to, form)}."
    decided = decisions(rule.when, journey) if rule.when is not None else ()
    return TracedPage(page.key, page_title(page, form), "left" if rule.form_key else "passed", why, decided)


def decisions(condition: Condition, journey: Journey) -> tuple[Decided, ...]:
    """Each single test of a condition, in words, with whether it held for the answers given."""
    form: FormDefinition = journey.definition
    return tuple(
        Decided(words_of_test(test, form), test.holds(journey.values), _answer(test.field, journey))
        for test in condition.tests()
    )


def _answer(key: str, journey: Journey) -> str:
    value = journey.values.get(key)
    if not is_answered(value):
        return "not answered"
    question = next((question for question in journey.definition.questions() if question.key == key), None)
    parts = value if isinstance(value, tuple) else (value,)
    return ", ".join(shorten(value_words(question, str(part)), 80, placeholder="…") for part in parts)

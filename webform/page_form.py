"""The WTForms form of one page: made from its questions, filled from answers, read back into answers.

What is wrong is decided by the kinds and the journey, on answers as JSON, so that the final send can check every page
without building a form; here the words are put beside the boxes they are about. Must not store anything.
"""

import re
from collections.abc import Mapping, Sequence
from typing import Any

from werkzeug.datastructures import MultiDict
from wtforms import Form
from wtforms.fields import FieldList, FormField

from foundation.conditions import Value
from webform.definition import Page, Question
from webform.journey import asked_on, lacks_on
from webform.kinds import KINDS, Problem, problems_of, value_of

# Names a browser sends for the boxes made here; WTForms fails on numbers such as "²" or a thousand digits.
_BOX = re.compile(r"[a-z0-9_]+(-[0-9]{1,3}-[a-z0-9_]+)?(-(day|month|year))?", re.ASCII)


def form_class(page: Page) -> type[Form]:
    """The form that asks this page's questions, revealed ones included. Worth keeping: making one is slow."""
    fields = {question.key: KINDS[question.kind].field(question) for question in page.all_questions()}
    return type(f"{page.key}_form", (Form,), fields)


def shown(made: type[Form], page: Page, answers: Mapping[str, Any], more: Mapping[str, int] | None = None) -> Form:
    """The form with the answers kept so far. ``more`` adds empty entries: question key → how many in all."""
    filled: dict[str, Any] = {}
    for question in page.all_questions():
        typed = KINDS[question.kind].typed(question, answers.get(question.key))
        if question.kind == "add-another":
            limit = KINDS[question.kind].limit(question)
            typed = list(typed or [])
            wanted = min(max((more or {}).get(question.key, 0), 1), limit)
            typed += [{}] * (wanted - len(typed))
        filled[question.key] = typed
    return made(data=filled)


def read(
    made: type[Form], page: Page, sent: MultiDict[str, str], kept: Mapping[str, Any] | None = None
) -> dict[str, Any]:
    """The answers as they were sent, one for every question of the page (``None`` where blank), right or wrong.

    Those that are kept apart (files) are taken from ``kept``, whatever was sent.

    A question revealed by a choice that was not made has no answer, whatever its box holds. Show them again with
    ``shown``: nothing typed is lost on the way.
    """
    form = made(formdata=MultiDict((name, value) for name, value in sent.items(multi=True) if _BOX.fullmatch(name)))
    answers = {
        question.key: (kept or {}).get(question.key)
        if KINDS[question.kind].is_kept_apart
        else KINDS[question.kind].answer(question, form[question.key].data)
        for question in page.all_questions()
    }
    asked = {question.key for question in asked_on(page, answers)}
    return {key: answer if key in asked else None for key, answer in answers.items()}


def problems_on(page: Page, answers: Mapping[str, Any], values: Mapping[str, Value]) -> list[Problem]:
    """Everything wrong with this page's answers, in the order of its questions.

    ``values`` are what conditions see of earlier pages; this page's are added here.
    """
    asked = asked_on(page, answers)
    all_values = dict(values) | {question.key: value_of(question, answers.get(question.key)) for question in asked}
    missing = {lack.key: lack.text for lack in lacks_on(page, answers, all_values)}
    problems: list[Problem] = []
    for question in asked:
        if question.key in missing:
            problems.append(Problem(_first_box(question), missing[question.key]))
        problems += problems_of(question, answers.get(question.key))
    return problems


def mark(form: Form, problems: Sequence[Problem]) -> None:
    """Put each problem beside its box."""
    boxes = {box.name: box for field in form for box in _boxes(field)}
    for problem in problems:
        box = boxes.get(problem.path)
        if box is not None:
            box.errors = [*box.errors, problem.text]


def _first_box(question: Question) -> str:
    return f"{question.key}-0-{question.fields[0].key}" if question.kind == "add-another" else question.key


def _boxes(field: Any) -> list[Any]:
    """The field and all the fields within it."""
    inner: list[Any] = []
    if isinstance(field, FieldList):
        inner = list(field.entries)
    elif isinstance(field, FormField):
        inner = list(field.form)
    return [field, *(box for part in inner for box in _boxes(part))]

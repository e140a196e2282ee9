"""Answers as people read them: question by question, under the headings of the form.

For the page where answers are checked, for officers who read a submission, and for the copy somebody keeps.
Must not decide who may read them.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from itertools import groupby
from typing import Any

from webform.definition import FormDefinition, Page, Question
from webform.journey import Journey, is_given
from webform.kinds import value_of, words_of
from webform.models import Submission
from webform.submissions import definition_of


@dataclass(frozen=True)
class AnsweredQuestion:
    """One question and its answer, a line each; no lines where it was left blank."""

    key: str
    page: str
    asked: str
    words: tuple[str, ...]


@dataclass(frozen=True)
class AnswerSection:
    """The answers under one heading of the form."""

    title: str
    lines: tuple[AnsweredQuestion, ...]


def answer_sheet(submission: Submission) -> list[AnswerSection]:
    """Everything that was asked of this person and what they answered."""
    definition = definition_of(submission)
    everything = frozenset(page.key for page in definition.pages)
    answers: Mapping[str, Any] = submission.answers
    # What was known unasked is not kept with a submission: pages that hung on it are those that hold answers.
    journey = Journey(definition, answers, value_of, everything)
    shown = {page.key for page in journey.pages}
    pages = [page for page in definition.pages if page.key in shown or _was_answered(page, answers)]
    return sections_of(definition, pages, answers)


def sheet_of(journey: Journey) -> list[AnswerSection]:
    """What will be sent, for the person to check."""
    return sections_of(journey.definition, journey.pages, journey.answers)


def sections_of(definition: FormDefinition, pages: list[Page], answers: Mapping[str, Any]) -> list[AnswerSection]:
    """The questions of these pages, gathered under their sections in the order of the form."""
    asking = [page for page in pages if page.questions]
    titles = list(dict.fromkeys(page.section or definition.name for page in asking))
    in_order = sorted(asking, key=lambda page: titles.index(page.section or definition.name))
    return [
        AnswerSection(title, tuple(line for page in together for line in _lines(page, answers)))
        for title, together in groupby(in_order, key=lambda page: page.section or definition.name)
    ]


def _lines(page: Page, answers: Mapping[str, Any]) -> list[AnsweredQuestion]:
    return [_line(page, question, answers) for question in page.all_questions() if _is_shown(page, question, answers)]


def _is_shown(page: Page, question: Question, answers: Mapping[str, Any]) -> bool:
    """A revealed question, and a single box to tick, is shown only with an answer."""
    is_single_tick = question.kind == "checkboxes" and len(question.choices) == 1
    return (question in page.questions and not is_single_tick) or is_given(answers.get(question.key))


def _line(page: Page, question: Question, answers: Mapping[str, Any]) -> AnsweredQuestion:
    words = tuple(words_of(question, answers.get(question.key)))
    return AnsweredQuestion(question.key, page.key, question.asked, words)


def _was_answered(page: Page, answers: Mapping[str, Any]) -> bool:
    return any(is_given(answers.get(question.key)) for question in page.all_questions())

"""Kinds of question answered by choosing."""

from collections.abc import Iterator, Sequence
from typing import Any

from wtforms.fields import RadioField, SelectField, SelectMultipleField
from wtforms.fields.choices import SelectChoice

from foundation.conditions import Value
from foundation.folding import folded_words
from webform.definition import Choice, Question
from webform.kinds.words import Kind, Problem, tidy


class Radios(Kind):
    """One of several choices, none chosen beforehand; a choice may reveal one further question."""

    def choices(self, question: Question) -> Sequence[Choice]:
        """What can be chosen."""
        return question.choices

    def field(self, question: Question) -> Any:
        choices = [SelectChoice(choice.value, choice.label) for choice in self.choices(question)]
        return RadioField(question.label, description=question.hint, choices=choices, validate_choice=False)

    def answer(self, question: Question, typed: Any) -> Any:
        return tidy(typed, lines=False) or None

    def problems(self, question: Question, answer: Any, path: str) -> Iterator[Problem]:
        if answer not in {choice.value for choice in self.choices(question)}:
            yield Problem(path, question.missing or "Choose one of the answers")

    def words(self, question: Question, answer: Any) -> list[str]:
        return [next((c.label for c in self.choices(question) if c.value == answer), str(answer))]


class YesNo(Radios):
    """Yes or no. Other words for them may be given as choices."""

    _PLAIN = (Choice(value="yes", label="Yes"), Choice(value="no", label="No"))

    def choices(self, question: Question) -> Sequence[Choice]:
        return self._PLAIN


class LongList(Radios):
    """One of many choices, more than can be read through: a list to search where scripts run, else a plain one.

    The words of a choice, typed, choose it. Words that are no choice stay as they were typed, and are asked about.
    """

    def field(self, question: Question) -> Any:
        choices = [SelectChoice("", ""), *(SelectChoice(choice.value, choice.label) for choice in question.choices)]
        return SelectField(question.label, description=question.hint, choices=choices, validate_choice=False)

    def answer(self, question: Question, typed: Any) -> Any:
        words = tidy(typed, lines=False)[: self.longest]
        named = {folded_words(choice.label): choice.value for choice in question.choices}
        return named.get(folded_words(words), words) or None

    def problems(self, question: Question, answer: Any, path: str) -> Iterator[Problem]:
        if answer not in {choice.value for choice in question.choices}:
            yield Problem(path, "Choose one from the list")


class Checkboxes(Kind):
    """Any number of choices; one may exclude the others ("none of these")."""

    def field(self, question: Question) -> Any:
        choices = [SelectChoice(choice.value, choice.label) for choice in question.choices]
        return SelectMultipleField(question.label, description=question.hint, choices=choices, validate_choice=False)

    def answer(self, question: Question, typed: Any) -> Any:
        chosen = dict.fromkeys(tidy(item, lines=False) for item in typed or ())
        return [value for value in chosen if value] or None

    def problems(self, question: Question, answer: Any, path: str) -> Iterator[Problem]:
        possible = {choice.value for choice in question.choices}
        if not isinstance(answer, list) or not all(value in possible for value in answer):
            yield Problem(path, question.missing or "Choose from the answers shown")
        elif question.exclusive in answer and len(answer) > 1:
            alone = question.label_of(question.exclusive)
            yield Problem(path, f"Choose the answers that are right, or “{alone}”, but not both")

    def words(self, question: Question, answer: Any) -> list[str]:
        return [question.label_of(value) for value in answer]

    def value(self, question: Question, answer: Any) -> Value:
        return tuple(str(item) for item in answer) if isinstance(answer, list) else ()

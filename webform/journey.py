"""A person's way through a form: pure, from the definition and the answers alone.

Which pages are shown, which comes next and which before, what is still missing, and which answers count. Only what
was asked on a page that is shown counts: an answer whose page became irrelevant no longer opens or closes anything,
and is not sent. (The draft keeps it until then, so that somebody who changes their mind back has lost nothing.)
Must not know how a question is drawn or stored.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from foundation.conditions import Value
from webform.checker import CHECK
from webform.definition import FormDefinition, Page, Question, Then

Answers = Mapping[str, Any]
"""Question key → answer as JSON; ``None``, ``""``, ``[]`` and absence all mean that it was left blank."""

ValueOf = Callable[[Question, Any], Value]
"""What a condition sees of an answer; ``webform.kinds.value_of`` is one."""


@dataclass(frozen=True)
class Lack:
    """An answer that is needed and was not given; ``text`` says so to the person."""

    key: str
    text: str


class Journey:
    """One way through. ``seen`` holds the keys of pages the person has gone on from; ``known`` is given, not asked."""

    def __init__(
        self,
        definition: FormDefinition,
        answers: Answers,
        value_of: ValueOf,
        seen: frozenset[str] = frozenset(),
        known: Mapping[str, Value] | None = None,
    ) -> None:
        self.definition = definition
        self.seen = seen
        self._known = {key: value for key, value in (known or {}).items() if key in definition.known}
        self._given = answers
        self._value_of = value_of
        self.pages: list[Page] = []
        """The pages shown, in order."""
        self.answers: dict[str, Any] = {}
        """The answers that count."""
        self.values: dict[str, Value] = dict(self._known)
        """What conditions may ask about."""
        self.fork: Then | None = None
        """The rule that leads to another form, once answers do."""
        self._walk()

    def shows(self, key: str) -> bool:
        """Whether this page is on the way."""
        return any(page.key == key for page in self.pages)

    def after(self, key: str) -> str:
        """The key of the page after this one: another page, or ``check``."""
        keys = [page.key for page in self.pages]
        place = keys.index(key) + 1
        return keys[place] if place < len(keys) else CHECK

    def before(self, key: str) -> str | None:
        """The key of the page before this one; ``None`` before the first."""
        keys = [page.key for page in self.pages]
        place = len(keys) if key == CHECK else keys.index(key)
        return keys[place - 1] if place else None

    def first_missing(self) -> str | None:
        """The first page not yet gone on from, or that lacks an answer; ``None`` when all is there to send."""
        for page in self.pages:
            if page.key not in self.seen or self.lacks(page):
                return page.key
        return None

    @property
    def can_be_sent(self) -> bool:
        """Whether everything needed is there and it ends in this form, not in another."""
        return self.fork is None and self.first_missing() is None

    def may_open(self, key: str) -> bool:
        """Whether everything before this page is answered, so that it can be asked now."""
        if key == CHECK:
            return self.can_be_sent
        missing = self.first_missing()
        keys = [page.key for page in self.pages]
        return key in keys and (missing is None or keys.index(key) <= keys.index(missing))

    def asked(self, page: Page) -> list[Question]:
        """The questions a page asks, with those revealed by the choices made."""
        return asked_on(page, self._given)

    def lacks(self, page: Page) -> list[Lack]:
        """What is needed on this page and was left out."""
        return lacks_on(page, self._given, self.values)

    def _walk(self) -> None:
        """Forward only, so that any answers end and no page comes twice."""
        places = {page.key: number for number, page in enumerate(self.definition.pages)}
        number, end = 0, len(self.definition.pages)
        while number < end:
            page = self.definition.pages[number]
            number += 1
            if page.when is not None and not page.when.holds(self.values):
                continue
            self.pages.append(page)
            for question in asked_on(page, self._given):
                answer = self._given.get(question.key)
                self.values[question.key] = self._value_of(question, answer)
                if is_given(answer):
                    self.answers[question.key] = answer
            rule = self.rule_of(page)
            if rule is not None and rule.form_key is not None:
                self.fork = rule
                return
            if rule is not None:
                number = end if rule.to == CHECK else places[rule.to]

    def rule_of(self, page: Page) -> Then | None:
        """The rule that leads on from a page, once the person has gone on from it."""
        if page.key not in self.seen:
            return None
        return next((rule for rule in page.then if rule.when is None or rule.when.holds(self.values)), None)


def asked_on(page: Page, answers: Answers) -> list[Question]:
    """The questions of a page, each with the one revealed by the choice made, if any."""
    asked: list[Question] = []
    for question in page.questions:
        asked.append(question)
        chosen = answers.get(question.key)
        for choice in question.choices:
            if choice.reveals is not None and (choice.value == chosen or _is_among(choice.value, chosen)):
                asked.append(choice.reveals)
    return asked


def lacks_on(page: Page, answers: Answers, values: Mapping[str, Value]) -> list[Lack]:
    """What is needed on a page and was left out. ``values`` must hold this page's answers too."""
    asked = asked_on(page, answers)
    lacks = [
        Lack(question.key, question.missing)
        for question in asked
        if is_needed(question, values) and not is_given(answers.get(question.key))
    ]
    rule = page.at_least_one
    if rule is not None and not lacks and not any(is_given(answers.get(key)) for key in rule.of):
        lacks.append(Lack(rule.of[0], rule.missing))
    return lacks


def is_needed(question: Question, values: Mapping[str, Value]) -> bool:
    """Whether this question must be answered, for what is known."""
    if question.required_when is not None:
        return question.required_when.holds(values)
    return question.required


def is_given(answer: Any) -> bool:
    """Whether somebody answered: zero is an answer, blank is not."""
    return answer is not None and answer not in ("", [], {})


def _is_among(value: str, chosen: Any) -> bool:
    return isinstance(chosen, list) and value in chosen

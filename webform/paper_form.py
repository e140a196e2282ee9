"""A form on paper, made from the same definition as its pages: every question, numbered, with its branches in words.

Pure: definition → what is printed, part by part. Must not know HTML, nor where the paper is sent.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from webform.branch_words import Numbered, branch_words
from webform.checker import CHECK
from webform.definition import Block, Page, Question, Then, WrittenForm

ROOM = {"long-text": 9, "address": 4}
"""Lines to write on, by the kind of question; others have one."""

_FEWEST_ENTRIES = 3
"""How many times paper asks what can be added several times; whoever needs more takes another sheet."""


@dataclass(frozen=True)
class PaperQuestion:
    """One question as it is printed. ``number`` is None for one that stands under a choice or in an entry."""

    number: int | None
    question: Question
    lines: int
    under: tuple[tuple[str, "PaperQuestion"], ...] = ()
    """By the value of a choice: the question asked when it is ticked."""
    entries: int = 0
    parts: tuple["PaperQuestion", ...] = ()
    """The questions of each entry, of what is asked ``entries`` times."""


@dataclass(frozen=True)
class PaperPart:
    """What was one page. ``only_if`` says who it is for, nothing for everybody; ``then`` where some go on from it."""

    title: str
    section: str
    body: tuple[Block, ...]
    only_if: str
    questions: tuple[PaperQuestion, ...]
    then: tuple[str, ...]
    at_least_one: bool = False


def paper_form(form: WrittenForm, names: Mapping[str, str]) -> list[PaperPart]:
    """The parts of a form in order. ``names`` are the other forms' names by key, for answers that lead to them."""
    numbered: dict[str, tuple[int, Question]] = {}
    for page in form.pages:
        for question in page.questions:
            number = len({place for place, _ in numbered.values()}) + 1
            numbered[question.key] = (number, question)
            numbered.update({revealed.key: (number, revealed) for revealed in question.revealed()})
    return [_part(form, page, numbered, names) for page in form.pages]


def _part(form: WrittenForm, page: Page, numbered: Numbered, names: Mapping[str, str]) -> PaperPart:
    signpost = form.signpost(page.signpost) if page.signpost else None
    words = branch_words(page.when, numbered) if page.when is not None else ""
    return PaperPart(
        title=signpost.title if signpost else page.title,
        section=page.section,
        body=signpost.body if signpost else page.body,
        only_if=f"Only if {words}." if words else "",
        questions=tuple(_asked(question, numbered[question.key][0]) for question in page.questions),
        then=tuple(_onward(form, rule, numbered, names) for rule in page.then),
        at_least_one=page.at_least_one is not None,
    )


def _asked(question: Question, number: int | None) -> PaperQuestion:
    most = question.at_most or _FEWEST_ENTRIES
    return PaperQuestion(
        number=number,
        question=question,
        lines=ROOM.get(question.kind, 1),
        under=tuple(
            (choice.value, _asked(choice.reveals, None)) for choice in question.choices if choice.reveals is not None
        ),
        entries=min(_FEWEST_ENTRIES, most) if question.kind == "add-another" else 0,
        parts=tuple(_asked(field, None) for field in question.fields),
    )


def _onward(form: WrittenForm, rule: Then, numbered: Numbered, names: Mapping[str, str]) -> str:
    words = branch_words(rule.when, numbered) if rule.when is not None else ""
    head = f"If {words}, " if words else ""
    if rule.form_key is not None:
        act = f"use the form “{names.get(rule.form_key, rule.form_key)}” in place of this one."
    elif rule.to == CHECK:
        act = "go to the end."
    else:
        number = next(_numbers_from(form, rule.to, numbered), None)
        act = f"go to question {number}." if number is not None else "go to the end."
    return head + act if head else act[0].upper() + act[1:]


def _numbers_from(form: WrittenForm, key: str, numbered: Numbered) -> Iterator[int]:
    """The numbers of the questions on a page and those after it."""
    places = [page.key for page in form.pages]
    for page in form.pages[places.index(key) if key in places else len(places) :]:
        yield from (numbered[question.key][0] for question in page.questions)

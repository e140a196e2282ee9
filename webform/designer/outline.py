"""The journey of a form in words: every page, when it is shown, what it asks, and where it leads."""

from collections.abc import Iterator
from dataclasses import dataclass

from webform.definition import Page, Question, WrittenForm
from webform.designer.plain_words import condition_words, kind_words, page_title, value_words, way_words


@dataclass(frozen=True)
class OutlinedQuestion:
    """One question. ``needed`` says whether it must be answered; ``inside`` are its fields or what choices reveal."""

    path: str
    label: str
    kind: str
    needed: str
    choices: tuple[str, ...]
    inside: tuple["OutlinedQuestion", ...]


@dataclass(frozen=True)
class OutlinedPage:
    """One page. ``when`` is empty for a page that everybody who comes there sees; ``ways`` are its rules in order."""

    number: int
    key: str
    title: str
    section: str
    when: str
    ways: tuple[str, ...]
    questions: tuple[OutlinedQuestion, ...]
    signpost: str
    at_least_one: str


def outline_of(form: WrittenForm) -> tuple[OutlinedPage, ...]:
    """Every page in order."""
    return tuple(_page(number, page, form) for number, page in enumerate(form.pages, 1))


def _page(number: int, page: Page, form: WrittenForm) -> OutlinedPage:
    labels = {question.key: question.asked for question in page.questions}
    needed = page.at_least_one.of if page.at_least_one else ()
    return OutlinedPage(
        number=number,
        key=page.key,
        title=page_title(page, form),
        section=page.section,
        when=condition_words(page.when, form) if page.when is not None else "",
        ways=tuple(way_words(rule, form) for rule in page.then),
        questions=tuple(_question(question, question.key, form) for question in page.questions),
        signpost=page.signpost,
        at_least_one=", ".join(f"“{labels.get(key, key)}”" for key in needed),
    )


def _question(question: Question, path: str, form: WrittenForm) -> OutlinedQuestion:
    return OutlinedQuestion(
        path=path,
        label=question.label or question.key,
        kind=kind_words(question.kind),
        needed=needed_words(question, form),
        choices=tuple(_choices(question)),
        inside=(
            *(_question(field, f"{path}.{field.key}", form) for field in question.fields),
            *(_question(revealed, revealed.key, form) for revealed in question.revealed()),
        ),
    )


def needed_words(question: Question, form: WrittenForm) -> str:
    """Whether an answer is needed, in words."""
    if question.required_when is not None:
        return f"Needed when {condition_words(question.required_when, form)}"
    return "Needed" if question.required else "May be left blank"


def _choices(question: Question) -> Iterator[str]:
    if question.choices_from:
        yield f"Everything in the list “{question.choices_from.replace('_', ' ')}”"
    for choice in question.choices:
        more = f" (asks “{choice.reveals.label}”)" if choice.reveals else ""
        alone = " (stands alone)" if question.exclusive == choice.value else ""
        yield f"{value_words(question, choice.value)}{alone}{more}"


def pages_of(form: WrittenForm) -> list[tuple[str, str]]:
    """The key of each page, and its number and title, to choose from."""
    return [(page.key, f"{number}. {page_title(page, form)}") for number, page in enumerate(form.pages, 1)]

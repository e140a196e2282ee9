"""What is wrong with a form, said by the place where it stands.

Names duplicate keys, targets that do not exist, ways that lead backwards, pages nobody can reach, conditions on
answers not yet given or no longer asked, choices no condition can meet, and wording that is missing. Whoever edits a
form reads these lines. Must not repair anything, and must not decide what a question means.
"""

from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from string import Formatter
from typing import TYPE_CHECKING, Literal

from authorities.profile import LIST_NAMES
from webform.pictures import DRAWINGS

if TYPE_CHECKING:
    from foundation.conditions import Condition
    from webform.definition import Block, Page, Question, WrittenForm

CHECK = "check"
"""The page after the last: check your answers, and send."""

TOLD_FIRST = "leaving-quickly"
"""The page between the start of a form and its first question, which tells about "Exit this page"."""

RESERVED_PAGES = frozenset({CHECK, "sent", "expired", "save", "saved", "copy", "print", TOLD_FIRST})
"""Addresses under a form that are not pages of its definition."""

FROM_DRAFT = "draft"
"""What ``choices_from`` says of choices that whoever begins a draft offers to that person alone."""

LISTS = frozenset({"services", *LIST_NAMES, FROM_DRAFT})
"""What ``choices_from`` may name."""

SIGNPOST = "signpost:"
"""What a link to a signpost begins with."""

WAYS = ("https://", "http://", "mailto:", "tel:", "/", "form:", SIGNPOST)
"""What a link may begin with: never something that a browser would run."""

FACTS = frozenset({"authority", "phone", "hours", "email"})
"""What the words of a page may name in braces."""

CHOSEN = ("radios", "long-list", "checkboxes")
"""Kinds of question answered from choices of their own."""

NOT_REVEALED = (*CHOSEN, "add-another", "yes-no", "date", "date-of-birth", "files")
"""Kinds that a choice cannot ask."""

NOT_IN_GROUPS = (*CHOSEN, "add-another", "yes-no", "files")
"""Kinds that a field of a group cannot be."""

_YES_NO = frozenset({"yes", "no"})
_COMPARING = ("is", "is_one_of", "includes")


Part = Literal["page", "question", "signpost", "start", "check", "sent", "form"]


@dataclass(frozen=True)
class Fault:
    """One thing that is wrong: where (the key of a page, a question or a signpost, or a part by its name), and what."""

    place: str
    text: str
    part: Part = "page"

    def __str__(self) -> str:
        return f"{self.place}: {self.text}"


def faults_in(form: "WrittenForm") -> list[Fault]:
    """Everything wrong with this form, in the order of its pages; nothing when it can be walked to its end."""
    return [
        *_faults_of_keys(form),
        *_faults_of_wording(form),
        *_faults_of_questions(form),
        *_faults_of_conditions(form),
        *_faults_of_ways(form),
    ]


def _faults_of_keys(form: "WrittenForm") -> Iterator[Fault]:
    for key in _repeated(page.key for page in form.pages):
        yield Fault(key, "two pages have this key")
    for key in _repeated([*(question.key for question in form.questions()), *form.known]):
        yield Fault(key, "two questions have this key", "question")
    for key in _repeated(signpost.key for signpost in form.signposts):
        yield Fault(key, "two signposts have this key", "signpost")
    for page in form.pages:
        if page.key in RESERVED_PAGES:
            yield Fault(page.key, "a page cannot have this key: the form uses it itself")


def _faults_of_wording(form: "WrittenForm") -> Iterator[Fault]:
    if not form.name.strip():
        yield Fault("form", "the form needs a name", "form")
    if form.start is not None and not (form.start.title.strip() and form.start.body):
        yield Fault("start", "the words before the first question need a title and a piece of text", "start")
    for signpost in form.signposts:
        if not (signpost.title.strip() and signpost.body):
            yield Fault(signpost.key, "the signpost needs a title and a piece of text", "signpost")
    for page in form.pages:
        if page.at_least_one is not None and not page.at_least_one.missing.strip():
            yield Fault(page.key, "there are no words for when none of several answers is given")
        if page.signpost:
            if form.signpost(page.signpost) is None:
                yield Fault(page.key, f"there is no signpost {page.signpost}")
        elif not page.title and len(page.questions) != 1:
            yield Fault(page.key, "a page needs a title, unless it asks a single question")
        if not page.questions and not page.body and not page.signpost:
            yield Fault(page.key, "there is nothing on this page")
        for question in page.all_questions():
            if not question.label.strip():
                yield Fault(question.key, "the question has no words", "question")
            if question.may_be_needed and not question.missing:
                yield Fault(question.key, "there are no words for when it is left out (missing)", "question")
            for choice in question.choices:
                if choice.picture and choice.picture not in DRAWINGS:
                    yield Fault(question.key, f"there is no picture {choice.picture}", "question")
                if not choice.label.strip():
                    yield Fault(question.key, f"the choice {choice.value} has no words", "question")
            for words in (question.label, question.hint):
                yield from _faults_of_facts(question.key, "question", words)
    for place, part, block in blocks_of(form):
        if block.kind == "link":
            yield from _faults_of_link(place, part, block)
        if not block.words():
            yield Fault(place, "a piece of the page has no words", part)
        for words in block.words():
            yield from _faults_of_facts(place, part, words)


def _faults_of_link(place: str, part: Part, block: "Block") -> Iterator[Fault]:
    if not block.href:
        yield Fault(place, f"the link {block.text!r} leads nowhere", part)
    elif not block.href.startswith(WAYS):
        yield Fault(place, f"the link {block.text!r} must begin with one of {', '.join(WAYS)}", part)


def _faults_of_facts(place: str, part: Part, words: str) -> Iterator[Fault]:
    for name in sorted(_facts_named(words) - FACTS):
        yield Fault(place, f"nothing is called {{{name}}}; there are {', '.join(sorted(FACTS))}", part)


def _faults_of_questions(form: "WrittenForm") -> Iterator[Fault]:
    for page in form.pages:
        for question in page.all_questions():
            yield from _faults_of_question(question)
        if sum(question.kind == "files" for question in page.questions) > 1:
            yield Fault(page.key, "a page asks for files once")
        if page.at_least_one is not None:
            asked = {question.key for question in page.questions}
            for key in page.at_least_one.of:
                if key not in asked:
                    yield Fault(page.key, f"at_least_one names {key}, which this page does not ask")


def _faults_of_question(question: "Question") -> Iterator[Fault]:
    if question.kind in CHOSEN:
        if not question.choices and not question.choices_from:
            yield Fault(question.key, "there is nothing to choose from", "question")
        for value in _repeated(choice.value for choice in question.choices):
            yield Fault(question.key, f"two choices are called {value}", "question")
        possible = {choice.value for choice in question.choices}
        if question.choices_from and question.choices_from not in LISTS:
            yield Fault(question.key, f"there is no list called {question.choices_from}", "question")
        if question.exclusive and not question.choices_from and question.exclusive not in possible:
            yield Fault(question.key, f"the exclusive choice {question.exclusive} does not exist", "question")
        for revealed in question.revealed():
            if revealed.kind in NOT_REVEALED:
                yield Fault(revealed.key, "only a simple question can be revealed by a choice", "question")
    elif question.choices or question.choices_from or question.exclusive:
        yield Fault(question.key, f"a {question.kind} question has no choices", "question")
    if question.kind == "add-another":
        if not question.fields or not question.item:
            yield Fault(question.key, "what can be added several times needs fields and a name for one", "question")
        for key in _repeated(field.key for field in question.fields):
            yield Fault(question.key, f"two fields are called {key}", "question")
        for field in question.fields:
            if field.kind in NOT_IN_GROUPS:
                yield Fault(question.key, f"{field.key} cannot be a {field.kind} question inside a group", "question")
            if field.may_be_needed and not field.missing:
                yield Fault(question.key, f"{field.key} has no words for when it is left out (missing)", "question")
    elif question.fields:
        yield Fault(question.key, f"a {question.kind} question has no fields of its own", "question")
    if question.kind != "date" and (question.partial or question.must_be):
        yield Fault(question.key, "only a date can be partial, or be in the past or the future", "question")


def _faults_of_conditions(form: "WrittenForm") -> Iterator[Fault]:
    all_questions = {question.key: question for question in form.questions()}
    earlier = set(form.known)
    for page in form.pages:
        here = {question.key for question in page.all_questions()}
        conditions = [(page.when, earlier)]
        conditions += [(rule.when, earlier | here) for rule in page.then]
        conditions += [(question.required_when, earlier | here) for question in page.all_questions()]
        for condition, may_ask in conditions:
            if condition is not None:
                yield from _faults_of_condition(page.key, condition, may_ask, all_questions)
        for rule in page.then:
            for key in rule.carry.values():
                if key not in all_questions:
                    yield Fault(page.key, f"it carries {key} over, which no question asks")
        earlier |= here


def _faults_of_condition(
    place: str, condition: "Condition", may_ask: set[str], all_questions: dict[str, "Question"]
) -> Iterator[Fault]:
    for key in sorted(condition.fields() - may_ask):
        if key in all_questions:
            yield Fault(place, f"a condition asks about {key}, which is only asked later")
        else:
            yield Fault(place, f"a condition asks about {key}, which no question asks")
    for test in condition.tests():
        question = all_questions.get(test.field)
        if question is None or test.test not in _COMPARING or question.choices_from:
            continue
        possible = _YES_NO if question.kind == "yes-no" else {choice.value for choice in question.choices}
        if question.kind not in (*CHOSEN, "yes-no"):
            continue
        wanted = test.wanted if isinstance(test.wanted, tuple) else (test.wanted,)
        for value in wanted:
            if value not in possible:
                yield Fault(place, f"a condition waits for {test.field} to be {value}, which nobody can choose")


def _faults_of_ways(form: "WrittenForm") -> Iterator[Fault]:
    places = {page.key: number for number, page in enumerate(form.pages)}
    for number, page in enumerate(form.pages):
        for rule in page.then:
            if rule.form_key == form.key:
                yield Fault(page.key, "it leads to the form it is in: a loop")
            if rule.form_key is not None or rule.to == CHECK:
                continue
            if rule.to not in places:
                yield Fault(page.key, f"it leads to {rule.to}, and there is no such page")
            elif places[rule.to] <= number:
                yield Fault(page.key, f"it leads back to {rule.to}: a loop")
        if any(rule.when is None for rule in page.then[:-1]):
            yield Fault(page.key, "a rule after one that always holds is never used")
    reached = _reached(form, places)
    for number, page in enumerate(form.pages):
        if number not in reached:
            yield Fault(page.key, "nobody can reach this page")
    if len(form.pages) not in reached:
        yield Fault(form.pages[-1].key, "no way leads to check your answers: a dead end")


def _reached(form: "WrittenForm", places: dict[str, int]) -> set[int]:
    """The numbers of pages some answers could lead to; one past the last stands for check your answers."""
    end = len(form.pages)
    reached: set[int] = set()
    open_ways = list(_onward(form.pages, 0))
    while open_ways:
        number = open_ways.pop()
        if number in reached:
            continue
        reached.add(number)
        if number == end:
            continue
        page = form.pages[number]
        for rule in page.then:
            if rule.form_key is None:
                target = end if rule.to == CHECK else places.get(rule.to, end)
                open_ways += _onward(form.pages, target) if target > number else []
        if not any(rule.when is None for rule in page.then):
            open_ways += _onward(form.pages, number + 1)
    return reached


def _onward(pages: tuple["Page", ...], start: int) -> Iterator[int]:
    """Where one may come to rest from ``start``: each page that may be shown, up to the first that always is."""
    for number in range(start, len(pages)):
        yield number
        if pages[number].when is None:
            return
    yield len(pages)


def blocks_of(form: "WrittenForm") -> Iterator[tuple[str, Part, "Block"]]:
    """Every piece of text, with the place and the part it stands in."""
    if form.start is not None:
        yield from (("start", "start", block) for block in form.start.body)
    for page in form.pages:
        yield from ((page.key, "page", block) for block in page.body)
    for signpost in form.signposts:
        yield from ((signpost.key, "signpost", block) for block in signpost.body)
    yield from ((CHECK, "check", block) for block in form.check.body)
    yield from (("sent", "sent", block) for block in form.sent.body)


def _facts_named(words: str) -> set[str]:
    try:
        parsed = [found for found in Formatter().parse(words) if found[1] is not None]
    except ValueError:
        return {words}
    return {f"{name}{f'!{turned}' if turned else ''}{f':{how}' if how else ''}" for _, name, how, turned in parsed}


def _repeated(keys: Iterable[str]) -> list[str]:
    return [key for key, times in Counter(keys).items() if times > 1]

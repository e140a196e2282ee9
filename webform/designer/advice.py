"""What to think about before a form is published: hard sentences, and answers that somebody will miss.

Advice stops nothing: ``webform.checker`` says what does.
"""

from collections.abc import Iterator, Mapping

from foundation.reading_age import reading_age, words_in
from webform.checker import Fault, Part
from webform.definition import Block, Question, WrittenForm

AGES = {"public": 12.0, "young-person": 10.0}
"""The reading age, in years, that no passage should be above, by whom the form speaks to."""

ENOUGH = 8
"""The fewest words that can be judged: the formula says nothing of two."""


def hard_words(form: WrittenForm) -> Iterator[Fault]:
    """Passages that are harder to read than they should be, each with its age."""
    limit = AGES[form.audience]
    for part, place, words in passages(form):
        age = reading_age(words)
        if words_in(words) >= ENOUGH and age > limit:
            yield Fault(place, f"“{words}” reads at age {age:.0f}; aim for {limit:.0f}", part)


def passages(form: WrittenForm) -> Iterator[tuple[Part, str, str]]:
    """Everything the public reads of a form: the part it stands in, its place, the words."""
    if form.start is not None:
        yield from _of("start", "start", form.start.title, form.start.body)
    for page in form.pages:
        yield from _of("page", page.key, page.title, page.body)
        if page.at_least_one is not None:
            yield "page", page.key, page.at_least_one.missing
        for question in page.all_questions():
            for asked in (question, *question.fields):
                for words in (asked.label, asked.hint, asked.missing):
                    yield "question", question.key, words
            for choice in question.choices:
                yield "question", question.key, choice.label
                yield "question", question.key, choice.hint
    for signpost in form.signposts:
        yield from _of("signpost", signpost.key, signpost.title, signpost.body)
    yield from _of("check", "check", form.check.title, form.check.body)
    yield from _of("sent", "sent", form.sent.title, form.sent.body)


def lost_answers(live: WrittenForm, draft: WrittenForm, read: Mapping[str, str]) -> Iterator[Fault]:
    """Answers that are read from what is sent, and that the draft asks for no longer or no longer alike.

    ``read`` says for the key of each question what its answer is used for.
    """
    asked = {question.key: question for question in draft.questions()}
    for question in live.questions():
        if question.key not in read:
            continue
        now = asked.get(question.key)
        used = read[question.key]
        if now is None:
            text = f"“{question.asked}” ({question.key}) is no longer asked. Without it there is nothing for: {used}"
            yield Fault("form", text, "form")
        elif now.kind != question.kind:
            yield Fault(now.key, f"it is another kind of question now. Its answer is read for: {used}", "question")
        else:
            yield from _lost_choices(question, now, used)


def _lost_choices(was: Question, now: Question, used: str) -> Iterator[Fault]:
    kept = {choice.value for choice in now.choices}
    for choice in was.choices:
        if choice.value not in kept:
            text = f"“{choice.label}” can no longer be chosen. The answer is read for: {used}"
            yield Fault(now.key, text, "question")


def _of(part: Part, place: str, title: str, body: tuple[Block, ...]) -> Iterator[tuple[Part, str, str]]:
    yield part, place, title
    for block in body:
        yield from ((part, place, words) for words in block.words())

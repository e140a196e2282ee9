"""What changed between two versions of a form, page by page and question by question, with the words of both.

Every part is laid out as named facts and the facts are compared, so that nothing a form can hold is left out.
"""

import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from textwrap import shorten
from typing import Any

from foundation.conditions import Condition
from foundation.frozen_model import FrozenModel
from webform.checker import Part
from webform.definition import AtLeastOne, Block, Choice, Page, Question, Then, WrittenForm
from webform.designer.plain_words import block_words, condition_words, kind_words, page_title, way_words

NAMES: Mapping[str, str] = {
    "label": "Question",
    "short": "Short name",
    "body": "Text",
    "when": "Shown when",
    "then": "Leads on",
    "required": "Needs an answer",
    "required_when": "Needs an answer when",
    "missing": "Words when it is left out",
    "choices_from": "Choices from the list",
    "without": "Left out of the list",
    "exclusive": "Choice that stands alone",
    "exclusive_divider": "Word before it",
    "at_most": "At most",
    "partial": "A year alone will do",
    "must_be": "The day must be in the",
    "least": "Smallest number",
    "greatest": "Largest number",
    "item": "One of them is called",
    "at_least_one": "One of these must be answered",
}
_LONGEST_SAID = 160
_PARTS = {"pages", "signposts", "start", "check", "sent", "questions", "fields"}


@dataclass(frozen=True)
class Change:
    """One fact that is different: of which part, what, and its words before and after ("" for none)."""

    part: Part
    place: str
    title: str
    what: str
    before: str = ""
    after: str = ""

    def __str__(self) -> str:
        return f"{self.title}: {self.what.lower()}"

    def told(self) -> str:
        """With the words before and after, cut short."""
        words = [f"{word} “{shorten(said, _LONGEST_SAID, placeholder='…')}”" for word, said in self._both if said]
        return f"{self}, {' '.join(words)}" if words else str(self)

    @property
    def _both(self) -> tuple[tuple[str, str], ...]:
        return ("from", self.before), ("to", self.after)


@dataclass(frozen=True)
class _Laid:
    """A part laid out: what it is called, its facts as data and as words."""

    part: Part
    title: str
    data: dict[str, Any]
    words: dict[str, str]


def changes_between(before: WrittenForm, after: WrittenForm) -> list[Change]:
    """Everything that is different, in the order of the form."""
    old, new = _laid_out(before), _laid_out(after)
    changes: list[Change] = []
    for place, now in new.items():
        was = old.get(place)
        if was is None:
            changes.append(Change(now.part, place[1], now.title, "Added", after=_all_words(now)))
        else:
            changes += _different(place[1], was, now)
    for place, was in old.items():
        if place not in new:
            changes.append(Change(was.part, place[1], was.title, "Removed", before=_all_words(was)))
    return [*changes, *_moved_pages(before, after), *_moved_questions(before, after)]


def _different(place: str, was: _Laid, now: _Laid) -> Iterator[Change]:
    for name in dict.fromkeys([*was.data, *now.data]):
        if was.data.get(name) == now.data.get(name):
            continue
        old, new = was.words.get(name, ""), now.words.get(name, "")
        if old == new:  # the same words for different codes
            old, new = json.dumps(was.data.get(name)), json.dumps(now.data.get(name))
        yield Change(now.part, place, now.title, NAMES.get(name) or name.replace("_", " ").capitalize(), old, new)


def _all_words(laid: _Laid) -> str:
    return "\n".join(words for words in laid.words.values() if words)


def _laid_out(form: WrittenForm) -> dict[tuple[str, str], _Laid]:
    laid = {("form", "form"): _lay(form, "form", "The form", form)}
    named: tuple[tuple[Part, str], ...] = (("start", "Start page"), ("check", "Check page"), ("sent", "Sent page"))
    for part, title in named:
        words = getattr(form, part)
        if words is not None:
            laid[part, part] = _lay(words, part, title, form)
    for page in form.pages:
        laid["page", page.key] = _lay(page, "page", f"Page “{page_title(page, form)}”", form)
        for path, question in paths_on(page):
            entry = _lay(question, "question", f"Question “{question.label or question.key}”", form)
            entry.data["page"] = page.key
            entry.words["page"] = f"on the page “{page_title(page, form)}”"
            laid["question", path] = entry
    for signpost in form.signposts:
        laid["signpost", signpost.key] = _lay(signpost, "signpost", f"Signpost “{signpost.title}”", form)
    return laid


def paths_on(page: Page) -> Iterator[tuple[str, Question]]:
    """Every question of a page by its path, with those that choices reveal and the fields of groups."""
    for question in page.all_questions():
        yield question.key, question
        yield from ((f"{question.key}.{field.key}", field) for field in question.fields)


def _lay(part: FrozenModel, kind: Part, title: str, form: WrittenForm) -> _Laid:
    data = part.model_dump(mode="json", exclude_defaults=True)
    facts = {name: value for name, value in data.items() if name not in _PARTS}
    for choice in facts.get("choices", ()):
        if "reveals" in choice:  # what it reveals is laid out as a question of its own
            choice["reveals"] = choice["reveals"]["key"]
    words = {name: _words(name, getattr(part, name), form) for name in facts}
    return _Laid(kind, title, facts, words)


def _words(name: str, value: Any, form: WrittenForm) -> str:
    if name == "kind":
        return kind_words(value)
    if isinstance(value, bool):
        return "Yes" if value else "No"
    if isinstance(value, Condition):
        return condition_words(value, form)
    if isinstance(value, AtLeastOne):
        return f"{', '.join(value.of)}: {value.missing}"
    if isinstance(value, tuple):
        return "\n".join(_item_words(item, form) for item in value)
    return str(value)


def _item_words(item: Any, form: WrittenForm) -> str:
    if isinstance(item, Block):
        return block_words(item)
    if isinstance(item, Then):
        return way_words(item, form)
    if isinstance(item, Choice):
        more = f", asks “{item.reveals.label}”" if item.reveals else ""
        return f"{item.label} [{item.value}]" + (f" – {item.hint}" if item.hint else "") + more
    return str(item)


def _moved_pages(before: WrittenForm, after: WrittenForm) -> Iterator[Change]:
    old, new = [page.key for page in before.pages], [page.key for page in after.pages]
    for key in _moved(old, new):
        page = after.page(key)
        title = f"Page “{page_title(page, after)}”" if page else key
        yield Change("page", key, title, "Moved", _after_what(old, key, before), _after_what(new, key, after))


def _moved_questions(before: WrittenForm, after: WrittenForm) -> Iterator[Change]:
    for page in after.pages:
        was = before.page(page.key)
        if was is None:
            continue
        olds, news = dict(paths_on(was)), dict(paths_on(page))
        for path in _moved(list(olds), list(news)):
            title = f"Question “{news[path].label}”"
            yield Change("question", path, title, "Moved", _place(list(olds), path), _place(list(news), path))


def _place(keys: Sequence[str], key: str) -> str:
    return f"number {keys.index(key) + 1} on its page"


def _after_what(keys: Sequence[str], key: str, form: WrittenForm) -> str:
    place = keys.index(key)
    page = form.page(keys[place - 1]) if place else None
    return f"after “{page_title(page, form)}”" if page else "first"


def _moved(old: Sequence[str], new: Sequence[str]) -> list[str]:
    """Of the keys in both, those that do not stand in the order they had."""
    common = [key for key in old if key in new], [key for key in new if key in old]
    blocks = SequenceMatcher(None, *common, autojunk=False).get_matching_blocks()
    stayed = {key for block in blocks for key in common[0][block.a : block.a + block.size]}
    return [key for key in common[1] if key not in stayed]

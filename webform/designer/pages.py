"""Changes to the pages of a form and to their order: data of a form and a change → data of a form."""

from collections.abc import Mapping, Sequence
from typing import Any

from foundation.conditions import Condition
from foundation.errors import Invalid, NotFound
from webform.checker import RESERVED_PAGES
from webform.designer.keys import key_from
from webform.designer.parts import Data, opened, page_in, page_keys, question_keys, settled
from webform.designer.questions import copied_question

FIRST = ""
"""In place of the key of the page before: to be the first."""


def add_page(data: Data, after: str, words: Mapping[str, Any], question: Data | None = None) -> tuple[Data, str]:
    """Add a page behind another, with its words and perhaps a first question; gives the key it was given.

    Raises ``NotFound`` where there is no page to stand behind.
    """
    form = opened(data)
    named = (
        str(words.get("title") or "") or str((question or {}).get("label") or "") or str(words.get("signpost") or "")
    )
    key = key_from(named, {*page_keys(form), *RESERVED_PAGES}, joiner="-", otherwise="page")
    page: Data = {"key": key, **words}
    if question is not None:
        page["questions"] = [question]
    form["pages"].insert(_place_after(form, after), page)
    return settled(form), key


def change_page(data: Data, key: str, changed: Mapping[str, Any]) -> Data:
    """Set some of a page's own facts: ``title``, ``section``, ``body``, ``signpost``, ``button``, ``at_least_one``.

    ``None`` takes one away. Raises ``NotFound``, and ``Invalid`` for what has not the shape of a form.
    """
    form = opened(data)
    set_facts(page_in(form, key), changed)
    return settled(form)


def move_page(data: Data, key: str, after: str) -> Data:
    """Put a page behind another, or ``FIRST``. Raises ``NotFound``."""
    form = opened(data)
    page = page_in(form, key)
    if after == key:
        return settled(form)
    form["pages"].remove(page)
    form["pages"].insert(_place_after(form, after), page)
    return settled(form)


def shift_page(data: Data, key: str, by: int) -> Data:
    """Move a page up (negative) or down; at either end it stays where it is. Raises ``NotFound``."""
    form = opened(data)
    shift(form["pages"], page_in(form, key), by)
    return settled(form)


def copy_page(data: Data, key: str) -> tuple[Data, str]:
    """A copy behind the page, whose questions have keys of their own; gives its key. Raises ``NotFound``."""
    form = opened(data)
    page = page_in(form, key)
    copied = opened(page)
    copied["key"] = key_from(key, {*page_keys(form), *RESERVED_PAGES}, joiner="-", otherwise="page")
    taken, names = question_keys(form), dict[str, str]()
    copied["questions"] = [copied_question(question, taken, names) for question in page.get("questions", [])]
    for question in copied["questions"]:
        if "required_when" in question:
            question["required_when"] = renamed(question["required_when"], names)
    for rule in copied.get("then", []):
        if rule.get("when"):
            rule["when"] = renamed(rule["when"], names)
    if copied.get("at_least_one"):
        rule = copied["at_least_one"]
        rule["of"] = [names.get(asked, asked) for asked in rule["of"]]
    form["pages"].insert(form["pages"].index(page) + 1, copied)
    return settled(form), str(copied["key"])


def remove_page(data: Data, key: str) -> Data:
    """Take a page out with its questions. Raises ``NotFound``, and ``Invalid`` for the only page."""
    form = opened(data)
    page = page_in(form, key)
    if len(form["pages"]) == 1:
        raise Invalid("A form needs a page. Add another before you remove this one.")
    form["pages"].remove(page)
    return settled(form)


def set_when(data: Data, key: str, condition: Condition | None) -> Data:
    """Show a page only when a condition holds; always with ``None``. Raises ``NotFound``."""
    return change_page(data, key, {"when": condition.to_data() if condition is not None else None})


def set_way(data: Data, key: str, number: int | None, rule: Mapping[str, Any]) -> Data:
    """Change one of a page's rules on where it leads, or add one last (``number`` None). Raises ``NotFound``."""
    form = opened(data)
    rules = page_in(form, key).setdefault("then", [])
    if number is None:
        rules.append({})
        number = len(rules) - 1
    set_facts(_numbered(rules, number), rule)
    return settled(form)


def shift_way(data: Data, key: str, number: int, by: int) -> Data:
    """Move one of a page's rules up or down: the first that holds is followed. Raises ``NotFound``."""
    form = opened(data)
    rules = page_in(form, key).get("then", [])
    shift(rules, _numbered(rules, number), by)
    return settled(form)


def remove_way(data: Data, key: str, number: int) -> Data:
    """Take one of a page's rules away. Raises ``NotFound``."""
    form = opened(data)
    rules = page_in(form, key).get("then", [])
    _numbered(rules, number)
    del rules[number]
    return settled(form)


def set_facts(part: Data, changed: Mapping[str, Any]) -> None:
    """Set facts of a part in place; ``None`` takes one away."""
    for name, value in changed.items():
        if value is None:
            part.pop(name, None)
        else:
            part[name] = value


def shift(parts: list[Data], part: Data, by: int) -> None:
    """Move a part within its list in place, as far as the list goes."""
    place = next(number for number, other in enumerate(parts) if other is part)
    del parts[place]
    parts.insert(min(max(place + by, 0), len(parts)), part)


def renamed(condition: Any, names: Mapping[str, str]) -> Any:
    """A condition's data with some of its fields called by other names."""
    if isinstance(condition, dict):
        return {
            name: names.get(value, value) if name == "field" else renamed(value, names) if name in _INNER else value
            for name, value in condition.items()
        }
    if isinstance(condition, list):
        return [renamed(part, names) for part in condition]
    return condition


_INNER = ("all", "any", "not")


def _place_after(form: Data, after: str) -> int:
    if after == FIRST:
        return 0
    pages: list[Data] = form["pages"]
    return pages.index(page_in(form, after)) + 1


def _numbered(rules: Sequence[Data], number: int) -> Data:
    if not 0 <= number < len(rules):
        raise NotFound("There is no such rule in the draft. It may have been removed.")
    return rules[number]

"""Changes to the questions of a form: data of a form and a change → data of a form.

A question keeps its key for good: answers, rules and cases know it by that, whatever its words become.
"""

from collections.abc import Collection, Mapping
from typing import Any

from foundation.conditions import Condition
from foundation.errors import Invalid
from webform.checker import CHOSEN
from webform.definition import Question
from webform.designer.keys import key_from
from webform.designer.parts import Data, Spot, opened, page_in, question_at, question_keys, settled, spots

_OF_CHOICES = ("choices", "choices_from", "without", "exclusive", "exclusive_divider")
_OF_GROUPS = ("fields", "item")


def new_question(data: Data, kind: str, label: str) -> Data:
    """A question that no page asks yet, with a key made from its words."""
    return _made(kind, label, key_from(label, question_keys(data)))


def add_question(data: Data, page: str, kind: str, label: str) -> tuple[Data, str]:
    """Ask one more question on a page; gives its key. Raises ``NotFound``, and ``Invalid`` for an unknown kind."""
    form = opened(data)
    question = new_question(form, kind, label)
    page_in(form, page).setdefault("questions", []).append(question)
    return settled(form), str(question["key"])


def add_field(data: Data, path: str, kind: str, label: str) -> tuple[Data, str]:
    """Add a field to a group that can be added again; gives the field's path. Raises ``NotFound``."""
    form = opened(data)
    fields = question_at(form, path).question.setdefault("fields", [])
    field = _made(kind, label, key_from(label, {other["key"] for other in fields}, otherwise="field"))
    fields.append(field)
    return settled(form), f"{path}.{field['key']}"


def add_revealed(data: Data, path: str, value: str, kind: str, label: str) -> tuple[Data, str]:
    """Ask one further question when a choice is chosen; gives its key. Raises ``NotFound``, ``Invalid``."""
    form = opened(data)
    choice = next((c for c in question_at(form, path).question.get("choices", []) if c["value"] == value), None)
    if choice is None or choice.get("reveals"):
        raise Invalid("This choice is gone, or asks something already.")
    choice["reveals"] = new_question(form, kind, label)
    return settled(form), str(choice["reveals"]["key"])


def change_question(data: Data, path: str, changed: Mapping[str, Any]) -> Data:
    """Set some of a question's facts; ``None`` takes one away. Raises ``NotFound``, ``Invalid``.

    A change of ``kind`` takes away what the new kind cannot have: choices, or the fields of a group.
    """
    form = opened(data)
    question = question_at(form, path).question
    for name, value in changed.items():
        if value is None:
            question.pop(name, None)
        else:
            question[name] = value
    dropped = (() if question["kind"] in CHOSEN else _OF_CHOICES) + (
        () if question["kind"] == "add-another" else _OF_GROUPS
    )
    for name in dropped if "kind" in changed else ():
        question.pop(name, None)
    return settled(form)


def set_required_when(data: Data, path: str, condition: Condition | None) -> Data:
    """Need an answer only when a condition holds. Raises ``NotFound``."""
    return change_question(data, path, {"required_when": condition.to_data() if condition is not None else None})


def set_choices(data: Data, path: str, choices: list[Data], removed: Collection[str] = ()) -> Data:
    """Set the choices of a question, in order. One without a value gets one made from its words.

    A choice with a value that the question has already keeps whatever is not given of it (what it reveals, too).
    ``removed`` values go. Raises ``NotFound``, ``Invalid``.
    """
    form = opened(data)
    question = question_at(form, path).question
    known = {choice["value"]: choice for choice in question.get("choices", [])}
    taken = set(known)
    made: list[Data] = []
    for choice in choices:
        value = choice.get("value") or key_from(choice["label"], taken, joiner="-", otherwise="choice")
        if value not in removed:
            taken.add(value)
            made.append({**known.get(value, {}), **choice, "value": value})
    question["choices"] = made
    return settled(form)


def shift_question(data: Data, path: str, by: int) -> Data:
    """Move a question or field up or down among those beside it. Raises ``NotFound``."""
    form = opened(data)
    spot = question_at(form, path)
    if spot.beside is not None:
        place = spot.place
        del spot.beside[place]
        spot.beside.insert(min(max(place + by, 0), len(spot.beside)), spot.question)
    return settled(form)


def move_question(data: Data, path: str, page: str) -> Data:
    """Ask a question last on another page. Raises ``NotFound``, and ``Invalid`` for one that is within another."""
    form = opened(data)
    spot = question_at(form, path)
    if spot.beside is None or "." in path:
        raise Invalid("Only a question that stands on a page itself can move to another page.")
    target = page_in(form, page)
    if target is not spot.page:
        del spot.beside[spot.place]
        target.setdefault("questions", []).append(spot.question)
    return settled(form)


def copy_question(data: Data, path: str) -> tuple[Data, str]:
    """A copy behind a question, with keys of its own; gives its path. Raises ``NotFound``, ``Invalid``."""
    form = opened(data)
    spot = question_at(form, path)
    if spot.beside is None:
        raise Invalid("A question that a choice asks cannot be copied. Add it to another choice instead.")
    parent, _, is_field = path.partition(".")
    taken = {field["key"] for field in spot.beside} if is_field else question_keys(form)
    copied = copied_question(spot.question, taken, {})
    spot.beside.insert(spot.place + 1, copied)
    return settled(form), f"{parent}.{copied['key']}" if is_field else str(copied["key"])


def remove_question(data: Data, path: str) -> Data:
    """Ask a question no more. Rules that ask about its answer stay, and the checker names them. Raises ``NotFound``."""
    form = opened(data)
    spot = question_at(form, path)
    if spot.choice is not None:
        del spot.choice["reveals"]
    elif spot.beside is not None:
        del spot.beside[spot.place]
    return settled(form)


def copied_question(question: Data, taken: set[str], names: dict[str, str]) -> Data:
    """A copy of a question with new keys for it and what its choices reveal; ``names`` learns old key → new key."""
    copied = opened(question)
    parts = [copied, *(choice["reveals"] for choice in copied.get("choices", []) if choice.get("reveals"))]
    for part in parts:
        key = key_from(part["key"].replace("_", " "), taken)
        taken.add(key)
        names[part["key"]], part["key"] = key, key
    return copied


def rules_about(data: Data, keys: Collection[str]) -> list[tuple[str, str]]:
    """Where rules ask about these answers: (page key, what asks). For the page that asks before removing."""
    found: list[tuple[str, str]] = []
    for page in data["pages"]:
        if _asks(page.get("when"), keys):
            found.append((page["key"], "when it is shown"))
        if any(_asks(rule.get("when"), keys) for rule in page.get("then", [])):
            found.append((page["key"], "where it leads"))
        needed = [spot.question for spot in spots({"pages": [page]}) if spot.question["key"] not in keys]
        if any(_asks(question.get("required_when"), keys) for question in needed):
            found.append((page["key"], "when an answer is needed"))
    return found


def keys_within(spot: Spot) -> set[str]:
    """The key of a question and of those that its choices reveal."""
    choices = spot.question.get("choices", [])
    return {spot.question["key"], *(choice["reveals"]["key"] for choice in choices if choice.get("reveals"))}


def _asks(condition: Any, keys: Collection[str]) -> bool:
    if isinstance(condition, dict):
        return condition.get("field") in keys or any(_asks(condition.get(name), keys) for name in ("all", "any", "not"))
    return isinstance(condition, list) and any(_asks(part, keys) for part in condition)


def _made(kind: str, label: str, key: str) -> Data:
    data = {"key": key, "kind": kind, "label": label}
    try:
        return Question.model_validate(data).model_dump(mode="json", exclude_defaults=True)
    except ValueError:
        raise Invalid("Choose what kind of question it is.", field="kind") from None

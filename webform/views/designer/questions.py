"""One question: its words, whether an answer is needed, its choices, its fields; what a choice asks further."""

from typing import Any

from flask import flash, request
from flask.typing import ResponseReturnValue

from foundation.errors import Invalid
from webform.checker import CHOSEN, FROM_DRAFT, NOT_IN_GROUPS, NOT_REVEALED
from webform.designer.outline import pages_of
from webform.designer.parts import Data, Spot, question_at
from webform.designer.plain_words import condition_words
from webform.designer.questions import (
    add_field,
    add_revealed,
    change_question,
    copy_question,
    set_choices,
    shift_question,
)
from webform.designer_drafts import Working
from webform.views.designer.desk import Collision, Mark, act, blueprint, designers, gone, keep, open_form, show, to_form
from webform.views.designer.fields import (
    NEEDED,
    NEW,
    NONE,
    OPTIONAL,
    NewQuestionForm,
    QuestionForm,
    kind_options,
    options,
)
from webform.views.designer.rows import rearranged

LONGEST = ("text", "long-text", "name", "email", "telephone", "address", "files", "add-another")
"""Kinds whose answers may be held to a length of their own, or a number of entries."""

WORDS = ("label", "hint", "short", "missing")
NUMBERS = ("at_most", "least", "greatest")
_LISTS = {
    "services": "Services",
    "outcomes_sought": "What people may ask for",
    "response_methods": "Ways of answering",
    "escalation_reasons": "Reasons for a second look",
    FROM_DRAFT: "Whatever the person was given, such as the points of their complaint",
}


@blueprint.route("/<authority_key>/<form_key>/questions/<path>", methods=["GET", "POST"])
@designers
def question(authority_key: str, form_key: str, path: str) -> ResponseReturnValue:
    """A question, to change."""

    def read(data: Data) -> Data:
        return question_at(data, path).question

    working = open_form(authority_key, form_key)
    if request.method == "GET":
        stored = read(working.data)
        return _question(working, path, stored["kind"], _boxes_of(stored), Mark.of(working, read))
    boxes, kind = QuestionForm(request.form), request.form.get("shown_kind", "")
    rows = rearranged(boxes.choices.data, request.form.get("act", ""), {"value": "", "label": "", "hint": ""})
    if rows is not None:
        return _question(working, path, kind, QuestionForm(data=boxes.data | {"choices": rows}), Mark.sent())
    if not boxes.validate():
        return _question(working, path, kind, boxes, Mark.sent()), 400

    def edited(data: Data) -> Data:
        asked = read(data)
        changed = change_question(data, path, _facts(boxes, kind, asked))
        if kind in CHOSEN and boxes.kind.data in CHOSEN:
            changed = _with_choices(changed, path, boxes, asked)
        return changed

    try:
        collision = keep(authority_key, form_key, read, edited)
    except Invalid as refused:
        boxes.kind.errors = (refused.message,)
        return _question(working, path, kind, boxes, Mark.sent()), 400
    if collision is None:
        flash("The question is kept in the draft.")
        return to_form(authority_key, form_key, "forms.question", path=path)
    if collision.is_gone:
        return gone(authority_key, form_key, collision)
    working = open_form(authority_key, form_key)
    return _question(working, path, kind, boxes, Mark.of(working, read), collision), 409


@blueprint.post("/<authority_key>/<form_key>/questions/<path>/fields")
@designers
def add_part(authority_key: str, form_key: str, path: str) -> ResponseReturnValue:
    """Add a field to a group, or a question that one choice asks."""
    boxes = NewQuestionForm(request.form, prefix=NEW)
    value = request.form.get("choice", "")
    boxes.kind.choices = kind_options(NOT_REVEALED if value else NOT_IN_GROUPS)
    working = open_form(authority_key, form_key)
    if not boxes.validate():
        stored = question_at(working.data, path).question
        mark = Mark.of(working, lambda data: question_at(data, path).question)
        return _question(working, path, stored["kind"], _boxes_of(stored), mark, new=boxes), 400
    made: list[str] = []

    def added(data: Data) -> Data:
        label = (boxes.label.data or "").strip()
        if value:
            changed, key = add_revealed(data, path, value, boxes.kind.data, label)
        else:
            changed, key = add_field(data, path, boxes.kind.data, label)
        made.append(key)
        return changed

    try:
        collision = keep(authority_key, form_key, lambda data: question_at(data, path).question["key"], added)
    except Invalid as refused:
        flash(refused.message)
        return to_form(authority_key, form_key, "forms.question", path=path)
    if collision is not None:
        return gone(authority_key, form_key, collision)
    return to_form(authority_key, form_key, "forms.question", path=made[-1])


@blueprint.post("/<authority_key>/<form_key>/questions/<path>/order")
@designers
def order_fields(authority_key: str, form_key: str, path: str) -> ResponseReturnValue:
    """Move or copy a field of a group."""
    asked = request.form
    field = asked.get("up") or asked.get("down") or asked.get("copy") or ""
    onward = to_form(authority_key, form_key, "forms.question", path=path, anchor="fields")

    def edited(data: Data) -> Data:
        if asked.get("copy"):
            return copy_question(data, field)[0]
        return shift_question(data, field, -1 if asked.get("up") else 1)

    def read(data: Data) -> Any:
        return [part["key"] for part in question_at(data, path).question.get("fields", [])]

    return act(authority_key, form_key, read, edited, "Copied." if asked.get("copy") else "Moved.", onward)


def _with_choices(data: Data, path: str, boxes: QuestionForm, before: Data) -> Data:
    rows = [row for row in boxes.choices.data if (row["label"] or "").strip() or row["value"]]
    given = [
        {"label": (row["label"] or "").strip(), "hint": (row["hint"] or "").strip()}
        | ({"value": row["value"]} if row["value"] else {})
        | ({"picture": row["picture"]} if row["picture"] is not None else {})
        for row in rows
    ]
    known = {choice["value"] for choice in before.get("choices", [])}
    if any(choice.get("value", "") not in {*known, ""} for choice in given):
        raise Invalid("A choice is of another question. Open the question again.")
    return set_choices(data, path, given)


def _facts(boxes: QuestionForm, kind: str, stored: Data) -> dict[str, Any]:
    """What the boxes say, of those that were shown."""
    facts: dict[str, Any] = {name: (getattr(boxes, name).data or "").strip() or None for name in WORDS}
    facts["label"] = facts["label"] or ""
    if boxes.kind.data != stored["kind"]:
        facts["kind"] = boxes.kind.data
    facts["required"] = None if boxes.required.data == NEEDED else False
    for name in _numbers_of(kind):
        typed = (getattr(boxes, name).data or "").strip()
        facts[name] = int(typed) if typed else None
    if kind == "date":
        facts |= {"partial": boxes.partial.data or None, "must_be": boxes.must_be.data or None}
    if kind == "add-another":
        facts["item"] = (boxes.item.data or "").strip() or None
    if kind in CHOSEN:
        facts["choices_from"] = boxes.choices_from.data or None
        facts["without"] = (boxes.without.data or None) if boxes.choices_from.data else None
        facts["exclusive"] = boxes.exclusive.data or None
        facts["exclusive_divider"] = (boxes.exclusive_divider.data or "").strip() or None
    return facts


def _numbers_of(kind: str) -> tuple[str, ...]:
    if kind == "whole-number":
        return ("least", "greatest")
    return ("at_most",) if kind in LONGEST else ()


def _question(
    working: Working,
    path: str,
    kind: str,
    boxes: QuestionForm,
    mark: Mark,
    collision: Collision | None = None,
    new: NewQuestionForm | None = None,
) -> str:
    """The page of one question. Raises ``NotFound`` where it is gone."""
    spot = question_at(working.data, path)
    left_out = NOT_IN_GROUPS if "." in path else NOT_REVEALED if spot.choice is not None else ()
    boxes.kind.choices = kind_options(left_out)
    _offer_lists(boxes, working, spot)
    new = new or NewQuestionForm(prefix=NEW)
    new.kind.choices = kind_options(NOT_IN_GROUPS if kind == "add-another" else NOT_REVEALED)
    asked = next((found for found in working.form.questions() if found.key == path), None)
    needed_when = asked.required_when if asked is not None else None
    return show(
        working,
        "question.html",
        "forms.form",
        form=boxes,
        new=new,
        spot=spot,
        path=path,
        kind=kind,
        is_field="." in path,
        parent=_parent(working.data, path, spot),
        numbers=_numbers_of(kind),
        is_chosen=kind in CHOSEN,
        needed_when=condition_words(needed_when, working.form) if needed_when is not None else "",
        mark=mark,
        add_mark=Mark.of(working, lambda data: spot.question["key"]),
        page_order_mark=Mark.of(working, lambda data: [asked["key"] for asked in spot.page["questions"]]),
        pages=pages_of(working.form),
        order_mark=Mark.of(working, lambda data: [part["key"] for part in spot.question.get("fields", [])]),
        collision=collision,
    )


def _parent(data: Data, path: str, spot: Spot) -> str:
    """The path of the question that this one is part of; "" for one that stands on a page itself."""
    if "." in path:
        return path.partition(".")[0]
    if spot.choice is None:
        return ""
    asked: list[Data] = spot.page["questions"]
    return next(str(question["key"]) for question in asked if spot.choice in question.get("choices", []))


def _offer_lists(boxes: QuestionForm, working: Working, spot: Spot) -> None:
    stored = spot.question
    named = stored.get("choices_from", "")
    lists = dict.fromkeys([*working.lists, FROM_DRAFT, *([named] if named else [])])
    boxes.choices_from.choices = options(
        [(NONE, "None"), *((name, _LISTS.get(name, name.replace("_", " ").capitalize())) for name in lists)]
    )
    listed = [(choice.value, choice.label) for choice in working.lists.get(named, ())]
    boxes.without.choices = options(listed)
    own = [(choice["value"], choice["label"]) for choice in stored.get("choices", [])]
    alone = dict([(NONE, "None"), *own, *listed])
    if stored.get("exclusive"):
        alone.setdefault(stored["exclusive"], stored["exclusive"])
    boxes.exclusive.choices = options(alone.items())


def _boxes_of(stored: Data) -> QuestionForm:
    shown: dict[str, Any] = {name: str(stored.get(name, "")) for name in (*WORDS, *NUMBERS, "item", "kind")}
    shown |= {
        "required": NEEDED if stored.get("required", True) else OPTIONAL,
        "partial": stored.get("partial", False),
        "must_be": stored.get("must_be", ""),
        "choices": stored.get("choices", []),
        "choices_from": stored.get("choices_from", ""),
        "without": list(stored.get("without", ())),
        "exclusive": stored.get("exclusive", ""),
        "exclusive_divider": stored.get("exclusive_divider", "or"),
    }
    return QuestionForm(data=shown)

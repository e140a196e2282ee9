"""The rows of a rule as boxes: drawn from a sheet, and read back into one."""

import re
from collections.abc import Mapping
from dataclasses import dataclass

from werkzeug.datastructures import MultiDict

from foundation.conditions import Condition
from webform.definition import Question, WrittenForm
from webform.designer.plain_words import IS_NOT_SO, IS_SO, asked_words, condition_words, page_title, value_words
from webform.designer.rules import JOINS, Join, Kept, Row, Sheet, part_at, tests_offered

MOST = 40
"""The most rows of one group."""

NOT = "not:"
_REMOVE = re.compile(r"remove-([0-9]{1,2})")


@dataclass(frozen=True)
class Askable:
    """An answer that a rule may ask about; ``question`` is None for a value known beforehand."""

    label: str
    question: Question | None


@dataclass(frozen=True)
class DrawnRow:
    """One row as boxes. A kept part has words only. ``ticks`` are answers to choose from, else ``words`` are typed."""

    number: int
    label: str
    field: str = ""
    kept: int | None = None
    is_known: bool = True
    tests: tuple[tuple[str, str, bool], ...] = ()
    ticks: tuple[tuple[str, str, bool], ...] = ()
    words: str = ""


def askable(form: WrittenForm, page_key: str, *, with_own: bool) -> Mapping[str, Askable]:
    """What a rule on a page may ask about, by key: what is known, and earlier questions; its own where they may."""
    found = {key: Askable(f"Known beforehand: {key.replace('_', ' ')}", None) for key in form.known}
    for number, page in enumerate(form.pages, 1):
        if page.key == page_key and not with_own:
            break
        for question in page.all_questions():
            title = page_title(page, form)
            asked = asked_words(question)
            words = asked if title in (question.label, asked) else f"{title}: {asked}"
            found[question.key] = Askable(f"{number}. {words}", question)
        if page.key == page_key:
            break
    return found


def sheet_sent(sent: MultiDict[str, str]) -> Sheet:
    """The rows as they were sent."""
    join: Join = next((join for join in JOINS if join == sent.get("join")), "all")
    rows: list[Row | Kept] = []
    for number in range(MOST):
        kept, field = sent.get(f"row-{number}-kept", ""), sent.get(f"row-{number}-field", "")
        if kept.isascii() and kept.isdecimal():
            rows.append(Kept(int(kept[:3])))
        elif field:
            rows.append(_row_sent(sent, number, field))
    return Sheet(join, tuple(rows))


def after_act(sheet: Sheet, sent: MultiDict[str, str], asked: Mapping[str, Askable]) -> Sheet | None:
    """The rows after a button beside them was pressed; None when it was one that keeps them."""
    act = sent.get("act", "")
    if act == "add":
        field = sent.get("add_field", "")
        if field not in asked or len(sheet.rows) >= MOST:
            return sheet
        return Sheet(sheet.join, (*sheet.rows, Row(field, tests_offered(asked[field].question)[0])))
    pressed = _REMOVE.fullmatch(act)
    if pressed is None:
        return None
    return Sheet(sheet.join, tuple(row for number, row in enumerate(sheet.rows) if number != int(pressed[1])))


def drawn(sheet: Sheet, part: Condition | None, asked: Mapping[str, Askable], form: WrittenForm) -> list[DrawnRow]:
    """The rows as boxes. ``form`` has the authority's lists written in, so that its choices can be ticked."""
    return [
        _kept(number, row, part, form) if isinstance(row, Kept) else _row(number, row, asked, form)
        for number, row in enumerate(sheet.rows)
    ]


def _kept(number: int, row: Kept, part: Condition | None, form: WrittenForm) -> DrawnRow:
    inner = part_at(part, (row.number,))
    return DrawnRow(number, condition_words(inner, form) if inner is not None else "", kept=row.number)


def _row(number: int, row: Row, asked: Mapping[str, Askable], form: WrittenForm) -> DrawnRow:
    question = next((question for question in form.questions() if question.key == row.field), None)
    offered = tests_offered(question)
    tests = offered if row.test in offered else (row.test, *offered)
    words = {name: (so, IS_NOT_SO[name]) for name, so in IS_SO.items()}
    choices = _choices(question)
    ticks = choices if choices and row.test in ("is", "includes", "is_answered") else {}
    ticks |= {value: f"{value} (nobody can choose this)" for value in row.values if ticks and value not in ticks}
    known = asked.get(row.field)
    return DrawnRow(
        number=number,
        label=known.label if known else f"{question.asked if question else row.field} (not asked before this)",
        field=row.field,
        is_known=known is not None,
        tests=tuple(
            (f"{'' if so else NOT}{name}", words[name][0 if so else 1], (name, so) == (row.test, row.is_so))
            for name in tests
            for so in (True, False)
        ),
        ticks=tuple((value, label, value in row.values) for value, label in ticks.items()),
        words="" if ticks else "\n".join(row.values),
    )


def _choices(question: Question | None) -> dict[str, str]:
    if question is None:
        return {}
    if question.kind == "yes-no":
        return {value: value_words(question, value) for value in ("yes", "no")}
    return {choice.value: choice.label for choice in question.choices}


def _row_sent(sent: MultiDict[str, str], number: int, field: str) -> Row:
    test = sent.get(f"row-{number}-test", "")
    name = test.removeprefix(NOT)
    typed = [line.strip() for line in sent.get(f"row-{number}-words", "").splitlines()]
    values = tuple(dict.fromkeys(value for value in (*sent.getlist(f"row-{number}-value"), *typed) if value))
    return Row(field, name if name in IS_SO else "is_answered", values, is_so=not test.startswith(NOT))

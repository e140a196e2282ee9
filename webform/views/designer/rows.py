"""Boxes in rows: pieces of text and choices, added, moved and taken away with buttons, before they are kept."""

import re
from collections.abc import Mapping
from typing import Any

from wtforms import Form, HiddenField, SelectField, StringField, TextAreaField
from wtforms.fields.choices import SelectChoice
from wtforms.validators import Length

from webform.designer.parts import Data
from webform.designer.plain_words import BLOCK_WORDS
from webform.pictures import DRAWINGS

SAVE = "save"
MOST = 60
"""The most rows of one list."""

LONG = Length(max=5_000, message="Write no more than 5,000 characters here")
SHORT = Length(max=500, message="Write no more than 500 characters here")
PICTURES = [SelectChoice("", "None"), *(SelectChoice(key, key.replace("-", " ").capitalize()) for key in DRAWINGS)]
_ACT = re.compile(r"(up|down|remove)-([0-9]{1,3})")


class BlockRow(Form):
    """One piece of a page's text."""

    kind = SelectField("Kind of text", choices=[SelectChoice(kind, words) for kind, words in BLOCK_WORDS.items()])
    text = TextAreaField("Words", [LONG])
    href = StringField("Leads to", [SHORT])


class ChoiceRow(Form):
    """One choice. Its code is made from its words once, and stays."""

    value = HiddenField()
    label = StringField("Choice", [SHORT])
    hint = StringField("Hint", [SHORT])
    picture = SelectField("Picture beside its words", choices=PICTURES, validate_choice=False)


def rearranged(rows: list[Data], act: str, blank: Mapping[str, Any]) -> list[Data] | None:
    """The rows after a button beside them was pressed; None when it was the one that keeps them."""
    if act == "add":
        return [*rows, dict(blank)][:MOST]
    pressed = _ACT.fullmatch(act)
    if pressed is None:
        return None
    made, place = list(rows), int(pressed[2])
    if place >= len(made):
        return made
    row = made.pop(place)
    if pressed[1] != "remove":
        made.insert(max(place + (-1 if pressed[1] == "up" else 1), 0), row)
    return made


def block_rows(body: list[Data]) -> list[Data]:
    """The pieces of a text as rows; one blank row where there is none."""
    rows = [
        {
            "kind": block.get("kind", "text"),
            "text": "\n".join(block.get("items", ())) or block.get("text", ""),
            "href": block.get("href", ""),
        }
        for block in body
    ]
    return rows or [{"kind": "text", "text": "", "href": ""}]


def body_of(rows: list[Data]) -> list[Data] | None:
    """Rows as the pieces of a text; rows without words are left out. None for none at all."""
    made: list[Data] = []
    for row in rows:
        words = "\n".join(line.rstrip() for line in (row["text"] or "").replace("\r\n", "\n").split("\n")).strip()
        href = (row["href"] or "").strip()
        if not words:
            continue
        if row["kind"] == "list":
            made.append({"kind": "list", "items": [line.strip() for line in words.split("\n") if line.strip()]})
        elif row["kind"] == "link":
            made.append({"kind": "link", "text": words, "href": href})
        else:
            made.append({"kind": row["kind"], "text": words})
    return made or None

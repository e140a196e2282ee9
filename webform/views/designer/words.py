"""The words around the questions: start, check and sent pages, signposts, and the name of the form."""

from collections.abc import Callable
from typing import Any, Literal

from flask import flash, request
from flask.typing import ResponseReturnValue

from webform.definition import CheckWords, SentWords, Signpost, Start
from webform.designer.parts import Data, signpost_in
from webform.designer.words import add_signpost, change_signpost, change_words, remove_signpost, rename
from webform.designer_drafts import Working
from webform.views.designer.desk import Collision, Mark, act, blueprint, designers, gone, keep, open_form, show, to_form
from webform.views.designer.fields import NameForm, SignpostForm, WordsForm
from webform.views.designer.rows import block_rows, body_of, rearranged

TITLES = {"start": "The start page", "check": "The check page", "sent": "The page when it is sent"}
_USUAL: dict[str, dict[str, str]] = {
    "start": {"button": Start().button},
    "check": {"title": CheckWords().title, "button": CheckWords().button},
    "sent": {"title": SentWords().title},
    "signpost": {"button": Signpost(key="any").button},
}

Part = Literal["start", "check", "sent"]


@blueprint.route("/<authority_key>/<form_key>/words/<any(start, check, sent):part>", methods=["GET", "POST"])
@designers
def words(authority_key: str, form_key: str, part: Part) -> ResponseReturnValue:
    """The words of the start, the check or the sent page."""

    def read(data: Data) -> Data:
        return data.get(part) or {}

    def edited(data: Data, boxes: WordsForm) -> Data:
        return change_words(data, part, _facts(boxes, part))

    return _edit(authority_key, form_key, part, read, edited, here="forms.words", title=TITLES[part], part=part)


@blueprint.post("/<authority_key>/<form_key>/words/start/remove")
@designers
def remove_start(authority_key: str, form_key: str) -> ResponseReturnValue:
    """Have the form begin with its first page."""
    onward = to_form(authority_key, form_key, "forms.words", part="start")
    done = "The start page is taken away. The form begins with its first page."
    return act(
        authority_key,
        form_key,
        lambda data: data.get("start") or {},
        lambda data: change_words(data, "start", None),
        done,
        onward,
    )


@blueprint.route("/<authority_key>/<form_key>/signposts", methods=["GET", "POST"])
@designers
def signposts(authority_key: str, form_key: str) -> ResponseReturnValue:
    """The signposts of a form: where to go with what it is not for. Adds one."""
    boxes = SignpostForm(request.form)
    if request.method == "POST" and boxes.validate():
        made: list[str] = []

        def added(data: Data) -> Data:
            changed, key = add_signpost(data, (boxes.title.data or "").strip())
            made.append(key)
            return changed

        if keep(authority_key, form_key, lambda data: data["key"], added) is None:
            return to_form(authority_key, form_key, "forms.signpost", signpost_key=made[-1])
    working = open_form(authority_key, form_key)
    form = working.form
    shown_by = {sign.key: [page.key for page in form.pages if page.signpost == sign.key] for sign in form.signposts}
    page = show(
        working,
        "signposts.html",
        "forms.signposts",
        form=boxes,
        signposts=form.signposts,
        shown_by=shown_by,
        mark=Mark.of(working, lambda data: data["key"]),
    )
    return page, 400 if boxes.errors else 200


@blueprint.route("/<authority_key>/<form_key>/signposts/<signpost_key>", methods=["GET", "POST"])
@designers
def signpost(authority_key: str, form_key: str, signpost_key: str) -> ResponseReturnValue:
    """The words of one signpost."""

    def read(data: Data) -> Data:
        return signpost_in(data, signpost_key)

    def edited(data: Data, boxes: WordsForm) -> Data:
        return change_signpost(data, signpost_key, _facts(boxes, "signpost"))

    title = f"Signpost {signpost_key}"
    return _edit(
        authority_key,
        form_key,
        "signpost",
        read,
        edited,
        here="forms.signposts",
        title=title,
        signpost_key=signpost_key,
    )


@blueprint.post("/<authority_key>/<form_key>/signposts/<signpost_key>/remove")
@designers
def remove_sign(authority_key: str, form_key: str, signpost_key: str) -> ResponseReturnValue:
    """Take a signpost away; the checker names the pages that still show it."""
    onward = to_form(authority_key, form_key, "forms.signposts")

    def read(data: Data) -> Data:
        return signpost_in(data, signpost_key)

    return act(authority_key, form_key, read, lambda data: remove_signpost(data, signpost_key), "Removed.", onward)


@blueprint.route("/<authority_key>/<form_key>/name", methods=["GET", "POST"])
@designers
def name(authority_key: str, form_key: str) -> ResponseReturnValue:
    """What the form is called."""

    def read(data: Data) -> Any:
        return data["name"]

    working = open_form(authority_key, form_key)
    boxes = NameForm(request.form, name=read(working.data))
    collision = None
    if request.method == "POST" and boxes.validate():
        called = (boxes.name.data or "").strip()
        collision = keep(authority_key, form_key, read, lambda data: rename(data, called))
        if collision is None:
            flash("The name is kept in the draft.")
            return to_form(authority_key, form_key)
        working = open_form(authority_key, form_key)
    page = show(working, "name.html", "forms.form", form=boxes, mark=Mark.of(working, read), collision=collision)
    return page, 409 if collision else 400 if boxes.errors else 200


def _edit(
    authority_key: str,
    form_key: str,
    usual: str,
    read: Callable[[Data], Data],
    edited: Callable[[Data, WordsForm], Data],
    *,
    here: str,
    title: str,
    **parts: str,
) -> ResponseReturnValue:
    """Show some words and keep what was made of them."""
    working = open_form(authority_key, form_key)

    def page(boxes: WordsForm, mark: Mark, collision: Collision | None = None) -> str:
        return _page(working, usual, boxes, mark, here=here, title=title, collision=collision, **parts)

    if request.method == "GET":
        return page(_boxes_of(read(working.data), usual), Mark.of(working, read))
    boxes = WordsForm(request.form)
    rows = rearranged(boxes.blocks.data, request.form.get("act", ""), {"kind": "text"})
    if rows is not None:
        return page(WordsForm(data=boxes.data | {"blocks": rows}), Mark.sent())
    if not boxes.validate():
        return page(boxes, Mark.sent()), 400
    collision = keep(authority_key, form_key, read, lambda data: edited(data, boxes))
    if collision is None:
        flash("The words are kept in the draft.")
        return to_form(authority_key, form_key, request.endpoint or "forms.form", **parts)
    if collision.is_gone:
        return gone(authority_key, form_key, collision)
    working = open_form(authority_key, form_key)
    return page(boxes, Mark.of(working, read), collision), 409


def _page(working: Working, usual: str, boxes: WordsForm, mark: Mark, **values: Any) -> str:
    return show(working, "words.html", form=boxes, mark=mark, has_button=usual != "sent", usual=usual, **values)


def _facts(boxes: WordsForm, part: str) -> dict[str, Any]:
    """What the boxes say; the usual words are left unsaid."""
    facts: dict[str, Any] = {"title": (boxes.title.data or "").strip() or None, "body": body_of(boxes.blocks.data)}
    if part != "sent":
        facts["button"] = (boxes.button.data or "").strip() or None
    return facts


def _boxes_of(stored: Data, part: str) -> WordsForm:
    usual = _USUAL[part]
    return WordsForm(
        data={
            "title": stored.get("title", usual.get("title", "")),
            "button": stored.get("button", usual.get("button", "")),
            "blocks": block_rows(stored.get("body", [])),
        }
    )

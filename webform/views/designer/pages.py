"""One page of a form: its words, its questions, copying and removing it; and adding a page."""

from typing import Any

from flask import flash, request, url_for
from flask.typing import ResponseReturnValue

from foundation.errors import Invalid
from webform.designer.outline import outline_of, pages_of
from webform.designer.pages import FIRST, add_page, change_page, copy_page, remove_page
from webform.designer.parts import Data, page_in, page_keys, question_at
from webform.designer.plain_words import page_title
from webform.designer.questions import (
    add_question,
    copy_question,
    keys_within,
    move_question,
    new_question,
    remove_question,
    rules_about,
    shift_question,
)
from webform.designer_drafts import Working
from webform.views.designer.desk import Collision, Mark, act, blueprint, designers, gone, keep, open_form, show, to_form
from webform.views.designer.fields import (
    NEW,
    NONE,
    OF_SIGNPOST,
    OF_WORDS,
    NewPageForm,
    NewQuestionForm,
    PageForm,
    kind_options,
    options,
)
from webform.views.designer.rows import block_rows, body_of, rearranged


@blueprint.route("/<authority_key>/<form_key>/pages/new", methods=["GET", "POST"])
@designers
def new_page(authority_key: str, form_key: str) -> ResponseReturnValue:
    """Add a page: with a question, with words only, or one that shows a signpost."""
    working = open_form(authority_key, form_key)
    boxes = NewPageForm(request.form, after=request.args.get("after") or page_keys(working.data)[-1])
    form = working.form
    signposts = [(OF_SIGNPOST + sign.key, f"The signpost “{sign.title}”") for sign in form.signposts]
    boxes.holds.choices = [*kind_options(), *options([(OF_WORDS, "Words only, no question"), *signposts])]
    boxes.after.choices = options([(FIRST, "Nothing: it is the first page"), *pages_of(form)])
    if request.method == "POST" and boxes.validate():
        made: list[str] = []

        def added(data: Data) -> Data:
            changed, key = _with_page(data, boxes)
            made.append(key)
            return changed

        try:
            collision = keep(authority_key, form_key, page_keys, added)
        except Invalid as refused:
            boxes.holds.errors = (refused.message,)
        else:
            if collision is None:
                return to_form(authority_key, form_key, "forms.page", page_key=made[-1])
            return _new_page(open_form(authority_key, form_key), boxes, collision), 409
    return _new_page(working, boxes), 400 if boxes.errors else 200


@blueprint.route("/<authority_key>/<form_key>/pages/<page_key>", methods=["GET", "POST"])
@designers
def page(authority_key: str, form_key: str, page_key: str) -> ResponseReturnValue:
    """A page's words, to change; its questions, and what hangs on it."""

    def read(data: Data) -> Any:
        return {name: fact for name, fact in page_in(data, page_key).items() if name not in ("questions", "then")}

    working = open_form(authority_key, form_key)
    if request.method == "GET":
        return _page(working, page_key, _boxes_of(page_in(working.data, page_key)), Mark.of(working, read))
    boxes = PageForm(request.form)
    rows = rearranged(boxes.blocks.data, request.form.get("act", ""), {"kind": "text"})
    if rows is not None:
        return _page(working, page_key, PageForm(data=boxes.data | {"blocks": rows}), Mark.sent())
    if not boxes.validate():
        return _page(working, page_key, boxes, Mark.sent()), 400
    try:
        collision = keep(authority_key, form_key, read, lambda data: change_page(data, page_key, _facts(boxes)))
    except Invalid as refused:
        boxes.at_least_one.errors = (refused.message,)
        return _page(working, page_key, boxes, Mark.sent()), 400
    if collision is None:
        flash("The page is kept in the draft.")
        return to_form(authority_key, form_key, "forms.page", page_key=page_key)
    if collision.is_gone:
        return gone(authority_key, form_key, collision)
    working = open_form(authority_key, form_key)
    return _page(working, page_key, boxes, Mark.of(working, read), collision), 409


@blueprint.post("/<authority_key>/<form_key>/pages/<page_key>/copy")
@designers
def copy(authority_key: str, form_key: str, page_key: str) -> ResponseReturnValue:
    """Put a copy behind the page."""
    onward = to_form(authority_key, form_key, anchor=f"page-{page_key}")

    def copied(data: Data) -> Data:
        return copy_page(data, page_key)[0]

    return act(authority_key, form_key, lambda data: page_in(data, page_key), copied, "Copied.", onward)


@blueprint.route("/<authority_key>/<form_key>/pages/<page_key>/remove", methods=["GET", "POST"])
@designers
def remove(authority_key: str, form_key: str, page_key: str) -> ResponseReturnValue:
    """Ask before a page goes, with the rules that ask about its answers; then take it out."""

    def read(data: Data) -> Data:
        return page_in(data, page_key)

    if request.method == "POST":
        onward = to_form(authority_key, form_key)
        return act(authority_key, form_key, read, lambda data: remove_page(data, page_key), "Removed.", onward)
    working = open_form(authority_key, form_key)
    found = read(working.data)
    keys = {key for asked in found.get("questions", []) for key in keys_within(question_at(working.data, asked["key"]))}
    shown = working.form.page(page_key)
    return show(
        working,
        "remove.html",
        "forms.form",
        what=f"the page “{page_title(shown, working.form)}”" if shown else page_key,
        rules=[(key, what) for key, what in rules_about(working.data, keys) if key != page_key],
        back=url_for("forms.page", authority_key=authority_key, form_key=form_key, page_key=page_key),
        mark=Mark.of(working, read),
    )


@blueprint.post("/<authority_key>/<form_key>/pages/<page_key>/questions")
@designers
def add(authority_key: str, form_key: str, page_key: str) -> ResponseReturnValue:
    """Ask one more question on a page."""
    boxes = NewQuestionForm(request.form, prefix=NEW)
    boxes.kind.choices = kind_options()
    working = open_form(authority_key, form_key)
    if not boxes.validate():
        stored = page_in(working.data, page_key)
        mark = Mark.of(working, lambda data: {k: v for k, v in stored.items() if k not in ("questions", "then")})
        return _page(working, page_key, _boxes_of(stored), mark, new=boxes), 400
    made: list[str] = []

    def added(data: Data) -> Data:
        changed, key = add_question(data, page_key, boxes.kind.data, (boxes.label.data or "").strip())
        made.append(key)
        return changed

    collision = keep(authority_key, form_key, lambda data: page_in(data, page_key)["key"], added)
    if collision is not None:
        return gone(authority_key, form_key, collision)
    return to_form(authority_key, form_key, "forms.question", path=made[-1])


@blueprint.post("/<authority_key>/<form_key>/pages/<page_key>/order")
@designers
def order(authority_key: str, form_key: str, page_key: str) -> ResponseReturnValue:
    """Move or copy one of the page's questions."""
    asked = request.form
    onward = to_form(authority_key, form_key, "forms.page", page_key=page_key, anchor="questions")
    path = asked.get("up") or asked.get("down") or asked.get("copy") or asked.get("question", "")

    def edited(data: Data) -> Data:
        if asked.get("copy"):
            return copy_question(data, path)[0]
        if asked.get("to"):
            return move_question(data, path, asked["to"])
        return shift_question(data, path, -1 if asked.get("up") else 1)

    def read(data: Data) -> Any:
        return [question["key"] for question in page_in(data, page_key).get("questions", [])]

    return act(authority_key, form_key, read, edited, "Copied." if asked.get("copy") else "Moved.", onward)


@blueprint.route("/<authority_key>/<form_key>/questions/<path>/remove", methods=["GET", "POST"])
@designers
def remove_asked(authority_key: str, form_key: str, path: str) -> ResponseReturnValue:
    """Ask before a question goes, with the rules that ask about its answer; then take it out."""

    def read(data: Data) -> Data:
        return question_at(data, path).question

    working = open_form(authority_key, form_key)
    spot = question_at(working.data, path)
    if request.method == "POST":
        onward = to_form(authority_key, form_key, "forms.page", page_key=spot.page["key"])
        return act(authority_key, form_key, read, lambda data: remove_question(data, path), "Removed.", onward)
    return show(
        working,
        "remove.html",
        "forms.form",
        what=f"the question “{spot.question['label'] or path}”",
        rules=rules_about(working.data, set() if "." in path else keys_within(spot)),
        back=url_for("forms.question", authority_key=authority_key, form_key=form_key, path=path),
        mark=Mark.of(working, read),
    )


def _with_page(data: Data, boxes: NewPageForm) -> tuple[Data, str]:
    holds, words = boxes.holds.data or "", (boxes.words.data or "").strip()
    after = boxes.after.data or FIRST
    if holds.startswith(OF_SIGNPOST):
        return add_page(data, after, {"signpost": holds.removeprefix(OF_SIGNPOST)})
    if holds == OF_WORDS:
        return add_page(data, after, {"title": words})
    return add_page(data, after, {}, new_question(data, holds, words))


def _new_page(working: Working, boxes: NewPageForm, collision: Collision | None = None) -> str:
    mark = Mark.of(working, page_keys)
    return show(working, "new_page.html", "forms.form", form=boxes, mark=mark, collision=collision)


def _page(
    working: Working,
    page_key: str,
    boxes: PageForm,
    mark: Mark,
    collision: Collision | None = None,
    new: NewQuestionForm | None = None,
) -> str:
    form = working.form
    shown = next(outlined for outlined in outline_of(form) if outlined.key == page_key)
    asked = page_in(working.data, page_key).get("questions", [])
    boxes.signpost.choices = options(
        [(NONE, "None: it shows its own words"), *((sign.key, sign.title) for sign in form.signposts)]
    )
    boxes.at_least_one.choices = options((question["key"], question["label"]) for question in asked)
    new = new or NewQuestionForm(prefix=NEW)
    new.kind.choices = kind_options()
    return show(
        working,
        "page.html",
        "forms.form",
        form=boxes,
        new=new,
        page=shown,
        mark=mark,
        order_mark=Mark.of(working, lambda data: [question["key"] for question in asked]),
        add_mark=Mark.of(working, lambda data: page_key),
        page_mark=Mark.of(working, lambda data: page_in(data, page_key)),
        pages_mark=Mark.of(working, page_keys),
        ways_mark=Mark.of(working, lambda data: page_in(data, page_key).get("then", [])),
        pages=pages_of(form),
        collision=collision,
    )


def _boxes_of(stored: Data) -> PageForm:
    needed = stored.get("at_least_one") or {}
    shown = {name: stored.get(name, "") for name in ("title", "section", "signpost")}
    return PageForm(
        data=shown
        | {
            "button": stored.get("button", "Continue"),
            "blocks": block_rows(stored.get("body", [])),
            "at_least_one": list(needed.get("of", ())),
            "at_least_missing": needed.get("missing", ""),
        }
    )


def _facts(boxes: PageForm) -> dict[str, Any]:
    facts: dict[str, Any] = {
        name: (getattr(boxes, name).data or "").strip() or None for name in ("title", "section", "signpost", "button")
    }
    facts["body"] = body_of(boxes.blocks.data)
    needed = boxes.at_least_one.data or []
    if len(needed) == 1:
        raise Invalid("Tick two or more, or none of them")
    said = (boxes.at_least_missing.data or "").strip()
    facts["at_least_one"] = {"of": needed, "missing": said} if needed else None
    return facts

"""Rules as rows: when a page is shown, where it leads, when an answer is needed."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from flask import flash, redirect, request, url_for
from flask.typing import ResponseReturnValue

from foundation.comparisons import ConditionError
from foundation.conditions import Condition, parse_condition
from foundation.errors import NotFound
from webform.checker import CHECK
from webform.definition import FORM_PREFIX
from webform.designer.pages import remove_way, set_way, set_when, shift_way
from webform.designer.parts import Data, page_in, question_at
from webform.designer.plain_words import page_title, target_words
from webform.designer.questions import set_required_when
from webform.designer.rules import JOINS, Path, Sheet, condition_of, part_at, parts_count, sheet_of, with_part
from webform.designer_drafts import Working
from webform.publishing import live_versions
from webform.views.designer.desk import Collision, Mark, act, blueprint, designers, gone, keep, open_form, show, to_form
from webform.views.designer.rule_rows import MOST, after_act, askable, drawn, sheet_sent

NEW = "new"


@dataclass(frozen=True)
class Ruled:
    """A rule that a page edits: which part of the data it is in, what it says, and how it is set."""

    read: Callable[[Data], Any]
    condition: Callable[[Data], Any]
    keep: Callable[[Data, Condition | None], Data]
    title: str
    page_key: str
    with_own: bool
    """Whether it may ask about the answers of the page it stands on."""
    back: str
    targets: tuple[tuple[str, str], ...] = ()
    target: str = ""
    carried: str = ""


@blueprint.route("/<authority_key>/<form_key>/pages/<page_key>/when", methods=["GET", "POST"])
@designers
def when(authority_key: str, form_key: str, page_key: str) -> ResponseReturnValue:
    """When a page is shown."""
    working = open_form(authority_key, form_key)
    form = working.form
    page = form.page(page_key)
    if page is None:
        page_in(working.data, page_key)
    return _edit(
        working,
        Ruled(
            read=lambda data: page_in(data, page_key).get("when"),
            condition=lambda data: page_in(data, page_key).get("when"),
            keep=lambda data, condition: set_when(data, page_key, condition),
            title=f"When “{page_title(page, form) if page else page_key}” is shown",
            page_key=page_key,
            with_own=False,
            back=_page_address(working, page_key),
        ),
    )


@blueprint.route("/<authority_key>/<form_key>/questions/<path>/needed", methods=["GET", "POST"])
@designers
def needed(authority_key: str, form_key: str, path: str) -> ResponseReturnValue:
    """When an answer is needed."""
    working = open_form(authority_key, form_key)
    spot = question_at(working.data, path)
    return _edit(
        working,
        Ruled(
            read=lambda data: question_at(data, path).question.get("required_when"),
            condition=lambda data: question_at(data, path).question.get("required_when"),
            keep=lambda data, condition: set_required_when(data, path, condition),
            title=f"When “{spot.question['label'] or path}” must be answered",
            page_key=spot.page["key"],
            with_own=True,
            back=url_for("forms.question", path=path, authority_key=authority_key, form_key=form_key),
        ),
    )


@blueprint.route("/<authority_key>/<form_key>/pages/<page_key>/ways/<number>", methods=["GET", "POST"])
@designers
def way(authority_key: str, form_key: str, page_key: str, number: str) -> ResponseReturnValue:
    """One rule on where a page leads; ``new`` adds one."""
    working = open_form(authority_key, form_key)
    form = working.form
    page = form.page(page_key)
    place = int(number) if number.isascii() and number.isdecimal() and len(number) < 4 else None
    if place is None and number != NEW:
        raise NotFound("There is no such rule.")
    stored = _rule(working.data, page_key, place)
    carried = ", ".join(f"“{ours}” goes along as “{theirs}”" for theirs, ours in stored.get("carry", {}).items())

    def kept(data: Data, condition: Condition | None) -> Data:
        to = request.form.get("to") or stored.get("to", CHECK)
        return set_way(data, page_key, place, {"to": to, "when": condition.to_data() if condition else None})

    return _edit(
        working,
        Ruled(
            read=lambda data: page_in(data, page_key).get("then", []),
            condition=lambda data: _rule(data, page_key, place).get("when"),
            keep=kept,
            title=f"Where “{page_title(page, form) if page else page_key}” leads",
            page_key=page_key,
            with_own=True,
            back=_page_address(working, page_key),
            targets=tuple(_targets(working, page_key)),
            target=request.form.get("to") or stored.get("to", ""),
            carried=carried,
        ),
    )


@blueprint.post("/<authority_key>/<form_key>/pages/<page_key>/ways")
@designers
def order_ways(authority_key: str, form_key: str, page_key: str) -> ResponseReturnValue:
    """Move or take away one of a page's rules."""
    asked = request.form
    word = next((word for word in ("up", "down", "remove") if asked.get(word, "").isdecimal()), "")
    number = int(asked[word][:3]) if word else -1

    def edited(data: Data) -> Data:
        if word == "remove":
            return remove_way(data, page_key, number)
        return shift_way(data, page_key, number, -1 if word == "up" else 1)

    onward = to_form(authority_key, form_key, "forms.page", page_key=page_key, anchor="ways")
    done = "Removed." if word == "remove" else "Moved."
    return act(authority_key, form_key, lambda data: page_in(data, page_key).get("then", []), edited, done, onward)


def _edit(working: Working, ruled: Ruled) -> ResponseReturnValue:
    """Show a condition as rows, redraw them as buttons beside them are pressed, and keep what they say."""
    path = _path()
    part = part_at(_condition(ruled.condition(working.data)), path)
    if request.method == "GET":
        return _draw(working, ruled, path, sheet_of(part), Mark.of(working, ruled.read))
    sheet = sheet_sent(request.form)
    rearranged = after_act(sheet, request.form, askable(working.form, ruled.page_key, with_own=ruled.with_own))
    if rearranged is not None:
        return _draw(working, ruled, path, rearranged, Mark.sent())
    try:
        made = condition_of(sheet, part)
    except ConditionError as error:
        return _draw(working, ruled, path, sheet, Mark.sent(), wrong=str(error)), 400

    def edited(data: Data) -> Data:
        return ruled.keep(data, with_part(_condition(ruled.condition(data)), path, made))

    collision = keep(working.authority.key, working.key, ruled.read, edited)
    if collision is None:
        return _go_on(working, ruled, path, made)
    if collision.is_gone:
        return gone(working.authority.key, working.key, collision)
    working = open_form(working.authority.key, working.key)
    return _draw(working, ruled, path, sheet, Mark.of(working, ruled.read), collision=collision), 409


def _go_on(working: Working, ruled: Ruled, path: Path, made: Condition | None) -> ResponseReturnValue:
    """To a new group within these rows, to the rows around this group, or back to where the rule stands."""
    values = dict(request.view_args or {})
    if values.get("number") == NEW:
        kept = open_form(working.authority.key, working.key)
        values["number"] = str(len(page_in(kept.data, ruled.page_key).get("then", [])) - 1)
    if request.form.get("act") == "group":
        inner = ".".join(map(str, (*path, parts_count(made))))
        return redirect(url_for(request.endpoint or "", at=inner, **values), 303)
    flash("The rule is kept in the draft.")
    if path:
        outer = ".".join(map(str, path[:-1])) or None
        return redirect(url_for(request.endpoint or "", at=outer, **values), 303)
    return redirect(ruled.back, 303)


def _draw(
    working: Working,
    ruled: Ruled,
    path: Path,
    sheet: Sheet,
    mark: Mark,
    *,
    wrong: str = "",
    collision: Collision | None = None,
) -> str:
    part = part_at(_condition(ruled.condition(working.data)), path)
    asked = askable(working.form, ruled.page_key, with_own=ruled.with_own)
    return show(
        working,
        "rule.html",
        "forms.form",
        ruled=ruled,
        path=path,
        inner=[".".join(map(str, (*path, number))) for number in range(MOST)],
        sheet=sheet,
        joins=JOINS,
        rows=drawn(sheet, part, asked, working.filled),
        asked=asked,
        mark=mark,
        wrong=wrong,
        collision=collision,
    )


def _path() -> Path:
    """Which group within the condition is open: the numbers on the way to it."""
    steps = request.args.get("at", "").split(".")
    return tuple(int(step) for step in steps[:10] if step.isascii() and step.isdecimal() and len(step) < 4)


def _condition(data: Any) -> Condition | None:
    return parse_condition(data) if data else None


def _rule(data: Data, page_key: str, place: int | None) -> Data:
    rules: list[Data] = page_in(data, page_key).get("then", [])
    if place is None:
        return {}
    if place >= len(rules):
        raise NotFound("There is no such rule in the draft. It may have been removed.")
    return rules[place]


def _targets(working: Working, page_key: str) -> list[tuple[str, str]]:
    """Where a page may lead: the pages after it, check your answers, another form; and where it leads now."""
    form = working.form
    keys = [page.key for page in form.pages]
    later = form.pages[keys.index(page_key) + 1 :]
    others = sorted(set(live_versions(working.authority.id)) - {form.key})
    targets = [
        *((page.key, f"{keys.index(page.key) + 1}. {page_title(page, form)}") for page in later),
        (CHECK, "Check your answers"),
        *((f"{FORM_PREFIX}{key}", f"The form {key}") for key in others),
    ]
    page = form.page(page_key)
    known = {target for target, _ in targets}
    return (
        targets + [(rule.to, target_words(rule.to, form)) for rule in page.then if rule.to not in known]
        if page
        else targets
    )


def _page_address(working: Working, page_key: str) -> str:
    return url_for("forms.page", authority_key=working.authority.key, form_key=working.key, page_key=page_key)

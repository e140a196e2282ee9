"""A walk through the draft as the public would meet it, with why each page is shown or skipped.

Nothing is sent and nothing is kept: what was answered travels from page to page in the pages themselves, signed.
"""

from collections.abc import Mapping
from typing import Any

from flask import request, url_for
from flask.typing import ResponseReturnValue
from itsdangerous import BadSignature, URLSafeSerializer

from foundation.settings import settings
from webform.answer_sheet import sheet_of
from webform.checker import CHECK, FROM_DRAFT
from webform.definition import FormDefinition, Page
from webform.designer.tracing import trace
from webform.designer_drafts import Working
from webform.drafts import Filling
from webform.entries_changed import entries_changed, without_removed
from webform.kinds import KINDS
from webform.page_form import problems_on, read
from webform.publishing import PublishedForm
from webform.views.designer.desk import blueprint, designers, open_form, show
from webform.views.showing import draw

START, SENT = "start", "sent"
KNOWN = "known-"
_EXAMPLES = (("first", "The first of them"), ("second", "The second of them"))


@blueprint.route("/<authority_key>/<form_key>/preview", methods=["GET", "POST"])
@designers
def preview(authority_key: str, form_key: str) -> ResponseReturnValue:
    """One page of the walk; going on, going back and adding entries all come here."""
    working = open_form(authority_key, form_key)
    if working.faults():
        return show(working, "preview_stopped.html", "forms.preview")
    definition = FormDefinition.model_validate(working.filled.as_data())
    known = {key: request.args.get(KNOWN + key, "") for key in definition.known}
    if definition.known and not any(request.args.get(KNOWN + key) is not None for key in definition.known):
        return show(working, "preview_known.html", "forms.preview", known=definition.known, prefix=KNOWN)
    state = _state()
    if request.method == "GET":
        return _draw(working, _filling(working, definition, state, known), _first(definition))
    at, filling = request.form.get("at", ""), _filling(working, definition, state, known)
    page = definition.page(at)
    if request.form.get("go") == "back":
        return _draw(working, filling, _before(filling, at))
    if at == CHECK:
        return _draw(working, filling, SENT)
    if page is None:
        return _draw(working, filling, definition.pages[0].key)
    return _answered(working, filling, page, known)


def _answered(working: Working, filling: Filling, page: Page, known: Mapping[str, str]) -> ResponseReturnValue:
    shown = filling.definition.page(page.key) or page
    typed = read(filling.form_class(shown), shown, without_removed(request.form))
    changed = entries_changed(shown, typed, request.form)
    apart = {question.key for question in shown.all_questions() if KINDS[question.kind].is_kept_apart}
    wrong = problems_on(shown, typed, filling.journey.values) if changed is None else []
    problems = [problem for problem in wrong if problem.path not in apart]  # no file is taken in a preview
    if changed is not None or problems:
        told = _draw(working, filling, page.key, typed, problems, entries=changed.shown or 1 if changed else 1)
        return told, 422 if problems else 200
    state = {"answers": {**filling.answers, **typed}, "seen": sorted({*filling.seen, page.key})}
    filling = _filling(working, filling.form.definition, state, known)
    journey = filling.journey
    if journey.fork is not None and journey.pages[-1].key == page.key:
        return _draw(working, filling, f"form:{journey.fork.form_key}")
    return _draw(working, filling, journey.after(page.key) if journey.shows(page.key) else CHECK)


def _draw(
    working: Working,
    filling: Filling,
    place: str,
    typed: Mapping[str, Any] | None = None,
    problems: Any = (),
    *,
    entries: int = 1,
) -> str:
    """A page of the walk, with the marks of a preview around it."""
    around: dict[str, Any] = {
        "at": {"authority_key": working.authority.key, "form_key": working.key},
        "place": place,
        "state": _sealed(filling),
        "traced": trace(filling.journey),
        "again": url_for("forms.preview", authority_key=working.authority.key, form_key=working.key),
        "has_back": place != _first(filling.definition),
    }
    page = filling.definition.page(place)
    if page is not None:
        answers = filling.answers if typed is None else typed
        return draw(
            filling, page, answers, problems, entries=entries, template="webform/designer/preview_page.html", **around
        )
    return show(
        working,
        "preview_end.html",
        "forms.preview",
        definition=filling.definition,
        sections=sheet_of(filling.journey),
        **{name: value for name, value in around.items() if name != "at"},
    )


def _first(definition: FormDefinition) -> str:
    """Where a form begins: with its start page, if it has one."""
    return START if definition.start is not None else definition.pages[0].key


def _before(filling: Filling, place: str) -> str:
    definition, journey = filling.definition, filling.journey
    if definition.page(place) is None and place != CHECK:
        return journey.pages[-1].key
    before = journey.before(place) if place == CHECK or journey.shows(place) else None
    return before or _first(definition)


def _filling(
    working: Working, definition: FormDefinition, state: Mapping[str, Any], known: Mapping[str, str]
) -> Filling:
    theirs = {question.key: _EXAMPLES for question in definition.questions() if question.choices_from == FROM_DRAFT}
    form = PublishedForm(working.live.id, definition)
    return Filling(form, state["answers"], frozenset(state["seen"]), dict(known), theirs)


def _state() -> dict[str, Any]:
    """What was answered so far; nothing, where it was not made here."""
    try:
        state: dict[str, Any] = _serializer().loads(request.form.get("state", ""))
    except BadSignature:
        return {"answers": {}, "seen": []}
    return state


def _sealed(filling: Filling) -> str:
    return str(_serializer().dumps({"answers": dict(filling.answers), "seen": sorted(filling.seen)}))


def _serializer() -> URLSafeSerializer:
    return URLSafeSerializer(settings.secret_key.get_secret_value(), salt="preview")

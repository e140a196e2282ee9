"""One page of a form as it is drawn: its boxes, what is wrong, the way back.

Shared by the views that draw pages. Must not change anything.
"""

import hashlib
import json
from collections.abc import Mapping, Sequence
from typing import Any

from flask import render_template, request, url_for

from foundation.file_types import ENDINGS
from foundation.refusals import said_size
from foundation.settings import settings
from webform.checker import CHECK
from webform.definition import Page
from webform.drafts import Filling
from webform.journey import is_given
from webform.kinds import KINDS, Problem, words_of
from webform.page_form import mark, shown
from webform.uploads import files_question

STAMP = "stamp"
MARK = "draft"
"""The box in which a page says which draft it was drawn for."""
FROM_CHECK = "from"
"""The query word that brings somebody back to check their answers after changing one."""

_PRECIOUS = ("long-text", "add-another")
"""Kinds that hold what somebody took time to write."""


def draw(
    filling: Filling,
    page: Page,
    answers: Mapping[str, Any],
    problems: Sequence[Problem] = (),
    *,
    entries: int = 1,
    other_tab: Mapping[str, Any] | None = None,
    template: str = "webform/page.html",
    **around: Any,
) -> str:
    """The page with these answers in its boxes and each problem beside its box.

    ``entries`` is the least number of entries shown where things can be added; ``other_tab`` holds what was kept for
    this page by another tab meanwhile, shown above what was typed here. ``template`` may put more ``around`` the page.
    """
    more = {question.key: entries for question in page.questions if question.kind == "add-another"}
    made = filling.form_class(page)
    boxes = shown(made, page, answers, more)
    mark(boxes, problems)
    return render_template(
        template,
        definition=filling.definition,
        page=page,
        signpost=filling.definition.signpost(page.signpost) if page.signpost else None,
        form=boxes,
        kinds=KINDS,
        stamp=stamp_of(filling, page),
        mark=filling.mark,
        other_tab=_other_words(page, other_tab) if other_tab else (),
        back=_back(filling, page) if not around else None,
        endings=",".join(ENDINGS),
        file_size=said_size(settings.file_bytes),
        send_to=_send_to(page) if not around else None,
        **around,
    )


def changed_elsewhere(filling: Filling, page: Page, typed: Mapping[str, Any], stamp: str) -> bool:
    """Whether another tab kept other words for this page since it was drawn here, which going on would overwrite."""
    kept = _overwritable(page, filling.answers)
    return (
        any(question.kind in _PRECIOUS and kept.get(question.key) for question in page.questions)
        and stamp != stamp_of(filling, page)
        and kept != _overwritable(page, typed)
    )


def not_sent(page: Page, typed: Mapping[str, Any], sent: Mapping[str, Any]) -> list[str]:
    """What somebody took time to write on a page and what was sent has not, a line each."""
    return [
        line
        for question in page.all_questions()
        if question.kind in _PRECIOUS
        and is_given(typed.get(question.key))
        and typed[question.key] != sent.get(question.key)
        for line in words_of(question, typed[question.key])
    ]


def stamp_of(filling: Filling, page: Page) -> str:
    """A mark of what is kept for a page, so that a later change by somebody else shows."""
    kept = json.dumps(_overwritable(page, filling.answers), sort_keys=True)
    return hashlib.sha256(kept.encode()).hexdigest()[:16]


def goes_to_check() -> bool:
    """Whether the person came from checking their answers and returns there."""
    return request.args.get(FROM_CHECK) == CHECK


def _overwritable(page: Page, answers: Mapping[str, Any]) -> dict[str, Any]:
    """The answers given to a page that sending it again would overwrite; what is kept apart it leaves alone."""
    return {
        question.key: answers[question.key]
        for question in page.all_questions()
        if is_given(answers.get(question.key)) and not KINDS[question.kind].is_kept_apart
    }


def _send_to(page: Page) -> str | None:
    """Where a page with files is sent; ``None`` where a page is sent to its own address."""
    if files_question(page) is None:
        return None
    given = dict(request.view_args or {}) | ({FROM_CHECK: CHECK} if goes_to_check() else {})
    return url_for("webform.answer_with_files", **given)


def _other_words(page: Page, answers: Mapping[str, Any]) -> list[str]:
    return [line for question in page.all_questions() for line in words_of(question, answers.get(question.key))]


def _back(filling: Filling, page: Page) -> str | None:
    values = dict(request.view_args or {})
    if goes_to_check():
        return url_for("webform.check", authority_key=values["authority_key"], form_key=values["form_key"])
    before = filling.journey.before(page.key) if filling.journey.shows(page.key) else None
    if before is None:
        if filling.definition.start is None:
            return None
        return url_for("webform.form", authority_key=values["authority_key"], form_key=values["form_key"])
    return url_for("webform.page", **(values | {"page_key": before}))

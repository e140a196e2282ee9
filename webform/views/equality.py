"""The optional questions about who we hear from: one page, counted, and thanks.

Its address is the same for everybody; it keeps no draft, and its requests are not logged (``application.logs``), so
that no trace says who was here or when. Must not look at any cookie but the one that guards against forgery.
"""

from typing import cast

from flask import Blueprint, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from authorities.access import anyone, authority_or_404
from foundation.clock import business_now, london_day
from foundation.database import transaction
from foundation.errors import NotFound
from webform.equality import Audience, count_answers, questions_for
from webform.kinds import KINDS
from webform.page_form import form_class, mark, problems_on, read, shown

AUDIENCES = ("public", "young-person")

blueprint = Blueprint("equality", __name__, template_folder="../templates")


@blueprint.get("/<authority_key>/about-you/<audience>")
@anyone
def ask(authority_key: str, audience: str) -> ResponseReturnValue:
    """The questions."""
    authority_or_404(authority_key)
    asked = questions_for(_audience(audience))
    (page,) = asked.pages
    return render_template(
        "webform/equality.html", definition=asked, page=page, form=shown(form_class(page), page, {}), kinds=KINDS
    )


@blueprint.post("/<authority_key>/about-you/<audience>")
@anyone
def count(authority_key: str, audience: str) -> ResponseReturnValue:
    """Count what was answered; an answer that was never offered is shown again with what to do."""
    authority = authority_or_404(authority_key)
    asked = questions_for(_audience(audience))
    (page,) = asked.pages
    made = form_class(page)
    answers = read(made, page, request.form)
    if problems := problems_on(page, answers, {}):
        boxes = shown(made, page, answers)
        mark(boxes, problems)
        return render_template("webform/equality.html", definition=asked, page=page, form=boxes, kinds=KINDS), 422
    with transaction():
        count_answers(authority.id, asked, answers, london_day(business_now()))
    return redirect(url_for("equality.thank", authority_key=authority.key, audience=audience), 303)


@blueprint.get("/<authority_key>/about-you/<audience>/thanks")
@anyone
def thank(authority_key: str, audience: str) -> ResponseReturnValue:
    """Thanks; the same words whether anything was answered or not."""
    authority_or_404(authority_key)
    return render_template("webform/equality_thanks.html", definition=questions_for(_audience(audience)))


def _audience(given: str) -> Audience:
    if given not in AUDIENCES:
        raise NotFound("There is no such page.")
    return cast("Audience", given)

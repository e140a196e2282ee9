"""A form to print, fill in with a pen and post: the same questions as its pages, with where to send it.

Must not read an answer: the paper is empty, whoever opens it.
"""

from flask import render_template, url_for
from flask.typing import ResponseReturnValue

from authorities.access import anyone, authority_or_404
from authorities.publishing import current_profile
from webform.paper_form import paper_form
from webform.publishing import live_form
from webform.views.pages import blueprint


@blueprint.get("/<authority_key>/<form_key>/print")
@anyone
def on_paper(authority_key: str, form_key: str) -> ResponseReturnValue:
    """The live version of a form as one long page for a printer."""
    authority = authority_or_404(authority_key)
    definition = live_form(authority.id, form_key).definition
    names = {key: live_form(authority.id, key).definition.name for key in definition.other_forms()}
    return render_template(
        "webform/paper.html",
        definition=definition,
        parts=paper_form(definition, names),
        contact=current_profile(authority.id).contact,
        back=url_for("webform.form", authority_key=authority.key, form_key=form_key),
    )

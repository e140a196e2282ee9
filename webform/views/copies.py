"""The copy of the answers, as a page and as a PDF: only in the browser that sent them, for as long as it stays open.

Never by the progress link, which may be read by others: what was written is shown to whoever wrote it and to the team.
"""

from flask import Response, render_template, url_for
from flask.typing import ResponseReturnValue

from authorities.access import anyone, authority_or_404
from authorities.models import Authority
from webform.copy_to_keep import copy_of, copy_pdf
from webform.drafts import filling_of
from webform.models import Draft
from webform.publishing import live_form
from webform.submissions import submission_of
from webform.views.facts import facts_of, fill
from webform.views.pages import blueprint, draft_at_hand, to_sent


@blueprint.get("/<authority_key>/<form_key>/copy")
@anyone
def copy(authority_key: str, form_key: str) -> ResponseReturnValue:
    """What was sent, to read and to print."""
    authority = authority_or_404(authority_key)
    draft = _sent(authority, form_key)
    if draft is None or draft.submission_id is None:
        return _not_here(authority, form_key)
    return render_template(
        "webform/copy.html",
        definition=filling_of(draft).definition,
        copy=copy_of(submission_of(draft.submission_id)),
        back=to_sent(authority, form_key),
        pdf=url_for("webform.copy_as_pdf", authority_key=authority.key, form_key=form_key),
    )


@blueprint.get("/<authority_key>/<form_key>/copy.pdf")
@anyone
def copy_as_pdf(authority_key: str, form_key: str) -> ResponseReturnValue:
    """The same as a file to keep."""
    authority = authority_or_404(authority_key)
    draft = _sent(authority, form_key)
    if draft is None or draft.submission_id is None:
        return _not_here(authority, form_key)
    facts = facts_of(authority.id)
    kept = copy_of(submission_of(draft.submission_id))
    content = copy_pdf(
        kept,
        facts.name,
        f"Ring {facts.phone}, {facts.hours}, or write to {facts.email}.",
        lambda words: fill(words, facts),
    )
    response = Response(content, mimetype="application/pdf")
    response.headers["Content-Disposition"] = f'attachment; filename="{kept.reference}.pdf"'
    return response


def _sent(authority: Authority, form_key: str) -> Draft | None:
    draft = draft_at_hand(authority, form_key)
    return draft if draft is not None and draft.submission_id is not None else None


def _not_here(authority: Authority, form_key: str) -> ResponseReturnValue:
    definition = live_form(authority.id, form_key).definition
    return render_template("webform/sent_before.html", definition=definition), 410

""" "I still want to complain": the one link in what was agreed after a call, a page with one button."""

from contextlib import suppress

from flask import render_template
from flask.typing import ResponseReturnValue

from authorities.access import anyone, authority_or_404, link_claim, link_holder
from cases import calls
from cases.actors import PERSON
from cases.links import CALL_BACK
from cases.models import CallBack, Case
from cases.views.progress.pages import arrive, blueprint, refuse_other_tab
from foundation.database import db, transaction
from foundation.errors import Conflict, NotFound


@blueprint.get("/<authority_key>/still-want/<token>")
@anyone
def arrive_at_still_want(authority_key: str, token: str) -> ResponseReturnValue:
    """Keep the link and go on to the clean address."""
    return arrive(CALL_BACK, token, authority_key, "progress.still_want")


@blueprint.get("/<authority_key>/still-want")
@link_holder(CALL_BACK)
def still_want(authority_key: str) -> ResponseReturnValue:
    """The button, and what follows."""
    call_back = _call_back(authority_key)
    return _page(call_back, is_done=call_back.state in ("became-complaint", "missed"))


@blueprint.post("/<authority_key>/still-want")
@link_holder(CALL_BACK)
def say_still_want(authority_key: str) -> ResponseReturnValue:
    """Make it a complaint; pressed twice, it is one."""
    call_back = _call_back(authority_key)
    # A conflict means that it has become a complaint already, which is what they ask for.
    with suppress(Conflict), transaction():
        calls.still_wants_to_complain(call_back, PERSON)
    return _page(call_back, is_done=True)


def _call_back(authority_key: str) -> CallBack:
    claim = link_claim(CALL_BACK)
    call_back = db.session.get(CallBack, claim.row_id)
    authority = authority_or_404(authority_key)
    if call_back is None or call_back.authority_id != authority.id or claim.generation != call_back.link_generation:
        raise NotFound("This link has been replaced by a newer one. Use the link in our latest message, or ring us.")
    refuse_other_tab(db.session.get_one(Case, call_back.case_id).reference)
    return call_back


def _page(call_back: CallBack, *, is_done: bool) -> str:
    case = db.session.get_one(Case, call_back.case_id)
    return render_template(
        "progress/still_want.html", reference=case.reference, is_young=case.is_young_person, is_done=is_done
    )

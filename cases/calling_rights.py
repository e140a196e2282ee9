"""Who may open the page of one call: the officer asked to ring, whoever stands in, the complaints team.

As for answers: nobody named in the case, and nobody at the service while a sign of harm is being decided.
"""

from dataclasses import dataclass

from sqlalchemy import select

from authorities import standing
from authorities.models import Officer
from authorities.permissions import Role, Viewer
from cases import conflicts
from cases.models import CallBack, Case
from foundation.clock import business_now, london_day
from foundation.database import db
from foundation.errors import NotAllowed, NotFound
from foundation.links import LinkClaim


@dataclass(frozen=True)
class OpenedCall:
    """One call, opened by one officer."""

    case: Case
    call_back: CallBack
    officer: Officer


def open_call_by_link(claim: LinkClaim) -> OpenedCall:
    """The call that a link opens, for the officer asked to ring.

    Raises ``NotFound`` for a link that has been replaced, ``NotAllowed`` with the reason otherwise.
    """
    call_back = db.session.get(CallBack, claim.row_id)
    if call_back is None or call_back.caller_id is None or claim.generation != call_back.link_generation:
        raise NotFound("This link no longer opens anything.")
    return _opened(call_back, db.session.get_one(Officer, call_back.caller_id))


def open_call_signed_in(viewer: Viewer, reference: str) -> OpenedCall:
    """The call asked for under a reference. Raises ``NotFound``, and ``NotAllowed`` for anyone without a part in it."""
    call_back = db.session.scalar(
        select(CallBack).join(Case, Case.id == CallBack.case_id).where(Case.reference == reference)
    )
    if call_back is None:
        raise NotFound("No call was asked for under this reference.")
    asked = call_back.caller_id
    present = standing.stand_in(asked, london_day(business_now())) if asked else None
    is_asked = viewer.officer_id in (asked, present.id if present else None)
    if not is_asked and not viewer.has(Role.COMPLAINTS_OFFICER, call_back.authority_id):
        raise NotAllowed("You have not been asked to make this call.")
    return _opened(call_back, db.session.get_one(Officer, viewer.officer_id))


def _opened(call_back: CallBack, officer: Officer) -> OpenedCall:
    case = db.session.get_one(Case, call_back.case_id)
    if not officer.is_active:
        raise NotAllowed("This link was made for somebody who no longer works here.")
    conflicts.refuse_if_named(officer.id, case.id)
    if case.is_held:
        raise NotAllowed("This page is closed for now. The complaints team will tell you when it opens again.")
    return OpenedCall(case, call_back, officer)

"""Ends an intake: as a case of its own, or added to the case that its email speaks of.

Operation. The mail and the files go with it, sealed anew under the case's key; then the intake's own words go.
Must not decide which of the two it is: an officer says so.
"""

from collections.abc import Callable, Sequence
from datetime import datetime
from uuid import UUID

from authorities.permissions import Viewer
from cases.access import case_for
from cases.incoming import email_from_json, keep_email
from cases.intake import Intake
from cases.linking import link
from cases.models import Case, IncomingEmail, UnfinishedIntake
from cases.opening import open_case
from cases.unfinished import OWNER, end, refuse_if_moved_on
from foundation.database import db
from foundation.errors import Conflict, Invalid, NotFound
from foundation.files import hand_over

Told = Callable[[datetime | None], Intake]
"""What was told, given when its email was sent; none where there is none."""


def open_from_intake(
    intake_id: UUID,
    authority_id: UUID,
    told: Told,
    viewer: Viewer,
    *,
    edition: int,
    links: Sequence[str] = (),
) -> Case:
    """Open the case that an intake is to be, under the intake's id. The same officer's second press finds it open.

    ``links`` are the references of cases that it belongs with. Raises ``Conflict`` where somebody else has saved or
    ended the intake since the page was drawn, ``Invalid`` for a link to a case that the officer may not open.
    """
    intake = db.session.get(UnfinishedIntake, intake_id, with_for_update=True)
    others = [_case_to_link(viewer, reference) for reference in dict.fromkeys(links)]
    if intake is None:
        case = open_case(authority_id, told(None), viewer.actor, case_id=intake_id)
        _link_all(case, others, viewer)
        return case
    if intake.state == "opened" and intake.ended_by_id == viewer.officer_id:
        return db.session.get_one(Case, intake_id)
    refuse_if_moved_on(intake, edition, viewer.officer_id)
    email = email_from_json(intake.email) if intake.email else None
    case = open_case(authority_id, told(email.sent_at if email else None), viewer.actor, case_id=intake_id)
    if email is not None:
        keep_email(case, email, viewer.officer_id, intake.refused or ())
    _hand_files_over(intake, case)
    end(intake, "opened", viewer.actor, case)
    _link_all(case, others, viewer)
    return case


def add_to_case(intake: UnfinishedIntake, case: Case, viewer: Viewer) -> IncomingEmail:
    """Add an intake's email, with its files, to a case.

    Raises ``Invalid`` for an intake without an email, ``Conflict`` where it has ended.
    """
    db.session.refresh(intake, with_for_update=True)
    if intake.state != "open":
        raise Conflict("This intake is finished.")
    if not intake.email:
        raise Invalid("There is no email to add.")
    kept = keep_email(case, email_from_json(intake.email), viewer.officer_id, intake.refused or ())
    _hand_files_over(intake, case)
    end(intake, "attached", viewer.actor, case)
    return kept


def _hand_files_over(intake: UnfinishedIntake, case: Case) -> None:
    for file in hand_over((OWNER, intake.id), ("case", case.id), data_key=case.data_key):
        file.authority_id = case.authority_id


def _case_to_link(viewer: Viewer, reference: str) -> Case:
    try:
        return case_for(viewer, reference)
    except NotFound as unseen:
        raise Invalid(unseen.message, field="link") from None


def _link_all(case: Case, others: Sequence[Case], viewer: Viewer) -> None:
    for other in others:
        link(case, other, viewer.officer_id)

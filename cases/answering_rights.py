"""Who may open the answer of one stage: the officer asked, whoever stands in, the signer, the complaints team.

Must not know how somebody arrived: a link and a sign-in come to the same questions. Nobody named in a case opens
its answer, and nobody opens one while a sign of harm is being decided.
"""

from dataclasses import dataclass
from typing import Literal
from uuid import UUID

from sqlalchemy import select

from authorities import standing
from authorities.models import Officer
from authorities.permissions import Role, Viewer
from cases import conflicts
from cases.lifecycle import FROZEN
from cases.models import Allocation, Answer, Case, Stage
from foundation.clock import business_now, london_day
from foundation.database import db
from foundation.errors import NotAllowed, NotFound
from foundation.links import LinkClaim

Part = Literal["responder", "signer", "team"]

WORKING_STATES = ("open", "with-signer")
ANSWERED = "This complaint has been answered. Sign in to read the answer."
PASSED_ON = "This complaint has gone on to the next stage, so there is nothing more to write here."


@dataclass(frozen=True)
class Opened:
    """One answer, opened by one officer in one part."""

    case: Case
    stage: Stage
    officer: Officer
    part: Part

    @property
    def actor(self) -> str:
        """The officer as events name them."""
        return f"officer:{self.officer.id}"


def open_by_link(claim: LinkClaim) -> Opened:
    """The answer a manager's link opens, for the officer it was made for.

    Raises ``NotFound`` for a link that has been replaced and ``NotAllowed``, with the reason, where the stage is
    answered, has gone to somebody else, is about this officer or waits for a decision on possible harm.
    """
    allocation = db.session.get(Allocation, claim.row_id)
    if allocation is None:
        raise NotFound("This link no longer opens anything.")
    stage = db.session.get_one(Stage, allocation.stage_id)
    if allocation.ended_at is not None:
        raise NotAllowed("This complaint has gone to somebody else to answer, so the link no longer opens it.")
    if claim.generation != stage.link_generation:
        raise NotFound("This link has been replaced by a newer one.")
    officer = db.session.get_one(Officer, allocation.officer_id)
    if stage.state not in WORKING_STATES:
        raise NotAllowed(ANSWERED if stage.answered_on else PASSED_ON)
    return _opened(stage, officer, "responder")


def open_signed_in(viewer: Viewer, reference: str) -> Opened:
    """The answer of the case's latest stage that is or was worked on, for an officer who has signed in.

    Raises ``NotFound`` where there is none and ``NotAllowed`` for anyone without a part in it.
    """
    stage = db.session.scalar(
        select(Stage)
        .join(Case, Case.id == Stage.case_id)
        .where(Case.reference == reference, Stage.number > 0, Stage.state != "proposed")
        .order_by(Stage.number.desc())
        .limit(1)
    )
    if stage is None:
        raise NotFound("There is no answer to write under this reference.")
    conflicts.refuse_if_named(viewer.officer_id, stage.case_id)
    part = _part(viewer, stage)
    if part is None:
        raise NotAllowed("You have not been asked to answer this complaint.")
    return _opened(stage, db.session.get_one(Officer, viewer.officer_id), part)


def signer_for(stage: Stage) -> Officer:
    """Who signs the answer: the first in the line above the team who is not named in it and did not write it.

    Raises ``NotAllowed`` where nobody is left to sign.
    """
    shut_out = {*conflicts.named_officer_ids(stage.case_id), stage.responder_id}
    today = london_day(business_now())
    line = standing.line_above(stage.team) if stage.team else None
    above = (line.service_manager, line.head_of_service) if line else ()
    for officer in (*above, standing.complaints_manager(stage.authority_id)):
        present = standing.stand_in(officer.id, today) if officer else None
        if present is not None and present.id not in shut_out:
            return present
    raise NotAllowed("Nobody is set to sign this answer. Ring the complaints team.")


def _part(viewer: Viewer, stage: Stage) -> Part | None:
    signer_id = db.session.scalar(select(Answer.signer_id).where(Answer.stage_id == stage.id))
    is_signer = _is_or_stands_in_for(viewer.officer_id, signer_id)
    if is_signer and stage.state == "with-signer":
        return "signer"
    if _is_or_stands_in_for(viewer.officer_id, stage.responder_id):
        return "responder"
    if is_signer:
        return "signer"
    return "team" if viewer.has(Role.COMPLAINTS_OFFICER, stage.authority_id) else None


def _is_or_stands_in_for(officer_id: UUID, asked_id: UUID | None) -> bool:
    if asked_id is None or officer_id == asked_id:
        return asked_id is not None
    present = standing.stand_in(asked_id, london_day(business_now()))
    return present is not None and present.id == officer_id


def _opened(stage: Stage, officer: Officer, part: Part) -> Opened:
    case = db.session.get_one(Case, stage.case_id)
    if not officer.is_active:
        raise NotAllowed("This link was made for somebody who no longer works here.")
    conflicts.refuse_if_named(officer.id, case.id)
    if case.is_held and part != "team":
        raise NotAllowed("This page is closed for now. The complaints team will tell you when it opens again.")
    if case.state == FROZEN and part != "team":
        raise NotAllowed(
            "This complaint waits for other proceedings. The complaints team will tell you when it goes on."
        )
    return Opened(case, stage, officer, part)

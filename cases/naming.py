"""An officer of the team says whom a name in a case means.

Names are matched to officers by themselves only where one fits; the rest is a person's judgement. Whoever it turns
out to be is shut out at once, also where they have been asked to answer.
"""

from uuid import UUID

from sqlalchemy import select

from cases.actors import by_officer
from cases.allocation import take_back
from cases.conflicts import match_by_hand, refuse_if_named
from cases.models import Case, NamedPerson, Stage
from cases.turns import take_turn
from foundation.database import db


def say_who(case: Case, named: NamedPerson, officer_id: UUID | None, by_id: UUID) -> None:
    """Match a name to an officer, or (None) to nobody who works here. Publishes ``conflict.recorded``.

    A stage they were asked to answer goes back to the team. Raises ``NotAllowed`` for somebody named in the case.
    """
    take_turn(case)
    refuse_if_named(by_id, case.id)
    asked = select(Stage).where(Stage.case_id == case.id, Stage.responder_id == officer_id, Stage.state == "open")
    if officer_id is not None:
        for stage in db.session.scalars(asked):
            take_back(stage, by_officer(by_id))
    match_by_hand(case, named, officer_id, by_id)

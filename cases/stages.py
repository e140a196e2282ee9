"""The stages of a case: at which it stands, and the last there is.

Reads only.
"""

from sqlalchemy import select

from cases.models import Case, Stage
from foundation.database import db
from foundation.errors import Conflict


def current_stage(case: Case) -> Stage | None:
    """The stage a case stands at, answered or not."""
    return db.session.scalar(select(Stage).where(Stage.case_id == case.id, Stage.number == case.stage_number))


def stage_at_work(case: Case) -> Stage:
    """As ``current_stage``. Raises ``Conflict`` where there is none."""
    stage = current_stage(case)
    if stage is None:
        raise Conflict("No stage of this case is open.")
    return stage


def last_stage(case: Case) -> Stage | None:
    """The highest stage there is, one that only waits for an officer included; a call counts as 0."""
    return db.session.scalar(select(Stage).where(Stage.case_id == case.id).order_by(Stage.number.desc()).limit(1))

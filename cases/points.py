"""Which points of complaint a stage answers, and what was found on each before.

Reads only. Which points go on to a next stage is decided in ``cases.next_stage``.
"""

from sqlalchemy import select

from cases.models import EscalationRequest, Finding, Point, Stage
from foundation.database import db


def points_of_stage(stage: Stage) -> list[Point]:
    """The points a stage answers, in their order: all of them, or those carried into a later stage."""
    points = list(db.session.scalars(select(Point).where(Point.case_id == stage.case_id).order_by(Point.number)))
    carried = db.session.scalar(
        select(EscalationRequest.point_ids).where(
            EscalationRequest.case_id == stage.case_id, EscalationRequest.to_stage == stage.number
        )
    )
    return [point for point in points if str(point.id) in carried] if carried else points


def findings_of_stage(stage: Stage) -> dict[str, Finding]:
    """What was found at a stage, by the point's id as text."""
    found = db.session.scalars(select(Finding).where(Finding.stage_id == stage.id))
    return {str(finding.point_id): finding for finding in found}

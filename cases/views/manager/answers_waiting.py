"""What waits for the officer who has signed in: answers to write, answers to sign, calls to make."""

from flask import render_template
from flask.typing import ResponseReturnValue
from sqlalchemy import or_, select

from authorities.access import officers, signed_in_viewer
from cases import conflicts
from cases.models import Answer, CallBack, Case, Stage
from cases.views.manager.pages import MAY_ANSWER, blueprint
from foundation.clock import business_now, london_day
from foundation.database import db


@blueprint.get("/")
@officers(*MAY_ANSWER)
def waiting() -> ResponseReturnValue:
    """References and dates only, the earliest due first."""
    officer_id = signed_in_viewer().officer_id
    stages = db.session.execute(
        select(Case.id, Case.reference, Stage.state, Stage.responder_id, Stage.target_on, Stage.extended_to)
        .join(Stage, Stage.case_id == Case.id)
        .outerjoin(Answer, Answer.stage_id == Stage.id)
        .where(Stage.state.in_(("open", "with-signer")), Case.is_held.is_(False), Case.state != "frozen")
        .where(or_(Stage.responder_id == officer_id, Answer.signer_id == officer_id))
        .order_by(Stage.target_on.nulls_last(), Case.reference)
    ).all()
    calls = db.session.execute(
        select(Case.id, Case.reference, CallBack.due_on)
        .join(CallBack, CallBack.case_id == Case.id)
        .where(CallBack.caller_id == officer_id, CallBack.state == "waiting", Case.is_held.is_(False))
        .order_by(CallBack.due_on)
    ).all()
    return render_template(
        "manager/waiting.html",
        stages=[row for row in stages if not conflicts.is_named(officer_id, row.id)],
        calls=[row for row in calls if not conflicts.is_named(officer_id, row.id)],
        officer_id=officer_id,
        today=london_day(business_now()),
    )

"""Opens the stage after another, with its clocks, and brings it to whoever takes it.

Operation, for whoever settled that it opens: a request (``cases.escalation``) or an agreement to leave a stage out.
"""

from collections.abc import Mapping
from datetime import date

from authorities import standing
from cases import clocks, conflicts, lifecycle
from cases.actors import officer_of
from cases.allocation import have_chosen
from cases.answer_letters import next_stage_rule
from cases.answerers import present_or_stand_in
from cases.clock_changes import stop_clocks_of
from cases.models import Allocation, Case, Stage
from cases.saying import say_of_stage
from foundation.clock import business_now, london_day
from foundation.database import db


def open_next(
    case: Case, stage: Stage, on: date, actor: str, said: Mapping[str, object], act: str = "request-next-stage"
) -> Stage:
    """Open the stage after ``stage``, dated from ``on``; the one before ends. Publishes ``stage.requested``.

    ``said`` goes into that fact. ``act`` is that of the lifecycle by which it opens.
    """
    rule = next_stage_rule(stage)
    assert rule is not None  # judged to have one  # noqa: S101
    at = business_now()
    opened = Stage(
        authority_id=case.authority_id,
        case_id=case.id,
        number=stage.number + 1,
        key=rule.key,
        procedure=stage.procedure,
        state=lifecycle.OPEN,
        requested_on=on,
        opened_at=at,
        opened_on=london_day(at),
        team_id=stage.team_id,
        remedies=[],
        link_generation=0,
    )
    db.session.add(opened)
    db.session.flush()
    db.session.add_all(clocks.first_clocks(case, opened))
    role = lifecycle.PERSON if officer_of(actor) is None else lifecycle.OFFICER
    stage.state = lifecycle.stage_state_after(stage.state, "pass-on", role)
    stage.closed_on = stage.closed_on or london_day(at)
    if stage.answered_on is None:
        stop_clocks_of(case, stage, stage.closed_on, actor, "passed-on")
    case.state = lifecycle.case_state_after(case.state, act, role)
    case.stage_number = opened.number
    case.closed_at = case.closed_on = case.close_reason = None
    _route(case, stage, opened, actor)
    db.session.flush()
    if stage.answered_on is None:
        say_of_stage(stage, "stage.closed", {}, actor)  # it is chased no more
    say_of_stage(opened, "stage.requested", {"from_stage_id": str(stage.id), **said}, actor)
    return opened


def _route(case: Case, before: Stage, opened: Stage, actor: str) -> None:
    """To the stage 2 lead or whoever stands in; never to somebody named in it or who gave the first answer."""
    lead = standing.stage_two_lead(case.authority_id)
    present = present_or_stand_in(lead, case.id, london_day(business_now())) if lead else None
    if present is None or present.id == before.responder_id or conflicts.is_named(present.id, case.id):
        what = f"{case.reference}: choose who takes the next stage. Its clocks are running."
        have_chosen(case, what, opened.id, opened.opened_on)
        return
    opened.responder_id = present.id
    db.session.add(
        Allocation(
            authority_id=case.authority_id,
            stage_id=opened.id,
            officer_id=present.id,
            began_at=business_now(),
            by=actor,
        )
    )

"""A request for the next stage, in whatever words and by whatever way it came.

Operation: keeps the request, opens the stage with its clocks and points, and routes it. Must not judge whether the
person is right to ask, nor ask them why: every reason may be blank and changes nothing.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from sqlalchemy import select

from cases import harm, lifecycle
from cases.actors import PERSON, officer_of
from cases.answer_letters import next_stage_rule
from cases.answer_not_received import check_delivery, open_on_its_day
from cases.models import Case, EscalationRequest, Stage
from cases.next_stage import WHY, Standing, Verdict, judge, ombudsman_prompt, points_carried, who_is_next
from cases.next_stage_opening import open_next
from cases.points import findings_of_stage, points_of_stage
from cases.stages import last_stage
from cases.work import raise_work
from foundation.clock import business_now, london_day
from foundation.database import db
from foundation.errors import Invalid
from foundation.events import lock_streams

WORK_EARLY = "next-stage-early"
WORK_LAST = "ombudsman-next"
WORK_OMBUDSMAN = "early-referral"
NO_ANSWER = "no-answer"
REACH_OMBUDSMAN = "reach-ombudsman"


@dataclass(frozen=True)
class Asked:
    """What a person said when they asked; all of it but ``at`` and ``channel`` may be empty.

    ``at`` is aware business time of the asking. ``how_answered`` and ``main_reason`` are codes of the profile.
    """

    at: datetime
    channel: str
    how_answered: str | None = None
    main_reason: str | None = None
    words: str | None = None
    put_right: str | None = None
    point_ids: Sequence[str] = ()
    submission_id: UUID | None = None


@dataclass(frozen=True)
class Result:
    """What became of a request: ``stage`` is the next stage, none unless it is open."""

    verdict: Verdict
    request: EscalationRequest
    stage: Stage | None


def latest_stage(case: Case) -> Stage:
    """The stage a request is about: the highest one there is, call-backs left out. Raises ``Invalid`` for none."""
    stage = last_stage(case)
    if stage is None or stage.number == 0:
        raise Invalid("Nothing here has been dealt with as a complaint, so there is no next stage to ask for.")
    return stage


def verdict_on(stage: Stage) -> Verdict:
    """What a request for the stage after this one would do today."""
    return judge(_standing(stage), london_day(business_now()))


def request_next_stage(stage: Stage, asked: Asked, actor: str = PERSON) -> Result:
    """Keep a request for the stage after ``stage`` and open that stage where it may open.

    Asked again, it adds what was not said before and opens nothing twice. Where the next stage cannot open yet, or
    there is none, the request is kept and becomes work for the team. Publishes ``stage.requested`` on opening.
    """
    case = db.session.get_one(Case, stage.case_id)
    lock_streams(case.id)
    db.session.refresh(stage, with_for_update=True)
    harm.look_through(case, "\n".join(said for said in (asked.words, asked.put_right) if said), actor)
    verdict = judge(_standing(stage), london_day(asked.at))
    request = _kept(case, stage, asked, actor)
    if asked.main_reason == REACH_OMBUDSMAN:
        _raise(case, WORK_OMBUDSMAN, f"{case.reference}: {ombudsman_prompt(stage.number)}", request)
    if says_no_answer_came(request):
        check_delivery(case, stage, request)
    if verdict in ("too-early", "last-stage"):
        _leave_to_team(case, stage, request, verdict)
        return Result(verdict, request, None)
    opened = _next(stage)
    if opened is None:
        said = {"request_id": str(request.id), "main_reason": request.main_reason}
        opened = open_next(case, stage, request.asked_on, actor, said)
    return Result(verdict, request, opened)


def _standing(stage: Stage) -> Standing:
    case = db.session.get_one(Case, stage.case_id)
    return Standing(
        is_frozen=case.state == lifecycle.FROZEN,
        answered_on=stage.answered_on,
        target_on=stage.due_on,
        limit_on=stage.limit_on,
        has_next_in_procedure=next_stage_rule(stage) is not None,
        next_is_open=_next(stage) is not None,
    )


def _next(stage: Stage) -> Stage | None:
    return db.session.scalar(select(Stage).where(Stage.case_id == stage.case_id, Stage.number == stage.number + 1))


def _kept(case: Case, stage: Stage, asked: Asked, actor: str) -> EscalationRequest:
    """The one request for this next stage; what an earlier one left blank is filled, nothing said is overwritten."""
    request = db.session.scalar(
        select(EscalationRequest).where(
            EscalationRequest.case_id == case.id, EscalationRequest.to_stage == stage.number + 1
        )
    )
    points = _points(stage, asked)
    opens_anew = request is None or _next(stage) is None
    if request is None:
        request = EscalationRequest(
            data_key=case.data_key,
            authority_id=case.authority_id,
            case_id=case.id,
            from_stage_id=stage.id,
            to_stage=stage.number + 1,
            taken_in_by_id=officer_of(actor),
        )
        db.session.add(request)
    if opens_anew:
        # Asked too early before, it is asked anew now: the clocks run from the request that opens the stage.
        request.asked_at, request.asked_on, request.channel = asked.at, london_day(asked.at), asked.channel
        request.point_ids = points
    request.submission_id = request.submission_id or asked.submission_id
    request.how_answered = request.how_answered or asked.how_answered
    request.main_reason = request.main_reason or asked.main_reason
    request.words = _added(request.words, asked.words)
    request.put_right = _added(request.put_right, asked.put_right)
    db.session.flush()
    return request


def _points(stage: Stage, asked: Asked) -> list[str]:
    findings = findings_of_stage(stage)
    found = {
        str(point.id): findings[str(point.id)].finding if str(point.id) in findings else None
        for point in points_of_stage(stage)
    }
    return list(points_carried(found, asked.point_ids, is_answered=stage.answered_on is not None))


def _added(before: str | None, more: str | None) -> str | None:
    said = [words for words in (before, (more or "").strip()) if words]
    return "\n\n".join(dict.fromkeys(said)) or None


def says_no_answer_came(request: EscalationRequest) -> bool:
    """Whether they say, in either place they may, that no answer has reached them."""
    return NO_ANSWER in (request.main_reason, request.how_answered)


def _leave_to_team(case: Case, stage: Stage, request: EscalationRequest, verdict: Verdict) -> None:
    if verdict == "last-stage":
        who = who_is_next(stage.procedure)
        _raise(case, WORK_LAST, f"{case.reference}: they are not content. Tell them how to reach {who}.", request)
        return
    what = f"{case.reference}: the next stage was asked for. {WHY[verdict]} Speak with them about the answer."
    if says_no_answer_came(request):
        open_on_its_day(stage, request)
        what += " It opens by itself once that day has passed without one."
    _raise(case, WORK_EARLY, what, request)


def _raise(case: Case, kind: str, what: str, request: EscalationRequest, due_on: date | None = None) -> None:
    raise_work(
        case.authority_id,
        kind,
        what,
        request.id,
        case_id=case.id,
        officer_id=case.owner_id,
        due_on=due_on or london_day(business_now()),
    )

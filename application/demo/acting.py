"""What officers and people of the script do after the telling, each act by the operation that its page calls.

Every function runs in the caller's transaction, at business time as it stands.
"""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from sqlalchemy import select

from application.demo.council import Council
from application.demo.script import Matter, Story
from application.demo.telling import case_told, send_form, tell
from application.demo.writing import written_answer
from authorities.models import Officer, Service
from authorities.sessions import viewer_for
from cases import calls, harm, timing
from cases.actors import PERSON
from cases.allocation import note_request_opened
from cases.answering_rights import Opened, open_signed_in
from cases.closing import close
from cases.confirming import Changes, confirm
from cases.models import Answer, CallBack, Case, ExtensionRequest, Stage
from cases.notes import advocate_referred
from cases.points import points_of_stage
from cases.responding import (
    answer_to,
    give_to_signer,
    needs_sign_off,
    record_try,
    return_to_writer,
    save_draft,
    send_answer,
)
from foundation.calendar import working_day_after
from foundation.database import db
from foundation.errors import Conflict
from foundation.holidays import current_table


@dataclass
class Telling:
    """One story being played: ``number`` is its place in the script, ``told_id`` what the telling gave."""

    council: Council
    story: Story
    matter: Matter
    number: int
    told_id: UUID | None = None

    @property
    def case(self) -> Case:
        """The case as it stands."""
        if self.told_id is None:
            raise Conflict(f"{self.story.name} has told nothing yet.")
        return case_told(self.told_id)

    @property
    def stage(self) -> Stage:
        """The stage being answered, or answered last."""
        latest = select(Stage).where(Stage.case_id == self.case.id, Stage.number > 0).order_by(Stage.number.desc())
        return db.session.execute(latest.limit(1)).scalar_one()

    @property
    def officer(self) -> Officer:
        """The complaints officer who keeps this case: two share the work."""
        return self.council.officer("officer" if self.number % 2 else "officer.two")

    def opened_by(self, officer_id: UUID) -> Opened:
        """The answer's page as this officer opens it."""
        officer = db.session.get_one(Officer, officer_id)
        return open_signed_in(viewer_for(officer), self.case.reference)

    def opened_by_responder(self) -> Opened:
        """The answer's page as whoever was asked opens it."""
        responder_id = self.stage.responder_id
        if responder_id is None:
            raise Conflict(f"Nobody is asked to answer {self.story.name}.")
        return self.opened_by(responder_id)


def act_tell(telling: Telling) -> None:
    """The person tells the council."""
    telling.told_id = tell(telling.council, telling.story, telling.matter, telling.number)


def act_confirm(telling: Telling) -> None:
    """An officer confirms what the rules proposed, and chooses the service where the person did not."""
    case, changes = telling.case, None
    if case.service_id is None:
        theirs = Service.authority_id == case.authority_id, Service.key == telling.matter.service
        service_id = db.session.execute(select(Service.id).where(*theirs)).scalar_one()
        changes = Changes(service_id=service_id, reason="What they say is about this service")
    confirm(case, telling.officer.id, changes)


def act_decide_harm(telling: Telling) -> None:
    """The lead for allegations refers it, and lets the service be told."""
    reasons = "Discussed with the LADO today. The service may be told; the worker is not named to the team."
    lead = telling.council.officer("lado")
    harm.decide(telling.case, lead.id, "referred", reasons, service_may_be_told=True)


def act_refer_to_advocate(telling: Telling) -> None:
    """The advocacy service has been asked."""
    advocate_referred(telling.case, telling.officer.id)


def act_look(telling: Telling) -> None:
    """The manager opens the request."""
    note_request_opened(telling.stage)


def act_try(telling: Telling, outcome: str) -> None:
    """The manager tries to speak with the person."""
    record_try(telling.opened_by_responder(), "call", outcome)


def act_ask_time(telling: Telling, until: int) -> None:
    """The manager asks for more time because it is complex."""
    stage = telling.stage
    until_on = working_day_after(stage.requested_on, until, current_table())
    words = "Two services have to be asked and one worker is away."
    timing.ask_more_time(stage, telling.opened_by_responder().officer.id, "complexity", words, until_on)


def act_grant_time(telling: Telling) -> None:
    """An officer grants it."""
    asked = select(ExtensionRequest).where(
        ExtensionRequest.stage_id == telling.stage.id, ExtensionRequest.decision.is_(None)
    )
    timing.decide_more_time(db.session.execute(asked).scalar_one(), telling.officer.id, grant=True)


def act_say_late(telling: Telling) -> None:
    """An officer records that the answer is late, and the person is told."""
    timing.decide_day_ten(telling.stage, telling.officer.id, "late", reason="staff-absent")


def act_write(telling: Telling, method: str) -> None:
    """The manager writes the answer and gives it to be signed, where answers are."""
    opened = telling.opened_by_responder()
    answer = answer_to(opened.stage)
    answer = save_draft(
        opened, written_answer(telling.matter, telling.number, opened.stage, method), answer.edition if answer else 0
    )
    if needs_sign_off(opened.stage):
        give_to_signer(opened, answer.edition)


def act_return(telling: Telling) -> None:
    """The signer gives it back with what to change."""
    return_to_writer(_opened_to_send(telling), "Say why the second point happened, not only that it did.")


def act_send(telling: Telling) -> None:
    """Whoever signs sends the answer; its writer where nobody does."""
    send_answer(_opened_to_send(telling), _answer(telling).edition)


def act_escalate(telling: Telling) -> None:
    """The person asks for a second look on the form."""
    asked = telling.story.escalates
    if asked is None:
        raise Conflict(f"{telling.story.name} asks for nothing more.")
    case, points = telling.case, points_of_stage(telling.stage)
    send_form(
        "escalation",
        case.authority_id,
        {
            "points_left": [str(point.id) for point in points[:2]],
            "put_right": asked.words if asked.reason != "other" else None,
            "how_answered": asked.said,
            "main_reason": asked.reason,
            "other_reason": asked.words if asked.reason == "other" else None,
        },
        about=("case", case.id),
        known={"asked_by_child": "no", "has_points": "yes"},
        choices={"points_left": [(str(point.id), f"Part {point.number}") for point in points]},
    )


def act_ring(telling: Telling, outcome: str) -> None:
    """The manager rings somebody who asked for a call."""
    call_back = _call_back(telling)
    if call_back.caller_id is None:
        raise Conflict(f"Nobody is asked to ring {telling.story.name}.")
    agreed = "We will write by Friday with the dates, and ring again in two weeks." if outcome == "spoke" else None
    calls.record_try(call_back, call_back.caller_id, outcome, agreed=agreed)


def act_settle_call(telling: Telling) -> None:
    """The person says that the call settled it."""
    calls.settled(_call_back(telling), PERSON)


def act_still_complain(telling: Telling) -> None:
    """The person follows the link: I still want to complain."""
    calls.still_wants_to_complain(_call_back(telling), PERSON)


def act_close(telling: Telling, reason: str) -> None:
    """An officer closes the case."""
    close(telling.case, telling.officer.id, reason)


ACTS: dict[str, Callable[..., None]] = {
    "tell": act_tell,
    "confirm": act_confirm,
    "decide-harm": act_decide_harm,
    "refer-to-advocate": act_refer_to_advocate,
    "look": act_look,
    "try": act_try,
    "ask-time": act_ask_time,
    "grant-time": act_grant_time,
    "say-late": act_say_late,
    "write": act_write,
    "return": act_return,
    "send": act_send,
    "escalate": act_escalate,
    "ring": act_ring,
    "settle-call": act_settle_call,
    "still-complain": act_still_complain,
    "close": act_close,
}


def do(telling: Telling, name: str, details: dict[str, Any]) -> None:
    """Do one act of the script. Raises whatever its operation refuses with."""
    ACTS[name](telling, **details)


def _opened_to_send(telling: Telling) -> Opened:
    signer_id = _answer(telling).signer_id
    return telling.opened_by(signer_id) if signer_id else telling.opened_by_responder()


def _answer(telling: Telling) -> Answer:
    return db.session.execute(select(Answer).where(Answer.stage_id == telling.stage.id)).scalar_one()


def _call_back(telling: Telling) -> CallBack:
    return db.session.execute(select(CallBack).where(CallBack.case_id == telling.case.id)).scalar_one()

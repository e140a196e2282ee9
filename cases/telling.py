"""Tells somebody about a case: finds who stands there today, and asks for the message.

Nobody named in a case is told of it, nor anybody at a service while it is held. Somebody on leave is passed
over for whoever stands in. Where nobody is left to tell, it becomes the team's work.
"""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Literal
from uuid import UUID

from sqlalchemy import select

from authorities import standing
from authorities.models import Authority, Officer
from authorities.publishing import profile_of
from cases import links
from cases.allocation import current_allocation
from cases.answerers import present_or_stand_in
from cases.calls import call_of
from cases.harm import decision_of
from cases.models import Answer, CallBack, Case, Stage
from cases.preparing import RECEIPTS, ask_to_make_ready
from cases.recipients import complainant_of, officer_to_tell
from cases.responding import waits_for
from cases.wishes import LETTER
from cases.words_of_messages import Standpoint, public_fields, staff_fields, wording_for
from cases.work import raise_work
from foundation.clock import business_now, london_day
from foundation.database import db
from notifications.message import Guarantee, LinkTo
from notifications.outgoing import Recipient, request_message

Who = Literal[
    "complainant",
    "responder",
    "answer-holder",
    "signer",
    "caller",
    "allocator",
    "service-manager",
    "head-of-service",
    "complaints-manager",
    "case-owner",
    "team",
    "harm-lead",
    "stage-two-lead",
]
AT_SERVICE = frozenset({"responder", "answer-holder", "signer", "caller", "service-manager", "head-of-service"})
CHASED = frozenset({"answer-holder", "service-manager", "head-of-service"})
"""None of these is told of a stage whose letter only waits to be handed over."""
NOBODY = "nobody-to-tell"
NOTHING_MORE: Mapping[str, str] = {}


@dataclass(frozen=True)
class Told:
    """Whom a message was asked for: ``message_id`` is None where nobody could be told."""

    message_id: UUID | None
    officer_id: UUID | None = None


def tell(
    case: Case,
    stage: Stage | None,
    who: Who,
    wording: str,
    key: UUID,
    *,
    next_rung: str = "",
    once: bool = False,
    more: Mapping[str, str] = NOTHING_MORE,
) -> Told:
    """Ask for one message. ``key`` makes asking twice harmless: the step's id.

    ``more`` are fields of a message to the person that only what happened knows.
    ``once`` is for chasers and reminders, which are never risked twice.
    """
    if who == "complainant":
        return _tell_person(case, stage, wording, str(key), complainant_of(case), more)
    if who == "team":
        return _send(case, stage, _team_mailbox(case), who, wording, key, next_rung, once)
    if who in AT_SERVICE and case.is_held:
        return Told(None)
    if who in CHASED and stage is not None and stage.number > 0 and waits_for(stage) == "handing-over":
        return Told(None)
    officer = _officer(case, stage, who)
    if officer is None:
        _nobody(case, who, key)
        return Told(None)
    return _send(case, stage, officer_to_tell(officer), who, wording, key, next_rung, once)


def ask_in_writing(case: Case, stage: Stage | None, wording: str, key: str, needed: str, way: str) -> Told:
    """Ask the person for something, in plain words, by one of ``cases.wishes.ways_to_ask`` that is in writing."""
    person, to = case.complainant, complainant_of(case)
    is_post = way == LETTER
    to = replace(to, email=None if is_post else person.email, postal_address=person.postal_address if is_post else None)
    return _tell_person(case, stage, wording, key, to, {"needed": needed})


def _tell_person(
    case: Case,
    stage: Stage | None,
    wording: str,
    key: str,
    to: Recipient,
    more: Mapping[str, str] = NOTHING_MORE,
) -> Told:
    authority = db.session.get_one(Authority, case.authority_id)
    call_back = call_of(case.id)
    opens = {"link": links.progress_link(case, authority.key)}
    if wording == "call-agreed" and call_back is not None:
        opens = {"link": links.still_want_link(call_back, authority.key)}
    message = request_message(
        authority_id=case.authority_id,
        about=("case", case.id),
        key=f"{key}:person",
        wording=wording_for(case, wording),
        fields={**public_fields(case, stage, call_back, standpoint_of(case)), **more},
        to=to,
        guarantee="at-least-once",
        links=opens,
        may_wait=wording not in RECEIPTS and not _is_owed_today(stage),
    )
    ask_to_make_ready(case, message, wording)
    return Told(message.id)


def _is_owed_today(stage: Stage | None) -> bool:
    """Whether waiting for the morning would make it late."""
    return stage is not None and stage.answered_on is None and stage.due_on == london_day(business_now())


def _send(
    case: Case,
    stage: Stage | None,
    to: Recipient,
    who: Who,
    wording: str,
    key: UUID,
    next_rung: str,
    once: bool,
) -> Told:
    guarantee: Guarantee = "at-most-once" if once else "at-least-once"
    call_back = call_of(case.id)
    message = request_message(
        authority_id=case.authority_id,
        about=("case", case.id),
        key=f"{key}:{who}",
        wording=wording_for(case, wording),
        fields=staff_fields(case, stage, call_back, standpoint_of(case), next_rung),
        to=to,
        guarantee=guarantee,
        links={"link": _link_for(case, stage, who, to.officer_id, call_back)},
    )
    return Told(message.id, to.officer_id)


def _link_for(case: Case, stage: Stage | None, who: Who, officer_id: UUID | None, call_back: CallBack | None) -> LinkTo:
    """The page somebody needs: the manager's own link for whoever was asked, else one that asks for sign-in."""
    if who == "caller" and call_back is not None:
        return links.call_link(call_back)
    if who in ("responder", "answer-holder", "signer") and stage is not None:
        asked = current_allocation(stage.id)
        if asked is not None and asked.officer_id == officer_id:
            return links.answer_link(asked, stage.link_generation)
        return links.answer_page(case)
    return links.case_link(case)


def _officer(case: Case, stage: Stage | None, who: Who) -> Officer | None:
    """Who stands there today, present and not named in the case."""
    today = london_day(business_now())
    for officer in _candidates(case, stage, who):
        present = present_or_stand_in(officer, case.id, today)
        if present is not None:
            return present
    return None


def _candidates(case: Case, stage: Stage | None, who: Who) -> list[Officer]:
    complaints_manager = standing.complaints_manager(case.authority_id)
    asked = stage.responder if stage else None
    team = (stage.team if stage else None) or case.team
    line = standing.line_above(team) if team else None
    found: Mapping[str, list[Officer | None]] = {
        "responder": [asked],
        "signer": [_signer(stage)],
        "answer-holder": [_signer(stage) or asked],
        "caller": [_caller(case)],
        "allocator": [case.owner, complaints_manager],
        "case-owner": [case.owner, complaints_manager],
        "service-manager": [line.service_manager if line else None],
        "head-of-service": [line.head_of_service if line else None],
        "complaints-manager": [complaints_manager],
        "harm-lead": [_decider(case), complaints_manager],
        "stage-two-lead": [asked, standing.stage_two_lead(case.authority_id)],
    }
    return [officer for officer in found[who] if officer is not None]


def _signer(stage: Stage | None) -> Officer | None:
    """The signer, while the draft waits for a signature."""
    if stage is None or stage.number == 0 or waits_for(stage) != "signer":
        return None
    return db.session.scalar(
        select(Officer).join(Answer, Answer.signer_id == Officer.id).where(Answer.stage_id == stage.id)
    )


def _caller(case: Case) -> Officer | None:
    call_back = call_of(case.id)
    return call_back.caller if call_back else None


def _decider(case: Case) -> Officer | None:
    decision = decision_of(case.id)
    return decision.decider if decision else None


def _team_mailbox(case: Case) -> Recipient:
    profile = profile_of(case.profile_version_id)
    return Recipient(kind="officer", name="Complaints team", email=profile.contact.email)


def standpoint_of(case: Case) -> Standpoint:
    """Who writes about a case, and today."""
    authority = db.session.get_one(Authority, case.authority_id)
    return Standpoint(
        authority.name, authority.key, profile_of(case.profile_version_id).contact, london_day(business_now())
    )


def _nobody(case: Case, who: Who, key: UUID) -> None:
    raise_work(
        case.authority_id,
        NOBODY,
        f"{case.reference}: there is nobody to tell as {who.replace('-', ' ')}. Each is away, named in it, or not set.",
        key,
        case_id=case.id,
        officer_id=case.owner_id,
        due_on=london_day(business_now()),
    )

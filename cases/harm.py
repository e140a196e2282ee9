"""A sign that a worker or carer may have harmed a child, and the decision whether to tell the LADO.

From the sign until the decision the case is restricted and held: nothing goes to the service, because whoever
is accused must not be tipped off. A named person decides within one working day. Nothing
here decides: rules and officers see signs, a person decides.
"""

from uuid import UUID

from sqlalchemy import select

from authorities import standing
from authorities.models import Officer
from authorities.publishing import profile_of
from cases.actors import by_officer
from cases.conflicts import first_free, named_officer_ids, refuse_if_named
from cases.models import Case, HarmDecision
from cases.saying import say
from cases.triage import shipped_rules, triage
from cases.turns import take_turn
from cases.work import finish_work_of
from foundation.calendar import working_day_after
from foundation.clock import business_now, london_day
from foundation.database import db
from foundation.errors import Conflict, Invalid
from foundation.holidays import current_table
from notifications.outgoing import release_held

DECISIONS = ("referred", "not-referred")
WORK = "harm-decision"


def suspect(case: Case, signs: list[str], actor: str) -> HarmDecision:
    """Hold a case for a decision on possible harm, once. Publishes ``harm.suspected``."""
    take_turn(case)
    decision = decision_of(case.id)
    if decision is not None and decision.decision is None:
        return decision
    if decision is not None:
        raise Conflict("A decision on possible harm has been taken on this case. Speak to whoever took it.")
    case.is_restricted = case.is_held = True
    at = business_now()
    days = profile_of(case.profile_version_id).settings.lado_decision_days
    decider = decider_for(case)
    decision = HarmDecision(
        data_key=case.data_key,
        authority_id=case.authority_id,
        case_id=case.id,
        flagged_at=at,
        flagged_by=actor,
        due_on=working_day_after(london_day(at), days, current_table()),
        decider_id=decider.id if decider else None,
        service_may_be_told=False,
    )
    db.session.add(decision)
    db.session.flush()
    say(case, "harm.suspected", {"decision_id": str(decision.id), "signs": signs}, actor)
    return decision


def look_through(case: Case, words: str, actor: str) -> None:
    """Hold a case for a sign of harm in words that came after it was opened.

    Once a decision was asked for, nothing more: whoever takes it, or took it, reads the words too.
    """
    signs = [sign.key for sign in triage(shipped_rules(), {"words": words}).harm]
    if signs and decision_of(case.id) is None:
        suspect(case, signs, actor)


def decide(case: Case, officer_id: UUID, decision: str, reasons: str, *, service_may_be_told: bool) -> HarmDecision:
    """Record the decision. The hold ends only when the service may be told.

    Not referring always lets the service be told. Raises ``NotAllowed`` for somebody named in the case,
    ``Invalid`` for an unknown decision or missing reasons, ``Conflict`` when nothing was asked or it is decided.
    """
    refuse_if_named(officer_id, case.id)
    if decision not in DECISIONS:
        raise Invalid("Choose whether the LADO has been told.", field="decision")
    if not reasons.strip():
        raise Invalid("Enter the reasons for the decision.", field="reasons")
    take_turn(case)
    row = decision_of(case.id)
    if row is None or row.decision is not None:
        raise Conflict("There is no decision on possible harm to take on this case.")
    row.decision, row.reasons = decision, reasons.strip()
    row.decided_at, row.decided_by_id = business_now(), officer_id
    finish_work_of(case.id, (WORK,), by_officer(officer_id))
    say(case, "harm.decided", {"decision_id": str(row.id), "decision": decision}, by_officer(officer_id))
    if decision == "not-referred" or service_may_be_told:
        let_service_be_told(case, officer_id)
    return row


def let_service_be_told(case: Case, officer_id: UUID) -> None:
    """End the hold: the service may hear of the case now. Publishes ``harm.hold-ended``.

    The case stays restricted. Ended already, nothing more happens. Raises ``Conflict`` before the decision is taken,
    ``NotAllowed`` for somebody named.
    """
    refuse_if_named(officer_id, case.id)
    take_turn(case)
    row = decision_of(case.id)
    if row is None or row.decision is None:
        raise Conflict("The decision on possible harm comes first.")
    if not case.is_held:
        return
    row.service_may_be_told = True
    case.is_held = False
    db.session.flush()
    say(case, "harm.hold-ended", {"decision_id": str(row.id)}, by_officer(officer_id))
    release_held(case.id)


def decision_of(case_id: UUID) -> HarmDecision | None:
    """The decision asked for on a case, taken or not."""
    query = select(HarmDecision).where(HarmDecision.case_id == case_id)
    return db.session.scalar(query.execution_options(populate_existing=True))


def decider_for(case: Case) -> Officer | None:
    """Who decides: the authority's lead, or the complaints manager where the case names the lead."""
    leads = (standing.harm_lead(case.authority_id), standing.complaints_manager(case.authority_id))
    return first_free(leads, named_officer_ids(case.id))

"""What the rules propose for a case that waits, who would answer, and what stands in the way of one click.

Reads only. Confirming is ``cases.confirming``'s.
"""

import json
from dataclasses import dataclass
from uuid import UUID

from sqlalchemy import select

from authorities.models import Officer, Service
from cases.answerers import who_answers
from cases.conflicts import named_officer_ids
from cases.models import Case, Triage
from cases.opening import CALL_BACK
from cases.triage import sentence_of, shipped_rules
from foundation.clock import business_now, london_day
from foundation.database import db

ANSWERED_BY_A_MANAGER = frozenset({"children-statutory", "corporate", CALL_BACK})
"""The other procedures are answered by the complaints team itself: confirming them names nobody at a service."""
HELD = "A decision on possible harm comes first. Until then nothing reaches the service."


@dataclass(frozen=True)
class Proposal:
    """What confirming would do, and why: for the officer's page.

    ``blocks`` are the sentences that stand in the way of one click; ``used`` the answers the rule looked at,
    each with whether it held.
    """

    kind: str
    procedure: str | None
    service: Service | None
    answerer: Officer | None
    rule: str | None
    rule_sentence: str | None
    used: tuple[tuple[str, bool], ...]
    prompts: tuple[str, ...]
    harm_signs: tuple[str, ...]
    blocks: tuple[str, ...]
    is_one_click: bool = False
    """Whether it can be confirmed as it stands."""


def proposal_for(case: Case) -> Proposal:
    """The proposal of the rules for a case that waits, with who would answer and what stands in the way."""
    row = triage_of(case.id)
    rules = shipped_rules()
    answerer = answerer_for(case, row.decision["procedure"], case.service)
    return Proposal(
        kind=row.decision["kind"],
        procedure=row.decision["procedure"],
        service=case.service,
        answerer=answerer,
        rule=row.rule_key,
        rule_sentence=sentence_of(rules, row.rule_key) if row.rule_key else None,
        used=tuple((text, bool(held)) for text, held in json.loads(row.used or "[]")),
        prompts=tuple(sentence_of(rules, key) for key in row.decision["prompts"]),
        harm_signs=tuple(sentence_of(rules, key) for key in row.harm_signs),
        blocks=tuple(_blocks(case, row, answerer)),
        is_one_click=_is_one_click(case, row, answerer),
    )


def triage_of(case_id: UUID) -> Triage:
    """What the rules proposed and an officer confirmed. Raises ``NoResultFound`` for a case never triaged."""
    return db.session.execute(select(Triage).where(Triage.case_id == case_id)).scalar_one()


def answerer_for(case: Case, procedure: str | None, service: Service | None) -> Officer | None:
    """Who would be asked to answer today; None where nobody may, or where the team itself answers."""
    if procedure not in ANSWERED_BY_A_MANAGER or service is None:
        return None
    return who_answers(service, case.id, london_day(business_now()))


def _is_one_click(case: Case, row: Triage, answerer: Officer | None) -> bool:
    procedure = row.decision["procedure"]
    if case.is_held or row.rule_key is None or procedure is None:
        return False
    return procedure not in ANSWERED_BY_A_MANAGER or answerer is not None


def _blocks(case: Case, row: Triage, answerer: Officer | None) -> list[str]:
    found = []
    if case.is_held:
        found.append(HELD)
    if row.rule_key is None:
        found.append("No rule fits. Choose the procedure and the service.")
    if row.decision["procedure"] in ANSWERED_BY_A_MANAGER:
        if case.service is None:
            found.append("Choose the service: the person did not.")
        elif answerer is None:
            found.append("Nobody in the service's line may answer: each is away, named in the case, or not set.")
        elif case.service.team and case.service.team.manager_id in named_officer_ids(case.id):
            found.append("The case names the service's manager, so somebody above them is proposed.")
    return found

"""Splits a matter in two: some points become a case of their own, linked, with its own clock, owner and reference.

Operation. The part waits for an officer like anything that arrives, and counts from the day the whole was received. The
person is the same row for both, so that a new address or a withdrawn safe route holds for each. Nothing is copied that
is not needed: files, emails and notes stay on the first case, which the link leads to.
"""

from collections.abc import Sequence
from uuid import UUID

from sqlalchemy import select

from authorities.publishing import procedure_for
from cases.actors import officer_of
from cases.clocks import first_clocks
from cases.confirming import KINDS
from cases.linking import link
from cases.models import Case, CaseAct, Child, NamedPerson, Point, Stage, Triage
from cases.opening import proposed_stage
from cases.saying import say
from cases.searching import hashes_of_reference
from cases.triage import shipped_digest
from foundation.clock import business_now
from foundation.database import Base, db
from foundation.encryption import new_data_key
from foundation.events import publish
from webform.submissions import free_reference


def split(case: Case, row: CaseAct, by: str) -> dict[str, object]:
    """Move the chosen points to a new case under the chosen procedure. Publishes ``case.opened`` for it, as a part."""
    to = str(row.details["to"])
    part = _part(case, to, by)
    row.other_case_id = part.id
    _copy_people(case, part)
    _move_points(case, part, [UUID(point) for point in row.details["points"]])
    stage = _wait_for_an_officer(part, to)
    _say_opened(part, by)
    officer_id = officer_of(by)
    assert officer_id is not None  # only officers split  # noqa: S101
    link(case, part, officer_id)
    say(part, "case.split-off", {"case_id": str(case.id), "stage_id": str(stage.id)}, by)
    return {"case_id": str(part.id), "to": to}


def _part(case: Case, to: str, by: str) -> Case:
    reference = free_reference()
    part = Case(
        data_key=new_data_key("case"),
        authority_id=case.authority_id,
        reference=reference,
        profile_version_id=case.profile_version_id,
        kind=KINDS[to],
        state="to-confirm",
        stage_number=1,
        channel=case.channel,
        point_of_receipt=case.point_of_receipt,
        received_at=case.received_at,
        received_on=case.received_on,
        complainant_id=case.complainant_id,
        complainant_type=case.complainant_type,
        is_young_person=case.is_young_person,
        child_involved=case.child_involved,
        service_id=case.service_id,
        team_id=case.team_id,
        owner_id=officer_of(by),
        is_restricted=case.is_restricted,
        is_held=False,
        natures=[],
        outcomes_sought=list(case.outcomes_sought),
        link_generation=0,
        search=sorted(set(case.search) - hashes_of_reference(case.reference) | hashes_of_reference(reference)),
    )
    _add([part])
    return part


def _copy_people(case: Case, part: Case) -> None:
    given = {"data_key": part.data_key, "authority_id": part.authority_id, "case_id": part.id}
    children = [
        Child(**given, name=one.name, date_of_birth=one.date_of_birth, relationship_words=one.relationship_words)
        for one in case.children
    ]
    named = [
        NamedPerson(**given, name=one.name, job=one.job, team=one.team, officer_id=one.officer_id)
        for one in case.named_people
    ]
    _add([*children, *named])


def _move_points(case: Case, part: Case, chosen: Sequence[UUID]) -> None:
    """Words are sealed anew with the key of the case they move to; both cases number theirs from one."""
    points = list(db.session.scalars(select(Point).where(Point.case_id == case.id).order_by(Point.number)))
    going = [point for point in points if point.id in set(chosen)]
    for number, point in enumerate(going, start=1):
        words, when = point.words, point.when
        point.case_id, point.number, point.data_key = part.id, number, part.data_key
        point.words, point.when = words, when
    db.session.flush()
    for number, point in enumerate((point for point in points if point not in going), start=1):
        point.number = number
        db.session.flush()
    db.session.expire(case, ["points"])


def _wait_for_an_officer(part: Case, to: str) -> Stage:
    first = procedure_for(part.profile_version_id, to).first_stage()
    stage = proposed_stage(part, 1, first.key, to, part.received_on)
    proposal = Triage(
        data_key=part.data_key,
        authority_id=part.authority_id,
        case_id=part.id,
        proposed_at=business_now(),
        rules_digest=shipped_digest(),
        rule_key=None,
        decision={
            "kind": part.kind,
            "procedure": to,
            "service": part.service.key if part.service else None,
            "prompts": [],
        },
        harm_signs=[],
        was_changed=False,
    )
    clocks = first_clocks(part, stage)
    _add([proposal, stage])
    db.session.add_all(clocks)
    return stage


def _say_opened(part: Case, by: str) -> None:
    publish(
        "case.opened",
        stream=("case", part.id),
        authority_id=part.authority_id,
        payload={"kind": part.kind, "procedure": None, "channel": part.channel, "is_part": True},
        actor=by,
        is_first=True,
    )


def _add(rows: list[Base]) -> None:
    db.session.add_all(rows)
    db.session.flush()

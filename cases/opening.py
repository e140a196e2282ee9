"""Opens a case from what somebody told us, whichever way it came in.

One operation writes everything a case begins with: the people, the points, the proposal of the rules, the
clocks from receipt, a sign of harm and its hold, a call or an advocate that was asked for. It runs inside the
sending of the form, so it asks the database for as little as it can. Nobody at a service hears of it yet.
"""

import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from sqlalchemy import select

from authorities.models import Service
from authorities.profile import Profile
from authorities.publishing import current_version_id, profile_of
from cases import harm
from cases.actors import PERSON, officer_of
from cases.clocks import first_clocks
from cases.conflicts import match_officers
from cases.deadlines import day_of_receipt
from cases.intake import Intake, values_for_triage
from cases.models import AdvocateReferral, CallBack, Case, Child, NamedPerson, Person, Point, Stage, Triage
from cases.preparing import ask_to_arrange
from cases.reading import FORMS, read_answers
from cases.searching import hashes_for
from cases.triage import Triaged, shipped_digest, shipped_rules, triage
from cases.wishes import WRITING_ONLY
from foundation.calendar import HolidayTable, working_day_after
from foundation.database import Base, db
from foundation.encryption import new_data_key
from foundation.events import publish
from foundation.holidays import current_table
from webform.models import Submission
from webform.submissions import free_reference

CALL_BACK = "call-back"


@dataclass(frozen=True)
class _Setting:
    """What opening needs to know about the authority, asked for once."""

    authority_id: UUID
    version_id: UUID
    profile: Profile
    service: Service | None
    table: HolidayTable


def open_from_submission(submission: Submission) -> Case | None:
    """Open the case of a sent form; None for a form that opens no case.

    A submission has one case: the database refuses a second.
    """
    if submission.form_key not in FORMS:
        return None
    intake = read_answers(submission.form_key, submission.answers, submission.received_at)
    return open_case(
        submission.authority_id, intake, PERSON, reference=submission.reference, submission_id=submission.id
    )


def open_case(
    authority_id: UUID,
    intake: Intake,
    actor: str,
    *,
    reference: str | None = None,
    submission_id: UUID | None = None,
    case_id: UUID | None = None,
) -> Case:
    """Open a case and publish ``case.opened`` and what else was asked for or suspected.

    ``case_id`` is its id where the caller made one, so that a page sent twice cannot open two.

    Raises ``BeyondHolidayTable`` when a date cannot be counted, ``Unavailable`` without a profile.
    """
    version_id = current_version_id(authority_id)
    profile = profile_of(version_id)
    wanted = next((one for one in profile.services if one.key == intake.service), None)
    proposal = triage(shipped_rules(), values_for_triage(intake, _usual_procedure(wanted)))
    setting = _Setting(authority_id, version_id, profile, _service(authority_id, proposal.service), current_table())
    given = {"id": case_id, "submission_id": submission_id}
    case = _case(setting, intake, proposal, reference or free_reference(), actor, given)
    stages = _stages(case, intake, proposal)
    clocks = [clock for stage in stages for clock in first_clocks(case, stage, setting.table)]
    called = _call_back(case, intake, stages)
    referral = _referral(case, intake, setting)
    asked = [row for row in (called, referral) if row is not None]
    _add([*_people(case, intake), *_points(case, intake), _triage_row(case, proposal), *stages, *asked])
    db.session.add_all(clocks)
    _publish(case, actor, proposal, called, referral)
    ask_to_arrange(case)
    if proposal.harm:
        harm.suspect(case, [sign.key for sign in proposal.harm], actor)
    return case


def _usual_procedure(service: object) -> str | None:
    return getattr(service, "procedure", None)


def _service(authority_id: UUID, key: str | None) -> Service | None:
    if key is None:
        return None
    return db.session.scalar(
        select(Service).where(Service.authority_id == authority_id, Service.key == key, Service.is_open)
    )


def _case(
    setting: _Setting,
    intake: Intake,
    proposal: Triaged,
    reference: str,
    actor: str,
    given: Mapping[str, UUID | None],
) -> Case:
    # Both keys are made before the first write, so that one statement writes them.
    key = new_data_key("case")
    person = _person(setting.authority_id, intake)
    _add([person])
    case = Case(
        data_key=key,
        **given,
        authority_id=setting.authority_id,
        reference=reference,
        profile_version_id=setting.version_id,
        kind=proposal.kind,
        state="to-confirm",
        stage_number=0 if proposal.procedure in (None, CALL_BACK) else 1,
        channel=intake.channel,
        point_of_receipt=intake.point_of_receipt,
        received_at=intake.received_at,
        received_on=day_of_receipt(intake.received_at, setting.profile.settings.deemed_receipt, setting.table),
        complainant_id=person.id,
        complainant_type=intake.person.relationship,
        is_young_person=intake.person.is_young,
        child_involved=intake.child_involved,
        call_choice=intake.call_choice,
        service_id=setting.service.id if setting.service else None,
        team_id=setting.service.team_id if setting.service else None,
        owner_id=officer_of(actor),
        is_restricted=bool(proposal.harm),
        is_held=bool(proposal.harm),
        natures=[],
        outcomes_sought=list(intake.outcomes_sought),
        link_generation=0,
        summary=intake.gist,
        outcome_words=intake.outcome_words,
        search=hashes_for(reference, intake),
    )
    _add([case])
    return case


def _person(authority_id: UUID, intake: Intake) -> Person:
    given = intake.person
    return Person(
        data_key=new_data_key("person"),
        authority_id=authority_id,
        relationship_code=given.relationship,
        is_young=given.is_young,
        name=given.name,
        email=given.email,
        phone=given.phone,
        postal_address=given.postal_address,
        contact_through=given.contact_through,
        age=given.age,
        safe_notes=given.safe_notes,
        adjustments_words=given.adjustments_words,
        talk_how=given.talk_how,
        preferred_channel=given.preferred_channel,
        wants_no_answer=given.wants_no_answer,
        safe_times=list(given.safe_times),
        may_leave_message=given.may_leave_message,
        may_write=given.may_write,
        adjustments=list(given.adjustments),
        language=given.language,
    )


def _people(case: Case, intake: Intake) -> list[Base]:
    children: list[Base] = [
        Child(
            data_key=case.data_key,
            authority_id=case.authority_id,
            case_id=case.id,
            name=child.name,
            date_of_birth=child.date_of_birth,
            relationship_words=child.relationship,
        )
        for child in intake.children
    ]
    matched = match_officers([named.name for named in intake.named_people])
    return children + [
        NamedPerson(
            data_key=case.data_key,
            authority_id=case.authority_id,
            case_id=case.id,
            name=named.name,
            job=named.job,
            team=named.team,
            officer_id=matched.get(named.name),
        )
        for named in intake.named_people
    ]


def _points(case: Case, intake: Intake) -> list[Base]:
    return [
        Point(
            data_key=case.data_key,
            authority_id=case.authority_id,
            case_id=case.id,
            number=number,
            words=point.what,
            when=point.when,
        )
        for number, point in enumerate(intake.points, start=1)
    ]


def _triage_row(case: Case, proposal: Triaged) -> Triage:
    return Triage(
        data_key=case.data_key,
        authority_id=case.authority_id,
        case_id=case.id,
        proposed_at=case.received_at,
        rules_digest=shipped_digest(),
        rule_key=proposal.rule.key if proposal.rule else None,
        decision={
            "kind": proposal.kind,
            "procedure": proposal.procedure,
            "service": proposal.service,
            "prompts": [prompt.key for prompt in proposal.prompts],
        },
        used=json.dumps([[used.text, used.held] for used in proposal.used]),
        harm_signs=[sign.key for sign in proposal.harm],
        was_changed=False,
    )


def _stages(case: Case, intake: Intake, proposal: Triaged) -> list[Stage]:
    """Stage 0 is a call asked for; stage 1 is what the rules propose. Both wait for an officer."""
    keys: list[tuple[int, str, str]] = []
    if intake.wants_call and not _takes_it_back(intake, proposal):
        keys.append((0, CALL_BACK, CALL_BACK))
    if proposal.procedure not in (None, CALL_BACK):
        first = profile_of(case.profile_version_id).procedure(str(proposal.procedure)).first_stage()
        keys.append((1, first.key, str(proposal.procedure)))
    return [proposed_stage(case, number, key, procedure, case.received_on) for number, key, procedure in keys]


def _takes_it_back(intake: Intake, proposal: Triaged) -> bool:
    """Whether a call was asked for beside a complaint by somebody who then said not to ring: the safer one counts."""
    return intake.person.talk_how == WRITING_ONLY and proposal.procedure not in (None, CALL_BACK)


def proposed_stage(case: Case, number: int, key: str, procedure: str, requested_on: date) -> Stage:
    """A stage that waits for an officer; its clocks run from ``requested_on``."""
    return Stage(
        authority_id=case.authority_id,
        case_id=case.id,
        number=number,
        key=key,
        procedure=procedure,
        state="proposed",
        requested_on=requested_on,
        opened_at=case.received_at,
        opened_on=requested_on,
        link_generation=0,
    )


def _call_back(case: Case, intake: Intake, stages: Sequence[Stage]) -> CallBack | None:
    stage = next((stage for stage in stages if stage.key == CALL_BACK), None)
    if stage is None or stage.target_on is None:
        return None
    return CallBack(
        data_key=case.data_key,
        authority_id=case.authority_id,
        case_id=case.id,
        asked_at=intake.received_at,
        due_on=stage.target_on,
        state="waiting",
        link_generation=0,
    )


def _referral(case: Case, intake: Intake, setting: _Setting) -> AdvocateReferral | None:
    if not intake.wants_advocate:
        return None
    days = setting.profile.settings.advocate_referral_days
    return AdvocateReferral(
        authority_id=case.authority_id,
        case_id=case.id,
        asked_at=intake.received_at,
        due_on=working_day_after(case.received_on, days, setting.table),
    )


def _publish(
    case: Case, actor: str, proposal: Triaged, called: CallBack | None, referral: AdvocateReferral | None
) -> None:
    opened: dict[str, object] = {"kind": case.kind, "procedure": proposal.procedure, "channel": case.channel}
    _say(case, actor, "case.opened", opened, is_first=True)
    if called is not None:
        _say(case, actor, "call-back.asked", {"call_back_id": str(called.id)})
    if referral is not None:
        _say(case, actor, "advocate.asked", {"referral_id": str(referral.id)})


def _say(case: Case, actor: str, name: str, payload: dict[str, object], *, is_first: bool = False) -> None:
    stream = ("case", case.id)
    publish(name, stream=stream, authority_id=case.authority_id, payload=payload, actor=actor, is_first=is_first)


def _add(rows: Iterable[Base]) -> None:
    """Write rows now: nothing tells the session that children hang on the case, so the order is ours."""
    db.session.add_all(rows)
    db.session.flush()

"""Cases, stages and requests made by hand, no more of each than a report reads."""

from __future__ import annotations

from datetime import UTC, date, datetime, time
from itertools import count
from uuid import UUID

from authorities.models import Authority, ProfileVersion
from authorities.profile import PROFILES, read_profile
from cases.models import CallBack, Case, ContactAttempt, EscalationRequest, Person, Stage
from foundation.database import db
from foundation.encryption import new_data_key
from foundation.holiday_file import SHIPPED_TABLE, read_holiday_file
from reports.counting import Counting
from reports.period import Period

_numbers = count(1)


def noon(day: date) -> datetime:
    """Midday of that day: the same day in London, whatever the season."""
    return datetime.combine(day, time(12), UTC)


class Council:
    """One invented authority and what is needed to hang cases on it."""

    def __init__(self, key: str = "test-council") -> None:
        self.profile = read_profile(PROFILES / "isle-of-wight.yaml")
        self.authority = Authority(key=f"{key}-{next(_numbers)}", name="Test Council", is_open=True)
        db.session.add(self.authority)
        db.session.flush()
        self.version = ProfileVersion(
            authority_id=self.authority.id,
            number=1,
            valid_from=date(2020, 4, 1),
            content=self.profile.model_dump(mode="json"),
            digest="none",
            published_at=noon(date(2020, 4, 1)),
        )
        self.key = new_data_key("person")
        db.session.add(self.version)
        db.session.flush()
        self.person = Person(authority_id=self.authority.id, data_key=self.key, relationship_code="parent")
        db.session.add(self.person)
        db.session.flush()

    def counting(self, period: Period) -> Counting:
        """What the builders are handed."""
        holidays = read_holiday_file(SHIPPED_TABLE).as_table(1)
        return Counting(self.authority.id, period, self.profile, holidays)

    def case(
        self,
        received_on: date,
        *,
        kind: str = "complaint",
        procedure: str | None = "children-statutory",
        channel: str = "e-form",
        service_id: UUID | None = None,
    ) -> Case:
        """A case received on a day."""
        case = Case(
            authority_id=self.authority.id,
            data_key=self.key,
            reference=f"T{next(_numbers):07d}",
            profile_version_id=self.version.id,
            kind=kind,
            procedure=procedure,
            state="open",
            channel=channel,
            received_at=noon(received_on),
            received_on=received_on,
            complainant_id=self.person.id,
            complainant_type="parent",
            child_involved="yes",
            service_id=service_id,
        )
        db.session.add(case)
        db.session.flush()
        return case

    def stage(
        self,
        received_on: date,
        answered_on: date | None = None,
        method: str | None = None,
        *,
        case: Case | None = None,
        number: int = 1,
        procedure: str = "children-statutory",
        days: int | None = None,
        target_on: date | None = None,
        limit_on: date | None = None,
        extended_to: date | None = None,
        closed_on: date | None = None,
    ) -> Stage:
        """A stage, on a case of its own unless one is given."""
        case = case or self.case(received_on, procedure=procedure)
        stage = Stage(
            authority_id=self.authority.id,
            case_id=case.id,
            number=number,
            key=f"stage-{number}",
            procedure=procedure,
            state="answered" if answered_on else "open",
            requested_on=received_on,
            opened_at=noon(received_on),
            opened_on=received_on,
            answered_on=answered_on,
            answer_method=method,
            answer_working_days=days,
            target_on=target_on,
            limit_on=limit_on,
            extended_to=extended_to,
            closed_on=closed_on,
        )
        db.session.add(stage)
        db.session.flush()
        return stage

    def escalation(
        self,
        stage: Stage,
        asked_on: date,
        *,
        said: str | None = None,
        reason: str | None = None,
        words: str | None = None,
    ) -> EscalationRequest:
        """A request for the stage after the one given."""
        request = EscalationRequest(
            authority_id=self.authority.id,
            data_key=self.key,
            case_id=stage.case_id,
            from_stage_id=stage.id,
            to_stage=stage.number + 1,
            asked_at=noon(asked_on),
            asked_on=asked_on,
            channel="e-form",
            how_answered=said,
            main_reason=reason,
        )
        request.words = words
        db.session.add(request)
        db.session.flush()
        return request

    def attempt(self, stage: Stage, outcome: str, on: date) -> None:
        """One try to speak with the person before the stage was answered."""
        db.session.add(
            ContactAttempt(
                authority_id=self.authority.id,
                data_key=self.key,
                case_id=stage.case_id,
                stage_id=stage.id,
                at=noon(on),
                how="call",
                outcome=outcome,
            )
        )
        db.session.flush()

    def call_back(self, case: Case, state: str, asked_on: date, due_on: date, made_at: datetime | None = None) -> None:
        """A call asked for on a case."""
        db.session.add(
            CallBack(
                authority_id=self.authority.id,
                data_key=self.key,
                case_id=case.id,
                asked_at=noon(asked_on),
                due_on=due_on,
                state=state,
                made_at=made_at,
            )
        )
        db.session.flush()

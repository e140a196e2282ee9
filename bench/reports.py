"""The two reports of delivery and escalation over a million cases, against their bare SQL.

The bare work is the grouped queries alone, their rows fetched. Ours counts, names, rates and renders the tables
of the report as a page would show them.
"""

import time
from collections.abc import Sequence
from datetime import date, timedelta

from sqlalchemy import text

from authorities.models import Authority
from authorities.publishing import current_profile, current_version, default_authority
from bench.ratio import Ratio, alternate
from bench.servers import BenchServers
from cases.models import Person
from foundation.clock import london_day, now
from foundation.database import db, transaction
from foundation.encryption import new_data_key
from foundation.holidays import current_table
from reports.catalogue import entry
from reports.counting import Counting, Grouped
from reports.delivery import answer_statement, base_ends_on, call_statement
from reports.escalations import escalation_statement
from reports.period import between
from reports.renderers import html
from reports.runs import build_report

AT_MOST = 1.2
FIRST, LAST = date(2024, 4, 1), date(2026, 3, 31)

CASES = text(
    """
    insert into "case" (id, authority_id, data_key_id, reference, profile_version_id, kind, procedure, state,
        stage_number, channel, received_at, received_on, complainant_id, complainant_type, is_young_person,
        child_involved, is_restricted, is_held, natures, outcomes_sought, link_generation, search, edition)
    select gen_random_uuid(), :authority, :key, 'B' || n, :version, 'complaint',
        case when n % 10 < 7 then 'children-statutory' else 'corporate' end, 'answered', 1,
        'e-form', :first + (n % :days) * interval '1 day', (:first + (n % :days) * interval '1 day')::date,
        :person, 'parent', false, 'yes', false, false, '{}', '{}', 0, '{}', 1
    from generate_series(1, :count) as n
    """
)
STAGES = text(
    """
    insert into stage (id, authority_id, case_id, number, key, procedure, state, requested_on, opened_at, opened_on,
        link_generation, remedies, answered_at, answered_on, answer_method, answer_working_days, target_on, limit_on)
    select gen_random_uuid(), authority_id, id, 1, 'stage-1', procedure, 'answered', received_on, received_at,
        received_on, 0, '{}', received_at + interval '14 days', received_on + 14,
        (array['call', 'call-and-letter', 'meeting', 'meeting-and-letter', 'letter', 'other'])[1 + n % 6],
        10, received_on + 14, received_on + 28
    from (select *, row_number() over () as n from "case") as opened
    """
)
REQUESTS = text(
    """
    insert into escalation_request (id, authority_id, data_key_id, case_id, from_stage_id, to_stage, asked_at,
        asked_on, channel, how_answered, main_reason, point_ids)
    select gen_random_uuid(), authority_id, :key, case_id, id, 2, answered_at + interval '10 days',
        answered_on + 10, 'e-form', 'letter',
        (array['outcomes-not-met', 'not-all-answered', 'factual-errors', 'late-answer', null])[1 + n % 5], '{}'
    from (select *, row_number() over () as n from stage) as answered where n % 4 = 0
    """
)


def measure(servers: BenchServers, quick: bool) -> list[Ratio]:
    """Each report over all the cases; quick has a tenth of them."""
    with servers.app.app_context():
        count = 100_000 if quick else 1_000_000
        authority = _fill(count)
        period = between(FIRST, LAST + timedelta(days=60), london_day(now()))
        counting = Counting(authority.id, period, current_profile(authority.id), current_table())
        base_ends = base_ends_on(period.counted_to, counting.holidays)
        statements = {
            "delivery": (
                answer_statement(counting, base_ends),
                call_statement(counting),
                escalation_statement(counting),
            ),
            "escalation-reasons": (escalation_statement(counting),),
        }

        def ours(name: str) -> float:
            began = time.perf_counter()
            html.sections(build_report(entry(name), authority, period))
            return time.perf_counter() - began

        return [
            Ratio(
                f"report {name} over {count:,} cases",
                *alternate(lambda name=name: ours(name), lambda bare=bare: _bare(bare)),
                "s",
                "time",
                AT_MOST,
            )
            for name, bare in statements.items()
        ]


def _bare(statements: Sequence[Grouped]) -> float:
    began = time.perf_counter()
    for statement in statements:
        db.session.execute(statement).all()
    return time.perf_counter() - began


def _fill(count: int) -> Authority:
    with transaction():
        authority = default_authority()
        key = new_data_key("person")
        person = Person(data_key=key, authority_id=authority.id, relationship_code="parent")
        db.session.add(person)
        db.session.flush()
        names = {
            "authority": authority.id,
            "key": key.id,
            "version": current_version(authority.id).id,
            "person": person.id,
            "first": FIRST,
            "days": (LAST - FIRST).days,
            "count": count,
        }
        for statement in (CASES, STAGES, REQUESTS):
            wanted = {name: names[name] for name in statement.compile().params}
            db.session.execute(statement, wanted)
    with db.engine.connect() as connection:
        settled = connection.execution_options(isolation_level="AUTOCOMMIT")
        settled.execute(text('vacuum analyze "case", stage, escalation_request'))
    return authority

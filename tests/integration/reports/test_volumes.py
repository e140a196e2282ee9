"""What was received, counted over rows made by hand, with call-backs beside complaints."""

from __future__ import annotations

from datetime import UTC, date, datetime

import pytest

from authorities.models import Service
from foundation.database import db
from reports import volumes
from reports.period import financial_year
from reports.report import Share, Table
from tests.integration.reports.rows import Council

pytestmark = pytest.mark.usefixtures("database")

YEAR = financial_year("2026/27", date(2026, 11, 20))
JUNE = date(2026, 6, 1)


@pytest.fixture
def council() -> Council:
    return Council()


def tables(council: Council) -> dict[str, Table]:
    sections = volumes.build(council.counting(YEAR))
    return {table.key: table for section in sections for table in section.tables}


def test_everything_received_is_broken_down_five_ways(council: Council) -> None:
    fostering = Service(authority_id=council.authority.id, key="fostering", name="Fostering")
    db.session.add(fostering)
    db.session.flush()
    council.case(JUNE, service_id=fostering.id)
    council.case(JUNE, procedure="corporate", channel="email")
    council.case(date(2026, 4, 1), kind="compliment", procedure=None, channel="email")
    council.case(date(2026, 3, 31))
    council.case(date(2026, 11, 21))
    Council("other").case(JUNE)
    found = tables(council)
    assert found["kinds"].population.count == 3
    assert dict(row[:2] for row in found["kinds"].rows) == {"Complaint": 2, "Compliment": 1}
    assert set(found["procedures"].rows) == {
        ("Children's statutory complaint", 1, Share(1, 3)),
        ("Corporate complaint", 1, Share(1, 3)),
        ("Not confirmed yet", 1, Share(1, 3)),
    }
    assert found["channels"].rows == (("Email", 2, Share(2, 3)), ("E-form", 1, Share(1, 3)))
    assert found["services"].rows == (("Not known yet", 2, Share(2, 3)), ("Fostering", 1, Share(1, 3)))
    assert found["months"].rows == (("April 2026", 1), ("June 2026", 2))


def test_what_was_withdrawn_still_counts(council: Council) -> None:
    withdrawn = council.case(JUNE)
    withdrawn.state, withdrawn.close_reason = "closed", "withdrawn"
    withdrawn.closed_on = JUNE
    council.case(JUNE)
    assert tables(council)["kinds"].rows[0][:2] == ("Complaint", 2)


def test_call_backs_stand_beside_complaints(council: Council) -> None:
    due = date(2026, 6, 3)
    alone = {"kind": "call-back", "procedure": "call-back"}
    council.call_back(council.case(JUNE, **alone), "settled", JUNE, due, datetime(2026, 6, 3, 22, 59, tzinfo=UTC))
    council.call_back(council.case(JUNE, **alone), "made", JUNE, due, datetime(2026, 6, 3, 23, 1, tzinfo=UTC))
    council.call_back(council.case(JUNE, **alone), "waiting", JUNE, due)
    council.call_back(council.case(JUNE), "waiting", JUNE, due)
    council.call_back(council.case(date(2026, 3, 2)), "waiting", date(2026, 3, 31), due)
    found = tables(council)["call-backs"]
    assert found.population.count == 4
    assert ("Waiting for the call", 1, 1, 2) in found.rows
    assert ("Settled", 1, 0, 1) in found.rows
    assert found.notes[1] == "Made: 2 of 4 (50%). Of those, made by the day they were due: 1 of 2 (50%)."


def test_nothing_received_is_said_plainly(council: Council) -> None:
    found = tables(council)
    assert found["kinds"].population.count == 0
    assert found["call-backs"].rows == ()

"""Reasons for escalating over rows made by hand: reasons, blanks and own words."""

from __future__ import annotations

from datetime import date

import pytest

from reports import escalation_reasons
from reports.period import financial_year
from reports.renderers import json
from reports.report import Report, Share, Table
from tests.integration.reports.rows import Council

pytestmark = pytest.mark.usefixtures("database")

YEAR = financial_year("2026/27", date(2026, 11, 20))
JUNE = date(2026, 6, 1)
JULY = date(2026, 7, 1)


@pytest.fixture
def council() -> Council:
    return Council()


def tables(council: Council) -> dict[str, Table]:
    sections = escalation_reasons.build(council.counting(YEAR))
    return {table.key: table for section in sections for table in section.tables}


def row(table: Table, label: str) -> tuple[object, ...]:
    return next(row[1:] for row in table.rows if row[0] == label)


def test_reasons_are_shares_of_those_who_gave_one_and_blanks_are_counted(council: Council) -> None:
    for reason in ("not-thorough", "not-thorough", "factual-errors", None):
        council.escalation(council.stage(JUNE, JUNE, "letter"), JULY, reason=reason)
    found = tables(council)["children-statutory-reasons"]
    assert found.population.count == 4
    assert row(found, "Not thorough enough") == (2, 2, Share(2, 3))
    assert row(found, "Errors or factual inaccuracies") == (1, 1, Share(1, 3))
    assert row(found, "Answer came late") == (0, 0, Share(0, 3))
    assert row(found, "No reason given") == (1, 1, None)
    assert found.notes[0].startswith("1 of 4 gave no main reason.")


def test_own_words_are_counted_and_never_printed(council: Council) -> None:
    council.escalation(council.stage(JUNE, JUNE, "letter"), JULY, reason="other", words="Plainly invented words")
    council.escalation(council.stage(JUNE, JUNE, "letter"), JULY, reason="other")
    sections = escalation_reasons.build(council.counting(YEAR))
    assert sections[0].tables[0].notes[1].startswith("1 of 2 also wrote in their own words.")
    report = Report("escalation-reasons", "Reasons", "test-council", "Test Council", YEAR, sections)
    assert "Plainly invented" not in json.render(report).decode()


def test_reasons_are_told_apart_by_the_recorded_way_of_answering(council: Council) -> None:
    council.escalation(council.stage(JUNE, JUNE, "letter"), JULY, reason="not-thorough")
    council.escalation(council.stage(JUNE, JUNE, "letter"), JULY, reason="late-answer")
    council.escalation(council.stage(JUNE, JUNE, "call"), JULY, reason="not-thorough", said="letter")
    council.escalation(council.stage(JUNE), JULY, reason="no-answer")
    found = tables(council)["children-statutory-reasons-by-method"]
    assert [column.key for column in found.columns] == ["reason", "call", "letter", "no-answer", "all"]
    assert row(found, "Not thorough enough") == (1, 1, 0, 2)
    assert row(found, "Answer came late") == (0, 1, 0, 1)
    assert row(found, "No answer received") == (0, 0, 1, 1)
    assert row(found, "All") == (1, 2, 1, 4)


def test_a_reason_no_longer_on_the_list_is_still_counted(council: Council) -> None:
    council.escalation(council.stage(JUNE, JUNE, "letter"), JULY, reason="old-code")
    assert row(tables(council)["children-statutory-reasons"], "old-code")[0] == 1


def test_requests_outside_the_period_and_of_other_procedures_are_left_out(council: Council) -> None:
    council.escalation(council.stage(date(2026, 2, 2), date(2026, 3, 2), "letter"), date(2026, 3, 31))
    council.escalation(council.stage(JUNE, JUNE, "letter", procedure="corporate"), JULY)
    found = tables(council)
    assert found["children-statutory-reasons"].population.count == 0
    assert found["children-statutory-reasons"].rows == ()
    assert found["corporate-reasons"].population.count == 1


def test_requests_after_the_second_stage_stand_in_a_column_of_their_own(council: Council) -> None:
    council.escalation(council.stage(JUNE, JUNE, "letter"), JULY, reason="other")
    second = council.stage(JUNE, JUNE, "letter", case=council.case(JUNE), number=2)
    council.escalation(second, JULY, reason="other")
    found = tables(council)["children-statutory-reasons"]
    assert row(found, "Other") == (1, 1, 2, Share(2, 2))

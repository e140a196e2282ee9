"""Timeliness over rows made by hand: bands, averages, dates met, and what was open on the day."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest

from reports import timeliness
from reports.period import financial_year
from reports.report import Share, Table
from tests.integration.reports.rows import Council

pytestmark = pytest.mark.usefixtures("database")

TODAY = date(2026, 11, 20)
YEAR = financial_year("2026/27", TODAY)
JUNE = date(2026, 6, 1)


@pytest.fixture
def council() -> Council:
    return Council()


def tables(council: Council) -> dict[str, Table]:
    sections = timeliness.build(council.counting(YEAR))
    return {table.key: table for section in sections for table in section.tables}


def row(table: Table, label: str) -> tuple[object, ...]:
    return next(row[1:] for row in table.rows if row[0] == label)


FIRST = "Stage 1, local resolution"


def test_answers_fall_into_bands_cut_at_target_and_limit(council: Council) -> None:
    for days in (1, 10, 11, 20, 21):
        council.stage(JUNE, date(2026, 7, 1), "letter", days=days)
    council.stage(JUNE, date(2026, 7, 1), "letter")
    found = tables(council)["children-statutory-stage-1-days"]
    assert found.population.count == 6
    assert found.rows == (
        ("Within 10", 2, Share(2, 5)),
        ("11 to 20", 2, Share(2, 5)),
        ("Over 20", 1, Share(1, 5)),
        ("Not known", 1, None),
    )
    assert "Average 12.6 working days; median 11; out of 5 answers." in found.notes


def test_the_second_statutory_stage_has_its_own_bands(council: Council) -> None:
    case = council.case(JUNE)
    council.stage(JUNE, date(2026, 9, 1), "letter", case=case, number=2, days=65)
    bands = [row[0] for row in tables(council)["children-statutory-stage-2-days"].rows]
    assert bands == ["Within 25", "26 to 65", "Over 65"]


def test_the_median_of_an_even_number_lies_half_way(council: Council) -> None:
    for days in (4, 7):
        council.stage(JUNE, date(2026, 7, 1), "letter", days=days)
    found = tables(council)["children-statutory-in-time"]
    assert row(found, FIRST)[-2:] == (Decimal("5.5"), Decimal("5.5"))


def test_target_limit_and_agreed_day_are_told_apart(council: Council) -> None:
    target, limit = date(2026, 6, 15), date(2026, 6, 29)
    for answered, agreed in (
        (date(2026, 6, 15), None),  # on the target
        (date(2026, 6, 16), None),  # a day late, within the limit
        (date(2026, 6, 22), date(2026, 6, 22)),  # extended, on the agreed day
        (date(2026, 6, 30), date(2026, 6, 29)),  # extended, a day late, past the limit
    ):
        council.stage(JUNE, answered, "letter", days=9, target_on=target, limit_on=limit, extended_to=agreed)
    council.stage(JUNE, date(2026, 7, 1), "letter")
    found = row(tables(council)["children-statutory-in-time"], FIRST)
    assert found[:6] == (5, Share(1, 4), Share(3, 4), 2, Share(1, 2), 2)


def test_what_came_in_equals_what_left_and_what_is_open(council: Council) -> None:
    before = date(2026, 3, 20)
    council.stage(before, date(2026, 3, 31), "letter")  # answered before the year: not counted
    council.stage(before, date(2026, 4, 1), "letter")  # carried in, answered on the first day
    council.stage(before, closed_on=date(2026, 5, 1))  # carried in, ended with no answer
    council.stage(JUNE, JUNE, "letter", closed_on=date(2026, 7, 1))  # answered, later closed
    council.stage(JUNE, target_on=TODAY, limit_on=TODAY)  # open, due today
    council.stage(JUNE, target_on=date(2026, 11, 19), limit_on=TODAY)  # past due, not past the limit
    council.stage(JUNE, target_on=date(2026, 6, 15), limit_on=date(2026, 6, 29))  # past the limit
    council.stage(JUNE, target_on=date(2026, 6, 15), limit_on=date(2026, 12, 1), extended_to=date(2026, 12, 1))
    council.stage(JUNE)  # no date yet
    council.stage(date(2026, 11, 21))  # after the count
    found = tables(council)["children-statutory-open"]
    assert found.rows == ((FIRST, 2, 6, 2, 1, 5, 2, 1, 1, 1),)
    assert found.population.count == 8


def test_a_past_year_is_counted_as_it_stood_on_its_last_day(council: Council) -> None:
    council.stage(date(2026, 3, 2), date(2026, 4, 20), "letter", target_on=date(2026, 3, 16))
    past = financial_year("2025/26", TODAY)
    sections = timeliness.build(council.counting(past))
    found = {table.key: table for section in sections for table in section.tables}
    assert found["children-statutory-open"].rows == ((FIRST, 0, 1, 0, 0, 1, 0, 0, 1, 0),)
    assert found["children-statutory-stage-1-days"].population.count == 0

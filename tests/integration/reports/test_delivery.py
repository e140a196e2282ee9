"""Answers and escalation over rows made by hand: who is in the base, who went on, and what complainants said."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from foundation.database import db
from reports import delivery
from reports.period import financial_year
from reports.report import Rate, Report, Section, Share, Table, in_words
from tests.integration.reports.rows import Council

pytestmark = pytest.mark.usefixtures("database")

TODAY = date(2026, 11, 20)  # a Friday
JUNE = date(2026, 6, 1)
YEAR = financial_year("2026/27", TODAY)


@pytest.fixture
def council() -> Council:
    return Council()


def built(council: Council) -> Report:
    sections = delivery.build(council.counting(YEAR))
    return Report("delivery", "Delivery", council.authority.key, "Test Council", YEAR, sections)


def table(report: Report, key: str) -> Table:
    return next(table for section in report.sections for table in section.tables if table.key == key)


def row(found: Table, label: str) -> tuple[object, ...]:
    return next(row[1:] for row in found.rows if row[0] == label)


def answered(council: Council, method: str | None, number: int, escalated: int, on: date = JUNE) -> None:
    for place in range(number):
        stage = council.stage(on - timedelta(days=10), on, method)
        if place < escalated:
            council.escalation(stage, on + timedelta(days=14))


LETTER = "Email or letter only"
CALL = "Telephone call and written response"
MEETING = "Virtual or face-to-face meeting only"


@pytest.mark.parametrize(
    ("counted_to", "last"),
    [
        (TODAY, date(2026, 10, 11)),  # a Sunday
        (date(2026, 11, 22), date(2026, 10, 11)),  # a weekend adds no working day
        (date(2026, 9, 18), date(2026, 8, 6)),  # 31 August was a bank holiday
    ],
)
def test_the_base_ends_thirty_working_days_before_the_count(council: Council, counted_to: date, last: date) -> None:
    assert delivery.base_ends_on(counted_to, council.counting(YEAR).holidays) == last


def test_each_way_of_answering_has_its_number_its_escalations_and_its_rate(council: Council) -> None:
    answered(council, "letter", 12, 4)
    answered(council, "call-and-letter", 10, 1)
    answered(council, "meeting", 3, 2)
    rates = table(built(council), "children-statutory-stage-1-rates")
    assert rates.population.count == 25
    assert row(rates, LETTER)[:3] == (12, 4, Rate(4, 12))
    assert row(rates, CALL)[:3] == (10, 1, Rate(1, 10))
    assert row(rates, MEETING)[:2] == (3, 2)
    assert in_words(rates.rows[2][3]) == "too few to compare"
    assert row(rates, "All")[:3] == (25, 7, Rate(7, 25))


def test_an_answer_without_thirty_working_days_behind_it_is_left_out_and_said_so(council: Council) -> None:
    council.escalation(council.stage(JUNE, date(2026, 10, 9), "letter"), TODAY)
    council.escalation(council.stage(JUNE, date(2026, 10, 12), "letter"), date(2026, 10, 13))
    rates = table(built(council), "children-statutory-stage-1-rates")
    assert row(rates, LETTER)[:2] == (1, 1)
    assert "1 later answers are left out because they have not had 30 working days." in rates.notes


def test_only_what_follows_an_answer_within_the_count_is_an_escalation_of_it(council: Council) -> None:
    council.escalation(council.stage(JUNE, date(2026, 7, 6), "letter"), date(2026, 7, 3))
    council.escalation(council.stage(JUNE, date(2026, 7, 6), "letter"), date(2026, 11, 21))
    council.stage(JUNE, date(2026, 3, 31), "letter")
    assert row(table(built(council), "children-statutory-stage-1-rates"), LETTER)[:2] == (2, 0)


def test_statutory_and_corporate_answers_are_counted_apart(council: Council) -> None:
    answered(council, "letter", 2, 0)
    council.stage(JUNE, JUNE, "letter", procedure="corporate")
    report = built(council)
    assert [section.key for section in report.sections] == ["children-statutory", "corporate"]
    assert row(table(report, "children-statutory-stage-1-rates"), LETTER)[0] == 2
    assert row(table(report, "corporate-stage-1-rates"), LETTER)[0] == 1


def test_a_second_stage_answer_has_a_table_of_its_own_where_a_third_can_follow(council: Council) -> None:
    first = council.stage(JUNE, JUNE, "letter")
    council.escalation(first, date(2026, 6, 10))
    second_of = council.case(JUNE)
    second = council.stage(JUNE, date(2026, 8, 3), "meeting", case=second_of, number=2)
    council.escalation(second, date(2026, 8, 20))
    corporate = council.case(JUNE, procedure="corporate")
    council.stage(JUNE, date(2026, 8, 3), "letter", case=corporate, number=2, procedure="corporate")
    report = built(council)
    assert row(table(report, "children-statutory-stage-2-rates"), MEETING)[:2] == (1, 1)
    keys = [t.key for section in report.sections for t in section.tables]
    assert "corporate-stage-2-rates" not in keys


def test_another_authoritys_answers_are_not_counted(council: Council) -> None:
    answered(Council("other"), "letter", 3, 3)
    rates = table(built(council), "children-statutory-stage-1-rates")
    assert rates.population.count == 0
    assert rates.rows == ()


def test_without_a_base_only_shares_are_given(council: Council) -> None:
    council.escalation(council.stage(JUNE, date(2026, 11, 2), "letter"), date(2026, 11, 9))
    report = built(council)
    rates = table(report, "children-statutory-stage-1-rates")
    assert rates.rows == ()
    assert any("only shares" in note for note in rates.notes)
    shares = table(report, "children-statutory-shares")
    assert row(shares, LETTER)[:2] == (1, Share(1, 1))


def test_what_complainants_say_stands_beside_the_record_with_disagreements_counted(council: Council) -> None:
    for said in ("letter", "letter", "call", None):
        council.escalation(council.stage(JUNE, JUNE, "letter"), date(2026, 6, 8), said=said)
    council.escalation(council.stage(JUNE, JUNE, "call"), date(2026, 6, 8), said="letter")
    council.escalation(council.stage(JUNE), date(2026, 7, 8), said="no-answer")
    report = built(council)
    said_table = table(report, "children-statutory-said")
    assert row(said_table, LETTER) == (4, 2, 1, 1)
    assert row(said_table, "Telephone call only") == (1, 0, 1, 0)
    assert row(said_table, "No answer by then") == (1, 1, 0, 0)
    assert "Accounts that differ from the record: 2 of 5 (40%) of those who said." in said_table.notes
    shares = table(report, "children-statutory-shares")
    assert row(shares, LETTER) == (4, Share(4, 6), 3, Share(3, 5))


def test_an_answer_whose_way_was_not_recorded_is_counted_as_that(council: Council) -> None:
    answered(council, None, 2, 1)
    assert row(table(built(council), "children-statutory-stage-1-rates"), "Not recorded")[:2] == (2, 1)


def test_calls_offered_declined_and_not_reached_are_counted_once_an_answer(council: Council) -> None:
    outcomes = (["no-answer", "spoke"], ["declined"], ["no-answer", "no-answer"], ["no-answer", "declined"], [])
    for tries in outcomes:
        stage = council.stage(JUNE, JUNE, "letter")
        for outcome in tries:
            council.attempt(stage, outcome, JUNE)
    council.stage(JUNE, JUNE, "call-and-letter").spoken_on = JUNE
    db.session.flush()
    calls = table(built(council), "children-statutory-calls")
    assert calls.rows == (("Stage 1, local resolution", 6, Share(5, 6), 2, 2, 1, 1),)


def test_the_report_never_says_that_one_thing_caused_another(council: Council) -> None:
    answered(council, "letter", 12, 4)

    def words(section: Section) -> str:
        return " ".join(
            [section.title]
            + [
                " ".join((t.title, t.population.label, *t.notes, t.chart.title if t.chart else ""))
                for t in section.tables
            ]
        )

    said = " ".join(words(section) for section in built(council).sections).lower()
    for word in ("caus", "led to", "result of", "because of how"):
        assert word not in said

"""The days a report covers."""

from __future__ import annotations

from datetime import date

import pytest

from foundation.errors import Invalid
from reports.period import between, financial_year, recent_years, year_of

TODAY = date(2026, 11, 20)


def test_a_financial_year_runs_from_april_to_march() -> None:
    period = financial_year("2022/23", TODAY)
    assert (period.first_on, period.last_on) == (date(2022, 4, 1), date(2023, 3, 31))
    assert period.counted_to == date(2023, 3, 31)
    assert period.in_words == "1 April 2022 to 31 March 2023"


def test_a_year_still_running_says_how_far_it_has_been_counted() -> None:
    period = financial_year("2026/27", TODAY)
    assert period.counted_to == TODAY
    assert period.in_words == "1 April 2026 to 31 March 2027, counted to 20 November 2026"


def test_the_turn_of_the_century_is_a_year_like_any_other() -> None:
    assert financial_year("1999/00", TODAY).last_on == date(2000, 3, 31)


@pytest.mark.parametrize("label", ["2022/24", "2022", "22/23", "2022-23", "", "9999/00", "2027/28"])
def test_what_is_not_a_year_that_has_begun_is_refused(label: str) -> None:
    with pytest.raises(Invalid):
        financial_year(label, TODAY)


def test_two_dates_the_wrong_way_round_are_refused() -> None:
    with pytest.raises(Invalid):
        between(date(2026, 5, 2), date(2026, 5, 1), TODAY)


def test_one_day_is_a_period() -> None:
    assert between(date(2026, 5, 1), date(2026, 5, 1), TODAY).label == "2026-05-01 to 2026-05-01"


def test_the_year_turns_on_the_first_of_april() -> None:
    assert year_of(date(2026, 3, 31)) == "2025/26"
    assert year_of(date(2026, 4, 1)) == "2026/27"


def test_recent_years_come_newest_first() -> None:
    assert recent_years(TODAY, 3) == ("2026/27", "2025/26", "2024/25")

"""Shares, rates and intervals: what is printed beside every count."""

from __future__ import annotations

from decimal import Decimal

import pytest

from reports.report import (
    Chart,
    Column,
    Interval,
    Population,
    Rate,
    Share,
    Table,
    average_of,
    chart_reading,
    in_words,
)


def test_a_share_prints_its_counts_before_its_percentage() -> None:
    assert Share(24, 51).words == "24 of 51 (47%)"


@pytest.mark.parametrize(
    ("part", "whole", "percent"),
    [(23, 51, 45), (25, 51, 49), (3, 51, 6), (1, 8, 13), (1, 200, 1), (1, 201, 0), (0, 7, 0), (7, 7, 100)],
)
def test_per_cent_is_rounded_half_up_on_the_exact_ratio(part: int, whole: int, percent: int) -> None:
    assert Share(part, whole).percent == percent


def test_a_share_of_nothing_is_not_nought_per_cent() -> None:
    assert Share(0, 0).percent is None
    assert Share(0, 0).words == "none"


@pytest.mark.parametrize(("part", "whole"), [(3, 2), (-1, 4)])
def test_a_part_larger_than_its_whole_is_refused(part: int, whole: int) -> None:
    with pytest.raises(ValueError, match="not a part"):
        Share(part, whole)


def test_nine_answers_are_too_few_to_compare_and_ten_are_not() -> None:
    assert Rate(4, 9).words == "too few to compare"
    assert Interval(Rate(4, 9)).words == "too few to compare"
    assert Rate(4, 10).words == "4 of 10 (40%)"


@pytest.mark.parametrize(
    ("part", "whole", "low", "high"),
    [(81, 263, 0.2553, 0.3662), (15, 148, 0.0624, 0.1605), (0, 20, 0.0, 0.1611), (1, 29, 0.0061, 0.1718)],
)
def test_the_interval_agrees_with_newcombes_published_examples(part: int, whole: int, low: float, high: float) -> None:
    """R. G. Newcombe, Statistics in Medicine 17 (1998), 857-872, table I, method 3."""
    ends = Rate(part, whole).interval
    assert ends is not None
    assert ends[0] == pytest.approx(low, abs=0.00005)
    assert ends[1] == pytest.approx(high, abs=0.00005)


def test_an_interval_is_printed_in_whole_per_cent() -> None:
    assert Interval(Rate(81, 263)).words == "26% to 37%"


def test_cells_read_the_same_in_every_format() -> None:
    assert in_words(1234) == "1,234"
    assert in_words(None) == "–"
    assert in_words(Decimal("12.5")) == "12.5"
    assert in_words(Decimal(3)) == "3.0"


def test_an_average_keeps_one_decimal_and_rounds_half_up() -> None:
    assert average_of(1, 4) == Decimal("0.3")
    assert average_of(25, 2) == Decimal("12.5")
    assert average_of(0, 0) is None


def test_a_row_that_does_not_fit_its_columns_is_refused() -> None:
    with pytest.raises(ValueError, match="a row of 1 cells for 2 columns"):
        Table("t", "T", Population("things", 1), (Column("a", "A"), Column("b", "B")), ((1,),))


def test_a_chart_of_a_column_that_is_not_there_is_refused() -> None:
    chart = Chart("bars", "Chart", "a", ("missing",))
    with pytest.raises(ValueError, match="no column missing"):
        Table("t", "T", Population("things", 0), (Column("a", "A", "text"),), (), chart=chart)


def test_a_chart_is_read_out_row_by_row() -> None:
    table = Table(
        "t",
        "T",
        Population("answers", 12),
        (Column("method", "Method", "text"), Column("rate", "Rate", "rate")),
        (("Letter", Rate(3, 12)), ("Meeting", Rate(0, 0))),
        chart=Chart("bars", "Chart", "method", ("rate",)),
    )
    assert chart_reading(table) == "Letter: 3 of 12 (25%). Meeting: too few to compare."

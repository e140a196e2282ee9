"""Dates on clocks, and the words that explain them."""

from datetime import UTC, date, datetime

import pytest

from authorities.procedures import ClockRule, Start
from cases.deadlines import (
    ClockDates,
    dated,
    day_of_receipt,
    extend,
    procedure_clocks,
    stage_clocks,
)
from cases.explaining import explain
from foundation.calendar import BeyondHolidayTable
from foundation.errors import Invalid
from tests.unit.authorities.profiles import shipped
from tests.unit.foundation.holiday_tables import TABLE

FRIDAY = date(2026, 11, 20)


def clocks_of(procedure: str, stage: str, dates: dict[Start, date], *, forecast: bool = False) -> dict[str, ClockDates]:
    """The clocks of one stage of the Isle of Wight's procedure, by key."""
    rules = shipped().procedure(procedure)
    return {clock.key: clock for clock in stage_clocks(rules, stage, dates, TABLE, forecast=forecast)}


def statutory_first_stage() -> ClockDates:
    """The first answer's clock for a receipt on Friday 20 November 2026."""
    return clocks_of("children-statutory", "stage-1", {"received": FRIDAY})["stage-1"]


def test_a_statutory_first_stage_is_due_in_ten_days_and_ends_at_twenty() -> None:
    clock = statutory_first_stage()
    assert (clock.target_on, clock.limit_on) == (date(2026, 12, 4), date(2026, 12, 18))


def test_the_second_stage_keeps_both_ways_of_counting() -> None:
    clocks = clocks_of(
        "children-statutory",
        "stage-2",
        {"requested": FRIDAY, "statement-agreed": date(2026, 12, 23)},
    )
    assert (clocks["stage-2"].target_on, clocks["stage-2"].limit_on) == (
        date(2026, 12, 29),
        date(2027, 2, 24),
    )
    assert (
        clocks["stage-2-from-statement"].target_on,
        clocks["stage-2-from-statement"].limit_on,
    ) == (date(2027, 2, 1), date(2027, 3, 31))


def test_a_clock_whose_start_has_not_happened_is_left_out() -> None:
    clocks = clocks_of("children-statutory", "stage-2", {"requested": FRIDAY})
    assert "stage-2-from-statement" not in clocks


@pytest.mark.parametrize(
    ("acknowledged", "due"),
    [(date(2026, 11, 20), date(2026, 12, 4)), (date(2026, 11, 27), date(2026, 12, 11))],
)
def test_a_corporate_answer_counts_from_the_acknowledgement(acknowledged: date, due: date) -> None:
    clocks = clocks_of("corporate", "stage-1", {"received": FRIDAY, "acknowledged": acknowledged})
    assert clocks["stage-1"].target_on == due


def test_before_its_acknowledgement_a_corporate_answer_can_only_be_forecast() -> None:
    assert "stage-1" not in clocks_of("corporate", "stage-1", {"received": FRIDAY})
    clock = clocks_of("corporate", "stage-1", {"received": FRIDAY}, forecast=True)["stage-1"]
    assert clock.is_forecast
    assert (clock.starts_on, clock.target_on) == (date(2026, 11, 27), date(2026, 12, 11))


def test_the_panel_chain_is_forecast_to_fifty_days() -> None:
    clocks = clocks_of("children-statutory", "stage-3", {"requested": FRIDAY}, forecast=True)
    assert {key: clock.target_on for key, clock in clocks.items()} == {
        "stage-3-acknowledge": date(2026, 11, 24),
        "stage-3-chair": date(2026, 12, 4),
        "stage-3-panel": date(2027, 1, 6),
        "stage-3-report": date(2027, 1, 13),
        "stage-3": date(2027, 2, 3),
    }


def test_a_call_back_is_due_in_two_working_days() -> None:
    clocks = clocks_of("call-back", "call-back", {"received": date(2026, 12, 24)})
    assert clocks["call-back"].target_on == date(2026, 12, 30)


def test_every_stage_is_listed_as_if_asked_for_on_one_day() -> None:
    procedure = shipped().procedure("children-statutory")
    clocks = {clock.key: clock for clock in procedure_clocks(procedure, FRIDAY, FRIDAY, TABLE)}
    assert clocks["stage-1"].target_on == date(2026, 12, 4)
    assert clocks["stage-2"].limit_on == date(2027, 2, 24)
    assert clocks["stage-3"].is_forecast


@pytest.mark.parametrize(
    ("procedure", "received", "target", "limit"),
    [
        ("subject-access", FRIDAY, date(2026, 12, 21), date(2027, 2, 22)),
        ("subject-access", date(2026, 11, 30), date(2026, 12, 30), date(2027, 3, 1)),
        ("freedom-of-information", date(2026, 5, 29), date(2026, 6, 29), None),
    ],
)
def test_data_rights_have_their_own_clocks(procedure: str, received: date, target: date, limit: date | None) -> None:
    clock = clocks_of(procedure, "request", {"received": received})["response"]
    assert (clock.target_on, clock.limit_on) == (target, limit)


def test_an_extension_moves_the_due_day_and_keeps_the_target() -> None:
    clock = extend(statutory_first_stage(), date(2026, 12, 11))
    assert (clock.due_on, clock.target_on) == (date(2026, 12, 11), date(2026, 12, 4))


@pytest.mark.parametrize(
    ("to", "words"),
    [
        (date(2026, 12, 4), "after Friday 4 December 2026"),
        (date(2026, 12, 21), "no later than Friday 18 December 2026"),
    ],
)
def test_an_extension_must_be_later_and_within_the_limit(to: date, words: str) -> None:
    with pytest.raises(Invalid, match=words):
        extend(statutory_first_stage(), to)


def test_a_second_extension_must_be_later_than_the_first() -> None:
    once = extend(statutory_first_stage(), date(2026, 12, 11))
    with pytest.raises(Invalid, match="after Friday 11 December 2026"):
        extend(once, date(2026, 12, 10))


def test_a_clock_without_a_limit_cannot_be_extended() -> None:
    clock = clocks_of("call-back", "call-back", {"received": FRIDAY})["call-back"]
    with pytest.raises(Invalid, match="cannot be extended"):
        extend(clock, date(2026, 12, 30))


def test_a_limit_beyond_the_holiday_table_is_refused_though_the_target_is_not() -> None:
    with pytest.raises(BeyondHolidayTable):
        clocks_of("children-statutory", "stage-1", {"received": date(2028, 12, 8)})


def test_a_message_at_a_minute_to_midnight_is_received_that_day_in_london() -> None:
    at = datetime(2026, 6, 5, 22, 59, tzinfo=UTC)  # 11:59pm on Friday 5 June in London
    assert day_of_receipt(at, "actual-date", TABLE) == date(2026, 6, 5)


def test_an_authority_may_deem_a_saturday_to_be_the_next_working_day() -> None:
    at = datetime(2026, 11, 21, 10, tzinfo=UTC)
    assert day_of_receipt(at, "actual-date", TABLE) == date(2026, 11, 21)
    assert day_of_receipt(at, "next-working-day", TABLE) == date(2026, 11, 23)


def rule(**changes: object) -> ClockRule:
    """A clock rule for words."""
    return ClockRule.model_validate(
        {
            "key": "answer",
            "name": "Answer",
            "purpose": "response",
            "starts": "received",
            "unit": "working-days",
            "target": 4,
            "rule": "Four working days.",
            "source": "Our promise",
            "is_verified": True,
        }
        | changes
    )


def test_the_short_explanation_names_the_start_the_due_day_and_what_was_left_out() -> None:
    clock = dated(rule(), date(2026, 12, 22), TABLE)
    assert explain(clock).short == (
        "4 working days from the day we received it, Tuesday 22 December 2026, is "
        "Wednesday 30 December 2026, not counting weekends, Christmas Day (Friday 25 December) "
        "and the day kept for Boxing Day (Monday 28 December)."
    )


def test_the_sentences_name_day_one_and_the_last_day() -> None:
    clock = dated(rule(target=10), FRIDAY, TABLE)
    assert explain(clock).sentences == (
        "We count working days: Monday to Friday, without bank holidays in England.",
        "Day 0 is Friday 20 November 2026, the day we received it.",
        "Day 1 is Monday 23 November 2026.",
        "Day 10 is Friday 4 December 2026.",
    )


def test_every_day_of_the_count_is_listed_with_its_number_or_its_reason() -> None:
    clock = dated(rule(target=2), date(2026, 12, 24), TABLE)
    assert [(day.on.day, day.note, day.is_counted) for day in explain(clock).days] == [
        (25, "Christmas Day", False),
        (26, "Saturday", False),
        (27, "Sunday", False),
        (28, "Boxing Day (substitute day)", False),
        (29, "day 1", True),
        (30, "day 2", True),
    ]


def test_a_month_that_rolls_says_why() -> None:
    clock = dated(rule(unit="months", target=1), FRIDAY, TABLE)
    assert explain(clock).sentences[2:] == (
        "Sunday 20 December is not a working day, so it moves to the next one.",
        "It is due on Monday 21 December 2026.",
    )


def test_an_extension_is_said() -> None:
    clock = extend(statutory_first_stage(), date(2026, 12, 11))
    assert explain(clock).sentences[-1] == "It was extended to Friday 11 December 2026."


def test_a_rule_nobody_has_read_in_the_original_says_so() -> None:
    assert "(unverified)" in explain(dated(rule(is_verified=False), FRIDAY, TABLE)).source
    assert "(unverified)" not in explain(dated(rule(), FRIDAY, TABLE)).source


def test_a_forecast_says_that_nothing_has_started() -> None:
    clock = clocks_of("corporate", "stage-1", {"received": FRIDAY}, forecast=True)["stage-1"]
    assert "has not started yet" in explain(clock).sentences[1]

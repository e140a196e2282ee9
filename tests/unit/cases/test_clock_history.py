"""Clocks that are paused, resumed, extended and corrected: dates counted by hand on England's calendar."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from authorities.procedures import ClockRule
from authorities.profile import current_law
from cases.clock_history import Happening, replay
from cases.deadlines import ClockDates
from cases.explaining import explain
from foundation.calendar import next_working_day
from foundation.errors import Conflict, Invalid
from tests.unit.foundation.holiday_tables import TABLE

FRIDAY = date(2026, 11, 20)
LATER = date(2027, 6, 1)


def rule(procedure: str, key: str) -> ClockRule:
    return next(clock for clock in current_law()[procedure].clocks() if clock.key == key)


def after(procedure: str, key: str, *happenings: Happening, today: date = LATER, start: date = FRIDAY) -> ClockDates:
    return replay(rule(procedure, key), start, happenings, TABLE, today)


def paused(on: date, reason: str) -> Happening:
    return Happening("paused", on, reason=reason)


def resumed(on: date) -> Happening:
    return Happening("resumed", on)


def test_nothing_that_happened_leaves_the_plain_count() -> None:
    dates = after("children-statutory", "stage-1")
    assert (dates.target_on, dates.limit_on, dates.paused_on) == (date(2026, 12, 4), date(2026, 12, 18), None)


def test_a_subject_access_request_is_later_by_the_days_it_waited_and_then_rolls_to_a_working_day() -> None:
    # 20 December and seven days is Sunday 27; Monday 28 is kept for Boxing Day. 20 February and seven is a Saturday.
    dates = after("subject-access", "response", paused(date(2026, 11, 25), "clarification"), resumed(date(2026, 12, 2)))
    assert (dates.target_on, dates.limit_on) == (date(2026, 12, 29), date(2027, 3, 1))


def test_waiting_for_an_advocate_gives_the_five_days_it_took_and_leaves_day_twenty_where_it_was() -> None:
    dates = after("children-statutory", "stage-1", paused(date(2026, 11, 23), "advocate"), resumed(date(2026, 11, 30)))
    assert (dates.target_on, dates.limit_on) == (date(2026, 12, 11), date(2026, 12, 18))


def test_a_long_wait_for_an_advocate_stops_at_day_twenty() -> None:
    dates = after("children-statutory", "stage-1", paused(date(2026, 11, 23), "advocate"), resumed(date(2026, 12, 14)))
    assert (dates.target_on, dates.limit_on, dates.is_capped) == (date(2026, 12, 18), date(2026, 12, 18), True)


def test_a_fees_notice_takes_out_its_own_day_and_the_day_of_payment() -> None:
    # Ten working days of the whole United Kingdom from 24 November to 8 December; St Andrew's Day is none of them.
    dates = after(
        "freedom-of-information", "response", paused(date(2026, 11, 24), "fees-notice"), resumed(date(2026, 12, 8))
    )
    assert dates.target_on == date(2027, 1, 8)


def test_a_clock_that_stands_still_moves_on_with_every_day_that_passes() -> None:
    waiting = (paused(date(2026, 11, 25), "clarification"),)
    first = after("subject-access", "response", *waiting, today=date(2026, 11, 26))
    week_on = after("subject-access", "response", *waiting, today=date(2026, 12, 2))
    assert (first.target_on, first.paused_on) == (date(2026, 12, 21), date(2026, 11, 25))
    assert week_on.target_on == date(2026, 12, 29)


def test_a_granted_day_is_later_by_a_pause_that_followed() -> None:
    dates = after(
        "subject-access",
        "response",
        Happening("extended", date(2026, 12, 1), until=date(2027, 1, 20)),
        paused(date(2026, 12, 2), "clarification"),
        resumed(date(2026, 12, 9)),
    )
    assert dates.extended_to == date(2027, 1, 27)


def test_a_corrected_start_moves_every_date() -> None:
    dates = after("children-statutory", "stage-1", Happening("corrected", date(2026, 12, 23)))
    assert (dates.starts_on, dates.target_on, dates.limit_on) == (
        date(2026, 12, 23),
        date(2027, 1, 11),
        date(2027, 1, 25),
    )


def test_an_extension_that_a_correction_overtook_is_none() -> None:
    dates = after(
        "children-statutory",
        "stage-1",
        Happening("extended", FRIDAY, until=date(2026, 12, 11)),
        Happening("corrected", date(2026, 12, 23)),
    )
    assert dates.extended_to is None


@pytest.mark.parametrize(
    ("happenings", "refusal", "words"),
    [
        ((paused(FRIDAY, "holiday"),), Invalid, "cannot be paused for this"),
        ((paused(FRIDAY, "advocate"), paused(FRIDAY, "advocate")), Conflict, "paused already"),
        ((resumed(FRIDAY),), Conflict, "not paused"),
        ((paused(FRIDAY, "advocate"), resumed(date(2026, 11, 19))), Invalid, "20 November 2026"),
        (
            (paused(FRIDAY, "advocate"), resumed(date(2026, 11, 27)), paused(date(2026, 11, 26), "advocate")),
            Invalid,
            "went on again on Friday 27 November 2026",
        ),
    ],
)
def test_what_cannot_have_happened_is_refused(
    happenings: tuple[Happening, ...], refusal: type[Exception], words: str
) -> None:
    with pytest.raises(refusal, match=words):
        after("children-statutory", "stage-1", *happenings)


def test_workload_and_leave_pause_no_clock_of_the_statutory_procedure() -> None:
    assert {pause.key for clock in current_law()["children-statutory"].clocks() for pause in clock.pauses} == {
        "advocate"
    }


def test_a_pause_is_explained_in_days_and_with_its_reason() -> None:
    told = explain(
        after("children-statutory", "stage-1", paused(date(2026, 11, 23), "advocate"), resumed(date(2026, 12, 14)))
    )
    assert "The clock stood still for 15 working days: waiting until an advocate is appointed." in told.sentences
    assert "That cannot move it past Friday 18 December 2026, so that day stands." in told.sentences
    assert [day.note for day in told.days if day.on == date(2026, 11, 24)] == ["Waiting until an advocate is appointed"]


def test_the_sentence_for_a_letter_names_no_pause_as_a_holiday() -> None:
    told = explain(
        after("children-statutory", "stage-1", paused(date(2026, 11, 23), "advocate"), resumed(date(2026, 11, 30)))
    )
    assert "advocate" not in told.short


DAYS = st.dates(date(2026, 1, 5), date(2027, 6, 1))


@given(start=DAYS, wait=st.integers(0, 20), length=st.integers(0, 60))
def test_however_long_an_advocate_takes_day_twenty_never_moves(start: date, wait: int, length: int) -> None:
    begun = start + timedelta(days=wait)
    plain = after("children-statutory", "stage-1", start=start, today=start)
    dates = after(
        "children-statutory",
        "stage-1",
        paused(begun, "advocate"),
        resumed(begun + timedelta(days=length)),
        start=start,
    )
    assert dates.limit_on == plain.limit_on
    assert plain.target_on <= dates.target_on <= plain.limit_on  # type: ignore[operator]  # this clock has a limit


@given(start=DAYS, wait=st.integers(0, 10), length=st.integers(0, 60))
def test_a_month_is_later_by_as_many_days_as_it_waited_and_at_most_a_long_weekend_more(
    start: date, wait: int, length: int
) -> None:
    begun = start + timedelta(days=wait)
    same_date = after("subject-access", "response", start=start, today=start).target_count.days[0].on
    dates = after(
        "subject-access",
        "response",
        paused(begun, "clarification"),
        resumed(begun + timedelta(days=length)),
        start=start,
    )
    assert dates.target_on == next_working_day(same_date + timedelta(days=length), TABLE)

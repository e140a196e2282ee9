"""Quiet hours, counted in London."""

from datetime import UTC, datetime, time

import pytest

from notifications.quiet import next_allowed


@pytest.mark.parametrize(
    ("at", "until"),
    [
        (datetime(2026, 12, 1, 19, 59, tzinfo=UTC), datetime(2026, 12, 1, 19, 59, tzinfo=UTC)),
        (datetime(2026, 12, 1, 20, 0, tzinfo=UTC), datetime(2026, 12, 2, 8, 0, tzinfo=UTC)),
        (datetime(2026, 12, 2, 7, 59, tzinfo=UTC), datetime(2026, 12, 2, 8, 0, tzinfo=UTC)),
        (datetime(2026, 12, 2, 8, 0, tzinfo=UTC), datetime(2026, 12, 2, 8, 0, tzinfo=UTC)),
        # in July London is an hour ahead: nine in the evening there is eight here
        (datetime(2026, 7, 1, 19, 30, tzinfo=UTC), datetime(2026, 7, 2, 7, 0, tzinfo=UTC)),
        # the clocks go forward on 29 March 2026 and on 28 March 2027, Easter Sunday
        (datetime(2026, 3, 28, 23, 30, tzinfo=UTC), datetime(2026, 3, 29, 7, 0, tzinfo=UTC)),
        (datetime(2027, 3, 27, 20, 0, tzinfo=UTC), datetime(2027, 3, 28, 7, 0, tzinfo=UTC)),
        (datetime(2027, 3, 28, 6, 59, tzinfo=UTC), datetime(2027, 3, 28, 7, 0, tzinfo=UTC)),
        # the clocks go back on 25 October 2026
        (datetime(2026, 10, 24, 22, 0, tzinfo=UTC), datetime(2026, 10, 25, 8, 0, tzinfo=UTC)),
    ],
)
def test_what_can_wait_goes_at_eight_in_the_morning(at: datetime, until: datetime) -> None:
    assert next_allowed(at, time(20), time(8)) == until


def test_hours_within_one_day_and_none_at_all() -> None:
    noon = datetime(2026, 12, 1, 12, 0, tzinfo=UTC)
    assert next_allowed(noon, time(12), time(13)) == datetime(2026, 12, 1, 13, 0, tzinfo=UTC)
    assert next_allowed(noon, time(13), time(14)) == noon
    assert next_allowed(noon, time(8), time(8)) == noon

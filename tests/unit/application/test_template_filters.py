"""Days and moments as people read them."""

from datetime import UTC, datetime

from application.template_filters import full_moment, moment

SUMMER = datetime(2026, 7, 3, 11, 5, tzinfo=UTC)


def test_a_moment_is_told_in_london_time() -> None:
    assert moment(SUMMER) == "3 July 2026 at 12:05pm"


def test_a_full_moment_names_its_weekday_once() -> None:
    assert full_moment(SUMMER) == "Friday 3 July 2026 at 12:05pm"

"""Dates as people write them."""

from datetime import date

import pytest
from werkzeug.datastructures import MultiDict
from wtforms import Form
from wtforms.validators import InputRequired, Optional

from foundation.day_field import DayField


class Required(Form):
    spoken = DayField("When", [InputRequired("Enter the date you last spoke to us")], what="the date you last spoke")


class Free(Form):
    spoken = DayField("When", [Optional()])


def sent(**parts: str) -> MultiDict[str, str]:
    return MultiDict({f"spoken-{part}": value for part, value in parts.items()})


@pytest.mark.parametrize(
    "typed",
    [
        ("27", "3", "2026"), ("27", "03", "2026"), (" 27 ", "March", "2026"), ("27", "mar", "26"),
        ("27", "MAR.", "2026"),
    ],
)  # fmt: skip
def test_a_day_is_read_however_it_is_written(typed: tuple[str, str, str]) -> None:
    form = Required(sent(day=typed[0], month=typed[1], year=typed[2]))
    assert form.validate()
    assert form.spoken.data == date(2026, 3, 27)


def test_september_may_be_four_letters() -> None:
    form = Required(sent(day="1", month="sept", year="2026"))
    assert form.validate()
    assert form.spoken.data == date(2026, 9, 1)


@pytest.mark.parametrize(
    "typed",
    [
        ("31", "2", "2026"), ("x", "3", "2026"), ("1", "13", "2026"), ("1", "j", "2026"), ("1", "1", "226"),
        ("0", "1", "2026"), ("1", "1", "20261"), ("²", "1", "2026"), ("1", "²", "2026"), ("1", "1", "-1"),
    ],
)  # fmt: skip
def test_a_day_that_does_not_exist_is_asked_for_again_and_kept_as_typed(typed: tuple[str, str, str]) -> None:
    form = Required(sent(day=typed[0], month=typed[1], year=typed[2]))
    assert not form.validate()
    assert form.spoken.errors == ["Enter the date you last spoke as a real date, like 27 3 2026"]
    assert form.spoken.typed == {"day": typed[0], "month": typed[1], "year": typed[2]}
    assert all(form.spoken.part_is_wrong(part) for part in ("day", "month", "year"))


def test_a_missing_part_is_named_and_led_to() -> None:
    form = Required(sent(day="27", month="3", year=""))
    assert not form.validate()
    assert form.spoken.errors == ["The date you last spoke must include a year"]
    assert form.spoken.first_wrong_id == "spoken-year"
    assert not form.spoken.part_is_wrong("day")
    assert form.spoken.part_is_wrong("year")


def test_a_short_post_is_an_error_and_no_fault() -> None:
    form = Required(MultiDict({"spoken-day": "27"}))
    assert not form.validate()
    assert form.spoken.errors == ["The date you last spoke must include a month and a year"]


def test_nothing_at_all_is_the_required_message_or_no_message() -> None:
    form = Required(MultiDict({"other": "1"}))
    assert not form.validate()
    assert form.spoken.errors == ["Enter the date you last spoke to us"]
    free = Free(sent(day="", month="", year=""))
    assert free.validate()
    assert free.spoken.data is None


def test_a_date_given_is_shown_in_its_boxes() -> None:
    assert Required(data={"spoken": date(2026, 12, 4)}).spoken.typed == {"day": "4", "month": "12", "year": "2026"}

"""References can be read out, typed and found again."""

import re

import pytest

from foundation.references import ALPHABET, new_reference, tidy_reference


def test_a_reference_is_four_letters_a_dash_and_two() -> None:
    assert all(re.fullmatch(r"[0-9A-Z]{4}-[0-9A-Z]{2}", new_reference()) for _ in range(500))


def test_references_hold_no_vowels_and_no_look_alikes() -> None:
    assert not set(ALPHABET) & set("AEIOU01LZ5S8B")


@pytest.mark.parametrize("typed", ["R7KD-2M", "r7kd2m", " R7KD 2M ", "r7kd–2m"])
def test_a_reference_is_understood_however_it_is_typed(typed: str) -> None:
    assert tidy_reference(typed) == "R7KD-2M"


def test_something_that_is_no_reference_is_left_as_it_is() -> None:
    assert tidy_reference("hello there") == "HELLO THERE"

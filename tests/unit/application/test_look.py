"""Colours that can be read, whatever a council chooses."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from application.look import contrast, header_rules, readable_on

LEAST_CONTRAST = 4.5
"""Web Content Accessibility Guidelines 2.2, success criterion 1.4.3 (level AA)."""


def test_black_on_white_is_the_greatest_contrast() -> None:
    assert contrast("#000000", "#ffffff") == pytest.approx(21)
    assert contrast("#777777", "#777777") == pytest.approx(1)


@pytest.mark.parametrize(
    ("background", "text"), [("#0b4f6c", "#ffffff"), ("#ffdd00", "#000000"), ("#ffffff", "#000000")]
)
def test_the_text_is_light_on_dark_and_dark_on_light(background: str, text: str) -> None:
    assert readable_on(background) == text


@given(st.integers(0, 0xFFFFFF))
def test_every_colour_gets_a_text_that_can_be_read(number: int) -> None:
    background = f"#{number:06x}"
    assert contrast(readable_on(background), background) >= LEAST_CONTRAST


def test_a_style_sheet_cannot_be_smuggled_in_as_a_colour() -> None:
    with pytest.raises(ValueError, match="is not a colour"):
        header_rules("#fff;} body{")

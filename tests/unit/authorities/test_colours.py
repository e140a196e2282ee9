"""Colours that can be read, whatever a council chooses."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from authorities.colours import contrast, darker, readable_on
from authorities.profile import Look

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


def test_what_is_pointed_at_is_darker() -> None:
    assert darker("#808080", 0.5) == "#404040"


@pytest.mark.parametrize("field", ["link_colour", "button_colour"])
@pytest.mark.parametrize(
    ("colour", "is_refused"),
    # #767676 is the lightest grey that reaches 4.5 to 1 on white; #777777 reaches 4.48
    [("#767676", False), ("#777777", True), ("#ffdd00", True), ("#003078", False)],
)
def test_a_colour_that_cannot_be_read_is_refused(field: str, colour: str, is_refused: bool) -> None:
    given = {"header_name": "Invented", field: colour}
    if not is_refused:
        Look.model_validate(given)
        return
    with pytest.raises(ValueError, match="cannot be read"):
        Look.model_validate(given)

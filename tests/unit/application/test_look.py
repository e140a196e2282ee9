"""The style sheet of a council."""

import pytest

from application.look import style_rules
from authorities.profile import Look


def test_a_style_sheet_holds_the_councils_colours_and_a_text_that_can_be_read() -> None:
    rules = style_rules(Look(header_name="Invented", colour="#ffdd00", link_colour="#003078", button_colour="#6b1f7c"))
    for line in (
        "--council-header: #ffdd00;", "--council-header-text: #000000;", "--govuk-link-colour: #003078;",
        "--council-button: #6b1f7c;",
    ):  # fmt: skip
        assert line in rules


def test_a_style_sheet_cannot_be_smuggled_in_as_a_colour() -> None:
    with pytest.raises(ValueError, match="colour"):
        Look(header_name="Invented", colour="#fff;} body{")

"""Colours that can be read: contrast as the Web Content Accessibility Guidelines count it.

Pure. Used when a profile is read, so that no colour is published that people cannot read.
"""

# Pure black: of it and white one can be read on any colour, which near-black could not promise.
DARK, LIGHT = "#000000", "#ffffff"

TEXT = 4.5
"""The least contrast of text (WCAG 2.2, success criterion 1.4.3, level AA)."""


def readable_on(background: str) -> str:
    """Dark or light text, whichever can be read better on ``background`` (``#rrggbb``).

    One of the two always reaches 4.5 to 1. Raises ``ValueError`` if it is not a colour.
    """
    return max((DARK, LIGHT), key=lambda text: contrast(text, background))


def contrast(first: str, second: str) -> float:
    """The contrast of two colours, 1 to 21 (WCAG 2.2, definition of contrast ratio)."""
    lighter, darker = sorted((_luminance(first), _luminance(second)), reverse=True)
    return (lighter + 0.05) / (darker + 0.05)


def darker(colour: str, share: float = 0.75) -> str:
    """The colour with that share of its light: for what is pointed at."""
    return "#" + "".join(f"{int(part * 255 * share):02x}" for part in _parts(colour))


def _luminance(colour: str) -> float:
    red, green, blue = (_linear(part) for part in _parts(colour))
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def _parts(colour: str) -> tuple[float, float, float]:
    if len(colour) != 7 or not colour.startswith("#"):
        raise ValueError(f"{colour!r} is not a colour like #1f4e5f")
    red, green, blue = (int(colour[place : place + 2], 16) / 255 for place in (1, 3, 5))
    return red, green, blue


def _linear(channel: float) -> float:
    return channel / 12.92 if channel <= 0.04045 else float(((channel + 0.055) / 1.055) ** 2.4)

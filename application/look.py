"""How a council's pages are dressed: name, telephone, colours that can be read, links at the foot.

Pure: takes a profile's values and returns a frozen ``Look``. Must not read the database or the request.
"""

from dataclasses import dataclass

from authorities.profile import WayOut

DEFAULT_HEADER = "#1f4e5f"
# Pure black: of it and white one can be read on any colour, which near-black could not promise.
DARK, LIGHT = "#000000", "#ffffff"


@dataclass(frozen=True)
class FooterLink:
    """One link at the foot of every page."""

    text: str
    href: str


@dataclass(frozen=True)
class Look:
    """What the layouts print. ``phone`` and ``hours`` may be empty."""

    name: str
    key: str = ""
    phone: str = ""
    hours: str = ""
    email: str = ""
    header: str = DEFAULT_HEADER
    start: str = "/"
    way_out: str = "/exit"
    way_out_url: str = WayOut().url
    way_out_name: str = WayOut().name
    stylesheet: str = ""
    footer_links: tuple[FooterLink, ...] = ()
    practice_notice: str = ""

    @property
    def is_practice(self) -> bool:
        """Whether the pages say that nothing on them is real."""
        return bool(self.practice_notice)


def readable_on(background: str) -> str:
    """Dark or light text, whichever can be read better on ``background`` (``#rrggbb``).

    One of the two always reaches 4.5 to 1. Raises ``ValueError`` if it is not a colour.
    """
    return max((DARK, LIGHT), key=lambda text: contrast(text, background))


def contrast(first: str, second: str) -> float:
    """The contrast of two colours, 1 to 21 (WCAG 2.2, definition of contrast ratio)."""
    lighter, darker = sorted((_luminance(first), _luminance(second)), reverse=True)
    return (lighter + 0.05) / (darker + 0.05)


def header_rules(header: str) -> str:
    """The style sheet of one council: its header's colour and a text colour that can be read on it."""
    return f":root {{\n  --council-header: {header};\n  --council-header-text: {readable_on(header)};\n}}\n"


def _luminance(colour: str) -> float:
    if len(colour) != 7 or not colour.startswith("#"):
        raise ValueError(f"{colour!r} is not a colour like #1f4e5f")
    red, green, blue = (_linear(int(colour[place : place + 2], 16) / 255) for place in (1, 3, 5))
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def _linear(channel: float) -> float:
    return channel / 12.92 if channel <= 0.04045 else float(((channel + 0.055) / 1.055) ** 2.4)

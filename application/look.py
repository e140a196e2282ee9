"""How a council's pages are dressed: name, telephone, colours that can be read, links at the foot.

Pure: takes a profile's values and returns a frozen ``Look``. Must not read the database or the request.
"""

from dataclasses import dataclass, field

from authorities.colours import darker, readable_on
from authorities.profile import Look as Chosen
from authorities.profile import StandingFacts, WayOut

DEFAULT_HEADER = "#1f4e5f"


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
    logo: str = ""
    """The address of the picture that stands in the header beside the name; ``logo_alt`` says it in words."""
    logo_alt: str = ""
    facts: StandingFacts = field(default_factory=StandingFacts)
    footer_links: tuple[FooterLink, ...] = ()
    practice_notice: str = ""

    @property
    def is_practice(self) -> bool:
        """Whether the pages say that nothing on them is real."""
        return bool(self.practice_notice)


def style_rules(chosen: Chosen) -> str:
    """The style sheet of one council: its header and a text colour that can be read on it, its links, its buttons."""
    return (
        f":root {{\n"
        f"  --council-header: {chosen.colour};\n"
        f"  --council-header-text: {readable_on(chosen.colour)};\n"
        f"  --govuk-link-colour: {chosen.link_colour};\n"
        f"  --govuk-link-hover-colour: {darker(chosen.link_colour)};\n"
        f"  --council-button: {chosen.button_colour};\n"
        f"  --council-button-hover: {darker(chosen.button_colour)};\n"
        f"  --council-button-edge: {darker(chosen.button_colour, 0.5)};\n"
        f"}}\n"
    )

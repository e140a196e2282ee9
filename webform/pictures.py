"""Small drawings that a form may show beside the words of a choice: faces for feelings, ways of talking, yes and no.

Ours, and drawn here as SVG so that a page can hold them under the strict content policy and paper can print them. A
drawing is never alone: it stands beside its words and says nothing to a screen reader. Pure.
"""

from collections.abc import Mapping

_INK, _SKIN, _BLUE, _GREEN, _RED = "#0b0c0c", "#ffe28a", "#bfd9ee", "#bfe3c8", "#f5c6bd"
_EYES = f'<circle cx="23" cy="27" r="3" fill="{_INK}"/><circle cx="41" cy="27" r="3" fill="{_INK}"/>'
_WIDE_EYES = "".join(
    f'<circle cx="{x}" cy="27" r="6" fill="#ffffff"/><circle cx="{x}" cy="28" r="2.5" fill="{_INK}"/>' for x in (22, 42)
)


def _line(path: str, fill: str = "none") -> str:
    return f'<path d="{path}" fill="{fill}"/>'


def _face(eyes: str, mouth: str, *more: str) -> str:
    return f'<circle cx="32" cy="32" r="28" fill="{_SKIN}"/>{eyes}{_line(mouth)}' + "".join(more)


def _person(x: int, top: int, size: int, fill: str) -> str:
    """Head and shoulders, ``size`` wide, the head's top at ``top``."""
    head, half = size // 4, size // 2
    side = top + 2 * head + 2 + half
    body = f"M{x - half} 60V{side}A{half} {half} 0 0 1 {x + half} {side}V60Z"
    return f'<circle cx="{x}" cy="{top + head}" r="{head}" fill="{_SKIN}"/>{_line(body, fill)}'


_PHONE = '<path d="M20 6H44A4 4 0 0 1 48 10V54A4 4 0 0 1 44 58H20A4 4 0 0 1 16 54V10A4 4 0 0 1 20 6Z" fill="{}"/>'
_BUBBLE = "M8 10H56V42H30L18 54V42H8Z"
_ENVELOPE = _line("M6 14H58V52H6Z", "#ffffff") + _line("M6 14L32 36L58 14")

DRAWINGS: Mapping[str, str] = {
    "face-happy": _face(_EYES, "M18 38Q32 54 46 38"),
    "face-ok": _face(_EYES, "M21 43Q32 47 43 43"),
    "face-sad": _face(_EYES, "M20 48Q32 36 44 48", _line("M44 33Q49 41 44 42Q39 41 44 33Z", _BLUE)),
    "face-angry": _face(_EYES, "M20 47Q32 38 44 47", _line("M15 18L28 24"), _line("M49 18L36 24")),
    "face-worried": _face(_EYES, "M19 46Q24 40 29 45T39 45T46 43", _line("M15 23L27 18"), _line("M49 23L37 18")),
    "face-scared": _face(
        _WIDE_EYES, "M26 44A6 7 0 0 1 38 44A6 7 0 0 1 26 44Z", _line("M14 19L26 14"), _line("M50 19L38 14")
    ),
    "face-confused": _face(_EYES, "M22 46L42 41", _line("M15 19L28 19"), _line("M36 16Q43 12 49 19")),
    "face-left-out": _person(12, 30, 18, _BLUE) + _person(40, 12, 18, _GREEN) + _person(52, 22, 18, _GREEN),
    "safe": _line("M32 6L56 14V32C56 46 44 54 32 59C20 54 8 46 8 32V14Z", _GREEN) + _line("M20 32L29 41L45 23"),
    "not-safe": _line("M32 6L60 56H4Z", _RED) + _line("M32 24V40") + f'<circle cx="32" cy="48" r="2.5" fill="{_INK}"/>',
    "not-sure": f'<circle cx="32" cy="32" r="28" fill="{_BLUE}"/>'
    + _line("M23 25A9 9 0 1 1 32 34V40")
    + f'<circle cx="32" cy="49" r="2.5" fill="{_INK}"/>',
    "yes": f'<circle cx="32" cy="32" r="28" fill="{_GREEN}"/>' + _line("M18 33L28 43L47 22"),
    "no": f'<circle cx="32" cy="32" r="28" fill="{_RED}"/>' + _line("M21 21L43 43M43 21L21 43"),
    "with-a-grown-up": _person(22, 6, 30, _BLUE) + _person(46, 26, 22, _GREEN),
    "on-my-own": _person(32, 14, 30, _GREEN),
    "on-your-side": _person(18, 22, 24, _BLUE)
    + _person(46, 22, 24, _GREEN)
    + _line("M32 8C30 2 21 4 23 10Q25 15 32 19Q39 15 41 10C43 4 34 2 32 8Z", _RED),
    "talk-together": _person(16, 24, 24, _BLUE)
    + _person(48, 24, 24, _GREEN)
    + _line("M22 4H42V15H35L32 20L29 15H22Z", "#ffffff"),
    "telephone": _PHONE.format(_BLUE) + _line("M22 14H42V46H22Z", "#ffffff") + _line("M30 52H34"),
    "message": _line(_BUBBLE, _BLUE) + _line("M18 21H46M18 31H38"),
    "email": _line("M4 10H60V44H4Z", "#ffffff") + _line("M4 10L32 30L60 10") + _line("M22 56H42M32 44V56"),
    "letter": _ENVELOPE,
    "do-not-talk": _line(_BUBBLE, "#ffffff") + _line("M10 58L56 6"),
}
"""Key → what is drawn, in a square of 64."""


def svg_of(key: str, size: int = 56) -> str:
    """A drawing as one ``<svg>`` element, ``size`` pixels square, hidden from screen readers. Raises ``KeyError``."""
    return (
        f'<svg class="redress-picture" xmlns="http://www.w3.org/2000/svg" viewBox="0 0 64 64" width="{size}"'
        f' height="{size}" aria-hidden="true" focusable="false" stroke="{_INK}" stroke-width="2.5"'
        f' stroke-linecap="round" stroke-linejoin="round">{DRAWINGS[key]}</svg>'
    )

"""Charts of horizontal bars, laid out once and written as SVG; other media paint the same picture.

Pure. It knows no report and no database. Bars are measured as shares of the width and everything
else in pixels, so that words keep their size on a narrow screen. Every bar carries its figure in
words, and parts of a bar differ by pattern as well as by colour.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from html import escape
from itertools import pairwise
from textwrap import wrap
from typing import Literal

Pattern = Literal["solid", "diagonal", "plain", "dots", "upright", "crossed"]

INK = "#0b0c0c"
TRACK = "#e8ebee"
TEXT_SIZE = 16
LINE = 21
WIDEST_LINE = 36
"""Characters on one line: what fits beside the margins of a screen 320 pixels wide."""

_BAR = 22
_GAP = 14
_SWATCH = 16


@dataclass(frozen=True)
class Tone:
    """How one series looks: paper under marks. Each pair has at least 3:1 against white or an edge."""

    pattern: Pattern
    paper: str
    mark: str


TONES: tuple[Tone, ...] = (
    Tone("solid", "#1d4f7c", "#1d4f7c"),
    Tone("diagonal", "#ffffff", "#1d4f7c"),
    Tone("plain", "#9cc3e0", "#9cc3e0"),
    Tone("dots", "#ffffff", "#5a2a0c"),
    Tone("upright", "#f2d3b0", "#5a2a0c"),
    Tone("crossed", "#ffffff", "#0b0c0c"),
)


@dataclass(frozen=True)
class Bar:
    """One bar. `value` is drawn against the largest; `low` and `high` mark an interval, same unit."""

    label: str
    said: str
    value: float
    low: float | None = None
    high: float | None = None


@dataclass(frozen=True)
class StackedBar:
    """One bar whose parts fill its whole width in order; a bar of nothing is drawn empty."""

    label: str
    said: str
    parts: tuple[float, ...]


@dataclass(frozen=True)
class Box:
    """Left and right are shares of the width, 0 to 1; top and height are pixels."""

    left: float
    right: float
    top: int
    height: int
    tone: Tone | None


@dataclass(frozen=True)
class Stroke:
    """An interval: a level line with an upright at each end."""

    left: float
    right: float
    middle: int


@dataclass(frozen=True)
class Swatch:
    """A square that shows one tone beside its name."""

    top: int
    tone: Tone


@dataclass(frozen=True)
class Words:
    """A line of text; `shift` is pixels from the left edge, `baseline` pixels from the top."""

    text: str
    baseline: int
    shift: int = 0
    is_bold: bool = False


@dataclass(frozen=True)
class Picture:
    """A chart laid out. `cuts` are the pixels from the top at which a page may break it in two."""

    key: str
    title: str
    description: str
    height: int
    shapes: tuple[Box | Stroke | Swatch | Words, ...]
    cuts: tuple[int, ...] = ()


def bar_chart(key: str, title: str, description: str, bars: Sequence[Bar], full: float | None = None) -> Picture:
    """One bar for each row. `full` is the value that fills the width (the largest, if not given)."""
    largest = max((max(bar.value, bar.high or 0.0) for bar in bars), default=0.0)
    whole = full or largest or 1.0
    shapes: list[Box | Stroke | Swatch | Words] = []
    cuts: list[int] = []
    top = 0
    for bar in bars:
        cuts.append(top)
        top = _write(shapes, bar.label, bar.said, top)
        shapes.append(Box(0.0, 1.0, top, _BAR, None))
        if bar.value > 0:
            shapes.append(Box(0.0, min(1.0, bar.value / whole), top, _BAR, TONES[0]))
        if bar.low is not None and bar.high is not None:
            shapes.append(Stroke(bar.low / whole, min(1.0, bar.high / whole), top + _BAR // 2))
        top += _BAR + _GAP
    return Picture(key, title, description, max(top, LINE), tuple(shapes), tuple(cuts[1:]))


def stacked_chart(key: str, title: str, description: str, names: Sequence[str], bars: Sequence[StackedBar]) -> Picture:
    """Bars of equal length cut into parts, with a legend. Raises ValueError beyond six parts."""
    if len(names) > len(TONES):
        raise ValueError(f"{len(names)} parts cannot be told apart; {len(TONES)} can")
    shapes: list[Box | Stroke | Swatch | Words] = []
    top = 0
    for name, tone in zip(names, TONES, strict=False):
        shapes.append(Swatch(top + 2, tone))
        shapes.append(Words(name, top + TEXT_SIZE, shift=_SWATCH + 8))
        top += LINE + 3
    top += _GAP
    cuts: list[int] = []
    for bar in bars:
        cuts.append(top)
        top = _write(shapes, bar.label, bar.said, top)
        shapes.append(Box(0.0, 1.0, top, _BAR, None))
        shapes.extend(_parts(bar.parts, top))
        top += _BAR + _GAP
    return Picture(key, title, description, max(top, LINE), tuple(shapes), tuple(cuts[1:]))


def svg(picture: Picture) -> str:
    """The picture as one `<svg>` element with its title and description, safe to put in a page."""
    key = escape(picture.key, quote=True)
    used = {shape.tone for shape in picture.shapes if isinstance(shape, Box | Swatch) and shape.tone}
    patterns = "".join(_pattern(key, place, tone) for place, tone in enumerate(TONES) if tone in used)
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" role="img" width="100%" height="{picture.height}"'
        f' aria-labelledby="{key}-title {key}-desc" font-family="inherit" font-size="{TEXT_SIZE}">'
        f'<title id="{key}-title">{escape(picture.title)}</title>'
        f'<desc id="{key}-desc">{escape(picture.description)}</desc>'
        f"<defs>{patterns}</defs>" + "".join(_element(key, shape) for shape in picture.shapes) + "</svg>"
    )


def _write(shapes: list[Box | Stroke | Swatch | Words], label: str, said: str, top: int) -> int:
    """Label and figure on lines above the bar; gives the pixel where the bar begins."""
    lines = [(line, True) for line in wrap(label, WIDEST_LINE)]
    lines += [(line, False) for line in wrap(said, WIDEST_LINE)]
    for text, is_bold in lines:
        shapes.append(Words(text, top + TEXT_SIZE, is_bold=is_bold))
        top += LINE
    return top + 3


def _parts(parts: tuple[float, ...], top: int) -> list[Box]:
    whole = sum(parts)
    if whole <= 0:
        return []
    edges = [0.0]
    for part in parts:
        edges.append(edges[-1] + part / whole)
    return [
        Box(left, min(1.0, right), top, _BAR, tone)
        for (left, right), tone in zip(pairwise(edges), TONES, strict=False)
        if right > left
    ]


def _element(key: str, shape: Box | Stroke | Swatch | Words) -> str:
    match shape:
        case Box(left, right, top, height, tone):
            look = f'fill="{_fill(key, tone)}" stroke="{INK}"' if tone else f'fill="{TRACK}"'
            return f'<rect x="{_at(left)}" y="{top}" width="{_at(right - left)}" height="{height}" {look}/>'
        case Swatch(top, tone):
            return (
                f'<rect x="1" y="{top}" width="{_SWATCH}" height="{_SWATCH}" fill="{_fill(key, tone)}" stroke="{INK}"/>'
            )
        case Stroke(left, right, middle):
            return "".join(
                f'<line x1="{_at(x1)}" y1="{y1}" x2="{_at(x2)}" y2="{y2}" stroke="{colour}" stroke-width="{width}"/>'
                for colour, width in (("#ffffff", 6), (INK, 2))
                for x1, y1, x2, y2 in (
                    (left, middle, right, middle),
                    (left, middle - 6, left, middle + 6),
                    (right, middle - 6, right, middle + 6),
                )
            )
        case Words(text, baseline, shift, is_bold):
            weight = ' font-weight="bold"' if is_bold else ""
            return f'<text x="{shift}" y="{baseline}" fill="{INK}"{weight}>{escape(text)}</text>'


def _fill(key: str, tone: Tone) -> str:
    if tone.pattern in ("solid", "plain"):
        return tone.paper
    return f"url(#{key}-tone-{TONES.index(tone)})"


def _pattern(key: str, place: int, tone: Tone) -> str:
    marks = {
        "diagonal": f'<path d="M-2 10L10 -2M-2 2L2 -2M6 10L10 6" stroke="{tone.mark}" stroke-width="2.5"/>',
        "dots": f'<circle cx="4" cy="4" r="1.8" fill="{tone.mark}"/>',
        "upright": f'<path d="M4 0V8" stroke="{tone.mark}" stroke-width="2"/>',
        "crossed": f'<path d="M0 4H8M4 0V8" stroke="{tone.mark}" stroke-width="1.5"/>',
    }.get(tone.pattern)
    if marks is None:
        return ""
    return (
        f'<pattern id="{key}-tone-{place}" width="8" height="8" patternUnits="userSpaceOnUse">'
        f'<rect width="8" height="8" fill="{tone.paper}"/>{marks}</pattern>'
    )


def _at(share: float) -> str:
    return f"{share * 100:.3f}".rstrip("0").rstrip(".") + "%"

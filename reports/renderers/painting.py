"""A drawn picture painted on a PDF page, shape for shape as its SVG twin."""

from __future__ import annotations

from itertools import pairwise
from math import ceil

from reportlab.lib import colors
from reportlab.pdfgen.canvas import Canvas
from reportlab.platypus import Flowable

from foundation.drawing import INK, TEXT_SIZE, TRACK, Box, Picture, Stroke, Swatch, Tone, Words

_SCALE = 0.66
"""Points to a pixel: bars and words a little smaller on paper than on a screen."""

_WIDEST = 440


def painted(picture: Picture, width: float) -> list[Flowable]:
    """The picture in pieces, so that a page may end between two bars."""
    edges = (0, *picture.cuts, picture.height)
    return [PaintedPiece(picture, top, bottom, width) for top, bottom in pairwise(edges)]


class PaintedPiece(Flowable):
    """The part of a picture between two heights, as wide as it is given up to what reads well."""

    def __init__(self, picture: Picture, top: int, bottom: int, width: float) -> None:
        super().__init__()
        self.shapes = [shape for shape in picture.shapes if top <= _top_of(shape) < bottom]
        self.bottom = bottom
        self.width = min(width, _WIDEST)
        self.height = (bottom - top) * _SCALE

    def wrap(self, width: float, height: float) -> tuple[float, float]:
        """The room it takes, in points."""
        return self.width, self.height

    def draw(self) -> None:
        """Paint every shape in order, from the top down."""
        canvas: Canvas = self.canv
        for shape in self.shapes:
            match shape:
                case Box(left, right, top, height, tone):
                    self._box(canvas, left * self.width, (right - left) * self.width, top, height, tone)
                case Swatch(top, tone):
                    self._box(canvas, 0, 16 * _SCALE, top, 16, tone)
                case Stroke(left, right, middle):
                    self._stroke(canvas, left * self.width, right * self.width, middle)
                case Words(text, baseline, shift, is_bold):
                    canvas.setFillColor(colors.HexColor(INK))
                    canvas.setFont("Helvetica-Bold" if is_bold else "Helvetica", 14 * _SCALE)
                    canvas.drawString(shift * _SCALE, self._up(baseline), text)

    def _up(self, pixels_down: int) -> float:
        return (self.bottom - pixels_down) * _SCALE

    def _box(self, canvas: Canvas, x: float, width: float, top: int, height: int, tone: Tone | None) -> None:
        y, tall = self._up(top + height), height * _SCALE
        if tone is None:
            canvas.setFillColor(colors.HexColor(TRACK))
            canvas.rect(x, y, width, tall, stroke=0, fill=1)
            return
        canvas.saveState()
        outline = canvas.beginPath()
        outline.rect(x, y, width, tall)
        canvas.clipPath(outline, stroke=0, fill=0)
        canvas.setFillColor(colors.HexColor(tone.paper))
        canvas.rect(x, y, width, tall, stroke=0, fill=1)
        _mark(canvas, tone, x, y, width, tall)
        canvas.restoreState()
        canvas.setStrokeColor(colors.HexColor(INK))
        canvas.setLineWidth(0.6)
        canvas.rect(x, y, width, tall, stroke=1, fill=0)

    def _stroke(self, canvas: Canvas, left: float, right: float, middle: int) -> None:
        y = self._up(middle)
        for colour, width in (("#ffffff", 4.0), (INK, 1.3)):
            canvas.setStrokeColor(colors.HexColor(colour))
            canvas.setLineWidth(width)
            canvas.line(left, y, right, y)
            for end in (left, right):
                canvas.line(end, y - 4, end, y + 4)


def _top_of(shape: Box | Stroke | Swatch | Words) -> int:
    match shape:
        case Box(top=top) | Swatch(top=top) | Stroke(middle=top):
            return top
        case Words(baseline=baseline):
            return baseline - TEXT_SIZE


def _mark(canvas: Canvas, tone: Tone, x: float, y: float, width: float, tall: float) -> None:
    """The pattern of a tone, six points apart, inside a clipped box."""
    step = 6
    columns, rows = ceil(width / step) + 1, ceil(tall / step) + 1
    canvas.setStrokeColor(colors.HexColor(tone.mark))
    canvas.setFillColor(colors.HexColor(tone.mark))
    canvas.setLineWidth(1.4)
    if tone.pattern == "diagonal":
        for place in range(-rows, columns):
            canvas.line(x + place * step, y, x + place * step + tall, y + tall)
    if tone.pattern in ("upright", "crossed"):
        for place in range(columns):
            canvas.line(x + place * step, y, x + place * step, y + tall)
    if tone.pattern == "crossed":
        for place in range(rows):
            canvas.line(x, y + place * step, x + width, y + place * step)
    if tone.pattern == "dots":
        for column in range(columns):
            for row in range(rows):
                canvas.circle(x + column * step + 2, y + row * step + 2, 1.1, stroke=0, fill=1)

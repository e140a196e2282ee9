"""A council's logo, made safe: an SVG of shapes alone, or a PNG of pixels alone.

Pure. Whatever could run, fetch or hide something is left out of an SVG, and out of a PNG every chunk but those that
draw it; what is left is kept with the profile's version. Must not resize or recolour anything.
"""

import base64
import struct
import zlib
from pathlib import Path
from typing import Literal
from xml.etree import ElementTree

from pydantic import Field

from foundation.frozen_model import FrozenModel

MOST_BYTES = 100 * 1024

SVG = "http://www.w3.org/2000/svg"
SHAPES = frozenset(
    {
        "svg", "g", "path", "rect", "circle", "ellipse", "line", "polyline", "polygon", "text", "tspan", "defs",
        "linearGradient", "radialGradient", "stop", "clipPath",
    }
)  # fmt: skip
DRAWN_WITH = frozenset(
    {
        "d", "x", "y", "x1", "x2", "y1", "y2", "cx", "cy", "r", "rx", "ry", "fx", "fy", "width", "height", "points",
        "viewBox", "preserveAspectRatio", "transform", "gradientTransform", "gradientUnits", "offset", "id", "fill",
        "fill-rule", "fill-opacity", "clip-rule", "clip-path", "clipPathUnits", "stroke", "stroke-width",
        "stroke-linecap", "stroke-linejoin", "stroke-miterlimit", "stroke-opacity", "stroke-dasharray", "opacity",
        "stop-color", "stop-opacity", "font-family", "font-size", "font-weight", "text-anchor", "dx", "dy",
    }
)  # fmt: skip
PNG_START = b"\x89PNG\r\n\x1a\n"
PNG_DRAWS = frozenset({b"IHDR", b"PLTE", b"tRNS", b"IDAT", b"IEND", b"sRGB", b"gAMA"})


class Logo(FrozenModel):
    """The picture, and what it says to somebody who cannot see it."""

    media_type: Literal["image/svg+xml", "image/png"]
    content: str
    """In base64."""
    alt: str = Field(min_length=1, max_length=120)

    @property
    def data(self) -> bytes:
        """The picture itself."""
        return base64.b64decode(self.content)


def logo_from(path: Path, alt: str) -> Logo:
    """The logo in a file. Raises ``ValueError`` for one that is too large, no picture or no SVG or PNG."""
    data = path.read_bytes()
    if len(data) > MOST_BYTES:
        raise ValueError(f"{path.name}: a logo may have {MOST_BYTES // 1024} kB at the most")
    if data.startswith(PNG_START):
        return Logo(media_type="image/png", content=_as_text(safe_png(data)), alt=alt)
    return Logo(media_type="image/svg+xml", content=_as_text(safe_svg(data)), alt=alt)


def safe_svg(data: bytes) -> bytes:
    """The shapes of an SVG and nothing else. Raises ``ValueError`` where it is none, or declares entities."""
    if b"<!" in data.replace(b"<!--", b""):
        raise ValueError("an SVG with a document type or entities is not taken")
    try:
        root = ElementTree.fromstring(data)  # noqa: S314  # entities are refused above
    except ElementTree.ParseError as error:
        raise ValueError("the logo is neither an SVG nor a PNG") from error
    if root.tag != f"{{{SVG}}}svg":
        raise ValueError("the logo is neither an SVG nor a PNG")
    drawn = _only_shapes(root)
    ElementTree.register_namespace("", SVG)
    return bytes(ElementTree.tostring(drawn, encoding="utf-8", xml_declaration=True))


def safe_png(data: bytes) -> bytes:
    """A PNG with only the chunks that draw it. Raises ``ValueError`` where it is broken."""
    kept, place = [PNG_START], len(PNG_START)
    while place < len(data):
        length, kind = struct.unpack(">I4s", data[place : place + 8].ljust(8, b"\0"))
        chunk = data[place : place + 12 + length]
        if len(chunk) != 12 + length or struct.unpack(">I", chunk[-4:])[0] != zlib.crc32(chunk[4:-4]):
            raise ValueError("the PNG is broken")
        if kind in PNG_DRAWS:
            kept.append(chunk)
        if kind == b"IEND":
            return b"".join(kept)
        place += 12 + length
    raise ValueError("the PNG is broken")


def _only_shapes(element: ElementTree.Element) -> ElementTree.Element:
    kept = {name: value for name, value in element.attrib.items() if name in DRAWN_WITH and _stays_here(value)}
    copy = ElementTree.Element(element.tag, kept)
    copy.text = element.text if element.tag in (f"{{{SVG}}}text", f"{{{SVG}}}tspan") else None
    copy.extend(_only_shapes(child) for child in element if _is_shape(child))
    return copy


def _is_shape(element: ElementTree.Element) -> bool:
    namespace, _, name = str(element.tag).rpartition("}")
    return namespace == f"{{{SVG}" and name in SHAPES


def _stays_here(value: str) -> bool:
    """Whether a value points nowhere but into the picture."""
    folded = "".join(value.split()).casefold()
    return "url(" not in folded.replace("url(#", "") and "javascript:" not in folded and "data:" not in folded


def _as_text(data: bytes) -> str:
    return base64.b64encode(data).decode()

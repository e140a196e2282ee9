"""Logos made safe: shapes and pixels stay, whatever runs, fetches or hides goes."""

import struct
import zlib
from pathlib import Path

import pytest

from authorities.logos import MOST_BYTES, logo_from, safe_png, safe_svg

SVG = """<svg xmlns="http://www.w3.org/2000/svg" xmlns:xlink="http://www.w3.org/1999/xlink" viewBox="0 0 8 8"
 onload="alert(1)"><script>alert(2)</script><style>@import "//evil.example"</style>
 <g id="a" onclick="alert(3)"><path d="M0 0h8v8z" fill="#0b4f6c" style="background:url(//evil.example)"/></g>
 <image href="https://evil.example/x.png"/><use xlink:href="https://evil.example/x.svg#a"/>
 <foreignObject><body xmlns="http://www.w3.org/1999/xhtml"><p>words</p></body></foreignObject>
 <a href="javascript:alert(4)"><rect width="1" height="1"/></a>
 <rect fill="url(https://evil.example/x)" width="2" height="2"/><rect fill="url(#a)" width="3" height="3"/></svg>"""


def png(*chunks: tuple[bytes, bytes]) -> bytes:
    def chunk(kind: bytes, data: bytes) -> bytes:
        return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))

    return b"\x89PNG\r\n\x1a\n" + b"".join(chunk(*each) for each in chunks)


HEADER = (b"IHDR", struct.pack(">IIBBBBB", 1, 1, 8, 2, 0, 0, 0))
PIXELS = (b"IDAT", zlib.compress(b"\0\0\0\0"))
END = (b"IEND", b"")


def test_only_the_shapes_of_an_svg_stay() -> None:
    safe = safe_svg(SVG.encode()).decode()
    assert 'd="M0 0h8v8z"' in safe
    assert 'fill="#0b4f6c"' in safe
    assert 'fill="url(#a)"' in safe
    for gone in ("alert", "script", "style", "evil", "image", "use", "foreignObject", "href", "onload", "words"):
        assert gone not in safe


@pytest.mark.parametrize(
    "data",
    [
        b'<!DOCTYPE svg [<!ENTITY a "aaaa">]><svg xmlns="http://www.w3.org/2000/svg">&a;</svg>',
        b"<html><body/></html>",
        b"not a picture",
        b"",
    ],
)
def test_what_is_no_plain_svg_is_refused(data: bytes) -> None:
    with pytest.raises(ValueError, match="SVG"):
        safe_svg(data)


def test_a_png_keeps_only_what_draws_it() -> None:
    hidden = png(HEADER, (b"tEXt", b"Comment\0who made it"), PIXELS, END) + b"<script>alert(1)</script>"
    assert safe_png(hidden) == png(HEADER, PIXELS, END)


@pytest.mark.parametrize(
    "broken", [png(HEADER, PIXELS), png(HEADER, PIXELS, END)[:-6], png(HEADER).replace(b"IHDR", b"IHDX")]
)
def test_a_broken_png_is_refused(broken: bytes) -> None:
    with pytest.raises(ValueError, match="broken"):
        safe_png(broken)


def test_a_logo_says_what_it_is_in_words_and_is_small(tmp_path: Path) -> None:
    path = tmp_path / "logo.png"
    path.write_bytes(png(HEADER, PIXELS, END))
    logo = logo_from(path, "A lighthouse")
    assert (logo.media_type, logo.data, logo.alt) == ("image/png", png(HEADER, PIXELS, END), "A lighthouse")
    with pytest.raises(ValueError, match="alt"):
        logo_from(path, "")
    path.write_bytes(b"x" * (MOST_BYTES + 1))
    with pytest.raises(ValueError, match="100 kB"):
        logo_from(path, "A lighthouse")

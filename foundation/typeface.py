"""The typeface of everything we print: DejaVu Sans Condensed, whose files stand in ``foundation/fonts``.

It has the letters of European languages, Greek, Cyrillic, Armenian and Georgian. What it lacks, and scripts whose
letters join or run from right to left, which ReportLab does not set, is shown as a box; ``lacks`` says so, so that the
page can too. Must not know what is printed.
"""

import unicodedata
from pathlib import Path
from typing import Final

from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.ttfonts import TTFont

FONTS = Path(__file__).parent / "fonts"
REGULAR: Final = "DejaVuSansCondensed"
BOLD: Final = "DejaVuSansCondensed-Bold"
BOX: Final = "□"

_KEPT_AS_IS = frozenset("\n\t")
_RIGHT_TO_LEFT = frozenset({"R", "AL", "AN"})
_FOLLOWS_OTHERS = frozenset({"Cf", "Cc"})
"""Marks without a shape of their own: joiners, directions, control characters."""


def _registered(name: str) -> TTFont:
    font = TTFont(name, str(FONTS / f"{name}.ttf"))
    pdfmetrics.registerFont(font)
    return font


_LETTERS = frozenset(_registered(REGULAR).face.charToGlyph) & frozenset(_registered(BOLD).face.charToGlyph)


def printable(words: str) -> str:
    """The words as they can be printed: letters with their marks put together, and a box for each that is lacking."""
    composed = unicodedata.normalize("NFC", words)
    return "".join(_shown(letter) for letter in composed if not _is_unseen(letter))


def lacks(words: str) -> bool:
    """Whether some letters of the words cannot be printed."""
    return BOX in printable(words) and BOX not in words


def _shown(letter: str) -> str:
    return letter if letter in _KEPT_AS_IS or _can_be_set(letter) else BOX


def _can_be_set(letter: str) -> bool:
    return ord(letter) in _LETTERS and unicodedata.bidirectional(letter) not in _RIGHT_TO_LEFT


def _is_unseen(letter: str) -> bool:
    return letter not in _KEPT_AS_IS and unicodedata.category(letter) in _FOLLOWS_OTHERS

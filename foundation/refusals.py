"""Why a file cannot be taken, in words that say what to do. Pure.

Names the file, so that somebody who chose several knows which; the words go to whoever chose it and into no log.
"""

from foundation.errors import Invalid

KINDS_TAKEN = (
    "photos and pictures (JPG, PNG or HEIC), PDF, Word (DOCX), OpenDocument (ODT), plain text (TXT), "
    "and sound (MP3 or M4A)"
)
"""What works, for people."""


class Refused(Invalid):
    """A file was not taken, and nothing else was changed. ``why`` is a code for whoever asks about it."""

    def __init__(self, why: str, message: str) -> None:
        super().__init__(message)
        self.why = why


def said_size(size: int) -> str:
    """``size`` in bytes for people: ``"812 KB"``, ``"3.4 MB"``. Rounded up, so that nothing too large looks allowed."""
    if size < 1000 * 1024:
        return f"{max(-(-size // 1024), 1)} KB"
    tenths = -(-size * 10 // (1024 * 1024))
    return f"{tenths // 10} MB" if tenths % 10 == 0 else f"{tenths / 10} MB"


def empty(name: str) -> Refused:
    """There is nothing in it."""
    return Refused("empty", f"“{name}” is empty. Choose the file again, or choose another one")


def too_large(name: str, size: int, limit: int) -> Refused:
    """It has more bytes than are taken."""
    return Refused(
        "too-large",
        f"“{name}” is {said_size(size)}. Choose a file that is {said_size(limit)} or smaller, or a photo of it",
    )


def wrong_type(name: str) -> Refused:
    """What is in it is none of the types taken, whatever it is called."""
    return Refused("wrong-type", f"We cannot take “{name}”, because of its type. These work: {KINDS_TAKEN}")


def locked(name: str) -> Refused:
    """Nobody could open it without a password."""
    return Refused(
        "locked", f"“{name}” is locked, so we could not open it. Save it without a password, or take a photo of it"
    )


def has_program(name: str) -> Refused:
    """A document that would run something when it is opened."""
    return Refused(
        "has-program", f"“{name}” has small programs (macros) in it. Save it as a PDF or without macros, and add that"
    )


def cut_short(name: str) -> Refused:
    """Its end is missing, or it is damaged."""
    return Refused(
        "cut-short", f"Part of “{name}” is missing. It may be damaged, or did not all arrive. Choose the file again"
    )


def swollen(name: str) -> Refused:
    """It would unpack into far more than a document holds."""
    return Refused("swollen", f"“{name}” would be too big to open. Save it as a PDF, or send a part of it")


def infected(name: str) -> Refused:
    """The scanner knows it as harmful."""
    return Refused("virus", f"“{name}” has a virus in it, so we did not keep it. Choose another file")


def duplicate(name: str) -> Refused:
    """The same content is here already, under whatever name."""
    return Refused("duplicate", f"You have already added “{name}”. Choose a different file")


def too_many(limit: int) -> Refused:
    """No more may be added here."""
    return Refused("too-many", f"You can add up to {limit} files here. Remove one first, or give us the others later")

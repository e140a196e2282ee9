"""Files dropped on the desk: a mail among them is read and opened up, and each file is judged as any other is.

Uses the network (the scanner), so it is called outside any transaction, and it writes nothing. What is refused is
named with what to do about it; the mail itself is kept whole, so that nothing it held is lost.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from io import BytesIO

from cases.emails import Email, is_email, read_email, received_within
from cases.emails_values import safe_name
from foundation import refusals, scanning
from foundation.clock import business_now
from foundation.errors import Invalid
from foundation.files import Examined, examine
from foundation.refusals import Refused

MAIL_TYPES = {"msg": "application/vnd.ms-outlook", "eml": "message/rfc822"}


@dataclass(frozen=True)
class Arrived:
    """What was dropped: the first mail, the files to keep (each mail itself among them), and what was refused."""

    email: Email | None = None
    files: tuple[Examined, ...] = ()
    refused: tuple[str, ...] = ()


def examine_arrived(dropped: Iterable[tuple[str, bytes]]) -> Arrived:
    """Read and judge files by name and content. Never raises for what is in them: it says so in ``refused``."""
    email: Email | None = None
    files: list[Examined] = []
    refused: list[str] = []
    for name, content in dropped:
        if not is_email(content, name):
            _examine(name, content, files, refused)
            continue
        _keep_whole(name, content, files, refused)
        found = _as_email(name, content, refused)
        if found is None:
            continue
        if email is not None:
            refused.append(f"“{name}” is a second email. It is kept as a file: drop it by itself to have it read")
        email = email or received_within(found, business_now())
        for attached in found.attached:
            _examine(attached.name, attached.content, files, refused)
    return Arrived(email, tuple(files), tuple(dict.fromkeys(refused)))


def _as_email(name: str, content: bytes, refused: list[str]) -> Email | None:
    try:
        return read_email(content)
    except Invalid as error:
        refused.append(f"“{name}”: {error.message}")
        return None


def _examine(name: str, content: bytes, files: list[Examined], refused: list[str]) -> None:
    try:
        files.append(examine(BytesIO(content), name))
    except Refused as error:
        refused.append(error.message)


def _keep_whole(name: str, content: bytes, files: list[Examined], refused: list[str]) -> None:
    """The mail as it came. It is larger than its files together, so it is not held to their limit."""
    shown = safe_name(name) or "Email.eml"
    verdict = scanning.scan(content)
    if verdict == "virus":
        refused.append(refusals.infected(shown).message)
        return
    ending = "msg" if content.startswith(b"\xd0\xcf\x11\xe0") else "eml"
    named = shown if shown.lower().endswith(f".{ending}") else f"{shown}.{ending}"
    files.append(Examined(named, MAIL_TYPES[ending], content, verdict))

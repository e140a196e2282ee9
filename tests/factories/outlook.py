"""Outlook ``.msg`` files of invented mail: the container ([MS-CFB], version 3) and the properties in it ([MS-OXMSG]).

Written here because nothing that is free writes them; no mail of anybody's is kept in this checkout.
"""

import struct
from collections.abc import Mapping, Sequence
from datetime import UTC, datetime, timedelta
from typing import Any

SECTOR, MINI, CUTOFF = 512, 64, 4096
FREE, END, FAT = 0xFFFFFFFF, 0xFFFFFFFE, 0xFFFFFFFD

Storage = Mapping[str, Any]
"""Names to bytes (a stream) or to a further storage."""


def outlook_mail(
    *,
    words: Mapping[str, str] | None = None,
    narrow: Mapping[str, bytes] | None = None,
    raw: Mapping[str, bytes] | None = None,
    sent_at: datetime | None = None,
    code_page: int | None = None,
    attached: Sequence[tuple[str, bytes]] = (),
    inside: Sequence[Storage] = (),
) -> bytes:
    """A ``.msg``. ``words`` are Unicode properties by their number, ``narrow`` those in a code page."""
    return container(
        storage_of_mail(
            words=words,
            narrow=narrow,
            raw=raw,
            sent_at=sent_at,
            code_page=code_page,
            attached=attached,
            inside=inside,
            header=32,
        )
    )


def storage_of_mail(
    *,
    words: Mapping[str, str] | None = None,
    narrow: Mapping[str, bytes] | None = None,
    raw: Mapping[str, bytes] | None = None,
    sent_at: datetime | None = None,
    code_page: int | None = None,
    attached: Sequence[tuple[str, bytes]] = (),
    inside: Sequence[Storage] = (),
    header: int = 24,
) -> Storage:
    """One mail as a storage: at the root of a file, or inside another mail."""
    kept: dict[str, Any] = {f"__substg1.0_{key}001F": said.encode("utf-16-le") for key, said in (words or {}).items()}
    kept |= {f"__substg1.0_{key}001E": said for key, said in (narrow or {}).items()}
    kept |= {f"__substg1.0_{key}": content for key, content in (raw or {}).items()}
    fixed = b""
    if sent_at is not None:
        tenths = (sent_at - datetime(1601, 1, 1, tzinfo=UTC)) // timedelta(microseconds=1) * 10
        fixed += struct.pack("<IIQ", 0x00390040, 6, tenths)
    if code_page is not None:
        fixed += struct.pack("<IIQ", 0x3FFD0003, 6, code_page)
    kept["__properties_version1.0"] = bytes(header) + fixed
    files: list[Storage] = [
        {
            "__substg1.0_3707001F": name.encode("utf-16-le"),
            "__substg1.0_37010102": content,
            "__properties_version1.0": bytes(8),
        }
        for name, content in attached
    ]
    files += [{"__substg1.0_3701000D": mail, "__properties_version1.0": bytes(8)} for mail in inside]
    kept |= {f"__attach_version1.0_#{number:08X}": storage for number, storage in enumerate(files)}
    return kept


def container(root: Storage) -> bytes:
    """The bytes of a compound file holding ``root``."""
    entries: list[dict[str, Any]] = []
    _enter(entries, "Root Entry", root, 5)
    mini, mini_fat = b"", []
    sectors: list[bytes] = []
    fat: list[int] = []

    def chain(content: bytes) -> int:
        """Put content into sectors of its own; gives the first."""
        pieces = [content[at : at + SECTOR].ljust(SECTOR, b"\0") for at in range(0, len(content), SECTOR)]
        if not pieces:
            return END
        first = len(sectors)
        sectors.extend(pieces)
        fat.extend([*range(first + 1, first + len(pieces)), END])
        return first

    for entry in entries[1:]:
        content = entry["content"]
        if content is None:
            continue
        if len(content) >= CUTOFF:
            entry["start"] = chain(content)
        elif content:
            pieces = -(-len(content) // MINI)
            entry["start"] = len(mini_fat)
            mini_fat += [*range(len(mini_fat) + 1, len(mini_fat) + pieces), END]
            mini += content.ljust(pieces * MINI, b"\0")
    entries[0]["start"], entries[0]["size"] = chain(mini), len(mini)
    mini_fat_at = chain(struct.pack(f"<{len(mini_fat)}I", *mini_fat).ljust(-(-len(mini_fat) // 128) * SECTOR, b"\xff"))
    directory_at = chain(b"".join(_packed(entry) for entry in entries))
    fat_sectors = 1
    while (len(fat) + fat_sectors) > fat_sectors * 128:
        fat_sectors += 1
    fat_at = list(range(len(sectors), len(sectors) + fat_sectors))
    fat += [FAT] * fat_sectors
    table = struct.pack(f"<{len(fat)}I", *fat).ljust(fat_sectors * SECTOR, b"\xff")
    sectors += [table[at : at + SECTOR] for at in range(0, len(table), SECTOR)]
    head = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(16) + struct.pack("<HHHHH", 0x3E, 3, 0xFFFE, 9, 6) + bytes(6)
    head += struct.pack("<IIIIIIIII", 0, fat_sectors, directory_at, 0, CUTOFF, mini_fat_at, int(bool(mini_fat)), END, 0)
    return head + struct.pack("<109I", *(fat_at + [FREE] * (109 - fat_sectors))) + b"".join(sectors)


def _enter(entries: list[dict[str, Any]], name: str, what: Any, kind: int) -> int:
    """Write a directory entry and all below it; brothers hang on each other to the right."""
    place = len(entries)
    is_storage = isinstance(what, Mapping)
    entry: dict[str, Any] = {"name": name, "kind": kind, "right": FREE, "child": FREE, "start": END if kind != 1 else 0}
    entry |= {"content": None if is_storage else what, "size": 0 if is_storage else len(what)}
    entries.append(entry)
    before: int | None = None
    for key in sorted(what, key=lambda one: (len(one), one.upper())) if is_storage else ():
        inner = what[key]
        below = _enter(entries, key, inner, 1 if isinstance(inner, Mapping) else 2)
        if before is None:
            entry["child"] = below
        else:
            entries[before]["right"] = below
        before = below
    return place


def _packed(entry: Mapping[str, Any]) -> bytes:
    name = entry["name"].encode("utf-16-le") + b"\0\0"
    return (
        name.ljust(64, b"\0")
        + struct.pack("<HBBIII", len(name), entry["kind"], 1, FREE, entry["right"], entry["child"])
        + bytes(36)
        + struct.pack("<IQ", entry["start"], entry["size"])
    )

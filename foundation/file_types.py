"""What a file is, by what is in it and never by its name. Pure: bytes in, a type or a refusal out.

A short list of what people have: photos, documents, voice notes. Each test asks for the marks its format must bear,
and refuses early what nobody could open afterwards: locked, cut short, swollen, or bearing a program. A table of our
own, because the libraries that guess types answer by the first bytes alone, which every one of these tests goes beyond.
"""

import io
import re
import zipfile
import zlib
from collections.abc import Callable, Iterator
from dataclasses import dataclass

from foundation.refusals import cut_short, has_program, locked, swollen, wrong_type

MOST_PARTS = 2_000
"""A zip with more entries is no letter."""
MOST_UNPACKED = 200 * 1024 * 1024
"""The most bytes a document may unpack into; a long report with photos has a tenth of it."""

_WORD = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
_ODT = "application/vnd.oasis.opendocument.text"
_HEIC_BRANDS = frozenset({b"heic", b"heix", b"heim", b"heis", b"mif1", b"msf1", b"hevc", b"hevx"})
_SOUND_BRANDS = frozenset({b"M4A ", b"M4B ", b"isom", b"iso2", b"mp41", b"mp42", b"3gp4", b"3gp5", b"3gp6"})
_PACKED = (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED)
"""How the parts of a document are packed. Other ways fail with errors of their own, and one may ask for gigabytes."""
_PDF_ENCRYPTED = re.compile(rb"/Encrypt\s*(\d+\s+\d+\s+R|<<)")
_MARKUP = re.compile(r"\s*(<(!doctype|html|\?xml|svg|script|head|body)\b|\{\\rtf|%!PS|#!)", re.IGNORECASE)
_NOT_TEXT = re.compile(r"[\x00-\x08\x0b\x0e-\x1a\x1c-\x1f]")
_MP3_BITRATES = {  # thousands of bits a second of layer III, by the index in a frame's head
    1: (0, 32, 40, 48, 56, 64, 80, 96, 112, 128, 160, 192, 224, 256, 320),
    2: (0, 8, 16, 24, 32, 40, 48, 56, 64, 80, 96, 112, 128, 144, 160),
}
_MP3_RATES = {3: (44_100, 48_000, 32_000), 2: (22_050, 24_000, 16_000), 0: (11_025, 12_000, 8_000)}


@dataclass(frozen=True)
class FileType:
    """One type that is taken. ``endings`` are those a name may have; the first is given to names with another."""

    media_type: str
    words: str
    endings: tuple[str, ...]
    is_it: Callable[[bytes, str], bool]
    """Whether these bytes, called that, are of this type. Raises ``Refused`` where they are and cannot be used."""


def type_of(content: bytes, name: str) -> FileType:
    """The type of a file by its content; ``name`` is used only in the words of a refusal. Raises ``Refused``."""
    for kind in TYPES:
        if kind.is_it(content, name):
            return kind
    raise wrong_type(name)


def seen(name: str) -> str:
    """A name without what nobody can see: control characters, marks that turn the direction of text."""
    return " ".join("".join(letter if letter.isprintable() else " " for letter in name).split())


def fitting_name(name: str, kind: FileType) -> str:
    """The name to keep: no folders, nothing unseen, and an ending that says what is in it, so that it opens as that."""
    shown = seen(re.split(r"[\\/]", name)[-1]).lstrip(".")
    stem, dot, ending = shown.rpartition(".")
    if dot and ending.lower() in kind.endings:
        return f"{(stem or 'file')[:100]}.{ending}"
    return f"{(shown or 'file')[:100]}.{kind.endings[0]}"


def _is_jpeg(content: bytes, name: str) -> bool:
    return content.startswith(b"\xff\xd8\xff")


def _is_png(content: bytes, name: str) -> bool:
    if not content.startswith(b"\x89PNG\r\n\x1a\n"):
        return False
    if b"IEND" not in content[-4096:]:
        raise cut_short(name)
    return True


def _is_pdf(content: bytes, name: str) -> bool:
    if not content[:64].lstrip(b"\xef\xbb\xbf \t\r\n").startswith(b"%PDF-"):
        return False
    if b"startxref" not in content:
        raise cut_short(name)
    if _PDF_ENCRYPTED.search(content):
        raise locked(name)
    return True


def _is_word(content: bytes, name: str) -> bool:
    archive = _document_in_zip(content, name)
    if archive is None or "[Content_Types].xml" not in archive.namelist():
        return False
    if "word/document.xml" not in archive.namelist():
        return False
    types = _part(archive, "[Content_Types].xml", name)
    if b"macroEnabled" in types or any("vba" in part.lower() for part in archive.namelist()):
        raise has_program(name)
    return True


def _is_odt(content: bytes, name: str) -> bool:
    archive = _document_in_zip(content, name)
    if archive is None or "mimetype" not in archive.namelist():
        return False
    if _part(archive, "mimetype", name).strip() != _ODT.encode():
        return False
    parts = archive.namelist()
    if any(part.startswith(("Basic/", "Scripts/")) for part in parts):
        raise has_program(name)
    if "META-INF/manifest.xml" in parts and b"encryption-data" in _part(archive, "META-INF/manifest.xml", name):
        raise locked(name)
    if "content.xml" not in parts:
        raise cut_short(name)
    return True


def _document_in_zip(content: bytes, name: str) -> zipfile.ZipFile | None:
    """The zip that a document is, its list of parts within bounds; ``None`` where it is no zip at all."""
    if not content.startswith(b"PK\x03\x04"):
        return None
    try:
        archive = zipfile.ZipFile(io.BytesIO(content))
    except (zipfile.BadZipFile, ValueError, NotImplementedError, OverflowError):
        raise cut_short(name) from None
    parts = archive.infolist()
    if any(part.compress_type not in _PACKED for part in parts):
        raise cut_short(name)
    if len(parts) > MOST_PARTS or sum(part.file_size for part in parts) > MOST_UNPACKED:
        raise swollen(name)
    return archive


def _part(archive: zipfile.ZipFile, part: str, name: str) -> bytes:
    """A small part of a document, unpacked no further than a list of parts can need."""
    try:
        with archive.open(part) as opened:
            return opened.read(1024 * 1024)
    except RuntimeError:  # what zipfile raises for a part that needs a password
        raise locked(name) from None
    except (zipfile.BadZipFile, NotImplementedError, EOFError, OSError, ValueError, zlib.error):
        raise cut_short(name) from None


def _is_heic(content: bytes, name: str) -> bool:
    return content[4:8] == b"ftyp" and content[8:12] in _HEIC_BRANDS and _all_boxes(content, name)


def _is_m4a(content: bytes, name: str) -> bool:
    """Sound alone: telephones also call a voice note ``mp42`` or ``isom``, and so they do a film."""
    if content[4:8] != b"ftyp" or content[8:12] not in _SOUND_BRANDS or not _all_boxes(content, name):
        return False
    handlers = set(_handlers(content))
    return b"soun" in handlers and b"vide" not in handlers


def _all_boxes(content: bytes, name: str) -> bool:
    if sum(size for _, _, size in _boxes(content, 0, len(content))) != len(content):
        raise cut_short(name)
    return True


def _boxes(content: bytes, start: int, end: int) -> Iterator[tuple[bytes, int, int]]:
    """Each box of an ISO 14496-12 file in a stretch of it: type, where its inside begins, its whole size."""
    while start + 8 <= end:
        size, inside = int.from_bytes(content[start : start + 4], "big"), start + 8
        if size == 1:
            size, inside = int.from_bytes(content[start + 8 : start + 16], "big"), start + 16
        size = size or end - start
        if size < inside - start or start + size > end:
            return
        yield content[start + 4 : start + 8], inside, size
        start += size


def _handlers(content: bytes) -> Iterator[bytes]:
    """What the tracks of a film or a recording are for: ``soun``, ``vide`` and others."""
    open_stretches = [(0, len(content))]
    while open_stretches:
        start, end = open_stretches.pop()
        at = start
        for kind, inside, size in _boxes(content, start, end):
            if kind in (b"moov", b"trak", b"mdia"):
                open_stretches.append((inside, at + size))
            elif kind == b"hdlr":
                yield content[inside + 8 : inside + 12]
            at += size


def _is_mp3(content: bytes, name: str) -> bool:
    at = 0
    if content.startswith(b"ID3"):
        tag = content[6:10]
        at = 10 + sum((byte & 0x7F) << shift for byte, shift in zip(tag, (21, 14, 7, 0), strict=False))
        if at >= len(content):
            raise cut_short(name)
        # Some writers leave room between the tag and the sound.
        at += max(content[at : at + 4096].find(b"\xff"), 0)
    length = _frame_length(content[at : at + 4])
    following = content[at + length : at + length + 4]
    return length > 0 and (not following or _frame_length(following) > 0 or following.startswith(b"TAG"))


def _frame_length(head: bytes) -> int:
    """How many bytes the layer III frame with this head has; 0 where it is no such head."""
    if len(head) < 4 or head[0] != 0xFF or head[1] & 0xE0 != 0xE0:
        return 0
    version, layer = head[1] >> 3 & 3, head[1] >> 1 & 3
    bitrate, rate = head[2] >> 4, head[2] >> 2 & 3
    if version == 1 or layer != 1 or bitrate in (0, 15) or rate == 3:
        return 0
    thousands = _MP3_BITRATES[1 if version == 3 else 2][bitrate]
    return (144 if version == 3 else 72) * thousands * 1000 // _MP3_RATES[version][rate] + (head[2] >> 1 & 1)


def _is_text(content: bytes, name: str) -> bool:
    """Text that people wrote; pages of markup and files that programs read are not."""
    if content.startswith((b"\xff\xfe", b"\xfe\xff")):
        encodings: tuple[str, ...] = ("utf-16",)
    else:
        encodings = ("utf-8-sig", "cp1252")
    for encoding in encodings:
        try:
            text = content.decode(encoding)
        except UnicodeDecodeError:
            continue
        return not _NOT_TEXT.search(text) and not _MARKUP.match(text)
    return False


TYPES = (
    FileType("image/jpeg", "JPG picture", ("jpg", "jpeg", "jpe", "jfif"), _is_jpeg),
    FileType("image/png", "PNG picture", ("png",), _is_png),
    FileType("image/heic", "HEIC picture", ("heic", "heif"), _is_heic),
    FileType("application/pdf", "PDF", ("pdf",), _is_pdf),
    FileType(_WORD, "Word document", ("docx",), _is_word),
    FileType(_ODT, "OpenDocument text", ("odt",), _is_odt),
    FileType("audio/mp4", "M4A sound", ("m4a", "m4b"), _is_m4a),
    FileType("audio/mpeg", "MP3 sound", ("mp3",), _is_mp3),
    FileType("text/plain", "plain text", ("txt",), _is_text),
)
"""Tried in this order; text is what nothing else is."""

ENDINGS = tuple(f".{ending}" for kind in TYPES for ending in kind.endings)
"""For the box where a file is chosen: a help, never a check."""


MAIL = {"message/rfc822": "email", "application/vnd.ms-outlook": "Outlook email"}
"""What officers keep whole when they take in a mail; nobody may send one by a form."""


def words_for_type(media_type: str) -> str:
    """A type for people."""
    taken = {kind.media_type: kind.words for kind in TYPES}
    return (taken | MAIL).get(media_type, media_type)

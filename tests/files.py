"""Small files of every type that is taken, made here byte by byte, and some that are not."""

import io
import zipfile

JPEG = b"\xff\xd8\xff\xe0\x00\x10JFIF\x00\x01\x01\x00\x00\x01\x00\x01\x00\x00" + b"picture" * 20 + b"\xff\xd9"
PNG = b"\x89PNG\r\n\x1a\n" + b"picture" * 20 + b"\x00\x00\x00\x00IEND\xaeB`\x82"
PDF = b"%PDF-1.4\n1 0 obj<</Type/Catalog>>endobj\ntrailer<</Root 1 0 R>>\nstartxref\n9\n%%EOF\n"
LOCKED_PDF = PDF.replace(b"<</Root", b"<</Encrypt 5 0 R/Root")
TEXT = "Dear council,\r\nNobody rang. Zoë".encode()
WORD = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
WORD_TYPES = f'<Types><Override ContentType="{WORD}.main+xml"/></Types>'.encode()
ODT = "application/vnd.oasis.opendocument.text"


def zipped(parts: dict[str, bytes]) -> bytes:
    """A zip of these parts, in this order."""
    kept = io.BytesIO()
    with zipfile.ZipFile(kept, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in parts.items():
            archive.writestr(name, content)
    return kept.getvalue()


def word_document(**more: bytes) -> bytes:
    """A Word document with ``more`` parts: a name's ``__`` stands for ``/`` and its ``_`` for ``.``."""
    extra = {name.replace("__", "/").replace("_", "."): content for name, content in more.items()}
    return zipped({"[Content_Types].xml": WORD_TYPES, "word/document.xml": b"<w:document/>"} | extra)


def open_document(**more: bytes) -> bytes:
    """An OpenDocument text, with ``more`` parts named as in ``word_document``."""
    extra = {name.replace("__", "/").replace("_", "."): content for name, content in more.items()}
    return zipped({"mimetype": ODT.encode(), "content.xml": b"<office:document-content/>"} | extra)


def box(kind: bytes, content: bytes) -> bytes:
    """A box of an ISO media file."""
    return (len(content) + 8).to_bytes(4, "big") + kind + content


def recording(*handlers: bytes, brand: bytes = b"M4A ") -> bytes:
    """A recording or a film with a track for each of ``handlers`` (``soun``, ``vide``)."""
    tracks = b"".join(
        box(b"trak", box(b"mdia", box(b"hdlr", b"\0" * 8 + handler + b"\0" * 12))) for handler in handlers
    )
    return box(b"ftyp", brand + b"\0\0\0\0" + brand) + box(b"moov", tracks) + box(b"mdat", b"sound" * 10)


HEIC = box(b"ftyp", b"heic\0\0\0\0mif1heic") + box(b"meta", b"\0" * 20) + box(b"mdat", b"picture" * 9)
M4A = recording(b"soun")

# MPEG 1 layer III, 128 thousand bits a second at 44,100 a second: 144 × 128000 ÷ 44100 = 417 bytes a frame.
_FRAME = b"\xff\xfb\x90\x00" + b"\0" * 413
MP3 = _FRAME * 3
MP3_WITH_TAG = b"ID3\x03\x00\x00\x00\x00\x00\x0a" + b"title.. .." + _FRAME * 2

EVERY_TYPE = {
    "photo.jpg": (JPEG, "image/jpeg"),
    "screen.png": (PNG, "image/png"),
    "phone.heic": (HEIC, "image/heic"),
    "letter.pdf": (PDF, "application/pdf"),
    "letter.docx": (word_document(), WORD),
    "letter.odt": (open_document(), ODT),
    "voice.m4a": (M4A, "audio/mp4"),
    "voice.mp3": (MP3, "audio/mpeg"),
    "note.txt": (TEXT, "text/plain"),
}

EICAR = rb"X5O!P%@AP[4\PZX54(P^)7CC)7}$EICAR-STANDARD-" + rb"ANTIVIRUS-TEST-FILE!$H+H*"
"""The harmless line every scanner calls a virus (EICAR, 2003)."""

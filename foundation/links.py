"""Links that carry their own proof: a row's id, a generation and a keyed hash.

They are made anew at each sending and never stored. Raising the row's generation revokes every
earlier one. What a link opens, and whether the generation still holds, is the caller's to check.
"""

import base64
import binascii
import hashlib
import hmac
from dataclasses import dataclass
from uuid import UUID

from foundation.errors import NotFound
from foundation.settings import settings

_MAC_BYTES = 16


@dataclass(frozen=True)
class LinkClaim:
    """What a genuine link says."""

    row_id: UUID
    generation: int


def token_for(purpose: str, row_id: UUID, generation: int = 0) -> str:
    """The token for ``row_id`` under ``purpose``; about 48 characters, safe in a URL."""
    body = row_id.bytes + generation.to_bytes(4, "big")
    return base64.urlsafe_b64encode(body + _mac(purpose, body)).decode().rstrip("=")


def read_token(token: str, purpose: str) -> LinkClaim:
    """What ``token`` says. Raises ``NotFound`` if it was not made here for ``purpose``."""
    try:
        raw = base64.urlsafe_b64decode(token + "=" * (-len(token) % 4))
    except (binascii.Error, ValueError):
        raw = b""
    body, mac = raw[:20], raw[20:]
    if len(raw) != 20 + _MAC_BYTES or not hmac.compare_digest(mac, _mac(purpose, body)):
        raise NotFound("This link is not complete or was not made by us.")
    return LinkClaim(UUID(bytes=body[:16]), int.from_bytes(body[16:], "big"))


def _mac(purpose: str, body: bytes) -> bytes:
    key = settings.secret_key.get_secret_value().encode()
    return hmac.new(key, b"link\0" + purpose.encode() + b"\0" + body, hashlib.sha256).digest()[:_MAC_BYTES]

"""Search over encrypted words, by keyed hashes of folded words.

A row keeps the hashes of its words in a ``bigint[]`` with a GIN index; names, postcodes and
references also keep their prefixes of three letters and up. Without the key the hashes say
nothing.
"""

import hashlib
import hmac

from foundation.folding import folded_words
from foundation.settings import settings

SHORTEST_PREFIX = 3


def search_hashes(text: str, *, prefixes: bool = False) -> list[int]:
    """The signed 64-bit hashes to keep for ``text``; with ``prefixes`` those of each beginning."""
    found: set[str] = set()
    for word in folded_words(text):
        found.add(word)
        if prefixes:
            found.update(word[:n] for n in range(SHORTEST_PREFIX, len(word)))
    return sorted(_hash(word) for word in found)


def query_hashes(text: str) -> list[int]:
    """The hashes a row must all have to match what somebody typed."""
    return [_hash(word) for word in folded_words(text)]


def _hash(word: str) -> int:
    key = settings.master_key_bytes
    digest = hmac.new(key, b"word\0" + word.encode(), hashlib.sha256).digest()
    return int.from_bytes(digest[:8], "big", signed=True)

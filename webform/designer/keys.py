"""Keys made from words: short, plain, never twice, and kept when the words change later."""

from collections.abc import Collection

from foundation.folding import folded_words

_LONGEST = 40


def key_from(words: str, taken: Collection[str], *, joiner: str = "_", otherwise: str = "question") -> str:
    """A key for something with these words that is not among ``taken``; ``otherwise`` where the words give none.

    ``joiner`` is ``_`` for questions and ``-`` for pages, signposts and choices.
    """
    plain = [
        "".join(letter for letter in word if letter.isascii() and letter.isalnum()) for word in folded_words(words)
    ]
    key = ""
    for word in filter(None, plain):
        longer = f"{key}{joiner}{word}" if key else word[:_LONGEST]
        if len(longer) > _LONGEST:
            break
        key = longer
    if not key or not key[0].isalpha():
        key = f"{otherwise}{joiner}{key}"[:_LONGEST].rstrip(joiner)
    return _free(key, taken, joiner)


def _free(key: str, taken: Collection[str], joiner: str) -> str:
    number, free = 1, key
    while free in taken:
        number += 1
        free = f"{key}{joiner}{number}"
    return free

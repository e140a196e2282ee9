"""References that people read out on the telephone: ``R7KD-2M``.

No vowels (so no words), no look-alikes (0 O, 1 I L, 2 Z, 5 S, 8 B are reduced to one of each).
"""

import re
import secrets

ALPHABET = "23479CDFGHJKMNPQRTVWXY"


def new_reference() -> str:
    """A random reference; about 113 million exist, so writing one must bear a collision."""
    letters = "".join(secrets.choice(ALPHABET) for _ in range(6))
    return f"{letters[:4]}-{letters[4:]}"


def tidy_reference(typed: str) -> str:
    """What somebody typed as a reference, in the form we store it."""
    letters = re.sub(r"[^0-9A-Z]", "", typed.upper())
    return f"{letters[:4]}-{letters[4:6]}" if len(letters) == 6 else typed.strip().upper()

"""Words as they are compared: without case, accents, apostrophes or punctuation.

Pure. Conditions look for folded words, and so do search and the matching of names; all fold alike.
"""

import re
import unicodedata


def folded_words(text: str) -> tuple[str, ...]:
    """The words of a text without case, accents, apostrophes or punctuation: ``"Don't!"`` gives ``("dont",)``."""
    decomposed = unicodedata.normalize("NFKD", text.casefold())
    plain = "".join(letter for letter in decomposed if not unicodedata.combining(letter))
    return tuple(re.findall(r"[^\W_]+", re.sub(r"['’‘`]", "", plain)))

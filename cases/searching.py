"""Which words a case can be found by: keyed hashes of names, reference, postcode, telephone, date of birth.

Search is over the hashes; the words themselves stay sealed. What was complained of is never searchable.
"""

import re

from cases.intake import Intake
from foundation.words import query_hashes, search_hashes

_POSTCODE = re.compile(r"\b[A-Z]{1,2}[0-9][A-Z0-9]? ?[0-9][A-Z]{2}\b", re.IGNORECASE)
_TELEPHONE = re.compile(r"[0-9 ()+-]{6,}")


def hashes_for(reference: str, intake: Intake) -> list[int]:
    """The hashes to keep for a case."""
    named = [intake.person.name, *(child.name for child in intake.children), *intake.also_named]
    born = [child.date_of_birth for child in intake.children]
    found = {value for words in named if words for value in search_hashes(words, prefixes=True)}
    found |= {value for words in born if words for value in search_hashes(_joined(words))}
    found |= hashes_of_routes(intake.person.phone, intake.person.postal_address)
    found |= set(search_hashes(_joined(reference), prefixes=True))
    return sorted(found)


def hashes_of_routes(phone: str | None, postal_address: str | None) -> set[int]:
    """The hashes of how somebody is reached, so that they can be changed with it."""
    digits = _digits(phone)
    found = set(search_hashes(_joined(digits))) if digits else set()
    for postcode in _POSTCODE.findall(postal_address or ""):
        found |= set(search_hashes(_joined(postcode), prefixes=True))
    return found


def hashes_sought(typed: str) -> list[int]:
    """The hashes a case must all have to be found by what an officer typed.

    A telephone number, a reference, a postcode or an ISO date is one word however it is spaced.
    """
    typed = typed.strip()
    if _TELEPHONE.fullmatch(typed):
        return query_hashes(_digits(typed) or "")
    if _POSTCODE.fullmatch(typed) or re.fullmatch(r"[0-9A-Za-z]{3,4}-[0-9A-Za-z]{0,2}", typed):
        return query_hashes(_joined(typed))
    return query_hashes(typed)


def _digits(telephone: str | None) -> str | None:
    """The digits of a number, a leading +44 read as 0."""
    digits = re.sub(r"[^0-9+]", "", telephone or "")
    return re.sub(r"^(\+44|0044)", "0", digits) or None


def _joined(words: str) -> str:
    return re.sub(r"[^0-9A-Za-z]", "", words)

"""Which words a case can be found by: keyed hashes of names, reference, postcode, telephone, email, date of birth.

Search is over the hashes; the words themselves stay sealed. What was complained of is never searchable.
"""

import re

from cases.intake import Intake
from foundation.words import query_hashes, search_hashes

_POSTCODE = re.compile(r"\b[A-Z]{1,2}[0-9][A-Z0-9]? ?[0-9][A-Z]{2}\b", re.IGNORECASE)
FEWEST_DIGITS = 6
_TELEPHONE = re.compile(r"[0-9 ()+-]{6,}")


def hashes_for(reference: str, intake: Intake) -> list[int]:
    """The hashes to keep for a case."""
    named = [intake.person.name, *(child.name for child in intake.children), *intake.also_named]
    found = {value for words in named if words for value in search_hashes(words, prefixes=True)}
    found |= {value for child in intake.children for value in exact_hashes(child.date_of_birth)}
    found |= hashes_of_routes(intake.person.phone, intake.person.email, intake.person.postal_address)
    return sorted(found | hashes_of_reference(reference))


def hashes_of_reference(reference: str) -> set[int]:
    """The hashes of a reference and its beginnings."""
    return set(search_hashes(_joined(reference), prefixes=True))


def hashes_of_routes(phone: str | None, email: str | None, postal_address: str | None) -> set[int]:
    """The hashes of how somebody is reached, so that they can be changed with it."""
    found = {*telephone_hashes(phone), *email_hashes(email)}
    for postcode in _POSTCODE.findall(postal_address or ""):
        found |= set(search_hashes(_joined(postcode), prefixes=True))
    return found


def telephone_hashes(telephone: str | None) -> list[int]:
    """The hash of a whole number, however it is spaced; none of a few digits."""
    digits = _digits(telephone) or ""
    return query_hashes(digits) if len(digits) >= FEWEST_DIGITS else []


def email_hashes(address: str | None) -> list[int]:
    """The hash of a whole email address; none of what is none."""
    return query_hashes(_joined(address)) if address and "@" in address else []


def exact_hashes(words: str | None) -> list[int]:
    """The hash of something found only whole, such as a date of birth."""
    return query_hashes(_joined(words or ""))


def hashes_sought(typed: str) -> list[int]:
    """The hashes a case must all have to be found by what an officer typed.

    An email address, a telephone number, a reference, a postcode or an ISO date is one word however it is spaced.
    """
    typed = typed.strip()
    if "@" in typed:
        return email_hashes(typed)
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

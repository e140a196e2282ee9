"""How somebody may be reached, from what they said: by which way, whether to ring, and what must be made ready first.

Pure. Every automation that writes to a person, or asks somebody to speak with them, asks here. Must not hold an
address or a word of theirs: it knows which ways were given, not what they are. (Equality Act 2010, section 20:
adjustments are asked for once and made each time.)
"""

from dataclasses import dataclass
from typing import Literal

Way = Literal["email", "letter", "none"]

EMAIL: Way = "email"
LETTER: Way = "letter"
NO_WAY: Way = "none"
TELEPHONE = "telephone"

WRITING_ONLY = "writing-only"

MADE_BY_HAND = {"easy-read": "easy read", "braille": "braille", "audio": "sound"}
"""Adjustments to written words that a person must make: no machine of ours writes them."""

BEFORE_SPEAKING = {
    "bsl": "a British Sign Language interpreter",
    "interpreter": "an interpreter",
    "text-relay": "a call by text or Relay UK",
}
"""Adjustments to be arranged before anybody speaks with the person."""


@dataclass(frozen=True)
class Wishes:
    """What somebody said about being reached. ``preferred`` is email or letter, where they chose."""

    has_email: bool = False
    has_address: bool = False
    has_phone: bool = False
    has_go_between: bool = False
    may_write: bool = False
    preferred: str | None = None
    wants_no_answer: bool = False
    talk_how: str | None = None
    adjustments: tuple[str, ...] = ()
    other_language: bool = False


def way_to_write(wishes: Wishes) -> Way:
    """By which way a message goes: the one they chose where it can be used, else email, else a letter that is safe."""
    if wishes.wants_no_answer:
        return NO_WAY
    letter_is_safe = wishes.has_address and wishes.may_write
    if letter_is_safe and (wishes.preferred == LETTER or not wishes.has_email):
        return LETTER
    return EMAIL if wishes.has_email else NO_WAY


def ways_to_ask(wishes: Wishes) -> tuple[str, ...]:
    """The ways to ask them for something, two at most: in writing by their way, and by telephone where that may be.

    Where nobody may ring, the other way in writing goes beside the first, if it is safe too.
    """
    if wishes.wants_no_answer:
        return ()
    first = way_to_write(wishes)
    is_safe = {
        TELEPHONE: wishes.has_phone and may_be_rung(wishes),
        EMAIL: wishes.has_email,
        LETTER: wishes.has_address and wishes.may_write,
    }
    ways = [] if first == NO_WAY else [first]
    return tuple(dict.fromkeys([*ways, *(way for way, safe in is_safe.items() if safe)]))[:2]


def may_be_rung(wishes: Wishes) -> bool:
    """Whether anybody may be asked to ring or to speak with them."""
    return wishes.talk_how != WRITING_ONLY and not wishes.wants_no_answer


def made_by_hand(wishes: Wishes) -> tuple[str, ...]:
    """What a written message must be made into before it is sent, in words; nothing where it may go as it is."""
    forms = tuple(words for code, words in MADE_BY_HAND.items() if code in wishes.adjustments)
    return (*forms, "their language") if wishes.other_language else forms


def arranged_before_speaking(wishes: Wishes) -> tuple[str, ...]:
    """What must be arranged before somebody speaks with them, in words; nothing where nobody may."""
    if not may_be_rung(wishes):
        return ()
    arranged = tuple(words for code, words in BEFORE_SPEAKING.items() if code in wishes.adjustments)
    needs_language = wishes.other_language and "interpreter" not in wishes.adjustments
    return (*arranged, BEFORE_SPEAKING["interpreter"]) if needs_language else arranged


def wants_large_print(wishes: Wishes) -> bool:
    """Whether letters to them are printed large."""
    return "large-print" in wishes.adjustments


def how_to_reach(wishes: Wishes) -> str:
    """One sentence for officers, with no address in it."""
    if wishes.wants_no_answer:
        return "They do not want to be contacted."
    way = way_to_write(wishes)
    if way != NO_WAY:
        return "Write to them by email." if way == EMAIL else "Write to them by letter."
    if wishes.has_go_between:
        return "Reach them through the person they named, and in no other way."
    if wishes.has_phone and may_be_rung(wishes):
        return "Ring them, at a time they said is safe. They gave no other way."
    return "They gave no way that we may use. Look at what they wrote before anybody tries."

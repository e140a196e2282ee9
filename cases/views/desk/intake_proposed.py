"""What a dropped email proposes for the boxes of the intake screen. An officer checks it; nothing typed is replaced."""

from collections.abc import Mapping, Sequence

from cases.emails import Email, gist_of, new_words
from cases.views.desk.intake_form import MOST_LETTERS
from foundation.clock import london_day


def proposed_from(email: Email, typed: Mapping[str, Sequence[str]]) -> dict[str, list[str]]:
    """``typed`` with its blank boxes filled from the mail."""
    proposed = {
        "channel": "email",
        "name": email.from_name,
        "email": email.from_address,
        "gist": gist_of(email),
        "points-0-what": new_words(email.words)[:MOST_LETTERS],
        "relationship": "unknown",
        "child_involved": "not-sure",
    }
    if email.sent_at is not None and not _said(typed, "received_on-year"):
        day = london_day(email.sent_at)
        proposed |= {
            "received_on-day": str(day.day),
            "received_on-month": str(day.month),
            "received_on-year": str(day.year),
        }
    filled = {name: list(said) for name, said in typed.items()}
    return filled | {name: [words] for name, words in proposed.items() if words and not _said(typed, name)}


def _said(typed: Mapping[str, Sequence[str]], name: str) -> bool:
    return any(words.strip() for words in typed.get(name, ()))

"""Days as people read them. Pure; anything that writes a day into a sentence uses these."""

from collections.abc import Sequence
from datetime import date


def full_day(day: date) -> str:
    """Friday 4 December 2026."""
    return f"{day:%A} {day.day} {day:%B %Y}"


def day_of_year(day: date) -> str:
    """Friday 4 December: for a list of days beside a date that has its year."""
    return f"{day:%A} {day.day} {day:%B}"


def listed(words: Sequence[str]) -> str:
    """a, b and c."""
    if len(words) < 2:
        return "".join(words)
    return f"{', '.join(words[:-1])} and {words[-1]}"

"""The facts that a form's words may name: ``{authority}``, ``{phone}``, ``{hours}``, ``{email}``.

Contacts are never written into a published form: they change, and the form must say today's.
"""

from typing import Any


def fill(words: str, look: Any) -> str:
    """``words`` with what the council's look says in place of each fact's name."""
    facts = {"authority": look.name, "phone": look.phone, "hours": look.hours, "email": look.email}
    for name, fact in facts.items():
        words = words.replace(f"{{{name}}}", fact)
    return words

"""What templates make of a form's data: the facts its words may name, and its pictures.

Contacts (``{authority}``, ``{phone}``, ``{hours}``, ``{email}``) are never written into a published form: they change,
and the form must say today's.
"""

from dataclasses import dataclass
from typing import Any
from uuid import UUID

from markupsafe import Markup

from authorities.publishing import current_profile
from webform.pictures import DRAWINGS, svg_of


@dataclass(frozen=True)
class Facts:
    """A council's name and how to reach it, today."""

    name: str
    phone: str
    hours: str
    email: str


def facts_of(authority_id: UUID) -> Facts:
    """The facts of an authority, where no page is drawn that knows them."""
    profile = current_profile(authority_id)
    contact = profile.contact
    return Facts(profile.look.header_name, contact.phone, contact.hours, contact.email)


def fill(words: str, look: Any) -> str:
    """``words`` with what the council's look says in place of each fact's name."""
    facts = {"authority": look.name, "phone": look.phone, "hours": look.hours, "email": look.email}
    for name, fact in facts.items():
        words = words.replace(f"{{{name}}}", fact)
    return words


def picture(key: str) -> Markup:
    """A drawing as markup; nothing for one that no longer ships with us, for its words stand beside it."""
    return Markup(svg_of(key)) if key in DRAWINGS else Markup("")  # noqa: S704 - drawn by us

"""Who a message about a case goes to, by the way they said it is safe.

Must not choose what is said or when: only to whom, and by which of their addresses. Which way that is, is
``cases.wishes``.
"""

from dataclasses import replace

from authorities.models import Officer
from cases.models import Case, Person
from cases.wishes import EMAIL, LETTER, Wishes, wants_large_print, way_to_write
from notifications.outgoing import Recipient


def complainant_of(case: Case) -> Recipient:
    """The person who told us: by the way they chose or gave, where it is safe.

    Somebody reached only through another person or a telephone has no address here, and the team reaches them.
    """
    person = case.complainant
    wishes = wishes_of(person)
    way = way_to_write(wishes)
    return Recipient(
        kind="person",
        name=person.name or "",
        email=person.email if way == EMAIL else None,
        postal_address=person.postal_address if way == LETTER else None,
        person_id=person.id,
        large_print=wants_large_print(wishes),
        wants_nothing=wishes.wants_no_answer,
    )


def complainant_by_post(case: Case) -> Recipient | None:
    """The same person by letter, whatever they like better; None where no letter is safe."""
    person = case.complainant
    if not person.postal_address or not person.may_write:
        return None
    return replace(complainant_of(case), email=None, postal_address=person.postal_address)


def wishes_of(person: Person) -> Wishes:
    """What somebody said about being reached, without their addresses."""
    return Wishes(
        has_email=bool(person.email),
        has_address=bool(person.postal_address),
        has_phone=bool(person.phone),
        has_go_between=bool(person.contact_through),
        may_write=person.may_write,
        preferred=person.preferred_channel,
        wants_no_answer=person.wants_no_answer,
        talk_how=person.talk_how,
        adjustments=tuple(person.adjustments),
        other_language=speaks_another_language(person.language),
    )


def speaks_another_language(language: str | None) -> bool:
    """Whether the language named is another than English."""
    return bool(language) and (language or "").strip().casefold() not in ("", "english")


def officer_to_tell(officer: Officer) -> Recipient:
    """An officer, by email."""
    return Recipient(kind="officer", name=officer.name, email=officer.email, officer_id=officer.id)

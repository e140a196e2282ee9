"""Who a message about a case goes to, by the way they said it is safe.

Must not choose what is said or when: only to whom, and by which of their addresses.
"""

from authorities.models import Officer
from cases.models import Case
from notifications.outgoing import Recipient


def complainant_of(case: Case) -> Recipient:
    """The person who told us: by email if they gave one, else by post where they said that we may write.

    Somebody reached only through another person or a telephone has neither, and the team rings instead.
    """
    person = case.complainant
    return Recipient(
        kind="person",
        name=person.name or "",
        email=person.email,
        postal_address=person.postal_address if person.may_write else None,
        person_id=person.id,
    )


def officer_to_tell(officer: Officer) -> Recipient:
    """An officer, by email."""
    return Recipient(kind="officer", name=officer.name, email=officer.email, officer_id=officer.id)

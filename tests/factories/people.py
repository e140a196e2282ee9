"""Somebody who tells us something."""

from authorities.models import Authority
from cases.models import Person
from foundation.database import db
from foundation.encryption import new_data_key


def make_person(authority: Authority, name: str = "Asha Pretend", **given: object) -> Person:
    """A person with a key of their own."""
    person = Person(
        data_key=new_data_key("person"),
        authority_id=authority.id,
        relationship_code="parent",
        is_young=False,
        safe_times=[],
        adjustments=[],
        name=name,
        **given,
    )
    db.session.add(person)
    db.session.flush()
    return person

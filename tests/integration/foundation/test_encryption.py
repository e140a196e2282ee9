"""Words at rest open only in their own place, and never once their key is destroyed."""

import pytest
from sqlalchemy import text

from foundation.database import db
from foundation.encryption import new_data_key
from foundation.errors import NotFound
from tests.factories import make_authority, make_person


@pytest.fixture(autouse=True)
def _rows(database: object) -> None:
    pass


def test_a_name_is_not_in_the_database_in_the_open() -> None:
    person = make_person(make_authority(), name="Marguerite Oakapple")
    kept = db.session.execute(text("select name_sealed from person where id = :id"), {"id": person.id}).scalar_one()
    assert b"Oakapple" not in bytes(kept)
    assert person.name == "Marguerite Oakapple"


def test_a_sealed_value_moved_to_another_row_does_not_open() -> None:
    authority = make_authority()
    one, other = make_person(authority, name="One"), make_person(authority, name="Other")
    other.data_key = one.data_key
    other.name_sealed = one.name_sealed
    with pytest.raises(NotFound):
        _ = other.name


def test_a_sealed_value_moved_to_another_column_does_not_open() -> None:
    person = make_person(make_authority(), name="One", phone="01983 000000")
    person.phone_sealed = person.name_sealed
    with pytest.raises(NotFound):
        _ = person.phone


def test_what_a_destroyed_key_kept_cannot_be_read() -> None:
    person = make_person(make_authority(), name="One")
    person.data_key.destroy()
    db.session.flush()
    db.session.expire_all()
    with pytest.raises(NotFound):
        _ = person.name


def test_two_keys_are_never_the_same(app: object) -> None:
    assert new_data_key("case").opened() != new_data_key("case").opened()

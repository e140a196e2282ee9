"""What a form may hold, whoever's form it is: unseen characters go, boxes that no page has are refused."""

import pytest
from flask import Flask
from sqlalchemy import select

from cases.models import Case, Person
from foundation.database import db
from tests.factories import Council
from tests.integration.cases.asked import signed_in
from tests.integration.cases.conftest import council
from tests.pages import StrictClient

__all__ = ["council"]


@pytest.fixture
def desk(app: Flask, council: Council) -> StrictClient:
    """The browser of a complaints officer."""
    return signed_in(app, council.officer())


def test_characters_that_nobody_can_see_do_not_reach_the_case(desk: StrictClient) -> None:
    sent = {
        "authority": "isle-of-wight",
        "kind": "complaint",
        "channel": "telephone",
        "received_on-day": "2",
        "received_on-month": "12",
        "received_on-year": "2027",
        "gist": "Nobody\x00 rang",
        "relationship": "parent",
        "age": "4\x071",
        "language": "\u202eWelsh\x00",
        "child_involved": "yes",
        "call_choice": "take-complaint",
    }
    assert desk.send_form("/desk/intake", sent).status_code == 303
    case = db.session.scalars(select(Case)).one()
    person = db.session.get_one(Person, case.complainant_id)
    assert (case.summary, person.age, person.language) == ("Nobody rang", "41", "Welsh")


@pytest.mark.parametrize("box", ["points-²-what", f"points-{'9' * 5000}-what", "naïve"])
def test_a_box_that_no_page_has_is_refused(desk: StrictClient, box: str) -> None:
    assert desk.send_form("/desk/intake", {box: "Nobody rang"}).status_code == 400

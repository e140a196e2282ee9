"""The invented council, built from a few of its stories and then moved on in time."""

from collections.abc import Callable
from datetime import time, timedelta

import pytest
from flask_sqlalchemy import SQLAlchemy
from sqlalchemy import select

from application.demo import building
from application.demo.council import KEY
from application.demo.script import Script, read_script
from authorities.publishing import default_authority
from cases.models import Case, Person, Stage
from foundation.clock import LONDON, business_now, now
from foundation.database import db
from foundation.errors import NotAllowed
from foundation.settings import Settings
from notifications.models import Message

FEW = ("Dai Sample", "Keith Sample", "Gwyneth Example")


@pytest.fixture
def few_stories(monkeypatch: pytest.MonkeyPatch) -> None:
    whole = read_script()
    stories = tuple(story for story in whole.stories if story.name in FEW)
    few = Script(matters=whole.matters, courses=whole.courses, stories=stories)
    monkeypatch.setattr(building, "read_script", lambda: few)


def case_of(name: str) -> Case:
    people = {person.id: person.name for person in db.session.scalars(select(Person))}
    return next(case for case in db.session.scalars(select(Case)) if people[case.complainant_id] == name)


def wordings_to(case: Case, wording: str) -> list[Message]:
    found = select(Message).where(Message.about_id == case.id, Message.wording_key == wording)
    return list(db.session.scalars(found))


@pytest.mark.usefixtures("few_stories")
def test_the_council_is_built_once_with_its_past_behind_it(
    shipped_database: SQLAlchemy, settings_with: Callable[..., Settings]
) -> None:
    settings_with(environment="demo")
    assert building.build() == len(FEW)
    assert default_authority().key == KEY
    assert abs(business_now() - now()) < timedelta(minutes=1)
    late = case_of("Dai Sample")
    [chase] = wordings_to(late, "chase-manager")
    assert chase.requested_at.astimezone(LONDON).time() < time(9, 1)
    assert chase.requested_at.astimezone(LONDON).time() >= time(9)
    stage = db.session.scalars(select(Stage).where(Stage.case_id == late.id)).one()
    assert stage.target_on is not None
    assert chase.requested_at.astimezone(LONDON).date() > stage.target_on
    assert case_of("Gwyneth Example").is_held
    assert [m.fate for m in wordings_to(case_of("Keith Sample"), "acknowledgement")] == ["to-print"]
    assert building.build() == 0


def test_there_is_no_invented_council_outside_the_demo(shipped_database: SQLAlchemy) -> None:
    with pytest.raises(NotAllowed):
        building.build()

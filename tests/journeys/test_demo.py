"""The invented council, built from a few of its stories and then moved on in time."""

from collections.abc import Callable
from datetime import time, timedelta

import pytest
from flask_sqlalchemy import SQLAlchemy
from playwright.sync_api import Page, expect
from sqlalchemy import select

from application.demo import building
from application.demo.council import KEY
from application.demo.script import Script, read_script
from authorities.models import Officer
from authorities.publishing import default_authority
from authorities.sessions import SESSION_COOKIE, begin_session
from cases.models import Case, Person, Stage
from foundation.clock import LONDON, business_now, now
from foundation.database import db, transaction
from foundation.errors import NotAllowed
from foundation.settings import Settings
from notifications.models import Message
from tests.browser import assert_accessible

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


@pytest.mark.browser
def test_an_administrator_moves_time_in_a_browser(
    open_page: Callable[..., Page], live_server: str, settings_with: Callable[..., Settings]
) -> None:
    settings_with(environment="demo")
    with transaction():
        found = select(Officer).where(Officer.email == "administrator@redress.example")
        secret = begin_session(db.session.execute(found).scalar_one())
    page = open_page(320)
    page.goto("/sign-in")
    page.context.add_cookies([{"name": SESSION_COOKIE, "value": secret, "url": page.url}])
    page.goto("/desk/time")
    assert_accessible(page)
    page.get_by_label("Nine in the morning of the next working day").check()
    page.get_by_role("button", name="Move time").click()
    expect(page.get_by_role("status")).to_contain_text("at 9:00am. Everything due by then has been done.")


def test_there_is_no_invented_council_outside_the_demo(shipped_database: SQLAlchemy) -> None:
    with pytest.raises(NotAllowed):
        building.build()

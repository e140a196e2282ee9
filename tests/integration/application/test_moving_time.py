"""Business time in the demo: moved by administrators alone, forward alone, and past nothing that is due."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import datetime, timedelta
from uuid import UUID

import pytest

from application.demo.moving import move_time_to
from authorities.models import Authority, Membership, Officer
from authorities.permissions import Role
from authorities.sessions import SESSION_COOKIE, begin_session
from foundation.clock import business_now
from foundation.database import db, new_id, transaction
from foundation.holidays import seed_holidays
from foundation.settings import Settings
from foundation.tasks import kinds, later, task
from tests.pages import StrictClient

SettingsWith = Callable[..., Settings]


@pytest.fixture
def done() -> Iterator[list[tuple[UUID, datetime]]]:
    """What a task called `bell` did, and when by the clock."""
    rung: list[tuple[UUID, datetime]] = []

    @task("bell")
    def ring(subject_id: UUID) -> None:
        rung.append((subject_id, business_now()))

    yield rung
    del kinds["bell"]


def sign_in(client: StrictClient, role: Role) -> None:
    authority = Authority(key="council", name="Test Council", is_open=True, is_default=False)
    officer = Officer(email="someone@council.example", name="Somebody Invented")
    db.session.add_all([authority, officer])
    db.session.flush()
    db.session.add(Membership(authority_id=authority.id, officer_id=officer.id, role=role))
    client.set_cookie(SESSION_COOKIE, begin_session(officer))


@pytest.mark.usefixtures("real_database")
def test_time_stops_at_each_moment_something_is_due(done: list[tuple[UUID, datetime]]) -> None:
    began = business_now()
    first, second, after = new_id(), new_id(), new_id()
    with transaction():
        later("bell", second, began + timedelta(days=5))
        later("bell", first, began + timedelta(days=2))
        later("bell", after, began + timedelta(days=40))
    move_time_to(began + timedelta(days=30))
    assert [subject for subject, _ in done] == [first, second]
    for (_, at), days in zip(done, (2, 5), strict=True):
        assert timedelta(0) <= at - (began + timedelta(days=days)) < timedelta(seconds=10)
    assert business_now() >= began + timedelta(days=30)


@pytest.mark.usefixtures("real_database")
def test_time_stops_on_the_way_when_patience_runs_out(done: list[tuple[UUID, datetime]]) -> None:
    began = business_now()
    with transaction():
        later("bell", new_id(), began + timedelta(days=1))
    reached = move_time_to(began + timedelta(days=9), patience=0)
    assert began + timedelta(days=1) <= reached < began + timedelta(days=2)


def test_outside_the_demo_the_page_is_refused(client: StrictClient) -> None:
    sign_in(client, Role.ADMINISTRATOR)
    assert client.get("/desk/time").status_code == 403


def test_only_an_administrator_opens_it(client: StrictClient, settings_with: SettingsWith) -> None:
    settings_with(environment="demo")
    sign_in(client, Role.COMPLAINTS_OFFICER)
    assert client.get("/desk/time").status_code == 403


def test_an_administrator_moves_time_on(client: StrictClient, settings_with: SettingsWith) -> None:
    settings_with(environment="demo")
    seed_holidays()
    sign_in(client, Role.ADMINISTRATOR)
    before = business_now()
    response = client.send_form("/desk/time", {"to": "next-week"})
    assert response.status_code == 302
    assert business_now() >= before + timedelta(days=5)
    assert "Everything due by then has been done." in client.get("/desk/time").get_data(as_text=True)


@pytest.mark.parametrize(
    ("day", "said"),
    [
        ({}, "Enter the day to move to, like 27 3 2027"),
        ({"on-day": "1", "on-month": "4", "on-year": "2020"}, "time cannot go back"),
        ({"on-day": "1", "on-month": "4", "on-year": "2099"}, "Enter a day within the next year"),
        ({"on-day": "31", "on-month": "2", "on-year": "2027"}, "Enter the day as a real date"),
    ],
)
def test_a_wrong_day_is_said_beside_the_field(
    client: StrictClient, settings_with: SettingsWith, day: dict[str, str], said: str
) -> None:
    settings_with(environment="demo")
    seed_holidays()
    sign_in(client, Role.ADMINISTRATOR)
    response = client.send_form("/desk/time", {"to": "a-day", **day})
    assert response.status_code == 400
    assert said in response.get_data(as_text=True)

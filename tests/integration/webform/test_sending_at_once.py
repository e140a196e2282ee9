"""Sends of one draft, and presses of one button, in the same moment, over connections of their own."""

from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

from flask import Flask
from flask_sqlalchemy import SQLAlchemy
from sqlalchemy import select

from authorities.models import Authority
from authorities.profile import PROFILES, read_profile
from authorities.publishing import publish_profile
from foundation.clock import business_now
from foundation.database import db, transaction
from foundation.events import Event
from tests.integration.cases.asked import browser
from tests.integration.webform.person import Person
from webform.drafts import begin, filling_of, find
from webform.models import Submission
from webform.publishing import seed_forms
from webform.submissions import submit

NOW = "/isle-of-wight/contact-me-now/"
ANSWERS = {
    "kind": "compliment",
    "who_are_you": "parent",
    "child_involved": "no",
    "compliment_words": "She listened",
    "service": "not-sure",
    "no_contact": ["no-answer"],
}


def test_eight_sends_at_once_make_one_submission(app: Flask, real_database: SQLAlchemy) -> None:
    with transaction():
        authority = Authority(key="isle-of-wight", name="Isle of Wight Council", is_open=True, is_default=True)
        db.session.add(authority)
        db.session.flush()
        publish_profile(authority, read_profile(PROFILES / "isle-of-wight.yaml"))
        seed_forms(authority)
        draft, secret = begin("tell-us", authority.id, answers=ANSWERS)
        draft.content = draft.content | {"seen": [page.key for page in filling_of(draft).definition.pages]}
        authority_id = authority.id

    def send(_: int) -> str:
        with app.app_context(), transaction():
            locked = find(secret, authority_id, "tell-us", lock=True)
            assert locked is not None
            return submit(locked, business_now()).reference

    with ThreadPoolExecutor(8) as senders:
        references = set(senders.map(send, range(8)))

    db.session.expire_all()
    assert references == {db.session.scalars(select(Submission.reference)).one()}
    assert len(db.session.scalars(select(Event.id).where(Event.name == "submission.received")).all()) == 1


def test_six_presses_of_contact_me_now_at_once_ask_once(app: Flask, shipped_database: SQLAlchemy) -> None:
    """Nothing is kept before the press, so all six begin the draft."""
    person = Person(browser(app), NOW)
    typed = {str(box["name"]): box["value"] for box in person.page.select("main form input[type=hidden]")}
    session, gate = person.client.get_cookie("redress"), Barrier(6)
    assert session is not None

    def press(_: int) -> str:
        pressing = browser(app)
        pressing.set_cookie("redress", session.value)
        gate.wait()
        return pressing.post(NOW, data=typed | {"how_to_reach": "07700 900 123"}).location

    with ThreadPoolExecutor(6) as pressers:
        assert set(pressers.map(press, range(6))) == {f"{NOW}sent"}

    assert len(db.session.scalars(select(Submission.id)).all()) == 1
    assert len(db.session.scalars(select(Event.id).where(Event.name == "case.opened")).all()) == 1

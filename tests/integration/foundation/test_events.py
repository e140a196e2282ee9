"""Facts are written once, in order, in a chain that shows tampering."""

from datetime import UTC, datetime

import pytest
from flask import Flask
from sqlalchemy import select, text

from foundation.database import db, new_id
from foundation.events import Event, broken_streams, history, publish, subscriber
from foundation.tasks import Task

heard: list[str] = []


@subscriber("test.later-heard")
def hear_later(event: Event) -> None:
    heard.append(f"later {event.name}")


@subscriber("test.at-once-heard", at_once=True)
def hear_at_once(event: Event) -> None:
    heard.append(f"at once {event.name}")


@subscriber("test.at-once-fails", at_once=True)
def fail_at_once(event: Event) -> None:
    db.session.add(Task(name="test.trace", subject_id=event.stream_id))
    raise ValueError("it did not work")


@pytest.fixture(autouse=True)
def _nothing_heard_yet(database: object) -> None:
    heard.clear()


def test_events_of_a_stream_are_numbered_from_one() -> None:
    stream = ("case", new_id())
    for name in ("case.opened", "case.confirmed", "case.closed"):
        publish(name, stream=stream, authority_id=None)
    assert [(e.sequence, e.name) for e in history(stream[1])] == [
        (1, "case.opened"),
        (2, "case.confirmed"),
        (3, "case.closed"),
    ]


def test_a_later_subscriber_is_owed_a_task_and_not_called() -> None:
    event = publish("test.later-heard", stream=("case", new_id()), authority_id=None)
    owed = db.session.scalars(select(Task.name).where(Task.subject_id == event.id)).all()
    assert any("hear_later" in name for name in owed)
    assert heard == []


def test_an_at_once_subscriber_is_called_in_the_same_transaction_and_owed_nothing() -> None:
    event = publish("test.at-once-heard", stream=("case", new_id()), authority_id=None)
    owed = db.session.scalars(select(Task.name).where(Task.subject_id == event.id)).all()
    assert heard == ["at once test.at-once-heard"]
    assert not any("hear_at_once" in name for name in owed)


def test_an_at_once_subscriber_that_fails_leaves_no_trace_and_is_owed_a_task() -> None:
    event = publish("test.at-once-fails", stream=("case", new_id()), authority_id=None)
    owed = db.session.scalars(select(Task.name).where(Task.subject_id == event.id)).all()
    traces = db.session.scalars(select(Task).where(Task.name == "test.trace")).all()
    assert any("fail_at_once" in name for name in owed)
    assert traces == []
    assert [e.name for e in history(event.stream_id)] == ["test.at-once-fails"]


def test_an_untouched_chain_adds_up() -> None:
    stream = ("case", new_id())
    publish("case.opened", stream=stream, authority_id=None, payload={"kind": "complaint"})
    publish("case.closed", stream=stream, authority_id=None)
    db.session.expire_all()
    assert broken_streams() == []


@pytest.mark.parametrize(
    "change",
    [
        "update event set name = 'case.forged' where sequence = 1",
        "update event set actor = 'officer:somebody' where sequence = 1",
        "update event set at = at - interval '1 day' where sequence = 2",
        "delete from event where sequence = 2",
        'update event set payload = \'{"kind": "forged"}\' where sequence = 1',
        "update event set payload_digest = '\\x00' where sequence = 1",
    ],
)
def test_a_changed_or_missing_event_breaks_its_chain(change: str) -> None:
    stream = ("case", new_id())
    at = datetime(2026, 11, 20, 9, tzinfo=UTC)
    publish("case.opened", stream=stream, authority_id=None, at=at)
    publish("case.closed", stream=stream, authority_id=None, at=at)
    db.session.execute(text(change))
    db.session.expire_all()
    assert broken_streams() == [stream[1]]


def test_the_command_that_verifies_names_a_broken_stream_and_exits_1(app: Flask) -> None:
    stream = ("case", new_id())
    publish("case.opened", stream=stream, authority_id=None)
    db.session.commit()
    assert app.test_cli_runner().invoke(args=["audit", "verify"]).output == "Every chain is whole.\n"
    db.session.execute(text("update event set name = 'case.forged'"))
    db.session.commit()
    result = app.test_cli_runner().invoke(args=["audit", "verify"])
    assert (result.exit_code, str(stream[1]) in result.output) == (1, True)

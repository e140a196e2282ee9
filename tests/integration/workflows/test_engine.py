"""Runs on a real database, driven in this process by ``drain``."""

from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta
from typing import Any
from uuid import UUID

import pytest
from flask_sqlalchemy import SQLAlchemy
from sqlalchemy import func, select
from sqlalchemy.event import listen, remove

from foundation.clock import business_now, move_business_time
from foundation.database import new_id
from foundation.errors import Conflict
from foundation.events import Event, publish
from foundation.tasks import Task
from tests.parcels import PARCELS, Parcel, flow, jammed, make_authority, make_stamps, stamps
from workflows import engine
from workflows.models import StepRun, WorkflowRun
from workflows.publishing import flow_of, publish_workflow
from workflows.transport import drain

LADDER = {
    "key": "chase",
    "ladder": {
        "rungs": [
            {
                "key": key,
                "wait": {"clock": "response", "from": "target", "days": days},
                "do": "stamp",
                "with": {"who": key, "wording": key},
            }
            for key, days in [("manager", 1), ("service-manager", 3), ("head", 5)]
        ]
    },
}


@pytest.fixture
def authority(database: SQLAlchemy) -> Iterator[UUID]:
    make_stamps()
    move_business_time(datetime(2029, 3, 1, 10, tzinfo=UTC))
    wired = list(engine.on_work_needed)
    engine.on_work_needed.clear()
    yield make_authority()
    PARCELS.known.clear()
    engine.on_work_needed[:] = wired


def receive(authority: UUID, **given: Any) -> UUID:
    """A parcel received on Monday 5 March 2029 whose event is published."""
    parcel_id = new_id()
    PARCELS.known[parcel_id] = Parcel(received_on=date(2029, 3, 5), **given)
    tell("parcel.received", parcel_id, authority)
    return parcel_id


def tell(name: str, parcel_id: UUID, authority: UUID, **payload: Any) -> Event:
    return publish(name, stream=("parcel", parcel_id), authority_id=authority, payload=payload)


def the_run(database: SQLAlchemy) -> WorkflowRun:
    return database.session.scalars(select(WorkflowRun).execution_options(populate_existing=True)).one()


def at(day: int, hour: int = 9, month: int = 3) -> datetime:
    """A moment of 2029, UTC."""
    return datetime(2029, month, day, hour, tzinfo=UTC)


def test_an_event_starts_a_flow_and_its_steps_are_done_once(database: SQLAlchemy, authority: UUID) -> None:
    publish_workflow(
        flow({"do": "stamp", "with": {"wording": "one"}}, {"do": "stamp", "with": {"wording": "two"}}), authority
    )
    receive(authority)
    drain()
    assert stamps() == ["one", "two"]
    assert the_run(database).state == "done"


def test_hearing_the_same_event_twice_starts_one_run(database: SQLAlchemy, authority: UUID) -> None:
    publish_workflow(flow({"do": "stamp"}), authority)
    parcel_id = receive(authority)
    event = database.session.scalars(select(Event).where(Event.stream_id == parcel_id)).one()
    for _ in range(3):
        engine.hear(event)
        drain()
    assert stamps() == ["hello"]
    assert database.session.scalar(select(func.count()).select_from(WorkflowRun)) == 1


def test_a_flow_whose_condition_does_not_hold_does_not_start(database: SQLAlchemy, authority: UUID) -> None:
    publish_workflow(flow({"do": "stamp"}, when={"field": "size", "is": "big"}), authority)
    receive(authority, values={"size": "small"})
    drain()
    assert stamps() == []
    receive(authority, values={"size": "big"})
    drain()
    assert stamps() == ["hello"]


def test_the_ladder_goes_on_its_days_at_nine_and_ends(database: SQLAlchemy, authority: UUID) -> None:
    publish_workflow(flow(LADDER), authority)
    receive(authority)
    drain(until=at(19, 23))
    assert stamps() == []
    drain(until=at(20, 8))
    assert stamps() == []
    drain(until=at(20, 9))
    assert stamps() == ["manager"]
    drain(until=at(25, 9))
    assert stamps() == ["manager", "service-manager"]
    drain(until=at(30, 9))
    assert stamps() == ["manager", "service-manager", "head"]
    assert the_run(database).state == "done"


def test_an_extension_moves_the_rungs_in_the_same_transaction(database: SQLAlchemy, authority: UUID) -> None:
    publish_workflow(flow(LADDER), authority)
    parcel_id = receive(authority)
    drain(until=at(15))
    PARCELS.of(parcel_id).target_days = 20
    engine.recount("parcel", parcel_id)
    # twenty working days from Monday 5 March is Monday 2 April, and the next day is summer time
    assert the_run(database).wake_at == datetime(2029, 4, 3, 8, tzinfo=UTC)
    drain(until=at(2, month=4))
    assert stamps() == []
    drain(until=at(3, month=4))
    assert stamps() == ["manager"]


def test_a_wait_that_wakes_early_counts_again_and_sleeps_on(database: SQLAlchemy, authority: UUID) -> None:
    publish_workflow(flow(LADDER), authority)
    parcel_id = receive(authority)
    drain(until=at(15))
    PARCELS.of(parcel_id).holidays = frozenset({date(2029, 3, 16)})  # a surprise nobody recounted for
    drain(until=at(20, 12))
    assert stamps() == []
    drain(until=at(21))
    assert stamps() == ["manager"]


def test_nothing_goes_while_the_subject_is_held(database: SQLAlchemy, authority: UUID) -> None:
    publish_workflow(flow(LADDER), authority)
    parcel_id = receive(authority)
    drain(until=at(15))
    PARCELS.of(parcel_id).hold = "paused"
    engine.recount("parcel", parcel_id)
    drain(until=at(22, 12))
    assert stamps() == []
    PARCELS.of(parcel_id).hold = None
    engine.recount("parcel", parcel_id)
    drain(until=at(23, 12))
    assert stamps() == ["service-manager"]
    passed = database.session.scalars(select(StepRun.step).where(StepRun.state == "passed-over")).all()
    assert passed == ["chase.manager"]


def test_a_cancelling_event_ends_the_run_before_its_next_step(database: SQLAlchemy, authority: UUID) -> None:
    publish_workflow(flow(LADDER, cancel_on=["parcel.delivered"]), authority)
    parcel_id = receive(authority)
    drain(until=at(20))
    tell("parcel.delivered", parcel_id, authority)
    drain(until=at(30))
    assert stamps() == ["manager"]
    assert the_run(database).state == "cancelled"


def test_a_cancelling_event_that_nobody_has_heard_yet_still_stops_a_step(database: SQLAlchemy, authority: UUID) -> None:
    publish_workflow(flow(LADDER, cancel_on=["parcel.delivered"]), authority)
    parcel_id = receive(authority)
    drain(until=at(19))
    tell("parcel.delivered", parcel_id, authority)
    database.session.query(Task).where(Task.name.startswith("hear:")).delete()
    drain(until=at(21))
    assert stamps() == []


def test_an_event_about_another_stage_cancels_nothing(database: SQLAlchemy, authority: UUID) -> None:
    publish_workflow(flow(LADDER, cancel_on=["parcel.delivered"], same=["leg"]), authority)
    parcel_id = new_id()
    PARCELS.known[parcel_id] = Parcel(received_on=date(2029, 3, 5))
    tell("parcel.received", parcel_id, authority, leg="first")
    tell("parcel.delivered", parcel_id, authority, leg="second")
    drain(until=at(20))
    assert stamps() == ["manager"]
    tell("parcel.delivered", parcel_id, authority, leg="first")
    drain(until=at(25))
    assert stamps() == ["manager"]


def test_a_run_waits_for_an_event_or_its_time(database: SQLAlchemy, authority: UUID) -> None:
    wait = {"wait": {"event": "parcel.opened", "for": {"working_days": 2}}}
    publish_workflow(flow(wait, {"do": "stamp", "with": {"wording": "after"}}), authority)
    parcel_id = receive(authority)
    other = receive(authority)
    drain()
    tell("parcel.opened", parcel_id, authority)
    drain()
    assert stamps() == ["after"]
    drain(until=at(5, 8))
    assert stamps() == ["after"]
    drain(until=at(5, 9))  # received on Thursday 1 March: two working days end on Monday at nine
    assert stamps() == ["after", "after"]
    assert parcel_id != other


def test_an_event_that_came_before_the_wait_began_counts(database: SQLAlchemy, authority: UUID) -> None:
    wait = {"wait": {"event": "parcel.opened"}}
    publish_workflow(flow({"do": "stamp", "with": {"wording": "asked"}}, wait, {"do": "stamp"}), authority)
    parcel_id = receive(authority)
    tell("parcel.opened", parcel_id, authority)
    drain()
    assert stamps() == ["asked", "hello"]


def test_a_failing_action_leaves_nothing_is_tried_again_and_then_needs_a_person(
    database: SQLAlchemy, authority: UUID
) -> None:
    needed: list[str] = []
    engine.on_work_needed.append(lambda run, reason: needed.append(reason))
    publish_workflow(flow({"do": "jam"}, {"do": "stamp"}), authority)
    parcel_id = receive(authority)
    with jammed(parcel_id):
        drain()
        assert the_run(database).state == "waiting"
        drain(until=business_now() + timedelta(hours=1))
        run = the_run(database)
        step = database.session.scalars(select(StepRun)).one()
        assert (run.state, step.state, step.attempts) == ("failed", "failed", 3)
        assert step.error == "The machine is jammed."
        assert needed == ["Step '1' failed: The machine is jammed."]
        assert stamps() == []
    engine.resume(run.id)
    drain()
    assert stamps() == ["through the machine", "hello"]
    assert the_run(database).state == "done"


def test_a_run_that_is_done_cannot_be_resumed_or_cancelled(database: SQLAlchemy, authority: UUID) -> None:
    publish_workflow(flow({"do": "stamp"}), authority)
    receive(authority)
    drain()
    run = the_run(database)
    with pytest.raises(Conflict):
        engine.resume(run.id)
    with pytest.raises(Conflict):
        engine.cancel(run.id, "not wanted")


@pytest.mark.parametrize(("approved", "expected"), [(True, ["hello"]), (False, [])])
def test_a_person_approves_or_refuses(
    database: SQLAlchemy, authority: UUID, approved: bool, expected: list[str]
) -> None:
    asked: list[str] = []
    engine.on_work_needed.append(lambda run, reason: asked.append(reason))
    publish_workflow(flow({"approve": {"role": "complaints-officer", "ask": "Send it?"}}, {"do": "stamp"}), authority)
    receive(authority)
    drain()
    assert len(asked) == 1
    question = database.session.scalars(select(StepRun).where(StepRun.state == "asking")).one()
    engine.approve(question.id, approved=approved, by=new_id())
    drain()
    assert stamps() == expected
    assert the_run(database).state == "done"


def test_steps_repeat_until_it_holds_and_no_more_than_allowed(database: SQLAlchemy, authority: UUID) -> None:
    repeat = {
        "repeat": {
            "at_most": 3,
            "until": {"field": "reached", "is": "yes"},
            "steps": [{"do": "stamp", "with": {"wording": "try"}}, {"wait": {"for": {"days": 1}}}],
        }
    }
    publish_workflow(flow(repeat, {"do": "stamp", "with": {"wording": "end"}}), authority)
    receive(authority, values={"reached": "no"})
    drain(until=at(10))
    assert stamps() == ["try", "try", "try", "end"]


def test_a_branch_goes_one_way(database: SQLAlchemy, authority: UUID) -> None:
    branch = {
        "branch": {
            "when": {"field": "size", "is": "big"},
            "then": [{"do": "stamp", "with": {"wording": "big"}}, {"stop": "Big ones end here."}],
            "otherwise": [{"do": "stamp", "with": {"wording": "small"}}],
        }
    }
    publish_workflow(flow(branch, {"do": "stamp", "with": {"wording": "end"}}), authority)
    receive(authority, values={"size": "big"})
    receive(authority, values={"size": "small"})
    drain()
    assert sorted(stamps()) == ["big", "end", "small"]


def test_a_run_stays_on_the_version_it_began_with(database: SQLAlchemy, authority: UUID) -> None:
    wait = {"wait": {"event": "parcel.opened"}}
    first = publish_workflow(flow(wait, {"do": "stamp", "with": {"wording": "old"}}), authority)
    parcel_id = receive(authority)
    drain()
    second = publish_workflow(flow(wait, {"do": "stamp", "with": {"wording": "new"}}), authority)
    assert (first.number, second.number) == (1, 2)
    tell("parcel.opened", parcel_id, authority)
    drain()
    assert stamps() == ["old"]
    assert flow_of(second).definition.name == "Parcels"


def test_publishing_what_is_in_force_changes_nothing(database: SQLAlchemy, authority: UUID) -> None:
    assert publish_workflow(flow({"do": "stamp"}), authority) is publish_workflow(flow({"do": "stamp"}), authority)


def test_an_event_no_flow_cares_about_costs_one_query(database: SQLAlchemy, authority: UUID) -> None:
    event = tell("parcel.weighed", new_id(), authority)
    asked: list[str] = []

    def count(connection: Any, cursor: Any, statement: str, *rest: Any) -> None:
        asked.append(statement)

    connection = database.session.get_bind()
    listen(connection, "before_cursor_execute", count)
    try:
        engine.hear(event)
    finally:
        remove(connection, "before_cursor_execute", count)
    assert len(asked) == 1

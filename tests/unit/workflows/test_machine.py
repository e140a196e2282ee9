"""What a run does next, from values alone. The calendar here is plain weekdays with named days off."""

from datetime import UTC, date, datetime, time, timedelta
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from workflows.decisions import (
    AskApproval,
    Cancelled,
    DoStep,
    Facts,
    Finished,
    Held,
    Move,
    SleepUntil,
    Verdict,
    WaitEvent,
    WorkingDaysAfter,
)
from workflows.definition import parse_definition
from workflows.flow import Flow, Position, compile_flow, start
from workflows.machine import RUNG_HOUR, decide, questions
from workflows.steps import ClockDay

EASTER = frozenset({date(2026, 4, 3), date(2026, 4, 6)})
RUNGS = (("manager", 1), ("service-manager", 3), ("head", 5), ("complaints-manager", 8))


def nine(day: date) -> datetime:
    """Nine o'clock, with winter time all year: these tests are about days."""
    return datetime.combine(day, time(9), tzinfo=UTC)


def working(day: date) -> bool:
    return day.weekday() < 5 and day not in EASTER


def after(day: date, count: int) -> date:
    while count:
        day += timedelta(days=1)
        count -= working(day)
    return day


def next_nine(now: datetime) -> datetime:
    day = now.date()
    while not (working(day) and nine(day) > now):
        day += timedelta(days=1)
    return nine(day)


def a_flow(*steps: dict[str, Any], **given: Any) -> Flow:
    data = {"key": "chase", "name": "Chase", "trigger": "stage.confirmed", "steps": list(steps), **given}
    return compile_flow(parse_definition(data))


def a_ladder(*rungs: tuple[str, int], **of: dict[str, Any]) -> Flow:
    return a_flow(
        {
            "key": "ladder",
            "ladder": {
                "rungs": [
                    {
                        "key": key,
                        "wait": {"clock": "response", "from": "target", "days": days},
                        "do": "chase",
                        "with": {"who": key},
                        **of.get(key.replace("-", "_"), {}),
                    }
                    for key, days in rungs
                ]
            },
        }
    )


def facts(flow: Flow, position: Position, now: datetime, target: date, **given: Any) -> Facts:
    moments: dict[Any, datetime | None] = {}
    for asked in questions(flow, position):
        if isinstance(asked, ClockDay):
            moments[asked] = nine(after(target, asked.days)) if asked.clock == "response" else None
    return Facts(opening=next_nine(now - RUNG_HOUR), moments={**moments, **given.pop("moments", {})}, **given)


def at(flow: Flow, position: Position, now: datetime, target: date = date(2026, 3, 16), **given: Any) -> Verdict:
    return decide(flow, position, facts(flow, position, now, target, **given), now)


START = datetime(2026, 3, 2, 10, tzinfo=UTC)
TARGET = date(2026, 3, 16)  # a Monday, so the rungs stand on 17, 19, 23 and 26 March


def test_nothing_goes_before_its_rung() -> None:
    flow = a_ladder(*RUNGS)
    asked = at(flow, start(flow, START), START)
    assert isinstance(asked, SleepUntil)
    assert asked.moment == datetime(2026, 3, 17, 9, tzinfo=UTC)


def test_a_rung_goes_at_nine_on_its_day() -> None:
    flow = a_ladder(*RUNGS)
    done = at(flow, start(flow, START), datetime(2026, 3, 17, 9, tzinfo=UTC))
    assert isinstance(done, DoStep)
    assert (done.step, done.inputs, done.passed_over) == ("ladder.manager", {"who": "manager"}, ())
    assert isinstance(at(flow, done.position, datetime(2026, 3, 17, 9, 1, tzinfo=UTC)), SleepUntil)


@pytest.mark.parametrize(
    ("woken", "goes"),
    [
        (datetime(2026, 3, 17, 14, tzinfo=UTC), datetime(2026, 3, 18, 9, tzinfo=UTC)),  # an afternoon
        (datetime(2026, 3, 20, 22, tzinfo=UTC), datetime(2026, 3, 23, 9, tzinfo=UTC)),  # a Friday evening
        (datetime(2026, 3, 21, 9, 30, tzinfo=UTC), datetime(2026, 3, 23, 9, tzinfo=UTC)),  # a Saturday
        (datetime(2026, 4, 3, 9, 5, tzinfo=UTC), datetime(2026, 4, 7, 9, tzinfo=UTC)),  # Good Friday
    ],
)
def test_a_rung_that_wakes_late_waits_for_the_next_working_nine(woken: datetime, goes: datetime) -> None:
    flow = a_ladder(*RUNGS)
    asleep = at(flow, start(flow, START), woken)
    assert isinstance(asleep, SleepUntil)
    assert asleep.moment == goes


def test_of_several_missed_rungs_only_the_highest_goes() -> None:
    flow = a_ladder(*RUNGS)
    done = at(flow, start(flow, START), datetime(2026, 3, 23, 9, tzinfo=UTC))
    assert isinstance(done, DoStep)
    assert done.step == "ladder.head"
    assert {over.step for over in done.passed_over} == {"ladder.manager", "ladder.service-manager"}
    assert all("head" in over.reason for over in done.passed_over)


def test_a_rung_that_went_never_goes_again_after_an_extension() -> None:
    flow = a_ladder(*RUNGS)
    gone = at(flow, start(flow, START), datetime(2026, 3, 17, 9, tzinfo=UTC))
    later = date(2026, 3, 30)  # extended by ten working days
    asleep = at(flow, gone.position, datetime(2026, 3, 18, 9, tzinfo=UTC), later)
    assert isinstance(asleep, SleepUntil)
    assert asleep.moment == datetime(2026, 4, 2, 9, tzinfo=UTC)  # the service manager's, three days on


def test_a_rung_whose_condition_does_not_hold_is_passed_over_and_a_lower_one_goes() -> None:
    flow = a_ladder(*RUNGS, service_manager={"when": {"field": "signer", "is": "service"}})
    done = at(flow, start(flow, START), datetime(2026, 3, 19, 9, tzinfo=UTC), values={"signer": "none"})
    assert isinstance(done, DoStep)
    assert done.step == "ladder.manager"
    assert [over.reason for over in done.passed_over] == ["Its condition did not hold: signer."]


def test_a_ladder_without_its_clock_is_passed_over() -> None:
    flow = a_ladder(("manager", 1))
    position = start(flow, START)
    none = dict.fromkeys(questions(flow, position))
    moved = at(flow, position, START, moments=none)
    assert isinstance(moved, Move)
    assert [over.reason for over in moved.passed_over] == ["There is no clock 'response' here."]


def test_nothing_goes_while_held_unless_the_flow_says_so() -> None:
    flow = a_ladder(*RUNGS)
    due = datetime(2026, 3, 17, 9, tzinfo=UTC)
    assert isinstance(at(flow, start(flow, START), due, hold="paused"), Held)
    stubborn = a_flow({"do": "tell"}, even_when_held=True)
    assert isinstance(at(stubborn, start(stubborn, START), due, hold="paused"), DoStep)


def test_a_cancelling_event_comes_before_everything() -> None:
    flow = a_ladder(*RUNGS)
    due = datetime(2026, 3, 17, 9, tzinfo=UTC)
    assert isinstance(at(flow, start(flow, START), due, hold="paused", cancelled_by="stage.answered"), Cancelled)


def test_a_wait_for_an_event_ends_by_the_event_or_by_its_time() -> None:
    flow = a_flow({"wait": {"event": "call.made", "for": {"working_days": 2}}}, {"do": "tell"})
    position = start(flow, START)
    asked = WorkingDaysAfter(START, 2)
    ends = datetime(2026, 3, 4, 9, tzinfo=UTC)
    assert questions(flow, position) == {asked}
    waiting = at(flow, position, START, moments={asked: ends})
    assert isinstance(waiting, WaitEvent)
    assert (waiting.names, waiting.until) == (("call.made",), ends)
    assert isinstance(at(flow, position, START, moments={asked: ends}, heard="call.made"), Move)
    assert isinstance(at(flow, position, ends, moments={asked: ends}), Move)


def test_a_wait_for_a_day_the_subject_knows_is_until_nine_in_london() -> None:
    flow = a_flow({"wait": {"field": "call_on"}}, {"do": "tell"})
    position = start(flow, START)
    asleep = at(flow, position, START, values={"call_on": date(2026, 4, 1)})
    assert isinstance(asleep, SleepUntil)
    assert asleep.moment == datetime(2026, 4, 1, 8, tzinfo=UTC)  # summer time
    assert isinstance(at(flow, position, START, values={"call_on": None}), Move)


def test_a_branch_takes_the_way_its_condition_says_and_comes_together_again() -> None:
    branch = {"branch": {"when": {"field": "size", "is": "big"}, "then": [{"do": "lift"}]}}
    flow = a_flow(branch, {"do": "tell", "key": "end"})
    big = at(flow, start(flow, START), START, values={"size": "big"})
    assert big.position.step == "1.then.1"
    assert at(flow, start(flow, START), START, values={"size": "small"}).position.step == "end"
    lifted = at(flow, big.position, START)
    assert lifted.position.step == "end"


def test_steps_are_repeated_until_it_holds_or_often_enough() -> None:
    repeat = {"repeat": {"at_most": 3, "until": {"field": "reached", "is": "yes"}, "steps": [{"do": "ring"}]}}
    flow = a_flow({"key": "tries", **repeat}, {"do": "write"})
    position = start(flow, START)
    rung: list[tuple[str, int]] = []
    while True:
        decision = at(flow, position, START, values={"reached": "no"})
        position = decision.position
        if isinstance(decision, DoStep):
            rung.append((decision.action, decision.visit))
        if isinstance(decision, Finished):
            break
    assert rung == [("ring", 1), ("ring", 2), ("ring", 3), ("write", 1)]
    assert at(flow, start(flow, START), START, values={"reached": "yes"}).position.step == "2"


def test_a_refused_approval_ends_the_flow_unless_it_may_go_on() -> None:
    ask = {"role": "complaints-officer", "ask": "Send it?"}
    flow = a_flow({"approve": ask}, {"do": "send"})
    position = start(flow, START)
    assert isinstance(at(flow, position, START), AskApproval)
    assert isinstance(at(flow, position, START, approval=True), Move)
    assert isinstance(at(flow, position, START, approval=False), Finished)
    patient = a_flow({"approve": {**ask, "refused": "go-on"}}, {"do": "send"})
    assert isinstance(at(patient, start(patient, START), START, approval=False), Move)


def test_a_position_survives_being_written_and_read_back() -> None:
    flow = a_ladder(*RUNGS)
    gone = at(flow, start(flow, START), datetime(2026, 3, 17, 9, tzinfo=UTC)).position
    assert Position.from_data(gone.to_data()) == gone


wakings = st.lists(
    st.tuples(
        st.integers(min_value=0, max_value=60 * 24 * 60),  # minutes after the start
        st.sampled_from([TARGET, date(2026, 3, 30), date(2026, 4, 13)]),  # extended, or taken back
        st.booleans(),  # held
    ),
    max_size=60,
)


@settings(max_examples=150)
@given(wakings)
def test_however_it_is_woken_each_rung_goes_at_most_once_at_nine_on_a_working_day(
    times: list[tuple[int, date, bool]],
) -> None:
    flow = a_ladder(*RUNGS)
    position = start(flow, START)
    gone: list[str] = []
    highest = -1
    for minutes, target, held in sorted(times):
        now = START + timedelta(minutes=minutes)
        for _ in range(20):
            decision = at(flow, position, now, target, hold="paused" if held else None)
            if not isinstance(decision, DoStep):
                break
            assert not held
            assert working(now.date())
            assert nine(now.date()) <= now <= nine(now.date()) + RUNG_HOUR
            key = decision.step.removeprefix("ladder.")
            number = [name for name, _ in RUNGS].index(key)
            assert nine(after(target, RUNGS[number][1])) <= now
            assert number > highest
            highest = number
            gone.append(key)
            position = decision.position
        position = decision.position
    assert len(gone) == len(set(gone))


@settings(max_examples=50)
@given(st.integers(min_value=0, max_value=400))
def test_woken_whenever_it_asks_to_be_a_ladder_sends_every_rung_on_its_day_and_ends(shift: int) -> None:
    target = TARGET + timedelta(days=shift)
    flow = a_ladder(*RUNGS)
    now = nine(target) - timedelta(days=20)
    position = start(flow, now)
    went: list[datetime] = []
    for _ in range(20):
        decision = at(flow, position, now, target)
        position = decision.position
        if isinstance(decision, SleepUntil):
            now = decision.moment
        elif isinstance(decision, DoStep):
            went.append(now)
        elif isinstance(decision, Finished):
            break
    assert went == [nine(after(target, days)) for _, days in RUNGS]

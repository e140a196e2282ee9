"""What a run does next, decided from values alone.

Pure. ``compile_flow`` lays a definition out as nodes; ``decide`` looks at the node a run stands at
and answers with one frozen decision and its reason. It never asks for anything itself: moments,
values, events and approvals are handed in as ``Facts``, after ``questions`` has said which moments
are needed. It must not know the database, the clock on the wall, or what an action does.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import date, datetime, time, timedelta
from types import MappingProxyType
from typing import Any
from zoneinfo import ZoneInfo

from foundation.conditions import Condition, Value
from workflows.definition import (
    ApproveStep,
    BranchStep,
    ClockDay,
    DoStep as DoDefinition,
    Duration,
    LadderStep,
    RepeatStep,
    Rung,
    Step,
    StopStep,
    WaitStep,
    WorkflowDefinition,
)

LONDON = ZoneInfo("Europe/London")
RUNG_HOUR = timedelta(hours=1)
"""A rung goes between nine and ten; one that wakes outside that hour wakes late."""

NOTHING: Mapping[str, Any] = MappingProxyType({})


@dataclass(frozen=True)
class WorkingDaysAfter:
    """Which moment is nine o'clock on the ``days``-th working day after ``since``?"""

    since: datetime
    days: int


Question = ClockDay | WorkingDaysAfter


@dataclass(frozen=True)
class Node:
    """A step where it stands: ``next`` follows it, ``inside`` and ``otherwise`` are its arms."""

    key: str
    step: Step
    next: str | None
    inside: str | None = None
    otherwise: str | None = None


@dataclass(frozen=True)
class Flow:
    """A definition laid out as nodes by key."""

    definition: WorkflowDefinition
    first: str
    nodes: Mapping[str, Node]


@dataclass(frozen=True)
class Position:
    """Where a run stands. ``step`` is None at the end.

    ``since`` is when it came here (aware UTC); ``visits`` counts the times each step was come to;
    ``rounds`` counts finished rounds of each open repeat; ``dealt`` names the rungs of this
    ladder that have gone or were passed over.
    """

    step: str | None
    since: datetime
    visits: Mapping[str, int] = field(default_factory=dict)
    rounds: Mapping[str, int] = field(default_factory=dict)
    dealt: tuple[str, ...] = ()

    @property
    def visit(self) -> int:
        """Which time this is at this step, from 1."""
        return self.visits.get(self.step or "", 1)

    def to_data(self) -> dict[str, Any]:
        """The position as JSON data."""
        return {
            "step": self.step,
            "since": self.since.isoformat(),
            "visits": dict(self.visits),
            "rounds": dict(self.rounds),
            "dealt": list(self.dealt),
        }

    @classmethod
    def from_data(cls, data: Mapping[str, Any]) -> Position:
        """Read what ``to_data`` wrote."""
        return cls(
            step=data["step"],
            since=datetime.fromisoformat(data["since"]),
            visits=data["visits"],
            rounds=data["rounds"],
            dealt=tuple(data["dealt"]),
        )


@dataclass(frozen=True)
class Facts:
    """Everything a decision may know besides the flow, the position and ``now``.

    ``moments`` answers ``questions`` (None: the subject has no such clock). ``opening`` is the
    first nine o'clock of a working day that is no more than an hour ago: at or before ``now`` it
    means that rungs may go. ``heard`` is the event waited for, if it has happened.
    """

    opening: datetime
    values: Mapping[str, Value] = field(default_factory=dict)
    moments: Mapping[Question, datetime | None] = field(default_factory=dict)
    hold: str | None = None
    heard: str | None = None
    cancelled_by: str | None = None
    approval: bool | None = None


@dataclass(frozen=True)
class PassedOver:
    """A step or rung that will not be done, and why."""

    step: str
    reason: str


@dataclass(frozen=True)
class Decision:
    """What to do next and why; ``position`` is where the run stands once that is done."""

    reason: str
    position: Position
    passed_over: tuple[PassedOver, ...] = ()


@dataclass(frozen=True)
class DoStep(Decision):
    """Do an action, once, under (``step``, ``visit``)."""

    step: str = ""
    visit: int = 1
    action: str = ""
    inputs: Mapping[str, Any] = NOTHING


@dataclass(frozen=True)
class Move(Decision):
    """Go on to another step without doing anything."""

    step: str = ""
    visit: int = 1


@dataclass(frozen=True)
class SleepUntil(Decision):
    """Nothing is due before ``moment`` (aware UTC)."""

    moment: datetime = datetime.max


@dataclass(frozen=True)
class WaitEvent(Decision):
    """Wait for one of ``names``, until ``until`` if that is given."""

    names: tuple[str, ...] = ()
    until: datetime | None = None


@dataclass(frozen=True)
class AskApproval(Decision):
    """Ask somebody who holds ``role``."""

    role: str = ""
    ask: str = ""


@dataclass(frozen=True)
class Held(Decision):
    """The subject is paused or held: nothing goes."""


@dataclass(frozen=True)
class Finished(Decision):
    """The flow has come to its end."""


@dataclass(frozen=True)
class Cancelled(Decision):
    """An event has made the rest of the flow pointless."""


def compile_flow(definition: WorkflowDefinition) -> Flow:
    """Lay a definition out as nodes. A step without a key is named by its place: ``2.then.1``."""
    nodes: dict[str, Node] = {}
    first = _lay(definition.steps, "", None, nodes)
    assert first is not None, "a definition has at least one step"
    return Flow(definition, first, MappingProxyType(nodes))


def _lay(
    steps: tuple[Step, ...], prefix: str, after: str | None, nodes: dict[str, Node]
) -> str | None:
    keys = [step.key or f"{prefix}{number}" for number, step in enumerate(steps, start=1)]
    for index, (key, step) in enumerate(zip(keys, steps, strict=True)):
        follows = keys[index + 1] if index + 1 < len(keys) else after
        inside = otherwise = None
        if isinstance(step, BranchStep):
            inside = _lay(step.branch.then, f"{key}.then.", follows, nodes)
            otherwise = _lay(step.branch.otherwise, f"{key}.otherwise.", follows, nodes)
        elif isinstance(step, RepeatStep):
            inside = _lay(step.repeat.steps, f"{key}.again.", key, nodes)
        nodes[key] = Node(key, step, follows, inside, otherwise)
    return keys[0] if keys else after


def start(flow: Flow, now: datetime) -> Position:
    """The position of a run that has just begun."""
    return _arrive(Position(step=None, since=now), flow.first, now)


def questions(flow: Flow, position: Position) -> frozenset[Question]:
    """The moments that ``decide`` needs an answer about at this position."""
    if position.step is None:
        return frozenset()
    step = flow.nodes[position.step].step
    if isinstance(step, LadderStep):
        return frozenset(
            rung.wait for rung in step.ladder.rungs if rung.key not in position.dealt
        )
    if isinstance(step, WaitStep):
        if step.wait.clock_day:
            return frozenset({step.wait.clock_day})
        if step.wait.lasting and step.wait.lasting.working_days:
            return frozenset({WorkingDaysAfter(position.since, step.wait.lasting.working_days)})
    return frozenset()


def awaited(flow: Flow, position: Position) -> tuple[str, ...]:
    """The names of the events that the run waits for at this position."""
    if position.step is None:
        return ()
    step = flow.nodes[position.step].step
    return step.wait.event if isinstance(step, WaitStep) else ()


def looks_at_values(flow: Flow, position: Position) -> bool:
    """Whether ``decide`` will look at the subject's values at this position."""
    if position.step is None:
        return False
    match flow.nodes[position.step].step:
        case DoDefinition(when=when):
            return when is not None
        case BranchStep():
            return True
        case RepeatStep(repeat=repeat):
            return repeat.until is not None
        case LadderStep(ladder=ladder):
            return any(rung.when is not None for rung in ladder.rungs)
        case WaitStep(wait=wait):
            return wait.field is not None
    return False


def decide(flow: Flow, position: Position, facts: Facts, now: datetime) -> Decision:
    """What a run at ``position`` does next. ``now`` is business time, aware UTC."""
    if position.step is None:
        return Finished("The flow has come to its end.", position)
    if facts.cancelled_by:
        return Cancelled(f"'{facts.cancelled_by}' happened.", position)
    if facts.hold and not flow.definition.even_when_held:
        return Held(facts.hold, position)
    node = flow.nodes[position.step]
    match node.step:
        case DoDefinition() as step:
            return _do(node, step, position, facts, now)
        case LadderStep() as step:
            return _climb(node, step.ladder.rungs, position, facts, now)
        case WaitStep() as step:
            return _wait(node, step, position, facts, now)
        case BranchStep() as step:
            held = step.branch.when.holds(facts.values)
            to = node.inside if held else node.otherwise
            way = "Yes" if held else "No"
            return _move(node, to, position, now, f"{way}: {_about(step.branch.when)}.")
        case RepeatStep() as step:
            return _repeat(node, step, position, facts, now)
        case ApproveStep() as step:
            return _approve(node, step, position, facts, now)
        case StopStep() as step:
            return Finished(step.stop, replace(position, step=None))
    raise AssertionError(f"no decision for {node.step!r}")


def _do(
    node: Node, step: DoDefinition, position: Position, facts: Facts, now: datetime
) -> Decision:
    if step.when is not None and not step.when.holds(facts.values):
        reason = f"Its condition did not hold: {_about(step.when)}."
        after = _arrive(position, node.next, now)
        return Move(
            reason, after, (PassedOver(node.key, reason),), step=node.key, visit=position.visit
        )
    return DoStep(
        "It is this step's turn.",
        _arrive(position, node.next, now),
        step=node.key,
        visit=position.visit,
        action=step.do,
        inputs=step.inputs,
    )


def _climb(
    node: Node, rungs: tuple[Rung, ...], position: Position, facts: Facts, now: datetime
) -> Decision:
    """The highest rung that is due goes; lower ones that are due too are passed over.

    A rung whose moment passed outside the hour after nine waits for the next working nine.
    """
    left = [rung for rung in rungs if rung.key not in position.dealt]
    moments = {rung.key: facts.moments.get(rung.wait) for rung in left}
    passed = [
        PassedOver(f"{node.key}.{rung.key}", f"There is no clock '{rung.wait.clock}' here.")
        for rung in left
        if moments[rung.key] is None
    ]
    due = [rung for rung in left if (at := moments[rung.key]) is not None and at <= now]
    to_come = [at for at in moments.values() if at is not None and at > now]
    going: Rung | None = None
    if due and facts.opening > now:
        return SleepUntil(
            f"Rung '{due[-1].key}' woke late; rungs go at nine on working days.",
            _dealt(position, passed, node),
            tuple(passed),
            moment=facts.opening,
        )
    for rung in reversed(due):
        if rung.when is not None and not rung.when.holds(facts.values):
            why = f"Its condition did not hold: {_about(rung.when)}."
        elif going is not None:
            why = f"A later rung, '{going.key}', was due as well; only the highest goes."
        else:
            going = rung
            continue
        passed.append(PassedOver(f"{node.key}.{rung.key}", why))
    after = _dealt(position, passed, node)
    if going is not None:
        return DoStep(
            f"Rung '{going.key}' is due.",
            replace(after, dealt=(*after.dealt, going.key)),
            tuple(passed),
            step=f"{node.key}.{going.key}",
            visit=position.visit,
            action=going.do,
            inputs=going.inputs,
        )
    if to_come:
        nearest = min(to_come)
        key = next(key for key, at in moments.items() if at == nearest)
        return SleepUntil(f"Until rung '{key}' is due.", after, tuple(passed), moment=nearest)
    end = _arrive(after, node.next, now)
    return Move("No rung is left.", end, tuple(passed), step=node.key, visit=position.visit)


def _dealt(position: Position, passed: list[PassedOver], node: Node) -> Position:
    keys = tuple(over.step.removeprefix(f"{node.key}.") for over in passed)
    return replace(position, dealt=(*position.dealt, *keys))


def _wait(
    node: Node, step: WaitStep, position: Position, facts: Facts, now: datetime
) -> Decision:
    wait = step.wait
    if wait.event and facts.heard:
        return _move(node, node.next, position, now, f"'{facts.heard}' happened.")
    if wait.event and wait.lasting is None:
        return WaitEvent("Until one of these happens.", position, names=wait.event)
    moment = _moment(step, position, facts)
    if moment is None:
        what = f"clock '{wait.clock}'" if wait.clock else f"day in '{wait.field}'"
        reason = f"There is no {what} here, so there is nothing to wait for."
        after = _arrive(position, node.next, now)
        over = (PassedOver(node.key, reason),)
        return Move(reason, after, over, step=node.key, visit=position.visit)
    if moment <= now:
        over_reason = "None of the events came in time." if wait.event else "The time has come."
        return _move(node, node.next, position, now, over_reason)
    if wait.event:
        return WaitEvent(
            "Until one of these happens, or the time is up.",
            position,
            names=wait.event,
            until=moment,
        )
    return SleepUntil("Until its time comes.", position, moment=moment)


def _moment(step: WaitStep, position: Position, facts: Facts) -> datetime | None:
    wait = step.wait
    if wait.clock_day:
        return facts.moments.get(wait.clock_day)
    if wait.field:
        day = _day(facts.values.get(wait.field))
        return None if day is None else _on(day + timedelta(days=wait.days), wait.at)
    assert wait.lasting is not None, "a wait that is for nothing else has a length"
    return _end_of(wait.lasting, position.since, facts)


def _end_of(lasting: Duration, since: datetime, facts: Facts) -> datetime | None:
    if lasting.working_days:
        return facts.moments.get(WorkingDaysAfter(since, lasting.working_days))
    return since + timedelta(days=lasting.days, hours=lasting.hours, minutes=lasting.minutes)


def _repeat(
    node: Node, step: RepeatStep, position: Position, facts: Facts, now: datetime
) -> Decision:
    rounds = position.rounds.get(node.key, 0)
    until = step.repeat.until
    reason = None
    if until is not None and until.holds(facts.values):
        reason = f"It holds: {_about(until)}."
    elif rounds >= step.repeat.at_most:
        reason = f"It has been done {rounds} times, the most it may."
    if reason is None:
        begun = replace(position, rounds={**position.rounds, node.key: rounds + 1})
        return _move(node, node.inside, begun, now, f"Round {rounds + 1}.")
    left = {key: count for key, count in position.rounds.items() if key != node.key}
    return _move(node, node.next, replace(position, rounds=left), now, reason)


def _approve(
    node: Node, step: ApproveStep, position: Position, facts: Facts, now: datetime
) -> Decision:
    if facts.approval is None:
        return AskApproval(
            "A person decides.", position, role=step.approve.role, ask=step.approve.ask
        )
    if facts.approval or step.approve.refused == "go-on":
        return _move(
            node, node.next, position, now, "Approved." if facts.approval else "Refused; goes on."
        )
    return Finished("Refused, so the flow stops here.", replace(position, step=None))


def _move(node: Node, to: str | None, position: Position, now: datetime, reason: str) -> Move:
    return Move(
        reason, _arrive(position, to, now), step=node.key, visit=position.visit
    )


def _arrive(position: Position, key: str | None, now: datetime) -> Position:
    visits = dict(position.visits)
    if key is not None:
        visits[key] = visits.get(key, 0) + 1
    return Position(step=key, since=now, visits=visits, rounds=position.rounds)


def _about(condition: Condition) -> str:
    """The condition without anybody's answers: the names of the fields it looks at."""
    return ", ".join(sorted(condition.fields()))


def _day(value: Value) -> date | None:
    if isinstance(value, date):
        return value
    if isinstance(value, str):
        try:
            return date.fromisoformat(value)
        except ValueError:
            return None
    return None


def _on(day: date, at: time) -> datetime:
    return datetime.combine(day, at, tzinfo=LONDON).astimezone(ZoneInfo("UTC"))

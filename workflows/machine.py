"""What a run does next, decided from values alone.

Pure. ``decide`` looks at the step a run stands at and answers with one frozen decision and its
reason. It never asks for anything itself: moments, values, events and approvals are handed in as
``Facts``, after ``questions`` has said which moments are needed. It must not know the database,
the clock on the wall, or what an action does.
"""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from foundation.conditions import Condition, Value
from workflows.decisions import (
    AskApproval,
    Cancelled,
    DoStep,
    Facts,
    Finished,
    Held,
    Move,
    PassedOver,
    Question,
    SleepUntil,
    Verdict,
    WaitEvent,
    WorkingDaysAfter,
)
from workflows.flow import Flow, Node, Position, arrive
from workflows.steps import (
    ActionStep,
    ApproveStep,
    BranchStep,
    LadderStep,
    RepeatStep,
    Rung,
    StopStep,
    WaitStep,
)

LONDON = ZoneInfo("Europe/London")
RUNG_HOUR = timedelta(hours=1)
"""A rung goes between nine and ten; one that wakes outside that hour wakes late."""


def questions(flow: Flow, position: Position) -> frozenset[Question]:
    """The moments that ``decide`` needs an answer about at this position."""
    if position.step is None:
        return frozenset()
    step = flow.nodes[position.step].step
    if isinstance(step, LadderStep):
        return frozenset(rung.wait for rung in step.ladder.rungs if rung.key not in position.dealt)
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
        case ActionStep(when=when):
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


def decide(flow: Flow, position: Position, facts: Facts, now: datetime) -> Verdict:
    """What a run at ``position`` does next. ``now`` is business time, aware UTC."""
    if position.step is None:
        return Finished("The flow has come to its end.", position)
    if facts.cancelled_by:
        return Cancelled(f"'{facts.cancelled_by}' happened.", position)
    if facts.hold and not flow.definition.even_when_held:
        return Held(facts.hold, position)
    node = flow.nodes[position.step]
    match node.step:
        case ActionStep() as step:
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


def _do(node: Node, step: ActionStep, position: Position, facts: Facts, now: datetime) -> Verdict:
    if step.when is not None and not step.when.holds(facts.values):
        reason = f"Its condition did not hold: {_about(step.when)}."
        after = arrive(position, node.next, now)
        return Move(reason, after, (PassedOver(node.key, reason),), step=node.key, visit=position.visit)
    return DoStep(
        "It is this step's turn.",
        arrive(position, node.next, now),
        step=node.key,
        visit=position.visit,
        action=step.do,
        inputs=step.inputs,
    )


def _climb(node: Node, rungs: tuple[Rung, ...], position: Position, facts: Facts, now: datetime) -> Verdict:
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
    end = arrive(after, node.next, now)
    return Move("No rung is left.", end, tuple(passed), step=node.key, visit=position.visit)


def _dealt(position: Position, passed: list[PassedOver], node: Node) -> Position:
    keys = tuple(over.step.removeprefix(f"{node.key}.") for over in passed)
    return replace(position, dealt=(*position.dealt, *keys))


def _wait(node: Node, step: WaitStep, position: Position, facts: Facts, now: datetime) -> Verdict:
    wait = step.wait
    if wait.event and facts.heard:
        return _move(node, node.next, position, now, f"'{facts.heard}' happened.")
    if wait.event and wait.lasting is None:
        return WaitEvent("Until one of these happens.", position, names=wait.event)
    moment = _moment(step, position, facts)
    if moment is None:
        what = f"clock '{wait.clock}'" if wait.clock else f"day in '{wait.field}'"
        reason = f"There is no {what} here, so there is nothing to wait for."
        after = arrive(position, node.next, now)
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
    if wait.lasting is None:
        return None
    if wait.lasting.working_days:
        return facts.moments.get(WorkingDaysAfter(position.since, wait.lasting.working_days))
    plain = wait.lasting
    return position.since + timedelta(days=plain.days, hours=plain.hours, minutes=plain.minutes)


def _repeat(node: Node, step: RepeatStep, position: Position, facts: Facts, now: datetime) -> Verdict:
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


def _approve(node: Node, step: ApproveStep, position: Position, facts: Facts, now: datetime) -> Verdict:
    if facts.approval is None:
        return AskApproval("A person decides.", position, role=step.approve.role, ask=step.approve.ask)
    if facts.approval or step.approve.refused == "go-on":
        return _move(node, node.next, position, now, "Approved." if facts.approval else "Refused; goes on.")
    return Finished("Refused, so the flow stops here.", replace(position, step=None))


def _move(node: Node, to: str | None, position: Position, now: datetime, reason: str) -> Move:
    return Move(reason, arrive(position, to, now), step=node.key, visit=position.visit)


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
    return datetime.combine(day, at, tzinfo=LONDON).astimezone(UTC)

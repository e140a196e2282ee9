"""A definition laid out as nodes, and a run's position in it.

Pure. Steps without a key are named by their place (``2.then.1``), so that a position can be kept
in the database and read by people.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from types import MappingProxyType
from typing import Any

from workflows.definition import WorkflowDefinition
from workflows.steps import BranchStep, RepeatStep, Step


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


def compile_flow(definition: WorkflowDefinition) -> Flow:
    """Lay a definition out as nodes. A step without a key is named by its place: ``2.then.1``."""
    nodes: dict[str, Node] = {}
    _lay(definition.steps, "", None, nodes)
    return Flow(definition, definition.steps[0].key or "1", MappingProxyType(nodes))


def _lay(steps: tuple[Step, ...], prefix: str, after: str | None, nodes: dict[str, Node]) -> str | None:
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
    return arrive(Position(step=None, since=now), flow.first, now)


def arrive(position: Position, key: str | None, now: datetime) -> Position:
    """The position of a run that has come from ``position`` to the step ``key``."""
    visits = dict(position.visits)
    if key is not None:
        visits[key] = visits.get(key, 0) + 1
    return Position(step=key, since=now, visits=visits, rounds=position.rounds)

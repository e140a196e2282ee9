"""The actions that flows may ask for.

Only ``*.workflow_actions`` modules register here. An action writes to the database in the
transaction that records its step, with the step run's id as its idempotency key; anything that
needs the network is asked for through a task or a message. It returns ids and codes, no words.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any, TypeVar, cast
from uuid import UUID

from pydantic import BaseModel, ValidationError

from foundation.errors import NotFound

Input = TypeVar("Input", bound=BaseModel)
Output = dict[str, Any]
DEFAULT_ATTEMPTS = 8


@dataclass(frozen=True)
class StepContext:
    """What an action is told besides its input. ``step_run_id`` is its idempotency key."""

    step_run_id: UUID
    run_id: UUID
    subject_type: str
    subject_id: UUID
    authority_id: UUID
    event_payload: Mapping[str, Any]
    now: datetime


@dataclass(frozen=True)
class Action:
    """A registered action. ``says`` describes it to officers, with its inputs in braces."""

    name: str
    model: type[BaseModel]
    do: Callable[[StepContext, Any], Output]
    says: str
    attempts: int


_actions: dict[str, Action] = {}


def action(
    name: str, model: type[Input], *, says: str = "", attempts: int = DEFAULT_ATTEMPTS
) -> Callable[[Callable[[StepContext, Input], Output]], Callable[[StepContext, Input], Output]]:
    """Register the function that does the action ``name`` with an input of type ``model``.

    ``says`` is one line for officers, such as ``"Send {wording} to {who}"``. After ``attempts``
    failures the run fails and becomes work for a person.
    """

    def register(
        do: Callable[[StepContext, Input], Output],
    ) -> Callable[[StepContext, Input], Output]:
        if name in _actions and _actions[name].do is not do:
            raise RuntimeError(f"two functions do the action {name}")
        _actions[name] = Action(name, model, cast(Any, do), says or name, attempts)
        return do

    return register


def known_action(name: str) -> Action:
    """The action called ``name``. Raises ``NotFound``."""
    try:
        return _actions[name]
    except KeyError:
        raise NotFound(f"There is no action called '{name}'.") from None


def known_inputs() -> dict[str, type[BaseModel]]:
    """The input model of every registered action, by name."""
    return {name: known.model for name, known in _actions.items()}


def describe(name: str, inputs: Mapping[str, Any]) -> str:
    """What an action with these inputs does, in words for officers."""
    known = _actions.get(name)
    return known.says.format_map(_Blank(filled_in(name, inputs))) if known else name


def filled_in(name: str, inputs: Mapping[str, Any]) -> dict[str, Any]:
    """These inputs with what the action takes where nothing is given."""
    known = _actions.get(name)
    if known is None:
        return dict(inputs)
    try:
        return known.model.model_validate(inputs).model_dump()
    except ValidationError:
        return dict(inputs)


class _Blank(dict[str, Any]):
    """Leaves an input that was not given as it is written."""

    def __missing__(self, key: str) -> str:
        return "{" + key + "}"

"""Proposes what to do with what arrives, by ordered rules held as data.

Pure. Rules propose and an officer confirms: nothing here refuses, sends or decides. Where no rule
fits there is no proposal and the case waits on the team's list. Who a person is to the child never
chooses the procedure by itself. Must not know rows, people's names or the form.
"""

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Annotated

from pydantic import StringConstraints

from foundation import yaml_files
from foundation.conditions import Condition, Value, is_answered
from foundation.frozen_model import FrozenModel

RULES_FILE = Path(__file__).parent / "triage_rules.yaml"

Key = Annotated[str, StringConstraints(pattern=r"^[a-z][a-z0-9-]*$", max_length=60)]


class Proposed(FrozenModel):
    """What a rule proposes; a ``service`` only where the rule, not the person, chooses it."""

    kind: Key
    procedure: Key
    service: Key | None = None


class Sign(FrozenModel):
    """Something an officer must see: a sign of harm or a prompt."""

    key: Key
    sentence: str
    when: Condition


class Rule(Sign):
    """One rule: when it holds, what it proposes, and the sentence that explains it."""

    then: Proposed


class Rules(FrozenModel):
    """A whole set of rules, in order."""

    rules: tuple[Rule, ...]
    harm: tuple[Sign, ...] = ()
    prompts: tuple[Sign, ...] = ()


@dataclass(frozen=True)
class Used:
    """An answer that a rule looked at and what it made of it, in words for an officer."""

    field: str
    text: str
    held: bool


@dataclass(frozen=True)
class Triaged:
    """What the rules say. ``rule`` is None where none fits; ``used`` are the answers it looked at."""

    rule: Rule | None
    kind: str
    procedure: str | None
    service: str | None
    used: tuple[Used, ...]
    harm: tuple[Sign, ...]
    prompts: tuple[Sign, ...]


def triage(rules: Rules, values: Mapping[str, Value]) -> Triaged:
    """The proposal for these values, with every sign of harm and every prompt.

    ``values`` are the answers by key and the fields named at the head of ``triage_rules.yaml``.
    """
    rule = next((rule for rule in rules.rules if rule.when.holds(values)), None)
    chosen = values.get("service")
    service = chosen if isinstance(chosen, str) and is_answered(values.get("service_procedure")) else None
    return Triaged(
        rule=rule,
        kind=rule.then.kind if rule else str(values.get("kind") or "complaint"),
        procedure=rule.then.procedure if rule else None,
        service=service or (rule.then.service if rule else None),
        used=_used(rule, values) if rule else (),
        harm=tuple(sign for sign in rules.harm if sign.when.holds(values)),
        prompts=tuple(sign for sign in rules.prompts if sign.when.holds(values)),
    )


def sentence_of(rules: Rules, key: str) -> str:
    """The sentence of a rule, sign or prompt; its key where the rules no longer hold it."""
    every: tuple[Sign, ...] = (*rules.rules, *rules.harm, *rules.prompts)
    return next((sign.sentence for sign in every if sign.key == key), key)


@cache
def shipped_rules() -> Rules:
    """The rules this version of the product ships. Raises pydantic's error if they are wrong."""
    return Rules.model_validate(yaml_files.load(RULES_FILE))


@cache
def shipped_digest() -> str:
    """Which rules these are: kept beside each decision."""
    return hashlib.sha256(RULES_FILE.read_bytes()).hexdigest()[:16]


def _used(rule: Rule, values: Mapping[str, Value]) -> tuple[Used, ...]:
    return tuple(Used(reason.field, reason.text, reason.held) for reason in rule.when.explain(values))

"""Publishing flows: each publication is a new immutable version, and runs stay on theirs.

Reads flows from YAML, checks them against the registered actions, and numbers them. Never changes
a version that is published, beyond stamping when another took its place.
"""

from __future__ import annotations

import hashlib
import json
from pathlib import Path
from uuid import UUID

from sqlalchemy import Select, func, select

from foundation import yaml_files
from foundation.clock import now
from foundation.database import db
from foundation.errors import Invalid, NotFound
from workflows.actions import known_inputs
from workflows.definition import (
    WorkflowDefinition,
    action_problems,
    definition_data,
    parse_definition,
)
from workflows.flow import Flow, compile_flow
from workflows.models import WorkflowVersion

_flows: dict[UUID, Flow] = {}


def read_flow(path: Path) -> WorkflowDefinition:
    """Read one flow from a YAML file. Raises ``Invalid`` naming the file and what is wrong."""
    try:
        return parse_definition(yaml_files.load(path))
    except (Invalid, ValueError) as error:
        raise Invalid(f"{path.name}: {error}") from error


def check_flow(definition: WorkflowDefinition) -> list[str]:
    """What stands in the way of publishing, one line each; empty when nothing does."""
    return action_problems(definition, known_inputs())


def publish_workflow(definition: WorkflowDefinition, authority_id: UUID) -> WorkflowVersion:
    """Publish a flow for an authority; new runs begin on it at once.

    Publishing what is in force already changes nothing. Raises ``Invalid`` when it does not pass
    the check.
    """
    problems = check_flow(definition)
    if problems:
        raise Invalid(f"'{definition.key}' cannot be published:\n" + "\n".join(problems))
    data = definition_data(definition)
    digest = hashlib.sha256(json.dumps(data, sort_keys=True).encode()).hexdigest()
    current = db.session.scalar(_current(definition.key, authority_id).with_for_update())
    if current is not None and current.digest == digest:
        return current
    if current is not None:
        current.retired_at = now()
        db.session.flush()
    newest = db.session.scalar(
        select(func.max(WorkflowVersion.number)).where(
            WorkflowVersion.authority_id == authority_id, WorkflowVersion.key == definition.key
        )
    )
    version = WorkflowVersion(
        authority_id=authority_id,
        key=definition.key,
        number=(newest or 0) + 1,
        name=definition.name,
        trigger=definition.trigger,
        definition=data,
        digest=digest,
        published_at=now(),
    )
    db.session.add(version)
    db.session.flush()
    return version


def seed_workflows(directory: Path, authority_id: UUID) -> list[WorkflowVersion]:
    """Publish every ``*.yaml`` of a directory that the authority has no version of yet.

    What a team has published since is left alone.
    """
    published = []
    for path in sorted(directory.glob("*.yaml")):
        definition = read_flow(path)
        known = select(WorkflowVersion.id).where(
            WorkflowVersion.authority_id == authority_id, WorkflowVersion.key == definition.key
        )
        if db.session.scalar(known.limit(1)) is None:
            published.append(publish_workflow(definition, authority_id))
    return published


def current_version(key: str, authority_id: UUID) -> WorkflowVersion:
    """The version that new runs begin on. Raises ``NotFound``."""
    version = db.session.scalar(_current(key, authority_id))
    if version is None:
        raise NotFound(f"There is no flow called '{key}' in force here.")
    return version


def current_versions(authority_id: UUID | None = None) -> list[WorkflowVersion]:
    """Every version in force, by name; of one authority or of all."""
    asked = select(WorkflowVersion).where(WorkflowVersion.retired_at.is_(None))
    if authority_id is not None:
        asked = asked.where(WorkflowVersion.authority_id == authority_id)
    return list(db.session.scalars(asked.order_by(WorkflowVersion.name, WorkflowVersion.id)))


def versions_of(key: str, authority_id: UUID) -> list[WorkflowVersion]:
    """Every version of a flow, newest first."""
    asked = select(WorkflowVersion).where(WorkflowVersion.authority_id == authority_id, WorkflowVersion.key == key)
    return list(db.session.scalars(asked.order_by(WorkflowVersion.number.desc())))


def flow_of(version: WorkflowVersion) -> Flow:
    """A version laid out for the machine; kept, since versions never change."""
    flow = _flows.get(version.id)
    if flow is None:
        flow = _flows[version.id] = compile_flow(parse_definition(version.definition))
    return flow


def _current(key: str, authority_id: UUID) -> Select[WorkflowVersion]:
    return select(WorkflowVersion).where(
        WorkflowVersion.authority_id == authority_id,
        WorkflowVersion.key == key,
        WorkflowVersion.retired_at.is_(None),
    )

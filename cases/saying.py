"""The facts of a case, said the same way by every operation: on the case's own stream, under its authority.

Payloads hold ids and codes, never words. Must not decide who hears a fact or what follows from it.
"""

from collections.abc import Mapping
from datetime import datetime
from uuid import UUID

from cases.models import Case, Stage
from foundation.events import publish


def say(case: Case, name: str, payload: Mapping[str, object], actor: str) -> UUID:
    """Publish a fact of a case, in the caller's transaction; gives its id."""
    said = publish(name, stream=("case", case.id), authority_id=case.authority_id, payload=dict(payload), actor=actor)
    return said.id


def say_of_stage(
    stage: Stage, name: str, payload: Mapping[str, object], actor: str, at: datetime | None = None
) -> UUID:
    """Publish a fact of one stage, which always holds the ``stage_id`` and ``number`` that flows know it by."""
    said = publish(
        name,
        stream=("case", stage.case_id),
        authority_id=stage.authority_id,
        payload={"stage_id": str(stage.id), "number": stage.number, **payload},
        actor=actor,
        at=at,
    )
    return said.id

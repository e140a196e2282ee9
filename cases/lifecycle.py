"""Which act may follow which state of a case or a stage, and who may do it.

Pure: one table for cases and one for stages. An act that is not in them is refused with a reason.
Must not know rows or what an act does.
"""

from collections.abc import Mapping
from dataclasses import dataclass

from foundation.errors import Conflict, NotAllowed

OFFICER = "complaints-officer"
MANAGER = "responding-manager"
SENIOR = "senior-manager"
COMPLAINTS_MANAGER = "complaints-manager"
PERSON = "person"
SYSTEM = "system"

TO_CONFIRM, OPEN, FROZEN, ANSWERED, CLOSED = "to-confirm", "open", "frozen", "answered", "closed"
PROPOSED, WITH_SIGNER = "proposed", "with-signer"


@dataclass(frozen=True)
class Move:
    """Where an act leads, and the roles that may do it."""

    to: str
    roles: frozenset[str]


def _move(to: str, *roles: str) -> Move:
    return Move(to, frozenset(roles))


Moves = Mapping[tuple[str, str], Move]

LIMITS = ("limit-contact", "log-week", "end-limit")

CASE_MOVES: Moves = {
    (TO_CONFIRM, "confirm"): _move(OPEN, OFFICER),
    (TO_CONFIRM, "withdraw"): _move(CLOSED, OFFICER),
    (TO_CONFIRM, "close"): _move(CLOSED, OFFICER),
    (TO_CONFIRM, "become-complaint"): _move(TO_CONFIRM, OFFICER, PERSON, SYSTEM),
    (OPEN, "become-complaint"): _move(TO_CONFIRM, OFFICER, PERSON, SYSTEM),
    (CLOSED, "become-complaint"): _move(TO_CONFIRM, OFFICER, PERSON),
    (OPEN, "answer"): _move(ANSWERED, MANAGER, SENIOR, OFFICER),
    (OPEN, "request-next-stage"): _move(OPEN, PERSON, OFFICER),
    (ANSWERED, "request-next-stage"): _move(OPEN, PERSON, OFFICER),
    (CLOSED, "request-next-stage"): _move(OPEN, PERSON, OFFICER),
    (OPEN, "withdraw"): _move(CLOSED, OFFICER),
    (FROZEN, "withdraw"): _move(CLOSED, OFFICER),
    (ANSWERED, "withdraw"): _move(CLOSED, OFFICER),
    (OPEN, "close"): _move(CLOSED, OFFICER),
    (FROZEN, "close"): _move(CLOSED, OFFICER),
    (ANSWERED, "close"): _move(CLOSED, OFFICER),
    (CLOSED, "reopen"): _move(OPEN, OFFICER),
    (CLOSED, "reopen-answered"): _move(ANSWERED, OFFICER),
    (CLOSED, "reopen-to-confirm"): _move(TO_CONFIRM, OFFICER),
    (OPEN, "target-day"): _move(OPEN, OFFICER),
    **{(state, act): _move(state, OFFICER) for state in (TO_CONFIRM, OPEN) for act in ("pause", "resume")},
    **{(state, "correct-receipt"): _move(state, OFFICER) for state in (TO_CONFIRM, OPEN, FROZEN, ANSWERED)},
    (OPEN, "freeze"): _move(FROZEN, OFFICER),
    (FROZEN, "unfreeze"): _move(OPEN, OFFICER),
    (TO_CONFIRM, "refuse"): _move(CLOSED, OFFICER),
    (OPEN, "refuse"): _move(CLOSED, OFFICER),
    (FROZEN, "refuse"): _move(CLOSED, OFFICER),
    (OPEN, "straight-on"): _move(OPEN, OFFICER),
    (OPEN, "decline-next"): _move(CLOSED, OFFICER),
    (ANSWERED, "refer-early"): _move(CLOSED, OFFICER),
    (OPEN, "transfer"): _move(OPEN, OFFICER),
    (TO_CONFIRM, "split"): _move(TO_CONFIRM, OFFICER),
    (OPEN, "split"): _move(OPEN, OFFICER),
    (TO_CONFIRM, "merge"): _move(CLOSED, OFFICER),
    (OPEN, "merge"): _move(CLOSED, OFFICER),
    (TO_CONFIRM, "came-from"): _move(TO_CONFIRM, OFFICER),
    (OPEN, "came-from"): _move(OPEN, OFFICER),
    (TO_CONFIRM, "hand-over"): _move(CLOSED, OFFICER),
    (OPEN, "hand-over"): _move(CLOSED, OFFICER),
    (FROZEN, "hand-over"): _move(CLOSED, OFFICER),
    **{(state, act): _move(state, OFFICER) for state in (OPEN, FROZEN, ANSWERED, CLOSED) for act in LIMITS},
}
"""A closed case still takes a request for the next stage: there is no legal deadline for stage 2."""

STAGE_MOVES: Moves = {
    (PROPOSED, "open"): _move(OPEN, OFFICER),
    (PROPOSED, "close"): _move(CLOSED, OFFICER, SYSTEM),
    (OPEN, "give-to-signer"): _move(WITH_SIGNER, MANAGER, OFFICER),
    (WITH_SIGNER, "return"): _move(OPEN, SENIOR, OFFICER),
    (OPEN, "answer"): _move(ANSWERED, MANAGER, SENIOR, OFFICER),
    (WITH_SIGNER, "answer"): _move(ANSWERED, SENIOR, OFFICER),
    (OPEN, "pass-on"): _move(CLOSED, PERSON, OFFICER),
    (WITH_SIGNER, "pass-on"): _move(CLOSED, PERSON, OFFICER),
    (ANSWERED, "pass-on"): _move(CLOSED, PERSON, OFFICER),
    (CLOSED, "pass-on"): _move(CLOSED, PERSON, OFFICER),
    (OPEN, "close"): _move(CLOSED, OFFICER, SYSTEM, PERSON),
    (WITH_SIGNER, "close"): _move(CLOSED, OFFICER),
    (ANSWERED, "close"): _move(CLOSED, OFFICER, SYSTEM),
    (CLOSED, "reopen"): _move(OPEN, OFFICER),
    (CLOSED, "reopen-answered"): _move(ANSWERED, OFFICER),
    (CLOSED, "reopen-to-confirm"): _move(PROPOSED, OFFICER),
}
"""``pass-on`` is the next stage being asked for: from an unanswered stage too, once it is overdue, and from one that
closed with its case."""


def case_state_after(state: str, act: str, role: str) -> str:
    """The state of a case after ``act`` by ``role``.

    Raises ``Conflict`` when the act does not follow the state, ``NotAllowed`` when the role may not.
    """
    return _after(CASE_MOVES, "case", state, act, role)


def stage_state_after(state: str, act: str, role: str) -> str:
    """The state of a stage after ``act`` by ``role``. Raises as ``case_state_after``."""
    return _after(STAGE_MOVES, "stage", state, act, role)


def _after(moves: Moves, what: str, state: str, act: str, role: str) -> str:
    move = moves.get((state, act))
    said = act.replace("-", " ")
    if move is None:
        raise Conflict(f"This {what} is {state.replace('-', ' ')}, so “{said}” cannot be done now.")
    if role not in move.roles:
        raise NotAllowed(f"A {role.replace('-', ' ')} may not do “{said}” to a {what}.")
    return move.to

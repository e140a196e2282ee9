"""Which acts of casework are permitted on a case as it stands, to whom, and who may approve one.

Pure. The procedure says which acts it knows and why (``authorities.act_rules``), the lifecycle from which state and by
which role, and the conditions here what else must be so. The case's page offers what this permits, and operations
refuse what it does not.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field

from authorities.act_rules import Act, ActRule
from cases.lifecycle import CASE_MOVES, COMPLAINTS_MANAGER, SENIOR, case_state_after
from foundation.errors import Conflict, NotAllowed

APPROVERS = frozenset({COMPLAINTS_MANAGER, SENIOR})
EVERYWHERE: tuple[Act, ...] = ("target-day", "pause", "resume", "correct-receipt", "close")
"""Acts that no procedure needs to name: what a clock allows is with its rule."""
WHILE_HELD = frozenset({*EVERYWHERE, "withdraw", "freeze", "unfreeze"})
"""A decision on possible harm comes first; the person may stop, and the matter may wait, all the same."""


@dataclass(frozen=True)
class Standing:
    """A case as a decision about acts sees it.

    ``rules`` are those of its procedure, or of any matter while it has none. ``stage`` is the key of the stage under
    way and ``number`` its number; 0 is a call. ``waiting`` names acts that wait for an approval.
    """

    rules: Mapping[Act, ActRule]
    state: str
    stage: str | None = None
    number: int = 0
    is_answered: bool = False
    has_next: bool = False
    is_held: bool = False
    is_limited: bool = False
    is_paused: bool = False
    has_pauses: bool = False
    is_sending: bool = False
    owes_call: bool = False
    points: int = 0
    waiting: frozenset[str] = field(default_factory=frozenset)


def permitted(standing: Standing, role: str) -> tuple[Act, ...]:
    """The acts that ``role`` may do now, in the order of the procedure."""
    return tuple(
        act
        for act in (*EVERYWHERE, *standing.rules)
        if (move := CASE_MOVES.get((standing.state, act))) is not None
        and role in move.roles
        and _in_the_way(act, standing) is None
    )


def rule_of_permitted(act: Act, standing: Standing, role: str) -> ActRule:
    """The rule an act is done under.

    Raises ``Conflict`` where the procedure does not know it or the case stands otherwise, ``NotAllowed`` for the role.
    """
    rule = standing.rules.get(act)
    if rule is None:
        raise Conflict("The procedure of this case does not allow that.")
    refuse_unless_permitted(act, standing, role)
    return rule


def refuse_unless_permitted(act: Act, standing: Standing, role: str) -> None:
    """Raise ``Conflict`` where the case stands otherwise, ``NotAllowed`` for the role."""
    case_state_after(standing.state, act, role)
    in_the_way = _in_the_way(act, standing)
    if in_the_way is not None:
        raise Conflict(in_the_way)


def refuse_approver(role: str, *, asked_it: bool) -> None:
    """Raise ``NotAllowed`` unless ``role`` may approve an act that somebody else asked for."""
    if role not in APPROVERS:
        raise NotAllowed("The complaints manager or a senior manager approves this.")
    if asked_it:
        raise NotAllowed("You asked for this, so somebody else approves it.")


def _in_the_way(act: Act, standing: Standing) -> str | None:
    if act in standing.waiting:
        return "This waits for a manager's approval already."
    if standing.is_held and act not in WHILE_HELD:
        return "A decision on possible harm comes first."
    condition = CONDITIONS.get(act)
    return condition(standing) if condition else None


def _open_to_answer(standing: Standing) -> str | None:
    return "The stage has been answered." if standing.is_answered else None


def _unanswered(standing: Standing) -> str | None:
    if standing.is_sending:
        return "The answer has been signed off and is on its way to the person."
    return _open_to_answer(standing)


def _at_first(standing: Standing) -> str | None:
    return "The case is past its first stage." if standing.number > 1 else _unanswered(standing)


def _owes_nothing(standing: Standing) -> str | None:
    return "The person is waiting for a call." if standing.owes_call else _unanswered(standing)


def _at_first_owing_nothing(standing: Standing) -> str | None:
    return _at_first(standing) or _owes_nothing(standing)


def _in_several_points(standing: Standing) -> str | None:
    return "There is only one point, so nothing can be parted." if standing.points < 2 else _at_first(standing)


def _may_skip(standing: Standing) -> str | None:
    if standing.number != 1 or not standing.has_next:
        return "There is no first stage to leave out."
    return _unanswered(standing)


def _at_a_later_stage(standing: Standing) -> str | None:
    return "Nobody has asked for a further stage." if standing.number < 2 else _unanswered(standing)


def _after_second(standing: Standing) -> str | None:
    return None if standing.number == 2 and standing.is_answered else "The second stage has not been answered."


def _on_first_stage(standing: Standing) -> str | None:
    return "The case has no first stage." if standing.number < 1 else _at_first(standing)


def _may_stand_still(standing: Standing) -> str | None:
    if standing.is_paused:
        return "The clock stands still already."
    return _open_to_answer(standing) if standing.has_pauses else "No clock of this stage can be paused."


def _stands_still(standing: Standing) -> str | None:
    return None if standing.is_paused else "No clock of this stage is paused."


def _has_a_target(standing: Standing) -> str | None:
    return _open_to_answer(standing) if standing.number else "No stage of this case is open."


def _unlimited(standing: Standing) -> str | None:
    return "Contact on this case is limited already." if standing.is_limited else None


def _limited(standing: Standing) -> str | None:
    return None if standing.is_limited else "Contact on this case is not limited."


CONDITIONS: Mapping[Act, Callable[[Standing], str | None]] = {
    "target-day": _has_a_target,
    "pause": _may_stand_still,
    "resume": _stands_still,
    "freeze": _unanswered,
    "refuse": _at_first_owing_nothing,
    "straight-on": _may_skip,
    "decline-next": _at_a_later_stage,
    "transfer": _on_first_stage,
    "split": _in_several_points,
    "merge": _at_first_owing_nothing,
    "came-from": _at_first,
    "hand-over": _owes_nothing,
    "refer-early": _after_second,
    "limit-contact": _unlimited,
    "log-week": _limited,
    "end-limit": _limited,
}
"""What stands in the way of an act beside the state, in words; None where nothing does."""

"""What each act does to a case, and the fact that says so: one line for each act.

An effect writes rows in the caller's transaction and publishes nothing of its own that flows answer, except what it
calls does. Whether an act may be done is settled before (``cases.acting``).
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from authorities.act_rules import Act
from cases import ending, joining, moving, parting, returning, reviewing
from cases.models import Case, CaseAct

More = Mapping[str, object] | None


@dataclass(frozen=True)
class Effect:
    """What is done, and the name of the fact; what ``does`` gives goes into its payload."""

    does: Callable[[Case, CaseAct, str], More]
    says: str


EFFECTS: Mapping[Act, Effect] = {
    "withdraw": Effect(ending.withdraw, "case.withdrawn"),
    "reopen": Effect(returning.reopen, "case.reopened"),
    "freeze": Effect(returning.freeze, "case.frozen"),
    "unfreeze": Effect(returning.unfreeze, "case.unfrozen"),
    "refuse": Effect(ending.refuse, "case.refused"),
    "decline-next": Effect(ending.decline_next, "stage.declined"),
    "refer-early": Effect(ending.refer_early, "case.referred-early"),
    "hand-over": Effect(ending.hand_over, "case.handed-over"),
    "straight-on": Effect(moving.straight_on, "stage.skipped"),
    "transfer": Effect(moving.transfer, "case.transferred"),
    "split": Effect(parting.split, "case.split"),
    "merge": Effect(joining.merge, "case.merged"),
    "came-from": Effect(moving.came_from, "case.came-from"),
    "limit-contact": Effect(reviewing.limit_contact, "contact.limited"),
    "log-week": Effect(reviewing.log_week, "contact.week-logged"),
    "end-limit": Effect(reviewing.end_limit, "contact.limit-ended"),
}

"""What may be done to a matter under a procedure, as data: each act with its lawful reasons and where they stand.

Pure. From which state and by whom an act is done is `cases.acts_permitted`; this module only says what the law of one
procedure allows, and refuses data that contradicts itself.
"""

from typing import Literal, Self

from pydantic import model_validator

from foundation.frozen_model import FrozenModel

Act = Literal[
    "target-day",
    "pause",
    "resume",
    "correct-receipt",
    "close",
    "withdraw",
    "reopen",
    "freeze",
    "unfreeze",
    "refuse",
    "straight-on",
    "decline-next",
    "transfer",
    "split",
    "merge",
    "refer-early",
    "limit-contact",
    "log-week",
    "end-limit",
    "came-from",
    "hand-over",
]


class LawfulReason(FrozenModel):
    """One reason for an act. `plain` is what the person is told, as a sentence.

    `stages` limits it to some stages. `stops_clocks` means that the days it lasts are left out of every count.
    `weigh` says what must be written for the file, where the law wants something weighed.
    """

    key: str
    name: str
    plain: str
    stages: tuple[str, ...] = ()
    stops_clocks: bool = False
    weigh: str = ""


class ActRule(FrozenModel):
    """One act as a procedure allows it: why, with whose approval, and to what it may lead.

    Without `reasons` the act needs none. `to` names the procedures a matter may move to. `criteria` must each be met.
    `warning` is shown to whoever is about to do it.
    """

    act: Act
    reasons: tuple[LawfulReason, ...] = ()
    to: tuple[str, ...] = ()
    criteria: tuple[str, ...] = ()
    needs_approval: bool = False
    warning: str = ""
    rule: str
    source: str
    is_verified: bool

    @model_validator(mode="after")
    def _reasons_are_unique(self) -> Self:
        keys = [reason.key for reason in self.reasons]
        if len(set(keys)) < len(keys):
            raise ValueError(f"{self.act}: a reason is named twice")
        return self

    def reasons_at(self, stage: str | None) -> tuple[LawfulReason, ...]:
        """The reasons that hold at a stage, by its key."""
        return tuple(reason for reason in self.reasons if not reason.stages or stage in reason.stages)


def looser_acts(own: tuple[ActRule, ...], law: tuple[ActRule, ...]) -> list[str]:
    """Where an authority's acts go further against people than the law's, in plain words.

    Fewer acts and reasons, and one approval more, are allowed; an act, a reason or a way that it does not name is not.
    """
    lawful = {rule.act: rule for rule in law}
    faults = []
    for rule in own:
        legal = lawful.get(rule.act)
        if legal is None:
            faults.append(f"allows {rule.act}, which the law does not")
            continue
        extra = {reason.key for reason in rule.reasons} - {reason.key for reason in legal.reasons}
        faults += [f"allows {rule.act} for {key}, which the law does not" for key in sorted(extra)]
        faults += [f"allows {rule.act} to {key}, which the law does not" for key in rule.to if key not in legal.to]
        if legal.needs_approval and not rule.needs_approval:
            faults.append(f"allows {rule.act} without a manager's approval")
        if not set(legal.criteria) <= set(rule.criteria):
            faults.append(f"allows {rule.act} without every criterion")
    return faults

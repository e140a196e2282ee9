"""The life of a message, as rules: which fate may follow which, and what to do when it is not known what happened.

Pure. Must not touch the database, the clock or the network, and knows nothing of complaints.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Literal, get_args
from uuid import UUID

from foundation.errors import Conflict

Fate = Literal["waiting", "held", "handing-over", "sent", "uncertain", "failed", "cancelled", "to-print", "posted"]
Guarantee = Literal["at-least-once", "at-most-once"]
Happening = Literal[
    "held-back", "released", "began", "accepted", "put-off", "refused", "lost-sight", "called-off",
    "went-to-print", "was-posted", "asked-again", "sent-elsewhere",
]  # fmt: skip

FATES: tuple[str, ...] = get_args(Fate)
GUARANTEES: tuple[str, ...] = get_args(Guarantee)

NEXT: dict[tuple[str, Happening], Fate] = {
    ("waiting", "held-back"): "held",
    ("waiting", "called-off"): "cancelled",
    ("waiting", "began"): "handing-over",
    ("waiting", "went-to-print"): "to-print",
    ("waiting", "refused"): "failed",
    ("held", "released"): "waiting",
    ("held", "called-off"): "cancelled",
    ("handing-over", "accepted"): "sent",
    ("handing-over", "put-off"): "waiting",
    ("handing-over", "refused"): "failed",
    ("handing-over", "lost-sight"): "uncertain",
    ("uncertain", "asked-again"): "waiting",
    ("failed", "asked-again"): "waiting",
    ("to-print", "was-posted"): "posted",
    ("to-print", "called-off"): "cancelled",
    ("to-print", "sent-elsewhere"): "waiting",
}


def next_fate(fate: str, happening: Happening) -> Fate:
    """The fate after ``happening``. Raises ``Conflict`` where it cannot happen to a message of that fate."""
    try:
        return NEXT[fate, happening]
    except KeyError:
        raise Conflict(f"A message that is {fate} cannot be {happening.replace('-', ' ')}.") from None


AfterLosingSight = Literal["send-again", "leave-uncertain"]


def after_losing_sight(guarantee: str) -> AfterLosingSight:
    """What to do when nobody knows whether a message left: the worker died, or the line broke before the answer.

    What the law or the person waits for (acknowledgements, answers) goes again under the same Message-ID, so that
    it arrives at least once. Chasers and reminders do not: nobody is chased twice for one rung, and a person decides.
    """
    return "send-again" if guarantee == "at-least-once" else "leave-uncertain"


@dataclass(frozen=True)
class Verdict:
    """What a guard says before an attempt: go on, wait, keep it back, or call it off; with a reason for officers."""

    kind: Literal["allow", "wait", "hold", "cancel"]
    reason: str = ""
    until: datetime | None = None


ALLOW = Verdict("allow")


def wait(until: datetime, reason: str) -> Verdict:
    """Ask again at ``until``, business time."""
    return Verdict("wait", reason, until)


def hold(reason: str) -> Verdict:
    """Keep the message back until somebody releases it."""
    return Verdict("hold", reason)


def cancel(reason: str) -> Verdict:
    """Call the message off for good."""
    return Verdict("cancel", reason)


def strictest(verdicts: Sequence[Verdict]) -> Verdict:
    """Of several guards' verdicts the one that counts: calling off, keeping back, waiting, going on."""
    return max(verdicts, key=lambda verdict: ("allow", "wait", "hold", "cancel").index(verdict.kind), default=ALLOW)


@dataclass(frozen=True)
class Outcome:
    """What became of one attempt. ``code`` is the server's number or a word of ours; never its text, which may
    quote an address.
    """

    kind: Literal["accepted", "put-off", "refused", "lost-sight"]
    code: str = ""


def outcome_of_reply(code: int) -> Outcome:
    """What a mail server's reply code means (RFC 5321, 4.2.1: 2 done, 4 try again, 5 never)."""
    if 200 <= code < 300:
        return Outcome("accepted", str(code))
    return Outcome("refused" if code >= 500 else "put-off", str(code))


def may_reach(address: str, *, is_production: bool, is_local_server: bool, allowed: Sequence[str] | None) -> bool:
    """Whether a message may go to ``address`` from this deployment.

    Production reaches everyone. Elsewhere only listed addresses or ``@domains`` are reached, so that a test can
    never reach a family; without a list, only a mail server on the same machine is.
    """
    if is_production:
        return True
    if allowed is None:
        return is_local_server
    folded = address.casefold()
    return any(
        folded == entry.casefold() or (entry.startswith("@") and folded.endswith(entry.casefold())) for entry in allowed
    )


@dataclass(frozen=True)
class LinkTo:
    """A link to be made at each sending. ``path`` is under the site's address, ``{token}`` standing for the proof.

    Without ``purpose`` it is a plain address and needs no token.
    """

    path: str
    purpose: str = ""
    row_id: UUID | None = None
    generation: int = 0

    def as_json(self) -> dict[str, str | int]:
        """For the message's row."""
        return {
            "path": self.path, "purpose": self.purpose, "row_id": str(self.row_id or ""), "generation": self.generation
        }  # fmt: skip


def link_from_json(data: Mapping[str, Any]) -> LinkTo:
    """The link a message's row holds."""
    row_id = UUID(data["row_id"]) if data["row_id"] else None
    return LinkTo(str(data["path"]), str(data["purpose"]), row_id, int(data["generation"]))

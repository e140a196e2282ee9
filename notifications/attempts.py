"""Attempts at handing messages over, a group at a time: what is decided before the network is used and recorded after.

Common outcomes are written with one statement for the whole group, rare ones message by message. Runs in the caller's
transactions and uses no network.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from sqlalchemy import insert, select, update
from sqlalchemy.orm import selectinload

from foundation.clock import business_now, now
from foundation.database import db, new_id
from foundation.errors import Conflict, Unavailable
from foundation.events import Fact, publish_all
from foundation.settings import settings
from foundation.tasks import later
from notifications.guards import verdict_on
from notifications.message import Outcome, after_losing_sight, next_fate
from notifications.models import Message, MessageAttempt
from notifications.outgoing import HAND_OVER, fate_fact

Errors = dict[UUID, Exception]


@dataclass(frozen=True)
class InHand:
    """A message whose attempt has begun."""

    message: Message
    attempt_id: UUID


def begin(message_ids: Sequence[UUID], errors: Errors) -> list[InHand]:
    """Ask the guards about each message and write ``handing-over`` for those that go by mail; gives these.

    Letters go to the list of letters to print. ``errors`` is given those that must be tried again later.
    """
    if not message_ids:
        return []
    facts: list[Fact] = []
    going: list[Message] = []
    at = business_now()
    with db.session.no_autoflush:
        for message in _locked(message_ids):
            if message.fate == "handing-over":
                facts += _recover(message, errors)
            if message.fate == "waiting":
                facts += _ask_guards(message, at)
                going += [message] if message.fate == "waiting" and message.not_before is None else []
    publish_all(facts)
    db.session.flush()
    return _write_attempts(going)


def record(in_hand: Sequence[InHand], outcomes: Mapping[UUID, Outcome], errors: Errors) -> None:
    """Write what became of the attempts, save where another worker took the message over meanwhile."""
    if not in_hand:
        return
    at = business_now()
    still_ours = set(
        db.session.scalars(
            select(Message.id)
            .where(Message.id.in_(outcomes), Message.fate == "handing-over")
            .order_by(Message.id)
            .with_for_update()
        )
    )
    ours = [hand for hand in in_hand if hand.message.id in still_ours]
    accepted = [hand for hand in ours if outcomes[hand.message.id].kind == "accepted"]
    facts = _record_accepted(accepted, outcomes, at)
    for hand in ours:
        outcome = outcomes[hand.message.id]
        if outcome.kind != "accepted":
            facts += _record_trouble(hand.message, outcome, errors)
    publish_all(facts)


def lose_sight(message: Message) -> list[Fact]:
    """Nobody knows whether it left: it waits to go again, or is left uncertain, by its guarantee."""
    attempt = message.attempts[-1]
    attempt.ended_at, attempt.outcome = attempt.ended_at or now(), "lost-sight"
    message.fate = next_fate(message.fate, "lost-sight")
    message.was_uncertain = True
    if after_losing_sight(message.guarantee) == "leave-uncertain":
        return [fate_fact("message.uncertain", message)]
    message.fate = next_fate(message.fate, "asked-again")
    return []


def _locked(message_ids: Sequence[UUID]) -> Sequence[Message]:
    """Those messages with their attempts and files, locked in id order, as they are now."""
    wanted = select(Message).where(Message.id.in_(message_ids)).order_by(Message.id).with_for_update(of=Message)
    with_parts = wanted.options(selectinload(Message.attempts), selectinload(Message.attachments))
    return db.session.scalars(with_parts.execution_options(populate_existing=True)).all()


def _recover(message: Message, errors: Errors) -> list[Fact]:
    """A message found in ``handing-over``: its worker is at it still, or died and nobody knows whether it left."""
    if message.attempts[-1].began_at > now() - timedelta(seconds=settings.job_seconds):
        errors[message.id] = Conflict("Another worker is handing it over.")
        return []
    return lose_sight(message)


def _ask_guards(message: Message, at: datetime) -> list[Fact]:
    """Keep the message back, call it off, put it off, or put a letter on the list; a mail that may go waits."""
    verdict = verdict_on(message, at)
    message.fate_reason, message.not_before = verdict.reason or None, verdict.until
    if verdict.until is not None:
        later(HAND_OVER, message.id, verdict.until, message.authority_id)
    elif verdict.kind == "hold":
        message.fate = next_fate(message.fate, "held-back")
    elif verdict.kind == "cancel":
        message.fate = next_fate(message.fate, "called-off")
        return [fate_fact("message.cancelled", message)]
    elif message.channel == "letter":
        message.fate = next_fate(message.fate, "went-to-print")
        return [fate_fact("message.letter-waiting", message)]
    return []


def _write_attempts(messages: Sequence[Message]) -> list[InHand]:
    if not messages:
        return []
    in_hand = [InHand(message, new_id()) for message in messages]
    rows = [
        {
            "id": hand.attempt_id,
            "authority_id": hand.message.authority_id,
            "message_id": hand.message.id,
            "number": len(hand.message.attempts) + 1,
            "began_at": now(),
        }
        for hand in in_hand
    ]
    db.session.execute(insert(MessageAttempt), rows)
    _write_to(in_hand, fate=next_fate("waiting", "began"))
    return in_hand


def _record_accepted(accepted: Sequence[InHand], outcomes: Mapping[UUID, Outcome], at: datetime) -> list[Fact]:
    if not accepted:
        return []
    ended = update(MessageAttempt).where(MessageAttempt.id.in_([hand.attempt_id for hand in accepted]))
    code = outcomes[accepted[0].message.id].code
    values = ended.values(ended_at=now(), outcome="accepted", code=code)
    db.session.execute(values.execution_options(synchronize_session=False))
    _write_to(accepted, fate=next_fate("handing-over", "accepted"), sent_at=at)
    return [fate_fact("message.sent", hand.message) for hand in accepted]


def _record_trouble(message: Message, outcome: Outcome, errors: Errors) -> list[Fact]:
    """What an outcome other than success makes of a message, and the facts to be told."""
    db.session.refresh(message, ["fate", "attempts"])
    attempt = message.attempts[-1]
    attempt.ended_at, attempt.outcome, attempt.code = now(), outcome.kind, outcome.code
    if outcome.kind == "refused":
        message.fate = next_fate(message.fate, "refused")
        message.fate_reason = f"The mail server refused it for good ({outcome.code})."
        return [fate_fact("message.failed", message)]
    if outcome.kind == "put-off":
        message.fate = next_fate(message.fate, "put-off")
        errors[message.id] = Unavailable(f"The mail server could not take it now ({outcome.code}).")
        return []
    facts = lose_sight(message)
    if message.fate == "waiting":
        errors[message.id] = Unavailable(f"The mail server did not answer ({outcome.code}).")
    return facts


def _write_to(in_hand: Sequence[InHand], **values: object) -> None:
    """One statement for all; the session's copies are read anew when they are next wanted."""
    wanted = update(Message).where(Message.id.in_([hand.message.id for hand in in_hand])).values(**values)
    db.session.execute(wanted.execution_options(synchronize_session=False))

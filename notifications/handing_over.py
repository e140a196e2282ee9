"""Handing messages over: guards are asked, ``handing-over`` is committed, the network is used, the fate is recorded.

Messages go in small groups over one connection. One transaction records what became of the last group and commits
``handing-over`` for the next, so a worker that dies leaves at most one group of which nobody knows whether it left.
"""

from collections.abc import Iterator, Mapping, Sequence
from datetime import datetime, timedelta
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import selectinload

from foundation.clock import business_now, now
from foundation.database import db, transaction
from foundation.errors import Conflict, Unavailable
from foundation.events import Fact, publish_all
from foundation.settings import settings
from foundation.tasks import Task, task_together, when_failed
from notifications.channels.absent import AbsentChannel
from notifications.channels.envelope import Channel
from notifications.channels.mailbox import MailboxChannel
from notifications.channels.smtp import SmtpChannel, mail_server
from notifications.enveloping import envelopes_of
from notifications.guards import verdict_on
from notifications.message import Outcome, after_losing_sight, next_fate
from notifications.models import Message, MessageAttempt
from notifications.outgoing import HAND_OVER, fate_fact

GROUP = 10
"""Messages between two commits. Larger is faster; smaller leaves fewer uncertain when a worker dies."""

ATTEMPTS = 20
"""With the longest wait an hour, a mail server may be away for most of a day before anybody is troubled."""

Errors = dict[UUID, Exception]


@task_together(HAND_OVER, max_attempts=ATTEMPTS)
def hand_over(message_ids: Sequence[UUID]) -> Mapping[UUID, Exception]:
    """Hand over those messages; gives the error of each that must be tried again."""
    errors: Errors = {}
    going: list[Message] = []
    outcomes: dict[UUID, Outcome] = {}
    stop_at = now() + timedelta(seconds=settings.job_seconds / 2)
    with channel_for_now() as channel:
        for group in [*_groups(message_ids), ()]:
            if group and now() >= stop_at:
                errors |= dict.fromkeys(group, Unavailable("There was no time left for it in this batch."))
                group = ()
            with transaction():
                _record(going, outcomes, errors)
                going = _begin(group, errors)
                envelopes = envelopes_of(going)
            outcomes = {envelope.message_id: channel.hand_over(envelope) for envelope in envelopes}
    return errors


def channel_for_now() -> Channel:
    """The mail server; without one the mailbox of a practice copy, and in production mail waits."""
    if settings.smtp_url:
        return SmtpChannel(mail_server(settings.smtp_url))
    return AbsentChannel() if settings.is_production else MailboxChannel()


@when_failed
def give_up(task: Task) -> None:
    """A message whose last attempt failed becomes a person's work, whatever was known of it."""
    message = db.session.get(Message, task.subject_id, with_for_update=True) if task.name == HAND_OVER else None
    if message is None:
        return
    if message.fate == "handing-over":
        publish_all(_lose_sight(message))
    if message.fate == "waiting":
        message.fate = next_fate(message.fate, "refused")
        message.fate_reason = "It could not be handed over after many tries."
        publish_all([fate_fact("message.failed", message)])


def _groups(message_ids: Sequence[UUID]) -> Iterator[Sequence[UUID]]:
    for start in range(0, len(message_ids), GROUP):
        yield message_ids[start : start + GROUP]


def _begin(group: Sequence[UUID], errors: Errors) -> list[Message]:
    """Decide on each message of a group, and write ``handing-over`` for those that go by mail; gives these."""
    if not group:
        return []
    facts: list[Fact] = []
    at = business_now()
    with db.session.no_autoflush:
        messages = _locked(group)
        for message in messages:
            if message.fate == "handing-over":
                facts += _recover(message, errors)
            if message.fate == "waiting":
                facts += _ask_guards(message, at)
    publish_all(facts)
    db.session.flush()
    return [message for message in messages if message.fate == "handing-over" and message.id not in errors]


def _locked(message_ids: Sequence[UUID]) -> Sequence[Message]:
    """Those messages with their attempts and files, locked in id order, as they are now."""
    wanted = select(Message).where(Message.id.in_(message_ids)).order_by(Message.id).with_for_update(of=Message)
    with_parts = wanted.options(selectinload(Message.attempts), selectinload(Message.attachments))
    return db.session.scalars(with_parts.execution_options(populate_existing=True)).all()


def _record(messages: Sequence[Message], outcomes: Mapping[UUID, Outcome], errors: Errors) -> None:
    """Write what became of the last group's attempts, save for a message that another worker took over since."""
    if not messages:
        return
    facts: list[Fact] = []
    at = business_now()
    still_ours = set(
        db.session.scalars(
            select(Message.id)
            .where(Message.id.in_(outcomes), Message.fate == "handing-over")
            .order_by(Message.id)
            .with_for_update()
        )
    )
    for message in messages:
        if message.id in still_ours:
            facts += _record_one(message, outcomes[message.id], at, errors)
    publish_all(facts)


def _recover(message: Message, errors: Errors) -> list[Fact]:
    """A message found in ``handing-over``: its worker is at it still, or died and nobody knows whether it left."""
    if message.attempts[-1].began_at > now() - timedelta(seconds=settings.job_seconds):
        errors[message.id] = Conflict("Another worker is handing it over.")
        return []
    return _lose_sight(message)


def _ask_guards(message: Message, at: datetime) -> list[Fact]:
    """Begin an attempt, put a letter on the list of letters to print, keep the message back, or call it off."""
    verdict = verdict_on(message, at)
    message.fate_reason = verdict.reason or None
    if verdict.kind == "hold":
        message.fate = next_fate(message.fate, "held-back")
        return []
    if verdict.kind == "cancel":
        message.fate = next_fate(message.fate, "called-off")
        return [fate_fact("message.cancelled", message)]
    if message.channel == "letter":
        message.fate = next_fate(message.fate, "went-to-print")
        return [fate_fact("message.letter-waiting", message)]
    message.fate = next_fate(message.fate, "began")
    number = message.attempts[-1].number + 1 if message.attempts else 1
    message.attempts.append(MessageAttempt(authority_id=message.authority_id, number=number, began_at=now()))
    return []


def _record_one(message: Message, outcome: Outcome, at: datetime, errors: Errors) -> list[Fact]:
    """What an outcome makes of a message, and the fact to be told."""
    attempt = message.attempts[-1]
    attempt.ended_at, attempt.outcome, attempt.code = now(), outcome.kind, outcome.code
    if outcome.kind == "accepted":
        message.fate = next_fate(message.fate, "accepted")
        message.sent_at = at
        return [fate_fact("message.sent", message)]
    if outcome.kind == "refused":
        message.fate = next_fate(message.fate, "refused")
        message.fate_reason = f"The mail server refused it for good ({outcome.code})."
        return [fate_fact("message.failed", message)]
    if outcome.kind == "put-off":
        message.fate = next_fate(message.fate, "put-off")
        errors[message.id] = Unavailable(f"The mail server could not take it now ({outcome.code}).")
        return []
    facts = _lose_sight(message)
    if message.fate == "waiting":
        errors[message.id] = Unavailable(f"The mail server did not answer ({outcome.code}).")
    return facts


def _lose_sight(message: Message) -> list[Fact]:
    """Nobody knows whether it left: it waits to go again, or is left uncertain, by its guarantee."""
    attempt = message.attempts[-1]
    attempt.ended_at, attempt.outcome = attempt.ended_at or now(), "lost-sight"
    message.fate = next_fate(message.fate, "lost-sight")
    message.was_uncertain = True
    if after_losing_sight(message.guarantee) == "leave-uncertain":
        return [fate_fact("message.uncertain", message)]
    message.fate = next_fate(message.fate, "asked-again")
    return []

"""Handing messages over: guards are asked, ``handing-over`` is committed, the network is used, the fate is recorded.

Messages go in groups over one connection. One transaction records what became of the last group and commits
``handing-over`` for the next, so a worker that dies leaves at most one group of which nobody knows whether it left.
"""

from collections.abc import Iterator, Mapping, Sequence
from datetime import timedelta
from uuid import UUID

from sqlalchemy import select

from foundation.clock import now
from foundation.database import db, transaction
from foundation.errors import Unavailable
from foundation.events import publish_all
from foundation.settings import settings
from foundation.tasks import Task, task_together, when_failed
from notifications.attempts import Errors, InHand, begin, lose_sight, record
from notifications.channels.absent import AbsentChannel
from notifications.channels.envelope import Channel
from notifications.channels.mailbox import MailboxChannel
from notifications.channels.smtp import SmtpChannel, mail_server
from notifications.enveloping import envelopes_of
from notifications.message import Outcome, next_fate
from notifications.models import Message
from notifications.outgoing import HAND_OVER, fate_fact

GROUPS = {"at-least-once": 25, "at-most-once": 5}
"""Messages between two commits. A larger group is faster; when a worker dies, the group goes again (the same
Message-ID) or, if it may not, becomes a person's work, so that kind stays small."""

ATTEMPTS = 20
"""With the longest wait an hour, a mail server may be away for most of a day before anybody is troubled."""


@task_together(HAND_OVER, max_attempts=ATTEMPTS)
def hand_over(message_ids: Sequence[UUID]) -> Mapping[UUID, Exception]:
    """Hand over those messages; gives the error of each that must be tried again."""
    errors: Errors = {}
    in_hand: list[InHand] = []
    outcomes: dict[UUID, Outcome] = {}
    stop_at = now() + timedelta(seconds=settings.job_seconds / 2)
    with channel_for_now() as channel:
        for group in [*_groups(message_ids), ()]:
            if group and now() >= stop_at:
                errors |= dict.fromkeys(group, Unavailable("There was no time left for it in this batch."))
                group = ()
            with transaction():
                record(in_hand, outcomes, errors)
                in_hand = begin(group, errors)
                envelopes = envelopes_of([hand.message for hand in in_hand])
            outcomes = {envelope.message_id: channel.hand_over(envelope) for envelope in envelopes}
    db.session.expire_all()
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
        publish_all(lose_sight(message))
    if message.fate == "waiting":
        message.fate = next_fate(message.fate, "refused")
        message.fate_reason = "It could not be handed over after many tries."
        publish_all([fate_fact("message.failed", message)])


def _groups(message_ids: Sequence[UUID]) -> Iterator[Sequence[UUID]]:
    """The messages in groups of one guarantee each."""
    with transaction():
        rows = db.session.execute(select(Message.guarantee, Message.id).where(Message.id.in_(message_ids))).all()
    for guarantee, size in GROUPS.items():
        alike = [row.id for row in rows if row.guarantee == guarantee]
        for start in range(0, len(alike), size):
            yield alike[start : start + size]

"""What is asked before each attempt: may this message go now? Packages above register their guards here."""

from collections.abc import Callable
from datetime import datetime

from foundation.settings import settings
from notifications.channels.smtp import mail_server
from notifications.message import ALLOW, Verdict, cancel, may_reach, strictest
from notifications.models import Message

Guard = Callable[[Message, datetime], Verdict]

_guards: list[Guard] = []


def register_guard(guard: Guard) -> Guard:
    """Have ``guard`` asked before each attempt, with the message and business time."""
    if guard not in _guards:
        _guards.append(guard)
    return guard


def verdict_on(message: Message, now: datetime) -> Verdict:
    """The strictest of all guards' verdicts, the allow-list's included."""
    return strictest([_allow_list(message), *(guard(message, now) for guard in _guards)])


def _allow_list(message: Message) -> Verdict:
    if message.channel != "email" or not settings.smtp_url:
        return ALLOW
    reached = may_reach(
        message.to_email or "",
        is_production=settings.is_production,
        is_local_server=mail_server(settings.smtp_url).is_local,
        allowed=settings.mail_allow_list,
    )
    return ALLOW if reached else cancel("This copy is not in use by the public, and the address is not on its list.")

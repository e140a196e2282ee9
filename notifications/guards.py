"""What is asked before each attempt: may this message go now? Packages above register their guards here."""

from collections.abc import Callable, Sequence
from datetime import datetime

from authorities.publishing import current_profile
from foundation.settings import settings
from notifications.channels.smtp import mail_server
from notifications.message import ALLOW, Verdict, cancel, may_reach, strictest, wait
from notifications.models import Message
from notifications.quiet import next_allowed

Guard = Callable[[Message, datetime], Verdict]

Advice = Callable[[Message], Sequence[str]]

_guards: list[Guard] = []
_advisers: list[Advice] = []


def register_guard(guard: Guard) -> Guard:
    """Have ``guard`` asked before each attempt, with the message and business time."""
    if guard not in _guards:
        _guards.append(guard)
    return guard


def register_adviser(adviser: Advice) -> Advice:
    """Have ``adviser`` asked what somebody must know who sends a message by hand."""
    if adviser not in _advisers:
        _advisers.append(adviser)
    return adviser


def advice_on(message: Message) -> list[str]:
    """What to know before this message is sent by hand: what keeps the person safe, what helps them."""
    return [line for adviser in _advisers for line in adviser(message)]


def verdict_on(message: Message, now: datetime) -> Verdict:
    """The strictest of all guards' verdicts, the allow-list's and the quiet hours' included."""
    return strictest([_allow_list(message), _quiet_hours(message, now), *(guard(message, now) for guard in _guards)])


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


def _quiet_hours(message: Message, now: datetime) -> Verdict:
    if not message.may_wait or message.channel != "email" or message.recipient_kind != "person":
        return ALLOW
    hours = current_profile(message.authority_id).settings
    until = next_allowed(now, hours.quiet_from, hours.quiet_until)
    return ALLOW if until == now else wait(until, "It is late: it goes in the morning.")

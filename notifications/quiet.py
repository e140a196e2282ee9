"""Quiet hours: when a message that can wait for the morning is not sent to a person.

Pure. Somebody else may hear the telephone or see the screen light up at night. Must not decide which messages can
wait: whoever asks for one says so.
"""

from datetime import datetime, time, timedelta
from zoneinfo import ZoneInfo

LONDON = ZoneInfo("Europe/London")


def next_allowed(at: datetime, begins: time, ends: time) -> datetime:
    """``at`` itself, or the end of the quiet hours that it falls in, in UTC terms of the same zone as ``at``.

    ``begins`` and ``ends`` are London times; equal ones mean that there are no quiet hours.
    """
    local = at.astimezone(LONDON)
    is_over_midnight = begins > ends
    is_late, is_early = local.time() >= begins, local.time() < ends
    is_quiet = (is_late or is_early) if is_over_midnight else (is_late and is_early)
    if begins == ends or not is_quiet:
        return at
    day = local.date() + timedelta(days=1 if is_over_midnight and is_late else 0)
    return datetime.combine(day, ends, tzinfo=LONDON).astimezone(at.tzinfo)

"""Builds the demonstration: the invented council, then the whole script, day by day, up to now.

Business time is set back to before the first story and moved forward from act to act, so every acknowledgement,
chase and letter is made by the flows when it falls due, and dated as it would have been.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from sqlalchemy import exists, select

from application.demo.acting import Telling, do
from application.demo.council import Council, invent_council, send_on_leave, staff_council
from application.demo.moving import come_to_rest, move_time_to
from application.demo.script import Act, acts_of, read_script
from application.seeding import seed
from cases.models import Case
from foundation.calendar import is_working_day, working_day_after
from foundation.clock import BusinessClock, london_day, london_time, now
from foundation.database import db, transaction
from foundation.errors import NotAllowed, RedressError
from foundation.holidays import current_table
from foundation.settings import settings
from notifications.models import Message
from notifications.outgoing import mark_posted

WORKS_UNTIL = time(19)
"""When the last act of a day is over: a day that has not got so far is not acted yet."""

BEFORE_THE_FIRST = timedelta(hours=12)
UNPOSTED = timedelta(days=10)
"""Letters younger than this are left to be printed, so that the page of letters has some after a long holiday too."""


@dataclass(frozen=True)
class Cue:
    """One act and the moment for it."""

    at: datetime
    telling: Telling
    act: Act


def build(say: Callable[[str], None] = lambda words: None) -> int:
    """Build it once; gives how many stories were told, 0 when it stands already.

    ``say`` hears which month has been reached, because it takes a minute or two. A build that was broken off
    keeps what was told and is brought up to now. Opens its own transactions. Raises ``NotAllowed`` outside the demo.
    """
    if not settings.is_demo:
        raise NotAllowed("The invented council is built only in the demo.")
    if db.session.scalar(select(exists().where(Case.id.is_not(None)))):
        move_time_to(now())
        return 0
    finish = now()
    with transaction():
        authority = invent_council()
        seed()
        council = staff_council(authority)
        anchor = _last_whole_day(finish)
        send_on_leave(council, anchor)
        cues = sorted(_cues(council, anchor), key=lambda cue: cue.at)
        db.session.add(BusinessClock(offset=cues[0].at - BEFORE_THE_FIRST - now()))
    told = _play(council, cues, finish, say)
    move_time_to(now())
    return told


def _play(council: Council, cues: list[Cue], finish: datetime, say: Callable[[str], None]) -> int:
    told, month = 0, ""
    for cue in cues:
        if cue.at >= finish:
            break
        if month != f"{cue.at:%B %Y}":
            month = f"{cue.at:%B %Y}"
            say(f"It is {month} in {council.authority.name}.")
        move_time_to(cue.at)
        with transaction():
            _do(cue)
        come_to_rest()
        if cue.at < finish - UNPOSTED:
            with transaction():
                _post_letters(council)
            come_to_rest()
        told += cue.act.name == "tell"
    return told


def _do(cue: Cue) -> None:
    try:
        do(cue.telling, cue.act.name, cue.act.details)
    except RedressError as error:
        raise RuntimeError(
            f"{cue.telling.story.name}, working day {cue.act.day}: {cue.act.name} was refused: {error.message}"
        ) from error


def _post_letters(council: Council) -> None:
    """Every letter waiting is printed and put in the post."""
    officer = council.officer("officer")
    for message in db.session.scalars(select(Message).where(Message.fate == "to-print")).all():
        mark_posted(message, officer.id, london_day(message.requested_at))


def _cues(council: Council, anchor: date) -> Iterator[Cue]:
    script, table = read_script(), current_table()
    for number, story in enumerate(script.stories, start=1):
        told_on = working_day_after(anchor, -story.ago, table) if story.ago else anchor
        telling = Telling(council, story, script.matters[story.matter], number)
        for act in acts_of(story, script.courses):
            on = working_day_after(told_on, act.day, table) if act.day else told_on
            yield Cue(london_time(on, time(act.hour, number % 60)), telling, act)


def _last_whole_day(at: datetime) -> date:
    """The newest working day that is over by then: the day of the newest stories."""
    table, day = current_table(), london_day(at)
    if not is_working_day(day, table) or at < london_time(day, WORKS_UNTIL):
        return working_day_after(day, -1, table)
    return day

"""What was sent, as tests read it: who, which wording, and the London moment."""

from datetime import datetime

from sqlalchemy import select

from cases.models import Case
from foundation.clock import LONDON
from foundation.database import db
from notifications.models import Message
from workflows.transport import drain


def run_until(moment: datetime | None = None) -> None:
    """Do what is due, moving business time from due moment to due moment."""
    drain(until=moment)
    db.session.expire_all()


def sent(case: Case, *wordings: str) -> list[tuple[str, str, str]]:
    """(London time, wording, name) of what was sent about a case, in order; of some wordings or all."""
    messages = db.session.scalars(
        select(Message).where(Message.about_id == case.id, Message.sent_at.is_not(None)).order_by(Message.id)
    )
    return [
        (f"{message.requested_at.astimezone(LONDON):%d %b %H:%M}", message.wording_key, message.to_name or "")
        for message in messages
        if not wordings or message.wording_key in wordings
    ]


def wordings_sent(case: Case) -> list[str]:
    """The wordings of what was sent about a case, in order."""
    return [wording for _, wording, _ in sent(case)]

"""Forgetting drafts whose time is over, and telling whoever saved one: some days before, and when it is done.

Everything goes: the answers and files, the key they were sealed with, the address of whoever saved it, the messages
sent to it. Only the goodbye stays until it has surely been handed over. Business time. Must not know what a draft is
about.
"""

from datetime import datetime, timedelta
from uuid import UUID

from authorities.models import Authority
from authorities.publishing import current_profile
from foundation.clock import at_nine, business_now, london_day
from foundation.database import db
from foundation.day_words import full_day
from foundation.files import forget_files
from foundation.settings import settings
from foundation.tasks import later, task
from notifications.forgetting import forget_messages
from notifications.message import LinkTo
from notifications.models import Message
from notifications.outgoing import Recipient, request_message
from webform.drafts import FORGET
from webform.models import Draft

WARN = "webform.warn-of-end"
FORGET_GOODBYE = "webform.forget-goodbye"
RETURN = "return"
"""The purpose of the link that opens a draft again."""

WARN_DAYS = 5
"""Enough for somebody who reads their email once a week-end, and for a working day on which to ring us."""

GOODBYE_DAYS = 7
"""A mail server may be away for a day or more before the last message leaves; then its address goes too."""


def warn_at(expires_at: datetime) -> datetime:
    """When to warn of the end: ``WARN_DAYS`` before, or half-way where drafts are kept for a shorter time; at nine."""
    return at_nine(london_day(expires_at) - timedelta(days=min(WARN_DAYS, settings.draft_days // 2)))


@task(WARN)
def warn_of_end(draft_id: UUID) -> None:
    """Tell whoever saved a draft on which day it goes; wait on if it was used since, say nothing if it was sent."""
    draft = db.session.get(Draft, draft_id, with_for_update={"of": Draft})
    if draft is None or draft.submission_id is not None or not draft.return_email:
        return
    at = business_now()
    if at < warn_at(draft.expires_at):
        later(WARN, draft.id, warn_at(draft.expires_at), draft.authority_id)
    elif at < draft.expires_at:
        tell_saver(draft, "draft-ending", f"draft-ending:{draft.id}:{draft.expires_at.isoformat()}", return_link(draft))


@task(FORGET)
def forget_draft(draft_id: UUID) -> None:
    """Delete a draft whose time is over, with its key; wait on if it was used since."""
    draft = db.session.get(Draft, draft_id, with_for_update={"of": Draft})
    if draft is None:
        return
    if draft.expires_at > business_now():
        later(FORGET, draft.id, due_at=draft.expires_at, authority_id=draft.authority_id)
        return
    forget_messages(draft.id)
    if draft.submission_id is None and draft.return_email:
        tell_saver(draft, "draft-gone", f"draft-gone:{draft.id}", start_link(draft))
        later(FORGET_GOODBYE, draft.id, business_now() + timedelta(days=GOODBYE_DAYS), draft.authority_id)
    forget_files(("draft", draft.id))
    key = draft.data_key
    db.session.delete(draft)
    db.session.flush()
    if draft.submission_id is None:
        db.session.delete(key)


@task(FORGET_GOODBYE)
def forget_goodbye(draft_id: UUID) -> None:
    """Take away the address that the last message went to."""
    forget_messages(draft_id)


def return_link(draft: Draft) -> LinkTo:
    """The link that opens the draft again."""
    key = db.session.get_one(Authority, draft.authority_id).key
    return LinkTo(f"/{key}/come-back/{{token}}", RETURN, draft.id, draft.link_generation)


def start_link(draft: Draft) -> LinkTo:
    """Where anybody begins."""
    return LinkTo(f"/{db.session.get_one(Authority, draft.authority_id).key}/")


def tell_saver(draft: Draft, wording: str, key: str, link: LinkTo) -> Message:
    """Ask for a message to whoever saved the draft, once for a ``key``. It says nothing of what was written."""
    contact = current_profile(draft.authority_id).contact
    return request_message(
        authority_id=draft.authority_id,
        about=("draft", draft.id),
        key=key,
        wording=wording,
        fields={
            "authority": db.session.get_one(Authority, draft.authority_id).name,
            "phone": contact.phone,
            "hours": contact.hours,
            "due_on": full_day(london_day(draft.expires_at)),
            "days": str(GOODBYE_DAYS if wording == "draft-gone" else settings.draft_days),
            "word": "Then we ask for the word that you chose." if draft.return_word else "",
        },
        to=Recipient("person", "", draft.return_email),
        guarantee="at-least-once",
        links={"link": link},
    )

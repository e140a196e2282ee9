"""Saving what is not finished, and opening it again by an emailed link.

Whoever holds the link can open the draft; where a word was chosen, only whoever knows it too. Of the word only a slow
hash is kept, sealed, and few wrong ones are borne. Opening gives the browser a new secret, so that the browser left
behind, perhaps on a shared computer, shows nothing any more. Must not know requests or cookies.
"""

import hashlib
import hmac
from typing import Literal
from uuid import UUID

from foundation.clock import business_now
from foundation.database import db
from foundation.errors import Invalid, NotFound
from foundation.links import LinkClaim
from foundation.tasks import owe_once
from foundation.tries import Limit, count_try
from notifications.outgoing import usable_email
from webform.drafts import expiry_after, renew_secret
from webform.forgetting import WARN, return_link, tell_saver, warn_at
from webform.models import Draft

State = Literal["open", "sent", "gone"]

DAY = 24 * 60 * 60
LINKS_OF_DRAFT = Limit("draft-link", most=5, seconds=DAY)
LINKS_TO_ADDRESS = Limit("draft-link-to", most=10, seconds=DAY)
"""So that nobody can have us fill somebody's mailbox."""

SHORTEST_WORD, LONGEST_WORD = 4, 100
MOST_WRONG_WORDS = 5


def send_link(draft: Draft, email: str, word: str, sending: UUID) -> None:
    """Keep a draft for its whole time from now and send the link to ``email``, once for a ``sending``.

    A new address ends the links that went to another; a blank ``word`` leaves one chosen before as it is. The caller
    holds the draft locked. Raises ``Invalid`` for an address or word that will not do, or too many links in a day.
    """
    address = usable_email(email)
    if address is None:
        raise Invalid("Enter an email address like name@example.com", field="email")
    folded = _folded(word)
    if folded and not SHORTEST_WORD <= len(folded) <= LONGEST_WORD:
        raise Invalid(f"Choose a word of {SHORTEST_WORD} letters or more, or leave it blank", field="word")
    if count_try(LINKS_OF_DRAFT, str(draft.id)) > LINKS_OF_DRAFT.most or (
        count_try(LINKS_TO_ADDRESS, address.casefold()) > LINKS_TO_ADDRESS.most
    ):
        raise Invalid(
            "We have sent as many links as we can in one day. Look for the last one, also among junk mail",
            field="email",
        )
    if draft.return_email and draft.return_email != address:
        draft.link_generation += 1
    draft.return_email = address
    if folded:
        draft.return_word, draft.wrong_words = _mark(draft, folded), 0
    draft.expires_at = expiry_after(business_now())
    tell_saver(draft, "draft-saved", f"draft-saved:{draft.id}:{sending}", return_link(draft))
    owe_once(WARN, draft.id, warn_at(draft.expires_at), draft.authority_id)


def found_by(claim: LinkClaim, authority_id: UUID, *, lock: bool = False) -> tuple[State, Draft | None]:
    """What a genuine link leads to today: a draft to go on with, one that was sent, or nothing any more.

    ``lock`` keeps others waiting until this transaction ends. Raises ``NotFound`` for a link that a newer one has
    replaced and for another council's.
    """
    draft = db.session.get(Draft, claim.row_id, with_for_update={"of": Draft} if lock else None, populate_existing=lock)
    if draft is None:
        return "gone", None
    if draft.authority_id != authority_id or draft.link_generation != claim.generation:
        raise NotFound("This link no longer works. Use the newest link that we sent you, or ring us.")
    if draft.submission_id is not None:
        return "sent", None
    if draft.expires_at <= business_now():
        return "gone", None
    return "open", draft


def open_again(draft: Draft, word: str) -> str | None:
    """A new secret for the browser that goes on with a draft that is held locked; ``None`` for a wrong word.

    After ``MOST_WRONG_WORDS`` the link ends; the draft stays for the browser that has it.
    """
    if draft.return_word is not None and not hmac.compare_digest(draft.return_word, _mark(draft, _folded(word))):
        draft.wrong_words += 1
        if draft.wrong_words >= MOST_WRONG_WORDS:
            draft.link_generation, draft.wrong_words = draft.link_generation + 1, 0
        return None
    draft.wrong_words = 0
    return renew_secret(draft)


def _folded(word: str) -> str:
    """As somebody remembers it: capitals and spaces do not matter."""
    return " ".join(word.casefold().split())


def _mark(draft: Draft, folded: str) -> str:
    return hashlib.scrypt(folded[:LONGEST_WORD].encode(), salt=draft.id.bytes, n=2**14, r=8, p=1, dklen=32).hex()

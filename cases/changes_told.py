"""What is told when something asked for by link was settled: to the new way, to the old where it is safe, and to nobody
else. Nothing in these messages says what changed, or to what.

Must not decide whether it is safe: an officer has.
"""

from authorities.models import Authority
from cases.links import progress_link
from cases.models import Case, ChangeRequest
from cases.recipients import complainant_of
from cases.telling import standpoint_of
from cases.words_of_messages import public_fields, wording_for
from foundation.database import db
from notifications.message import LinkTo
from notifications.outgoing import Recipient, request_message

NEW_WAY, OLD_WAY, NOTHING = "contact-changed", "contact-was-changed", "change-not-made"


def tell_new_way(case: Case, request: ChangeRequest) -> None:
    """Tell them the new way, with a link that works."""
    authority = db.session.get_one(Authority, case.authority_id)
    _tell(case, request, NEW_WAY, complainant_of(case), {"link": progress_link(case, authority.key)})


def tell_old_way(case: Case, request: ChangeRequest, old: Recipient) -> None:
    """Tell the old way that it was changed, and whom to ring if that is wrong. No name, no link.

    Nothing goes where there is no old address, or where it is the new one too.
    """
    new = complainant_of(case)
    address = (old.email, old.postal_address)
    if any(address) and address != (new.email, new.postal_address):
        _tell(case, request, OLD_WAY, Recipient("person", "", old.email, old.postal_address), {})


def tell_nothing_changed(case: Case, request: ChangeRequest) -> None:
    """Tell them, the way held before, that nothing has changed."""
    _tell(case, request, NOTHING, complainant_of(case), {})


def _tell(case: Case, request: ChangeRequest, wording: str, to: Recipient, links: dict[str, LinkTo]) -> None:
    request_message(
        authority_id=case.authority_id,
        about=("case", case.id),
        key=f"{wording}:{request.id}",
        wording=wording_for(case, wording),
        fields=public_fields(case, None, None, standpoint_of(case)),
        to=to,
        guarantee="at-least-once",
        links=links,
    )

"""The mail that carries an officer's link to sign in."""

from sqlalchemy import select

from authorities.models import Membership, Officer
from authorities.publishing import default_authority
from authorities.signing_in import PURPOSE
from foundation.database import db
from foundation.links import read_token
from notifications.message import LinkTo
from notifications.outgoing import Recipient, request_message


def send_sign_in_link(officer: Officer, token: str) -> None:
    """Ask for the mail, in the caller's transaction. Wired to ``authorities.signing_in.deliver_link``."""
    claim = read_token(token, PURPOSE)
    authority_id = db.session.scalar(
        select(Membership.authority_id).where(Membership.officer_id == officer.id).order_by(Membership.id).limit(1)
    )
    request_message(
        authority_id=authority_id or default_authority().id,
        about=("officer", officer.id),
        key=f"sign-in:{claim.row_id}",
        wording="sign-in",
        fields={},
        links={"link": LinkTo("/sign-in/link/{token}", PURPOSE, claim.row_id, claim.generation)},
        to=Recipient("officer", officer.name, officer.email, officer_id=officer.id),
        guarantee="at-least-once",
    )

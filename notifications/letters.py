"""Letters to print: a message without an email address, on the council's paper."""

from authorities.publishing import current_profile
from foundation.clock import london_day
from foundation.paper import Letter, letter_pdf
from notifications.models import Message
from notifications.reading import body_to_send
from notifications.wording import blocks_of


def letter_of(message: Message) -> bytes:
    """The letter as a PDF, dated the day it was asked for."""
    profile = current_profile(message.authority_id)
    address = [line.strip() for line in (message.to_address or "").replace(",", "\n").splitlines()]
    from_where = ", ".join(line.strip() for line in profile.contact.address.splitlines() if line.strip())
    return letter_pdf(
        Letter(
            sender=profile.look.header_name,
            sender_lines=(from_where, profile.contact.phone, profile.contact.email),
            to=(message.to_name or "", *(line for line in address if line)),
            on=london_day(message.requested_at),
            reference=message.reference or "",
            subject=message.subject or "",
            blocks=tuple(blocks_of(body_to_send(message))),
            large_print=message.large_print,
        )
    )

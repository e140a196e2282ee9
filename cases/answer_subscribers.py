"""What answering hears: that a letter was handed over. Requests for the next stage come with ``cases.subscribers``."""

from uuid import UUID

from cases.answer_delivery import answer_handed_over
from foundation.events import Event, subscriber


@subscriber("message.sent", "message.posted")
def hear_of_a_letter(event: Event) -> None:
    """Stop the clock when the letter handed over was an answer."""
    answer_handed_over(UUID(event.payload["message_id"]), event.at)

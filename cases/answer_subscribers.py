"""What answering hears: that a letter was handed over. Requests for the next stage come with ``cases.subscribers``."""

from uuid import UUID

from cases.answer_delivery import answer_handed_over
from cases.models import Person
from foundation.database import db
from foundation.events import Event, subscriber
from notifications.reading import find_message


@subscriber("message.sent", "message.posted")
def hear_of_a_letter(event: Event) -> None:
    """Stop the clock when the letter handed over was an answer."""
    answer_handed_over(UUID(event.payload["message_id"]), event.at)


@subscriber("message.cancelled")
def hear_of_a_letter_nobody_wants(event: Event) -> None:
    """Stop the clock when the answer is not sent because the person asked for none: it is written and kept."""
    message = find_message(UUID(event.payload["message_id"]))
    person = db.session.get(Person, message.person_id) if message.person_id else None
    if person is not None and person.wants_no_answer:
        answer_handed_over(message.id, event.at)

"""Messages over a real SMTP conversation, and what is known of them whatever happens."""

from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from uuid import UUID

import pytest
from sqlalchemy import select

from authorities.models import Officer
from foundation.clock import now
from foundation.database import db
from foundation.errors import Conflict, Invalid, Unavailable
from foundation.events import Event, history
from foundation.links import read_token
from foundation.settings import Settings
from foundation.tasks import Task
from notifications import guards
from notifications.handing_over import GROUPS, give_up, hand_over
from notifications.message import ALLOW, Verdict, cancel, hold
from notifications.models import Message, MessageAttempt
from notifications.outgoing import (
    HAND_OVER,
    Attachment,
    Recipient,
    ask_again,
    call_off,
    register_guard,
    release_held,
    shown_body,
)
from tests.integration.notifications.conftest import ANA, Ask
from tests.mail import SmtpSink

Change = Callable[..., Settings]


@pytest.fixture(autouse=True)
def _own_guards(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(guards, "_guards", [])


@pytest.fixture
def sink(smtp_sink: SmtpSink, settings_with: Change) -> SmtpSink:
    """A mail server that the application hands over to."""
    settings_with(smtp_url=smtp_sink.url)
    return smtp_sink


def events_of(message: Message) -> list[str]:
    return [event.name for event in history(message.about_id)]


def leave_in_handing_over(message: Message, began_at: datetime) -> None:
    """As a worker leaves it that is killed while it speaks to the mail server."""
    message.fate = "handing-over"
    message.attempts.append(MessageAttempt(authority_id=message.authority_id, number=1, began_at=began_at))
    db.session.commit()


def test_a_message_is_sent_once_and_its_fate_is_on_its_row(ask: Ask, sink: SmtpSink) -> None:
    message = ask()
    assert hand_over([message.id]) == {}
    assert hand_over([message.id]) == {}
    (mail,) = sink.messages
    assert (mail["Subject"], mail["To"], mail["Message-ID"]) == (
        "Your message to us, R7KD-2M", "Ana Example <ana@home.example>", message.message_id_header,
    )  # fmt: skip
    assert message.fate == "sent"
    assert message.sent_at is not None
    assert [(attempt.outcome, attempt.code) for attempt in message.attempts] == [("accepted", "250")]
    assert events_of(message) == ["message.sent"]


def test_the_link_is_made_at_the_sending_and_kept_nowhere(ask: Ask, sink: SmtpSink) -> None:
    message = ask()
    hand_over([message.id])
    body = sink.messages[0].get_body(("plain",))
    assert body is not None
    address = next(line for line in body.get_content().splitlines() if line.startswith("http"))
    assert address.startswith("http://localhost/invented/progress/")
    assert read_token(address.rpartition("/")[2], "progress").row_id == UUID(int=9)
    assert "/progress/" not in shown_body(message)


def test_asking_twice_under_one_key_is_asking_once(ask: Ask) -> None:
    first = ask(key="step-1:complainant")
    assert ask(key="step-1:complainant").id == first.id
    owed = db.session.scalars(select(Task).where(Task.name == HAND_OVER, Task.subject_id == first.id)).all()
    assert len(owed) == 1


def test_a_refusal_for_good_is_a_failure_and_not_tried_again(ask: Ask, sink: SmtpSink) -> None:
    sink.refused["ana@home.example"] = "550 No such mailbox"
    message = ask()
    assert hand_over([message.id]) == {}
    assert message.fate == "failed"
    assert message.fate_reason == "The mail server refused it for good (550)."
    assert events_of(message) == ["message.failed"]


def test_a_passing_trouble_is_tried_again_and_then_sent(ask: Ask, sink: SmtpSink) -> None:
    sink.refused["ana@home.example"] = "451 Try later"
    message = ask()
    errors = hand_over([message.id])
    assert isinstance(errors[message.id], Unavailable)
    assert message.fate == "waiting"
    assert sink.messages == []
    sink.refused.clear()
    assert hand_over([message.id]) == {}
    assert message.fate == "sent"
    assert [attempt.outcome for attempt in message.attempts] == ["put-off", "accepted"]


def test_a_mail_server_that_is_away_puts_everything_off(ask: Ask, settings_with: Change) -> None:
    settings_with(smtp_url="smtp://127.0.0.1:1")
    messages = [ask() for _ in range(GROUPS["at-least-once"] + 1)]
    assert set(hand_over([message.id for message in messages])) == {message.id for message in messages}
    assert {message.fate for message in messages} == {"waiting"}
    assert messages[0].attempts[-1].code == "ConnectionRefusedError"


def test_one_bad_address_does_not_hold_up_its_neighbours(ask: Ask, sink: SmtpSink) -> None:
    sink.refused["bad@home.example"] = "550 no"
    messages = [ask(to=Recipient("person", f"P{n}", f"p{n}@home.example")) for n in range(30)]
    messages.insert(3, ask(to=Recipient("person", "Bad", "bad@home.example")))
    assert hand_over([message.id for message in messages]) == {}
    assert [message.fate for message in messages].count("sent") == 30
    assert sorted(sink.recipients) == sorted(f"p{n}@home.example" for n in range(30))


def test_an_acknowledgement_whose_worker_died_goes_again_under_the_same_id(ask: Ask, sink: SmtpSink) -> None:
    message = ask(guarantee="at-least-once")
    leave_in_handing_over(message, began_at=now() - timedelta(hours=1))
    assert hand_over([message.id]) == {}
    assert message.fate == "sent"
    assert message.was_uncertain
    assert [attempt.outcome for attempt in message.attempts] == ["lost-sight", "accepted"]
    assert [mail["Message-ID"] for mail in sink.messages] == [message.message_id_header]


def test_a_chaser_whose_worker_died_is_left_uncertain_and_becomes_known(
    ask: Ask, sink: SmtpSink, officer: Officer
) -> None:
    to = Recipient("officer", officer.name, officer.email, officer_id=officer.id)
    message = ask(wording="chase", to=to, guarantee="at-most-once")
    leave_in_handing_over(message, began_at=now() - timedelta(hours=1))
    assert hand_over([message.id]) == {}
    assert message.fate == "uncertain"
    assert sink.messages == []
    assert events_of(message) == ["message.uncertain"]
    ask_again(message)
    db.session.commit()
    assert hand_over([message.id]) == {}
    assert message.fate == "sent"


def test_a_message_in_another_workers_hands_is_left_alone(ask: Ask, sink: SmtpSink) -> None:
    message = ask()
    leave_in_handing_over(message, began_at=now())
    assert isinstance(hand_over([message.id])[message.id], Conflict)
    assert message.fate == "handing-over"
    assert sink.messages == []


def test_handing_over_is_committed_before_the_network_is_used(
    ask: Ask, sink: SmtpSink, monkeypatch: pytest.MonkeyPatch
) -> None:
    message = ask()

    def power_cut(*given: object) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr("notifications.channels.smtp.SmtpChannel.hand_over", power_cut)
    with pytest.raises(KeyboardInterrupt):
        hand_over([message.id])
    db.session.rollback()
    db.session.expire_all()
    assert message.fate == "handing-over"
    assert [attempt.outcome for attempt in message.attempts] == [None]


def test_a_line_that_breaks_after_the_message_was_sent_is_losing_sight(
    ask: Ask, sink: SmtpSink, officer: Officer, monkeypatch: pytest.MonkeyPatch
) -> None:
    async def hang_up(self: SmtpSink, server: object, session: object, envelope: object) -> str:
        server.transport.close()  # type: ignore[attr-defined]
        return "250 OK"

    monkeypatch.setattr(SmtpSink, "handle_DATA", hang_up)
    to = Recipient("officer", officer.name, officer.email, officer_id=officer.id)
    chaser = ask(wording="chase", to=to, guarantee="at-most-once")
    receipt = ask()
    errors = hand_over([chaser.id, receipt.id])
    assert chaser.fate == "uncertain"
    assert receipt.fate == "waiting"
    assert receipt.was_uncertain
    assert set(errors) == {receipt.id}


def test_what_a_guard_keeps_back_goes_when_it_is_released(ask: Ask, sink: SmtpSink) -> None:
    restricted = True

    @register_guard
    def guard(message: Message, at: datetime) -> Verdict:
        return hold("The case is restricted.") if restricted else ALLOW

    message = ask()
    assert hand_over([message.id]) == {}
    assert (message.fate, message.fate_reason) == ("held", "The case is restricted.")
    restricted = False
    assert release_held(message.about_id) == 1
    db.session.commit()
    assert hand_over([message.id]) == {}
    assert (message.fate, message.fate_reason) == ("sent", None)
    assert len(sink.messages) == 1


def test_what_a_guard_calls_off_is_never_sent(ask: Ask, sink: SmtpSink) -> None:
    register_guard(lambda message, at: cancel("Answered already."))
    message = ask()
    hand_over([message.id])
    assert (message.fate, message.fate_reason) == ("cancelled", "Answered already.")
    assert sink.messages == []


def test_what_is_called_off_before_it_left_is_not_sent(ask: Ask, sink: SmtpSink) -> None:
    message = ask()
    assert call_off(message.about_id, "The case is closed.", ["chase"]) == 0
    assert call_off(message.about_id, "The case is closed.") == 1
    db.session.commit()
    hand_over([message.id])
    assert message.fate == "cancelled"
    assert sink.messages == []


def test_somebody_without_email_gets_a_letter_to_print(ask: Ask, sink: SmtpSink) -> None:
    message = ask(to=Recipient("person", "Ana Example", postal_address="1 Nowhere Street\nMadeup"))
    hand_over([message.id])
    assert (message.channel, message.fate) == ("letter", "to-print")
    assert events_of(message) == ["message.letter-waiting"]
    assert sink.messages == []


def test_somebody_who_cannot_be_reached_is_a_failure_at_once(ask: Ask) -> None:
    message = ask(to=Recipient("person", "Ana Example"))
    assert message.fate == "failed"
    assert events_of(message) == ["message.failed"]


@pytest.mark.parametrize(
    "address", ["ana@home.example\r\nBcc: b@home.example", "ana", "<ana@home.example>,b@c.example"]
)
def test_an_address_that_could_carry_a_header_is_never_used(ask: Ask, sink: SmtpSink, address: str) -> None:
    message = ask(to=Recipient("person", "Ana", address))
    assert message.fate == "failed"
    assert sink.messages == []


def test_a_name_that_carries_a_header_is_only_a_name(ask: Ask, sink: SmtpSink) -> None:
    hand_over([ask(to=Recipient("person", "Ana\r\nBcc: all@home.example", "ana@home.example")).id])
    (mail,) = sink.messages
    assert mail["Bcc"] is None
    assert sink.recipients == ["ana@home.example"]


def test_mail_to_staff_holds_a_reference_and_a_link_and_no_personal_field(
    ask: Ask, sink: SmtpSink, officer: Officer
) -> None:
    to = Recipient("officer", officer.name, officer.email, officer_id=officer.id)
    hand_over([ask(wording="chase", to=to, guarantee="at-most-once").id])
    (mail,) = sink.messages
    body = mail.get_body(("plain",))
    assert body is not None
    lines = body.get_content().splitlines()
    assert lines[0] == "Answer R7KD-2M by Friday 4 December 2026."
    assert lines[2].startswith("http://localhost/")
    assert "Ana" not in mail.as_string()


def test_a_wording_for_the_public_is_not_sent_to_an_officer(ask: Ask, officer: Officer) -> None:
    with pytest.raises(Invalid, match="is not for staff"):
        ask(to=Recipient("officer", officer.name, officer.email, officer_id=officer.id))


def test_events_hold_ids_and_codes_and_no_words(ask: Ask, sink: SmtpSink) -> None:
    message = ask()
    hand_over([message.id])
    event = db.session.scalars(select(Event).where(Event.name == "message.sent")).one()
    assert event.payload == {
        "message_id": str(message.id), "wording": "receipt", "recipient": "person", "channel": "email"
    }  # fmt: skip


def test_names_and_words_are_sealed_in_the_row(ask: Ask) -> None:
    message = ask()
    for kept in (message.to_name_sealed, message.to_email_sealed, message.subject_sealed, message.body_sealed):
        assert kept is not None
        assert b"Ana" not in kept
        assert b"ana@home" not in kept
    assert message.to_name == "Ana Example"


def test_a_file_goes_with_its_message(ask: Ask, sink: SmtpSink) -> None:
    hand_over([ask(attachments=[Attachment("leaflet.pdf", "application/pdf", b"%PDF-1.4 leaflet")]).id])
    assert [part.get_content() for part in sink.messages[0].iter_attachments()] == [b"%PDF-1.4 leaflet"]


def test_a_message_that_failed_at_its_last_attempt_becomes_a_persons_work(ask: Ask) -> None:
    message = ask()
    at = datetime(2026, 12, 4, tzinfo=UTC)
    give_up(Task(name=HAND_OVER, subject_id=message.id, due_at=at, ready_at=at))
    assert (message.fate, events_of(message)) == ("failed", ["message.failed"])


def test_outside_production_an_address_not_on_the_list_is_never_reached(
    ask: Ask, sink: SmtpSink, settings_with: Change
) -> None:
    settings_with(mail_allow_list=("tester@council.example",))
    mother, tester = ask(to=ANA), ask(to=Recipient("person", "T", "tester@council.example"))
    hand_over([mother.id, tester.id])
    assert (mother.fate, tester.fate) == ("cancelled", "sent")
    assert sink.recipients == ["tester@council.example"]


def test_a_practice_copy_without_a_mail_server_keeps_mail_in_its_mailbox(ask: Ask) -> None:
    message = ask()
    hand_over([message.id])
    assert message.fate == "sent"
    assert message.attempts[0].code == "mailbox"


def test_production_without_a_mail_server_lets_mail_wait_and_prints_letters(ask: Ask, settings_with: Change) -> None:
    settings_with(environment="production")
    mail, letter = ask(), ask(to=Recipient("person", "Ana Example", postal_address="1 Nowhere Street"))
    assert set(hand_over([mail.id, letter.id])) == {mail.id}
    assert (mail.fate, letter.fate) == ("waiting", "to-print")

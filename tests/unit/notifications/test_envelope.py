"""The email as it is handed to a server."""

from datetime import UTC, datetime
from email import message_from_bytes, policy
from email.message import EmailMessage
from uuid import UUID

import pytest

from foundation.errors import Invalid
from notifications.channels.envelope import Enclosure, Envelope
from notifications.channels.smtp import mail_server


def an_envelope(**given: object) -> Envelope:
    values: dict[str, object] = {
        "message_id": UUID(int=7),
        "message_id_header": "<7@council.example>",
        "from_name": "Invented Council",
        "from_address": "complaints@council.example",
        "reply_to": "team@council.example",
        "to_name": "Ana Example",
        "to_address": "ana@home.example",
        "subject": "Your message to us, R7KD-2M",
        "body": "Dear Ana\n\nWe have it.",
        "at": datetime(2026, 12, 4, 9, tzinfo=UTC),
    }
    return Envelope(**{**values, **given})  # type: ignore[arg-type]


def read(envelope: Envelope) -> EmailMessage:
    return message_from_bytes(envelope.as_bytes(), policy=policy.default)


def test_the_mail_holds_plain_text_first_and_then_its_twin() -> None:
    mail = read(an_envelope())
    assert [part.get_content_type() for part in mail.iter_parts()] == ["text/plain", "text/html"]
    assert mail["Message-ID"] == "<7@council.example>"
    assert mail["Reply-To"] == "team@council.example"
    assert mail["From"] == "Invented Council <complaints@council.example>"
    assert mail["Date"] == "Fri, 04 Dec 2026 09:00:00 +0000"


def test_a_name_with_a_line_break_stays_a_name() -> None:
    mail = read(an_envelope(to_name="Ana\r\nBcc: all@council.example", subject="Hi\nX-Evil: 1"))
    assert mail["Bcc"] is None
    assert mail["X-Evil"] is None
    assert mail["To"].addresses[0].addr_spec == "ana@home.example"


def test_letters_of_other_alphabets_arrive() -> None:
    mail = read(an_envelope(to_name="Żaneta Ŵyn", body="Dziękujemy, Żaneto. ŵ"))
    assert mail["To"].addresses[0].display_name == "Żaneta Ŵyn"
    body = mail.get_body(("plain",))
    assert body is not None
    assert "Dziękujemy, Żaneto. ŵ" in body.get_content()


def test_a_file_goes_with_it() -> None:
    mail = read(an_envelope(enclosures=(Enclosure("leaflet.pdf", "application/pdf", b"%PDF-1.4"),)))
    assert [(part.get_filename(), part.get_content()) for part in mail.iter_attachments()] == [
        ("leaflet.pdf", b"%PDF-1.4")
    ]


def test_a_servers_address_is_read_with_its_password() -> None:
    server = mail_server("smtps://us%40er:p%3Ass@mail.council.example")
    assert (server.host, server.port, server.user, server.password, server.is_tls) == (
        "mail.council.example", 465, "us@er", "p:ss", True,
    )  # fmt: skip
    assert mail_server("smtp://localhost:2525").is_local


def test_an_address_that_is_no_server_is_refused() -> None:
    with pytest.raises(Invalid, match="REDRESS_SMTP_URL"):
        mail_server("mail.council.example:25")

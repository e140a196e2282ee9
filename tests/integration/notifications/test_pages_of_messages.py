"""The mailbox of a practice copy and the letters to print."""

from collections.abc import Callable
from io import BytesIO

import pytest
from flask.testing import FlaskClient
from flask.wrappers import Response
from pypdf import PdfReader

from authorities.models import Authority, Membership, Officer
from authorities.permissions import Role
from authorities.publishing import seed_authorities
from authorities.sessions import SESSION_COOKIE, begin_session
from foundation.database import db, new_id
from foundation.settings import Settings
from notifications.handing_over import hand_over
from notifications.models import Message
from notifications.outgoing import Recipient, request_message
from notifications.publishing import publish_wording
from tests.integration.notifications.conftest import RECEIPT
from tests.pages import StrictClient

Change = Callable[..., Settings]


@pytest.fixture
def council(client: StrictClient) -> Authority:
    """The shipped default authority with one wording."""
    seed_authorities()
    authority = db.session.query(Authority).filter_by(is_default=True).one()
    publish_wording(authority.id, RECEIPT)
    return authority


def receipt(authority: Authority, to: Recipient) -> Message:
    message = request_message(
        authority_id=authority.id,
        about=("parcel", new_id()),
        key=str(new_id()),
        wording="receipt",
        fields={"reference": "R7KD-2M", "name": "Ana", "link": "http://localhost/x"},
        to=to,
        guarantee="at-least-once",
    )
    db.session.commit()
    hand_over([message.id])
    return message


def sign_in(client: StrictClient, role: Role, authority: Authority) -> Officer:
    officer = Officer(email=f"{role}@council.example", name="Una Officer", job=None)
    db.session.add(officer)
    db.session.flush()
    db.session.add(Membership(authority_id=authority.id, officer_id=officer.id, role=role.value))
    client.set_cookie(SESSION_COOKIE, begin_session(officer))
    return officer


LETTER_TO = Recipient("person", "Ana Example", postal_address="1 Nowhere Street\nMadeup")
MAIL_TO = Recipient("person", "Ana Example", "ana@home.example")


@pytest.mark.parametrize("environment", ["production", "test"])
def test_the_mailbox_is_not_there_where_people_are_real(
    client: StrictClient, council: Authority, settings_with: Change, environment: str
) -> None:
    settings_with(environment=environment)
    message = receipt(council, LETTER_TO)
    for path in (
        "/mailbox/",
        f"/mailbox/{message.id}",
        f"/mailbox/{message.id}/html",
        f"/mailbox/{message.id}/letter.pdf",
    ):
        assert client.get(path).status_code == 404


def test_the_mailbox_shows_each_message_as_text_and_in_a_frame_that_can_do_nothing(
    client: StrictClient, council: Authority, settings_with: Change
) -> None:
    settings_with(environment="demo")
    message = receipt(council, MAIL_TO)
    assert "Your message to us, R7KD-2M" in client.get("/mailbox/").get_data(as_text=True)
    page = client.get(f"/mailbox/{message.id}").get_data(as_text=True)
    assert 'href="http://localhost/x"' in page
    assert f'src="/mailbox/{message.id}/html"' in page
    frame = FlaskClient(client.application, Response).get(f"/mailbox/{message.id}/html")
    assert "sandbox" in frame.headers["Content-Security-Policy"]
    assert frame.headers["X-Frame-Options"] == "SAMEORIGIN"


def test_a_letter_is_listed_opened_and_marked_as_posted(client: StrictClient, council: Authority) -> None:
    officer = sign_in(client, Role.COMPLAINTS_OFFICER, council)
    letter = receipt(council, LETTER_TO)
    assert "R7KD-2M" in client.get("/desk/letters").get_data(as_text=True)
    pdf = client.get(f"/desk/letters/{letter.id}/letter.pdf")
    assert (pdf.mimetype, pdf.data[:5]) == ("application/pdf", b"%PDF-")
    assert "Children's Services Complaints Team, " in PdfReader(BytesIO(pdf.data)).pages[0].extract_text()
    answer = client.send_form(
        f"/desk/letters/{letter.id}",
        {"posted_on-day": "1", "posted_on-month": "January", "posted_on-year": "2026"},
    )
    assert answer.status_code == 303
    assert (letter.fate, letter.posted_by_id) == ("posted", officer.id)
    assert "Thursday 1 January 2026" in client.get("/desk/letters").get_data(as_text=True)


def test_a_day_to_come_is_not_a_day_of_posting(client: StrictClient, council: Authority) -> None:
    sign_in(client, Role.COMPLAINTS_OFFICER, council)
    letter = receipt(council, LETTER_TO)
    answer = client.send_form(
        f"/desk/letters/{letter.id}", {"posted_on-day": "1", "posted_on-month": "1", "posted_on-year": "2099"}
    )
    assert answer.status_code == 400
    page = answer.get_data(as_text=True)
    assert "<title>Error: " in page
    assert 'href="#posted_on-day"' in page
    assert letter.fate == "to-print"


def test_letters_are_for_the_complaints_officers_of_their_authority(client: StrictClient, council: Authority) -> None:
    letter = receipt(council, LETTER_TO)
    assert client.get("/desk/letters").status_code == 302
    other = db.session.query(Authority).filter_by(key="doncaster").one()
    sign_in(client, Role.COMPLAINTS_OFFICER, other)
    assert client.get(f"/desk/letters/{letter.id}").status_code == 404
    assert "R7KD-2M" not in client.get("/desk/letters").get_data(as_text=True)
    sign_in(client, Role.REPORT_READER, council)
    assert client.get("/desk/letters").status_code == 403

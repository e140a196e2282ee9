"""Save on a phone, come back on a computer by the emailed link, send, and keep a copy; or let it run out."""

import re
from collections.abc import Callable
from io import BytesIO
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect
from pypdf import PdfReader

from tests.browser import assert_accessible
from tests.journeys.council import Council
from tests.journeys.telling import COMPLAINT, go_through, say, send

pytestmark = pytest.mark.browser

SAVER = "sam@home.example"
WRITTEN = "Працівниця не прийшла three times"


def begin(page: Page) -> None:
    """From the first page to the points, with words in the box."""
    page.goto("/isle-of-wight/tell-us/kind")
    for place in list(COMPLAINT)[: list(COMPLAINT).index("points")]:
        expect(page).to_have_url(re.compile(f"/{place}$"))
        say(page, COMPLAINT[place])
        page.get_by_role("button", name="Continue", exact=True).last.click()
    page.get_by_label("What happened or did not happen?").last.fill(WRITTEN)


def save(page: Page, word: str = "") -> None:
    """Press the button, say where the link goes."""
    page.get_by_role("button", name="Save and come back later").click()
    assert_accessible(page)
    page.get_by_label("Where shall we send the link?").fill(SAVER)
    page.get_by_label("A word that only you know").fill(word)
    page.get_by_role("button", name="Send me the link").click()
    expect(page.get_by_role("heading", name="We have saved it")).to_be_visible()
    assert_accessible(page)


def test_saved_on_a_phone_it_is_sent_from_a_computer_and_kept_as_a_pdf(
    council: Council, open_page: Callable[..., Page], tmp_path: Path
) -> None:
    phone = open_page(width=320, scripts=False)
    begin(phone)
    phone.get_by_role("button", name="Save and come back later").click()
    phone.get_by_label("Where shall we send the link?").fill(SAVER)
    phone.get_by_label("A word that only you know").fill("blue kettle")
    phone.get_by_role("button", name="Send me the link").click()
    expect(phone.get_by_text("until Thursday 14 January 2027")).to_be_visible()
    mail = council.last_mail_to(SAVER)
    assert mail.subject == "Your link to carry on"
    assert WRITTEN not in mail.words

    desk = open_page()
    desk.goto(mail.link("/come-back/"))
    expect(desk).to_have_url(re.compile("/come-back$"))
    assert WRITTEN not in desk.content()
    assert_accessible(desk)
    desk.get_by_label("Your word").fill("Blue Kettle")
    desk.get_by_role("button", name="Open it here").click()
    expect(desk.get_by_label("What happened or did not happen?").last).to_have_value(WRITTEN)
    go_through(desk, COMPLAINT | {"points": {}})
    reference = send(desk)
    desk.get_by_role("link", name="See and keep a copy").click()
    expect(desk.get_by_text(WRITTEN)).to_be_visible()
    assert_accessible(desk)
    with desk.expect_download() as kept:
        desk.get_by_role("link", name="Keep it as a PDF").click()
    kept.value.save_as(tmp_path / "copy.pdf")
    words = "\n".join(page.extract_text() for page in PdfReader(BytesIO((tmp_path / "copy.pdf").read_bytes())).pages)
    for said in (reference, WRITTEN, "Thursday 17 December 2026", "Sam Sample", "What happens next"):
        assert said in words

    phone.get_by_role("link", name="Go on now").click()
    expect(phone.get_by_role("heading", name="We can no longer show what you wrote here")).to_be_visible()
    phone.goto(mail.link("/come-back/"))
    expect(phone.get_by_role("heading", name="You have sent this")).to_be_visible()


def test_what_nobody_comes_back_for_is_warned_of_then_gone_and_said_so(
    council: Council, open_page: Callable[..., Page]
) -> None:
    page = open_page(width=320)
    begin(page)
    save(page)
    first = council.last_mail_to(SAVER)
    council.go_to("2027-01-10")
    assert [mail.subject for mail in council.mail_to(SAVER)] == [
        "Your link to carry on",
        "Your link works until Thursday 14 January 2027",
    ]
    council.go_to("2027-01-15")
    last = council.last_mail_to(SAVER)
    assert last.subject == "Your link has ended"
    assert "We have deleted all of it" in last.words
    page.goto(first.link("/come-back/"))
    expect(page.get_by_role("heading", name="This is no longer kept")).to_be_visible()
    assert WRITTEN not in page.content()
    assert_accessible(page)

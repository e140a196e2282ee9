"""An officer takes in an email: dropped on the screen in three acts, and the same without scripts."""

from collections.abc import Callable
from email.message import EmailMessage

import pytest
from playwright.sync_api import Page, expect

from tests.files import PDF
from tests.journeys.council import Council
from tests.journeys.looking import look_at
from tests.journeys.officers import sign_in

pytestmark = pytest.mark.browser

OFFICER = "officer@redress.example"
MOTHER = "sam@family.example"

DROP = """([name, text]) => {
  const carried = new DataTransfer()
  carried.items.add(new File([text], name, { type: 'message/rfc822' }))
  document.body.dispatchEvent(new DragEvent('drop', { dataTransfer: carried, bubbles: true, cancelable: true }))
}"""


class Acts:
    """What an officer does with hand or mouse, counted."""

    def __init__(self, page: Page) -> None:
        self.page, self.number = page, 0

    def drop(self, name: str, content: bytes) -> None:
        """Drop a file on the page."""
        self.number += 1
        self.page.evaluate(DROP, [name, content.decode()])

    def choose(self, label: str) -> None:
        """Choose one of several."""
        self.number += 1
        self.page.get_by_label(label, exact=True).check()

    def press(self, button: str) -> None:
        """Press a button."""
        self.number += 1
        self.page.get_by_role("button", name=button, exact=True).click()


def an_email() -> bytes:
    """A complaint by email with one attachment, sent the evening before."""
    made = EmailMessage()
    made["From"], made["Subject"] = f"Sam Sample <{MOTHER}>", "My complaint"
    made["Date"], made["Message-ID"] = "Wed, 16 Dec 2026 20:00:00 +0000", "<one@family.example>"
    made.set_content("Dear all,\n\nThe worker did not come, three times.")
    made.add_attachment(PDF, maintype="application", subtype="pdf", filename="The plan.pdf")
    return made.as_bytes()


def test_a_dropped_email_is_a_case_in_three_acts(council: Council, open_page: Callable[..., Page]) -> None:
    page = open_page()
    sign_in(page, council, OFFICER)
    page.goto("/desk/intake")
    officer = Acts(page)
    officer.drop("complaint.eml", an_email())
    expect(page.get_by_label("Their name")).to_have_value("Sam Sample")
    expect(page.get_by_label("The gist")).to_have_value("The worker did not come, three times.")
    expect(page.get_by_label("Day", exact=True)).to_have_value("16")
    expect(page.get_by_label("Files kept")).to_contain_text("The plan.pdf")
    look_at(page, "Take in what came")
    officer.choose("A complaint")
    officer.press("Open the case")
    assert officer.number == 3
    expect(page.get_by_text("is open and waits to be confirmed")).to_be_visible()
    expect(page.get_by_role("link", name="Email from Sam Sample: My complaint")).to_be_visible()
    reference = page.locator("h1 .redress-reference").inner_text()
    assert council.last_mail_to(MOTHER).subject == f"Your message to us, {reference}"

    page.goto("/desk/intake")
    page.get_by_label("Their name").press_sequentially("Sam Sa")
    ticked = page.get_by_role("checkbox", name=f"{reference}, Sam Sample: same name.")
    ticked.check()
    page.get_by_role("textbox", name="Email", exact=True).press_sequentially(MOTHER)
    expect(page.get_by_role("checkbox", name=f"{reference}, Sam Sample: same email, name.")).to_be_checked()

    page.goto(f"/desk/cases/{reference}")
    Acts(page).drop("again.eml", an_email())
    look_at(page, "The email is kept on the case")


def test_an_email_is_taken_in_without_scripts(council: Council, open_page: Callable[..., Page]) -> None:
    page = open_page(320, scripts=False)
    sign_in(page, council, OFFICER)
    page.goto("/desk/intake")
    file = {"name": "complaint.eml", "mimeType": "message/rfc822", "buffer": an_email()}
    page.get_by_label("An email with its attachments, or other files").set_input_files(files=[file])
    officer = Acts(page)
    officer.press("Read it")
    expect(page.get_by_label("Their name")).to_have_value("Sam Sample")
    officer.press("Save and finish later")
    page.get_by_role("link", name="Go on").click()
    expect(page.get_by_label("Their name")).to_have_value("Sam Sample")
    officer.press("Look for the same people")
    officer.choose("A complaint")
    officer.press("Open the case")
    expect(page.get_by_text("is open and waits to be confirmed")).to_be_visible()

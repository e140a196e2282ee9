"""Officers at their desks: signing in from the mail, and the pages of one case."""

from playwright.sync_api import Page, expect

from tests.journeys.council import Council


def sign_in(page: Page, council: Council, address: str) -> None:
    """From the page that asks who they are, by the link in the mail, to their own first page."""
    page.goto("/sign-in")
    page.get_by_label("Your work email address").fill(address)
    page.get_by_role("button", name="Send me a link").click()
    expect(page.get_by_role("heading", name="Look in your email")).to_be_visible()
    page.goto(council.last_mail_to(address).link("/sign-in/link/"))
    page.get_by_role("button", name="Sign in").click()
    expect(page.get_by_role("link", name="Sign out")).to_be_visible()


def open_case(page: Page, reference: str) -> None:
    """The page of one case."""
    page.goto(f"/desk/cases/{reference}")
    expect(page.get_by_role("heading", level=1)).to_contain_text(reference)


def confirm(page: Page, reference: str) -> None:
    """One click on what the rules propose."""
    open_case(page, reference)
    page.get_by_role("button", name="Confirm", exact=True).click()
    expect(page.get_by_text("Confirmed. The person and whoever answers are being told.")).to_be_visible()

"""The manager's page: in by the mailed link, a try to speak, and the whole answer."""

from playwright.sync_api import Page, expect


def open_by_link(page: Page, link: str) -> None:
    """Follow the link in the mail and press the one button behind it."""
    page.goto(link)
    page.get_by_role("button", name="Open the answer").click()
    expect(page.get_by_role("heading", name="Speak with them first")).to_be_visible()


def note_try(page: Page, outcome: str, said: str = "") -> None:
    """Note a try to speak by telephone: Spoke, No answer or Declined."""
    page.get_by_label("What was said").fill(said)
    page.get_by_role("button", name=outcome, exact=True).click()
    expect(page.get_by_role("status").get_by_text("Kept")).to_be_visible()


def answer_point(page: Page, number: int, finding: str, reasons: str) -> None:
    """A finding and reasons on one point."""
    page.get_by_role("group", name=f"What we found on point {number}").get_by_label(finding, exact=True).check()
    page.get_by_label(f"Our answer and reasons on point {number}").fill(reasons)


def promise(page: Page, what: str, job: str, day: str, month: str, year: str) -> None:
    """One thing that will be done, whose job it is and by when."""
    action = page.get_by_role("group", name="Action 1")
    action.get_by_label("What will be done").fill(what)
    action.get_by_label("Or whose job it is").fill(job)
    for label, typed in {"Day": day, "Month": month, "Year": year}.items():
        action.get_by_label(label, exact=True).fill(typed)

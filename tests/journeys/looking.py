"""Looking at a page: that it is the one meant, and that axe finds nothing on it."""

from playwright.sync_api import Page, expect

from tests.browser import assert_accessible


def look_at(page: Page, heading: str) -> None:
    """Wait for the page with this main heading (or part of it); axe finds nothing and it fits the window."""
    expect(page.get_by_role("heading", level=1)).to_contain_text(heading)
    page.wait_for_load_state()
    assert_accessible(page)

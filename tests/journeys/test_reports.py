"""A report reader in a real browser: every report accessible, on a phone and on a desk."""

from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect
from sqlalchemy import select

from authorities.models import Officer
from authorities.sessions import SESSION_COOKIE, begin_session
from foundation.clock import business_now, london_day
from foundation.database import db, transaction
from reports.catalogue import ENTRIES
from tests.browser import assert_accessible

pytestmark = pytest.mark.browser


def sign_in(page: Page, address: str) -> None:
    """As the officer of that address, whose link was followed before."""
    with transaction():
        officer = db.session.execute(select(Officer).where(Officer.email == address)).scalar_one()
        secret = begin_session(officer)
    page.context.add_cookies([{"name": SESSION_COOKIE, "value": secret, "url": page.url}])


@pytest.mark.parametrize("width", [320, 1280])
def test_every_report_is_accessible_at_every_width(
    open_page: Callable[..., Page], live_server: str, width: int
) -> None:
    page = open_page(width)
    page.goto("/sign-in")
    sign_in(page, "reports@redress.example")
    for known in ENTRIES:
        page.goto("/reports/")
        page.get_by_role("link", name=known.title).click()
        expect(page.get_by_role("heading", level=1)).to_have_text(known.title)
        assert_accessible(page)


def test_a_reader_chooses_two_dates_and_keeps_the_csv(open_page: Callable[..., Page], live_server: str) -> None:
    today = london_day(business_now())
    page = open_page()
    page.goto("/sign-in")
    sign_in(page, "reports@redress.example")
    page.goto("/reports/volumes")
    page.get_by_label("Financial year").select_option("Two dates, below")
    for group, day in (("From", today.replace(day=1)), ("To", today)):
        boxes = page.get_by_role("group", name=group)
        boxes.get_by_label("Day").fill(str(day.day))
        boxes.get_by_label("Month").fill(str(day.month))
        boxes.get_by_label("Year").fill(str(day.year))
    page.get_by_role("button", name="Show").click()
    expect(page.get_by_text("None in this period.").first).to_be_visible()
    with page.expect_download() as download:
        page.get_by_role("link", name="CSV").click()
    assert download.value.suggested_filename.endswith(".csv")

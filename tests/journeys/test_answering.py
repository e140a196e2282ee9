"""The manager's and the complainant's pages in a real browser: on a phone, without a fault that axe can find."""

import pytest
from playwright.sync_api import Page
from sqlalchemy import select

from authorities.invented_officers import seed_invented_officers
from authorities.publishing import default_authority
from cases.links import next_stage_link, progress_link
from cases.models import Stage
from foundation.database import db, transaction
from foundation.links import token_for
from notifications.message import LinkTo
from tests.browser import assert_accessible
from tests.factories import Council, make_confirmed_case
from tests.integration.cases.asked import Asked
from workflows.transport import drain

pytestmark = pytest.mark.browser

PHONE = {"width": 320, "height": 800}
KEY = "isle-of-wight"


@pytest.fixture
def asked(live_server: str) -> Asked:
    """A complaint that its manager has been asked to answer."""
    with transaction():
        authority = default_authority()
        council = Council(authority, seed_invented_officers(authority))
        case = make_confirmed_case(council, points=("Nobody rang me back.", "The plan is wrong."))
    drain()
    stage = db.session.execute(select(Stage).where(Stage.case_id == case.id, Stage.number == 1)).scalar_one()
    return Asked(council, case, stage)


def path(link: LinkTo) -> str:
    assert link.row_id is not None
    return link.path.format(token=token_for(link.purpose, link.row_id, link.generation))


def test_a_manager_writes_an_answer_on_a_phone(browser_page: Page, asked: Asked) -> None:
    page = browser_page
    page.set_viewport_size(PHONE)
    page.goto(asked.link())
    assert_accessible(page)
    page.get_by_role("button", name="Open the answer").click()
    assert_accessible(page)
    page.get_by_label("What was said").fill("She is glad somebody rang.")
    page.get_by_role("button", name="Spoke", exact=True).click()
    page.get_by_text("Kept: you spoke with them.").wait_for()
    page.get_by_role("button", name="Read the letter").click()
    page.get_by_role("heading", name="There is a problem").wait_for()
    assert_accessible(page)
    for number, finding in ((1, "Upheld"), (2, "Not upheld")):
        group = page.get_by_role("group", name=f"What we found on point {number}")
        group.get_by_label(finding, exact=True).check()
        page.get_by_label(f"Our answer and reasons on point {number}").fill(f"This is why, on point {number}.")
    page.get_by_label("Our apology").fill("I am sorry that nobody rang you back.")
    page.get_by_label("Telephone call and written response").check()
    page.get_by_role("button", name="Read the letter").click()
    page.get_by_role("heading", name="Read the letter").wait_for()
    page.get_by_text("I am sorry that nobody rang you back.").wait_for()
    assert_accessible(page)
    for more in ("not-mine", "involved", "more-time"):
        page.goto(f"{asked.page}/{more}")
        assert_accessible(page)
    page.goto(f"{asked.page}/letter")
    page.get_by_role("button", name="Give it to be signed").click()
    page.get_by_role("heading", name="Done for now").wait_for()
    assert_accessible(page)


def test_the_progress_pages_fit_a_phone(browser_page: Page, asked: Asked) -> None:
    page = browser_page
    page.set_viewport_size(PHONE)
    page.goto(path(progress_link(asked.case, KEY)))
    page.get_by_text("How we counted that date").click()
    assert_accessible(page)
    for more in ("add", "change", "next-stage"):
        page.goto(f"/{KEY}/progress/{more}")
        assert_accessible(page)
    page.goto(path(next_stage_link(asked.stage, asked.case.link_generation, KEY)))
    assert_accessible(page)

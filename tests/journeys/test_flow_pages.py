"""The team looks at flows: what each does, how one ran for a case, and a run called off."""

from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from tests.browser import assert_accessible
from tests.journeys.council import Council
from tests.journeys.officers import confirm, sign_in
from tests.journeys.telling import COMPLAINT, send, tell

pytestmark = pytest.mark.browser


def look_at(page: Page) -> None:
    """The page is accessible on a desk and on a phone."""
    assert_accessible(page)
    page.set_viewport_size({"width": 320, "height": 800})
    assert_accessible(page)
    page.set_viewport_size({"width": 1280, "height": 800})


def test_an_officer_reads_a_flow_follows_its_run_and_calls_it_off(
    council: Council, open_page: Callable[..., Page]
) -> None:
    mother, officer = open_page(), open_page()
    tell(mother, COMPLAINT)
    reference = send(mother)
    council.go_to("2026-12-18", 9, 20)
    sign_in(officer, council, "officer@redress.example")
    confirm(officer, reference)
    council.settle()

    officer.goto("/workflows")
    look_at(officer)
    officer.get_by_role("link", name="Chase the answer").click()
    expect(officer.get_by_text("1 working day after the target of the response clock")).to_be_visible()
    look_at(officer)

    runs = officer.get_by_role("table", name="Newest runs")
    expect(runs.get_by_role("link", name=reference)).to_be_visible()
    runs.get_by_role("link", name="Chase the answer").click()
    expect(officer.get_by_role("heading", level=1)).to_have_text("Chase the answer")
    look_at(officer)

    officer.get_by_role("button", name="Cancel this run").click()
    expect(officer.get_by_text("The run is cancelled.")).to_be_visible()
    council.go_to("2027-01-07")
    chased = [subject for subject in council.subjects_to("service.manager@redress.example") if reference in subject]
    assert chased == []

    officer.goto("/workflows/failed")
    expect(officer.get_by_text("No run waits for anybody.")).to_be_visible()
    look_at(officer)

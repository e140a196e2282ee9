"""Reports on screen and as files: who may read them, and what a wrong period gets."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from authorities.models import Membership, Officer
from authorities.permissions import Role
from authorities.sessions import SESSION_COOKIE, begin_session
from foundation.clock import business_now, london_day
from foundation.database import db
from foundation.holidays import seed_holidays
from reports.catalogue import ENTRIES
from reports.period import year_of
from tests.integration.reports.rows import Council
from tests.pages import StrictClient

READERS = (Role.REPORT_READER, Role.COMPLAINTS_OFFICER, Role.SENIOR_MANAGER, Role.ADMINISTRATOR)


@pytest.fixture
def council(client: StrictClient) -> Council:
    seed_holidays()
    return Council()


def sign_in(client: StrictClient, council: Council, role: Role) -> None:
    officer = Officer(email=f"{role}@council.example", name="Rita Reader")
    db.session.add(officer)
    db.session.flush()
    db.session.add(Membership(authority_id=council.authority.id, officer_id=officer.id, role=role))
    client.set_cookie(SESSION_COOKIE, begin_session(officer))


def this_year() -> str:
    return year_of(london_day(business_now()))


def test_nobody_reads_reports_without_signing_in(client: StrictClient, council: Council) -> None:
    response = client.get("/reports/delivery")
    assert response.status_code == 302
    assert response.location.startswith("/sign-in")


@pytest.mark.parametrize("role", READERS)
def test_each_reading_role_opens_the_list(client: StrictClient, council: Council, role: Role) -> None:
    sign_in(client, council, role)
    page = client.get("/reports/").get_data(as_text=True)
    for known in ENTRIES:
        assert known.title in page


def test_a_responding_manager_does_not_read_reports(client: StrictClient, council: Council) -> None:
    sign_in(client, council, Role.RESPONDING_MANAGER)
    assert client.get("/reports/").status_code == 403


@pytest.mark.parametrize("name", [known.name for known in ENTRIES])
def test_every_report_opens_on_this_year_with_nothing_in_it(client: StrictClient, council: Council, name: str) -> None:
    sign_in(client, council, Role.REPORT_READER)
    response = client.get(f"/reports/{name}")
    assert response.status_code == 200
    assert "None in this period." in response.get_data(as_text=True)


def test_a_report_shows_what_was_received_with_its_chart(client: StrictClient, council: Council) -> None:
    today = london_day(business_now())
    council.case(today)
    sign_in(client, council, Role.REPORT_READER)
    page = client.get("/reports/volumes").get_data(as_text=True)
    assert "1 of 1 (100%)" in page
    assert "<svg" in page


def test_another_councils_reports_stay_shut(client: StrictClient, council: Council) -> None:
    other = Council("other")
    sign_in(client, council, Role.REPORT_READER)
    address = f"/reports/delivery/file.json?authority={other.authority.key}&year={this_year()}"
    assert client.get(address).status_code == 403
    assert client.get(f"/reports/delivery?authority={other.authority.key}&year={this_year()}").status_code == 400


@pytest.mark.parametrize(
    ("extension", "mime"),
    [("html", "text/html"), ("pdf", "application/pdf"), ("csv", "text/csv"), ("json", "application/json")],
)
def test_a_report_can_be_kept_as_a_file(client: StrictClient, council: Council, extension: str, mime: str) -> None:
    sign_in(client, council, Role.REPORT_READER)
    address = f"/reports/delivery/file.{extension}?authority={council.authority.key}&year={this_year()}"
    response = client.get(address)
    assert response.status_code == 200
    assert response.mimetype == mime
    assert response.headers["Content-Disposition"].startswith("attachment")


def test_two_dates_are_a_period(client: StrictClient, council: Council) -> None:
    today = london_day(business_now())
    council.case(today - timedelta(days=1))
    sign_in(client, council, Role.REPORT_READER)
    query = {
        "authority": council.authority.key, "year": "dates",
        "first-day": "1", "first-month": "4", "first-year": "2026",
        "last-day": str(today.day), "last-month": str(today.month), "last-year": str(today.year),
    }  # fmt: skip
    page = client.get("/reports/volumes", query_string=query).get_data(as_text=True)
    assert "1 of 1 (100%)" in page
    assert f"from=2026-04-01&amp;to={today.isoformat()}" in page


@pytest.mark.parametrize(
    ("query", "said"),
    [
        ({"year": "dates"}, "Enter the first day, like 1 4 2026"),
        ({"year": "2022/24"}, "Enter a financial year, like 2022/23."),
        (
            {"year": "dates", "first-day": "2", "first-month": "5", "first-year": "2026",
             "last-day": "1", "last-month": "5", "last-year": "2026"},
            "The last day must not come before the first.",
        ),
        (
            {"year": "dates", "first-day": "2", "first-month": "5", "first-year": "2099",
             "last-day": "1", "last-month": "6", "last-year": "2099"},
            "That period has not begun yet. Choose one that has.",
        ),
    ],
)  # fmt: skip
def test_a_wrong_period_is_said_beside_the_field(
    client: StrictClient, council: Council, query: dict[str, str], said: str
) -> None:
    sign_in(client, council, Role.REPORT_READER)
    response = client.get("/reports/delivery", query_string=query)
    assert response.status_code == 400
    assert said in response.get_data(as_text=True)


@pytest.mark.parametrize("address", ["/reports/nothing", "/reports/delivery/file.doc"])
def test_what_is_not_there_is_not_found(client: StrictClient, council: Council, address: str) -> None:
    sign_in(client, council, Role.REPORT_READER)
    assert client.get(address).status_code == 404


def test_a_file_of_no_period_is_refused(client: StrictClient, council: Council) -> None:
    sign_in(client, council, Role.REPORT_READER)
    address = f"/reports/delivery/file.json?authority={council.authority.key}&from=yesterday"
    assert client.get(address).status_code == 400


def test_a_report_on_a_past_year_uses_its_own_dates(client: StrictClient, council: Council) -> None:
    council.case(date(2023, 3, 31))
    sign_in(client, council, Role.REPORT_READER)
    page = client.get("/reports/volumes?year=2022/23").get_data(as_text=True)
    assert "1 April 2022 to 31 March 2023" in page
    assert "March 2023: 1." in page

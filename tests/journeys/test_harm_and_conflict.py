"""A child who may have been harmed, and an officer whom a complaint is about: who hears of it and who does not."""

from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from tests.journeys.answering import open_by_link
from tests.journeys.council import Council
from tests.journeys.looking import look_at
from tests.journeys.officers import confirm, open_case, sign_in
from tests.journeys.telling import COMPLAINT, send, tell

pytestmark = pytest.mark.browser

MOTHER = "sam@family.example"
OFFICER = "officer@redress.example"
LADO = "lado@redress.example"
MANAGER = "manager.children-in-care@redress.example"
SERVICE_MANAGER = "service.manager@redress.example"

HARM = {
    **COMPLAINT,
    "has-a-child-been-hurt": {
        "A child may have been hurt or badly treated by somebody who works with children, or by a carer": True
    },
}
ABOUT_THE_MANAGER = {
    **COMPLAINT,
    "about-somebody": {"Yes": True},
    "who-it-is-about": {"Their name": "Mina Madeup"},
}


def test_a_ticked_box_holds_every_mail_to_the_service_until_the_decision(
    council: Council, open_page: Callable[..., Page]
) -> None:
    mother, officer, lado = open_page(320), open_page(), open_page()
    tell(mother, HARM)
    reference = send(mother)
    assert "We have your complaint." in council.last_mail_to(MOTHER).words
    council.go_to("2026-12-18", 9, 20)
    sign_in(officer, council, OFFICER)
    open_case(officer, reference)
    expect(officer.get_by_text("Held: possible harm", exact=True)).to_be_visible()
    expect(officer.get_by_role("button", name="Confirm", exact=True)).to_be_hidden()
    expect(officer.get_by_role("link", name="Confirm with changes")).to_be_hidden()
    council.go_to("2026-12-21", 9, 5)
    asked = [f"{reference}: a decision is due by the next working day", f"{reference}: the decision is overdue"]
    assert council.subjects_to(LADO) == asked
    assert {mail.to for mail in council.staff_mail()} == {OFFICER, LADO, "complaints.manager@redress.example"}

    sign_in(lado, council, LADO)
    lado.goto("/desk/lists/held")
    lado.get_by_role("link", name=reference).click()
    lado.get_by_role("link", name="Take the LADO decision").click()
    look_at(lado, "LADO decision")
    lado.get_by_role("button", name="Keep the decision").click()
    expect(lado.get_by_role("link", name="Enter the reasons for the decision")).to_be_visible()
    lado.get_by_label("Referred to the LADO").check()
    lado.get_by_label("Reasons").fill("A strategy meeting is on Tuesday.")
    lado.get_by_role("button", name="Keep the decision").click()
    expect(lado.get_by_text("LADO decision: referred. The service has not been told.")).to_be_visible()
    assert not council.subjects_to(MANAGER)
    lado.get_by_role("button", name="The service may be told now").click()
    expect(lado.get_by_text("The hold has ended. The case stays restricted.")).to_be_visible()

    confirm(officer, reference)
    assert council.last_mail_to(MANAGER).subject == f"Answer complaint {reference} by Tuesday 5 January 2027"


def test_a_hold_put_on_later_shuts_the_managers_page_and_stops_every_chaser(
    council: Council, open_page: Callable[..., Page]
) -> None:
    mother, officer, manager = open_page(320), open_page(), open_page()
    tell(mother, COMPLAINT)
    reference = send(mother)
    council.go_to("2026-12-18", 9, 20)
    sign_in(officer, council, OFFICER)
    confirm(officer, reference)
    open_by_link(manager, council.last_mail_to(MANAGER).link("/answer/"))
    before = len(council.subjects_to(MANAGER))
    officer.get_by_role("button", name="Hold: a child may have been harmed").click()
    expect(officer.get_by_text("Held. Nothing reaches the service until the LADO decision is taken.")).to_be_visible()

    manager.reload()
    expect(manager.get_by_role("heading", name="Speak with them first")).to_be_hidden()
    council.go_to("2027-01-08", 12)
    assert len(council.subjects_to(MANAGER)) == before
    assert not council.subjects_to(SERVICE_MANAGER)


def test_whoever_is_named_is_not_asked_cannot_open_it_and_is_never_chased(
    council: Council, open_page: Callable[..., Page]
) -> None:
    mother, officer, named = open_page(320), open_page(), open_page()
    tell(mother, ABOUT_THE_MANAGER)
    reference = send(mother)
    council.go_to("2026-12-18", 9, 20)
    sign_in(officer, council, OFFICER)
    open_case(officer, reference)
    expect(officer.get_by_text("Officer: shut out of this case")).to_be_visible()
    confirm(officer, reference)
    assert "Mina Madeup" not in council.last_mail_to(MOTHER).words
    officer.get_by_role("link", name="Change who answers").click()
    look_at(officer, "Choose who answers")
    expect(officer.get_by_label("Who answers")).not_to_contain_text("Mina Madeup")

    sign_in(named, council, MANAGER)
    for place in (f"/desk/cases/{reference}", f"/answer/case/{reference}"):
        seen = named.goto(place)
        assert seen is not None
        assert seen.status in (403, 404)
        expect(named.locator("main")).not_to_contain_text("Sam Sample")
    named.goto("/answer/")
    expect(named.get_by_text(reference)).to_be_hidden()
    council.go_to("2027-01-20", 12)
    assert not council.subjects_to(MANAGER)
    assert f"Complaint {reference} is late: working day 11" in council.subjects_to(SERVICE_MANAGER)

"""A word longer than a phone is wide, without scripts, for officers and the public: no page scrolls sideways."""

import pytest
from playwright.sync_api import Browser

from authorities.invented_officers import seed_invented_officers
from authorities.publishing import default_authority
from authorities.sessions import SESSION_COOKIE, begin_session
from cases.emails import Email
from cases.incoming import email_as_json, keep_email
from cases.intake import PersonGiven
from cases.unfinished import save
from foundation.database import new_id, transaction
from tests.factories import Council, make_confirmed_case
from webform.designer.questions import change_question
from webform.designer_drafts import change, publish_draft, working_on

pytestmark = pytest.mark.browser

LONG = "https://council.example/" + "w" * 200
FORM = "/forms/isle-of-wight/tell-us"


@pytest.fixture
def places(live_server: str) -> dict[str, list[str]]:
    """By the session of an officer, the addresses at which something long stands."""
    with transaction():
        council = Council(default_authority(), seed_invented_officers(default_authority()))
        officer, designer = council.officer(), council.officer("complaints.manager")
        working = working_on(council.authority, "tell-us", lock=True)
        worded = change_question(working.data, "kind", {"label": LONG, "hint": LONG, "short": LONG})
        for choice in worded["pages"][0]["questions"][0]["choices"]:
            choice["label"] = LONG
        change(working, worded, f"officer:{designer.id}")
        publish_draft(working, LONG, f"officer:{designer.id}")
        person = PersonGiven(name=LONG, relationship="parent", postal_address=LONG)
        case = make_confirmed_case(council, person=person, points=(LONG,), gist=LONG)
        email = keep_email(case, Email(subject=LONG, words=LONG, from_name=LONG), officer.id, [LONG])
        intake = save(new_id(), council.authority.id, officer.id, {"name": [LONG], "gist": [LONG]}, 0)
        intake.email = email_as_json(Email(from_name=LONG, subject=LONG, words=LONG, faults=(LONG,)))
        at_the_desk = f"/desk/cases/{case.reference}"
        rules = ("/questions/kind", "/questions/kind/remove", "/pages/points/when", "/pages/who-are-you/ways/0")
        return {
            begin_session(officer): [at_the_desk, f"{at_the_desk}/emails/{email.id}", f"/desk/intake/{intake.id}"],
            begin_session(designer): [FORM, f"{FORM}/outline", f"{FORM}/versions", *(FORM + rule for rule in rules)],
            "": ["/isle-of-wight/tell-us/kind", "/isle-of-wight/tell-us/print"],
        }


def test_no_page_is_wider_than_a_phone_however_long_a_word_is(
    browser: Browser, live_server: str, places: dict[str, list[str]]
) -> None:
    context = browser.new_context(
        base_url=live_server, java_script_enabled=False, viewport={"width": 320, "height": 800}
    )
    page = context.new_page()
    for session, addresses in places.items():
        context.add_cookies([{"name": SESSION_COOKIE, "value": session, "url": live_server}])
        for address in addresses:
            answer = page.goto(address)
            assert answer is not None
            assert answer.status == 200, address
            assert page.evaluate("document.documentElement.scrollWidth") <= 320, address
    context.close()

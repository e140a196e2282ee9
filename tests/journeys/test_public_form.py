"""The public form in a real browser: on a small phone, by keyboard alone, and with scripts off.

axe looks at every page of every form in ``test_every_public_page``; here only at what a page becomes on the way.
"""

import pytest
from playwright.sync_api import Browser, Page, expect
from sqlalchemy import select

from foundation.database import db
from tests.browser import assert_accessible
from tests.files import PDF
from webform.models import Submission

pytestmark = pytest.mark.browser


def press(page: Page, name: str = "Continue") -> None:
    page.get_by_role("button", name=name, exact=True).last.click()


def the_submission() -> Submission:
    db.session.expire_all()
    return db.session.scalars(select(Submission)).one()


def test_a_mother_complains_on_her_phone(browser_page: Page) -> None:
    page = browser_page
    page.set_viewport_size({"width": 320, "height": 800})
    page.goto("/")
    expect(page.get_by_text("Telling us will not change the help your family gets")).to_be_visible()
    press(page, "Start now")
    press(page, "Carry on")
    press(page)
    expect(page.locator(".govuk-error-summary")).to_be_focused()
    assert_accessible(page)
    page.get_by_label("Say that something is wrong").check()
    press(page)
    page.get_by_label("A parent, or somebody who brings up a child").check()
    press(page)
    page.get_by_label("Yes", exact=True).check()
    press(page)
    page.get_by_label("Name", exact=True).fill("Robin Sample")
    page.get_by_label("Day").fill("31")
    page.get_by_label("Month").fill("2")
    page.get_by_label("Year").fill("2015")
    press(page)
    assert_accessible(page)
    page.get_by_role("link", name="Enter a date of birth").click()
    expect(page.get_by_label("Day")).to_be_focused()
    page.get_by_label("Day").fill("14")
    page.get_by_label("Month").fill("June")
    press(page, "Add another child or young person")
    page.get_by_role("group", name="Child or young person 2").get_by_label("Name").fill("Ash Sample")
    press(page)
    page.get_by_label("In one line, what is it about?").fill("Nobody tells me what is happening")
    press(page)
    page.get_by_label("Take my complaint").check()
    press(page)
    page.get_by_label("What happened or did not happen?").fill("The worker did not come")
    press(page, "Add another thing that is wrong")
    page.get_by_role("group", name="Thing that is wrong 2").get_by_label("What happened").fill("Nobody rang back")
    press(page)
    page.get_by_label("Yes").check()
    press(page)
    page.get_by_label("Their name").fill("Alex Example")
    press(page)
    page.get_by_label("I am not safe myself").check()
    page.get_by_label("None of these").check()
    expect(page.get_by_label("I am not safe myself")).not_to_be_checked()
    press(page)
    page.get_by_label("Children in care").check()
    press(page)
    page.get_by_label("An apology").check()
    press(page)
    page.get_by_label("Do you want to add any files?").set_input_files(
        {"name": "letter.pdf", "mimeType": "application/pdf", "buffer": PDF}
    )
    press(page, "Add")
    expect(page.get_by_role("button", name="Remove letter.pdf")).to_be_visible()
    assert_accessible(page)
    press(page)
    page.get_by_label("What is your name?").fill("Sam Sample")
    press(page)
    page.get_by_label("Email address").fill("sam@example.com")
    press(page)
    page.get_by_label("On the telephone").check()
    press(page)
    page.get_by_label("Is there anything we must know").fill("Ask for Sam")
    press(page)
    page.get_by_label("Large print").check()
    press(page)
    expect(page.get_by_label("Which number should we ring?")).to_be_hidden()
    page.get_by_label("Yes, ring me as well").check()
    page.get_by_label("Which number should we ring?").fill("01632 960 001")
    press(page)
    page.get_by_role("link", name="Change what it is about").click()
    page.get_by_label("In one line").fill("Nobody tells me anything")
    press(page)
    expect(page.get_by_role("heading", level=1)).to_have_text("Check what you wrote, then send it")
    assert_accessible(page)

    page.get_by_role("button", name="Send").dblclick()

    expect(page.get_by_role("heading", level=1)).to_have_text("We have what you sent")
    assert_accessible(page)
    submission = the_submission()
    expect(page.get_by_text(submission.reference)).to_be_visible()
    assert submission.answers["call_about"] == "Nobody tells me anything"
    assert [point["what"] for point in submission.answers["points"]] == ["The worker did not come", "Nobody rang back"]
    assert [child["name"] for child in submission.answers["children"]] == ["Robin Sample", "Ash Sample"]
    assert submission.answers["ring_on"] == "01632 960 001"
    page.go_back()
    page.reload()
    expect(page.get_by_role("heading", level=1)).to_have_text("We have what you sent")
    the_submission()


def test_a_young_person_tells_us_on_their_phone(browser_page: Page) -> None:
    page = browser_page
    page.set_viewport_size({"width": 320, "height": 800})
    page.goto("/isle-of-wight/young-people/")
    expect(page.get_by_text("You will not get into trouble for telling us")).to_be_visible()
    press(page, "Start")
    press(page, "Carry on")
    page.get_by_label("How old are you?").fill("fourteen")
    press(page)
    page.get_by_label("How old are you?").fill("14")
    press(page)
    press(page)
    page.get_by_label("No, I am not safe").check()
    press(page)
    expect(page.get_by_text("0800 1111")).to_be_visible()
    press(page, "Carry on")
    page.get_by_label("What is your first name?").fill("Robin")
    press(page)
    page.get_by_label("What is not right?").fill("They moved me and did not say why")
    press(page)
    page.get_by_label("Or say it in your own words").fill("Sad")
    press(page)
    page.get_by_label("What would make it better?").fill("Tell me why")
    press(page)
    page.get_by_label("Who is on your side?").fill("My nan")
    press(page)
    page.get_by_label("Yes, find one for me").check()
    press(page)
    press(page)
    page.get_by_label("Text me").check()
    press(page)
    page.get_by_label("What is your phone number?").fill("07700 900 123")
    press(page)
    press(page)
    press(page, "Send it")

    expect(page.get_by_role("heading", level=1)).to_have_text("Thank you for telling us")
    assert_accessible(page)
    submission = the_submission()
    assert submission.form_key == "young-people"
    assert submission.answers["age"] == 14
    assert submission.answers["advocate"] == "yes"


def test_thanks_are_sent_by_keyboard_alone(browser_page: Page) -> None:
    page = browser_page
    page.goto("/isle-of-wight/tell-us/kind")

    def choose(words: str) -> None:
        page.get_by_label(words, exact=True).focus()
        page.keyboard.press("Space")
        page.keyboard.press("Enter")

    choose("Say thank you")
    choose("A foster carer")
    choose("No")
    expect(page.get_by_label("What went well?")).to_be_visible()
    page.keyboard.press("Tab")
    while not page.get_by_label("What went well?").evaluate("box => box === document.activeElement"):
        page.keyboard.press("Tab")
    page.keyboard.type("She listened")
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    page.get_by_label("Who would you like us to thank?").press("Enter")
    choose("I am not sure")
    page.get_by_label("What is your name?").press("Enter")
    choose("I do not need an answer")
    page.get_by_role("button", name="Send").press("Enter")

    expect(page.get_by_role("heading", level=1)).to_have_text("We have what you sent")
    assert the_submission().answers["compliment_words"] == "She listened"


def test_a_call_is_asked_for_with_scripts_off(browser: Browser, live_server: str) -> None:
    context = browser.new_context(
        base_url=live_server, java_script_enabled=False, viewport={"width": 320, "height": 800}
    )
    context.set_default_timeout(10_000)
    page = context.new_page()
    page.goto("/")
    press(page, "Start now")
    press(page, "Carry on")
    page.get_by_label("Say that something is wrong").check()
    press(page)
    page.get_by_label("A foster carer").check()
    press(page)
    page.get_by_label("Yes", exact=True).check()
    press(page)
    page.get_by_label("Name", exact=True).fill("Robin Sample")
    press(page, "Add another child or young person")
    page.get_by_label("Name", exact=True).last.fill("Ash Sample")
    page.get_by_role("button", name="Remove child or young person 1").click()
    expect(page.get_by_label("Name", exact=True)).to_have_value("Ash Sample")
    press(page)
    page.get_by_label("In one line, what is it about?").fill("The allowance stopped")
    press(page)
    page.get_by_label("Ring me").check()
    press(page)
    expect(page.get_by_role("heading", level=1)).to_have_text("Is it about what one person or one team did?")
    page.go_back()
    page.reload()
    expect(page.get_by_label("Ring me")).to_be_checked()
    press(page)
    press(page)
    page.get_by_label("None of these").check()
    press(page)
    page.get_by_label("Fostering").check()
    press(page)
    page.get_by_label("What is your name?").press("Enter")
    page.get_by_label("Telephone number").fill("01632 960 001")
    press(page)
    page.get_by_label("Monday to Friday, 9am to 12 noon").check()
    press(page)
    page.get_by_label("No", exact=True).check()
    press(page)
    press(page)
    press(page)
    press(page, "Send")

    expect(page.get_by_role("heading", level=1)).to_have_text("We have what you sent")
    submission = the_submission()
    expect(page.get_by_text(submission.reference)).to_be_visible()
    assert submission.answers["call_choice"] == "call-me"
    assert submission.answers["children"] == [{"name": "Ash Sample", "date_of_birth": None, "relationship": None}]
    context.close()


def test_signposts_and_pages_that_cannot_be_shown_can_be_read_on_a_phone(browser_page: Page) -> None:
    browser_page.set_viewport_size({"width": 320, "height": 800})
    for place in ("signposts/child-at-risk", "signposts/court", "tell-us/points", "tell-us/sent"):
        browser_page.goto(f"/isle-of-wight/{place}")
        assert_accessible(browser_page)

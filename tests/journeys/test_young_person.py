"""A young person tells us what is not right: their words, somebody on their side, and help when they are not safe."""

from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from tests.journeys.council import Council
from tests.journeys.looking import look_at
from tests.journeys.officers import open_case, sign_in
from tests.journeys.telling import Answers, go_through, send, tell

pytestmark = pytest.mark.browser

YOUNG = "jo@young.example"
OFFICER = "officer@redress.example"
LADO = "lado@redress.example"
MANAGER = "manager.children-in-care@redress.example"

TOLD: Answers = {
    "are-you-safe": {"Yes, I am safe": True},
    "your-name": {"What is your first name?": "Jo"},
    "your-age": {"How old are you?": "14"},
    "what-happened": {"What is not right?": "They moved me and did not say why"},
    "what-would-help": {"What would make it better?": "Tell me why"},
    "advocate": {"Yes, find one for me": True},
    "how-to-reach-you": {"Email me": True},
    "your-email": {"What is your email address?": YOUNG},
}


def test_a_young_person_is_heard_and_has_somebody_on_their_side(
    council: Council, open_page: Callable[..., Page]
) -> None:
    young, officer = open_page(320), open_page()
    tell(young, TOLD, "young-people")
    reference = send(young, "Send it")
    expect(young.get_by_text("You can have an advocate: they are free and only on your side.")).to_be_visible()
    assert "complain" not in young.locator("main").inner_text().lower()

    first = council.last_mail_to(YOUNG)
    for words in (
        "Hi Jo,",
        "You are not in trouble for telling us.",
        "They work for you, not for the council.",
        "The person you told us about will not be the one who answers.",
        "0800 1111",
    ):
        assert words in first.words
    young.goto(first.link("/progress/"))
    look_at(young, "Where things are")
    assert "complain" not in young.locator("main").inner_text().lower()

    council.go_to("2026-12-18", 9, 20)
    sign_in(officer, council, OFFICER)
    open_case(officer, reference)
    expect(officer.get_by_text("An advocate was asked for. Refer by Friday 18 December 2026.")).to_be_visible()
    look_at(officer, reference)
    council.go_to("2026-12-21", 9, 5)
    assert council.subjects_to("complaints.manager@redress.example") == [f"{reference}: the advocate referral is late"]
    officer.reload()
    officer.get_by_role("button", name="Referred to the advocacy service").click()
    expect(officer.get_by_text("The referral is kept, and the young person is being told.")).to_be_visible()
    assert "They are free. They are only on your side." in council.last_mail_to(YOUNG).words

    _the_officer_chooses_the_service(officer, reference)
    told = council.last_mail_to(YOUNG)
    assert "Mina Madeup (Team manager, Children in care) will answer you." in told.words
    assert "Tuesday 5 January 2027" in told.words
    council.go_to("2027-01-20", 12)
    assert "You have waited too long for your answer." in council.last_mail_to(YOUNG).words
    for mail in council.mail_to(YOUNG):
        assert "complain" not in (mail.subject + mail.words).lower(), mail
    for mail in council.staff_mail():
        assert not [word for word in ("Jo", "moved me", YOUNG) if word in mail.words], mail


def test_a_young_person_who_is_not_safe_is_told_where_to_turn_and_the_lado_lead_decides(
    council: Council, open_page: Callable[..., Page]
) -> None:
    young, lado = open_page(320), open_page()
    young.goto("/isle-of-wight/young-people/")
    young.get_by_role("button", name="Start").click()
    young.get_by_role("button", name="Carry on").click()
    young.get_by_role("button", name="Continue").click()
    young.get_by_role("button", name="Continue").click()
    young.get_by_label("No, I am not safe").check()
    young.get_by_role("button", name="Continue").click()
    look_at(young, "Get help now")
    expect(young.get_by_text("Ring 999 if you are in danger or hurt.")).to_be_visible()
    tell(young, {**TOLD, "are-you-safe": {"No, I am not safe": True}}, "young-people")
    reference = send(young, "Send it")

    assert sorted(council.subjects_to(LADO)) == [
        f"{reference}: a decision is due by the next working day",
        f"{reference}: contact them now",
    ]
    assert "Hi Jo," in council.last_mail_to(YOUNG).words
    sign_in(lado, council, LADO)
    open_case(lado, reference)
    expect(lado.get_by_text("Held: possible harm", exact=True)).to_be_visible()
    expect(lado.get_by_role("button", name="Confirm", exact=True)).to_be_hidden()
    assert not council.subjects_to(MANAGER)


def test_a_child_under_12_is_helped_by_pictures_and_by_a_grown_up(
    council: Council, open_page: Callable[..., Page]
) -> None:
    child, officer = open_page(320), open_page()
    child.goto("/isle-of-wight/young-people/")
    look_at(child, "Tell us what is not right")
    child.get_by_role("link", name="Print this form to fill in with a pen").click()
    look_at(child, "Tell us what is not right")
    expect(child.get_by_role("button", name="Print this page")).to_be_visible()
    child.get_by_role("link", name="Back").click()
    child.get_by_role("button", name="Start").click()
    child.get_by_role("button", name="Carry on").click()
    child.get_by_label("How old are you?").fill("8")
    child.get_by_role("button", name="Continue").click()
    look_at(child, "Are you safe now?")
    _see_the_picture_beside(child, "Yes, I am safe")
    child.get_by_label("Yes, I am safe").check()
    child.get_by_role("button", name="Continue").click()
    child.get_by_label("Yes", exact=True).check()
    look_at(child, "Is a grown-up helping you?")
    child.get_by_label("Who is helping you?").fill("Miss Pretend")
    child.get_by_role("button", name="Continue").click()
    go_through(
        child,
        {
            "about-you": {"What is your first name?": "Kit"},
            "what-happened": {"What happened?": "They shout at me"},
            "feelings": {"Sad": True, "Scared": True},
            "advocate": {"Yes, find one for me": True},
            "how-to-talk": {"Come and see me": True},
            "where-you-are": {"Where do you live?": "The school on Invented Road"},
        },
    )
    look_at(child, "Is this right?")
    reference = send(child, "Send it")
    assert "complain" not in child.locator("main").inner_text().lower()

    council.go_to("2026-12-18", 9, 20)
    sign_in(officer, council, OFFICER)
    open_case(officer, reference)
    expect(officer.get_by_text("They feel: sad, scared")).to_be_visible()
    expect(officer.get_by_text("A grown-up helped them tell us: Miss Pretend")).to_be_visible()
    expect(officer.get_by_text("See them in person first")).to_be_visible()


def test_a_child_who_is_not_safe_asks_to_be_contacted_now_without_finishing_the_form(
    council: Council, open_page: Callable[..., Page]
) -> None:
    child, lado = open_page(320), open_page()
    child.goto("/isle-of-wight/under-12/are-you-safe")
    child.get_by_label("No, I am not safe").check()
    child.get_by_role("button", name="Continue").click()
    look_at(child, "Get help now")
    child.get_by_role("button", name="Ask somebody to contact me now").click()
    look_at(child, "Ask somebody to contact you now")
    child.get_by_label("How can we reach you?").fill("07700 900 123")
    child.get_by_role("button", name="Ask somebody to contact me now").click()
    look_at(child, "We have asked somebody to contact you")
    reference = child.get_by_text("Your reference is").locator("strong").inner_text()

    assert f"{reference}: contact them now" in council.subjects_to(LADO)
    council.go_to("2026-12-17", 23, 55)
    assert f"{reference}: nobody has contacted them yet" in council.subjects_to("complaints.manager@redress.example")
    sign_in(lado, council, LADO)
    open_case(lado, reference)
    expect(lado.get_by_text("07700 900 123").last).to_be_visible()
    lado.get_by_role("button", name="They have been contacted").click()
    expect(lado.get_by_text("Write down what they said in a note.")).to_be_visible()


def _see_the_picture_beside(page: Page, words: str) -> None:
    """The picture is drawn, on one line with its words, and not over them."""
    label = page.locator("label", has_text=words)
    picture, text = label.locator("svg").bounding_box(), label.locator("span").bounding_box()
    assert picture is not None
    assert text is not None
    assert picture["width"] >= 48
    assert picture["x"] + picture["width"] <= text["x"]


def _the_officer_chooses_the_service(officer: Page, reference: str) -> None:
    open_case(officer, reference)
    officer.get_by_role("link", name="Confirm with changes").click()
    look_at(officer, "Confirm with changes")
    officer.get_by_label("Service").select_option(label="Children looked after")
    officer.get_by_label("Why you are changing it").fill("A placement.")
    officer.get_by_role("button", name="Confirm with these changes").click()
    expect(officer.get_by_text("Confirmed with your changes.")).to_be_visible()

"""The main job from end to end: a mother on her phone, officers at their desks, and every mail and letter read.

Christmas Day, the Monday after it and New Year's Day fall between, and none of them is counted.
"""

from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from tests.journeys.answering import answer_point, note_try, open_by_link, promise
from tests.journeys.council import Council
from tests.journeys.looking import look_at
from tests.journeys.officers import confirm, open_case, sign_in
from tests.journeys.telling import COMPLAINT, go_through, send, tell

pytestmark = pytest.mark.browser

MOTHER = "sam@family.example"
OFFICER = "officer@redress.example"
MANAGER = "manager.children-in-care@redress.example"
SERVICE_MANAGER = "service.manager@redress.example"
HEAD_OF_SERVICE = "head.of.service@redress.example"
COMPLAINTS_MANAGER = "complaints.manager@redress.example"
STAGE_TWO = "stage.two@redress.example"

PERSONAL = ("Sam", "Sample", "Robin", "family.example", "01632 960001", "did not come", "Nobody tells me")

PHONE = 320


def test_a_mother_is_heard_answered_and_asks_for_a_second_look(
    council: Council, open_page: Callable[..., Page]
) -> None:
    mother = open_page(PHONE)
    reference = _she_complains_on_a_thursday_night(council, mother)
    officer = open_page()
    _an_officer_confirms_on_friday(council, officer, reference)
    manager = open_page()
    _the_manager_tries_to_speak(council, manager, reference)
    _day_ten_is_recorded(council, officer, reference)
    _the_answer_is_chased(council, reference)
    _the_manager_answers(council, manager, reference)
    _the_clock_stops_when_the_letter_has_gone(council, open_page(), officer, reference)
    _she_asks_for_a_second_look(council, mother, officer, reference)
    _the_reports_open(council, open_page(), reference)
    for mail in council.staff_mail():
        assert not [word for word in PERSONAL if word in mail.subject + mail.words], mail


def _she_complains_on_a_thursday_night(council: Council, mother: Page) -> str:
    tell(mother, COMPLAINT)
    look_at(mother, "Check what you wrote")
    reference = send(mother)
    look_at(mother, "We have what you sent")
    expect(mother.get_by_text("A person will read what you sent by the next working day.")).to_be_visible()

    receipt = council.last_mail_to(MOTHER)
    assert receipt.subject == f"Your message to us, {reference}"
    assert "Dear Sam Sample," in receipt.words
    assert "by the end of the next working day" in receipt.words
    assert not council.staff_mail(), "nothing reaches the service before somebody has read it"
    mother.goto(receipt.link("/progress/"))
    look_at(mother, "Where things are")
    expect(mother.locator("main")).not_to_contain_text("Robin")
    mother.set_viewport_size({"width": 1280, "height": 800})
    look_at(mother, "Where things are")
    mother.goto("/")
    look_at(mother, "Tell us about children's services")
    mother.set_viewport_size({"width": PHONE, "height": 800})
    return reference


def _an_officer_confirms_on_friday(council: Council, officer: Page, reference: str) -> None:
    council.go_to("2026-12-18", 9, 20)
    sign_in(officer, council, OFFICER)
    look_at(officer, "To confirm")
    officer.get_by_role("link", name=reference).click()
    expect(officer.get_by_text("answered by Mina Madeup")).to_be_visible()
    look_at(officer, reference)
    confirm(officer, reference)
    look_at(officer, reference)

    acknowledgement = council.last_mail_to(MOTHER)
    assert "Mina Madeup" in acknowledgement.words
    assert "You should have your answer by Tuesday 5 January 2027." in acknowledgement.words
    assert "10 working days from the day we received it, Thursday 17 December 2026" in acknowledgement.words
    assert "25 December" in acknowledgement.words
    request = council.last_mail_to(MANAGER)
    assert request.subject == f"Answer complaint {reference} by Tuesday 5 January 2027"


def _the_manager_tries_to_speak(council: Council, manager: Page, reference: str) -> None:
    council.go_to("2026-12-18", 15)
    manager.goto(council.last_mail_to(MANAGER).link("/answer/"))
    look_at(manager, f"Answer complaint {reference} by Tuesday 5 January 2027")
    open_by_link(manager, council.last_mail_to(MANAGER).link("/answer/"))
    look_at(manager, f"Answer complaint {reference}")
    council.go_to("2026-12-22", 9, 5)
    assert council.last_mail_to(MANAGER).subject == f"Complaint {reference}: speak with the person today"
    note_try(manager, "No answer", "It rang out.")
    expect(manager.get_by_role("heading", name="Tries so far")).to_be_visible()
    council.go_to("2027-01-05", 8, 59)
    assert council.subjects_to(MANAGER) == [
        f"Answer complaint {reference} by Tuesday 5 January 2027",
        f"Complaint {reference}: speak with the person today",
        f"Complaint {reference}: the draft is due with the signer",
        f"Complaint {reference}: due tomorrow, Tuesday 5 January 2027",
    ]


def _day_ten_is_recorded(council: Council, officer: Page, reference: str) -> None:
    council.go_to("2027-01-05", 9, 10)
    assert council.last_mail_to(OFFICER).subject == f"Complaint {reference}: the target day is today"
    officer.goto("/desk/work")
    expect(officer.get_by_text("Target day: record the answer")).to_be_visible()
    look_at(officer, "Work")
    open_case(officer, reference)
    officer.get_by_role("link", name="Record the target day").click()
    look_at(officer, "Target day")
    officer.get_by_label("It is late", exact=True).check()
    officer.get_by_label("Reason it is late").select_option(index=1)
    officer.get_by_role("button", name="Keep and tell the person").click()
    expect(officer.get_by_text("Kept. The person is being told.")).to_be_visible()
    told = council.last_mail_to(MOTHER)
    assert "You should have had your answer by today. It is not ready, and we are sorry about that." in told.words
    assert "Tuesday 19 January 2027" in told.words


def _the_answer_is_chased(council: Council, reference: str) -> None:
    council.go_to("2027-01-06", 8, 59)
    assert "is late" not in council.last_mail_to(MANAGER).subject, "nobody is chased before nine on day 11"
    council.go_to("2027-01-06", 9, 1)
    chase = council.last_mail_to(MANAGER)
    assert chase.subject == f"Complaint {reference} is late: working day 11"
    assert "was due on Tuesday 5 January 2027" in chase.words
    assert not council.subjects_to(SERVICE_MANAGER)
    council.go_to("2027-01-08", 9, 1)
    assert council.subjects_to(SERVICE_MANAGER) == [f"Complaint {reference} is late: working day 13"]
    assert council.subjects_to(MANAGER).count(chase.subject) == 1


def _the_manager_answers(council: Council, manager: Page, reference: str) -> None:
    council.go_to("2027-01-11", 10)
    manager.reload()
    note_try(manager, "Spoke", "She wants one person to ring her.")
    answer_point(manager, 1, "Upheld", "Three visits were missed and nobody rang you.")
    manager.get_by_label("Our apology").fill("I am sorry that we left you waiting.")
    manager.get_by_role("group", name="What puts it right").get_by_role("checkbox").first.check()
    promise(manager, "One worker rings you every Friday", "the team manager", "22", "1", "2027")
    manager.get_by_role("group", name="How are you answering?").get_by_label(
        "Telephone call and written response"
    ).check()
    manager.get_by_role("button", name="Read the letter").click()
    look_at(manager, "Read the letter")
    expect(manager.get_by_label("The letter")).to_contain_text("Three visits were missed and nobody rang you.")
    manager.get_by_role("button", name="Give it to be signed").click()
    expect(manager.get_by_role("heading", name=f"Done for now: {reference}")).to_be_visible()
    assert council.last_mail_to(SERVICE_MANAGER).subject == (
        f"Complaint {reference}: an answer to sign off by Tuesday 5 January 2027"
    )


def _the_clock_stops_when_the_letter_has_gone(council: Council, signer: Page, officer: Page, reference: str) -> None:
    sign_in(signer, council, SERVICE_MANAGER)
    signer.goto(council.mail_to(SERVICE_MANAGER)[-2].link("/answer/"))
    look_at(signer, "Sign this answer")
    signer.get_by_role("button", name="Sign and send it").click()
    expect(signer.get_by_role("heading", name=f"Done for now: {reference}")).to_be_visible()
    open_case(officer, reference)
    expect(officer.get_by_text("today is working day 14")).to_be_visible()

    letter = council.last_mail_to(MOTHER)
    assert letter.subject == f"Your message to us, {reference}"
    for words in (
        "Dear Sam Sample,",
        "Monday 11 January 2027",
        "The worker did not come, three times",
        "Three visits were missed and nobody rang you.",
        "I am sorry that we left you waiting.",
        "One worker rings you every Friday. The team manager will see to it by Friday 22 January 2027.",
    ):
        assert words in letter.words
    open_case(officer, reference)
    expect(officer.get_by_text("Answered on Monday 11 January 2027")).to_be_visible()
    officer.get_by_text("The answer as it was sent").click()
    look_at(officer, reference)
    council.go_to("2027-01-25", 12)
    assert council.subjects_to(HEAD_OF_SERVICE) == [], "nobody is chased once the answer has gone"
    assert council.last_mail_to(MOTHER) == letter


def _she_asks_for_a_second_look(council: Council, mother: Page, officer: Page, reference: str) -> None:
    mother.goto(council.last_mail_to(MOTHER).link("/next-stage/"))
    look_at(mother, "Ask for")
    mother.get_by_role("button", name="Ask for").click()
    look_at(mother, "What would put it right?")
    mother.get_by_label("What would put it right?").fill("Somebody from outside the team looks")
    mother.get_by_role("button", name="Continue").click()
    look_at(mother, "How did we answer you?")
    mother.get_by_label("A phone call and a letter or email").check()
    mother.get_by_role("button", name="Continue").click()
    look_at(mother, "Why are you asking for a second look?")
    mother.get_by_label("What was promised did not happen").check()
    mother.get_by_role("button", name="Continue").click()
    look_at(mother, "Check what you wrote, then send it")
    mother.get_by_role("button", name="Ask for a second look").click()
    look_at(mother, "We have your request")
    expect(mother.get_by_text("Your reference is").locator("strong")).to_have_text(reference)
    expect(mother.get_by_text(f"Your complaint keeps its reference, {reference}.")).to_be_visible()

    told = council.last_mail_to(MOTHER)
    assert "You asked for a second look. We have opened it." in told.words
    assert "25 working days" in told.words
    assert council.last_mail_to(STAGE_TWO).subject == f"{reference}: the next stage was asked for"
    open_case(officer, reference)
    main = officer.locator("main")
    expect(main).to_contain_text("Stage 2 asked for on Monday 25 January 2027")
    expect(main).to_contain_text("Somebody from outside the team looks")
    expect(officer.get_by_role("heading", name="Stage 2 (open)")).to_be_visible()
    mother.goto(told.link("/progress/"))
    look_at(mother, "Where things are")


def _the_reports_open(council: Council, reader: Page, reference: str) -> None:
    sign_in(reader, council, "reports@redress.example")
    reader.goto("/reports/")
    look_at(reader, "Reports")
    reader.get_by_role("link", name="How responses were delivered, and escalation").click()
    look_at(reader, "How responses were delivered, and escalation")
    expect(reader.locator("main")).not_to_contain_text(reference)


def test_a_complaint_nobody_answers_climbs_to_the_top_and_she_may_go_on_without_an_answer(
    council: Council, open_page: Callable[..., Page]
) -> None:
    mother, officer = open_page(PHONE), open_page()
    tell(mother, COMPLAINT)
    reference = send(mother)
    council.go_to("2026-12-18", 9, 20)
    sign_in(officer, council, OFFICER)
    confirm(officer, reference)
    council.go_to("2027-01-20", 9, 5)

    late = f"Complaint {reference} is late: working day"
    assert council.subjects_to(OFFICER)[:2] == [
        f"Complaint {reference}: the request has not been opened",
        f"Complaint {reference}: the target day is today",
    ]
    assert council.subjects_to(MANAGER)[1:] == [
        f"Complaint {reference}: speak with the person today",
        f"Complaint {reference}: no try to speak is noted yet",
        f"Complaint {reference}: the draft is due with the signer",
        f"Complaint {reference}: due tomorrow, Tuesday 5 January 2027",
        f"{late} 11",
    ]
    assert council.subjects_to(SERVICE_MANAGER) == [f"{late} 13"]
    assert council.subjects_to(HEAD_OF_SERVICE) == [f"{late} 15"]
    assert council.subjects_to(COMPLAINTS_MANAGER) == [f"{late} 18"]
    assert "in two working days the service manager is told" in council.last_mail_to(MANAGER).words

    right = council.last_mail_to(MOTHER)
    assert "You can now ask for a second look without an answer." in right.words
    mother.goto(right.link("/progress/"))
    mother.get_by_role("link", name="Ask for").click()
    mother.get_by_role("button", name="Ask for").click()
    go_through(mother, {"how-we-answered": {"I have not had an answer": True}})
    mother.get_by_role("button", name="Ask for a second look").click()
    expect(mother.get_by_role("heading", name="We have your request")).to_be_visible()
    assert "You asked for a second look. We have opened it." in council.last_mail_to(MOTHER).words
    council.go_to("2027-02-01", 12)
    assert council.subjects_to(MANAGER).count(f"{late} 11") == 1
    assert council.subjects_to(COMPLAINTS_MANAGER) == [f"{late} 18"]

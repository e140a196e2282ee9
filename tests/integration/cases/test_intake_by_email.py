"""An email dropped on the desk: it fills the screen, keeps its files, and is never attached by itself."""

import io
from collections.abc import Callable
from datetime import date
from email.message import EmailMessage

import pytest
from bs4 import BeautifulSoup
from flask import Flask
from sqlalchemy import select
from werkzeug.test import TestResponse

from authorities.permissions import Role
from authorities.publishing import authority_by_key
from cases.changes import waiting_requests
from cases.conflicts import name_officer
from cases.models import Case, IncomingEmail, UnfinishedIntake
from foundation.database import db
from foundation.files import files_of, pieces_of
from notifications.models import Message
from tests.factories import Council, make_case, make_confirmed_case, make_officer, time_is
from tests.factories.outlook import outlook_mail
from tests.files import JPEG, PDF
from tests.integration.cases.asked import signed_in
from tests.integration.cases.at_the_desk import page_of, text
from tests.integration.cases.sent import run_until
from tests.pages import StrictClient

CHECKED = {"kind": "complaint", "call_choice": "take-complaint"}
"""What is left to say once an email has filled the screen."""


def mail(words: str = "Dear all,\n\nNobody rang me back for three weeks.", **headers: str) -> EmailMessage:
    """A mail from an invented mother, sent at half past midnight in London on the second of December."""
    made = EmailMessage()
    head = {
        "From": "Asha Pretend <asha@family.example>",
        "Subject": "My complaint",
        "Date": "Thu, 02 Dec 2027 00:30:00 +0000",
        "Message-ID": "<one@family.example>",
    }
    for name, value in (head | {key.replace("_", "-"): value for key, value in headers.items()}).items():
        made[name] = value
    made.set_content(words)
    return made


def with_files(made: EmailMessage) -> EmailMessage:
    """The same with a sound PDF, a sound picture, and a program."""
    made.add_attachment(PDF, maintype="application", subtype="pdf", filename="The plan.pdf")
    made.add_attachment(JPEG, maintype="image", subtype="jpeg", filename="photo.jpg")
    made.add_attachment(b"MZ\x90\x00" + b"\x00" * 60, maintype="application", subtype="octet-stream", filename="a.exe")
    return made


def boxes(answer: TestResponse) -> dict[str, str]:
    """Every box of the screen with what stands in it."""
    page = BeautifulSoup(answer.get_data(as_text=True), "html5lib")
    found: dict[str, str] = {}
    for box in page.select("form[data-drop] [name]"):
        name, kind = str(box["name"]), str(box.get("type", ""))
        if box.name == "textarea":
            found[name] = box.get_text()
        elif box.name == "select":
            chosen = box.select_one("option[selected]") or box.select_one("option")
            found[name] = str(chosen["value"]) if chosen else ""
        elif kind in ("radio", "checkbox"):
            if box.has_attr("checked"):
                found[name] = str(box["value"])
        elif kind not in ("file", "submit"):
            found[name] = str(box.get("value", ""))
    return {name: said for name, said in found.items() if name not in ("act", "more")}


def drop(desk: StrictClient, *files: tuple[str, bytes], **typed: str) -> TestResponse:
    """Drop files on the intake screen; gives the screen that they filled."""
    at_first = boxes(desk.get("/desk/intake"))
    sent = {"files": [(io.BytesIO(content), name) for name, content in files]}
    return desk.post("/desk/intake", data=at_first | typed | {"act": "read"} | sent, follow_redirects=True)


def open_it(desk: StrictClient, screen: TestResponse, **typed: str) -> TestResponse:
    """Check the screen and open the case."""
    return desk.post("/desk/intake", data=boxes(screen) | CHECKED | typed)


def the_case() -> Case:
    """The one case there is."""
    return db.session.scalars(select(Case)).one()


@pytest.mark.parametrize("kind", ["eml", "msg"])
def test_a_dropped_email_fills_the_screen_and_opens_as_a_case_with_its_files(desk: StrictClient, kind: str) -> None:
    time_is("2027-12-03", 10)
    made = with_files(mail())
    content = made.as_bytes() if kind == "eml" else as_outlook()
    screen = drop(desk, (f"complaint.{kind}", content))
    filled = boxes(screen)
    assert (filled["name"], filled["email"], filled["channel"]) == ("Asha Pretend", "asha@family.example", "email")
    assert [filled[f"received_on-{part}"] for part in ("day", "month", "year")] == ["2", "12", "2027"]
    assert filled["gist"] == "Nobody rang me back for three weeks."
    assert "Nobody rang me back" in filled["points-0-what"]
    assert "a.exe" in text(screen)
    assert open_it(desk, screen).status_code == 303
    case = the_case()
    assert (case.received_on, case.channel, case.state) == (date(2027, 12, 2), "email", "to-confirm")
    assert case.complainant.email == "asha@family.example"
    kept = {file.name: b"".join(pieces_of(file)) for file in files_of(("case", case.id))}
    assert set(kept) == {f"complaint.{kind}", "The plan.pdf", "photo.jpg"}
    assert (kept["The plan.pdf"], kept[f"complaint.{kind}"]) == (PDF, content)
    email = db.session.scalars(select(IncomingEmail)).one()
    assert (email.case_id, email.subject) == (case.id, "My complaint")
    assert "Email from Asha Pretend: My complaint" in text(desk.get(page_of(case)))


def as_outlook() -> bytes:
    """The same mail as Outlook keeps it."""
    plain = mail()
    head = f"Date: {plain['Date']}\r\nMessage-ID: <one@family.example>\r\n"
    said = {"0037": "My complaint", "1000": plain.get_content(), "007D": head}
    return outlook_mail(
        words=said | {"0C1A": "Asha Pretend", "5D01": "asha@family.example"},
        attached=[("The plan.pdf", PDF), ("photo.jpg", JPEG), ("a.exe", b"MZ\x90\x00" + b"\x00" * 60)],
    )


def test_what_was_typed_before_is_not_replaced_by_the_email(desk: StrictClient) -> None:
    day = {"received_on-day": "30", "received_on-month": "11", "received_on-year": "2027"}
    screen = drop(desk, ("a.eml", mail().as_bytes()), name="Ms A Pretend", **day)
    filled = boxes(screen)
    assert (filled["name"], filled["received_on-day"], filled["email"]) == ("Ms A Pretend", "30", "asha@family.example")


def test_what_cannot_be_read_is_said_and_kept_as_a_file(desk: StrictClient) -> None:
    screen = drop(desk, ("broken.msg", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1 broken"))
    assert "This Outlook email could not be read. Save it again from Outlook, or type what it says." in text(screen)
    assert "broken.msg" in text(screen)
    assert boxes(screen)["name"] == ""


def test_files_without_an_email_are_kept_with_what_is_typed_in_one_press(desk: StrictClient) -> None:
    typed = boxes(desk.get("/desk/intake")) | CHECKED | {
        "channel": "telephone", "relationship": "parent", "child_involved": "no", "gist": "Rang about a letter",
        "received_on-day": "1", "received_on-month": "12", "received_on-year": "2027",
    }  # fmt: skip
    answer = desk.post("/desk/intake", data=typed | {"files": (io.BytesIO(PDF), "letter.pdf")})
    assert answer.status_code == 303
    assert [file.name for file in files_of(("case", the_case().id))] == ["letter.pdf"]


@pytest.mark.parametrize("pressed", [{"more": "points"}, {"act": "same"}])
def test_a_chosen_file_is_kept_whichever_button_is_pressed_and_no_case_opens_by_it(
    desk: StrictClient, pressed: dict[str, str]
) -> None:
    whole = {"channel": "letter", "gist": "Nobody rang", "relationship": "parent", "child_involved": "no"}
    day = {"received_on-day": "1", "received_on-month": "12", "received_on-year": "2027"}
    typed = boxes(desk.get("/desk/intake")) | CHECKED | whole | day | pressed
    screen = desk.post("/desk/intake", data=typed | {"files": [(io.BytesIO(PDF), "plan.pdf")]}, follow_redirects=True)
    assert "plan.pdf" in text(screen)
    assert boxes(screen)["gist"] == "Nobody rang"
    assert db.session.scalars(select(Case)).all() == []


def test_the_hour_of_an_email_is_kept_for_the_clock(desk: StrictClient) -> None:
    time_is("2027-12-03", 10)
    open_it(desk, drop(desk, ("a.eml", mail().as_bytes())))
    assert the_case().received_at.isoformat() == "2027-12-02T00:30:00+00:00"


def test_a_date_to_come_is_not_proposed(desk: StrictClient) -> None:
    screen = drop(desk, ("a.eml", mail(Date="Thu, 02 Dec 2038 00:30:00 +0000").as_bytes()))
    assert boxes(screen)["received_on-year"] == ""
    assert "It says no date that can be true" in text(screen)


def answer_to(case: Case) -> dict[str, str]:
    """The headers of an answer to the last message about a case."""
    run_until()
    message = db.session.scalars(select(Message).where(Message.about_id == case.id)).first()
    assert message is not None
    return {"In_Reply_To": message.message_id_header, "Subject": "Re: something else"}


SPEAKS_OF: dict[str, Callable[[Case], EmailMessage]] = {
    "our message": lambda case: mail(**answer_to(case)),
    "subject": lambda case: mail(Subject=f"Re: Your message to us, {case.reference}"),
    "words": lambda case: mail(f"My reference is {case.reference.replace('-', ' ')}, and nobody rang."),
}


@pytest.mark.parametrize("how", SPEAKS_OF)
def test_a_reply_is_proposed_for_its_case_and_added_when_an_officer_says_so(
    app: Flask, council: Council, how: str
) -> None:
    case = make_confirmed_case(council)
    made = SPEAKS_OF[how](case)
    desk = signed_in(app, council.officer())
    screen = drop(desk, ("reply.eml", with_files(made).as_bytes()))
    assert f"This looks like a reply about {case.reference}" in text(screen)
    assert db.session.scalars(select(IncomingEmail)).all() == []
    intake = db.session.scalars(select(UnfinishedIntake)).one()
    address = f"/desk/intake/{intake.id}/add-to/{case.reference}"
    added = desk.post(address, data=boxes(screen), follow_redirects=True)
    assert "What does it ask for?" in text(added)
    assert {file.name for file in files_of(("case", case.id))} == {"reply.eml", "The plan.pdf", "photo.jpg"}
    assert (the_case().id, intake.state, intake.email) == (case.id, "attached", None)
    assert desk.get("/desk/intake/unfinished").get_data(as_text=True).count("Go on") == 0
    again = desk.post(address, data=boxes(screen), follow_redirects=True)
    assert "This intake is finished." in text(again)
    assert len(db.session.scalars(select(IncomingEmail)).all()) == 1


def test_a_reply_that_is_something_new_opens_a_case_of_its_own(desk: StrictClient, quiet_council: Council) -> None:
    case = make_confirmed_case(quiet_council)
    open_it(desk, drop(desk, ("reply.eml", SPEAKS_OF["subject"](case).as_bytes())))
    assert len(db.session.scalars(select(Case)).all()) == 2


def test_a_mail_dropped_twice_is_known_again(desk: StrictClient) -> None:
    open_it(desk, drop(desk, ("a.eml", mail().as_bytes())))
    screen = drop(desk, ("again.eml", mail().as_bytes()))
    assert f"This looks like a reply about {the_case().reference}" in text(screen)


@pytest.mark.parametrize("why", ["another authority", "named in it"])
def test_of_a_case_an_officer_may_not_open_nothing_is_said(app: Flask, quiet_council: Council, why: str) -> None:
    case = make_case(quiet_council)
    if why == "named in it":
        officer = quiet_council.officer("officer.two")
        name_officer(case, officer, "system")
    else:
        officer = make_officer(authority_by_key("hampshire"), "Hetty Elsewhere", Role.COMPLAINTS_OFFICER)
    desk = signed_in(app, officer)
    content = SPEAKS_OF["subject"](case).as_bytes()
    screen = drop(desk, ("reply.eml", content))
    assert "looks like a reply" not in text(screen)
    intake = db.session.scalars(select(UnfinishedIntake)).one()
    unknown = desk.post(f"/desk/intake/{intake.id}/add-to/C4GH-9X", data=boxes(screen))
    theirs = desk.post(f"/desk/intake/{intake.id}/add-to/{case.reference}", data=boxes(screen))
    assert (theirs.status_code, unknown.status_code) == (404, 404)
    assert text(theirs) == text(unknown)
    assert (db.session.scalars(select(IncomingEmail)).all(), intake.state) == ([], "open")
    assert files_of(("case", case.id)) == []


def test_an_email_is_added_on_the_case_and_asks_for_the_next_stage_in_its_own_words(
    desk: StrictClient, quiet_council: Council
) -> None:
    case = make_confirmed_case(quiet_council)
    time_is("2028-01-10", 10)
    words = "Not good enough.\n\nOn Mon, 3 Jan 2028 at 09:00, Council wrote:\n> Our answer"
    made = mail(words, Date="Fri, 07 Jan 2028 18:00:00 +0000")
    added = add(desk, case, ("later.eml", made.as_bytes()))
    page = BeautifulSoup(added.get_data(as_text=True), "html5lib")
    asks = page.find("a", string="It asks for the next stage")
    assert asks is not None
    form = desk.get(str(asks["href"]))
    assert "Not good enough." in form.get_data(as_text=True)
    day = {"asked_on-day": "7", "asked_on-month": "1", "asked_on-year": "2028"}
    desk.send_form(str(asks["href"]), {"channel": "email", "words": "Not good enough."} | day)
    assert (case.stage_number, case.state) == (2, "open")
    assert "Stage 2 asked for on Friday 7 January 2028" in text(desk.get(page_of(case)))


def add(desk: StrictClient, case: Case, *files: tuple[str, bytes]) -> TestResponse:
    """Add files on a case's page."""
    sent = {"files": [(io.BytesIO(content), name) for name, content in files]}
    return desk.send_form(page_of(case), sent, to=f"{page_of(case)}/emails", follow_redirects=True)


@pytest.mark.parametrize("kind", ["contact", "withdraw"])
def test_an_email_that_asks_for_a_change_changes_nothing_until_a_person_confirms(
    desk: StrictClient, quiet_council: Council, kind: str
) -> None:
    case = make_confirmed_case(quiet_council)
    add(desk, case, ("move.eml", mail("I have a new address: asha@elsewhere.example").as_bytes()))
    email = db.session.scalars(select(IncomingEmail)).one()
    path = f"{page_of(case)}/emails/{email.id}/{kind}"
    for _ in range(2):
        asked = desk.send_form(page_of(case), {}, to=path, follow_redirects=True)
    assert "asha@elsewhere.example" in text(asked)
    assert (case.complainant.email, case.state) == ("asha@family.example", "open")
    assert [request.kind for request in waiting_requests(case.id)] == [kind]
    shown = text(desk.get("/desk/work"))
    assert shown.count("Confirm it with the person over the safe route we had before.") == 1


def test_what_could_not_be_read_of_an_email_stays_named_on_its_case(desk: StrictClient) -> None:
    time_is("2027-12-03", 10)
    crowded = mail()
    for number in range(501):
        crowded.add_attachment(f"Page {number}".encode(), maintype="text", subtype="plain", filename=f"{number}.txt")
    assert open_it(desk, drop(desk, ("crowded.eml", crowded.as_bytes()))).status_code == 303
    (kept,) = db.session.scalars(select(IncomingEmail))
    assert kept.refused == ["It has more parts than can be read. Open the file to see them all."]
    assert "more parts than can be read" in text(desk.get(f"{page_of(the_case())}/emails/{kept.id}"))


def test_of_two_emails_dropped_at_once_the_second_is_kept_and_named(desk: StrictClient) -> None:
    second = mail("And another thing.", Message_ID="<two@family.example>")
    screen = drop(desk, ("one.eml", mail().as_bytes()), ("two.eml", second.as_bytes()))
    assert "“two.eml” is a second email. It is kept as a file" in text(screen)
    (intake,) = db.session.scalars(select(UnfinishedIntake))
    assert [file.name for file in files_of(("intake", intake.id))] == ["one.eml", "two.eml"]


def test_the_same_email_is_added_to_a_case_once(desk: StrictClient, quiet_council: Council) -> None:
    case = make_confirmed_case(quiet_council)
    content = with_files(mail()).as_bytes()
    for _ in range(2):
        add(desk, case, ("a.eml", content))
    assert len(db.session.scalars(select(IncomingEmail)).all()) == 1
    assert len(files_of(("case", case.id))) == 3


def test_files_alone_are_added_and_what_is_refused_is_named(desk: StrictClient, quiet_council: Council) -> None:
    case = make_confirmed_case(quiet_council)
    answer = add(desk, case, ("plan.pdf", PDF), ("a.exe", b"MZ\x90\x00" + b"\x00" * 60))
    assert "The files are kept on the case." in text(answer)
    assert "a.exe" in text(answer)
    assert "choose an email or another file first" in text(add(desk, case))


def test_an_email_of_another_case_is_not_there(desk: StrictClient, quiet_council: Council) -> None:
    case, other = make_confirmed_case(quiet_council), make_confirmed_case(quiet_council)
    add(desk, case, ("a.eml", mail().as_bytes()))
    email = db.session.scalars(select(IncomingEmail)).one()
    assert desk.get(f"{page_of(other)}/emails/{email.id}").status_code == 404

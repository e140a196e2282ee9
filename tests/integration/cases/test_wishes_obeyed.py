"""What a person said about being reached is obeyed by everything that writes, rings or posts."""

from datetime import date
from io import BytesIO
from typing import Any

import pytest
from flask import Flask
from pypdf import PdfReader
from sqlalchemy import select

from application.health import check_mail
from cases import calls, responding
from cases.asking import WORK_CALL, ask_for_call
from cases.confirming import confirm
from cases.intake import PersonGiven
from cases.links import call_link
from cases.models import Case, Stage, WorkItem
from cases.telling import tell
from cases.work import finish_work, finish_work_of
from foundation.database import db, new_id, transaction
from foundation.links import token_for
from notifications.letters import letter_of
from notifications.models import Message
from tests.factories import Council, at_london, make_case, time_is
from tests.integration.cases.asked import browser, finished_draft, make_asked, messages, set_sign_off, signed_in
from tests.integration.cases.sent import run_until, sent

HOME = "1 Nowhere Street\nMadeup\nZZ1 1ZZ"


def person(**said: Any) -> PersonGiven:
    """A mother with an email address, or what else is said."""
    return PersonGiven(**{"name": "Asha Pretend", "relationship": "parent", "email": "asha@family.example"} | said)


def work(case: Case, kind: str) -> WorkItem | None:
    asked = select(WorkItem).where(WorkItem.case_id == case.id, WorkItem.kind == kind, WorkItem.done_at.is_(None))
    return db.session.scalar(asked)


def message(case: Case, wording: str) -> Message:
    (found,) = messages(case, wording)
    db.session.refresh(found)
    return found


def told(case: Case, wording: str) -> Message:
    """A message that an automation asks for now."""
    with transaction():
        stage = db.session.scalar(select(Stage).where(Stage.case_id == case.id, Stage.number == 1))
        tell(case, stage, "complainant", wording, new_id())
    run_until()
    return message(case, wording)


# The way they chose -----------------------------------------------------------


def test_somebody_who_chose_letters_gets_letters_though_we_hold_their_email(council: Council) -> None:
    case = make_case(council, person=person(postal_address=HOME, may_write=True, preferred_channel="letter"))
    run_until()
    receipt = message(case, "receipt")
    assert (receipt.channel, receipt.fate, receipt.to_email) == ("letter", "to-print", None)


def test_a_letter_that_waits_does_not_go_to_an_address_that_is_no_longer_safe(council: Council) -> None:
    case = make_case(council, person=person(email=None, postal_address=HOME, may_write=True))
    with transaction():
        tell(case, None, "complainant", "acknowledgement", new_id())
        case.complainant.may_write = False
    run_until()
    letter = message(case, "acknowledgement")
    assert (letter.fate, letter.fate_reason) == ("cancelled", "They asked us not to write to this address.")


def test_somebody_who_needs_no_answer_is_written_nothing_and_their_complaint_is_still_answered(
    council: Council, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked = make_asked(council, person=person(wants_no_answer=True))
    run_until()
    assert message(asked.case, "receipt").fate == "cancelled"
    assert work(asked.case, "message-failed") is None
    set_sign_off(asked.case, monkeypatch, is_required=False)
    with transaction():
        answer = responding.save_draft(asked.opened, finished_draft(asked.stage), 0)
    with transaction():
        responding.send_answer(asked.opened, answer.edition)
    run_until()
    db.session.refresh(asked.stage)
    assert asked.stage.answered_on == date(2027, 12, 2)
    assert {each.fate for each in db.session.scalars(select(Message).where(Message.person_id.is_not(None)))} == {
        "cancelled"
    }


# Quiet hours -------------------------------------------------------------------


def test_at_night_the_receipt_goes_at_once_and_the_rest_in_the_morning(council: Council) -> None:
    time_is("2027-12-02", 23)
    case = make_case(council, person=person())
    confirm(case, council.officer().id)
    run_until(at_london("2027-12-03", 9))
    receipt, acknowledgement = message(case, "receipt"), message(case, "acknowledgement")
    assert receipt.sent_at is not None
    assert receipt.sent_at < at_london("2027-12-02", 23, 5)
    assert acknowledgement.sent_at is not None
    assert at_london("2027-12-03", 8) <= acknowledgement.sent_at < at_london("2027-12-03", 8, 5)


def test_a_message_that_waits_for_the_morning_says_so_and_worries_nobody(council: Council) -> None:
    time_is("2027-12-02", 23)
    case = make_case(council, person=person())
    run_until()
    waiting = told(case, "acknowledgement")
    assert (waiting.fate, waiting.not_before) == ("waiting", at_london("2027-12-03", 8))
    assert waiting.fate_reason == "It is late: it goes in the morning."
    time_is("2027-12-03", 7, 59)
    assert "waited" not in check_mail().words


def test_what_would_be_late_by_the_morning_goes_at_once(council: Council) -> None:
    time_is("2027-12-02", 23)
    case = make_case(council, person=person())
    run_until()
    stage = db.session.scalars(select(Stage).where(Stage.case_id == case.id, Stage.number == 1)).one()
    stage.target_on = date(2027, 12, 2)
    assert told(case, "answer-late").fate == "sent"


# Easy read, braille, sound, another language, large print -------------------------


@pytest.mark.parametrize(
    ("said", "into"),
    [
        ({"adjustments": ("easy-read",)}, "easy read"),
        ({"adjustments": ("braille", "audio")}, "braille and sound"),
        ({"language": "Polish"}, "their language"),
    ],
)
def test_words_that_a_person_must_make_wait_for_them(council: Council, said: dict[str, Any], into: str) -> None:
    case = make_case(council, person=person(**said))
    run_until()
    assert message(case, "receipt").fate == "sent"
    again = work(case, "say-again")
    assert again is not None
    assert again.what.endswith(f"Send it again as {into}.")

    time_is("2027-12-03", 10)
    held = told(case, "acknowledgement")
    assert (held.fate, held.fate_reason) == ("held", "It is first made into what they can read.")
    item = work(case, "make-ready")
    assert item is not None
    assert f"Make it into {into}" in item.what
    assert item.due_on == date(2027, 12, 6)
    with transaction():
        finish_work(item.id, "officer:somebody")
    run_until()
    assert message(case, "acknowledgement").fate == "sent"


def test_english_is_no_other_language(council: Council) -> None:
    case = make_case(council, person=person(language=" english "))
    run_until()
    assert work(case, "say-again") is None
    assert work(case, "arrange-speaking") is None


def test_a_closing_case_leaves_no_message_held_for_ever(council: Council) -> None:
    case = make_case(council, person=person(adjustments=("easy-read",)))
    time_is("2027-12-03", 10)
    told(case, "acknowledgement")
    item = work(case, "make-ready")
    assert item is not None
    finish_work_of(case.id, ("make-ready",), "system")
    run_until()
    assert message(case, "acknowledgement").fate == "sent"


def test_a_letter_in_large_print_is_larger(council: Council) -> None:
    said = {"email": None, "postal_address": HOME, "may_write": True}
    plain = make_case(council, person=person(**said))
    large = make_case(council, person=person(**said, adjustments=("large-print",)))
    run_until()
    assert b" 18 Tf" not in drawn(letter_of(message(plain, "receipt")))
    assert b" 18 Tf" in drawn(letter_of(message(large, "receipt")))


def test_whoever_posts_a_letter_is_told_what_keeps_the_person_safe(app: Flask, council: Council) -> None:
    safe = "Send it in a plain envelope"
    said = {"email": None, "postal_address": HOME, "may_write": True, "safe_notes": safe, "adjustments": ("audio",)}
    case = make_case(council, person=person(**said))
    run_until()
    page = signed_in(app, council.officer()).get(f"/desk/letters/{message(case, 'receipt').id}").get_data(as_text=True)
    assert safe in page
    assert "They need it as sound too." in page


# Speaking with them ---------------------------------------------------------------


def test_nobody_is_asked_to_speak_with_somebody_who_wants_writing_only(app: Flask, council: Council) -> None:
    asked = make_asked(council, person=person(talk_how="writing-only", phone="01632 960444"))
    page = browser(app)
    page.get(asked.link())
    page.send_form(f"{asked.page}/open", {})
    words = page.get(asked.page).get_data(as_text=True)
    assert "<strong>Do not ring.</strong>" in words
    assert 'value="no-answer"' not in words
    run_until(at_london("2027-12-10", 12))
    assert not {wording for _, wording, _ in sent(asked.case)} & {"speak-to-the-person", "speak-prompt"}


def test_a_call_asked_for_by_the_link_of_somebody_who_wants_writing_only_is_asked_about_in_writing_first(
    council: Council,
) -> None:
    case = make_case(council, person=person(talk_how="writing-only", phone="01632 960444"))
    ask_for_call(case)
    asked = work(case, WORK_CALL)
    assert asked is not None
    assert "write to them first" in asked.what
    assert "safe times" not in asked.what


def test_a_call_asked_for_by_somebody_whose_number_we_do_not_hold_is_written_about_first(council: Council) -> None:
    case = make_case(council, person=person(talk_how="call", phone=None))
    ask_for_call(case)
    asked = work(case, WORK_CALL)
    assert asked is not None
    assert "no number of theirs: write to them first" in asked.what


def test_somebody_who_may_be_rung_is_still_to_be_spoken_with(council: Council) -> None:
    asked = make_asked(council, person=person(talk_how="call", phone="01632 960444"))
    run_until(at_london("2027-12-10", 12))
    assert {"speak-to-the-person", "speak-prompt"} <= {wording for _, wording, _ in sent(asked.case)}


def test_a_call_asked_for_beside_a_complaint_is_taken_back_by_writing_only(council: Council) -> None:
    case = make_case(council, call_choice="both", person=person(talk_how="writing-only"))
    assert calls.call_of(case.id) is None
    assert case.kind == "complaint"


def test_the_call_page_offers_safe_times_alone_and_says_what_keeps_them_safe(app: Flask, council: Council) -> None:
    said = {
        "phone": "01632 960444", "safe_times": ("weekday-morning",), "safe_notes": "Ask for Asha, never Mrs Pretend",
        "contact_through": "Her sister", "adjustments": ("more-time", "somebody-with-me"),
    }  # fmt: skip
    case = make_case(council, call_choice="call-me", points=(), gist="The plan", person=person(**said))
    time_is("2027-12-03", 13)
    confirm(case, council.officer().id)
    page = call_page(app, case)
    assert "<strong>Do not ring now.</strong>" in page
    assert "Monday 6 December 2027, 9am to 12 noon" in page
    assert "to 5pm" not in page
    for words in ("Ask for Asha", "Her sister", "Do not leave a message", "More time to talk", "Somebody with them"):
        assert words in page
    time_is("2027-12-06", 9, 30)
    assert "Now is a time that is safe to ring." in call_page(app, case)


def test_an_interpreter_is_arranged_before_anybody_rings(app: Flask, council: Council) -> None:
    said = {"phone": "01632 960444", "language": "Polish", "adjustments": ("bsl",)}
    case = make_case(council, call_choice="call-me", points=(), gist="The plan", person=person(**said))
    confirm(case, council.officer().id)
    item = work(case, "arrange-speaking")
    assert item is not None
    assert "arrange a British Sign Language interpreter and an interpreter" in item.what
    assert (item.due_on, "Polish" in item.what) == (date(2027, 12, 3), False)
    assert "<strong>Before you speak with them</strong>" in call_page(app, case)


# Young people -----------------------------------------------------------------------


def test_every_message_to_a_young_person_is_in_words_for_young_people(council: Council) -> None:
    young = person(relationship="young-person", is_young=True)
    make_asked(council, person=young, wants_advocate=True)
    run_until(at_london("2028-01-20", 12))
    to_them = {m.wording_key for m in db.session.scalars(select(Message).where(Message.recipient_kind == "person"))}
    assert len(to_them) >= 3
    assert {key for key in to_them if not key.endswith("-young")} == set()


def call_page(app: Flask, case: Case) -> str:
    """The page of the call, opened by its caller's link."""
    call_back = calls.call_of(case.id)
    assert call_back is not None
    link = call_link(call_back)
    caller = browser(app)
    assert link.row_id is not None
    token = token_for(link.purpose, link.row_id, link.generation)
    caller.get(link.path.format(token=token))
    page = f"/answer/calls/{case.reference}"
    caller.send_form(page, {}, to=f"{page}/open")
    return caller.get(page).get_data(as_text=True)


def drawn(pdf: bytes) -> bytes:
    """The drawing commands of the first page."""
    contents = PdfReader(BytesIO(pdf)).pages[0].get_contents()
    assert contents is not None
    return contents.get_data()

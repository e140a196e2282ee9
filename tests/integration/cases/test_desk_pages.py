"""The desk's pages over HTTP: lists, search, each act on a case, and intake."""

from datetime import date

import pytest
from bs4 import BeautifulSoup
from flask import Flask
from sqlalchemy import select
from werkzeug.test import TestResponse

from authorities.leave import set_leave
from cases.allocation import not_mine
from cases.calls import call_of, record_try
from cases.confirming import confirm
from cases.intake import PersonGiven
from cases.models import Case, ExtensionRequest, Note, WorkItem
from cases.timing import ask_more_time
from foundation.database import db
from foundation.events import history
from tests.factories import Council, make_case, make_confirmed_case, time_is
from tests.integration.cases.asked import signed_in
from tests.integration.cases.test_case_at_large import sent_form
from tests.integration.cases.test_opening import stage
from tests.pages import StrictClient

HARM = (("who_are_you", "parent"), ("harm_tick", ("child-may-have-been-hurt",)))


@pytest.fixture
def desk(app: Flask, quiet_council: Council) -> StrictClient:
    """The browser of Ola, a complaints officer."""
    return signed_in(app, quiet_council.officer())


def page_of(case: Case) -> str:
    return f"/desk/cases/{case.reference}"


def press(desk: StrictClient, case: Case, act: str) -> TestResponse:
    """Press one of the buttons on the case's page, and see where it leads."""
    return desk.send_form(page_of(case), {}, to=f"{page_of(case)}/{act}", follow_redirects=True)


def names(case: Case) -> list[str]:
    return [event.name for event in history(case.id)]


def text(answer: TestResponse) -> str:
    return " ".join(BeautifulSoup(answer.get_data(as_text=True), "html5lib").get_text(" ").split())


def error_by(answer: TestResponse, field: str) -> str:
    """The error that stands beside a field."""
    page = BeautifulSoup(answer.get_data(as_text=True), "html5lib")
    found = page.find(id=f"{field}-error")
    assert found is not None, f"no error by {field}"
    return found.get_text(" ", strip=True)


def on_list(desk: StrictClient, key: str) -> set[str]:
    answer = desk.get(f"/desk/lists/{key}")
    assert answer.status_code == 200
    page = BeautifulSoup(answer.get_data(as_text=True), "html5lib")
    return {link.get_text(strip=True) for link in page.select("tbody a.redress-reference")}


def test_each_list_shows_its_cases_and_no_others(desk: StrictClient, quiet_council: Council) -> None:
    ola = quiet_council.officer()
    late = make_confirmed_case(quiet_council)
    nobody = make_confirmed_case(quiet_council)
    not_mine(stage(nobody), quiet_council.manager().id, "wrong-team")
    time_is("2027-12-20", 10)
    waiting = make_case(quiet_council)
    due = make_case(quiet_council)
    confirm(due, quiet_council.officer("officer.two").id)
    held = make_case(quiet_council, triage_values=HARM)
    call = make_case(quiet_council, call_choice="call-me", points=(), gist="Family time")
    confirm(call, ola.id)
    closed = make_case(quiet_council, kind="compliment", points=(), gist="She listened")
    desk.send_form(f"{page_of(closed)}/close", {"reason": "recorded"})
    time_is("2028-01-04", 10)
    every = {
        "to-confirm": {waiting, held},
        "mine": {late, nobody, call},
        "due": {due},
        "late": {late, nobody, call},
        "unallocated": {nobody},
        "calls": {call},
        "held": {held},
        "open": {late, nobody, due, call},
        "answered": set(),
        "closed": {closed},
    }
    for key, cases in every.items():
        assert on_list(desk, key) == {case.reference for case in cases}, key


def test_a_list_that_is_not_there_is_not_found(desk: StrictClient) -> None:
    assert desk.get("/desk/lists/everything").status_code == 404


@pytest.mark.parametrize("typed", ["Pret", "asha", "Kit", "01632 960 444", "+44 1632 960444", "2016-05-09"])
def test_a_case_is_found_by_part_of_a_name_a_telephone_or_a_birthday(
    desk: StrictClient, quiet_council: Council, typed: str
) -> None:
    case = make_case(quiet_council)
    other = PersonGiven(name="Ivo Tarn", relationship="parent", phone="01632 960555")
    make_case(quiet_council, person=other, children=())
    answer = desk.send_form("/desk/lists/open", {"words": typed}, to="/desk/search")
    assert answer.status_code == 200
    assert "1 case found." in text(answer)
    assert case.reference in text(answer)


def test_a_case_is_found_by_its_reference_and_by_the_beginning_of_it(
    desk: StrictClient, quiet_council: Council
) -> None:
    case = make_case(quiet_council)
    for typed in (case.reference, case.reference.lower(), case.reference[:4]):
        answer = desk.send_form("/desk/lists/open", {"words": typed}, to="/desk/search")
        assert case.reference in text(answer), typed


def test_what_was_complained_of_finds_nothing_and_an_empty_search_says_what_to_enter(
    desk: StrictClient, quiet_council: Council
) -> None:
    make_case(quiet_council)
    assert "0 cases found." in text(desk.send_form("/desk/work", {"words": "meeting"}, to="/desk/search"))
    empty = desk.send_form("/desk/work", {"words": ""}, to="/desk/search")
    assert empty.status_code == 400
    assert "Enter part of a name" in error_by(empty, "words")


def test_the_case_page_shows_the_rule_the_count_and_who_looked(desk: StrictClient, quiet_council: Council) -> None:
    case = make_case(quiet_council)
    desk.get(page_of(case))
    shown = text(desk.get(page_of(case)))
    for words in (
        "What the rules propose",
        "answered by Mina Madeup",
        "Nobody told us the meeting had moved.",
        "Thursday 16 December 2027",
        "Friday 3 December 2027: day 1",
        "Asha Pretend",
        "Ola Invented,",
    ):
        assert words in shown
    assert desk.get(page_of(case).lower()).status_code == 200


def test_one_click_confirms_and_a_second_is_harmless(desk: StrictClient, quiet_council: Council) -> None:
    case = make_case(quiet_council)
    token = desk.get(page_of(case))
    assert "Confirm" in text(token)
    first = press(desk, case, "confirm")
    assert "Confirmed. The person and whoever answers are being told." in text(first)
    second = press(desk, case, "confirm")
    assert second.status_code == 409
    assert names(case).count("case.confirmed") == 1


def test_a_change_needs_its_reason_and_keeps_what_was_chosen(desk: StrictClient, quiet_council: Council) -> None:
    case = make_case(quiet_council)
    service = quiet_council.service("care-leavers")
    chosen = {"procedure": "children-statutory", "service": str(service.id), "responder": ""}
    refused = desk.send_form(f"{page_of(case)}/change", chosen)
    assert refused.status_code == 400
    assert "Say why you are changing what the rules proposed." in error_by(refused, "reason")
    page = BeautifulSoup(refused.get_data(as_text=True), "html5lib")
    assert page.select_one("#service option[selected]")["value"] == str(service.id)  # type: ignore[index]
    desk.send_form(f"{page_of(case)}/change", chosen | {"reason": "She has left care."})
    assert (case.state, case.service) == ("open", service)
    assert stage(case).responder == quiet_council.manager("care-leavers")


def test_what_no_rule_fits_is_confirmed_with_a_choice(desk: StrictClient, quiet_council: Council) -> None:
    case = make_case(quiet_council, service=None)
    refused = press(desk, case, "confirm")
    assert "Not confirmed." in text(refused)
    service = quiet_council.service()
    chosen = {"procedure": "corporate", "service": str(service.id), "reason": "About fees."}
    desk.send_form(f"{page_of(case)}/change", chosen)
    assert (case.state, case.procedure) == ("open", "corporate")


def test_somebody_else_is_asked_to_answer(desk: StrictClient, quiet_council: Council) -> None:
    case = make_confirmed_case(quiet_council)
    other = quiet_council.manager("care-leavers")
    nobody = desk.send_form(f"{page_of(case)}/allocate", {"officer": ""})
    assert nobody.status_code == 400
    assert error_by(nobody, "officer").endswith("Choose who answers")
    desk.send_form(f"{page_of(case)}/allocate", {"officer": str(other.id)})
    assert stage(case).responder == other


def test_who_the_case_names_is_not_among_those_who_may_be_asked(desk: StrictClient, quiet_council: Council) -> None:
    named = quiet_council.manager("care-leavers")
    case = make_confirmed_case(quiet_council, named=(named.name,))
    assert named.name not in text(desk.get(f"{page_of(case)}/allocate"))
    refused = desk.send_form(f"{page_of(case)}/allocate", {"officer": str(named.id)})
    assert refused.status_code == 400


def test_a_note_is_kept_and_one_that_is_too_long_is_given_back(desk: StrictClient, quiet_council: Council) -> None:
    case = make_confirmed_case(quiet_council)
    desk.send_form(page_of(case), {"words": "She rang.\nAll is well."}, to=f"{page_of(case)}/note")
    kept = db.session.scalars(select(Note).where(Note.case_id == case.id)).all()
    assert [note.words for note in kept] == ["She rang.\nAll is well."]
    long = "word " * 4_001
    refused = desk.send_form(page_of(case), {"words": long}, to=f"{page_of(case)}/note")
    assert refused.status_code == 400
    assert "Write no more than 20,000 letters in one note" in error_by(refused, "words")
    assert long.strip() in refused.get_data(as_text=True)
    empty = desk.send_form(page_of(case), {"words": "  "}, to=f"{page_of(case)}/note")
    assert "Write the note" in error_by(empty, "words")
    assert db.session.scalars(select(Note.id).where(Note.case_id == case.id)).all() == [kept[0].id]


def test_a_case_is_held_decided_and_let_go(desk: StrictClient, app: Flask, quiet_council: Council) -> None:
    case = make_confirmed_case(quiet_council)
    assert "Held. Nothing reaches the service" in text(press(desk, case, "hold"))
    lado = signed_in(app, quiet_council.officer("lado"))
    nothing = lado.send_form(f"{page_of(case)}/harm", {})
    assert nothing.status_code == 400
    assert "Enter the reasons for the decision" in error_by(nothing, "reasons")
    half = lado.send_form(f"{page_of(case)}/harm", {"reasons": "A bruise."})
    assert "A bruise." in half.get_data(as_text=True)
    lado.send_form(f"{page_of(case)}/harm", {"decision": "referred", "reasons": "A bruise."})
    assert (case.is_held, case.is_restricted) == (True, True)
    press(desk, case, "tell-service")
    assert (case.is_held, case.is_restricted) == (False, True)


@pytest.mark.parametrize(("answer", "until"), [("grant", date(2027, 12, 22)), ("refuse", None)])
def test_more_time_is_granted_or_refused(
    desk: StrictClient, quiet_council: Council, answer: str, until: date | None
) -> None:
    case = make_confirmed_case(quiet_council)
    asked = ask_more_time(stage(case), quiet_council.manager().id, "complexity", "Much.", date(2027, 12, 22))
    assert "More time asked for until Wednesday 22 December 2027" in text(desk.get(page_of(case)))
    press(desk, case, f"more-time/{asked.id}/{answer}")
    assert stage(case).extended_to == until
    assert press(desk, case, f"more-time/{asked.id}/{answer}").status_code == 409


def test_more_time_of_another_case_cannot_be_decided_here(desk: StrictClient, quiet_council: Council) -> None:
    case, other = make_confirmed_case(quiet_council), make_confirmed_case(quiet_council)
    asked = ask_more_time(stage(other), quiet_council.manager().id, "complexity", "Much.", date(2027, 12, 22))
    assert press(desk, case, f"more-time/{asked.id}/grant").status_code == 404
    assert db.session.get_one(ExtensionRequest, asked.id).decision is None


def test_the_target_day_needs_a_choice_and_its_reason(desk: StrictClient, quiet_council: Council) -> None:
    case = make_confirmed_case(quiet_council)
    time_is("2027-12-16", 10)
    path = f"{page_of(case)}/target-day"
    assert "Choose an answer, an extension or late" in error_by(desk.send_form(path, {}), "decision")
    late = desk.send_form(path, {"decision": "late"})
    assert late.status_code == 400
    day = {"until_on-day": "31", "until_on-month": "2", "until_on-year": "2028"}
    wrong = desk.send_form(path, {"decision": "extension", "lawful": "complexity", **day})
    assert wrong.status_code == 400
    assert 'value="31"' in wrong.get_data(as_text=True)
    beyond = {"until_on-day": "1", "until_on-month": "3", "until_on-year": "2028"}
    assert desk.send_form(path, {"decision": "extension", "lawful": "complexity", **beyond}).status_code == 400
    within = {"until_on-day": "24", "until_on-month": "12", "until_on-year": "2027"}
    desk.send_form(path, {"decision": "extension", "lawful": "complexity", **within})
    assert stage(case).extended_to == date(2027, 12, 24)


def test_a_case_is_closed_for_a_reason_and_opened_again(desk: StrictClient, quiet_council: Council) -> None:
    case = make_confirmed_case(quiet_council)
    assert "Choose why the case is closed" in error_by(desk.send_form(f"{page_of(case)}/close", {}), "reason")
    desk.send_form(f"{page_of(case)}/close", {"reason": "withdrawn"})
    assert case.state == "closed"
    assert "Open again." in text(press(desk, case, "reopen"))
    assert (case.state, stage(case).state) == ("open", "open")


@pytest.mark.parametrize(
    ("ending", "state"), [("settled", "settled"), ("complains", "became-complaint"), ("missed", "waiting")]
)
def test_how_a_call_ended_is_kept(desk: StrictClient, quiet_council: Council, ending: str, state: str) -> None:
    case = make_confirmed_case(quiet_council, call_choice="call-me", points=(), gist="Family time")
    call = call_of(case.id)
    assert call is not None
    if ending == "missed":
        state = "became-complaint"
    else:
        record_try(call, quiet_council.manager().id, "spoke", agreed="A plan.")
    assert press(desk, case, f"call/{ending}").status_code == 200
    assert call.state == state


def test_a_referral_to_an_advocate_is_kept_once(desk: StrictClient, quiet_council: Council) -> None:
    young = PersonGiven(name="Jo", relationship="young-person", is_young=True, email="jo@family.example")
    case = make_case(quiet_council, person=young, wants_advocate=True)
    assert "The referral is kept" in text(press(desk, case, "advocate"))
    assert press(desk, case, "advocate").status_code == 409


def test_work_is_listed_and_marked_done(desk: StrictClient, quiet_council: Council) -> None:
    case = make_confirmed_case(quiet_council)
    not_mine(stage(case), quiet_council.manager().id, "wrong-team")
    item = db.session.scalars(select(WorkItem).where(WorkItem.case_id == case.id)).one()
    assert "came back: choose who answers" in text(desk.get("/desk/work"))
    done = desk.send_form("/desk/work", {}, to=f"/desk/work/{item.id}/done", follow_redirects=True)
    assert "Nothing is waiting." in text(done)


def test_a_request_for_the_next_stage_is_taken_in_from_any_words(desk: StrictClient, quiet_council: Council) -> None:
    case = make_confirmed_case(quiet_council)
    time_is("2028-01-10", 10)
    path = f"{page_of(case)}/next-stage"
    blank = desk.send_form(path, {"words": "Not good enough"})
    assert blank.status_code == 400
    assert "Choose how it came" in error_by(blank, "channel")
    assert "Enter the day they asked" in error_by(blank, "asked_on")
    assert "Not good enough" in blank.get_data(as_text=True)
    day = {"asked_on-day": "7", "asked_on-month": "1", "asked_on-year": "2028"}
    tomorrow = day | {"asked_on-day": "11"}
    assert "today or in the past" in error_by(desk.send_form(path, {"channel": "email", **tomorrow}), "asked_on")
    desk.send_form(path, {"channel": "email", "words": "Not good enough", "main_reason": "nobody-spoke", **day})
    assert (case.stage_number, case.state) == (2, "open")
    shown = text(desk.get(page_of(case)))
    assert "Stage 2 asked for on Friday 7 January 2028, email. Main reason: Nobody spoke to the person." in shown


INTAKE = {
    "authority": "isle-of-wight",
    "kind": "complaint",
    "channel": "letter",
    "received_on-day": "1",
    "received_on-month": "12",
    "received_on-year": "2027",
    "gist": "Nobody rang",
    "points-0-what": "She waited three weeks",
    "points-1-what": "Then nobody came",
    "service": "children-looked-after",
    "relationship": "parent",
    "name": "Ivo Tarn",
    "postal_address": "1 Example Lane\nNewport",
    "may_write": "y",
    "call_choice": "take-complaint",
    "child_involved": "yes",
    "children-0-name": "Wren Tarn",
}


def test_a_letter_is_taken_in_with_its_true_date(desk: StrictClient) -> None:
    answer = desk.send_form("/desk/intake", INTAKE)
    assert answer.status_code == 303
    case = db.session.scalars(select(Case)).one()
    assert answer.location.endswith(page_of(case))
    assert (case.received_on, case.channel, case.state) == (date(2027, 12, 1), "letter", "to-confirm")
    assert [point.words for point in case.points] == ["She waited three weeks", "Then nobody came"]
    assert stage(case).target_on == date(2027, 12, 15)
    shown = text(desk.get(page_of(case)))
    assert "Wren Tarn" in shown
    assert "1 Example Lane" in shown


@pytest.mark.parametrize(
    ("wrong", "field", "error"),
    [
        ({"channel": ""}, "channel", "Choose how it came"),
        ({"received_on-day": "31", "received_on-month": "2"}, "received_on", "date"),
        ({"received_on-year": "2030"}, "received_on", "today or in the past"),
        ({"gist": "", "points-0-what": "", "points-1-what": ""}, "gist", "Write the gist, or at least one point"),
        ({"name": "n" * 301}, "name", "no more than 300 letters"),
        ({"points-0-what": "w" * 20_001}, "points-0-what", "no more than 20,000 letters"),
        ({"email": "not an address"}, "email", "email address"),
    ],
)
def test_what_is_wrong_in_an_intake_stands_by_its_field_and_nothing_typed_is_lost(
    desk: StrictClient, wrong: dict[str, str], field: str, error: str
) -> None:
    answer = desk.send_form("/desk/intake", INTAKE | wrong)
    assert answer.status_code == 400
    assert error in error_by(answer, field)
    assert "Wren Tarn" in answer.get_data(as_text=True)
    assert db.session.scalars(select(Case.id)).all() == []


def test_another_row_keeps_what_was_typed(desk: StrictClient) -> None:
    answer = desk.send_form("/desk/intake", INTAKE | {"more": "children"})
    assert answer.status_code == 200
    page = BeautifulSoup(answer.get_data(as_text=True), "html5lib")
    assert page.find(id="children-1-name") is not None
    assert "Then nobody came" in answer.get_data(as_text=True)


def test_the_first_page_of_an_officer_is_the_list_of_what_to_confirm(desk: StrictClient) -> None:
    assert desk.get("/desk/").location.endswith("/desk/lists/to-confirm")


def test_a_stand_in_is_proposed_for_a_manager_who_is_away(desk: StrictClient, quiet_council: Council) -> None:
    other = quiet_council.manager("care-leavers")
    set_leave(quiet_council.manager().id, date(2027, 12, 1), date(2027, 12, 24), other.id, by="test")
    assert f"answered by {other.name}" in text(desk.get(page_of(make_case(quiet_council))))


def test_the_team_reads_every_answer_as_it_was_sent_and_a_manager_does_not(app: Flask, council: Council) -> None:
    submission = sent_form(council)
    case = db.session.scalars(select(Case).where(Case.submission_id == submission.id)).one()
    confirm(case, council.officer().id)
    db.session.commit()

    team = text(signed_in(app, council.officer()).get(page_of(case)))
    manager = text(signed_in(app, council.manager()).get(page_of(case)))

    assert "Every answer, as it was sent" in team
    assert "Every answer, as it was sent" not in manager
    assert case.reference in manager

"""A case at the desk: its page, and each act that may be done with it."""

from datetime import date

import pytest
from bs4 import BeautifulSoup
from flask import Flask
from sqlalchemy import select

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
from tests.integration.cases.at_the_desk import error_by, page_of, press, text
from tests.integration.cases.test_case_at_large import sent_form
from tests.integration.cases.test_opening import stage
from tests.pages import StrictClient


def names(case: Case) -> list[str]:
    return [event.name for event in history(case.id)]


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
    desk.send_form(f"{page_of(case)}/close", {"reason": "recorded"})
    assert case.state == "closed"
    today = {"on-day": "2", "on-month": "12", "on-year": "2027"}
    again = desk.send_form(f"{page_of(case)}/acts/reopen", today | {"reason": "by-mistake"}, follow_redirects=True)
    assert "Open again." in text(again)
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

"""A case from the form to its close, a new bank holiday, and the commands."""

import json
from datetime import date

import pytest
from flask import Flask
from sqlalchemy import select, update

from cases.closing import close
from cases.confirming import confirm
from cases.models import Case, ClockEvent, WorkItem
from cases.next_steps import what_happens_next
from foundation.clock import business_now
from foundation.database import db, new_id
from foundation.encryption import new_data_key
from foundation.errors import Conflict
from foundation.events import publish
from foundation.holiday_file import ListedHoliday
from foundation.holidays import add_holidays
from tests.factories import Council, at_london, make_case, make_confirmed_case
from tests.integration.cases.acted import do
from tests.integration.cases.sent import run_until, sent, wordings_sent
from tests.integration.cases.test_opening import stage
from webform.models import FormVersion, Submission
from workflows.carrying_out import need_a_person
from workflows.models import WorkflowRun

ANSWERS = {
    "kind": "complaint",
    "who_are_you": "parent",
    "call_choice": "both",
    "child_involved": "yes",
    "children": [{"name": "Kit Pretend", "date_of_birth": None, "relationship": "my son"}],
    "harm_tick": ["none"],
    "points": [{"what": "Nobody rang."}],
    "service": "children-looked-after",
    "name": "Asha Pretend",
    "email": "asha@family.example",
    "call_times": ["weekday-morning"],
}


def sent_form(council: Council, form_key: str = "tell-us") -> Submission:
    form = db.session.scalars(
        select(FormVersion).where(FormVersion.authority_id == council.authority.id, FormVersion.key == form_key)
    ).one()
    submission = Submission(
        data_key=new_data_key("submission"),
        authority_id=council.authority.id,
        draft_id=new_id(),
        form_version_id=form.id,
        form_key=form_key,
        reference="R7KD-2M",
        received_at=business_now(),
    )
    submission.answers = ANSWERS
    db.session.add(submission)
    db.session.flush()
    publish(
        "submission.received",
        stream=("submission", submission.id),
        authority_id=council.authority.id,
        payload={"form_key": form_key, "submission_id": str(submission.id)},
        actor="person",
    )
    return submission


def test_what_officers_take_in_never_gets_the_reference_of_something_sent(
    council: Council, monkeypatch: pytest.MonkeyPatch
) -> None:
    submission = sent_form(council)
    db.session.execute(update(Case).where(Case.submission_id == submission.id).values(reference="R7KD-XX"))
    drawn = iter(["R7KD-2M", "R7KD-XX", "C3CC-99"])
    monkeypatch.setattr("webform.submissions.new_reference", lambda: next(drawn))
    assert make_case(council).reference == "C3CC-99"


def test_a_sent_form_has_its_case_in_the_same_transaction_and_says_what_comes_next(council: Council) -> None:
    submission = sent_form(council)
    case = db.session.scalars(select(Case).where(Case.submission_id == submission.id)).one()
    assert (case.reference, case.state) == ("R7KD-2M", "to-confirm")
    steps = what_happens_next(submission.id)
    assert steps is not None
    assert any("will ring you by Monday 6 December 2027" in line for line in steps.lines)
    assert steps.progress_link is not None
    assert "/isle-of-wight/progress/" in steps.progress_link
    assert what_happens_next(new_id()) is None


def test_a_person_without_email_gets_a_letter_to_print_and_the_team_a_task(council: Council) -> None:
    case = make_case(council)
    person = case.complainant
    person.email, person.postal_address, person.may_write = None, "1 Pretend Street\nNewport\nPO30 0AA", True
    run_until()
    assert sent(case) == []
    assert [item.kind for item in db.session.scalars(select(WorkItem).where(WorkItem.case_id == case.id))] == ["letter"]


def test_a_person_nobody_can_write_to_is_reached_by_the_team(council: Council) -> None:
    case = make_case(council)
    case.complainant.email = None
    run_until()
    kinds = [item.kind for item in db.session.scalars(select(WorkItem).where(WorkItem.case_id == case.id))]
    assert kinds == ["message-failed"]


def test_a_new_bank_holiday_moves_live_clocks_and_the_chase(council: Council) -> None:
    case = make_confirmed_case(council)
    run_until(at_london("2027-12-09", 12))
    surprise = ListedHoliday.model_validate(
        {"on": "2027-12-14", "name": "A surprise", "kept_in": ["england-and-wales"]}
    )
    add_holidays([surprise], source="A proclamation", by="test")
    run_until(at_london("2027-12-20", 12))
    assert stage(case).target_on == date(2027, 12, 17)
    assert sent(case, "chase-manager") == [("20 Dec 09:00", "chase-manager", council.manager().name)]
    noted = db.session.scalars(select(ClockEvent).where(ClockEvent.what == "counted-again")).all()
    assert {(event.reason, event.until) for event in noted} >= {("holiday-table", date(2027, 12, 17))}


def test_a_closed_case_is_chased_no_more_and_may_be_opened_again(council: Council) -> None:
    case = make_confirmed_case(council)
    run_until()
    do(council, case, "withdraw")
    run_until(at_london("2028-01-06", 12))
    assert set(wordings_sent(case)) == {"receipt", "request-to-answer", "acknowledgement", "withdrawn"}
    do(council, case, "reopen", reason="by-mistake")
    assert (case.state, stage(case).state, case.closed_on) == ("open", "open", None)


def test_a_case_with_a_call_still_owed_does_not_close(council: Council) -> None:
    case = make_case(council, call_choice="both")
    confirm(case, council.officer().id)
    with pytest.raises(Conflict, match="waiting for a call"):
        close(case, council.officer().id, "recorded")


def test_a_flow_that_fails_is_somebodys_work(council: Council) -> None:
    case = make_confirmed_case(council)
    run_until()
    run = db.session.scalars(select(WorkflowRun).where(WorkflowRun.subject_id == case.id).limit(1)).one()
    need_a_person(run)
    need_a_person(run)
    raised = db.session.scalars(select(WorkItem).where(WorkItem.source_id == run.id)).all()
    assert [(item.kind, item.case_id, item.officer_id) for item in raised] == [("flow-failed", case.id, case.owner_id)]


def test_the_commands_show_and_explain_a_case_without_anybodys_words(app: Flask, council: Council) -> None:
    case = make_confirmed_case(council)
    db.session.commit()
    shown = json.loads(app.test_cli_runner().invoke(args=["cases", "show", case.reference, "--json"]).output)
    assert shown["stages"][0]["clocks"][1]["target_on"] == "2027-12-16"
    assert shown["events"][0]["name"] == "case.opened"
    assert "Pretend" not in json.dumps(shown)
    explained = app.test_cli_runner().invoke(args=["cases", "explain", case.reference]).output
    assert "Stage 1 answer: 2027-12-16" in explained
    assert "2027-12-04  Saturday" in explained
    refused = app.test_cli_runner().invoke(args=["cases", "show", "R7KD-2X"])
    assert refused.exit_code == 1
    assert refused.output == "Error: There is no case R7KD-2X.\n"


def test_the_ladder_can_be_rehearsed_on_an_invented_case(app: Flask, council: Council) -> None:
    db.session.commit()
    arguments = ["workflows", "rehearse", "response-ladder", "--received", "2027-12-02", "--json"]
    told = json.loads(app.test_cli_runner().invoke(args=arguments).output)
    rungs = [(step["at"][:10], step["working_day"]) for step in told["steps"] if "chase" in step["does"]]
    assert rungs == [("2027-12-17", 11), ("2027-12-21", 13), ("2027-12-23", 15), ("2027-12-30", 18)]

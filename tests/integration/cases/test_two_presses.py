"""The same button pressed in two tabs at one moment: the second press sees what the first did."""

from collections.abc import Callable
from datetime import date

import pytest
from flask import Flask
from sqlalchemy import select

from cases import calls, harm, timing
from cases.allocation import allocate, not_mine, note_request_opened
from cases.calls import call_of
from cases.confirming import confirm
from cases.models import Case, ExtensionRequest, Stage
from cases.notes import advocate_referred, referral_of
from cases.timing import ask_more_time
from foundation.database import db
from foundation.errors import Conflict, RedressError
from foundation.events import history
from tests.factories import Council, make_case, make_confirmed_case
from tests.integration.cases.acted import do
from tests.integration.cases.test_opening import stage

HARM = (("who_are_you", "parent"), ("harm_tick", ("child-may-have-been-hurt",)))

Act = Callable[[Case], object]


def twice_at_once(app: Flask, case: Case, act: Act) -> RedressError | None:
    """Do the act in a tab that opened before another tab did it; gives how it was refused."""
    for row in (Case, Stage):
        db.session.scalars(select(row)).all()
    call_of(case.id), referral_of(case.id), harm.decision_of(case.id)
    db.session.scalars(select(ExtensionRequest)).all()
    with app.app_context():
        act(db.session.get_one(Case, case.id))
        db.session.commit()
    try:
        act(case)
    except RedressError as refused:
        return refused
    return None


def times(case: Case, name: str) -> int:
    return sum(event.name == name for event in history(case.id))


def test_a_case_is_closed_and_opened_again_once(app: Flask, council: Council) -> None:
    case = make_confirmed_case(council)
    assert isinstance(twice_at_once(app, case, lambda one: do(council, one, "withdraw")), Conflict)
    again = twice_at_once(app, case, lambda one: do(council, one, "reopen", reason="by-mistake"))
    assert isinstance(again, Conflict)
    assert times(case, "case.closed") == times(case, "case.reopened") == 1


def test_a_case_is_confirmed_once(app: Flask, council: Council) -> None:
    case, officer_id = make_case(council), council.officer().id
    assert isinstance(twice_at_once(app, case, lambda one: confirm(one, officer_id)), Conflict)
    assert times(case, "stage.confirmed") == 1


def test_a_stage_is_handed_back_once(app: Flask, council: Council) -> None:
    case = make_confirmed_case(council)
    asked_id = stage(case).responder_id
    assert asked_id is not None
    assert isinstance(twice_at_once(app, case, lambda one: not_mine(stage(one), asked_id, "left")), Conflict)
    assert times(case, "stage.not-mine") == 1


def test_a_request_is_opened_for_the_first_time_once(app: Flask, council: Council) -> None:
    case = make_confirmed_case(council)
    assert twice_at_once(app, case, lambda one: note_request_opened(stage(one))) is None
    assert times(case, "request.opened") == 1


def test_nobody_is_asked_once_another_tab_has_held_the_case(app: Flask, council: Council) -> None:
    case, officer, manager = make_confirmed_case(council), council.officer(), council.manager()
    opened = stage(case)
    with app.app_context():
        harm.suspect(db.session.get_one(Case, case.id), ["marked by an officer"], officer.email)
        db.session.commit()
    with pytest.raises(Conflict):
        allocate(opened, manager.id, "system")


def test_more_time_is_decided_once(app: Flask, council: Council) -> None:
    case, officer_id = make_confirmed_case(council), council.officer().id
    asked = ask_more_time(stage(case), council.manager().id, "complexity", "", date(2027, 12, 23))

    def grant(_: Case) -> None:
        timing.decide_more_time(db.session.get_one(ExtensionRequest, asked.id), officer_id, grant=True)

    assert isinstance(twice_at_once(app, case, grant), Conflict)
    assert times(case, "extension.granted") == 1


def test_the_harm_decision_is_taken_once_and_the_hold_ends_once(app: Flask, council: Council) -> None:
    case, officer_id = make_case(council, triage_values=HARM), council.officer("lado").id

    def decide(one: Case) -> None:
        harm.decide(one, officer_id, "referred", "Police told.", service_may_be_told=False)

    assert isinstance(twice_at_once(app, case, decide), Conflict)
    assert twice_at_once(app, case, lambda one: harm.let_service_be_told(one, officer_id)) is None
    assert times(case, "harm.decided") == times(case, "harm.hold-ended") == 1


def test_an_advocate_is_asked_for_once(app: Flask, council: Council) -> None:
    case, officer_id = make_case(council, wants_advocate=True), council.officer().id
    assert isinstance(twice_at_once(app, case, lambda one: advocate_referred(one, officer_id)), Conflict)
    assert times(case, "advocate.referred") == 1


def test_a_call_is_made_and_becomes_a_complaint_once(app: Flask, council: Council) -> None:
    case, manager_id = make_case(council, call_choice="call-me", points=(), gist="Family time"), council.manager().id
    confirm(case, council.officer().id)

    def made(one: Case) -> None:
        found = call_of(one.id)
        assert found is not None
        calls.record_try(found, manager_id, "spoke", agreed="A plan by Friday.")

    def complains(one: Case) -> None:
        found = call_of(one.id)
        assert found is not None
        calls.still_wants_to_complain(found, "person")

    assert isinstance(twice_at_once(app, case, made), Conflict)
    assert twice_at_once(app, case, complains) is None
    assert times(case, "call-back.made") == times(case, "call-back.became-complaint") == 1

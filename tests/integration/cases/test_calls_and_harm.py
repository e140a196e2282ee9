"""Calls that swallow no complaint; harm that reaches nobody at the service; an advocate in a day."""

from datetime import date

import pytest
from sqlalchemy import select

from cases import calls, harm
from cases.allocation import allocate
from cases.calls import call_of
from cases.closing import close
from cases.confirming import confirm
from cases.intake import PersonGiven
from cases.models import CallBack, Case, WorkItem
from cases.notes import advocate_referred
from foundation.database import db
from foundation.errors import Conflict
from notifications.models import Message
from tests.factories import Council, at_london, make_case, time_is
from tests.integration.cases.sent import run_until, sent, wordings_sent
from tests.integration.cases.test_opening import stage

HARM = (("who_are_you", "parent"), ("harm_tick", ("child-may-have-been-hurt",)))


def call(case: Case) -> CallBack:
    found = call_of(case.id)
    assert found is not None
    return found


def booked(council: Council) -> Case:
    case = make_case(council, call_choice="call-me", points=(), gist="The family time plan")
    run_until(at_london("2027-12-03", 9, 30))
    confirm(case, council.officer().id)
    run_until()
    return case


def test_what_was_agreed_goes_to_the_person_and_silence_closes_nothing(council: Council) -> None:
    case = booked(council)
    assert wordings_sent(case) == ["receipt-call", "call-request"]
    calls.record_try(call(case), council.manager().id, "spoke", agreed="A plan by Friday.")
    run_until(at_london("2028-01-20", 12))
    assert wordings_sent(case) == ["receipt-call", "call-request", "call-agreed"]
    assert case.state == "open"
    with pytest.raises(Conflict):
        close(case, council.officer().id, "recorded")


def test_somebody_else_asked_to_ring_is_told_and_the_first_link_opens_nothing(council: Council) -> None:
    case = booked(council)
    first, generation = call(case).caller_id, call(case).link_generation
    other = council.invented.officers["service.manager"]
    allocate(stage(case, 0), other.id, "system")
    run_until()
    assert first != other.id
    assert (call(case).caller_id, call(case).link_generation) == (other.id, generation + 1)
    asked = select(Message.officer_id).where(Message.wording_key == "call-request").order_by(Message.id)
    assert db.session.scalars(asked).all() == [first, other.id]


def test_work_to_choose_who_rings_is_done_when_somebody_is_chosen(council: Council) -> None:
    case = make_case(council, call_choice="call-me", points=(), gist="The family time plan")
    run_until(at_london("2027-12-03", 9, 30))
    waiting = select(WorkItem.kind).where(WorkItem.case_id == case.id, WorkItem.done_at.is_(None))
    assert "call-allocate" in db.session.scalars(waiting).all()
    confirm(case, council.officer().id)
    assert db.session.scalars(waiting).all() == []


def test_a_call_that_did_not_settle_it_is_a_complaint_dated_from_when_they_say_so(council: Council) -> None:
    case = booked(council)
    calls.record_try(call(case), council.manager().id, "spoke", agreed="A plan by Friday.")
    run_until(at_london("2027-12-08", 18))
    calls.still_wants_to_complain(call(case), "person")
    calls.still_wants_to_complain(call(case), "person")
    run_until()
    assert (case.kind, case.state, case.received_on) == ("complaint", "to-confirm", date(2027, 12, 2))
    assert (stage(case).requested_on, stage(case).target_on) == (date(2027, 12, 8), date(2027, 12, 22))
    confirm(case, council.officer().id)
    run_until()
    assert sorted(wordings_sent(case)[-2:]) == ["acknowledgement", "request-to-answer"]


def test_three_tries_without_an_answer_make_a_complaint_dated_from_the_first_contact(council: Council) -> None:
    case = booked(council)
    for hour in (10, 13, 17):
        time_is("2027-12-03", hour)
        for _pressed_twice in range(2):
            if call(case).state == "waiting":
                calls.record_try(call(case), council.manager().id, "no-answer")
        assert case.kind == ("complaint" if hour == 17 else "call-back")
    run_until()
    assert (case.kind, case.state, stage(case).requested_on) == ("complaint", "to-confirm", date(2027, 12, 2))
    assert wordings_sent(case)[-1] == "call-missed"


def test_a_call_nobody_makes_is_chased_and_then_becomes_a_complaint(council: Council) -> None:
    case = booked(council)
    run_until(at_london("2027-12-10", 12))
    assert [(when, wording) for when, wording, _ in sent(case)][1:] == [
        ("03 Dec 09:30", "call-request"),
        ("06 Dec 09:00", "call-due"),
        ("07 Dec 09:00", "call-late"),
        ("09 Dec 09:00", "call-missed"),
    ]
    assert (case.kind, stage(case).target_on) == ("complaint", date(2027, 12, 16))


def test_a_held_case_reaches_the_person_and_nobody_at_the_service(council: Council) -> None:
    case = make_case(council, triage_values=HARM)
    run_until(at_london("2027-12-07", 12))
    assert sent(case) == [
        ("02 Dec 21:40", "receipt", "Asha Pretend"),
        ("02 Dec 21:40", "harm-decision", "Lado Invented"),
        ("06 Dec 09:00", "harm-chase", "Lado Invented"),
        ("06 Dec 09:00", "harm-late", "Cleo Invented"),
        ("07 Dec 09:00", "harm-chase", "Lado Invented"),
        ("07 Dec 09:00", "harm-late", "Cleo Invented"),
    ]
    harm.decide(case, council.officer("lado").id, "not-referred", "A door, not a hand.", service_may_be_told=True)
    confirm(case, council.officer().id)
    run_until()
    assert sorted(wordings_sent(case)[-2:]) == ["acknowledgement", "request-to-answer"]
    open_kinds = select(WorkItem.kind).where(WorkItem.case_id == case.id, WorkItem.done_at.is_(None))
    assert "harm-decision" not in db.session.scalars(open_kinds).all()


def test_harm_flagged_later_stops_every_chaser(council: Council) -> None:
    case = make_case(council)
    run_until(at_london("2027-12-03", 9, 30))
    confirm(case, council.officer().id)
    run_until(at_london("2027-12-13", 12))
    before = sent(case)
    harm.suspect(case, ["officer"], f"officer:{council.officer().id}")
    run_until(at_london("2027-12-22", 12))
    told = {name for _, wording, name in sent(case)[len(before) :] if not wording.startswith("harm-")}
    assert told == set()


def test_an_advocate_is_asked_for_within_a_day_and_it_climbs(council: Council) -> None:
    young = PersonGiven(name="Jo", relationship="young-person", is_young=True, email="jo@family.example")
    case = make_case(council, person=young, wants_advocate=True)
    run_until(at_london("2027-12-06", 12))
    assert sent(case) == [
        ("02 Dec 21:40", "receipt-young", "Jo"),
        ("02 Dec 21:40", "advocate-asked", "Complaints team"),
        ("06 Dec 09:00", "advocate-late", "Cleo Invented"),
    ]
    advocate_referred(case, council.officer().id)
    run_until(at_london("2027-12-09", 12))
    assert wordings_sent(case)[3:] == ["advocate-referred-young"]

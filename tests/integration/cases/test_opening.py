"""What a case begins with."""

from datetime import date
from typing import Any

import pytest
from sqlalchemy import select

from authorities.models import Officer
from authorities.sessions import viewer_for
from cases.access import may_see
from cases.calls import call_of
from cases.conflicts import match_officers
from cases.harm import decision_of
from cases.intake import PersonGiven
from cases.models import Case, CaseClock, Stage
from cases.notes import referral_of
from cases.opening import open_case
from cases.proposing import proposal_for
from cases.reading import read_answers
from cases.searching import hashes_sought
from foundation.clock import business_now
from foundation.database import db
from foundation.events import history
from tests.factories import Council, make_case


def stage(case: Case, number: int = 1) -> Stage:
    return db.session.execute(select(Stage).where(Stage.case_id == case.id, Stage.number == number)).scalar_one()


def event_names(case: Case) -> list[str]:
    return [event.name for event in history(case.id)]


def test_a_complaint_waits_for_an_officer_with_its_clock_running_from_receipt(quiet_council: Council) -> None:
    case = make_case(quiet_council)
    assert (case.state, case.kind, case.received_on) == ("to-confirm", "complaint", date(2027, 12, 2))
    assert (stage(case).state, stage(case).target_on, stage(case).limit_on) == (
        "proposed",
        date(2027, 12, 16),
        date(2028, 1, 4),
    )
    assert event_names(case) == ["case.opened"]


def test_the_rule_that_fired_is_shown_with_who_would_answer(quiet_council: Council) -> None:
    proposal = proposal_for(make_case(quiet_council))
    assert proposal.rule == "child-and-social-care"
    assert proposal.procedure == "children-statutory"
    assert proposal.answerer == quiet_council.manager()
    assert proposal.blocks == ()
    assert any("child_involved is yes" in text for text, _ in proposal.used)


def test_a_corporate_answer_clock_waits_for_the_acknowledgement(quiet_council: Council) -> None:
    case = make_case(quiet_council, service="sen")
    clocks = db.session.scalars(select(CaseClock.key).where(CaseClock.stage_id == stage(case).id)).all()
    assert clocks == ["acknowledge"]
    assert stage(case).target_on == date(2027, 12, 23)


def test_what_no_rule_fits_waits_without_a_stage(quiet_council: Council) -> None:
    case = make_case(quiet_council, child_involved="not-sure")
    assert case.state == "to-confirm"
    assert db.session.scalars(select(Stage).where(Stage.case_id == case.id)).all() == []
    assert "No rule fits" in proposal_for(case).blocks[0]


def test_a_call_asked_for_has_two_working_days_and_is_no_complaint(quiet_council: Council) -> None:
    case = make_case(quiet_council, call_choice="call-me", points=())
    call_back = call_of(case.id)
    assert call_back is not None
    assert (case.kind, call_back.due_on, stage(case, 0).key) == ("call-back", date(2027, 12, 6), "call-back")
    assert event_names(case) == ["case.opened", "call-back.asked"]


def test_both_opens_the_complaint_and_the_call(quiet_council: Council) -> None:
    case = make_case(quiet_council, call_choice="both")
    assert case.kind == "complaint"
    assert stage(case, 0).procedure == "call-back"
    assert stage(case, 1).procedure == "children-statutory"


def test_a_ticked_harm_box_restricts_and_holds_until_a_named_person_decides(quiet_council: Council) -> None:
    ticked = (("who_are_you", "parent"), ("harm_tick", ("child-may-have-been-hurt",)))
    case = make_case(quiet_council, triage_values=ticked)
    decision = decision_of(case.id)
    assert decision is not None
    assert case.is_restricted
    assert case.is_held
    assert decision.decider == quiet_council.officer("lado")
    assert decision.due_on == date(2027, 12, 3)
    assert event_names(case) == ["case.opened", "harm.suspected"]


def test_words_alone_can_hold_a_case(quiet_council: Council) -> None:
    assert make_case(quiet_council, points=("The foster carer slapped him.",)).is_held
    assert not make_case(quiet_council, points=("The foster carer is kind to him.",)).is_held


@pytest.mark.parametrize(
    "given",
    [
        {"points": [{"what": "It is about my son", "when": "The day the foster carer hit him"}]},
        {"safe_notes": "Do not ring: my carer hits me when she hears"},
        {"adjustments_words": "I cannot see staff alone since one of them touched me"},
        {"contact_through": "My aunt. The carer I live with hurt me"},
    ],
    ids=["when", "safe", "adjustments", "through"],
)
def test_harm_is_seen_wherever_it_was_written(quiet_council: Council, given: dict[str, Any]) -> None:
    said = {"kind": "complaint", "child_involved": "yes", "points": [{"what": "Nobody listens"}]}
    plain = open_case(quiet_council.authority.id, read_answers("tell-us", said, business_now()), "person")
    case = open_case(quiet_council.authority.id, read_answers("tell-us", said | given, business_now()), "person")
    assert (plain.is_held, case.is_held, case.is_restricted) == (False, True, True)


def test_the_lead_who_is_named_does_not_decide(quiet_council: Council) -> None:
    case = make_case(quiet_council, named=("Lado Invented",), points=("The worker hit her.",))
    decision = decision_of(case.id)
    assert decision is not None
    assert decision.decider == quiet_council.officer("complaints.manager")


def test_a_named_manager_is_matched_and_somebody_above_them_is_proposed(quiet_council: Council) -> None:
    manager = quiet_council.manager()
    case = make_case(quiet_council, named=(f"Ms {manager.name.upper()}",))
    assert [person.officer_id for person in case.named_people] == [manager.id]
    assert proposal_for(case).answerer == quiet_council.officer("service.manager")
    assert not may_see(viewer_for(manager), case)


def test_a_young_person_who_says_yes_has_an_advocate_referral_due_next_working_day(quiet_council: Council) -> None:
    case = make_case(
        quiet_council,
        person=PersonGiven(name="Jo", relationship="young-person", is_young=True, email="jo@family.example"),
        service=None,
        wants_advocate=True,
    )
    referral = referral_of(case.id)
    assert referral is not None
    assert (case.is_young_person, referral.due_on) == (True, date(2027, 12, 3))
    assert proposal_for(case).rule == "young-person"


@pytest.mark.parametrize("typed", ["pret", "ASHA", "01632960444", "+44 1632 960 444", "Kit Pretend", "2016-05-09"])
def test_a_case_is_found_by_names_telephone_and_date_of_birth(quiet_council: Council, typed: str) -> None:
    case = make_case(quiet_council)
    found = db.session.scalars(select(Case.id).where(Case.search.contains(hashes_sought(typed)))).all()
    assert found == [case.id]


@pytest.mark.parametrize(
    ("name", "means"),
    [
        ("Mina Madeup", "Mina Madeup"),
        ("madeup, mina", "Mina Madeup"),
        ("Mrs Mina Madeup", "Mina Madeup"),
        ("Mina Jane Madeup", "Mina Madeup"),
        ("Mina", "Mina Madeup"),
        ("Madeup", None),
        ("Mina Somebody", None),
        ("!", None),
    ],
)
def test_a_name_means_an_officer_only_when_it_fits_just_one(council: Council, name: str, means: str | None) -> None:
    found = match_officers([name]).get(name)
    assert (db.session.get_one(Officer, found).name if found else None) == means

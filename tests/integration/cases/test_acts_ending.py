"""A case that ends without our answer: withdrawn, refused, declined, referred early, handed over; and opened again.

The complaint came on Thursday 2 December 2027: working day 10 is Thursday 16 December, day 20 Tuesday 4 January.
"""

from datetime import date

import pytest
from flask import Flask

from authorities.permissions import Grant, Role, Viewer
from cases.acting import approve, do_not_approve
from cases.actors import by_officer
from cases.clocks import clocks_of, stop_response
from cases.conflicts import name_officer
from cases.escalation import Asked, request_next_stage
from cases.intake import PersonGiven
from cases.lifecycle import OFFICER, case_state_after, stage_state_after
from cases.models import Case, CaseAct, Stage
from cases.timeline import timeline
from cases.work import open_work
from foundation.clock import business_now, london_day
from foundation.database import db
from foundation.errors import Conflict, Invalid, NotAllowed
from tests.factories import Council, at_london, make_case, make_confirmed_case, time_is
from tests.integration.cases.acted import complaints_manager, do, do_approved
from tests.integration.cases.asked import messages, signed_in
from tests.integration.cases.at_the_desk import error_by, page_of, text
from tests.integration.cases.sent import run_until, sent
from tests.integration.cases.test_opening import stage

OMBUDSMAN = "Local Government and Social Care Ombudsman"
COMMISSIONER = "Information Commissioner"
FRIDAY = {"on-day": "3", "on-month": "12", "on-year": "2027"}
WHY = "The judge decides about contact, and we cannot change that."


@pytest.fixture
def case(council: Council) -> Case:
    """A complaint being answered, on the Friday after it came."""
    made = make_confirmed_case(council)
    run_until(at_london("2027-12-03", 10))
    return made


def at_stage(council: Council, case: Case, number: int) -> Stage:
    """The case answered and asked further until this stage is open."""
    for lower in range(1, number):
        answered(council, case, stage(case, lower))
        request_next_stage(stage(case, lower), Asked(at=business_now(), channel="email"))
    return stage(case, number)


def answered(council: Council, case: Case, this: Stage) -> None:
    """The stage answered today, whatever it said."""
    officer = by_officer(council.officer().id)
    stop_response(case, this, london_day(business_now()), officer)
    this.answered_on, this.answered_at = london_day(business_now()), business_now()
    this.state = stage_state_after(this.state, "answer", OFFICER)
    case.state = case_state_after(case.state, "answer", OFFICER)
    db.session.flush()


def letter(case: Case, wording: str) -> str:
    """The one letter of this wording."""
    run_until()
    (found,) = messages(case, wording)
    return found.body or ""


def test_withdrawn_by_telephone_it_closes_stops_its_clocks_and_is_confirmed(council: Council, case: Case) -> None:
    row = do(council, case, "withdraw", notes="She says it is sorted.")
    assert (case.state, case.close_reason, stage(case).state) == ("closed", "withdrawn", "closed")
    assert {clock.stopped_on for clock in clocks_of(stage(case).id) if clock.key == "stage-1"} == {date(2027, 12, 3)}
    assert "without a form" in letter(case, "withdrawn")
    assert (row.details, row.notes) == ({"way": "call"}, "She says it is sorted.")
    assert ("The person withdrew it, Friday 3 December 2027", "She says it is sorted.") in [
        (entry.title, entry.words) for entry in timeline(case)
    ]


def test_before_anybody_confirmed_it_it_may_be_withdrawn_and_comes_back_unconfirmed(council: Council) -> None:
    case = make_case(council)
    do(council, case, "withdraw")
    do(council, case, "reopen", reason="taken-up-again")
    assert (case.state, stage(case).state) == ("to-confirm", "proposed")


def test_a_young_persons_withdrawal_needs_their_advocate_and_answers_in_their_words(council: Council) -> None:
    case = make_confirmed_case(
        council, person=PersonGiven(name="Kit", relationship="self", email="kit@family.example", is_young=True)
    )
    with pytest.raises(Invalid) as refused:
        do(council, case, "withdraw")
    assert refused.value.field == "advocate"
    do(council, case, "withdraw", advocate="took-part", advocate_words="Ada Invented")
    assert "That is all right" in letter(case, "withdrawn-young")


def test_taken_up_again_it_goes_on_where_it_stopped_and_the_days_between_do_not_count(
    council: Council, case: Case
) -> None:
    do(council, case, "withdraw")
    run_until(at_london("2027-12-10", 10))
    do(council, case, "reopen", reason="taken-up-again")
    assert (case.state, stage(case).state) == ("open", "open")
    # Monday 6 to Friday 10 December are left out: five working days, from 16 to 23 December and from 4 to 11 January
    assert (stage(case).target_on, stage(case).limit_on) == (date(2027, 12, 23), date(2028, 1, 11))
    told = letter(case, "case-reopened")
    assert "You told us that you want this looked into after all." in told
    assert "Thursday 23 December 2027" in told


def test_closed_by_mistake_no_day_is_given_back_to_us(council: Council, case: Case) -> None:
    do(council, case, "withdraw")
    run_until(at_london("2027-12-10", 10))
    do(council, case, "reopen", reason="by-mistake")
    assert stage(case).target_on == date(2027, 12, 16)


def test_opened_again_it_is_chased_again_and_acknowledged_only_once(council: Council, case: Case) -> None:
    do(council, case, "withdraw")
    run_until(at_london("2027-12-07", 10))
    do(council, case, "reopen", reason="by-mistake")
    run_until(at_london("2027-12-17", 12))
    assert sent(case, "acknowledgement", "reminder", "day-ten", "chase-manager") == [
        ("02 Dec 21:40", "acknowledgement", "Asha Pretend"),
        ("15 Dec 09:00", "reminder", council.manager().name),
        ("16 Dec 09:00", "day-ten", "Ola Invented"),
        ("17 Dec 09:00", "chase-manager", council.manager().name),
    ]


def test_an_answered_case_comes_back_answered(council: Council, case: Case) -> None:
    answered(council, case, stage(case))
    do(council, case, "withdraw")
    do(council, case, "reopen", reason="new-facts")
    assert (case.state, stage(case).state) == ("answered", "answered")
    assert "We tell you soon what happens next." in letter(case, "case-reopened")


def test_a_refusal_waits_for_a_manager_and_then_says_why_and_who_is_next(council: Council, case: Case) -> None:
    row = do(council, case, "refuse", reason="outside-procedure", words=WHY)
    run_until()
    assert (case.state, messages(case, "case-refused")) == ("open", [])
    assert [item.kind for item in open_work(case.id)] == ["approve-act"]
    approve(case, row, complaints_manager(council))
    told = letter(case, "case-refused")
    assert (case.state, case.close_reason) == ("closed", "refused")
    assert "The law does not let this kind of complaint deal with what you told us." in told
    assert WHY in told
    assert OMBUDSMAN in told
    assert (row.decided_by_id, open_work(case.id)) == (council.officer("complaints.manager").id, [])


def test_a_refused_request_for_data_names_the_commissioner(council: Council) -> None:
    case = make_confirmed_case(council)
    stage(case).procedure = case.procedure = "subject-access"
    stage(case).key = "request"
    db.session.flush()
    do_approved(council, case, "refuse", reason="identity")
    told = letter(case, "case-refused")
    assert COMMISSIONER in told
    assert OMBUDSMAN not in told


def test_what_a_manager_does_not_approve_is_not_done_and_nobody_is_told(council: Council, case: Case) -> None:
    row = do(council, case, "refuse", reason="out-of-time")
    with pytest.raises(Invalid):
        do_not_approve(case, row, complaints_manager(council), " ")
    do_not_approve(case, row, complaints_manager(council), "She was ill all year.")
    run_until()
    assert (case.state, row.state, messages(case, "case-refused")) == ("open", "not-approved", [])
    with pytest.raises(Conflict, match="decided about this already"):
        approve(case, row, complaints_manager(council))


def test_nobody_approves_their_own_nor_an_officer_anothers(council: Council, case: Case) -> None:
    row = do(council, case, "refuse", reason="out-of-time")
    grant = Grant(council.authority.id, Role.SENIOR_MANAGER)
    own = Viewer(council.officer().id, "Ola Invented", (grant,))
    colleague = council.officer("officer.two")
    other = Viewer(colleague.id, colleague.name, (Grant(council.authority.id, Role.COMPLAINTS_OFFICER),))
    for viewer in (own, other):
        with pytest.raises(NotAllowed):
            approve(case, row, viewer)
    assert case.state == "open"


def test_a_case_answered_meanwhile_is_not_refused_by_an_old_approval(council: Council, case: Case) -> None:
    row = do(council, case, "refuse", reason="out-of-time")
    answered(council, case, stage(case))
    with pytest.raises(Conflict):
        approve(case, row, complaints_manager(council))


def test_what_the_person_withdraws_meanwhile_is_decided_by_nobody(council: Council, case: Case) -> None:
    row = do(council, case, "refuse", reason="out-of-time")
    do(council, case, "withdraw")
    assert (row.state, case.close_reason) == ("overtaken", "withdrawn")
    with pytest.raises(Conflict):
        approve(case, row, complaints_manager(council))


def test_stage_two_is_declined_only_with_approval_and_a_reason_in_law(council: Council, case: Case) -> None:
    at_stage(council, case, 2)
    with pytest.raises(Invalid, match="no such reason"):
        do(council, case, "decline-next", reason="nothing-to-add")
    do_approved(council, case, "decline-next", reason="already-considered", words="It went to a panel in May.")
    told = letter(case, "stage-declined")
    assert (case.state, case.close_reason, stage(case, 2).state) == ("closed", "next-stage-declined", "closed")
    assert "It went to a panel in May." in told
    assert OMBUDSMAN in told
    assert "Stage 2 declined: already considered" in [entry.title for entry in timeline(case)]


def test_only_after_stage_two_and_with_every_criterion_the_ombudsman_is_next(council: Council, case: Case) -> None:
    answered(council, case, at_stage(council, case, 2))
    criteria = (
        "The stage 2 report is robust",
        "The adjudication is complete",
        "All of it, or all that matters, was upheld",
        "There is a clear plan of action",
        "The council does most or all of what they want",
        "They agree",
    )
    with pytest.raises(Invalid):
        do(council, case, "refer-early", criteria=criteria[:5])
    do_approved(council, case, "refer-early", criteria=criteria)
    assert (case.state, case.close_reason) == ("closed", "referred-early")
    assert "we leave out our last stage" in letter(case, "case-referred-early")


def test_handed_over_the_person_knows_who_has_it_since_when_and_both_days_stay(council: Council, case: Case) -> None:
    row = do(council, case, "hand-over", reason="their-decision", body="Hampshire County Council")
    told = letter(case, "handed-over")
    assert "now with Hampshire County Council. They have had it since Friday 3 December 2027." in told
    assert (case.close_reason, case.received_on, row.on) == ("handed-over", date(2027, 12, 2), date(2027, 12, 3))


def test_whoever_is_named_may_do_no_act(council: Council, case: Case) -> None:
    name_officer(case, council.officer(), "system")
    with pytest.raises(NotAllowed):
        do(council, case, "withdraw")


def test_the_desk_offers_what_is_permitted_and_shows_its_rule(council: Council, case: Case, app: Flask) -> None:
    desk = signed_in(app, council.officer())
    shown = text(desk.get(page_of(case)))
    assert "Refuse to look into it" in shown
    assert "Open it again" not in shown
    page = text(desk.get(f"{page_of(case)}/acts/refuse"))
    assert "reg 9" in page
    assert "Unverified" in page
    assert "A manager approves it first" in page
    assert "Choose the reason" in error_by(desk.send_form(f"{page_of(case)}/acts/refuse", {}), "reason")
    assert desk.get(f"{page_of(case)}/acts/reopen").status_code == 409
    assert desk.get(f"{page_of(case)}/acts/nonsense").status_code == 404


def test_the_complaints_manager_approves_on_a_page(council: Council, case: Case, app: Flask) -> None:
    row = do(council, case, "refuse", reason="out-of-time", words=WHY)
    time_is("2027-12-03", 11)
    address = f"{page_of(case)}/approve/{row.id}"
    colleague = signed_in(app, council.officer("officer.two"))
    assert "Keep the decision" not in text(colleague.get(address))
    assert colleague.send_form(page_of(case), {"answer": "yes"}, to=address).status_code == 403
    manager = signed_in(app, council.officer("complaints.manager"))
    assert "Ola Invented asked for approval" in text(manager.get(page_of(case)))
    assert WHY in text(manager.get(address))
    assert "Choose whether you approve it" in error_by(manager.send_form(address, {}), "answer")
    done = manager.send_form(address, {"answer": "yes"}, follow_redirects=True)
    assert "Approved and done." in text(done)
    assert db.session.get_one(CaseAct, row.id).state == "done"

"""A matter that goes another way: straight to stage 2, by another procedure, from another body.

The complaint came on Thursday 2 December 2027: working day 10 is Thursday 16 December, day 20 Tuesday 4 January.
"""

from datetime import date

import pytest

from cases.clocks import clocks_left, clocks_of
from cases.intake import PersonGiven
from cases.models import Case
from cases.timeline import timeline
from foundation.errors import Conflict, Invalid
from tests.factories import Council, at_london, make_case, make_confirmed_case
from tests.integration.cases.acted import do
from tests.integration.cases.asked import messages
from tests.integration.cases.sent import run_until, sent
from tests.integration.cases.test_acts_ending import letter
from tests.integration.cases.test_opening import stage


@pytest.fixture
def case(council: Council) -> Case:
    """A complaint being answered, on the Tuesday after it came."""
    made = make_confirmed_case(council)
    run_until(at_london("2027-12-07", 10))
    return made


def test_both_agreed_to_leave_stage_one_out_and_stage_two_counts_from_that_day(council: Council, case: Case) -> None:
    do(council, case, "straight-on", on=date(2027, 12, 6), words="The team manager has gone.")
    assert (case.state, case.stage_number, stage(case).state, stage(case).answered_on) == ("open", 2, "closed", None)
    # 25 and 65 working days from Monday 6 December 2027, counted by hand on a calendar
    assert (stage(case, 2).target_on, stage(case, 2).limit_on) == (date(2028, 1, 13), date(2028, 3, 9))
    assert all(clock.stopped_on for clock in clocks_of(stage(case).id))
    told = letter(case, "straight-to-next-stage")
    assert "You agreed with us on Monday 6 December 2027" in told
    assert "The team manager has gone." in told
    assert not messages(case, "next-stage-acknowledgement")


def test_a_stage_left_out_is_chased_no_more_and_gives_no_right_a_second_time(council: Council, case: Case) -> None:
    do(council, case, "straight-on")
    run_until(at_london("2028-01-06", 12))
    assert not sent(case, "reminder", "day-ten", "chase-manager", "right-to-next-stage")


def test_a_young_person_agrees_with_an_advocate_beside_them(council: Council) -> None:
    person = PersonGiven(name="Kit", relationship="self", email="kit@family.example", is_young=True)
    case = make_confirmed_case(council, person=person)
    with pytest.raises(Invalid):
        do(council, case, "straight-on")
    do(council, case, "straight-on", advocate="took-part", advocate_words="Ada Invented")
    assert "go straight on to the second" in letter(case, "straight-to-next-stage-young")


def test_moved_to_the_code_the_new_clock_counts_from_the_first_days_and_the_old_is_kept(
    council: Council, case: Case
) -> None:
    stage(case).acknowledged_on = date(2027, 12, 3)
    row = do(council, case, "transfer", to="corporate", words="It is about a road, not about a child.")
    assert (case.procedure, stage(case).procedure, case.received_on) == ("corporate", "corporate", date(2027, 12, 2))
    # ten working days from the acknowledgement of Friday 3 December, and twenty
    assert (stage(case).target_on, stage(case).limit_on) == (date(2027, 12, 17), date(2028, 1, 5))
    assert {(clock.procedure, clock.key, clock.stopped_on) for clock in clocks_left(stage(case).id)} == {
        ("children-statutory", "acknowledge", date(2027, 12, 2)),
        ("children-statutory", "stage-1", date(2027, 12, 7)),
    }
    assert row.details == {"to": "corporate", "from": "children-statutory"}
    told = letter(case, "procedure-changed")
    for words in ("Ombudsman's code", "It is about a road", "Friday 17 December 2027", "you lose no time"):
        assert words in told
    assert "Moved to another procedure: corporate" in [entry.title for entry in timeline(case)]


def test_after_a_move_it_is_chased_by_the_new_day_and_acknowledged_only_once(council: Council, case: Case) -> None:
    stage(case).acknowledged_on = date(2027, 12, 3)
    do(council, case, "transfer", to="corporate")
    run_until(at_london("2027-12-20", 12))
    assert sent(case, "acknowledgement", "reminder", "chase-manager") == [
        ("02 Dec 21:40", "acknowledgement", "Asha Pretend"),
        ("16 Dec 09:00", "reminder", council.manager().name),
        ("20 Dec 09:00", "chase-manager", council.manager().name),
    ]


def test_moved_back_its_first_clock_runs_on_and_no_day_is_won(council: Council, case: Case) -> None:
    do(council, case, "transfer", to="corporate")
    run_until(at_london("2027-12-09", 10))
    do(council, case, "transfer", to="children-statutory")
    assert (stage(case).target_on, stage(case).limit_on) == (date(2027, 12, 16), date(2028, 1, 4))


def test_a_complaint_is_not_made_a_comment(council: Council, case: Case) -> None:
    with pytest.raises(Invalid, match="cannot go by that procedure"):
        do(council, case, "transfer", to="comment")


def test_moved_when_the_new_day_has_passed_the_letter_says_that_it_is_late(council: Council, case: Case) -> None:
    run_until(at_london("2027-12-30", 10))
    do(council, case, "transfer", to="corporate")
    assert "It is late, and we are sorry." in letter(case, "procedure-changed")


def test_what_reached_another_body_first_counts_from_that_day_and_both_are_kept(council: Council, case: Case) -> None:
    row = do(council, case, "came-from", body="Hampshire County Council", on=date(2027, 11, 30))
    assert (case.received_on, stage(case).target_on) == (date(2027, 11, 30), date(2027, 12, 14))
    assert row.details == {"body": "Hampshire County Council", "reached_us_on": "2027-12-02"}
    run_until()
    assert len(messages(case, "date-corrected")) == 1
    assert "First received by Hampshire County Council on Tuesday 30 November 2027" in [
        entry.title for entry in timeline(case)
    ]


def test_nothing_moves_before_somebody_confirmed_it(council: Council) -> None:
    case = make_case(council)
    for act in ("transfer", "straight-on"):
        with pytest.raises(Conflict):
            do(council, case, act, to="corporate")  # type: ignore[arg-type]

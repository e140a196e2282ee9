"""A matter that stands still for other proceedings, and contact that is limited for a while.

The complaint came on Thursday 2 December 2027: working day 10 is Thursday 16 December, day 20 Tuesday 4 January.
"""

from datetime import date

import pytest
from flask import Flask

from cases.answering_rights import open_by_link
from cases.clocks import clocks_of
from cases.escalation import Asked, request_next_stage
from cases.intake import PersonGiven
from cases.lifecycle import OFFICER, case_state_after
from cases.links import progress_link
from cases.models import Case
from cases.pausing import pause, resume
from cases.progress import progress_of
from cases.responding import save_draft, send_answer
from cases.timing import extend
from cases.work import open_work
from foundation.clock import business_now
from foundation.errors import Conflict, Invalid, NotAllowed
from foundation.links import token_for
from tests.factories import Council, at_london, make_confirmed_case
from tests.integration.cases.acted import do, do_approved
from tests.integration.cases.asked import browser, finished_draft, make_asked, messages, signed_in
from tests.integration.cases.at_the_desk import page_of, text
from tests.integration.cases.sent import run_until, sent
from tests.integration.cases.test_acts_ending import letter
from tests.integration.cases.test_opening import stage

REVIEW = date(2028, 2, 1)


@pytest.fixture
def case(council: Council) -> Case:
    """A complaint being answered, on the Tuesday after it came."""
    made = make_confirmed_case(council)
    run_until(at_london("2027-12-07", 10))
    return made


def freeze(council: Council, case: Case, reason: str = "court") -> None:
    do(council, case, "freeze", reason=reason, words="The judge hears the same witnesses.", review_on=REVIEW)


def test_frozen_for_a_court_every_clock_stands_still_and_the_person_knows_why(council: Council, case: Case) -> None:
    freeze(council, case)
    assert (case.state, stage(case).paused_on) == ("frozen", date(2027, 12, 7))
    told = letter(case, "case-frozen")
    for words in (
        "A court is looking at the same things.",
        "The judge hears the same witnesses.",
        "within one year",
        "Tuesday 1 February 2028",
        "Ombudsman",
    ):
        assert words in told
    assert [(item.kind, item.due_on) for item in open_work(case.id)] == [("look-again", REVIEW)]


def test_while_it_is_frozen_no_page_promises_a_day(app: Flask, council: Council, case: Case) -> None:
    assert progress_of(case).stages[0].due_on == date(2027, 12, 16)
    freeze(council, case)
    run_until(at_london("2027-12-09", 10))
    shown = progress_of(case).stages[0]
    assert (shown.standing, shown.stands_still) == ("Waiting. We wrote to you about why.", True)
    # Wednesday 8 and Thursday 9 December do not count: two working days more than Thursday 16 December
    assert shown.due_on == date(2027, 12, 20)
    assert shown.explanation is not None
    person = browser(app)
    link = progress_link(case, council.authority.key)
    person.get(link.path.format(token=token_for(link.purpose, case.id, case.link_generation)))
    page = person.get(f"/{council.authority.key}/progress").text
    assert "If we went on today, you would hear by" in page
    assert "You hear from us by" not in page
    desk = text(signed_in(app, council.officer()).get(page_of(case)))
    assert "Due The clock stands still since Tuesday 7 December 2027" in desk


def test_nobody_is_chased_while_it_is_frozen_nor_told_of_a_right_that_has_not_come(
    council: Council, case: Case
) -> None:
    freeze(council, case)
    run_until(at_london("2028-01-20", 12))
    assert not sent(case, "reminder", "day-ten", "chase-manager", "right-to-next-stage")
    assert [who for _, _, who in sent(case, "answer-waits")] == [council.manager().name]


def test_going_on_leaves_the_days_out_of_target_and_limit_and_says_the_new_day(council: Council, case: Case) -> None:
    freeze(council, case)
    run_until(at_london("2027-12-14", 10))
    do(council, case, "unfreeze")
    # Wednesday 8 to Tuesday 14 December: five working days
    assert (case.state, stage(case).target_on, stage(case).limit_on) == ("open", date(2027, 12, 23), date(2028, 1, 11))
    assert "Thursday 23 December 2027" in letter(case, "case-unfrozen")
    assert not open_work(case.id)


def test_what_waited_for_an_advocate_is_frozen_all_the_same(council: Council, case: Case) -> None:
    pause(stage(case), council.officer().id, "advocate", date(2027, 12, 7))
    run_until(at_london("2027-12-09", 10))
    freeze(council, case, "criminal")
    assert stage(case).paused_on == date(2027, 12, 9)


def test_a_frozen_case_is_not_answered_and_can_be_withdrawn(council: Council, case: Case) -> None:
    freeze(council, case)
    with pytest.raises(Conflict, match="frozen"):
        case_state_after(case.state, "answer", OFFICER)
    do(council, case, "withdraw")
    assert (case.state, stage(case).paused_on) == ("closed", None)
    assert all(clock.stopped_on for clock in clocks_of(stage(case).id))


def test_whoever_answers_is_told_to_wait_and_nothing_can_be_sent(council: Council) -> None:
    asked = make_asked(council)
    opened = asked.opened
    draft = save_draft(opened, finished_draft(asked.stage), 0)
    freeze(council, asked.case)
    with pytest.raises(NotAllowed, match="waits for other proceedings"):
        open_by_link(asked.claim())
    with pytest.raises(Conflict, match="frozen"):
        send_answer(opened, draft.edition)


def test_the_limit_passes_while_it_is_frozen_and_opens_nothing(council: Council, case: Case) -> None:
    freeze(council, case)
    run_until(at_london("2028-01-20", 12))
    result = request_next_stage(stage(case), Asked(at=business_now(), channel="email"))
    assert (result.verdict, result.stage, case.state) == ("too-early", None, "frozen")


def test_a_frozen_matter_is_not_set_going_clock_by_clock(council: Council, case: Case) -> None:
    freeze(council, case)
    with pytest.raises(Conflict, match="frozen"):
        resume(stage(case), council.officer().id, date(2027, 12, 7))


def test_proceedings_that_the_law_does_not_name_freeze_nothing(council: Council, case: Case) -> None:
    with pytest.raises(Invalid, match="no such reason"):
        freeze(council, case, "election")


def test_a_young_person_is_told_in_their_own_words(council: Council) -> None:
    person = PersonGiven(name="Kit", relationship="self", email="kit@family.example", is_young=True)
    case = make_confirmed_case(council, person=person)
    freeze(council, case, "criminal")
    assert "We have not decided anything." in letter(case, "case-frozen-young")


def test_contact_is_limited_with_a_reason_a_day_and_a_log_each_week(council: Council, case: Case) -> None:
    do_approved(
        council, case, "limit-contact", reason="repeats", words="We answer once a month.", review_on=date(2028, 1, 14)
    )
    told = letter(case, "contact-limited")
    for words in ("until Friday 14 January 2028", "We answer once a month.", "We still read everything", "Ombudsman"):
        assert words in told
    run_until(at_london("2027-12-15", 12))
    assert [item.kind for item in open_work(case.id) if item.kind == "weekly-log"] == ["weekly-log"]
    do(council, case, "log-week", notes="Four emails, nothing new.")
    assert [item.due_on for item in open_work(case.id) if item.kind == "look-again"] == [date(2028, 1, 14)]
    assert "weekly-log" not in [item.kind for item in open_work(case.id)]


def test_a_limit_ends_when_somebody_ends_it_and_no_week_is_logged_after(council: Council, case: Case) -> None:
    do_approved(council, case, "limit-contact", reason="manner", review_on=date(2028, 1, 14))
    run_until()
    do(council, case, "end-limit")
    run_until(at_london("2028-01-20", 12))
    assert len(messages(case, "contact-limit-ended")) == 1
    assert "weekly-log" not in [item.kind for item in open_work(case.id)]
    with pytest.raises(Conflict, match="not limited"):
        do(council, case, "log-week")


def test_once_the_day_has_passed_no_extension_mends_it(council: Council, case: Case) -> None:
    run_until(at_london("2027-12-17", 10))
    with pytest.raises(Invalid, match="Record that it is late"):
        extend(stage(case), council.officer().id, "complexity", date(2027, 12, 23))
    assert stage(case).extended_to is None

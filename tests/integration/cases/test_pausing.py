"""A clock that stands still and goes on, and a day of receipt put right, over a real December.

The complaint came on Thursday 2 December 2027: working day 10 is Thursday 16 December, day 20 Tuesday 4 January, since
27 and 28 December and 3 January are bank holidays.
"""

from datetime import date

import pytest
from flask import Flask
from sqlalchemy import select
from werkzeug.test import TestResponse

from cases import responding
from cases.confirming import confirm
from cases.models import Case, CaseClock, NamedPerson
from cases.pausing import correct_receipt, pause, reasons_to_pause, resume
from foundation.database import db, transaction
from foundation.errors import Conflict, Invalid, NotAllowed
from tests.factories import Council, at_london, make_case, make_confirmed_case
from tests.integration.cases.asked import finished_draft, make_asked, set_sign_off, signed_in
from tests.integration.cases.at_the_desk import error_by, page_of, text
from tests.integration.cases.sent import run_until, sent
from tests.integration.cases.test_opening import stage
from tests.pages import StrictClient

TODAY = {"on-day": "2", "on-month": "12", "on-year": "2027"}
PAUSED, RESUMED = at_london("2027-12-07", 10), at_london("2027-12-14", 10)


def confirmed(council: Council) -> Case:
    case = make_case(council)
    run_until(at_london("2027-12-03", 9, 30))
    confirm(case, council.officer().id)
    run_until()
    return case


def waiting_for_an_advocate(council: Council) -> Case:
    case = confirmed(council)
    run_until(PAUSED)
    pause(stage(case), council.officer().id, "advocate", date(2027, 12, 7))
    run_until()
    return case


def test_a_week_of_waiting_moves_the_answer_by_a_week_and_the_person_is_told_twice(council: Council) -> None:
    case = waiting_for_an_advocate(council)
    assert stage(case).paused_on == date(2027, 12, 7)
    run_until(RESUMED)
    resume(stage(case), council.officer().id, date(2027, 12, 14))
    run_until()
    assert (stage(case).paused_on, stage(case).target_on, stage(case).limit_on) == (
        None,
        date(2027, 12, 23),
        date(2028, 1, 4),
    )
    assert sent(case, "clock-paused", "clock-resumed") == [
        ("07 Dec 10:00", "clock-paused", "Asha Pretend"),
        ("14 Dec 10:00", "clock-resumed", "Asha Pretend"),
    ]


def test_nobody_is_chased_while_the_clock_stands_still_and_then_from_the_new_day(council: Council) -> None:
    case = waiting_for_an_advocate(council)
    run_until(at_london("2027-12-20", 10))
    assert not sent(case, "chase-manager", "day-ten", "reminder")
    resume(stage(case), council.officer().id, date(2027, 12, 14))
    run_until(at_london("2027-12-24", 12))
    assert sent(case, "reminder", "day-ten", "chase-manager") == [
        ("22 Dec 09:00", "reminder", council.manager().name),
        ("23 Dec 09:00", "day-ten", "Ola Invented"),
        ("24 Dec 09:00", "chase-manager", council.manager().name),
    ]


def test_an_advocate_who_never_comes_moves_nothing_past_day_twenty(council: Council) -> None:
    case = waiting_for_an_advocate(council)
    run_until(at_london("2028-01-05", 12))
    assert ("04 Jan 09:00", "day-ten", "Ola Invented") in sent(case)
    assert ("05 Jan 09:00", "right-to-next-stage", "Asha Pretend") in sent(case)


def test_a_new_table_of_holidays_and_a_pause_do_not_undo_each_other(council: Council) -> None:
    case = waiting_for_an_advocate(council)
    run_until(RESUMED)
    resume(stage(case), council.officer().id, date(2027, 12, 14))
    rows = db.session.scalars(select(CaseClock).where(CaseClock.stage_id == stage(case).id, CaseClock.key == "stage-1"))
    assert [row.target_on for row in rows] == [date(2027, 12, 23)]


def test_the_statutory_clock_stands_still_for_an_advocate_and_nothing_else(council: Council) -> None:
    case = confirmed(council)
    assert [reason.key for reason in reasons_to_pause(case, stage(case))] == ["advocate"]
    with pytest.raises(Invalid, match="can be paused for this"):
        pause(stage(case), council.officer().id, "workload", date(2027, 12, 3))
    with pytest.raises(Conflict):
        resume(stage(case), council.officer().id, date(2027, 12, 3))


def test_whoever_is_named_may_not_touch_the_clock(council: Council) -> None:
    case = confirmed(council)
    db.session.add(
        NamedPerson(
            data_key=case.data_key, authority_id=case.authority_id, case_id=case.id, officer_id=council.officer().id
        )
    )
    db.session.flush()
    with pytest.raises(NotAllowed):
        pause(stage(case), council.officer().id, "advocate", date(2027, 12, 3))
    with pytest.raises(NotAllowed):
        correct_receipt(case, council.officer().id, date(2027, 12, 1), "The letter is stamped.")


def test_a_day_of_receipt_put_right_counts_everything_again_and_tells_them(council: Council) -> None:
    case = confirmed(council)
    correct_receipt(case, council.officer().id, date(2027, 11, 30), "The letter is stamped.")
    run_until()
    assert (case.received_on, stage(case).target_on, stage(case).limit_on) == (
        date(2027, 11, 30),
        date(2027, 12, 14),
        date(2027, 12, 30),
    )
    assert sent(case, "date-corrected") == [("03 Dec 09:30", "date-corrected", "Asha Pretend")]


def test_a_day_of_receipt_put_right_after_the_answer_counts_the_days_it_took_again(
    council: Council, monkeypatch: pytest.MonkeyPatch
) -> None:
    case = answered_on_the_seventh(council, monkeypatch)
    assert stage(case).answer_working_days == 3
    correct_receipt(case, council.officer().id, date(2027, 11, 25), "The letter is stamped.")
    # Friday 26 November is day 1, Tuesday 7 December day 8.
    assert stage(case).answer_working_days == 8


@pytest.mark.parametrize(
    ("on", "says"),
    [
        (date(2027, 12, 8), "received by Thursday 2 December 2027"),
        (date(2011, 12, 31), "must be Sunday 1 January 2012 or later"),
    ],
)
def test_a_day_of_receipt_that_cannot_be_is_refused(
    council: Council, monkeypatch: pytest.MonkeyPatch, on: date, says: str
) -> None:
    case = answered_on_the_seventh(council, monkeypatch)
    with pytest.raises(Invalid, match=says):
        correct_receipt(case, council.officer().id, on, "The letter is stamped.")
    assert case.received_on == date(2027, 12, 2)


def answered_on_the_seventh(council: Council, monkeypatch: pytest.MonkeyPatch) -> Case:
    """A complaint acknowledged on the day it came, Thursday 2 December, and answered on the Tuesday after."""
    asked = make_asked(council)
    set_sign_off(asked.case, monkeypatch, is_required=False)
    run_until(at_london("2027-12-07", 10))
    with transaction():
        answer = responding.save_draft(asked.opened, finished_draft(asked.stage), 0)
    with transaction():
        responding.send_answer(asked.opened, answer.edition)
    run_until(at_london("2027-12-09", 10))
    return asked.case


def test_before_it_is_confirmed_nobody_is_told_of_a_day_they_were_never_given(council: Council) -> None:
    case = make_case(council)
    run_until(at_london("2027-12-03", 9, 30))
    correct_receipt(case, council.officer().id, date(2027, 12, 1), "It lay in another inbox.")
    run_until()
    assert stage(case).target_on == date(2027, 12, 15)
    assert not sent(case, "date-corrected")


def test_the_desk_stops_and_starts_a_clock_with_a_reason_and_a_day(council: Council, app: Flask) -> None:
    case, desk = make_confirmed_case(council), signed_in(app, council.officer())
    refused = desk.send_form(f"{page_of(case)}/pause", {"on-day": "9", "on-month": "12", "on-year": "2027"})
    assert "Choose why it stands still" in error_by(refused, "reason")
    stopped = press_pause(desk, case)
    assert "The clock stands still." in text(stopped)
    assert "Clock stands still" in text(desk.get(page_of(case)))
    on = desk.send_form(f"{page_of(case)}/resume", TODAY, follow_redirects=True)
    assert "The clock goes on." in text(on)


def press_pause(desk: StrictClient, case: Case) -> TestResponse:
    return desk.send_form(f"{page_of(case)}/pause", {"reason": "advocate", **TODAY}, follow_redirects=True)


def test_the_desk_puts_a_day_of_receipt_right_and_refuses_tomorrow(council: Council, app: Flask) -> None:
    case, desk = make_confirmed_case(council), signed_in(app, council.officer())
    tomorrow = {"on-day": "24", "on-month": "12", "on-year": "2027", "why": "A guess"}
    assert "today or in the past" in error_by(desk.send_form(f"{page_of(case)}/receipt", tomorrow), "on")
    right = {"on-day": "30", "on-month": "11", "on-year": "2027", "why": "The letter is stamped."}
    done = desk.send_form(f"{page_of(case)}/receipt", right, follow_redirects=True)
    assert "The day is put right" in text(done)
    assert "The day of receipt was Thursday 2 December 2027 and is Tuesday 30 November 2027." in text(done)

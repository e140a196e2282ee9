"""The ladder of a real case over a real December: 27 and 28 December and 3 January are bank holidays."""

from datetime import date

from sqlalchemy import select

from authorities.leave import set_leave
from cases.allocation import i_am_involved
from cases.clocks import stop_response
from cases.confirming import confirm
from cases.models import Case, WorkItem
from cases.timing import ask_more_time, decide_day_ten, decide_more_time
from foundation.database import db
from foundation.events import publish
from notifications.models import Message
from tests.factories import Council, at_london, make_case, make_confirmed_case, time_is
from tests.integration.cases.sent import run_until, sent, wordings_sent
from tests.integration.cases.test_opening import stage

CHASERS = ("chase-manager", "chase-service-manager", "chase-head-of-service", "chase-complaints-manager")


def confirmed_on_friday(council: Council, **given: object) -> Case:
    case = make_case(council, **given)
    run_until(at_london("2027-12-03", 9, 30))
    confirm(case, council.officer().id)
    run_until()
    return case


def test_the_whole_ladder_climbs_on_its_working_days(council: Council) -> None:
    case = confirmed_on_friday(council)
    run_until(at_london("2028-01-06", 12))
    manager = council.manager().name
    assert sent(case) == [
        ("02 Dec 21:40", "receipt", "Asha Pretend"),
        ("03 Dec 09:30", "request-to-answer", manager),
        ("03 Dec 09:30", "acknowledgement", "Asha Pretend"),
        ("06 Dec 09:00", "request-unopened", "Ola Invented"),
        ("07 Dec 09:00", "speak-to-the-person", manager),
        ("08 Dec 09:00", "speak-prompt", manager),
        ("13 Dec 09:00", "draft-due", manager),
        ("15 Dec 09:00", "reminder", manager),
        ("16 Dec 09:00", "day-ten", "Ola Invented"),
        ("17 Dec 09:00", "chase-manager", manager),
        ("21 Dec 09:00", "chase-service-manager", "Sami Invented"),
        ("23 Dec 09:00", "chase-head-of-service", "Hari Invented"),
        ("30 Dec 09:00", "chase-complaints-manager", "Cleo Invented"),
        ("05 Jan 09:00", "right-to-next-stage", "Asha Pretend"),
    ]


def test_an_extension_moves_the_chase_and_tells_the_person(council: Council) -> None:
    case = confirmed_on_friday(council)
    run_until(at_london("2027-12-14", 15))
    asked = ask_more_time(stage(case), council.manager().id, "complexity", "Three services.", date(2027, 12, 22))
    decide_more_time(asked, council.officer().id, grant=True)
    run_until(at_london("2027-12-23", 12))
    assert sent(case, "extension", "extension-granted", "day-ten", "reminder", *CHASERS) == [
        ("14 Dec 15:00", "extension", "Asha Pretend"),
        ("14 Dec 15:00", "extension-granted", council.manager().name),
        ("21 Dec 09:00", "reminder", council.manager().name),
        ("22 Dec 09:00", "day-ten", "Ola Invented"),
        ("23 Dec 09:00", "chase-manager", council.manager().name),
    ]


def test_nobody_passes_the_target_day_untold(council: Council) -> None:
    case = confirmed_on_friday(council)
    run_until(at_london("2027-12-16", 10))
    owed = db.session.scalars(select(WorkItem).where(WorkItem.case_id == case.id, WorkItem.kind == "day-ten")).one()
    assert (owed.officer, owed.due_on) == (council.officer(), date(2027, 12, 16))
    decide_day_ten(stage(case), council.officer().id, "late", reason="workload")
    run_until()
    assert wordings_sent(case)[-1] == "answer-late"
    assert owed.done_at is not None


def test_nothing_is_chased_once_answered(council: Council) -> None:
    case = confirmed_on_friday(council)
    run_until(at_london("2027-12-16", 16))
    stop_response(case, stage(case), date(2027, 12, 16), "system")
    stage(case).state = "answered"
    payload = {"stage_id": str(stage(case).id), "number": 1, "method": "letter"}
    publish("stage.answered", stream=("case", case.id), authority_id=case.authority_id, payload=payload)
    run_until(at_london("2028-01-07", 12))
    assert stage(case).answer_working_days == 10
    assert sent(case, "right-to-next-stage", *CHASERS) == []


def test_a_manager_on_leave_is_passed_over_for_their_stand_in(council: Council) -> None:
    case = confirmed_on_friday(council)
    other = council.manager("care-leavers")
    set_leave(council.manager().id, date(2027, 12, 17), date(2027, 12, 20), other.id, by="test")
    run_until(at_london("2027-12-17", 12))
    assert sent(case, "chase-manager") == [("17 Dec 09:00", "chase-manager", other.name)]


def test_whoever_is_involved_is_shut_out_and_never_chased(council: Council) -> None:
    case = confirmed_on_friday(council)
    i_am_involved(stage(case), council.manager().id)
    run_until(at_london("2027-12-17", 12))
    assert council.manager().name not in [name for _, _, name in sent(case, "speak-to-the-person", *CHASERS)]
    kinds = db.session.scalars(select(WorkItem.kind).where(WorkItem.case_id == case.id)).all()
    assert "allocate" in kinds


def test_mail_to_staff_says_nothing_of_anybody(council: Council) -> None:
    case = confirmed_on_friday(council)
    run_until(at_london("2028-01-06", 12))
    to_staff = db.session.scalars(
        select(Message).where(Message.about_id == case.id, Message.recipient_kind == "officer")
    ).all()
    assert len(to_staff) > 8
    for message in to_staff:
        words = f"{message.subject} {message.body}"
        assert case.reference in words
        assert not [name for name in ("Asha", "Kit", "Pretend", "meeting had moved") if name in words]


def test_the_acknowledgement_says_who_by_when_and_how_it_was_counted(council: Council) -> None:
    case = make_confirmed_case(council)
    run_until()
    message = db.session.scalars(
        select(Message).where(Message.about_id == case.id, Message.wording_key == "acknowledgement")
    ).one()
    assert message.subject == f"Your message to us, {case.reference}"
    assert council.manager().name in (message.body or "")
    assert "Thursday 16 December 2027" in (message.body or "")
    assert "10 working days from the day we received it, Thursday 2 December 2027" in (message.body or "")


def test_what_nobody_confirmed_by_the_next_working_day_is_work(council: Council) -> None:
    case = make_case(council)
    run_until(time_is("2027-12-02", 22))
    run_until(at_london("2027-12-03", 10))
    assert db.session.scalars(select(WorkItem.kind).where(WorkItem.case_id == case.id)).all() == ["confirm"]

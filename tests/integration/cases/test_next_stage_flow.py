"""A second look: acknowledged, routed, counted, and the first stage left alone."""

from datetime import date

from cases.clocks import clock_for
from cases.confirming import confirm
from cases.escalation import Asked, request_next_stage
from cases.models import Case
from foundation.clock import business_now
from tests.factories import Council, at_london, make_case
from tests.integration.cases.sent import run_until, sent, wordings_sent
from tests.integration.cases.test_opening import stage


def overdue(council: Council, service: str) -> Case:
    case = make_case(council, service=service)
    run_until(at_london("2027-12-03", 9, 30))
    confirm(case, council.officer().id)
    run_until(at_london("2028-01-11", 12))
    return case


def test_an_unanswered_stage_is_chased_no_more_once_the_next_is_asked_for(council: Council) -> None:
    case = make_case(council)
    run_until(at_london("2027-12-03", 9, 30))
    confirm(case, council.officer().id)
    run_until(at_london("2028-01-05", 12))
    request_next_stage(stage(case), Asked(at=business_now(), channel="email"))
    run_until()
    before = len(sent(case))
    run_until(at_london("2028-01-20", 12))
    assert wordings_sent(case)[before:] == []
    assert sent(case, "next-stage-acknowledgement", "next-stage-request") == [
        ("05 Jan 12:00", "next-stage-acknowledgement", "Asha Pretend"),
        ("05 Jan 12:00", "next-stage-request", "Stella Invented"),
    ]
    assert stage(case, 2).target_on == date(2028, 2, 9)


def test_acknowledging_a_corporate_request_starts_its_clock(council: Council) -> None:
    case = overdue(council, "sen")
    request_next_stage(stage(case), Asked(at=business_now(), channel="email"))
    run_until()
    response = clock_for(case, stage(case, 2), "response")
    assert response is not None
    assert (stage(case, 2).acknowledged_on, response.target_on) == (date(2028, 1, 11), date(2028, 2, 8))

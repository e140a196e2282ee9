"""Who may see a case, and whom a message may still reach."""

import pytest

from authorities.models import Officer
from authorities.permissions import Role, Viewer
from authorities.sessions import viewer_for
from cases import harm
from cases.access import case_for, looks_at, may_see, record_look
from cases.confirming import confirm
from cases.conflicts import name_officer
from cases.message_guard import guard
from cases.models import Case
from foundation.clock import business_now
from foundation.database import db
from foundation.errors import NotFound
from notifications.models import Message
from tests.factories import Council, make_case, make_confirmed_case, make_officer
from tests.integration.cases.sent import run_until
from tests.integration.cases.test_confirming import HARM


def seen_by(officer: Officer, case: Case) -> bool:
    return may_see(viewer_for(officer), case)


def request_to(case: Case) -> Message:
    return db.session.query(Message).filter_by(about_id=case.id, wording_key="request-to-answer").one()


def test_the_team_sees_a_case_from_the_first_and_the_service_once_confirmed(council: Council) -> None:
    case = make_case(council)
    assert seen_by(council.officer(), case)
    assert not seen_by(council.manager(), case)
    confirm(case, council.officer().id)
    assert seen_by(council.manager(), case)
    assert not seen_by(council.manager("care-leavers"), case)
    assert not seen_by(council.officer("reports"), case)


def test_a_stranger_to_the_authority_sees_nothing(council: Council) -> None:
    assert not may_see(Viewer(council.officer("reports").id, "Nobody"), make_case(council))


def test_a_restricted_case_is_seen_by_the_team_and_whoever_answers(council: Council) -> None:
    case = make_case(council, triage_values=HARM)
    harm.decide(case, council.officer("lado").id, "not-referred", "Nothing in it.", service_may_be_told=True)
    confirm(case, council.officer().id)
    assert seen_by(council.manager(), case)
    assert not seen_by(council.officer("head.of.service"), case)


def test_somebody_named_sees_nothing_whatever_their_role(council: Council) -> None:
    named = make_officer(council.authority, "Nora Named", Role.COMPLAINTS_OFFICER)
    case = make_case(council, named=("Nora Named",))
    assert not seen_by(named, case)
    with pytest.raises(NotFound):
        case_for(viewer_for(named), case.reference)


def test_a_reference_is_found_however_it_is_typed(council: Council) -> None:
    case = make_case(council)
    typed = case.reference.replace("-", " ").lower()
    assert case_for(viewer_for(council.officer()), typed) is case


def test_who_looked_is_kept(council: Council) -> None:
    case = make_case(council)
    record_look(case, council.officer().id, "case")
    assert [(look.officer, look.page) for look in looks_at(case.id)] == [(council.officer(), "case")]


def test_a_message_does_not_reach_somebody_named_meanwhile(council: Council) -> None:
    case = make_confirmed_case(council)
    run_until()
    name_officer(case, council.manager(), "system")
    assert guard(request_to(case), business_now()).kind == "cancel"


def test_a_request_waits_while_harm_is_decided_and_a_chaser_is_called_off(council: Council) -> None:
    case = make_confirmed_case(council)
    run_until()
    harm.suspect(case, ["officer"], "system")
    message = request_to(case)
    assert guard(message, business_now()).kind == "hold"
    message.guarantee = "at-most-once"
    assert guard(message, business_now()).kind == "cancel"


def test_a_letter_is_not_sent_once_they_ask_us_not_to_write(council: Council) -> None:
    case = make_confirmed_case(council)
    run_until()
    message = db.session.query(Message).filter_by(about_id=case.id, wording_key="acknowledgement").one()
    assert guard(message, business_now()).kind == "allow"
    message.channel = "letter"
    assert guard(message, business_now()).kind == "cancel"

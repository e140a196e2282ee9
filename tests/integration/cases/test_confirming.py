"""One click, or a change with a reason; and what stands in the way."""

from datetime import date

import pytest

from cases import confirming, harm
from cases.clocks import clock_for
from cases.confirming import Changes, confirm
from cases.models import Case
from foundation.errors import Conflict, Invalid, NotAllowed
from foundation.events import history
from tests.factories import Council, make_case, time_is
from tests.integration.cases.test_opening import stage

HARM = (("who_are_you", "parent"), ("harm_tick", ("child-may-have-been-hurt",)))


def test_one_click_opens_the_stage_with_the_services_manager(quiet_council: Council) -> None:
    case = make_case(quiet_council)
    time_is("2027-12-03", 9, 30)
    (opened,) = confirm(case, quiet_council.officer().id)
    assert (case.state, case.procedure, opened.state) == ("open", "children-statutory", "open")
    assert opened.responder == quiet_council.manager()
    assert (opened.opened_on, opened.target_on) == (date(2027, 12, 3), date(2027, 12, 16))
    assert [event.name for event in history(case.id)] == [
        "case.opened",
        "stage.allocated",
        "case.confirmed",
        "stage.confirmed",
    ]


def test_confirming_acknowledges_and_starts_the_corporate_clock_that_day(quiet_council: Council) -> None:
    case = make_case(quiet_council, service="sen")
    time_is("2027-12-03", 9, 30)
    (opened,) = confirm(case, quiet_council.officer().id)
    response = clock_for(case, opened, "response")
    acknowledge = clock_for(case, opened, "acknowledge")
    assert response is not None
    assert acknowledge is not None
    assert (response.starts_on, response.target_on) == (date(2027, 12, 3), date(2027, 12, 17))
    assert (acknowledge.target_on, acknowledge.stopped_on) == (date(2027, 12, 9), date(2027, 12, 3))


def test_a_change_needs_its_reason(quiet_council: Council) -> None:
    case = make_case(quiet_council)
    with pytest.raises(Invalid) as refused:
        confirm(case, quiet_council.officer().id, Changes(procedure="corporate"))
    assert refused.value.field == "reason"


def test_a_changed_procedure_counts_its_clocks_anew(quiet_council: Council) -> None:
    case = make_case(quiet_council)
    (opened,) = confirm(case, quiet_council.officer().id, Changes(procedure="corporate", reason="About a conference."))
    assert opened.procedure == "corporate"
    assert opened.target_on == date(2027, 12, 16)
    triage = confirming.triage_of(case.id)
    assert (triage.was_changed, triage.change_reason) == (True, "About a conference.")


def test_what_no_rule_fits_is_confirmed_with_a_choice(quiet_council: Council) -> None:
    case = make_case(quiet_council, child_involved="not-sure")
    (opened,) = confirm(case, quiet_council.officer().id, Changes(procedure="children-statutory"))
    assert opened.target_on == date(2027, 12, 16)
    assert not confirming.triage_of(case.id).was_changed


def test_a_complaint_without_a_service_asks_for_one(quiet_council: Council) -> None:
    case = make_case(quiet_council, service=None, points=("The social worker did not ring.",))
    with pytest.raises(Invalid, match="Choose the service"):
        confirm(case, quiet_council.officer().id)


def test_nothing_is_confirmed_while_harm_is_undecided(quiet_council: Council) -> None:
    case = make_case(quiet_council, triage_values=HARM)
    with pytest.raises(Conflict, match="possible harm"):
        confirm(case, quiet_council.officer().id)
    harm.decide(case, quiet_council.officer("lado").id, "referred", "Told today.", service_may_be_told=False)
    with pytest.raises(Conflict, match="possible harm"):
        confirm(case, quiet_council.officer().id)
    harm.let_service_be_told(case, quiet_council.officer("lado").id)
    assert confirm(case, quiet_council.officer().id)


def test_nobody_named_confirms_or_is_asked_to_answer(quiet_council: Council) -> None:
    case = make_case(quiet_council, named=("Ola Invented", quiet_council.manager().name))
    with pytest.raises(NotAllowed):
        confirm(case, quiet_council.officer().id)
    two = quiet_council.officer("officer.two")
    with pytest.raises(NotAllowed):
        confirm(case, two.id, Changes(responder_id=quiet_council.manager().id))
    (opened,) = confirm(case, two.id)
    assert opened.responder == quiet_council.officer("service.manager")


def test_a_call_never_takes_the_place_of_a_complaint(quiet_council: Council) -> None:
    case = make_case(quiet_council)
    with pytest.raises(Invalid, match="cannot take its place"):
        confirm(case, quiet_council.officer().id, Changes(procedure="call-back", kind="call-back", reason="Quicker."))


def test_two_officers_confirm_once(quiet_council: Council) -> None:
    case: Case = make_case(quiet_council)
    confirm(case, quiet_council.officer().id)
    with pytest.raises(Conflict):
        confirm(case, quiet_council.officer("officer.two").id)
    assert stage(case).state == "open"

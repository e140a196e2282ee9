"""Asking for the next stage: whenever it may open it opens, once; else it is a person's work, never a refusal."""

from datetime import date

import pytest
from sqlalchemy import select

from cases import responding
from cases.actors import by_officer
from cases.clocks import clocks_of
from cases.closing import close
from cases.escalation import Asked as Wish
from cases.escalation import request_next_stage
from cases.escalation_form import request_from_submission
from cases.models import Allocation, Case, EscalationRequest, Stage, WorkItem
from cases.points import points_of_stage
from foundation.clock import business_now
from foundation.database import db, new_id, transaction
from foundation.encryption import new_data_key
from foundation.events import history
from tests.factories import Council, at_london, time_is
from tests.integration.cases.asked import Asked, finished_draft, make_asked, messages, set_sign_off
from tests.integration.cases.sent import run_until
from webform.models import Submission
from webform.publishing import live_form


@pytest.fixture
def answered(quiet_council: Council, monkeypatch: pytest.MonkeyPatch) -> Asked:
    """A statutory complaint answered at its first stage: one point upheld, one not."""
    asked = make_asked(quiet_council)
    set_sign_off(asked.case, monkeypatch, is_required=False)
    with transaction():
        answer = responding.save_draft(asked.opened, finished_draft(asked.stage), 0)
    with transaction():
        responding.send_answer(asked.opened, answer.edition)
    run_until()
    return asked


def wish(**said: object) -> Wish:
    return Wish(at=business_now(), channel="e-form", **said)  # type: ignore[arg-type]


def work(case: Case) -> list[str]:
    open_items = select(WorkItem.kind).where(WorkItem.case_id == case.id, WorkItem.done_at.is_(None))
    return sorted(db.session.scalars(open_items))


def second(case: Case) -> Stage | None:
    return db.session.scalar(select(Stage).where(Stage.case_id == case.id, Stage.number == 2))


def test_an_answered_stage_opens_the_next_with_its_clocks_and_its_lead(answered: Asked) -> None:
    with transaction():
        result = request_next_stage(answered.stage, wish(main_reason="not-thorough"))
    stage = result.stage
    assert result.verdict == "opens"
    assert stage is not None
    assert (stage.number, stage.key, stage.state, stage.responder_id) == (
        2,
        "stage-2",
        "open",
        answered.council.officer("stage.two").id,
    )
    # Asked for on Thursday 2 December 2027: 25 working days, with 27 and 28 December and 3 January left out.
    assert {clock.key: clock.target_on.isoformat() for clock in clocks_of(stage.id)} == {
        "stage-2-acknowledge": "2027-12-09",
        "stage-2-appoint": "2028-01-04",
        "stage-2": "2028-01-11",
    }
    assert (answered.case.stage_number, answered.case.state, answered.stage.state) == (2, "open", "closed")
    said = [event for event in history(answered.case.id) if event.name == "stage.requested"]
    assert [event.payload["stage_id"] for event in said] == [str(stage.id)]


def test_a_closed_case_takes_the_request_and_its_first_stage_keeps_the_day_it_closed(answered: Asked) -> None:
    """There is no legal deadline for a second look, and a case is closed as soon as it seems settled."""
    with transaction():
        close(answered.case, answered.council.officer().id, "answered")
    time_is("2027-12-20", 10)
    with transaction():
        result = request_next_stage(answered.stage, wish())
    assert result.verdict == "opens"
    assert second(answered.case) is not None
    assert (answered.case.state, answered.case.closed_on) == ("open", None)
    assert answered.stage.closed_on == date(2027, 12, 2)


def test_harm_told_when_the_next_stage_is_asked_for_holds_the_case_before_anybody_hears_of_it(answered: Asked) -> None:
    with transaction():
        request_next_stage(answered.stage, wish(put_right="The worker who hit him must not come again"))
    run_until()
    assert (answered.case.is_restricted, answered.case.is_held) == (True, True)
    assert second(answered.case) is not None
    assert messages(answered.case, "next-stage-request") == []
    assert len(messages(answered.case, "harm-decision")) == 1


def test_a_request_without_a_word_is_as_good_as_any(answered: Asked) -> None:
    with transaction():
        result = request_next_stage(answered.stage, wish())
    assert result.stage is not None
    assert (result.request.main_reason, result.request.how_answered, result.request.words) == (None, None, None)


def test_points_not_upheld_go_on_by_default_and_chosen_ones_instead(answered: Asked) -> None:
    upheld, not_upheld = points_of_stage(answered.stage)
    with transaction():
        stage = request_next_stage(answered.stage, wish()).stage
    assert stage is not None
    assert points_of_stage(stage) == [not_upheld]
    request = db.session.execute(select(EscalationRequest)).scalar_one()
    assert request.point_ids == [str(not_upheld.id)] != [str(upheld.id)]


def test_a_point_upheld_goes_on_when_the_person_chooses_it(answered: Asked) -> None:
    upheld, _ = points_of_stage(answered.stage)
    with transaction():
        stage = request_next_stage(answered.stage, wish(point_ids=(str(upheld.id), "not-a-point"))).stage
    assert stage is not None
    assert points_of_stage(stage) == [upheld]


def test_asking_twice_opens_one_stage_and_keeps_what_was_added(answered: Asked) -> None:
    with transaction():
        first = request_next_stage(answered.stage, wish(words="It was not looked into."))
    with transaction():
        again = request_next_stage(answered.stage, wish(words="And it is still going on.", main_reason="other"))
    assert again.verdict == "opened-before"
    assert first.stage is again.stage
    assert again.request.words == "It was not looked into.\n\nAnd it is still going on."
    assert again.request.main_reason == "other"
    assert [event.name for event in history(answered.case.id)].count("stage.requested") == 1


def test_before_an_answer_and_its_last_day_it_is_work_for_the_team(quiet_council: Council) -> None:
    asked = make_asked(quiet_council)
    with transaction():
        result = request_next_stage(asked.stage, wish(main_reason="no-answer"))
    assert (result.verdict, result.stage, second(asked.case)) == ("too-early", None, None)
    assert "next-stage-early" in work(asked.case)


def test_asked_too_early_and_again_after_the_answer_the_clocks_run_from_the_later_day(answered: Asked) -> None:
    early = at_london("2027-12-02", 22)
    with transaction():
        answered_on, answered.stage.answered_on = answered.stage.answered_on, None
        request_next_stage(answered.stage, Wish(at=early, channel="telephone", words="Too slow."))
        answered.stage.answered_on = answered_on
    run_until(at_london("2027-12-06", 10))
    with transaction():
        result = request_next_stage(answered.stage, wish())
    assert result.stage is not None
    assert result.stage.requested_on.isoformat() == "2027-12-06"
    assert result.request.asked_on.isoformat() == "2027-12-06"
    assert result.request.words == "Too slow."
    assert [point.number for point in points_of_stage(result.stage)] == [2]


def test_from_day_21_an_unanswered_stage_opens_the_next(quiet_council: Council) -> None:
    asked = make_asked(quiet_council)
    # Day 20 is Tuesday 4 January 2028; 27 and 28 December and 3 January are bank holidays.
    assert asked.stage.limit_on is not None
    assert asked.stage.limit_on.isoformat() == "2028-01-04"
    run_until(at_london("2028-01-04", 23))
    with transaction():
        assert request_next_stage(asked.stage, wish()).verdict == "too-early"
    run_until(at_london("2028-01-05", 0, 1))
    with transaction():
        result = request_next_stage(asked.stage, wish(main_reason="no-answer"))
    assert result.verdict == "opens"
    assert asked.stage.state == "closed"
    assert asked.stage.answered_on is None


def test_an_answer_that_did_not_arrive_is_sent_again_and_looked_into(answered: Asked) -> None:
    with transaction():
        result = request_next_stage(answered.stage, wish(how_answered="no-answer"))
    assert result.stage is not None
    assert len(messages(answered.case, "answer")) == 2
    assert "answer-not-received" in work(answered.case)


def test_the_second_stage_never_goes_to_whoever_answered_the_first(answered: Asked) -> None:
    with transaction():
        answered.stage.responder_id = answered.council.officer("stage.two").id
    with transaction():
        stage = request_next_stage(answered.stage, wish()).stage
    assert stage is not None
    assert stage.responder_id is None
    assert db.session.scalar(select(Allocation).where(Allocation.stage_id == stage.id)) is None
    assert "allocate" in work(answered.case)


def test_an_officer_takes_it_in_from_any_wording(answered: Asked) -> None:
    actor = by_officer(answered.council.officer().id)
    with transaction():
        result = request_next_stage(
            answered.stage, Wish(at=business_now(), channel="email", words="This is not good enough."), actor
        )
    assert result.stage is not None
    assert result.request.taken_in_by_id == answered.council.officer().id
    assert result.request.channel == "email"


def test_after_the_last_stage_the_ombudsman_is_next_and_a_person_says_so(answered: Asked) -> None:
    with transaction():
        two = request_next_stage(answered.stage, wish()).stage
        assert two is not None
        two.answered_on = two.opened_on
        three = request_next_stage(two, wish()).stage
        assert three is not None
        result = request_next_stage(three, wish(words="Still wrong."))
    assert (result.verdict, result.stage) == ("last-stage", None)
    assert "ombudsman-next" in work(answered.case)


def test_a_form_that_asks_its_questions_in_other_kinds_opens_the_next_stage_all_the_same(answered: Asked) -> None:
    point = points_of_stage(answered.stage)[1]
    submission = Submission(
        authority_id=answered.case.authority_id,
        data_key=new_data_key("answers"),
        draft_id=new_id(),
        form_version_id=live_form(answered.case.authority_id, "escalation").version_id,
        form_key="escalation",
        reference="R7KD-2M",
        received_at=business_now(),
        about_type="stage",
        about_id=answered.stage.id,
        answers={"points_left": str(point.id), "still_not_right": ["Nobody rang."], "main_reason": ["late-answer"]},
    )
    with transaction():
        db.session.add(submission)
        db.session.flush()
        result = request_from_submission(submission)
    assert result is not None
    assert result.stage is not None
    assert result.request.main_reason is None

"""What follows from two of the reasons for asking: no answer came, and wanting to go to the Ombudsman."""

from typing import Any

import pytest
from flask import Flask
from sqlalchemy import select

from cases import responding
from cases.confirming import confirm
from cases.escalation import Asked as Wish
from cases.escalation import Result, request_next_stage
from cases.intake import PersonGiven
from cases.links import progress_link
from cases.models import Answer, Case, Stage, WorkItem
from cases.next_stage_told import _lines
from foundation.clock import business_now
from foundation.database import db, transaction
from notifications.models import Message
from tests.factories import Council, at_london, make_case
from tests.integration.cases.asked import Asked, finished_draft, make_asked, messages, set_sign_off
from tests.integration.cases.sent import run_until, wordings_sent
from tests.integration.cases.test_progress import by_link

REACHED_BOTH_WAYS = PersonGiven(
    name="Asha Pretend",
    relationship="parent",
    email="asha@family.example",
    postal_address="1 Sample Road\nMadeup",
    may_write=True,
)


def ask(stage: Stage, **said: Any) -> Result:
    with transaction():
        return request_next_stage(stage, Wish(at=business_now(), channel="e-form", **said))


def answer(asked: Asked, monkeypatch: pytest.MonkeyPatch) -> None:
    """Answer the first stage and send the letter."""
    set_sign_off(asked.case, monkeypatch, is_required=False)
    with transaction():
        kept = responding.save_draft(asked.opened, finished_draft(asked.stage), 0)
    with transaction():
        responding.send_answer(asked.opened, kept.edition)
    run_until()


def work(case: Case, kind: str) -> str:
    """What one open piece of work on the case says."""
    items = select(WorkItem.what).where(WorkItem.case_id == case.id, WorkItem.kind == kind)
    return db.session.execute(items).scalar_one()


def second(case: Case) -> Stage | None:
    return db.session.scalar(select(Stage).where(Stage.case_id == case.id, Stage.number == 2))


def test_asked_before_day_20_it_waits_and_opens_by_itself_on_the_morning_after(council: Council) -> None:
    asked = make_asked(council)
    result = ask(asked.stage, main_reason="no-answer", words="Nobody has written.")
    assert (result.verdict, result.stage) == ("too-early", None)
    assert "No answer has been sent." in work(asked.case, "answer-not-received")
    assert "opens by itself" in work(asked.case, "next-stage-early")
    # Day 20 of 2 December 2027 is Tuesday 4 January 2028.
    run_until(at_london("2028-01-05", 7, 59))
    assert second(asked.case) is None
    run_until(at_london("2028-01-05", 10))
    opened = second(asked.case)
    assert opened is not None
    assert (opened.requested_on.isoformat(), opened.state, asked.stage.state) == ("2028-01-05", "open", "closed")
    assert result.request.words == "Nobody has written."
    # They are told that it is open, not that they might ask.
    assert "next-stage-acknowledgement" in wordings_sent(asked.case)
    assert "right-to-next-stage" not in wordings_sent(asked.case)


def test_an_answer_that_comes_meanwhile_opens_nothing_behind_it(
    council: Council, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked = make_asked(council)
    ask(asked.stage, how_answered="no-answer")
    answer(asked, monkeypatch)
    run_until(at_london("2028-01-06", 10))
    assert second(asked.case) is None


def test_asked_twice_it_opens_once(council: Council) -> None:
    asked = make_asked(council)
    for _ in range(2):
        ask(asked.stage, main_reason="no-answer")
    run_until(at_london("2028-01-05", 10))
    stages = db.session.scalars(select(Stage.number).where(Stage.case_id == asked.case.id, Stage.number > 0))
    assert sorted(stages) == [1, 2]


def test_an_answer_sent_by_email_goes_again_by_post_where_a_letter_is_safe(
    council: Council, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked = make_asked(council, person=REACHED_BOTH_WAYS)
    answer(asked, monkeypatch)
    result = ask(asked.stage, main_reason="no-answer")
    assert result.stage is not None
    first, again = messages(asked.case, "answer")
    assert (first.channel, again.channel) == ("email", "letter")
    assert again.body == first.body
    said = work(asked.case, "answer-not-received")
    assert "it went by email on Thursday 2 December 2027. It goes again by post." in said


def test_without_a_safe_address_it_goes_again_by_email(council: Council, monkeypatch: pytest.MonkeyPatch) -> None:
    asked = make_asked(council)
    answer(asked, monkeypatch)
    ask(asked.stage, how_answered="no-answer")
    assert [message.channel for message in messages(asked.case, "answer")] == ["email", "email"]
    assert "It goes again by email." in work(asked.case, "answer-not-received")


def test_an_answer_that_could_not_be_delivered_is_said_to_be(council: Council, monkeypatch: pytest.MonkeyPatch) -> None:
    asked = make_asked(council)
    answer(asked, monkeypatch)
    with transaction():
        sent = db.session.execute(select(Answer).where(Answer.stage_id == asked.stage.id)).scalar_one()
        sent.state, asked.stage.answered_on = "sending", None
        db.session.get_one(Message, sent.message_id).fate = "failed"
    ask(asked.stage, main_reason="no-answer")
    assert "The answer could not be delivered." in work(asked.case, "answer-not-received")


def test_work_about_it_names_nobody(council: Council, monkeypatch: pytest.MonkeyPatch) -> None:
    asked = make_asked(council, person=REACHED_BOTH_WAYS)
    answer(asked, monkeypatch)
    ask(asked.stage, main_reason="no-answer")
    for personal in ("Asha", "Pretend", "family.example", "Sample Road"):
        assert personal not in work(asked.case, "answer-not-received")


def test_who_wants_to_reach_the_ombudsman_prompts_when_a_stage_may_be_left_out(
    council: Council, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked = make_asked(council)
    answer(asked, monkeypatch)
    result = ask(asked.stage, main_reason="reach-ombudsman")
    assert result.stage is not None
    assert "only after stage 2" in work(asked.case, "early-referral")
    with transaction():
        result.stage.answered_on = result.stage.opened_on
    third = ask(result.stage, main_reason="reach-ombudsman")
    assert third.stage is not None
    said = [
        item.what
        for item in db.session.scalars(select(WorkItem).where(WorkItem.case_id == asked.case.id))
        if item.kind == "early-referral"
    ]
    assert len(said) == 2
    for criterion in ("report is robust", "adjudication is complete", "plan of action", "they agree"):
        assert criterion in said[-1]


def test_the_page_after_sending_says_what_is_checked_and_what_comes_by_itself(council: Council) -> None:
    asked = make_asked(council)
    result = ask(asked.stage, main_reason="no-answer")
    words = " ".join(_lines(asked.case, result.request, None))
    assert "make sure that you have it" in words
    assert "If you have no answer by Tuesday 4 January 2028, the next stage begins by itself." in words
    assert "Whatever you left blank changes nothing." in words


def test_after_a_request_about_information_the_commissioner_is_next(app: Flask, council: Council) -> None:
    case = make_case(council, kind="data-request", call_choice=None, triage_values=(("data_right", "see"),))
    with transaction():
        (stage,) = confirm(case, council.officer().id)
    client = by_link(app, progress_link(case, "isle-of-wight"))
    page = client.get("/isle-of-wight/progress/next-stage").text
    assert "Information Commissioner" in page
    assert "Ombudsman" not in page
    ask(stage)
    assert "the Information Commissioner" in work(case, "ombudsman-next")

"""When a request opens the next stage and which points go on."""

from dataclasses import replace
from datetime import date

import pytest

from cases.next_stage import Standing, judge, ombudsman_prompt, points_carried, who_is_next

LIMIT = date(2026, 12, 18)
UNANSWERED = Standing(
    answered_on=None, target_on=date(2026, 12, 4), limit_on=LIMIT, has_next_in_procedure=True, next_is_open=False
)


def test_an_answered_stage_opens_the_next_on_the_same_day() -> None:
    assert judge(replace(UNANSWERED, answered_on=date(2026, 12, 1)), date(2026, 12, 1)) == "opens"


def test_an_unanswered_stage_opens_the_next_only_after_its_last_day() -> None:
    assert judge(UNANSWERED, LIMIT) == "too-early"
    assert judge(UNANSWERED, date(2026, 12, 19)) == "opens"


def test_where_the_rule_has_no_limit_the_target_is_the_last_day() -> None:
    no_limit = replace(UNANSWERED, limit_on=None)
    assert judge(no_limit, date(2026, 12, 4)) == "too-early"
    assert judge(no_limit, date(2026, 12, 5)) == "opens"


def test_without_any_date_it_waits_for_the_team() -> None:
    assert judge(replace(UNANSWERED, limit_on=None, target_on=None), date(2027, 6, 1)) == "too-early"


def test_after_the_last_stage_there_is_none_to_open() -> None:
    assert judge(replace(UNANSWERED, has_next_in_procedure=False, answered_on=LIMIT), LIMIT) == "last-stage"


def test_a_stage_is_opened_once() -> None:
    assert judge(replace(UNANSWERED, answered_on=LIMIT, next_is_open=True), LIMIT) == "opened-before"


def test_every_point_not_fully_upheld_goes_on() -> None:
    found = {"a": "upheld", "b": "partially-upheld", "c": "not-upheld", "d": "no-finding", "e": None}
    assert points_carried(found, (), is_answered=True) == ("b", "c", "d", "e")


def test_where_all_were_upheld_all_go_on_for_their_remedy() -> None:
    assert points_carried({"a": "upheld", "b": "upheld"}, (), is_answered=True) == ("a", "b")


def test_the_persons_own_choice_wins_and_strange_ids_are_left_out() -> None:
    assert points_carried({"a": "upheld", "b": "not-upheld"}, ("a", "x"), is_answered=True) == ("a",)


def test_without_an_answer_every_point_goes_on() -> None:
    assert points_carried({"a": None, "b": None}, (), is_answered=False) == ("a", "b")


@pytest.mark.parametrize("number", [1, 2])
def test_leaving_stage_3_out_is_said_to_need_every_criterion(number: int) -> None:
    said = ombudsman_prompt(number)
    for criterion in ("robust", "complete", "upheld", "plan of action", "what they want", "they agree"):
        assert criterion in said


def test_who_looks_next_depends_on_what_it_was_about() -> None:
    assert who_is_next("children-statutory") == who_is_next("corporate") == "the Ombudsman"
    assert who_is_next("subject-access") == who_is_next("data-protection-complaint") == "the Information Commissioner"

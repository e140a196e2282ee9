"""What an answer lacks before it may be sent."""

from datetime import date

import pytest

from cases.answer_draft import AnswerDraft, DraftAction, PointAnswer, faults

RECEIVED, TODAY = date(2026, 11, 20), date(2026, 12, 4)
DONE = AnswerDraft(
    points={
        "a": PointAnswer(finding="not-upheld", reasons="Because."),
        "b": PointAnswer(finding="no-finding", reasons="We could not."),
    },
    method="letter",
)


def fields(draft: AnswerDraft, *points: str) -> list[str]:
    return [fault.field for fault in faults(draft, points or ("a", "b"), received_on=RECEIVED, today=TODAY)]


def changed(**changes: object) -> AnswerDraft:
    return DONE.model_copy(update=changes)


def test_a_finished_answer_lacks_nothing() -> None:
    assert fields(DONE) == []


def test_an_empty_draft_lacks_a_finding_and_reasons_for_each_point_and_a_method() -> None:
    assert fields(AnswerDraft()) == [
        "points-0-finding",
        "points-0-reasons",
        "points-1-finding",
        "points-1-reasons",
        "method",
    ]


def test_a_point_added_later_is_missed_too() -> None:
    assert fields(DONE, "a", "b", "c") == ["points-2-finding", "points-2-reasons"]


@pytest.mark.parametrize("finding", ["upheld", "partially-upheld"])
def test_what_is_upheld_even_in_part_needs_an_apology(finding: str) -> None:
    points = {**DONE.points, "a": PointAnswer(finding=finding, reasons="It was so.")}
    assert fields(changed(points=points)) == ["apology"]
    assert fields(changed(points=points, apology="I am sorry.")) == []


def test_a_remedy_beyond_an_apology_says_what_will_be_done() -> None:
    assert fields(changed(remedies=("training",))) == ["remedy"]
    assert fields(changed(remedies=("training",), remedy="We train everybody.")) == []


def test_an_action_needs_what_whose_job_and_a_day_to_come() -> None:
    assert fields(changed(actions=(DraftAction(what="Ring"),))) == ["actions-0-owner_job", "actions-0-due_on"]
    past = DraftAction(what="Ring", owner_job="manager", due_on=date(2026, 12, 3))
    assert fields(changed(actions=(past,))) == ["actions-0-due_on"]
    assert fields(changed(actions=(past.model_copy(update={"due_on": TODAY}),))) == []


def test_a_blank_action_is_no_action() -> None:
    assert fields(changed(actions=(DraftAction(),))) == []


@pytest.mark.parametrize("method", ["call", "call-and-letter", "meeting", "meeting-and-letter"])
def test_a_spoken_answer_says_when_between_receipt_and_today(method: str) -> None:
    assert fields(changed(method=method)) == ["spoken_on"]
    assert fields(changed(method=method, spoken_on=date(2026, 12, 5))) == ["spoken_on"]
    assert fields(changed(method=method, spoken_on=date(2026, 11, 19))) == ["spoken_on"]
    assert fields(changed(method=method, spoken_on=RECEIVED)) == []


def test_a_draft_comes_back_as_it_was_kept() -> None:
    draft = changed(actions=(DraftAction(what="Ring", owner_job="manager", due_on=TODAY),), spoken_on=TODAY)
    assert AnswerDraft.read({**draft.kept(), "by": "somebody"}) == draft

"""Conditions and ways on, built row by row."""

import pytest

from authorities.models import Authority
from tests.integration.webform.designing import Desk, draft_of, page_of, working


@pytest.fixture
def visit(cleo: Desk) -> str:
    """A page of the draft that everybody sees, added last."""
    cleo.press(cleo.open("/pages/new"), "Add the page", words="When can we visit?", holds="text")
    return "/pages/when-can-we-visit"


def test_a_condition_is_built_row_by_row(cleo: Desk, island: Authority, visit: str) -> None:
    page = cleo.open(f"{visit}/when")
    assert "There is no condition" in page.words
    page = cleo.press(page, "add", add_field="who_are_you")
    page = cleo.press(page, "add", add_field="children", row__0__value=["parent", "other"], row__0__test="not:is")
    page = cleo.press(page, "Keep the rule", join="any", row__1__test="is_answered")

    assert page_of(draft_of(island), "when-can-we-visit")["when"] == {
        "any": [
            {"not": {"field": "who_are_you", "is_one_of": ["parent", "other"]}},
            {"field": "children", "is_answered": True},
        ]
    }


def test_a_group_is_added_within_a_rule_and_the_rule_around_it_stays(cleo: Desk, island: Authority) -> None:
    before = page_of(working(island).data, "points")["when"]
    page = cleo.press(cleo.open("/pages/points/when"), "Keep, and add a group")
    assert "a group within the rule" in page.words
    page = cleo.press(page, "add", add_field="who_are_you")
    page = cleo.press(page, "add", add_field="kind", row__0__value=["parent"])
    page = cleo.press(page, "Keep the rule", join="any", row__1__value=["complaint"])

    group = {"any": [{"field": "who_are_you", "is": "parent"}, {"field": "kind", "is": "complaint"}]}
    assert page_of(draft_of(island), "points")["when"] == {"all": [*before["all"], group]}
    assert "A group: “Who are you?”" in page.words


def test_a_way_on_is_added_and_taken_away(cleo: Desk, island: Authority) -> None:
    page = cleo.press(cleo.open("/pages/kind/ways/new"), "add", add_field="kind", to="thanks")
    cleo.press(page, "Keep the rule", row__0__value=["compliment"])
    assert page_of(draft_of(island), "kind")["then"] == [
        {"to": "thanks", "when": {"field": "kind", "is": "compliment"}}
    ]

    cleo.press(cleo.open("/pages/kind"), "Remove rule 1")
    assert "then" not in page_of(draft_of(island), "kind")


def test_a_row_without_an_answer_is_refused_and_nothing_typed_is_lost(
    cleo: Desk, island: Authority, visit: str
) -> None:
    page = cleo.press(cleo.open(f"{visit}/when"), "add", add_field="call_about")
    page = cleo.press(page, "add", add_field="kind", row__0__words="hit\nhurt me")
    page = cleo.press(page, "Keep the rule")

    assert page.status == 400
    assert "Say which answer a row waits for" in page.words
    assert page.html.find("textarea", {"name": "row-0-words"}).get_text() == "hit\nhurt me"
    assert "when" not in page_of(draft_of(island), "when-can-we-visit")


def test_a_rule_that_waits_for_an_answer_nobody_can_choose_is_shown_and_kept(cleo: Desk, island: Authority) -> None:
    cleo.press(cleo.press(cleo.open("/questions/kind"), "remove-1"), "Keep the question")

    page = cleo.open("/pages/thanks/when")

    assert "compliment (nobody can choose this)" in page.words
    assert "waits for kind to be compliment, which nobody can choose" in cleo.open("/publish").words

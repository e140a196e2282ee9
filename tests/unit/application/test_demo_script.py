"""The script of the demonstration holds together, and names nobody who could exist."""

from __future__ import annotations

import pytest

from application.demo.acting import ACTS
from application.demo.script import Course, Escalation, Rung, Script, Story, Try, acts_of, read_script


@pytest.fixture(scope="module")
def script() -> Script:
    return read_script()


def names(story: Story, **courses: Course) -> list[tuple[int, str]]:
    return [(act.day, act.name) for act in acts_of(story, courses)]


def test_there_are_some_sixty_stories_and_each_name_is_used_once(script: Script) -> None:
    assert 55 <= len(script.stories) <= 65
    assert len({story.name for story in script.stories}) == len(script.stories)


def test_every_story_has_its_matter_and_its_course(script: Script) -> None:
    for story in script.stories:
        assert story.matter in script.matters
        assert story.course is None or story.course in script.courses


def test_every_point_has_an_answer(script: Script) -> None:
    for matter in script.matters.values():
        assert len(matter.points) == len(matter.reasons)


def test_everybody_is_plainly_invented(script: Script) -> None:
    surnames = {"Example", "Sample", "Pretend", "Makebelieve", "Specimen"}
    for story in script.stories:
        assert story.form == "young-people" or story.name.split()[-1] in surnames


def test_somebody_knows_how_to_do_every_act(script: Script) -> None:
    done = {act.name for story in script.stories for act in acts_of(story, script.courses)}
    assert done == set(ACTS)


def test_a_story_is_told_confirmed_answered_and_closed_in_that_order() -> None:
    course = Course(answered=9, method="letter", tries=(Try(day=3, outcome="no-answer"),))
    story = Story(name="A Sample", matter="m", ago=50, course="c")
    assert names(story, c=course) == [
        (0, "tell"), (1, "confirm"), (1, "look"), (3, "try"), (9, "write"), (9, "send"), (34, "close"),
    ]  # fmt: skip


def test_somebody_who_asks_for_a_second_look_is_not_closed() -> None:
    story = Story(name="A Sample", matter="m", ago=50, course="c", escalates=Escalation(after=5), second=20)
    assert names(story, c=Course(answered=9))[-3:] == [(14, "escalate"), (34, "write"), (34, "send")]


def test_nothing_is_confirmed_while_a_decision_on_harm_is_awaited() -> None:
    story = Story(name="A Sample", matter="m", ago=1, course="c", harm="waiting")
    assert names(story, c=Course(answered=9)) == [(0, "tell")]


def test_a_call_that_settled_nothing_is_confirmed_again_as_a_complaint() -> None:
    story = Story(name="A Sample", matter="m", ago=9, call="call-me", rung=Rung(outcome="spoke", day=2, settled=False))
    assert names(story) == [(0, "tell"), (1, "confirm"), (2, "ring"), (3, "still-complain"), (3, "confirm")]

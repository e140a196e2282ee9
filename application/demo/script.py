"""The demonstration's script as values: who tells the invented council what, and what is done about it on which day.

Pure. The words are in `matters.yaml`, the people and the days in `stories.yaml`. Nothing here does any of it.
"""

from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Literal

from foundation import yaml_files
from foundation.frozen_model import FrozenModel

HERE = Path(__file__).parent

Kind = Literal["complaint", "compliment", "comment", "personal-data", "member-enquiry", "something-else"]
"""What somebody chooses on the first page of the form."""


class WrittenPoint(FrozenModel):
    """One point of complaint as its writer puts it."""

    what: str
    when: str | None = None


class Matter(FrozenModel):
    """What a complaint is about and what the manager answers, point for point."""

    service: str
    gist: str
    points: tuple[WrittenPoint, ...]
    outcomes: tuple[str, ...]
    reasons: tuple[str, ...]
    apology: str
    action: str


class Try(FrozenModel):
    """A try to speak with the person on a working day."""

    day: int
    outcome: Literal["spoke", "no-answer", "declined"]


class Course(FrozenModel):
    """How the answering of a first stage goes, in working days from the day it was told.

    `answered` None is never; `looked` is the day on which the manager
    opens the request, if it is opened at all; `late` is the day on which the team
    records that the answer will be late; `asks_time` the day on which more time is asked for, `until` the day it
    is given to.
    """

    answered: int | None = None
    method: str = "letter"
    looked: int = 1
    is_opened: bool = True
    tries: tuple[Try, ...] = ()
    late: int | None = None
    asks_time: int | None = None
    until: int | None = None
    returned: int | None = None


class Escalation(FrozenModel):
    """A request for the next stage, so many working days after the answer."""

    after: int
    reason: str | None = None
    said: str | None = None
    words: str | None = None


class Rung(FrozenModel):
    """What came of ringing somebody who asked for a call."""

    outcome: Literal["spoke", "no-answer"]
    day: int
    settled: bool | None = None


class Story(FrozenModel):
    """One invented person, what they tell and what becomes of it."""

    name: str
    matter: str
    ago: int
    who: Literal["parent", "foster-carer"] = "parent"
    kind: Kind = "complaint"
    right: Literal["see", "complain"] | None = None
    form: Literal["tell-us", "young-people"] = "tell-us"
    channel: Literal["e-form", "email", "telephone", "letter"] = "e-form"
    contact: Literal["email", "post"] = "email"
    call: Literal["take-complaint", "call-me", "both"] = "take-complaint"
    child: str | None = None
    age: int | None = None
    advocate: str | None = None
    names: str | None = None
    harm: Literal["waiting", "referred"] | None = None
    course: str | None = None
    escalates: Escalation | None = None
    second: int | None = None
    rung: Rung | None = None


class Script(FrozenModel):
    """Everything that happens in the demonstration before anybody opens it."""

    matters: dict[str, Matter]
    courses: dict[str, Course]
    stories: tuple[Story, ...]


@dataclass(frozen=True)
class Act:
    """Something somebody does on a working day of a story; `hour` puts the acts of one day in order."""

    day: int
    hour: int
    name: str
    details: dict[str, Any] = field(default_factory=dict)


def read_script() -> Script:
    """The shipped script. Raises pydantic's ValidationError when it does not fit together."""
    matters = yaml_files.load(HERE / "matters.yaml")
    stories = yaml_files.load(HERE / "stories.yaml")
    return Script.model_validate(
        {"matters": matters["matters"], "courses": stories["courses"], "stories": stories["stories"]}
    )


def acts_of(story: Story, courses: dict[str, Course]) -> tuple[Act, ...]:
    """What is done about a story, in order of day and hour, beginning with its being told."""
    acts = [Act(0, 8, "tell"), *_acts_on_harm(story)]
    if story.harm != "waiting" and story.kind != "something-else":
        acts.append(Act(1, 10, "confirm"))
    if story.advocate == "yes":
        acts.append(Act(1, 11, "refer-to-advocate"))
    if story.kind == "compliment":
        acts.append(Act(2, 12, "close", {"reason": "recorded"}))
    acts += _acts_of_a_call(story)
    course = courses.get(story.course or "")
    if course is not None and story.harm != "waiting":
        begins = story.rung.day + 1 if story.rung else 0
        acts += (Act(act.day + begins, act.hour, act.name, act.details) for act in _acts_of_course(course))
        acts += _acts_after(story, course, begins)
    return tuple(sorted(acts, key=lambda act: (act.day, act.hour)))


def _acts_on_harm(story: Story) -> Iterator[Act]:
    if story.harm == "referred":
        yield Act(1, 9, "decide-harm")


def _acts_of_a_call(story: Story) -> Iterator[Act]:
    if story.rung is None:
        return
    yield Act(story.rung.day, 12, "ring", {"outcome": story.rung.outcome})
    if story.rung.settled is not None:
        day = story.rung.day + 1
        if story.rung.settled:
            yield Act(day, 9, "settle-call")
            yield Act(day + 1, 12, "close", {"reason": "settled"})
        else:
            yield Act(day, 9, "still-complain")
            yield Act(day, 10, "confirm")


def _acts_of_course(course: Course) -> Iterator[Act]:
    if course.is_opened:
        yield Act(course.looked, 11, "look")
    for tried in course.tries:
        yield Act(tried.day, 13, "try", {"outcome": tried.outcome})
    if course.asks_time is not None:
        yield Act(course.asks_time, 14, "ask-time", {"until": course.until})
        yield Act(course.asks_time + 1, 10, "grant-time")
    if course.late is not None:
        yield Act(course.late, 15, "say-late")
    if course.returned is not None:
        yield Act(course.returned, 13, "write", {"method": course.method})
        yield Act(course.returned, 14, "return")
    if course.answered is not None:
        yield Act(course.answered, 15, "write", {"method": course.method})
        yield Act(course.answered, 16, "send")


def _acts_after(story: Story, course: Course, begins: int) -> Iterator[Act]:
    """The next stage asked for and, where the story goes so far, answered; else the case closed."""
    if course.answered is None:
        return
    day = begins + course.answered
    if story.escalates is None:
        yield Act(day + 25, 12, "close", {"reason": "answered"})
        return
    day += story.escalates.after
    yield Act(day, 18, "escalate")
    if story.second is not None:
        yield Act(day + story.second, 15, "write", {"method": "letter"})
        yield Act(day + story.second, 16, "send")

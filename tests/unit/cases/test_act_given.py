"""What an act needs to be told, and what each procedure lets be said."""

from dataclasses import replace
from datetime import date

import pytest

from authorities.act_rules import Act, ActRule
from authorities.profile import current_law
from cases.act_given import MAY_BE_BLANK, NEEDS, About, Given, check
from foundation.errors import Invalid
from foundation.reading_age import reading_age

TODAY = date(2027, 12, 16)
ABOUT = About(stage="stage-1", received_on=date(2027, 12, 2), is_young_person=False, points=frozenset({"one", "two"}))
ENOUGH = Given(
    on=date(2027, 12, 10),
    reason="court",
    way="call",
    words="The court decides about contact on 1 March.",
    notes="Rang.",
    review_on=date(2028, 3, 1),
    to="corporate",
    points=("one",),
    body="Hampshire County Council",
)
STATUTORY = "children-statutory"
EARLY = current_law()[STATUTORY].act("refer-early")


def rule(act: Act, procedure: str = STATUTORY) -> ActRule:
    found = current_law()[procedure].act(act)
    assert found is not None
    return found


def field_of(act: Act, given: Given, about: About = ABOUT, procedure: str = STATUTORY) -> str | None:
    """The field by which an act is refused; none where it is told enough."""
    try:
        check(rule(act, procedure), given, about, TODAY)
    except Invalid as refused:
        return refused.field
    return None


BLANK = {"on": None, "review_on": None, "points": (), "criteria": (), "other": None}


@pytest.mark.parametrize(("act", "need"), [(act, need) for act, needs in NEEDS.items() for need in needs])
def test_an_act_is_refused_without_each_thing_it_needs(act: Act, need: str) -> None:
    reason = next((one.key for one in rule(act).reasons if not one.weigh), "")
    first = About("stage-2", ABOUT.received_on, False, ABOUT.points) if act == "decline-next" else ABOUT
    given = replace(ENOUGH, reason=reason, criteria=rule("refer-early").criteria, other=object())  # type: ignore[arg-type]
    given = replace(given, on=date(2027, 12, 1) if act == "came-from" else given.on)
    assert field_of(act, given, first) is None
    without = replace(given, **{need: BLANK.get(need, " ")})  # type: ignore[arg-type]
    assert field_of(act, without, first) == (None if (act, need) in MAY_BE_BLANK else need)


@pytest.mark.parametrize(
    ("procedure", "act", "stage", "reason", "is_lawful"),
    [
        (STATUTORY, "refuse", "stage-1", "out-of-time", True),
        (STATUTORY, "refuse", "stage-1", "nothing-to-add", False),
        (STATUTORY, "decline-next", "stage-2", "late", False),
        (STATUTORY, "decline-next", "stage-3", "late", True),
        (STATUTORY, "decline-next", "stage-3", "not-entitled", False),
        ("corporate", "decline-next", "stage-2", "another-route", True),
        ("corporate", "refuse", "stage-1", "no-sufficient-interest", False),
        ("subject-access", "refuse", "request", "excessive", True),
        ("subject-access", "refuse", "request", "cost", False),
        ("freedom-of-information", "refuse", "request", "cost", True),
    ],
)
def test_only_a_reason_of_that_procedure_and_stage_will_do(
    procedure: str, act: Act, stage: str, reason: str, is_lawful: bool
) -> None:
    about = replace(ABOUT, stage=stage)
    assert (field_of(act, replace(ENOUGH, reason=reason), about, procedure) is None) == is_lawful


def test_there_is_no_stage_two_deadline_to_decline_by() -> None:
    reasons = {reason.key for reason in rule("decline-next").reasons_at("stage-2")}
    assert reasons == {"already-considered", "not-entitled"}


@pytest.mark.parametrize("left_out", range(6))
def test_every_criterion_of_early_referral_must_be_met(left_out: int) -> None:
    criteria = rule("refer-early").criteria
    assert len(criteria) == 6
    some = tuple(one for place, one in enumerate(criteria) if place != left_out)
    assert field_of("refer-early", replace(ENOUGH, criteria=some)) == "criteria"


@pytest.mark.parametrize(
    ("act", "name", "day", "is_right"),
    [
        ("freeze", "on", date(2027, 12, 1), False),
        ("freeze", "on", date(2027, 12, 2), True),
        ("freeze", "on", date(2027, 12, 17), False),
        ("freeze", "review_on", date(2027, 12, 16), False),
        ("freeze", "review_on", date(2028, 12, 16), True),
        ("freeze", "review_on", date(2028, 12, 18), False),
        ("came-from", "on", date(2027, 12, 2), False),
        ("came-from", "on", date(2027, 12, 1), True),
    ],
)
def test_days_are_such_as_could_be(act: Act, name: str, day: date, is_right: bool) -> None:
    assert field_of(act, replace(ENOUGH, **{name: day})) == (None if is_right else name)  # type: ignore[arg-type]


def test_a_young_person_stops_with_an_advocate_beside_them_or_offered() -> None:
    young = replace(ABOUT, is_young_person=True)
    said = Given(on=TODAY, way="call")
    assert field_of("withdraw", said, young) == "advocate"
    assert field_of("withdraw", replace(said, advocate="offered"), young) == "advocate_words"
    assert field_of("withdraw", replace(said, advocate="offered", advocate_words="By Ola"), young) is None
    assert field_of("freeze", ENOUGH, young) is None


def test_a_split_leaves_something_and_takes_only_what_is_there() -> None:
    assert field_of("split", replace(ENOUGH, points=("one", "two"))) == "points"
    assert field_of("split", replace(ENOUGH, points=("three",))) == "points"
    assert field_of("split", replace(ENOUGH, points=("two",))) is None


def test_a_matter_moves_only_where_its_procedure_says() -> None:
    assert field_of("transfer", replace(ENOUGH, to="comment")) == "to"
    assert field_of("transfer", replace(ENOUGH, to="corporate")) is None


def test_what_people_are_told_of_a_reason_reads_at_twelve() -> None:
    told = {reason.plain for procedure in current_law().values() for one in procedure.acts for reason in one.reasons}
    assert not [words for words in told if reading_age(words) > 12]


@pytest.mark.parametrize(
    ("act", "reason", "stage"),
    [
        ("refuse", "out-of-time", "stage-1"),
        ("refuse", "no-sufficient-interest", "stage-1"),
        ("decline-next", "late", "stage-3"),
    ],
)
def test_what_the_law_wants_weighed_is_written_down(act: Act, reason: str, stage: str) -> None:
    given, about = replace(ENOUGH, reason=reason), replace(ABOUT, stage=stage)
    assert field_of(act, given, about) is None
    assert field_of(act, replace(given, notes=" "), about) == "notes"

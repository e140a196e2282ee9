"""Procedures as data: what is refused, and what an authority may change."""

import pytest
from pydantic import ValidationError

from authorities.procedures import ClockChange, ClockRule, Procedure, apply_change, looser_clocks
from authorities.profile import current_law


def clock(key: str = "extra", **changes: object) -> dict[str, object]:
    """A clock's data."""
    return {
        "key": key,
        "name": "Extra",
        "purpose": "beside",
        "starts": "received",
        "unit": "working-days",
        "target": 3,
        "rule": "Three working days.",
        "source": "The council's own promise",
        "is_verified": True,
    } | changes


def corporate() -> Procedure:
    """The corporate procedure of current law."""
    return current_law()["corporate"]


def change(**given: object) -> ClockChange:
    """A change to the corporate first stage."""
    return ClockChange.model_validate(
        {
            "procedure": "corporate",
            "stage": "stage-1",
            "rule": "Our own.",
            "source": "Our policy",
        }
        | given
    )


def test_every_rule_has_words_and_a_source() -> None:
    for procedure in current_law().values():
        for rule in procedure.clocks():
            assert rule.rule, rule.key
            assert rule.source, rule.key


def test_all_eleven_procedures_are_shipped() -> None:
    assert set(current_law()) == {
        "children-statutory",
        "corporate",
        "call-back",
        "compliment",
        "comment",
        "subject-access",
        "rectification-erasure",
        "freedom-of-information",
        "data-protection-complaint",
        "member-enquiry",
        "ombudsman-enquiry",
    }


@pytest.mark.parametrize(
    ("procedure", "stage", "key", "lengths"),
    [
        ("children-statutory", "stage-1", "stage-1", (10, 20)),
        ("children-statutory", "stage-2", "stage-2", (25, 65)),
        ("children-statutory", "stage-2", "stage-2-from-statement", (25, 65)),
        ("children-statutory", "stage-3", "stage-3-panel", (30, None)),
        ("children-statutory", "stage-3", "stage-3-report", (5, None)),
        ("children-statutory", "stage-3", "stage-3", (15, None)),
        ("corporate", "stage-1", "acknowledge", (5, None)),
        ("corporate", "stage-1", "stage-1", (10, 20)),
        ("corporate", "stage-2", "stage-2", (20, 40)),
        ("call-back", "call-back", "call-back", (2, None)),
        ("subject-access", "request", "response", (1, 3)),
        ("freedom-of-information", "request", "response", (20, None)),
        ("data-protection-complaint", "complaint", "acknowledge", (30, None)),
    ],
)
def test_the_lengths_are_those_of_the_law(
    procedure: str, stage: str, key: str, lengths: tuple[int, int | None]
) -> None:
    rule = current_law()[procedure].stage(stage).clock(key)
    assert (rule.target, rule.limit) == lengths


def test_the_second_stage_counts_from_the_request_by_default() -> None:
    stage = current_law()["children-statutory"].stage("stage-2")
    answer = stage.response()
    assert answer is not None
    assert answer.starts == "requested"


def test_freedom_of_information_is_counted_over_the_whole_kingdom() -> None:
    regions = {rule.region for rule in current_law()["freedom-of-information"].clocks()}
    assert regions == {"uk"}


def test_stages_follow_each_other_and_then_stop() -> None:
    procedure = current_law()["children-statutory"]
    second = procedure.stage_after("stage-1")
    assert second is not None
    assert second.key == "stage-2"
    assert procedure.stage_after("stage-3") is None


def test_a_limit_no_longer_than_the_target_is_refused() -> None:
    with pytest.raises(ValidationError, match="longer than the target"):
        ClockRule.model_validate(clock(target=10, limit=10))


def test_two_clocks_of_one_name_are_refused() -> None:
    with pytest.raises(ValueError, match="named twice: stage-1"):
        apply_change(corporate(), change(adds=clock("stage-1")))


def test_a_forecast_from_an_unknown_clock_is_refused() -> None:
    with pytest.raises(ValueError, match="there is no clock missing"):
        apply_change(corporate(), change(adds=clock(unless_started="missing")))


def test_an_authority_may_shorten_a_clock() -> None:
    own = apply_change(corporate(), change(clock="stage-1", target=8))
    assert own.stage("stage-1").clock("stage-1").target == 8
    assert looser_clocks(own, corporate()) == []


def test_an_authority_may_add_a_clock() -> None:
    own = apply_change(corporate(), change(adds=clock()))
    assert looser_clocks(own, corporate()) == []


@pytest.mark.parametrize(
    ("changed", "fault"),
    [
        ({"clock": "stage-1", "target": 15}, "allows 15 working-days where the law allows 10"),
        ({"clock": "stage-1", "limit": 30}, "extended further"),
        ({"clock": "acknowledge", "limit": 10}, "extended further"),
    ],
)
def test_an_authority_may_not_lengthen_a_clock(changed: dict[str, object], fault: str) -> None:
    own = apply_change(corporate(), change(**changed))
    assert fault in " ".join(looser_clocks(own, corporate()))


def test_leaving_out_a_stage_is_looser() -> None:
    law = corporate()
    own = Procedure(**{**dict(law), "stages": law.stages[:1]})
    faults = looser_clocks(own, law)
    assert "corporate has no stage stage-2" in faults
    assert "corporate has no clock stage-2" in faults


def test_counting_other_days_is_looser_even_when_fewer() -> None:
    law = corporate()
    first = law.stages[0]
    calendar = first.clock("stage-1").model_copy(update={"unit": "calendar-days"})
    changed = first.model_copy(update={"clocks": (first.clocks[0], calendar)})
    own = Procedure(**{**dict(law), "stages": (changed, law.stages[1])})
    assert looser_clocks(own, law) == ["corporate stage-1 is not counted as the law counts it"]


def test_a_change_names_a_clock_or_adds_one_but_not_both() -> None:
    with pytest.raises(ValidationError, match="name the clock"):
        change()
    with pytest.raises(ValidationError, match="name the clock"):
        change(clock="stage-1", adds=clock())


def test_a_changed_clock_needs_a_source_of_its_own() -> None:
    with pytest.raises(ValidationError, match="its own rule and source"):
        change(clock="stage-1", target=8, source=None)


def test_a_change_to_an_unknown_stage_or_clock_is_refused() -> None:
    with pytest.raises(ValueError, match="no stage stage-9"):
        apply_change(corporate(), change(stage="stage-9", clock="stage-1"))
    with pytest.raises(ValueError, match="no clock stage-9"):
        apply_change(corporate(), change(clock="stage-9"))


def test_an_authority_may_allow_fewer_acts_than_the_law_and_none_more() -> None:
    law = current_law()["corporate"]
    fewer = law.model_copy(update={"acts": law.acts[:3]})
    assert looser_clocks(fewer, law) == []
    refuse, transfer = law.act("refuse"), law.act("transfer")
    assert refuse is not None
    assert transfer is not None
    invented = refuse.reasons[0].model_copy(update={"key": "nothing-to-add"})
    more = [
        refuse.model_copy(update={"needs_approval": False, "reasons": (*refuse.reasons, invented)}),
        transfer.model_copy(update={"to": ("comment",)}),
        refuse.model_copy(update={"act": "refer-early"}),
    ]
    assert looser_clocks(law.model_copy(update={"acts": tuple(more)}), law) == [
        "corporate allows refuse for nothing-to-add, which the law does not",
        "corporate allows refuse without a manager's approval",
        "corporate allows transfer to comment, which the law does not",
        "corporate allows refer-early, which the law does not",
    ]

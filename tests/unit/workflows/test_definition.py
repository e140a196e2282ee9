"""Flows check themselves and say what is wrong in plain words."""

from typing import Any

import pytest
from pydantic import BaseModel

from foundation.errors import Invalid
from workflows.definition import action_problems, definition_data, parse_definition

SEND = {"do": "send", "with": {"who": "manager"}}


def a_flow(*steps: dict[str, Any], **given: Any) -> dict[str, Any]:
    return {"key": "chase", "name": "Chase", "trigger": "stage.confirmed", "steps": list(steps), **given}


def a_rung(key: str, days: int, **given: Any) -> dict[str, Any]:
    wait = {"clock": "response", "from": "target", "days": str(days), "at": "09:00"}
    return {"key": key, "wait": wait, "do": "send", **given}


class Send(BaseModel):
    who: str


def test_a_flow_survives_being_written_and_read_back() -> None:
    first = parse_definition(
        a_flow(
            {"branch": {"when": {"field": "size", "is": "big"}, "then": [SEND], "otherwise": [{"stop": "Small."}]}},
            {"wait": {"event": "stage.opened", "for": {"working_days": "2"}}},
            {"repeat": {"at_most": "3", "until": {"field": "reached", "is": "yes"}, "steps": [SEND]}},
            {"approve": {"role": "complaints-officer", "ask": "Send it?"}},
            {"ladder": {"rungs": [a_rung("manager", 1), a_rung("head", 5, when={"field": "late", "is": "yes"})]}},
            cancel_on=["case.closed"],
            same=["stage_id"],
        )
    )
    assert parse_definition(definition_data(first)) == first


@pytest.mark.parametrize(
    ("data", "said"),
    [
        (a_flow({"go": "home"}), "a step must be one of: do, wait, branch, repeat, approve, ladder, stop"),
        (a_flow({"wait": {"days": "2"}}), "this wait counts days but names no clock"),
        (a_flow({"wait": {}}), "say what to wait for"),
        (a_flow({"wait": {"clock": "response", "event": "a.b"}}), "wait for one thing"),
        (a_flow({"wait": {"for": {"days": "1", "working_days": "1"}}}), "either working days or plain time"),
        (a_flow({"stop": "Done."}, SEND), "can never be reached"),
        (a_flow({**SEND, "key": "one"}, {**SEND, "key": "one"}), "step key 'one' is used twice"),
        (a_flow({"ladder": {"rungs": [a_rung("a", 1), a_rung("a", 2)]}}), "rung key 'a' is used twice"),
        (a_flow({"ladder": {"rungs": [a_rung("high", 5), a_rung("low", 1)]}}), "put the earlier one first"),
        (a_flow({"branch": {"when": {"field": "a", "is": "b"}}}), "a branch needs steps"),
        (a_flow(SEND, cancel_on=["stage.confirmed"]), "both starts and cancels"),
        (a_flow({**SEND, "when": {"field": "a", "resembles": "b"}}), "There is no test called 'resembles'"),
        (a_flow({"do": "send", "width": {}}), "steps.1.width: this word is not known here"),
        (a_flow({"repeat": {"steps": [SEND]}}), "steps.1.repeat.at_most: this is missing"),
    ],
)
def test_what_is_wrong_with_a_flow_is_said_plainly(data: dict[str, Any], said: str) -> None:
    with pytest.raises(Invalid) as caught:
        parse_definition(data)
    assert said in caught.value.message


def test_a_rung_goes_at_nine_and_at_no_other_time() -> None:
    rung = a_rung("manager", 1)
    rung["wait"]["at"] = "14:00"
    with pytest.raises(Invalid, match="must go at 09:00"):
        parse_definition(a_flow({"ladder": {"rungs": [rung]}}))


def test_an_unknown_action_and_a_wrong_input_are_named() -> None:
    definition = parse_definition(a_flow(SEND, {"do": "sing"}, {"do": "send", "key": "empty"}))
    problems = action_problems(definition, {"send": Send})
    assert problems == ["step 2: there is no action 'sing' (there are: send)", "empty: send: who: this is missing"]

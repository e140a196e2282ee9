"""Flows as an officer reads them."""

from workflows.definition import parse_definition
from workflows.plain_words import Line, beginning, ending, lines_of

DEFINITION = parse_definition(
    {
        "key": "chase",
        "name": "Chase the answer",
        "trigger": "stage.confirmed",
        "when": {"all": [{"field": "stage.number", "is": "1"}, {"not": {"field": "case.kind", "is": "comment"}}]},
        "cancel_on": ["stage.answered", "case.closed"],
        "steps": [
            {"do": "tell", "with": {"who": "manager"}, "when": {"field": "opened", "is_answered": "no"}},
            {"wait": {"clock": "response", "from": "start", "days": "2"}},
            {"wait": {"event": "call.made", "for": {"working_days": "1"}}},
            {"branch": {"when": {"field": "size", "is_one_of": ["big", "huge"]}, "otherwise": [{"stop": "Small."}]}},
            {
                "ladder": {
                    "rungs": [
                        {
                            "key": "manager",
                            "wait": {"clock": "response", "from": "target", "days": "1"},
                            "do": "tell",
                            "with": {"who": "manager"},
                        }
                    ]
                }
            },
            {"approve": {"role": "complaints-officer", "ask": "Shall it go?"}},
        ],
    }
)


def test_a_flow_reads_as_plain_words() -> None:
    assert (
        beginning(DEFINITION)
        == "It starts when: stage confirmed, if stage number is 1 and it is not so that case kind is comment."
    )
    assert ending(DEFINITION) == "It is cancelled when: stage answered or case closed."
    assert lines_of(DEFINITION, lambda action, inputs: f"{action.capitalize()} {inputs['who']}") == (
        Line("Tell manager, if opened is not given."),
        Line("Wait until 2 working days after the start of the response clock, at 09:00."),
        Line("Wait until: call made; for 1 working day at most."),
        Line("Unless size is one of big or huge:", (Line("End: Small."),)),
        Line(
            "Climb, each rung once at most, at nine on working days:",
            (Line("1 working day after the target of the response clock: Tell manager."),),
        ),
        Line("Ask a complaints officer: Shall it go? If they refuse, the flow stops."),
    )

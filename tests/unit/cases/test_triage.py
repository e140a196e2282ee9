"""The shipped rules, tried with answers people give."""

import re

import pytest

from authorities.profile import PROFILES, read_profile
from cases.intake import Intake, PersonGiven, PointGiven, values_for_triage
from cases.triage import Triaged, sentence_of, shipped_rules, triage
from foundation.conditions import Value
from tests.unit.cases.said import RECEIVED

SERVICES = {service.key: service.procedure for service in read_profile(PROFILES / "isle-of-wight.yaml").services}


def proposed(
    words: str = "Nobody came to the meeting.",
    *,
    service: str | None = "children-looked-after",
    child_involved: str = "yes",
    kind: str = "complaint",
    call_choice: str = "take-complaint",
    young: bool = False,
    **answers: Value,
) -> Triaged:
    intake = Intake(
        received_at=RECEIVED,
        channel="e-form",
        kind=kind,
        person=PersonGiven(relationship="young-person" if young else "parent", is_young=young),
        call_choice=call_choice,
        child_involved=child_involved,
        points=(PointGiven(words),),
        service=service,
        triage_values=tuple(answers.items()),
    )
    return triage(shipped_rules(), values_for_triage(intake, SERVICES.get(service or "")))


def rule_of(found: Triaged) -> str | None:
    return found.rule.key if found.rule else None


@pytest.mark.parametrize(
    ("given", "rule", "procedure"),
    [
        ({}, "child-and-social-care", "children-statutory"),
        ({"service": "sen"}, "corporate-service", "corporate"),
        ({"service": None, "words": "The EHCP was never reviewed."}, "education-words", "corporate"),
        ({"service": None, "words": "No bus: school transport was stopped."}, "education-words", "corporate"),
        ({"words": "The case conference was held without us."}, "conference-words", "corporate"),
        ({"service": None, "words": "Our social worker left."}, "child-and-social-care-words", "children-statutory"),
        ({"child_involved": "no"}, "adult-matter", "corporate"),
        ({"child_involved": "not-sure"}, None, None),
        ({"service": None, "words": "It was all wrong."}, None, None),
        ({"service": None, "words": "They never send me the plan."}, None, None),
        ({"service": None, "words": "The SEND team lost the plan."}, "education-words", "corporate"),
        ({"young": True, "service": None}, "young-person", "children-statutory"),
        ({"call_choice": "call-me"}, "call-me", "call-back"),
        ({"call_choice": "both"}, "child-and-social-care", "children-statutory"),
        ({"kind": "compliment"}, "compliment", "compliment"),
        (
            {"kind": "something-else", "something_else": ("personal-data",), "words": "I want a copy of my file."},
            "own-records",
            "subject-access",
        ),
        (
            {"kind": "something-else", "something_else": ("personal-data",), "words": "You told my neighbour."},
            "data-complaint",
            "data-protection-complaint",
        ),
        ({"kind": "something-else", "something_else": ("court",)}, None, None),
    ],
)
def test_what_the_rules_propose(given: dict[str, Value], rule: str | None, procedure: str | None) -> None:
    found = proposed(**given)  # type: ignore[arg-type]
    assert (rule_of(found), found.procedure) == (rule, procedure)


@pytest.mark.parametrize("who", ["parent", "foster-carer", "acting-for", "other"])
@pytest.mark.parametrize(("child", "procedure"), [("yes", "children-statutory"), ("no", "corporate")])
def test_relationship_alone_never_chooses_the_procedure(who: str, child: str, procedure: str) -> None:
    assert proposed(child_involved=child, who_are_you=who).procedure == procedure


@pytest.mark.parametrize("who", ["parent", "foster-carer", "acting-for", "other", "young-person"])
def test_relationship_alone_never_chooses_the_procedure_of_what_says_nothing_else(who: str) -> None:
    found = proposed("It was wrong.", service=None, child_involved="no", who_are_you=who, young=who == "young-person")
    assert found.procedure is None


@pytest.mark.parametrize("who", ["parent", "foster-carer", "acting-for", "other", "young-person"])
@pytest.mark.parametrize(
    ("given", "procedure"),
    [
        ({"kind": "data-request", "data_right": "see"}, "subject-access"),
        ({"kind": "data-request", "data_right": "correct"}, "rectification-erasure"),
        ({"kind": "data-request", "data_right": "delete"}, "rectification-erasure"),
        ({"kind": "data-protection-complaint", "data_right": "complain"}, "data-protection-complaint"),
        ({"kind": "comment"}, "comment"),
        ({"kind": "member-enquiry"}, "member-enquiry"),
    ],
)
def test_what_is_asked_chooses_the_procedure_whoever_asks(who: str, given: dict[str, Value], procedure: str) -> None:
    found = proposed(who_are_you=who, young=who == "young-person", **given)  # type: ignore[arg-type]
    assert (found.procedure, found.kind) == (procedure, given["kind"])


def test_a_request_that_an_officer_took_in_is_read_by_its_words() -> None:
    assert proposed("I want a copy of my file.", kind="data-request").procedure == "subject-access"
    assert proposed("Please delete what you wrote.", kind="data-request").procedure == "rectification-erasure"
    assert proposed("Tell me about it.", kind="data-request").procedure is None


def test_the_chosen_service_stands_over_the_words() -> None:
    found = proposed("The EHCP names the wrong school.", service="disabled-children")
    assert (found.procedure, found.service) == ("children-statutory", "disabled-children")


def test_a_rule_may_name_the_service_nobody_chose() -> None:
    assert proposed("The EHCP was never reviewed.", service=None).service == "sen"


def test_the_answers_a_rule_used_are_shown() -> None:
    used = [(answer.field, answer.held) for answer in proposed().used]
    assert used == [("kind", True), ("child_involved", True), ("service_procedure", True)]


@pytest.mark.parametrize(
    ("words", "signs"),
    [
        ("The foster carer slapped him.", ["words-of-harm-by-somebody-in-charge"]),
        ("Staff restrained her on the floor.", ["words-of-harm-by-somebody-in-charge"]),
        ("Her dad hit the wall.", []),
        ("The worker was late twice.", []),
    ],
)
def test_words_of_harm_count_only_beside_somebody_in_charge(words: str, signs: list[str]) -> None:
    assert [sign.key for sign in proposed(words).harm] == signs


def test_a_tick_is_enough() -> None:
    found = proposed(harm_tick=("child-may-have-been-hurt",))
    assert [sign.key for sign in found.harm] == ["ticked"]
    assert found.procedure == "children-statutory"


def test_none_ticked_is_no_sign() -> None:
    assert proposed(harm_tick=("none",)).harm == ()


def test_prompts_refuse_nobody() -> None:
    found = proposed("It goes to court in May.", who_are_you="acting-for", acting_consent="not-yet")
    assert [prompt.key for prompt in found.prompts] == ["consent", "court"]
    assert found.procedure == "children-statutory"


def test_every_rule_has_its_own_key_and_a_whole_sentence() -> None:
    rules = shipped_rules()
    signs = [*rules.rules, *rules.harm, *rules.prompts]
    assert len({sign.key for sign in signs}) == len(signs)
    for sign in signs:
        assert re.match(r"[A-Z].*\.$", sign.sentence), sign.key
        assert sentence_of(rules, sign.key) == sign.sentence


def test_rules_name_only_procedures_and_services_there_are() -> None:
    profile = read_profile(PROFILES / "isle-of-wight.yaml")
    for rule in shipped_rules().rules:
        profile.procedure(rule.then.procedure)
        if rule.then.service:
            profile.service(rule.then.service)

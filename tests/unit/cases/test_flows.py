"""The shipped flows and wordings fit each other, the actions and the words of the trade."""

from pathlib import Path

import pytest

import cases.workflow_actions  # noqa: F401  # registers the actions
from cases.words_of_messages import WITH_YOUNG_WORDS, YOUNG
from notifications.publishing import read_wordings
from notifications.wording import faults_in, placeholders
from workflows.definition import WorkflowDefinition, every_step
from workflows.publishing import check_flow, read_flow

CASES = Path(__file__).parents[3] / "cases"
FLOWS = sorted((CASES / "flows").glob("*.yaml"))
WORDINGS = {wording.key: wording for wording in read_wordings(CASES / "wordings")}
PUBLIC_FIELDS = {
    "name", "reference", "link", "phone", "hours", "authority", "responder", "due_on", "limit_on", "acknowledge_by",
    "about_you", "how_counted", "procedure", "reason", "waiting_for", "agreed", "needed", "next_step", "letter",
    "before", "after", "why", "explained", "since", "review_on", "body", "other_reference", "date_now", "who_next",
}  # fmt: skip


def asked(flow: WorkflowDefinition) -> list[dict[str, object]]:
    """The inputs of every action a flow asks for."""
    found: list[dict[str, object]] = []
    for step in every_step(flow.steps):
        if hasattr(step, "ladder"):
            found += [rung.inputs for rung in step.ladder.rungs]
        elif hasattr(step, "do"):
            found.append(step.inputs)
    return found


@pytest.mark.parametrize("path", FLOWS, ids=lambda path: path.stem)
def test_a_flow_passes_its_check_and_is_named_as_its_file(path: Path) -> None:
    flow = read_flow(path)
    assert flow.key == path.stem
    assert check_flow(flow) == []


@pytest.mark.parametrize("path", FLOWS, ids=lambda path: path.stem)
def test_every_wording_a_flow_asks_for_is_there_and_fits_its_reader(path: Path) -> None:
    for inputs in asked(read_flow(path)):
        if "wording" in inputs:
            wording = WORDINGS[str(inputs["wording"])]
            is_public = inputs["who"] == "complainant"
            assert (wording.audience == "public") is is_public, wording.key


def test_chasers_go_at_most_once_and_what_people_wait_for_at_least_once() -> None:
    for path in FLOWS:
        for inputs in asked(read_flow(path)):
            if "wording" in inputs:
                chases = str(inputs["wording"]).startswith(("chase-", "reminder", "speak-", "draft-due"))
                assert not chases or inputs.get("once") in (True, "true", "yes"), inputs
                assert not (inputs["who"] == "complainant" and inputs.get("once")), inputs


@pytest.mark.parametrize("key", sorted(WORDINGS))
def test_a_wording_has_no_fault_and_asks_only_for_fields_there_are(key: str) -> None:
    wording = WORDINGS[key]
    assert faults_in(wording) == ()
    if wording.audience in ("public", "young-person"):
        assert placeholders(wording.subject + wording.body) <= PUBLIC_FIELDS


def test_young_peoples_twins_are_the_ones_there_are() -> None:
    for key in WITH_YOUNG_WORDS:
        assert WORDINGS[key + YOUNG].audience == "young-person"


def test_subjects_to_the_public_say_nothing() -> None:
    for wording in WORDINGS.values():
        if wording.audience in ("public", "young-person"):
            assert wording.subject == "Your message to us, {reference}"


def test_the_first_message_to_a_young_person_always_brings_the_leaflet_about_advocates() -> None:
    body = WORDINGS["receipt-young"].body
    for promise in ("advocate", "free", "not for the council", "999", "not in trouble"):
        assert promise in body


@pytest.mark.parametrize("key", [key for key in sorted(WORDINGS) if key.startswith("receipt") and key.endswith(YOUNG)])
def test_the_leaflet_on_advocacy_goes_with_the_first_message_to_a_young_person(key: str) -> None:
    for words in (
        "They are called an advocate:",
        "They are free.",
        "They work for you, not for the council.",
        "They can help you say what you want to say, or say it for you.",
        "They will not tell other people what you say unless somebody is not safe.",
        "You can ask for one now, later, or not at all.",
        "Ask us on {phone} and we will find one for you.",
        "0800 1111",
    ):
        assert words in WORDINGS[key].body, words

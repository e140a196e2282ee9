"""The authority's lists feed the choices of its forms."""

from typing import Any

import pytest

from authorities.profile import PROFILES, Code, CodeLists, Profile, read_profile
from webform.definition import FormDefinition
from webform.publishing import lists_of, with_lists


@pytest.fixture(scope="module")
def profile() -> Profile:
    return read_profile(PROFILES / "isle-of-wight.yaml")


def form_with(choices_from: str, kind: str = "radios") -> FormDefinition:
    question: dict[str, Any] = {
        "key": "which", "kind": kind, "label": "Which?", "missing": "Choose one", "choices_from": choices_from,
    }  # fmt: skip
    return FormDefinition.model_validate(
        {"key": "try-out", "name": "Try out", "pages": [{"key": "which", "questions": [question]}]}
    )


@pytest.mark.parametrize("name", [*CodeLists.model_fields, "services"])
@pytest.mark.parametrize("kind", ["radios", "checkboxes", "long-list"])
def test_every_list_of_the_profile_can_be_offered(profile: Profile, name: str, kind: str) -> None:
    filled = with_lists(form_with(name, kind), lists_of(profile))

    (question,) = filled.questions()
    entries = profile.services if name == "services" else [code for code in profile.codes(name) if code.is_open]
    assert sorted(choice.value for choice in question.choices) == sorted(entry.key for entry in entries)
    assert question.choices_from == ""


def test_codes_that_are_no_longer_used_are_left_out_and_public_words_are_used(profile: Profile) -> None:
    codes = (
        Code(key="new", name="Officer\u2019s words", plain="Plain words"),
        Code(key="old", name="Old", is_open=False),
        Code(key="same", name="The same words"),
    )
    changed = profile.model_copy(update={"lists": profile.lists.model_copy(update={"natures": codes})})

    (question,) = with_lists(form_with("natures"), lists_of(changed)).questions()

    assert [(choice.value, choice.label) for choice in question.choices] == [
        ("new", "Plain words"), ("same", "The same words"),
    ]  # fmt: skip

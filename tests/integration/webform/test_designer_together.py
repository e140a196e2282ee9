"""Two officers at one form: a collision is shown, and nothing is overwritten."""

from io import BytesIO

import pytest

from authorities.models import Authority
from tests.integration.webform.designing import FORM, Desk, draft_of, page_of, question_of
from webform.publishing import live_versions


def test_two_officers_who_change_the_same_question_lose_nothing(cleo: Desk, addie: Desk, island: Authority) -> None:
    mine, theirs = cleo.open("/questions/kind"), addie.open("/questions/kind")
    cleo.press(mine, "Keep the question", label="What do you need?")

    told = addie.press(theirs, "Keep the question", label="How can we help?", hint="Choose one of these")

    assert told.status == 409
    assert "Somebody else changed this first" in told.words
    assert "Cleo Invented" in told.words
    assert "from “What do you want to do?” to “What do you need?”" in told.words
    assert told.html.find("input", {"name": "label"})["value"] == "How can we help?"
    assert question_of(draft_of(island), "kind")["label"] == "What do you need?"

    again = addie.press(told, "Keep the question")
    assert "kept in the draft" in again.words
    assert question_of(draft_of(island), "kind")["label"] == "How can we help?"


def test_two_officers_who_change_different_pages_do_not_meet(cleo: Desk, addie: Desk, island: Authority) -> None:
    mine, theirs = cleo.open("/questions/kind"), addie.open("/pages/contact")
    cleo.press(mine, "Keep the question", label="What do you need?")

    assert "kept in the draft" in addie.press(theirs, "Keep the words", title="How do we reach you?").words
    draft = draft_of(island)
    assert question_of(draft, "kind")["label"] == "What do you need?"
    assert page_of(draft, "contact")["title"] == "How do we reach you?"


def test_what_was_typed_on_a_page_that_somebody_removed_is_given_back(cleo: Desk, addie: Desk) -> None:
    theirs = addie.open("/questions/thank_who")
    cleo.press(cleo.open("/pages/thank-who/remove"), "Remove it from the draft")

    told = addie.press(theirs, "Keep the question", label="Whom shall we thank?")

    assert told.status == 409
    assert "The part you were changing is gone" in told.words
    assert "Whom shall we thank?" in told.words
    assert "Cleo Invented" in told.words


@pytest.mark.parametrize(
    ("path", "button"),
    [
        ("/pages/kind", "Move"),
        ("/pages/thank-who/remove", "Remove it from the draft"),
        ("/discard", "Throw it away"),
        ("/words/check", "Keep the words"),
    ],
)
def test_an_act_on_what_somebody_changed_meanwhile_is_not_done(
    cleo: Desk, addie: Desk, island: Authority, path: str, button: str
) -> None:
    cleo.press(cleo.open("/name"), "Keep the name", name="Tell the Island")
    theirs = addie.open(path)
    cleo.press(cleo.open("/pages/what-else"), "Move", after="who-are-you")
    cleo.press(cleo.open("/questions/thank_who"), "Keep the question", label="Whom?")
    cleo.press(cleo.open("/words/check"), "Keep the words", title="Is it right?")
    before = draft_of(island)

    told = addie.press(theirs, button)

    assert told.status == 409
    assert "Cleo Invented" in told.words
    assert draft_of(island) == before


@pytest.mark.parametrize(
    ("path", "button"),
    [
        ("/discard", "Throw it away"),
        ("/publish", "Publish version 2"),
        ("/versions/1/back", "Make version 1 the draft"),
        ("/upload", "Upload into the draft"),
    ],
)
def test_what_was_asked_of_one_draft_is_not_done_to_another_that_somebody_began_since(
    cleo: Desk, addie: Desk, island: Authority, path: str, button: str
) -> None:
    cleo.press(cleo.open("/name"), "Keep the name", name="Tell the Island")
    file = cleo._as_me().get(f"{FORM}/file").data
    theirs = addie.open(path)
    cleo.press(cleo.open("/discard"), "Throw it away")
    cleo.press(cleo.open("/name"), "Keep the name", name="Tell the council")

    sent = {"file": (BytesIO(file), "form.yaml")} if path == "/upload" else {"note": "A new name"}
    told = addie.press(theirs, button, **sent)

    assert told.status == 409
    assert draft_of(island)["name"] == "Tell the council"
    assert live_versions(island.id)["tell-us"].number == 1


@pytest.mark.parametrize(
    ("path", "button", "typed"),
    [
        ("/pages/thanks/when", "Keep the rule", {"row-0-value": "comment"}),
        ("/pages/kind/ways/new", "Keep the rule", {"to": "check"}),
        ("/signposts/court", "Keep the words", {"title": "Courts"}),
        ("/words/start", "Keep the words", {"title": "Begin"}),
        ("/questions/children.name", "Keep the question", {"label": "What is the child called?"}),
    ],
)
def test_rules_ways_signposts_and_fields_collide_as_questions_do(
    cleo: Desk, addie: Desk, island: Authority, path: str, button: str, typed: dict[str, str]
) -> None:
    theirs = addie.open(path)
    cleo.press(cleo.open(path), button, **typed)
    before = draft_of(island)

    told = addie.press(theirs, button)

    assert told.status == 409
    assert "Somebody else changed this first" in told.words
    assert draft_of(island) == before


def test_publishing_a_draft_that_somebody_changed_since_it_was_checked_is_stopped(
    cleo: Desk, addie: Desk, island: Authority
) -> None:
    cleo.press(cleo.open("/name"), "Keep the name", name="Tell the Island")
    checked = cleo.open("/publish")
    addie.press(addie.open("/questions/kind"), "Keep the question", label="Something else entirely?")

    told = cleo.press(checked, "Publish version 2", note="A new name")

    assert told.status == 409
    assert "Addie Invented" in told.words
    assert "Something else entirely?" in told.words
    assert told.html.find("textarea", {"name": "note"}).get_text().strip() == "A new name"
    assert live_versions(island.id)["tell-us"].number == 1

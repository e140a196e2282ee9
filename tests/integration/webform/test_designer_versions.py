"""A draft becomes a version: publishing, comparing, going back, and what is shipped meanwhile."""

from typing import Any

import pytest
from sqlalchemy import select

from authorities.models import Authority
from foundation.database import db
from foundation.events import Event
from tests.integration.webform.designing import Desk, draft_of, question_of, working
from tests.pages import StrictClient
from webform import designer_drafts, publishing
from webform.designer_drafts import version_of, versions_of
from webform.models import FormDraft
from webform.publishing import live_form, live_versions, shipped_forms


def test_a_draft_is_published_with_a_note_and_the_public_sees_it(
    cleo: Desk, island: Authority, client: StrictClient
) -> None:
    cleo.press(cleo.open("/questions/kind"), "Keep the question", label="What would you like to tell us?")
    refused = cleo.press(cleo.open("/publish"), "Publish version 2")
    assert refused.status == 400
    assert "Write what changed and why" in refused.words

    done = cleo.press(cleo.open("/publish"), "Publish version 2", note="Plainer words, after a parent asked")

    assert "Version 2 is published" in done.words
    assert working(island).draft is None
    assert "What would you like to tell us?" in client.get("/isle-of-wight/tell-us/kind").get_data(as_text=True)
    version = version_of(island.id, "tell-us", 2)
    assert (version.note, version.published_by) == (
        "Plainer words, after a parent asked",
        f"officer:{cleo.officer.id}",
    )
    listed = cleo.open("/versions").words
    assert "Plainer words, after a parent asked" in listed
    assert "Cleo Invented" in listed
    assert (
        db.session.scalars(select(Event).where(Event.name == "form.published")).all()[-1].actor == version.published_by
    )


def test_a_person_half_way_when_the_designer_publishes_ends_on_the_version_they_began(
    cleo: Desk, island: Authority, app: Any
) -> None:
    person = app.test_client()
    first = "/isle-of-wight/tell-us/kind"
    person.send_form(first, {"kind": "compliment"})
    cleo.press(cleo.open("/questions/compliment_words"), "Keep the question", label="What made you glad?")
    cleo.press(cleo.open("/publish"), "Publish version 2", note="Warmer")

    person.send_form("/isle-of-wight/tell-us/who-are-you", {"who_are_you": "parent"})
    for page, answers in (("is-a-child-involved", {"child_involved": "no"}),):
        person.send_form(f"/isle-of-wight/tell-us/{page}", answers)

    assert "What went well?" in person.get("/isle-of-wight/tell-us/thanks").get_data(as_text=True)
    assert "What made you glad?" in str(live_form(island.id, "tell-us").definition)


def test_what_changed_between_two_versions_is_told_with_the_words_before_and_after(cleo: Desk) -> None:
    cleo.press(cleo.open("/questions/kind"), "Keep the question", label="What would you like to tell us?")
    cleo.press(cleo.open("/publish"), "Publish version 2", note="Plainer")

    told = cleo.open("/versions/compare?from=1&to=2").words

    assert "What changed from version 1 to version 2" in told
    assert "What do you want to do? What would you like to tell us?" in told
    assert cleo.open("/versions/compare?from=1&to=9").status == 404
    assert cleo.open("/versions/compare?from=1&to=x").status == 404


def test_going_back_to_a_version_makes_a_draft_of_it_that_is_published_as_a_new_one(
    cleo: Desk, island: Authority
) -> None:
    cleo.press(cleo.open("/name"), "Keep the name", name="Tell the Island")
    cleo.press(cleo.open("/publish"), "Publish version 2", note="A new name")

    cleo.press(cleo.open("/versions/1/back"), "Make version 1 the draft")
    assert live_versions(island.id)["tell-us"].content["name"] == "Tell the Island"
    cleo.press(cleo.open("/publish"), "Publish version 3", note="The old name again")

    versions = versions_of(island.id, "tell-us")
    assert [version.number for version in versions] == [3, 2, 1]
    assert versions[0].source == versions[2].source


def test_a_draft_keeps_asking_for_the_lists_of_the_council(cleo: Desk, island: Authority) -> None:
    cleo.press(cleo.open("/name"), "Keep the name", name="Tell the Island")
    assert question_of(draft_of(island), "service")["choices_from"] == "services"
    cleo.press(cleo.open("/publish"), "Publish version 2", note="A new name")

    live = live_versions(island.id)["tell-us"]
    assert question_of(live.source, "service")["choices_from"] == "services"
    assert len(question_of(live.content, "service")["choices"]) > 5


def test_a_newer_shipped_form_is_told_of_and_not_published_over_the_teams_own(
    cleo: Desk, island: Authority, monkeypatch: pytest.MonkeyPatch
) -> None:
    cleo.press(cleo.open("/name"), "Keep the name", name="Tell the Island")
    cleo.press(cleo.open("/publish"), "Publish version 2", note="A new name")
    assert "newer" not in cleo.open().words
    newer = dict(shipped_forms())
    newer["tell-us"] = newer["tell-us"].model_copy(update={"name": "Tell your council"})
    for module in (publishing, designer_drafts):
        monkeypatch.setattr(module, "shipped_forms", lambda: newer)

    publishing.seed_forms(island)

    assert live_versions(island.id)["tell-us"].number == 2
    assert "A newer form from Redress" in cleo.open("/forms").words
    told = cleo.open("/shipped")
    assert "Tell the Island Tell your council" in told.words
    cleo.press(told, "Keep ours, and do not show this again")
    assert "A newer form from Redress" not in cleo.open("/forms").words
    cleo.press(cleo.open("/questions/kind"), "Keep the question", label="What is it?")
    cleo.press(cleo.open("/publish"), "Publish version 3", note="Shorter")
    assert "A newer form from Redress" not in cleo.open("/forms").words


def test_the_shipped_form_can_be_taken_as_the_draft(
    cleo: Desk, island: Authority, monkeypatch: pytest.MonkeyPatch
) -> None:
    cleo.press(cleo.open("/name"), "Keep the name", name="Tell the Island")
    cleo.press(cleo.open("/publish"), "Publish version 2", note="A new name")
    newer = dict(shipped_forms())
    newer["tell-us"] = newer["tell-us"].model_copy(update={"name": "Tell your council"})
    monkeypatch.setattr(designer_drafts, "shipped_forms", lambda: newer)

    cleo.press(cleo.open("/shipped"), "take")

    assert draft_of(island)["name"] == "Tell your council"
    assert working(island).newer_shipped is None


def test_lists_that_changed_since_are_told_of_and_published_again_with_one_button(
    cleo: Desk, island: Authority, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert not working(island).lists_are_newer
    lists = dict(working(island).lists)
    lists["services"] = lists["services"][1:]
    monkeypatch.setattr(designer_drafts, "lists_of", lambda profile: lists)

    page = cleo.open()
    assert "have changed since version 1" in page.words
    cleo.press(page, "Publish the live version again with the new lists")

    live = live_versions(island.id)["tell-us"]
    assert live.number == 2
    assert not working(island).lists_are_newer


def test_what_another_version_changed_since_the_draft_was_begun_is_told_before_publishing(
    cleo: Desk, island: Authority
) -> None:
    cleo.press(cleo.open("/questions/kind"), "Keep the question", label="What is it?")
    data = {**version_of(island.id, "tell-us", 1).source, "name": "Tell the council"}
    publishing.publish_form(island.id, data, working(island).lists, note="Behind their back")

    page = cleo.open("/publish")

    assert "was published by Redress, as shipped after this draft was begun" in page.words
    assert "Tell children's services Tell the council" in page.words


def test_throwing_a_draft_away_leaves_the_live_version_and_a_trace(cleo: Desk, island: Authority) -> None:
    cleo.press(cleo.open("/name"), "Keep the name", name="Tell the Island")

    cleo.press(cleo.open("/discard"), "Throw it away")

    assert not db.session.scalars(select(FormDraft)).all()
    event = db.session.scalars(select(Event).where(Event.name == "form-draft.discarded")).one()
    assert event.actor == f"officer:{cleo.officer.id}"
    assert "Tell children's services" in cleo.open().words

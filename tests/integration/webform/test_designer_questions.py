"""The team changes pages, questions and their words: what is kept in the draft, and what the checker says of it."""

import pytest
from flask import Flask

from authorities.models import Authority
from tests.integration.webform.designing import FORM, Desk, draft_of, page_of, question_of, working
from tests.pages import StrictClient
from webform import designer_drafts
from webform.checker import CHOSEN
from webform.designer.comparing import paths_on
from webform.designer.pages import change_page
from webform.designer.parts import question_at
from webform.designer.questions import change_question
from webform.pictures import svg_of
from webform.publishing import live_versions, shipped_forms
from webform.views.designer import pages, questions


def test_changing_words_makes_a_draft_and_the_public_sees_nothing_of_it(
    cleo: Desk, island: Authority, client: StrictClient
) -> None:
    page = cleo.open("/questions/kind")
    done = cleo.press(page, "Keep the question", label="What would you like to tell us?", hint="Choose one")

    assert "kept in the draft" in done.words
    assert question_of(draft_of(island), "kind")["label"] == "What would you like to tell us?"
    live = client.get("/isle-of-wight/tell-us/kind").get_data(as_text=True)
    assert "What do you want to do?" in live
    assert "What would you like to tell us?" not in live
    assert question_of(draft_of(island), "kind")["key"] == "kind", "answers and rules know it by its key"


@pytest.mark.parametrize(
    ("path", "button"),
    [
        *((f"/questions/{key}", "Keep the question") for key in ("kind", "who_other", "children", "children.name")),
        *((f"/questions/{key}", "Keep the question") for key in ("service", "harm_tick", "about_named", "phone")),
        *((f"/pages/{key}", "Keep the words") for key in ("kind", "about-court", "contact", "without-agreement")),
        *((f"/pages/{key}/when", "Keep the rule") for key in ("points", "children", "how-to-talk", "thanks")),
        ("/pages/who-are-you/ways/0", "Keep the rule"),
        ("/questions/phone/needed", "Keep the rule"),
        *((f"/words/{part}", "Keep the words") for part in ("start", "check", "sent")),
        ("/signposts/court", "Keep the words"),
        ("/name", "Keep the name"),
    ],
)
def test_what_is_kept_as_it_is_changes_nothing(cleo: Desk, island: Authority, path: str, button: str) -> None:
    done = cleo.press(cleo.open(path), button)

    assert done.status == 200
    assert working(island).draft is None


@pytest.mark.parametrize("key", sorted(shipped_forms()))
def test_every_part_of_every_shipped_form_can_be_opened_and_kept(app: Flask, key: str) -> None:
    data = shipped_forms()[key].as_data()
    for page in data["pages"]:
        assert change_page(data, page["key"], pages._facts(pages._boxes_of(page))) == data
    for page in shipped_forms()[key].pages:
        for path, question in paths_on(page):
            stored = question_at(data, path).question
            boxes = questions._boxes_of(stored)
            changed = change_question(data, path, questions._facts(boxes, question.kind, stored))
            if question.kind in CHOSEN:
                changed = questions._with_choices(changed, path, boxes, stored)
            assert changed == data, path


def test_a_page_is_added_moved_copied_and_removed(cleo: Desk, island: Authority) -> None:
    page = cleo.press(
        cleo.open("/pages/new"), "Add the page", words="When can we visit?", holds="text", after="your-name"
    )
    assert page.status == 200
    keys = [page["key"] for page in draft_of(island)["pages"]]
    assert keys[keys.index("your-name") + 1] == "when-can-we-visit"

    cleo.press(cleo.open("/pages/when-can-we-visit"), "Move", after="kind")
    assert [page["key"] for page in draft_of(island)["pages"]][:2] == ["kind", "when-can-we-visit"]

    cleo.press(cleo.open(), "Down When can we visit?")
    assert [page["key"] for page in draft_of(island)["pages"]][2] == "when-can-we-visit"

    cleo.press(cleo.open("/pages/when-can-we-visit"), "Copy this page")
    assert page_of(draft_of(island), "when-can-we-visit-2")["questions"][0]["key"] == "when_can_we_visit_2"

    cleo.press(cleo.open("/pages/when-can-we-visit-2/remove"), "Remove it from the draft")
    assert "when-can-we-visit-2" not in [page["key"] for page in draft_of(island)["pages"]]


def test_removing_a_question_says_first_which_rules_ask_about_it(cleo: Desk, island: Authority) -> None:
    asks = cleo.open("/questions/about_named/remove")
    assert "who-it-is-about : when it is shown" in asks.words

    cleo.press(asks, "Remove it from the draft")

    checked = cleo.open("/publish")
    assert "Who is it about? : a condition asks about about_named, which no question asks" in checked.words
    assert "whom it is about" in checked.words or "whether it is about one person or team" in checked.words
    links = [str(link["href"]) for link in checked.html.find_all("a", string="Who is it about?")]
    assert links == [f"{FORM}/pages/who-it-is-about"]
    assert not checked.html.find("button", string="Publish version 2")


def test_a_draft_with_faults_is_kept_but_cannot_be_published(cleo: Desk, island: Authority) -> None:
    page = cleo.open("/questions/kind")
    cleo.press(page, "Keep the question", label="")

    assert "label" not in question_of(draft_of(island), "kind") or not question_of(draft_of(island), "kind")["label"]
    assert "the question has no words" in cleo.open("/publish").words
    assert "the question has no words" in cleo.open("/questions/kind").words
    assert "Mend these before the preview" in cleo.open("/preview").words
    found = working(island)
    with pytest.raises(Exception, match="the question has no words"):
        designer_drafts.publish_draft(found, "x", "officer:x")
    assert live_versions(island.id)["tell-us"].number == 1


def test_choices_are_added_moved_and_taken_away_before_they_are_kept(cleo: Desk, island: Authority) -> None:
    page = cleo.open("/questions/kind")
    before = len(question_of(working(island).data, "kind")["choices"])
    page = cleo.press(page, "add")
    assert working(island).draft is None, "nothing is kept until it is asked for"
    page = cleo.press(page, f"up-{before}", **{f"choices__{before}__label": "Praise a team"})
    cleo.press(page, "Keep the question")

    choices = question_of(draft_of(island), "kind")["choices"]
    assert choices[before - 1] == {"value": "praise-a-team", "label": "Praise a team"}
    assert len(choices) == before + 1

    page = cleo.press(cleo.open("/questions/kind"), f"remove-{before - 1}")
    cleo.press(page, "Keep the question")
    assert len(question_of(draft_of(island), "kind")["choices"]) == before


@pytest.mark.parametrize(
    ("path", "button", "typed", "says"),
    [
        ("/name", "Keep the name", {"name": "  "}, "Write a name for the form"),
        ("/pages/new", "Add the page", {"words": "  ", "holds": "text"}, "Write the question or the title"),
        ("/signposts", "Add", {"title": "  "}, "Write a title"),
        ("/publish", "Publish version 2", {"note": "  "}, "Write what changed and why"),
    ],
)
def test_blanks_alone_are_no_words(
    cleo: Desk, island: Authority, path: str, button: str, typed: dict[str, str], says: str
) -> None:
    cleo.press(cleo.open("/questions/kind"), "Keep the question", label="What is it?")
    told = cleo.press(cleo.open(path), button, **typed)
    assert told.status == 400
    assert says in told.words
    assert live_versions(island.id)["tell-us"].number == 1


def test_a_choice_is_given_one_of_our_drawings_and_shown_with_it(
    cleo: Desk, island: Authority, client: StrictClient
) -> None:
    page = cleo.open("/questions/kind")
    assert "Face left out" in page.words
    cleo.press(page, "Keep the question", choices__0__picture="talk-together")
    assert question_of(draft_of(island), "kind")["choices"][0]["picture"] == "talk-together"

    cleo.press(cleo.open("/questions/kind"), "Keep the question", label="What would you like to do?")
    cleo.press(cleo.open("/publish"), "Publish version 2", note="A drawing")

    assert svg_of("talk-together") in client.get("/isle-of-wight/tell-us/kind").get_data(as_text=True)


def test_a_choice_asks_one_further_question(cleo: Desk, island: Authority) -> None:
    page = cleo.press(
        cleo.open("/questions/kind"), "Add", choice="compliment", new__label="Who hears it?", new__kind="text"
    )

    choices = {choice["value"]: choice for choice in question_of(draft_of(island), "kind")["choices"]}
    assert choices["compliment"]["reveals"]["key"] == "who_hears_it"
    assert page.html.h1 is not None
    assert page.html.h1.get_text() == "Who hears it?"


def test_fields_of_a_group_are_added_and_changed(cleo: Desk, island: Authority) -> None:
    page = cleo.press(cleo.open("/questions/children"), "Add", new__label="School", new__kind="text")
    cleo.press(page, "Keep the question", required="blank", hint="If you know it")

    field = question_of(draft_of(island), "children")["fields"][-1]
    assert field == {"key": "school", "kind": "text", "label": "School", "hint": "If you know it", "required": False}


def test_a_link_to_a_signpost_that_was_removed_is_named_where_it_stands(cleo: Desk, island: Authority) -> None:
    cleo.press(cleo.open("/signposts/child-at-risk"), "Remove this signpost")

    checked = cleo.open("/publish")

    assert "leads to the signpost child-at-risk, and there is none" in checked.words
    assert "there is no signpost child-at-risk" in checked.words
    assert checked.html.find("a", string="start", href=f"{FORM}/words/start")


def test_hard_words_are_advice_and_do_not_stop_publishing(cleo: Desk) -> None:
    hard = "Notwithstanding prioritisation, representations necessitate comprehensive consideration by administrators."
    cleo.press(cleo.open("/questions/kind"), "Keep the question", hint=hard)

    page = cleo.open("/publish")

    assert "reads at age" in page.words
    assert page.html.find("button", string=lambda words: words and "Publish version 2" in words)

"""The team changes a form in the browser: what is kept in the draft, what the public sees, who may."""

from collections.abc import Callable
from io import BytesIO
from typing import Any

import pytest
from flask import Flask
from flask_sqlalchemy import SQLAlchemy
from sqlalchemy import select

from authorities.invented_officers import InventedCouncil, seed_invented_officers
from authorities.models import Authority
from authorities.permissions import Role
from authorities.publishing import authority_by_key, default_authority
from foundation.database import db
from foundation.events import Event
from foundation.yaml_files import loads
from tests.factories.councils import make_officer
from tests.integration.webform.designing import FORM, Desk, Page, draft_of, working
from tests.pages import StrictClient
from webform import designer_drafts, publishing
from webform.checker import CHOSEN
from webform.designer.comparing import paths_on
from webform.designer.pages import change_page
from webform.designer.parts import question_at
from webform.designer.questions import change_question
from webform.designer_drafts import version_of, versions_of
from webform.models import FormDraft
from webform.publishing import live_form, live_versions, shipped_forms
from webform.views.designer import pages, questions


@pytest.fixture
def island(shipped: SQLAlchemy) -> Authority:
    """The default authority, with the forms as shipped."""
    return default_authority()


@pytest.fixture
def council(island: Authority) -> InventedCouncil:
    return seed_invented_officers(island)


@pytest.fixture
def cleo(client: StrictClient, council: InventedCouncil) -> Desk:
    """The complaints manager, who may change forms."""
    return Desk(client, council.officers["complaints.manager"])


@pytest.fixture
def addie(client: StrictClient, council: InventedCouncil) -> Desk:
    """An administrator, at another desk."""
    return Desk(client, council.officers["administrator"])


def question_of(data: dict[str, Any], key: str) -> dict[str, Any]:
    found: dict[str, Any] = next(
        question for page in data["pages"] for question in page.get("questions", []) if question["key"] == key
    )
    return found


def page_of(data: dict[str, Any], key: str) -> dict[str, Any]:
    found: dict[str, Any] = next(page for page in data["pages"] if page["key"] == key)
    return found


def test_the_list_shows_each_form_with_its_live_version_and_who_published_it(cleo: Desk) -> None:
    page = cleo.open("/forms")

    assert page.status == 200
    assert "Tell children's services 1" in page.words
    assert "Redress, as shipped" in page.words


@pytest.mark.parametrize("role", sorted({*Role} - {Role.FORM_DESIGNER, Role.ADMINISTRATOR}))
def test_other_roles_open_no_page_of_the_designer(client: StrictClient, island: Authority, role: Role) -> None:
    desk = Desk(client, make_officer(island, "Nora Invented", role))

    assert desk.open("/forms").status == 403
    assert desk.open().status == 403


def test_designers_of_another_authority_are_refused_and_change_nothing(
    client: StrictClient, island: Authority, cleo: Desk
) -> None:
    other = Desk(client, make_officer(authority_by_key("hampshire"), "Hanna Invented", Role.FORM_DESIGNER))
    name = cleo.open("/name")

    assert other.open().status == 404
    assert other.open("/preview").status == 404
    assert "Tell children's services" in other.open("/forms").words
    assert "Isle of Wight" not in other.open("/forms").html.find("main").get_text()
    action, held = name.boxes("Keep the name")
    assert other._as_me().post(action, data=held | {"name": "Taken over"}).status_code == 404
    assert working(island).draft is None


def test_the_forms_of_a_closed_authority_can_be_prepared(client: StrictClient, island: Authority) -> None:
    hanna = Desk(client, make_officer(authority_by_key("hampshire"), "Hanna Invented", Role.FORM_DESIGNER))

    assert hanna.open("/forms/hampshire/tell-us").status == 200


def test_forms_stand_in_the_navigation_of_those_who_may_change_them(
    client: StrictClient, island: Authority, cleo: Desk, council: InventedCouncil
) -> None:
    assert 'href="/forms"' in str(cleo.open("/forms").html)
    ola = Desk(client, council.officers["officer"])
    assert 'href="/forms"' not in ola._as_me().get("/desk/lists/open").get_data(as_text=True)


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


@pytest.fixture
def visit(cleo: Desk) -> str:
    """A page of the draft that everybody sees, added last."""
    cleo.press(cleo.open("/pages/new"), "Add the page", words="When can we visit?", holds="text")
    return "/pages/when-can-we-visit"


def test_a_condition_is_built_row_by_row(cleo: Desk, island: Authority, visit: str) -> None:
    page = cleo.open(f"{visit}/when")
    assert "There is no condition" in page.words
    page = cleo.press(page, "add", add_field="who_are_you")
    page = cleo.press(page, "add", add_field="children", row__0__value=["parent", "other"], row__0__test="not:is")
    page = cleo.press(page, "Keep the rule", join="any", row__1__test="is_answered")

    assert page_of(draft_of(island), "when-can-we-visit")["when"] == {
        "any": [
            {"not": {"field": "who_are_you", "is_one_of": ["parent", "other"]}},
            {"field": "children", "is_answered": True},
        ]
    }


def test_a_group_is_added_within_a_rule_and_the_rule_around_it_stays(cleo: Desk, island: Authority) -> None:
    before = page_of(working(island).data, "points")["when"]
    page = cleo.press(cleo.open("/pages/points/when"), "Keep, and add a group")
    assert "a group within the rule" in page.words
    page = cleo.press(page, "add", add_field="who_are_you")
    page = cleo.press(page, "add", add_field="kind", row__0__value=["parent"])
    page = cleo.press(page, "Keep the rule", join="any", row__1__value=["complaint"])

    group = {"any": [{"field": "who_are_you", "is": "parent"}, {"field": "kind", "is": "complaint"}]}
    assert page_of(draft_of(island), "points")["when"] == {"all": [*before["all"], group]}
    assert "A group: “Who are you?”" in page.words


def test_a_way_on_is_added_and_taken_away(cleo: Desk, island: Authority) -> None:
    page = cleo.press(cleo.open("/pages/kind/ways/new"), "add", add_field="kind", to="thanks")
    cleo.press(page, "Keep the rule", row__0__value=["compliment"])
    assert page_of(draft_of(island), "kind")["then"] == [
        {"to": "thanks", "when": {"field": "kind", "is": "compliment"}}
    ]

    cleo.press(cleo.open("/pages/kind"), "Remove rule 1")
    assert "then" not in page_of(draft_of(island), "kind")


def test_a_row_without_an_answer_is_refused_and_nothing_typed_is_lost(
    cleo: Desk, island: Authority, visit: str
) -> None:
    page = cleo.press(cleo.open(f"{visit}/when"), "add", add_field="call_about")
    page = cleo.press(page, "add", add_field="kind", row__0__words="hit\nhurt me")
    page = cleo.press(page, "Keep the rule")

    assert page.status == 400
    assert "Say which answer a row waits for" in page.words
    assert page.html.find("textarea", {"name": "row-0-words"}).get_text() == "hit\nhurt me"
    assert "when" not in page_of(draft_of(island), "when-can-we-visit")


def test_a_rule_that_waits_for_an_answer_nobody_can_choose_is_shown_and_kept(cleo: Desk, island: Authority) -> None:
    cleo.press(cleo.press(cleo.open("/questions/kind"), "remove-1"), "Keep the question")

    page = cleo.open("/pages/thanks/when")

    assert "compliment (nobody can choose this)" in page.words
    assert "waits for kind to be compliment, which nobody can choose" in cleo.open("/publish").words


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


def test_the_draft_as_a_file_uploaded_again_changes_nothing(cleo: Desk, island: Authority) -> None:
    cleo.press(cleo.open("/name"), "Keep the name", name="Tell the Island")
    sent = cleo._as_me().get(f"{FORM}/file")
    assert sent.headers["Content-Disposition"] == 'attachment; filename="isle-of-wight-tell-us-draft.yaml"'

    done = upload(cleo, sent.data)

    assert "says what is here already" in done.words
    assert loads(sent.get_data(as_text=True))["name"] == "Tell the Island"


def test_an_uploaded_file_becomes_the_draft(cleo: Desk, island: Authority) -> None:
    text = cleo._as_me().get(f"{FORM}/versions/1/file").get_data(as_text=True)

    upload(cleo, text.replace("What do you want to do?", "What brings you here?").encode())

    assert question_of(draft_of(island), "kind")["label"] == "What brings you here?"


@pytest.mark.parametrize(
    ("sent", "says"),
    [
        (b"", "Choose a file to upload"),
        (b"\xff\xfe\x00", "The file is not text"),
        (
            b"key: tell-us\nname: T\npages:\n- {key: who}\n",
            "who: there is nothing on this page",
        ),
        (
            b"key: tell-us\nname: T\npages:\n- {key: who, colour: red}\n",
            "pages › who › colour: a form has nothing",
        ),
    ],
)
def test_a_file_that_is_no_form_is_refused_with_each_fault_by_its_place(
    cleo: Desk, island: Authority, sent: bytes, says: str
) -> None:
    told = upload(cleo, sent)

    assert told.status == 400
    assert says in told.words
    assert working(island).draft is None


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


def walked(desk: Desk, page: Page, **answers: Any) -> Page:
    """Answer one page of a preview and go on."""
    onward = next(button.get_text(strip=True) for button in page.html.select("main form button"))
    return desk.press(page, onward, **answers)


def test_a_preview_walks_the_draft_says_why_and_keeps_nothing(
    cleo: Desk, island: Authority, table_counts: Callable[[], dict[str, int]]
) -> None:
    cleo.press(cleo.open("/questions/kind"), "Keep the question", label="What would you like to tell us?")
    before = table_counts()

    page = cleo.open("/preview")
    assert "Preview – nothing is sent" in page.words
    assert "Tell us about children's services" in page.words
    page = cleo.press(page, "Start now")
    assert "What would you like to tell us?" in page.words
    refused = walked(cleo, page)
    assert refused.status == 422
    page = walked(cleo, page, kind="compliment")

    assert "Who are you?" in page.words
    assert (
        "Skipped Its condition does not hold. “What would you like to tell us?” is “Something else”? No: Say thank you"
        in page.words
    )
    page = walked(cleo, page, who_are_you="parent")
    back = cleo.press(page, "Back to the page before")
    assert back.html.h1.get_text(strip=True) == "Who are you?"
    assert back.html.find("input", {"value": "parent"}).has_attr("checked")
    assert table_counts() == before


def test_a_preview_ends_at_the_check_page_and_sends_nothing(
    cleo: Desk, table_counts: Callable[[], dict[str, int]]
) -> None:
    answers: dict[str, Any] = {
        "kind": "compliment",
        "who_are_you": "parent",
        "child_involved": "no",
        "compliment_words": "All of it",
        "service": "not-sure",
        "no_contact": ["no-answer"],
        "talk_how": "writing-only",
        "may_write": "no",
    }
    before = table_counts()
    page = cleo.open("/preview")
    for _ in range(40):
        held = {box.get("name") for box in page.html.select("main input, main textarea")}
        if page.html.find("input", {"name": "at", "value": "check"}):
            break
        page = walked(cleo, page, **{key: value for key, value in answers.items() if key in held})
        assert page.status == 200, page.words[:600]

    assert "All of it" in page.words
    page = walked(cleo, page)
    assert "Here the person is given a reference" in page.words
    assert table_counts() == before


def test_a_preview_of_a_form_begun_from_a_link_asks_what_is_known(cleo: Desk) -> None:
    page = cleo.open("/forms/isle-of-wight/escalation/preview")
    assert "what is known beforehand" in page.words

    page = cleo.open("/forms/isle-of-wight/escalation/preview?known-has_points=yes&known-asked_by_child=no")

    assert "Which parts are you still unhappy with?" in page.words
    assert "The first of them" in page.words


def test_a_preview_shows_nothing_that_was_not_answered_in_it(cleo: Desk) -> None:
    page = cleo.press(cleo.open("/preview"), "Start now")
    action, held = page.boxes("Continue")

    answer = cleo._as_me().post(action, data=held | {"state": "forged", "kind": "compliment"})

    assert answer.status_code == 200


def test_the_outline_shows_every_page_question_and_branch_in_words(cleo: Desk, island: Authority) -> None:
    words = cleo.open("/outline").words

    form = working(island).form
    for page in form.pages:
        for question in page.all_questions():
            assert " ".join(question.label.split()) in words, question.key
    assert "Shown when “Who are you?” is “Somebody speaking for a child or young person”" in words
    assert "It goes to the form “young-people”" in words


@pytest.fixture
def table_counts(shipped: SQLAlchemy) -> Callable[[], dict[str, int]]:
    """How many rows each table has, sessions of officers left out."""

    def counted() -> dict[str, int]:
        db.session.rollback()
        tables = [table for table in shipped.metadata.sorted_tables if table.name != "officer_session"]
        return {
            table.name: int(db.session.execute(select(db.func.count()).select_from(table)).scalar_one())
            for table in tables
        }

    return counted


def upload(desk: Desk, content: bytes) -> Page:
    """Upload a file into the draft."""
    action, held = desk.open("/upload").boxes("Upload into the draft")
    data: dict[str, Any] = dict(held.items())
    if content:
        data["file"] = (BytesIO(content), "form.yaml")
    return desk._read(desk._as_me().post(action, data=data, follow_redirects=True, content_type="multipart/form-data"))

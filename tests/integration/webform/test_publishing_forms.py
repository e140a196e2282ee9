"""Versions of forms: who published them and why, and what is shipped beside what a team has made its own."""

from typing import Any

import pytest
from bs4 import BeautifulSoup
from sqlalchemy import select

from authorities.models import Authority
from authorities.publishing import current_profile
from foundation.database import db
from foundation.errors import Invalid
from foundation.yaml_files import load
from tests.pages import StrictClient
from webform import publishing
from webform.definition import WrittenForm
from webform.models import FormVersion
from webform.publishing import (
    STARTER_FORMS,
    digest_of,
    form_of,
    lists_of,
    live_versions,
    publish_form,
    seed_forms,
    shipped_forms,
)


def versions(authority: Authority, key: str) -> list[FormVersion]:
    asked = select(FormVersion).where(FormVersion.authority_id == authority.id, FormVersion.key == key)
    return list(db.session.scalars(asked.order_by(FormVersion.number)))


def own(authority: Authority, **changed: Any) -> FormVersion:
    """The team's own version of the entry form, with another name."""
    data = {**load(STARTER_FORMS / "tell-us.yaml"), "name": "Tell the Island", **changed}
    return publish_form(
        authority.id, data, lists_of(current_profile(authority.id)), by="officer:one", note="Our own name"
    )


def test_a_version_says_who_published_it_and_why(authority: Authority) -> None:
    shipped, ours = versions(authority, "tell-us")[0], own(authority)

    assert (shipped.number, shipped.published_by, shipped.note) == (1, "system", "")
    assert (ours.number, ours.published_by, ours.note) == (2, "officer:one", "Our own name")


def test_a_version_keeps_the_form_without_the_lists_that_were_written_into_it(authority: Authority) -> None:
    live = live_versions(authority.id)["tell-us"]

    asked = {question.key: question for question in form_of(live.id).definition.questions()}
    written = {question.key: question for question in WrittenForm.model_validate(live.source).questions()}

    assert len(asked["service"].choices) > 5
    assert not asked["service"].choices_from
    assert [choice.value for choice in written["service"].choices] == ["not-sure"]
    assert written["service"].choices_from == "services"


def test_what_a_team_published_is_not_overwritten_by_the_next_release(
    authority: Authority, monkeypatch: pytest.MonkeyPatch
) -> None:
    ours = own(authority)
    newer = {key: form.model_copy(update={"name": f"Newer {form.name}"}) for key, form in shipped_forms().items()}
    monkeypatch.setattr(publishing, "shipped_forms", lambda: newer)

    seed_forms(authority)

    live = live_versions(authority.id)
    assert live["tell-us"].id == ours.id
    assert (live["young-people"].number, live["young-people"].content["name"]) == (2, "Newer Tell us what is not right")
    assert live["young-people"].shipped_digest == digest_of(newer["young-people"].as_data())


def test_setting_up_again_publishes_nothing_where_nothing_changed(authority: Authority) -> None:
    seed_forms(authority)

    assert {version.number for version in live_versions(authority.id).values()} == {1}


def test_a_form_that_leads_to_one_not_published_is_refused(authority: Authority) -> None:
    data = load(STARTER_FORMS / "young-people.yaml")
    data["pages"][-1]["then"] = [{"to": "form:nowhere"}]

    with pytest.raises(Invalid, match="nowhere, which is not published"):
        publish_form(authority.id, data, {})


def test_a_link_to_a_signpost_leads_to_the_one_of_its_own_form(authority: Authority, client: StrictClient) -> None:
    data = load(STARTER_FORMS / "young-people.yaml")
    data["start"]["body"].append({"link": {"text": "Where to get help", "href": "signpost:get-help-now"}})
    publish_form(authority.id, data, lists_of(current_profile(authority.id)), by="officer:one", note="A link to help")
    start = BeautifulSoup(client.get("/isle-of-wight/young-people/").get_data(as_text=True), "html5lib")
    link = start.find("a", string="Where to get help")
    assert link is not None
    shown = BeautifulSoup(client.get(str(link["href"])).get_data(as_text=True), "html5lib")
    assert shown.h1 is not None
    assert shown.h1.get_text(strip=True) == "Get help now"
    back = shown.find("a", string="Go to the form")
    assert back is not None
    assert back["href"] == "/isle-of-wight/young-people/"

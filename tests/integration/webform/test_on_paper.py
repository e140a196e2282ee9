"""Every form can be printed: all its questions, its branches in words, and where to send it."""

from collections.abc import Iterator

import pytest
from bs4 import BeautifulSoup

from authorities.models import Authority
from foundation.yaml_files import load
from tests.pages import StrictClient
from webform.definition import FormDefinition, Question
from webform.publishing import STARTER_FORMS, live_form

FORMS = sorted(path.stem for path in STARTER_FORMS.glob("*.yaml"))


def paper(client: StrictClient, key: str) -> BeautifulSoup:
    answer = client.get(f"/isle-of-wight/{key}/print")
    assert answer.status_code == 200
    return BeautifulSoup(answer.get_data(as_text=True), "html5lib")


def said(page: BeautifulSoup) -> str:
    assert page.main is not None
    return " ".join(page.main.get_text(" ").split())


def words_asked(definition: FormDefinition) -> Iterator[str]:
    """Everything that a question asks with, in the order of the form."""
    for page in definition.pages:
        for question in page.questions:
            yield from _of(question)


def _of(question: Question) -> Iterator[str]:
    yield question.label
    if question.hint:
        yield question.hint
    if question.kind == "add-another":
        for field in question.fields:
            yield field.label
    for choice in question.choices:
        yield choice.label
        if choice.reveals is not None:
            yield choice.reveals.label


@pytest.mark.parametrize("key", FORMS)
def test_all_that_the_form_asks_is_printed_in_order(client: StrictClient, authority: Authority, key: str) -> None:
    words, place = said(paper(client, key)), 0
    for asked in words_asked(live_form(authority.id, key).definition):
        sought = " ".join(asked.replace("{authority}", "Isle of Wight Council").split())
        found = words.find(sought, place)
        assert found >= 0, f"{sought!r} is not printed after {words[place - 60 : place]!r}"
        place = found + len(sought)


@pytest.mark.parametrize("key", FORMS)
def test_each_page_that_is_not_for_everybody_says_for_whom(
    client: StrictClient, authority: Authority, key: str
) -> None:
    definition = live_form(authority.id, key).definition
    judged = [page for page in definition.pages if page.when and not page.when.fields() & set(definition.known)]
    assert len(paper(client, key).select(".redress-paper__part--some")) == len(judged)


def test_paper_says_where_to_send_it_and_that_it_takes_days(client: StrictClient, authority: Authority) -> None:
    words = said(paper(client, "under-12"))
    assert "Example House Newport PO30 0AA" in words
    assert "It takes days for a letter to reach us. If you are not safe, do not wait: ring 999" in words
    assert "complain" not in words.replace("Children's Services Complaints Team", "").lower()


def test_paper_for_children_has_the_pictures_beside_the_words(client: StrictClient, authority: Authority) -> None:
    beside = [tag.parent.get_text(strip=True) for tag in paper(client, "under-12").select("li svg[aria-hidden]")]
    for words in ("Sad", "Scared", "Yes, I am safe", "Come and see me"):
        assert words in beside


@pytest.mark.parametrize("key", ["under-12", "young-people", "tell-us"])
def test_the_start_of_a_form_leads_to_its_paper(client: StrictClient, authority: Authority, key: str) -> None:
    start = client.get(f"/isle-of-wight/{key}/", follow_redirects=True).get_data(as_text=True)
    assert f'href="/isle-of-wight/{key}/print"' in start


def test_an_answer_that_leads_to_another_form_names_it(client: StrictClient, authority: Authority) -> None:
    name = load(STARTER_FORMS / "under-12.yaml")["name"]
    assert f"is 11 or less, use the form “{name}” in place of this one." in said(paper(client, "young-people"))


def test_no_form_no_paper(client: StrictClient, authority: Authority) -> None:
    assert client.get("/isle-of-wight/nothing/print").status_code == 404

"""Every way through every shipped form, walked to its end in a browser without scripts.

The walks come from the definitions alone (``tests.ways``): together they hold every two answers that can go together.
Each is sent, and what is sent is looked at. A page answered before in the same way at the same place (the same page,
with the same values behind it that any condition still asks about) leads on as it did then: its answers are put into
the draft and the walk goes on from there.
"""

import html
import re
from collections import Counter
from collections.abc import Hashable, Iterator
from typing import Any
from urllib.parse import urlsplit

import pytest
from flask_sqlalchemy import SQLAlchemy
from sqlalchemy import func, select

from authorities.publishing import authority_by_key
from cases.models import Case
from cases.reading import FORMS
from foundation.database import db, transaction
from foundation.yaml_files import load
from tests.answers import boxes
from tests.pages import StrictClient
from tests.public_words import shipped_forms
from tests.ways import Step, Walk, Ways, choices_of_a_draft
from webform.answer_sheet import answer_sheet
from webform.definition import FormDefinition, Page, Question
from webform.draft_cookie import name_of
from webform.drafts import begin, find, offered
from webform.journey import is_given
from webform.kinds import words_of
from webform.models import Submission
from webform.publishing import FROM_DRAFT, STARTER_FORMS

FULLY = "isle-of-wight"
"""The authority whose forms are walked in every way."""

PARTS = 2
"""The walks of a form are parted into so many tests, so that every core has some."""

ROW = re.compile(r"<dt[^>]*>(.*?)</dt>\s*<dd[^>]*>(.*?)</dd>", re.DOTALL)


class Walker:
    """One browser, in which one form of one authority is walked again and again."""

    def __init__(self, client: StrictClient, authority_key: str, form: FormDefinition) -> None:
        self.client, self.choices = client, choices_of_a_draft(form)
        self.form = offered(form, self.choices)
        self.ways = Ways(self.form)
        authority = authority_by_key(authority_key)
        self.council, self.authority_key, self.authority_id = authority.name, authority.key, authority.id
        self.cookie = name_of(authority_key, form.key)
        self.token = ""
        self.looked_at: set[tuple[str, str]] = set()
        self.proven: set[tuple[Hashable, str]] = set()
        """The places, and what was answered there, that were seen to lead on as they should."""

    def walk(self, walk: Walk, *, is_sent: bool = True) -> None:
        """Go along a walk to its end, which is where the answers are checked where it is not sent."""
        self.client.delete_cookie(self.cookie)
        content: dict[str, Any] = {"answers": {}, "seen": []}
        is_kept = not self.form.known
        for number, step in enumerate(walk.steps):
            if (step.place, repr(step.answers)) not in self.proven:
                if not is_kept:
                    self.keep(walk, content)
                self.look_at(step.page, walk.steps[number - 1].page.key if number else "")
                self.answer(step, walk.steps[number + 1].page.key if number + 1 < len(walk.steps) else "check")
                self.proven.add((step.place, repr(step.answers)))
                is_kept = True
            else:
                is_kept = False
            assert step.page.key not in content["seen"], f"{step.page.key} came twice"
            content["seen"].append(step.page.key)
            content["answers"] |= step.answers
        if walk.steps[-1].fork is None:
            if not is_kept:
                self.keep(walk, content)
            self.check(walk)
            if is_sent:
                self.send(walk)

    def keep(self, walk: Walk, content: dict[str, Any]) -> None:
        """Put into the draft what was answered so far; begin one where there is none yet."""
        held = self.client.get_cookie(self.cookie)
        with transaction():
            draft = find(held.value, self.authority_id, self.form.key) if held else None
            if draft is None:
                draft, secret = begin(self.form.key, self.authority_id, known=walk.known, choices=self.choices)
                self.client.set_cookie(self.cookie, secret)
            draft.content = draft.content | content

    def look_at(self, page: Page, before: str) -> None:
        """Open a page as a browser does, where it has not been seen after this other one: the client checks it."""
        if (page.key, before) in self.looked_at:
            return
        self.looked_at.add((page.key, before))
        response = self.client.get(self.path(page.key))
        assert response.status_code == 200, f"{page.key}: {response.status_code} to {response.location}"
        token = re.search(r'name="csrf_token" value="([^"]+)"', response.get_data(as_text=True))
        assert token is not None
        self.token = token[1]

    def answer(self, step: Step, onward: str) -> None:
        """Send a page as a browser does; it leads to the page that comes next by the definition."""
        sent = {"csrf_token": self.token}
        for question in step.page.all_questions():
            if question.key in step.answers:
                sent |= boxes(question, step.answers[question.key])
        response = self.client.post(self.path(step.page.key), data=sent)
        assert response.status_code == 303, f"{step.page.key} {step.answers}: {response.status_code}"
        if step.fork is None:
            assert urlsplit(response.location).path == self.path(onward), f"after {step.page.key} {step.answers}"
        else:
            assert urlsplit(response.location).path.startswith(f"/{self.authority_key}/{step.fork.form_key}/")
            assert self.client.get(response.location).status_code == 200

    def check(self, walk: Walk) -> None:
        """The page before sending lists what was asked on this way, with its answers, and nothing else."""
        response = self.client.get(self.path("check"))
        assert response.status_code == 200
        rows = [tuple(html.unescape(part) for part in row) for row in ROW.findall(response.get_data(as_text=True))]
        assert Counter(rows) == Counter(self.expected_rows(walk))

    def expected_rows(self, walk: Walk) -> Iterator[tuple[str, str]]:
        for step in walk.steps:
            for question in step.page.all_questions():
                given = step.answers.get(question.key)
                is_asked = question.key in step.answers and question in step.page.questions
                is_single_tick = question.kind == "checkboxes" and len(question.choices) == 1
                if is_given(given) or (is_asked and not is_single_tick):
                    asked = question.asked.replace("{authority}", self.council)
                    yield asked, "\n".join(words_of(question, given)) or "Not provided"

    def send(self, walk: Walk) -> None:
        """It becomes one submission with exactly these answers, and one case where the form opens one."""
        before = db.session.scalar(select(func.count()).select_from(Submission))
        response = self.client.post(self.path("check"), data={"csrf_token": self.token})
        assert response.status_code == 303
        assert urlsplit(response.location).path == self.path("sent")
        shown = self.client.get(response.location).get_data(as_text=True)
        assert db.session.scalar(select(func.count()).select_from(Submission)) == (before or 0) + 1
        submission = db.session.scalars(select(Submission).order_by(Submission.id.desc()).limit(1)).one()
        assert submission.reference in shown
        assert submission.answers == walk.answers
        cases = db.session.scalars(select(Case).where(Case.submission_id == submission.id)).all()
        assert [case.reference for case in cases] == [submission.reference] * (self.form.key in FORMS)
        lines = {line.key: line.words for section in answer_sheet(submission) for line in section.lines}
        assert {key: words for key, words in lines.items() if words} == {
            question.key: tuple(words_of(question, walk.answers[question.key]))
            for question in self.form.questions()
            if question.key in walk.answers
        }

    def path(self, page: str) -> str:
        """The address of a page of this form."""
        return f"/{self.authority_key}/{self.form.key}/{page}"


FORMS_OF_EACH = sorted(key for key in shipped_forms() if key[0] != FULLY)
FORM_KEYS = sorted({key for _, key in shipped_forms()})


@pytest.mark.parametrize("part", range(PARTS))
@pytest.mark.parametrize("key", FORM_KEYS)
def test_every_two_answers_that_can_go_together_come_to_the_end(
    shipped: SQLAlchemy, client: StrictClient, key: str, part: int
) -> None:
    walker = Walker(client, FULLY, shipped_forms()[FULLY, key])
    walks = walker.ways.walks()
    size = -(-len(walks) // PARTS)

    for walk in walks[part * size : (part + 1) * size]:
        walker.walk(walk)

    held = 0
    for walk in walks:
        held |= walker.ways.pairs_on(walk)
    assert held == walker.ways.possible()


@pytest.mark.parametrize("authority_key", sorted({authority for authority, _ in FORMS_OF_EACH}))
def test_whatever_another_authority_offers_comes_to_the_end(
    shipped: SQLAlchemy, client: StrictClient, authority_key: str
) -> None:
    authority_by_key(authority_key).is_open = True
    for key in FORM_KEYS:
        walker = Walker(client, authority_key, shipped_forms()[authority_key, key])
        for question in listed_questions(key, walker.form):
            for number, walk in enumerate(walker.ways.walks_giving(question)):
                walker.walk(walk, is_sent=number == 0)


def listed_questions(key: str, form: FormDefinition) -> list[Question]:
    """The questions whose choices are a list of the authority's."""
    plain = FormDefinition.model_validate(load(STARTER_FORMS / f"{key}.yaml"))
    listed = {question.key for question in plain.questions() if question.choices_from not in ("", FROM_DRAFT)}
    return [question for question in form.questions() if question.key in listed]

"""Several officers at one form in the same moment, over connections of their own."""

from concurrent.futures import ThreadPoolExecutor

from flask import Flask
from flask_sqlalchemy import SQLAlchemy
from sqlalchemy import select

from authorities.publishing import default_authority
from foundation.database import db, transaction
from foundation.errors import NotFound
from webform.definition import WrittenForm
from webform.designer.questions import change_question
from webform.designer_drafts import change, publish_draft, versions_of, working_on
from webform.models import FormDraft

KEYS = ("kind", "who_are_you", "service", "harm_tick", "thank_who", "compliment_words")


def test_six_officers_who_change_six_questions_at_once_all_stay_in_one_draft(
    app: Flask, shipped_database: SQLAlchemy
) -> None:
    def ask(key: str) -> None:
        with app.app_context(), transaction():
            working = working_on(default_authority(), "tell-us", lock=True)
            change(working, change_question(working.data, key, {"label": f"New words of {key}"}), f"officer of {key}")

    with ThreadPoolExecutor(len(KEYS)) as officers:
        list(officers.map(ask, KEYS))

    draft = db.session.scalars(select(FormDraft)).one()
    labels = {question.key: question.label for question in WrittenForm.model_validate(draft.content).questions()}
    assert {key: labels[key] for key in KEYS} == {key: f"New words of {key}" for key in KEYS}
    assert [change["edition"] for change in draft.changes] == [1, 2, 3, 4, 5, 6]
    assert draft.edition == 6


def test_a_draft_published_by_four_officers_at_once_makes_one_version(app: Flask, shipped_database: SQLAlchemy) -> None:
    with transaction():
        working = working_on(default_authority(), "tell-us", lock=True)
        change(working, {**working.data, "name": "Tell the Island"}, "officer:one")

    def publish(number: int) -> int | None:
        with app.app_context():
            try:
                with transaction():
                    working = working_on(default_authority(), "tell-us", lock=True)
                    return publish_draft(working, f"By number {number}", f"officer:{number}").number
            except NotFound:
                return None

    with ThreadPoolExecutor(4) as officers:
        numbers = list(officers.map(publish, range(4)))

    assert sorted(number for number in numbers if number is not None) == [2]
    assert [version.number for version in versions_of(default_authority().id, "tell-us")] == [2, 1]
    assert not db.session.scalars(select(FormDraft)).all()

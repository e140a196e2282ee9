"""Who we hear from: optional questions whose answers are counted and cannot be led back to anybody.

What is kept is one number for each answer to each question in each quarter of a year. No set of answers is kept
together, and nothing is kept of who gave them, on what day, in what order or after which form: there is nothing to
take away later. The page has one address for everybody, and answering twice counts twice, because knowing that
somebody had answered would be knowing who they are. Public sector equality duty: Equality Act 2010, s149; what the
statutory report counts: Getting the Best from Complaints (2006), 5.6.2 (9).
"""

from collections import defaultdict
from collections.abc import Mapping
from datetime import date
from functools import cache
from pathlib import Path
from typing import Any, Literal
from uuid import UUID, uuid5

from sqlalchemy import select
from sqlalchemy.dialects.postgresql import insert

from foundation.database import db
from foundation.yaml_files import load
from webform.definition import FormDefinition
from webform.models import EqualityCount

FORMS = Path(__file__).parent / "equality_forms"
NOT_ANSWERED = "not-answered"

Audience = Literal["public", "young-person"]


@cache
def questions_for(audience: Audience) -> FormDefinition:
    """The questions as they are asked of somebody: one page; young people have fewer. Also their words for reports."""
    return FormDefinition.model_validate(load(FORMS / f"{audience}.yaml"))


def count_answers(authority_id: UUID, asked: FormDefinition, answers: Mapping[str, Any], on: date) -> None:
    """Count one set of answers in the quarter of ``on``; a question left blank counts as not answered.

    A page on which nothing was answered counts for nothing.
    """
    given = {question.key: str(answers.get(question.key) or NOT_ANSWERED) for question in asked.questions()}
    if set(given.values()) == {NOT_ANSWERED}:
        return
    quarter_on = quarter_of(on)
    # In one order always, so that two who answer at once do not wait for each other in a ring.
    for question, answer in sorted(given.items()):
        row = insert(EqualityCount).values(
            id=_id_of(authority_id, quarter_on, question, answer),
            authority_id=authority_id,
            quarter_on=quarter_on,
            question=question,
            answer=answer,
            number=1,
        )
        db.session.execute(row.on_conflict_do_update(index_elements=["id"], set_={"number": EqualityCount.number + 1}))


def answers_counted(authority_id: UUID, since: date, until: date) -> dict[str, dict[str, int]]:
    """Question → answer → how often it was given, in the quarters that begin from ``since`` to ``until``, both days in.

    Of each question the numbers add up to how many people were asked it and answered something on the page.
    """
    found: dict[str, dict[str, int]] = defaultdict(lambda: defaultdict(int))
    counts = select(EqualityCount).where(
        EqualityCount.authority_id == authority_id, EqualityCount.quarter_on.between(since, until)
    )
    for count in db.session.scalars(counts):
        found[count.question][count.answer] += count.number
    return {question: dict(numbers) for question, numbers in found.items()}


def quarter_of(day: date) -> date:
    """The first day of the quarter a day falls in; financial years begin with one."""
    return date(day.year, 3 * ((day.month - 1) // 3) + 1, 1)


def _id_of(authority_id: UUID, quarter_on: date, question: str, answer: str) -> UUID:
    """Made from what is counted: the ids of other rows hold the moment of their making, which this one must not."""
    return uuid5(authority_id, f"{quarter_on}/{question}/{answer}")

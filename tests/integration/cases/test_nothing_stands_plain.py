"""Words that people type stand sealed: none of them can be read in any column of any table."""

import pytest
from sqlalchemy import MetaData, Table, Text, cast, func, select

from cases import responding, timing
from cases.answer_draft import DraftAction, PointAnswer
from cases.escalation import Asked as NextStageAsked
from cases.escalation import request_next_stage
from cases.intake import ChildGiven, PersonGiven
from cases.notes import add_note
from cases.points import points_of_stage
from foundation.clock import business_now, london_day
from foundation.database import db, transaction
from tests.factories import Council
from tests.integration.cases.asked import finished_draft, make_asked, set_sign_off
from tests.integration.cases.sent import run_until

MARK = "Quagworth"
PERSON = PersonGiven(
    name=MARK,
    relationship="parent",
    age=MARK,
    email=f"{MARK}@family.example",
    phone=f"01632 960444 {MARK}",
    postal_address=MARK,
    contact_through=MARK,
    safe_notes=MARK,
    adjustments_words=MARK,
    language=MARK,
)


def told_and_answered(council: Council, monkeypatch: pytest.MonkeyPatch) -> None:
    """A case in which everybody types the mark into everything."""
    asked = make_asked(
        council,
        person=PERSON,
        points=(MARK,),
        gist=MARK,
        outcome_words=MARK,
        children=(ChildGiven(MARK, MARK, MARK),),
        named=(MARK,),
    )
    set_sign_off(asked.case, monkeypatch, is_required=False)
    draft = finished_draft(
        asked.stage,
        apology=MARK,
        remedy=MARK,
        points={str(point.id): PointAnswer(finding="upheld", reasons=MARK) for point in points_of_stage(asked.stage)},
        actions=(DraftAction(what=MARK, owner_job=MARK, due_on=london_day(business_now())),),
    )
    with transaction():
        add_note(asked.case, council.officer().id, MARK)
        responding.record_try(asked.opened, "call", "no-answer", MARK)
        assert asked.stage.due_on is not None
        timing.ask_more_time(asked.stage, asked.manager.id, "complexity", MARK, asked.stage.due_on.replace(day=30))
        answer = responding.save_draft(asked.opened, draft, 0)
        responding.send_answer(asked.opened, answer.edition)
    run_until()
    with transaction():
        request_next_stage(asked.stage, NextStageAsked(business_now(), "email", words=MARK, put_right=MARK))
    run_until()


def test_no_word_that_was_typed_can_be_read_in_the_database(council: Council, monkeypatch: pytest.MonkeyPatch) -> None:
    told_and_answered(council, monkeypatch)
    tables = MetaData()
    tables.reflect(db.session.connection())
    assert len(tables.tables) > 30
    assert [name for name, table in tables.tables.items() if _holds_mark(table)] == []


def _holds_mark(table: Table) -> bool:
    row = func.lower(cast(func.to_jsonb(table.table_valued()), Text))
    return bool(db.session.scalar(select(func.count()).select_from(table).where(row.contains(MARK.lower()))))

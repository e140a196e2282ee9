"""Whoever a name turns out to mean is shut out of the case at once."""

from flask import Flask
from sqlalchemy import select

from cases.models import NamedPerson, Stage, WorkItem
from foundation.database import db
from tests.factories import Council, make_confirmed_case
from tests.integration.cases.asked import signed_in


def test_a_manager_found_to_be_the_one_named_no_longer_answers_nor_opens_the_case(
    app: Flask, quiet_council: Council
) -> None:
    case = make_confirmed_case(quiet_council, named=("The one with the blue car",))
    stage = db.session.scalars(select(Stage).where(Stage.case_id == case.id)).one()
    assert stage.responder_id is not None
    manager = stage.responder
    assert manager is not None
    named = db.session.scalars(select(NamedPerson).where(NamedPerson.case_id == case.id)).one()
    path = f"/desk/cases/{case.reference}/named/{named.id}"
    answer = signed_in(app, quiet_council.officer()).send_form(
        path, {"officer": str(manager.id)}, follow_redirects=True
    )
    assert "shut out of this case" in answer.get_data(as_text=True)
    db.session.refresh(stage)
    work = db.session.scalars(select(WorkItem.kind).where(WorkItem.case_id == case.id, WorkItem.done_at.is_(None)))
    assert (stage.responder_id, "allocate" in list(work)) == (None, True)
    assert signed_in(app, manager).get(f"/desk/cases/{case.reference}").status_code == 404
    assert signed_in(app, manager).get(f"/answer/case/{case.reference}").status_code in (403, 404)


def test_a_name_that_is_nobody_who_works_here_shuts_out_nobody(app: Flask, quiet_council: Council) -> None:
    case = make_confirmed_case(quiet_council, named=("A neighbour",))
    named = db.session.scalars(select(NamedPerson).where(NamedPerson.case_id == case.id)).one()
    desk = signed_in(app, quiet_council.officer())
    answer = desk.send_form(f"/desk/cases/{case.reference}/named/{named.id}", {"officer": ""}, follow_redirects=True)
    assert answer.status_code == 200
    db.session.refresh(named)
    assert named.officer_id is None


def test_an_officer_who_says_it_is_them_is_led_away_from_the_case(app: Flask, quiet_council: Council) -> None:
    case = make_confirmed_case(quiet_council, named=("Somebody in complaints",))
    named = db.session.scalars(select(NamedPerson).where(NamedPerson.case_id == case.id)).one()
    ola = quiet_council.officer()
    desk = signed_in(app, ola)
    desk.send_form(f"/desk/cases/{case.reference}/named/{named.id}", {"officer": str(ola.id)}, follow_redirects=True)
    assert desk.get(f"/desk/cases/{case.reference}").status_code == 404

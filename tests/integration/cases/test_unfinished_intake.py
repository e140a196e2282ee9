"""Intake that is saved and finished later: by anybody of the team, once, and never forgotten."""

from datetime import date

import pytest
from flask import Flask
from sqlalchemy import func, select

from authorities.permissions import Role
from authorities.publishing import authority_by_key
from cases.models import Case, UnfinishedIntake, WorkItem
from foundation.database import db
from foundation.encryption import DataKey
from foundation.files import files_of
from tests.factories import Council, at_london, make_officer, time_is
from tests.integration.cases.asked import signed_in
from tests.integration.cases.at_the_desk import error_by, text
from tests.integration.cases.sent import run_until
from tests.integration.cases.test_intake_by_email import boxes, drop, mail, with_files
from tests.pages import StrictClient

TYPED = {
    "kind": "complaint",
    "channel": "telephone",
    "received_on-day": "1",
    "received_on-month": "12",
    "received_on-year": "2027",
    "gist": "Rang to say that nobody rings back",
    "relationship": "parent",
    "name": "Ivo Tarn",
    "call_choice": "take-complaint",
    "child_involved": "no",
}
UNFINISHED = "/desk/intake/unfinished"


def saved(desk: StrictClient, **typed: str) -> UnfinishedIntake:
    """What was typed, saved for later."""
    form = boxes(desk.get("/desk/intake")) | typed
    assert desk.post("/desk/intake", data=form | {"act": "save"}).status_code == 303
    return db.session.scalars(select(UnfinishedIntake).where(UnfinishedIntake.state == "open")).one()


def cases() -> int:
    return db.session.execute(select(func.count(Case.id))).scalar_one()


def work() -> list[WorkItem]:
    return list(db.session.scalars(select(WorkItem).where(WorkItem.kind == "unfinished-intake")))


def test_half_an_intake_is_saved_and_a_colleague_finishes_it_with_the_true_date(
    app: Flask, quiet_council: Council
) -> None:
    intake = saved(
        signed_in(app, quiet_council.officer()), name="Ivo Tarn", gist="Nobody rings", **{"received_on-day": "1"}
    )
    assert cases() == 0
    time_is("2027-12-08", 10)
    colleague = signed_in(app, quiet_council.officer("officer.two"))
    assert "Go on" in text(colleague.get(UNFINISHED))
    assert "(1)" in text(colleague.get("/desk/lists/open")).split("Unfinished intake")[1][:5]
    screen = colleague.get(f"/desk/intake/{intake.id}")
    assert (boxes(screen)["name"], boxes(screen)["received_on-day"]) == ("Ivo Tarn", "1")
    colleague.post("/desk/intake", data=boxes(screen) | TYPED)
    case = db.session.scalars(select(Case)).one()
    assert (case.id, case.received_on) == (intake.id, date(2027, 12, 1))
    assert "Nothing is unfinished." in text(colleague.get(UNFINISHED))
    assert colleague.get(f"/desk/intake/{intake.id}").location.endswith(case.reference)


def test_the_list_names_nobody(desk: StrictClient) -> None:
    saved(desk, name="Ivo Tarn", gist="Nobody rings")
    assert "Tarn" not in desk.get(UNFINISHED).get_data(as_text=True)


def test_what_is_kept_is_sealed_and_goes_with_its_key_once_it_is_finished(desk: StrictClient) -> None:
    intake = saved(desk, **TYPED)
    assert intake.typed_sealed is not None
    assert b"Tarn" not in intake.typed_sealed
    desk.post("/desk/intake", data=boxes(desk.get(f"/desk/intake/{intake.id}")))
    assert (intake.state, intake.typed_sealed) == ("opened", None)
    assert db.session.get_one(DataKey, intake.data_key_id).wrapped is None


def test_two_who_work_on_one_see_it_and_nothing_is_overwritten_unseen(app: Flask, quiet_council: Council) -> None:
    first, second = (signed_in(app, quiet_council.officer(who)) for who in ("officer", "officer.two"))
    intake = saved(first, gist="As it was")
    mine, theirs = (boxes(desk.get(f"/desk/intake/{intake.id}")) for desk in (first, second))
    first.post("/desk/intake", data=mine | {"gist": "From the first", "act": "save"})
    refused = second.post("/desk/intake", data=theirs | {"gist": "From the second", "act": "save"})
    assert refused.status_code == 409
    assert "Somebody else has saved this intake since you opened it." in text(refused)
    assert quiet_council.officer().name in text(refused)
    assert boxes(refused)["gist"] == "From the second"
    assert intake.typed["gist"] == ["From the first"]
    second.post("/desk/intake", data=boxes(refused) | {"act": "save"})
    assert intake.typed["gist"] == ["From the second"]


def test_who_comes_second_to_open_it_is_told_and_keeps_their_words(app: Flask, quiet_council: Council) -> None:
    first, second = (signed_in(app, quiet_council.officer(who)) for who in ("officer", "officer.two"))
    intake = saved(first, **TYPED)
    mine, theirs = (boxes(desk.get(f"/desk/intake/{intake.id}")) for desk in (first, second))
    opened = [first.post("/desk/intake", data=mine).location for _ in range(2)]
    assert opened[0] == opened[1]
    refused = second.post("/desk/intake", data=theirs | {"gist": "From the second"})
    assert (refused.status_code, cases()) == (409, 1)
    assert "Somebody has finished this intake since you opened it." in text(refused)
    assert boxes(refused)["gist"] == "From the second"


def test_what_nobody_touches_becomes_work_and_finishing_it_settles_the_work(desk: StrictClient) -> None:
    intake = saved(desk, **TYPED)
    run_until(at_london("2027-12-05", 10))
    assert work() == []
    run_until(at_london("2027-12-06", 9))
    assert [(item.due_on, item.done_at) for item in work()] == [(date(2027, 12, 6), None)]
    assert "An intake was begun and is not finished." in text(desk.get("/desk/work"))
    assert f"/desk/intake/{intake.id}" in desk.get("/desk/work").get_data(as_text=True)
    desk.post("/desk/intake", data=boxes(desk.get(f"/desk/intake/{intake.id}")))
    assert work()[0].done_at is not None


def test_saving_again_gives_it_two_more_working_days(desk: StrictClient) -> None:
    intake = saved(desk, **TYPED)
    time_is("2027-12-03", 10)
    desk.post("/desk/intake", data=boxes(desk.get(f"/desk/intake/{intake.id}")) | {"act": "save"})
    run_until(at_london("2027-12-06", 9))
    assert work() == []
    run_until(at_london("2027-12-07", 9))
    assert len(work()) == 1


def test_an_intake_is_removed_with_a_reason_and_its_words_and_files_go(desk: StrictClient) -> None:
    drop(desk, ("a.eml", with_files(mail()).as_bytes()))
    intake = db.session.scalars(select(UnfinishedIntake)).one()
    path = f"/desk/intake/{intake.id}/remove"
    assert "Choose why it is removed" in error_by(desk.send_form(path, {}), "reason")
    desk.send_form(path, {"reason": "spam"})
    assert (intake.state, intake.remove_reason, intake.email_sealed) == ("removed", "spam", None)
    assert files_of(("intake", intake.id)) == []
    assert "This intake was removed." in text(desk.get(f"/desk/intake/{intake.id}", follow_redirects=True))


@pytest.mark.parametrize("path", ["", "/remove"])
def test_another_authoritys_intake_is_not_there(app: Flask, quiet_council: Council, path: str) -> None:
    intake = saved(signed_in(app, quiet_council.officer()), **TYPED)
    officer = make_officer(authority_by_key("hampshire"), "Hetty Elsewhere", Role.COMPLAINTS_OFFICER)
    elsewhere = signed_in(app, officer)
    assert elsewhere.get(f"/desk/intake/{intake.id}{path}").status_code == 404
    assert "Nothing is unfinished." in text(elsewhere.get(UNFINISHED))
    form = boxes(elsewhere.get("/desk/intake")) | TYPED | {"row": str(intake.id), "edition": "9"}
    for act in ("save", "read", ""):
        assert elsewhere.post("/desk/intake", data=form | {"act": act}).status_code == 404
    assert (intake.typed["gist"], intake.state) == ([TYPED["gist"]], "open")

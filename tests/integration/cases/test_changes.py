"""What is asked for by link and settled by a person: how somebody is reached, and withdrawing."""

from collections.abc import Callable
from datetime import date, timedelta
from typing import Any

import pytest
from bs4 import BeautifulSoup
from flask import Flask
from sqlalchemy import select

from cases import changes
from cases.asking import ask_for_change
from cases.changes import Confirmed, Routes, change_contact, leave_as_it_is, withdraw
from cases.intake import PersonGiven
from cases.links import next_stage_link, progress_link
from cases.models import Case, ChangeRequest, Stage, WorkItem
from cases.searching import hashes_sought
from cases.timeline import timeline
from foundation.clock import business_now, london_day
from foundation.database import db, transaction
from foundation.errors import Conflict, Invalid, NotAllowed
from foundation.links import token_for
from notifications.models import Message
from tests.factories import Council, make_case, make_confirmed_case, time_is
from tests.integration.cases.asked import browser, messages, signed_in
from tests.integration.cases.at_the_desk import error_by, page_of, text
from tests.integration.cases.sent import run_until
from tests.pages import StrictClient

KEY = "isle-of-wight"
NEW = Routes(email="asha@new.example", phone="01632 960555", may_leave_message=True)


@pytest.fixture
def case(council: Council) -> Case:
    """A complaint being answered, on the Friday after it came."""
    made = make_confirmed_case(council)
    db.session.commit()
    run_until()
    time_is("2027-12-03", 10)
    return made


@pytest.fixture
def young(council: Council) -> Case:
    """The same, told by a young person."""
    person = PersonGiven(name="Kit", relationship="self", email="kit@family.example", is_young=True)
    made = make_confirmed_case(council, person=person)
    db.session.commit()
    run_until()
    time_is("2027-12-03", 10)
    return made


def asked(case: Case, kind: Any, words: str = "My new number is 01632 960555.") -> ChangeRequest:
    """A request made on the progress page."""
    with transaction():
        ask_for_change(case, kind, words)
    return changes.waiting_requests(case.id)[-1]


def today() -> date:
    return london_day(business_now())


def rung() -> Confirmed:
    return Confirmed(today(), "call")


def change(council: Council, case: Case, request: ChangeRequest, **given: Any) -> None:
    with transaction():
        change_contact(
            case,
            request,
            council.officer().id,
            given.get("confirmed", rung()),
            given.get("routes", NEW),
            tell_old=given.get("tell_old", True),
        )
    db.session.expire_all()


def works(case: Case, app: Flask) -> bool:
    """Whether the newest link opens the progress page."""
    client = browser(app)
    link = progress_link(case, KEY)
    client.get(link.path.format(token=token_for(link.purpose, case.id, link.generation)))
    return client.get(f"/{KEY}/progress").status_code == 200


def test_confirmed_with_them_they_are_reached_the_new_way_from_then_on(council: Council, case: Case) -> None:
    request = asked(case, "contact")
    change(council, case, request)
    person = case.complainant
    assert (person.email, person.phone, person.may_leave_message) == ("asha@new.example", "01632 960555", True)
    assert (request.state, request.confirmed_by, request.confirmed_on) == ("done", "call", date(2027, 12, 3))
    assert request.before["email"] == "asha@family.example"
    assert [item.done_at is not None for item in work(case)] == [True]
    assert "How we reach them was changed, confirmed by call: email, may leave message, phone" in [
        entry.title for entry in timeline(case)
    ]


def work(case: Case) -> list[WorkItem]:
    return list(
        db.session.scalars(select(WorkItem).where(WorkItem.case_id == case.id, WorkItem.kind == changes.WORK_CHANGE))
    )


def test_the_case_is_found_by_the_new_number_and_no_longer_by_the_old(council: Council, case: Case) -> None:
    change(council, case, asked(case, "contact"))
    assert set(hashes_sought("01632 960555")) <= set(case.search)
    assert not set(hashes_sought("01632 960444")) & set(case.search)
    assert set(hashes_sought("Asha")) <= set(case.search)


def test_every_earlier_link_ends_and_the_new_way_gets_one_that_works(app: Flask, council: Council, case: Case) -> None:
    stage = db.session.scalars(select(Stage).where(Stage.case_id == case.id, Stage.number == 1)).one()
    old = [progress_link(case, KEY), next_stage_link(stage, case.link_generation, KEY)]
    change(council, case, asked(case, "contact"))
    for link, clean in zip(old, ("progress", "next-stage"), strict=True):
        assert link.row_id is not None
        client = browser(app)
        client.get(link.path.format(token=token_for(link.purpose, link.row_id, link.generation)))
        assert client.get(f"/{KEY}/{clean}").status_code == 404
    assert works(case, app)
    (told,) = messages(case, "contact-changed")
    assert (told.to_email, told.links["link"]["generation"]) == ("asha@new.example", case.link_generation)


def test_the_old_address_is_told_without_a_name_a_link_or_the_new_way(council: Council, case: Case) -> None:
    change(council, case, asked(case, "contact"))
    (told,) = messages(case, "contact-was-changed")
    assert told.to_email == "asha@family.example"
    said = f"{told.subject} {told.body}"
    for secret in ("Asha", "new.example", "960555", "http", "{link}"):
        assert secret not in said
    assert told.links == {}


@pytest.mark.parametrize(
    ("routes", "tell_old"),
    [(NEW, False), (Routes(email="asha@family.example", phone="01632 960555"), True)],
    ids=["not safe", "the same address"],
)
def test_the_old_address_is_not_told_where_it_is_not_safe_or_is_the_new_one_too(
    council: Council, case: Case, routes: Routes, tell_old: bool
) -> None:
    change(council, case, asked(case, "contact"), routes=routes, tell_old=tell_old)
    assert not messages(case, "contact-was-changed")


def test_what_has_not_left_yet_goes_the_new_way(council: Council) -> None:
    person = PersonGiven(
        name="Asha Pretend", relationship="parent", phone="01632 960444", postal_address="1 Old Street", may_write=True
    )
    case = make_confirmed_case(council, person=person)
    db.session.commit()
    run_until()
    before = [message for message in db.session.scalars(select(Message).where(Message.about_id == case.id))
              if message.recipient_kind == "person"]  # fmt: skip
    assert {message.fate for message in before} == {"to-print"}
    change(council, case, asked(case, "contact"), routes=Routes(phone="01632 960444", email="asha@new.example"))
    run_until()
    db.session.expire_all()
    assert {(message.channel, message.to_email, message.fate) for message in before} == {
        ("email", "asha@new.example", "sent")
    }
    assert all(message.to_address is None for message in before)


def test_what_can_reach_nobody_any_more_becomes_work(council: Council, case: Case) -> None:
    change(council, case, asked(case, "contact"), routes=Routes(phone="01632 960555"))
    run_until()
    assert [message.fate for message in messages(case, "contact-changed")] == ["failed"]
    kinds = db.session.scalars(select(WorkItem.kind).where(WorkItem.case_id == case.id)).all()
    assert "message-failed" in kinds


@pytest.mark.parametrize(
    ("confirmed", "field"),
    [
        (Confirmed(date(2027, 12, 2), "call"), "on"),
        (Confirmed(date(2027, 12, 4), "call"), "on"),
        (Confirmed(date(2027, 12, 3), "letter"), "by"),
        (Confirmed(date(2027, 12, 3), ""), "by"),
    ],
    ids=["before they asked", "tomorrow", "a way not held", "no way"],
)
def test_only_a_way_held_before_and_a_day_since_they_asked_confirm_it(
    council: Council, case: Case, confirmed: Confirmed, field: str
) -> None:
    request = asked(case, "contact")
    with pytest.raises(Invalid) as refused:
        change(council, case, request, confirmed=confirmed)
    assert refused.value.field == field
    assert case.complainant.email == "asha@family.example"


def test_who_wants_writing_only_is_not_rung_to_confirm_it(desk: StrictClient, council: Council) -> None:
    said = PersonGiven(name="Ivo Tarn", email="ivo@family.example", phone="01632 960111", talk_how="writing-only")
    case = make_confirmed_case(council, person=said)
    request = asked(case, "withdraw", "")
    assert changes.ways_held(case.complainant) == ("email", "meeting")
    with transaction(), pytest.raises(Invalid):
        withdraw(case, request, council.officer().id, rung())
    page = text(desk.get(f"{page_of(case)}/change-asked/{request.id}"))
    assert "ring or meet them" not in page
    assert "By telephone, on the number we held" not in page


def test_withdrawal_closes_the_case_confirms_it_in_writing_and_still_counts(council: Council, case: Case) -> None:
    request = asked(case, "withdraw", "")
    with transaction():
        withdraw(case, request, council.officer().id, rung())
    run_until()
    assert (case.state, case.close_reason, case.closed_on) == ("closed", "withdrawn", date(2027, 12, 3))
    (letter,) = messages(case, "withdrawn")
    assert (letter.to_email, letter.fate) == ("asha@family.example", "sent")
    assert "You can change your mind" in (letter.body or "")
    assert request.state == "done"


def test_withdrawing_confirmed_on_the_desk_is_confirmed_in_writing_too(desk: StrictClient, case: Case) -> None:
    said = {"on-day": "3", "on-month": "12", "on-year": "2027", "way": "call"}
    desk.send_form(f"{page_of(case)}/acts/withdraw", said)
    run_until()
    assert len(messages(case, "withdrawn")) == 1


@pytest.mark.parametrize("kind", ["contact", "withdraw"])
@pytest.mark.parametrize(
    ("advocate", "words", "field"),
    [(None, "", "advocate"), ("took-part", " ", "advocate_words"), ("offered", "", "advocate_words")],
)
def test_a_childs_request_needs_their_advocate_or_who_offered_one(
    council: Council, young: Case, kind: Any, advocate: str | None, words: str, field: str
) -> None:
    request = asked(young, kind)
    confirmed = Confirmed(today(), "meeting", advocate, words)
    officer_id = council.officer().id

    def settle() -> None:
        if kind == "contact":
            change_contact(young, request, officer_id, confirmed, NEW, tell_old=False)
        else:
            withdraw(young, request, officer_id, confirmed)

    with pytest.raises(Invalid) as refused, transaction():
        settle()
    assert refused.value.field == field
    assert young.state != "closed"


def test_with_their_advocate_a_child_can_withdraw_and_is_written_to_in_their_words(
    council: Council, young: Case
) -> None:
    request = asked(young, "withdraw", "")
    confirmed = Confirmed(today(), "meeting", "took-part", "Mo of the advocacy service")
    with transaction():
        withdraw(young, request, council.officer().id, confirmed)
    run_until()
    assert (request.advocate, request.advocate_words) == ("took-part", "Mo of the advocacy service")
    (letter,) = messages(young, "withdrawn-young")
    assert "complaint" not in (letter.body or "").casefold()


@pytest.mark.parametrize("outcome", ["not-confirmed", "refused"])
@pytest.mark.parametrize("kind", ["contact", "withdraw"])
def test_what_is_not_confirmed_changes_nothing_and_the_way_held_before_is_told(
    app: Flask, council: Council, case: Case, kind: Any, outcome: str
) -> None:
    request = asked(case, kind)
    officer_id = council.officer().id
    with pytest.raises(Invalid), transaction():
        leave_as_it_is(case, request, officer_id, outcome, " ")
    with transaction():
        leave_as_it_is(case, request, officer_id, outcome, "They did not ask for it.")
    run_until()
    assert (request.state, request.reason) == (outcome, "They did not ask for it.")
    assert (case.complainant.email, case.state) == ("asha@family.example", "open")
    (told,) = messages(case, "change-not-made")
    assert told.to_email == "asha@family.example"
    assert "Nothing has changed" in (told.body or "")
    assert "960555" not in (told.body or "")
    assert works(case, app)


def test_a_request_is_settled_once(council: Council, case: Case) -> None:
    request = asked(case, "contact")
    change(council, case, request)
    with pytest.raises(Conflict), transaction():
        leave_as_it_is(case, request, council.officer().id, "refused", "Twice")


def test_nobody_named_in_the_case_settles_it(council: Council) -> None:
    officer = council.officer()
    case = make_case(council, named=(officer.name,))
    db.session.commit()
    request = asked(case, "withdraw")
    with pytest.raises(NotAllowed), transaction():
        leave_as_it_is(case, request, officer.id, "refused", "No")


def test_what_was_asked_stands_sealed(council: Council, case: Case) -> None:
    request = asked(case, "contact")
    change(council, case, request)
    assert b"family.example" not in bytes(request.before_sealed or b"")


@pytest.fixture
def fill(desk: StrictClient, case: Case) -> Callable[..., Any]:
    """Fill in the page of the newest request and send it."""

    def send(request: ChangeRequest, **typed: Any) -> Any:
        page = f"{page_of(case)}/change-asked/{request.id}"
        return desk.send_form(page, typed, follow_redirects=True)

    return send


def day(on: date) -> dict[str, str]:
    return {"on-day": str(on.day), "on-month": str(on.month), "on-year": str(on.year)}


def test_the_work_leads_to_a_page_with_what_was_asked_and_what_is_held(desk: StrictClient, case: Case) -> None:
    request = asked(case, "contact")
    page = BeautifulSoup(desk.get("/desk/work").text, "html5lib")
    link = page.find("a", href=f"{page_of(case)}/change-asked/{request.id}")
    assert link is not None
    shown = text(desk.get(str(link["href"])))
    for words in ("My new number is 01632 960555.", "asha@family.example", "01632 960444"):
        assert words in shown
    assert "Their advocate" not in shown
    assert str(link["href"]) in desk.get(page_of(case)).text


def test_the_page_carries_it_out(fill: Callable[..., Any], case: Case) -> None:
    request = asked(case, "contact")
    wrong = fill(request, outcome="confirmed", by="call", email="asha@new.example", tell_old="yes")
    assert wrong.status_code == 400
    assert "Enter the day you confirmed it" in error_by(wrong, "on")
    no_word = fill(request, outcome="confirmed", by="call", email="asha@new.example", **day(today()))
    assert "Say whether it is safe" in error_by(no_word, "tell_old")
    done = fill(request, outcome="confirmed", by="call", email="asha@new.example", tell_old="no", **day(today()))
    assert "Their earlier links have ended" in text(done)
    db.session.expire_all()
    assert case.complainant.email == "asha@new.example"


def test_the_page_withdraws_or_leaves_it(fill: Callable[..., Any], case: Case) -> None:
    request = asked(case, "withdraw", "")
    assert "Write why nothing changes" in error_by(fill(request, outcome="refused"), "reason")
    assert "Nothing has changed" in text(fill(request, outcome="not-confirmed", reason="No answer, three tries."))
    again = asked(case, "withdraw", "")
    assert "Withdrawn and closed" in text(fill(again, outcome="confirmed", by="meeting", **day(today())))
    db.session.expire_all()
    assert case.state == "closed"


def test_such_work_is_not_marked_done_without_saying_what_came_of_it(desk: StrictClient, case: Case) -> None:
    asked(case, "withdraw", "")
    (item,) = work(case)
    answer = desk.send_form(page_of(case), {}, to=f"/desk/work/{item.id}/done")
    assert answer.status_code == 409
    db.session.expire_all()
    assert item.done_at is None


def test_a_manager_cannot_settle_it(app: Flask, council: Council, case: Case) -> None:
    request = asked(case, "withdraw", "")
    stage = db.session.scalars(select(Stage).where(Stage.case_id == case.id, Stage.number == 1)).one()
    assert stage.responder is not None
    manager = signed_in(app, stage.responder)
    assert manager.get(f"{page_of(case)}/change-asked/{request.id}").status_code == 403
    assert request.asked_at <= business_now() + timedelta(seconds=1)

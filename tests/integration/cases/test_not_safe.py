"""A young person who is not safe: a named person is asked at once, chased, and it climbs until they were contacted."""

from datetime import date

import pytest
from sqlalchemy import select

from cases.intake import Intake
from cases.models import Case, WorkItem
from cases.opening import open_case
from cases.reading import read_answers
from cases.safety import contacted
from foundation.clock import business_now
from foundation.database import db
from notifications.models import Message
from tests.factories import Council, at_london, time_is
from tests.integration.cases.at_the_desk import page_of, press, text
from tests.integration.cases.sent import run_until, sent
from tests.integration.webform.person import Person
from tests.pages import StrictClient

CONTACT = ("harm-contact-now", "harm-contact-now-again", "harm-contact-now-late")


def told(form: str = "contact-me-now", **answers: object) -> Intake:
    return read_answers(form, answers or {"first_name": "Jo", "how_to_reach": "07700 900 123"}, business_now())


def asked_now(council: Council) -> Case:
    return open_case(council.authority.id, told(), "person")


def work(case: Case) -> list[tuple[str, date | None, str | None]]:
    items = db.session.scalars(
        select(WorkItem).where(WorkItem.case_id == case.id, WorkItem.done_at.is_(None)).order_by(WorkItem.kind)
    )
    return [(item.kind, item.due_on, item.officer.name if item.officer else None) for item in items]


@pytest.mark.parametrize("answer", ["yes", "not-sure"])
@pytest.mark.parametrize("form", ["under-12", "young-people"])
def test_i_am_not_safe_reaches_a_named_person_at_once(council: Council, form: str, answer: str) -> None:
    intake = told(form, not_safe=answer, what_happened="They shout at me", how_reach=["call"], phone="07700 900 123")
    case = open_case(council.authority.id, intake, "person")
    run_until()
    assert (case.is_restricted, case.is_held) == (True, True)
    assert ("contact-now", date(2027, 12, 3), "Lado Invented") not in work(case)
    assert ("contact-now", date(2027, 12, 2), "Lado Invented") in work(case)
    assert ("harm-decision", date(2027, 12, 3), "Lado Invented") in work(case)
    assert {(wording, name) for _, wording, name in sent(case)} >= {
        ("harm-contact-now", "Lado Invented"),
        ("harm-decision", "Lado Invented"),
    }


def test_a_young_person_who_is_safe_makes_no_such_work(council: Council) -> None:
    intake = told("young-people", not_safe="no", what_happened="It is not fair", how_reach=["do-not"])
    case = open_case(council.authority.id, intake, "person")
    run_until()
    assert not case.is_restricted
    assert "contact-now" not in [kind for kind, _, _ in work(case)]


def test_asking_to_be_contacted_now_makes_the_same_work_without_the_form(council: Council) -> None:
    case = asked_now(council)
    run_until()
    assert ("contact-now", date(2027, 12, 2), "Lado Invented") in work(case)
    assert (case.kind, case.complainant.name, case.complainant.phone) == ("something-else", "Jo", "07700 900 123")
    assert case.is_young_person


def test_it_climbs_after_two_hours_and_then_each_working_day_until_they_were_contacted(council: Council) -> None:
    case = asked_now(council)
    run_until(at_london("2027-12-06", 12))
    assert sent(case, *CONTACT) == [
        ("02 Dec 21:40", "harm-contact-now", "Lado Invented"),
        ("02 Dec 23:40", "harm-contact-now-again", "Lado Invented"),
        ("02 Dec 23:40", "harm-contact-now-late", "Cleo Invented"),
        ("03 Dec 09:00", "harm-contact-now-again", "Lado Invented"),
        ("03 Dec 09:00", "harm-contact-now-late", "Cleo Invented"),
        ("06 Dec 09:00", "harm-contact-now-again", "Lado Invented"),
        ("06 Dec 09:00", "harm-contact-now-late", "Cleo Invented"),
    ]
    contacted(case, council.officer().id)
    contacted(case, council.officer().id)
    run_until(at_london("2027-12-10", 12))
    assert len(sent(case, *CONTACT)) == 7
    assert "contact-now" not in [kind for kind, _, _ in work(case)]


def test_mail_about_it_says_nothing_about_anybody(council: Council) -> None:
    case = asked_now(council)
    run_until(at_london("2027-12-03", 12))
    to_staff = select(Message).where(Message.about_id == case.id, Message.recipient_kind == "officer")
    words = [f"{message.subject} {message.body}" for message in db.session.scalars(to_staff)]
    assert len(words) >= 4
    assert not [said for said in words if "Jo" in said.split() or "07700" in said]


def test_an_officer_sees_what_to_do_first_and_records_it(desk: StrictClient, quiet_council: Council) -> None:
    time_is("2027-12-03", 9)
    case = asked_now(quiet_council)
    db.session.add(
        WorkItem(
            authority_id=case.authority_id, case_id=case.id, kind="contact-now", what="Contact them", source_id=case.id,
            raised_at=business_now(),
        )
    )  # fmt: skip
    db.session.flush()
    shown = text(desk.get(page_of(case)))
    assert "They asked to be contacted at once and have not said what happened." in shown
    assert "They have been contacted" in shown
    after = text(press(desk, case, "contacted"))
    assert "Write down what they said in a note." in after
    assert "The young person was contacted" in after
    assert "They have been contacted" not in after


def test_who_asked_to_be_contacted_now_is_told_what_happens_and_is_asked_nothing_more(
    client: StrictClient, quiet_council: Council
) -> None:
    now = Person(client, "/isle-of-wight/contact-me-now/").go_on(how_to_reach="07700 900 123")
    assert now.heading == "We have asked somebody to contact you"
    assert "Nobody reads this at night or at the weekend. Then ring 999 if you are in danger" in now.words
    assert "You only have to tell them what you want to." in now.words
    assert "by the next working day" not in now.words
    assert "questions about you" not in now.words
    assert db.session.scalars(select(Case.kind)).all() == ["something-else"]

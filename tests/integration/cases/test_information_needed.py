"""The one detail that stops us: asked by two ways, three times, while the clock runs; and how it ends."""

from dataclasses import replace

import pytest
from flask import Flask
from sqlalchemy import select

from authorities.permissions import Role
from cases.asking import add as add_on_the_progress_page
from cases.closing import close
from cases.conflicts import name_officer
from cases.information import ask_for, requests_of, tries_of
from cases.intake import PersonGiven
from cases.links import progress_link
from cases.models import Case, InformationRequest, WorkItem
from foundation.clock import LONDON
from foundation.database import db
from foundation.errors import Conflict, NotAllowed
from foundation.links import token_for
from notifications.models import Message
from tests.factories import Council, at_london, make_confirmed_case, make_officer
from tests.integration.cases.asked import browser, messages, signed_in
from tests.integration.cases.at_the_desk import error_by, page_of, text
from tests.integration.cases.sent import run_until
from tests.integration.cases.test_intake_by_email import add, mail
from tests.integration.cases.test_opening import stage
from tests.integration.cases.test_sent_once import shown_row
from tests.pages import StrictClient

WHAT = "Which meeting do you mean: the one in June or the one in September?"
WRITES_ONLY = PersonGiven(name="Ivo Tarn", relationship="parent", email="ivo@family.example", phone="01632 960111",
                          talk_how="writing-only", postal_address="1 Example Lane", may_write=True)  # fmt: skip
BY_POST = PersonGiven(name="Ivo Tarn", relationship="parent", postal_address="1 Example Lane\nNewport", may_write=True,
                      adjustments=("large-print",))  # fmt: skip


def asked_of(council: Council, **given: object) -> Case:
    """A confirmed case on which something was asked for on Thursday evening."""
    case = make_confirmed_case(council, **given)
    ask_for(case, WHAT, council.officer().id)
    return case


def request(case: Case) -> InformationRequest:
    (found,) = requests_of(case.id)
    return found


def times(case: Case) -> list[str]:
    """When they were asked, in London, and by which ways."""
    return [f"{one.at.astimezone(LONDON):%a %d %b %H:%M} {' '.join(one.ways)}" for one in tries_of(request(case))]


def open_work_of(case: Case, kind: str) -> list[str]:
    items = select(WorkItem).where(WorkItem.case_id == case.id, WorkItem.kind == kind, WorkItem.done_at.is_(None))
    return [item.what for item in db.session.scalars(items)]


def test_they_are_asked_three_times_by_two_ways_and_then_an_officer_must_decide(council: Council) -> None:
    case = asked_of(council)
    run_until(at_london("2027-12-20", 12))
    assert [line[:10] for line in times(case)] == ["Thu 02 Dec", "Tue 07 Dec", "Fri 10 Dec"]
    assert all(line.endswith("email telephone") for line in times(case))
    sent = messages(case, "information-needed")
    assert [message.to_email for message in sent] == ["asha@family.example"] * 3
    assert all(WHAT in (message.body or "") for message in sent)
    (decide,) = open_work_of(case, "information-decide")
    assert "decide on what we have" in decide
    assert len(open_work_of(case, "information-ring")) == 1
    assert request(case).state == "waiting"
    assert case.closed_on is None


def test_the_clock_runs_from_receipt_and_does_not_stop(council: Council) -> None:
    other, case = make_confirmed_case(council), asked_of(council)
    run_until(at_london("2027-12-13", 12))
    first, second = stage(other), stage(case)
    assert (second.requested_on, second.target_on, second.limit_on) == (
        first.requested_on,
        first.target_on,
        first.limit_on,
    )
    assert all(clock.stopped_on == before.stopped_on for clock, before in zip(second.clocks, first.clocks, strict=True))


def test_who_wants_writing_only_is_asked_by_email_and_by_letter_and_never_rung(council: Council) -> None:
    case = asked_of(council, person=WRITES_ONLY)
    run_until()
    assert sorted(message.channel for message in messages(case, "information-needed")) == ["email", "letter"]
    assert open_work_of(case, "information-ring") == []


def test_who_can_be_reached_through_somebody_alone_becomes_work(council: Council) -> None:
    case = asked_of(council, person=PersonGiven(name="Ivo Tarn", contact_through="His sister, 01632 960222"))
    run_until()
    assert messages(case, "information-needed") == []
    (work,) = open_work_of(case, "information-ring")
    assert "Reach them through the person they named, and in no other way." in work


def test_nobody_is_asked_to_ring_somebody_who_wants_writing_only_though_a_number_is_all_we_have(
    council: Council,
) -> None:
    rung = PersonGiven(name="Ivo Tarn", phone="01632 960111", talk_how="writing-only")
    case = asked_of(council, person=rung)
    run_until()
    (work,) = open_work_of(case, "information-ring")
    assert "They gave no way that we may use." in work
    other = asked_of(council, person=replace(rung, talk_how="call"))
    run_until()
    (work,) = open_work_of(other, "information-ring")
    assert "Ring them, at a time they said is safe." in work


def test_a_young_person_is_asked_in_their_own_words(council: Council) -> None:
    young = PersonGiven(name="Wren", relationship="young-person", is_young=True, email="wren@family.example")
    case = asked_of(council, person=young)
    run_until()
    (sent,) = messages(case, "information-needed-young")
    assert "complaint" not in (sent.body or "")


def answer_by_email(app: Flask, council: Council, case: Case) -> None:
    desk = signed_in(app, council.officer())
    added = add(desk, case, ("answer.eml", mail("I mean the one in September.").as_bytes()))
    assert WHAT in text(added)
    address = str(added.request.path)
    desk.send_form(page_of(case), {}, to=f"{address}/answers")


def answer_by_telephone(app: Flask, council: Council, case: Case) -> None:
    desk = signed_in(app, council.officer())
    path = f"{page_of(case)}/information/answered"
    blank = desk.send_form(path, {"row": shown_row(desk, path)})
    assert "Choose how they answered" in error_by(blank, "how")
    desk.send_form(path, {"row": shown_row(desk, path), "how": "telephone", "words": "The one in September"})
    assert "They answered: The one in September" in text(desk.get(page_of(case)))


def answer_on_the_progress_page(app: Flask, council: Council, case: Case) -> None:
    person = browser(app)
    link = progress_link(case, council.authority.key)
    person.get(link.path.format(token=token_for(link.purpose, case.id, link.generation)))
    page = text(person.get(f"/{council.authority.key}/progress"))
    assert "There is one thing we need to know from you." in page
    assert "September" not in page
    add_on_the_progress_page(case, "The one in September")
    run_until()


@pytest.mark.parametrize(
    ("answer", "how"),
    [
        (answer_by_email, "email"),
        (answer_by_telephone, "telephone"),
        (answer_on_the_progress_page, "progress-page"),
    ],
)
def test_an_answer_by_any_way_settles_it_and_they_are_not_asked_again(
    app: Flask, council: Council, answer: object, how: str
) -> None:
    case = asked_of(council)
    run_until()
    assert callable(answer)
    answer(app, council, case)
    assert (request(case).state, request(case).answered_by_way) == ("answered", how)
    assert open_work_of(case, "information-ring") == []
    run_until(at_london("2027-12-20", 12))
    assert len(messages(case, "information-needed")) == 1
    assert open_work_of(case, "information-decide") == []


def test_a_letter_that_asks_and_has_not_been_printed_is_called_off_when_they_answer(
    app: Flask, council: Council
) -> None:
    case = asked_of(council, person=BY_POST)
    run_until()
    answer_by_telephone(app, council, case)
    (letter,) = messages(case, "information-needed")
    assert letter.fate == "cancelled"


def test_an_officer_decides_on_what_we_have_and_nothing_is_closed(desk: StrictClient, quiet_council: Council) -> None:
    case = asked_of(quiet_council)
    run_until(at_london("2027-12-20", 12))
    path = f"{page_of(case)}/information/decide"
    assert "Write what you decided on what we have" in error_by(desk.send_form(path, {}), "decision")
    desk.send_form(path, {"decision": "We take it to be the meeting in June."})
    assert (request(case).state, case.state, case.closed_on) == ("decided", "open", None)
    assert open_work_of(case, "information-decide") == []
    shown = text(desk.get(page_of(case)))
    assert "We take it to be the meeting in June." in shown
    assert "Decided on what we have, without an answer" in shown
    assert desk.get(path).status_code == 404


def test_asking_on_the_page_is_once_for_two_presses_and_one_thing_at_a_time(
    desk: StrictClient, quiet_council: Council
) -> None:
    case = make_confirmed_case(quiet_council)
    path = f"{page_of(case)}/information"
    blank = desk.send_form(path, {"row": shown_row(desk, path)})
    assert "Write what we need to know" in error_by(blank, "what")
    typed = {"row": shown_row(desk, path), "what": WHAT}
    for _ in range(2):
        assert desk.send_form(path, typed).status_code == 303
    assert request(case).what == WHAT
    assert WHAT in text(desk.get(page_of(case)))
    other = desk.send_form(path, {"row": shown_row(desk, path), "what": "And where?"})
    assert other.status_code == 409


def test_what_is_asked_is_sealed(quiet_council: Council) -> None:
    assert b"meeting" not in (request(asked_of(quiet_council)).what_sealed or b"")


def test_nothing_is_asked_on_a_closed_case_or_by_somebody_it_names(quiet_council: Council) -> None:
    case = make_confirmed_case(quiet_council)
    named = quiet_council.officer("officer.two")
    name_officer(case, named, "system")
    with pytest.raises(NotAllowed):
        ask_for(case, WHAT, named.id)
    close(case, quiet_council.officer().id, "recorded")
    with pytest.raises(Conflict, match="closed"):
        ask_for(case, WHAT, quiet_council.officer().id)


@pytest.mark.parametrize("act", ["information", "information/answered", "information/decide"])
def test_only_the_complaints_team_asks_and_decides(app: Flask, quiet_council: Council, act: str) -> None:
    case = asked_of(quiet_council)
    path = f"{page_of(case)}/{act}"
    assert signed_in(app, quiet_council.manager()).get(path).status_code == 403
    elsewhere = make_officer(quiet_council.authority, "Rita Reader", Role.REPORT_READER)
    assert signed_in(app, elsewhere).get(path).status_code == 403
    named = quiet_council.officer("officer.two")
    name_officer(case, named, "system")
    assert signed_in(app, named).get(path).status_code == 404


def letters_of(case: Case) -> dict[str, Message]:
    """The letters about a case that wait to be printed, by their wording."""
    found = db.session.scalars(select(Message).where(Message.about_id == case.id, Message.fate == "to-print"))
    return {letter.wording_key: letter for letter in found}


def test_without_an_email_every_message_is_a_letter_to_post_in_the_print_they_asked_for(
    app: Flask, council: Council
) -> None:
    case = asked_of(council, channel="letter", person=BY_POST)
    run_until()
    letters = letters_of(case)
    assert set(letters) == {"receipt", "acknowledgement", "information-needed"}
    assert len(open_work_of(case, "letter")) == 3
    desk = signed_in(app, council.officer())
    assert all(letter.large_print for letter in letters.values())
    assert text(desk.get("/desk/letters")).count(case.reference) >= 3
    run_until(at_london("2027-12-20", 12))
    assert [line.split()[-1] for line in times(case)] == ["letter"] * 3

"""The progress page by link: what it shows, what it never shows, and what can be asked for there."""

import pytest
from bs4 import BeautifulSoup
from flask import Flask
from sqlalchemy import select

from authorities.access import WRONG_LINKS
from cases import calls, responding
from cases.links import call_link, next_stage_link, progress_link, still_want_link
from cases.models import Case, Note, Stage, WorkItem
from cases.points import points_of_stage
from cases.timeline import timeline
from foundation.database import db, transaction
from foundation.events import history
from foundation.links import token_for
from notifications.message import LinkTo
from tests.factories import Council, make_confirmed_case
from tests.integration.cases.asked import Asked, browser, finished_draft, make_asked, messages, set_sign_off
from tests.integration.cases.sent import run_until
from tests.pages import StrictClient
from webform.publishing import seed_forms

KEY = "isle-of-wight"


@pytest.fixture
def asked(council: Council, monkeypatch: pytest.MonkeyPatch) -> Asked:
    """A complaint being answered, at a council whose flows and forms are published."""
    seed_forms(council.authority)
    made = make_asked(council)
    set_sign_off(made.case, monkeypatch, is_required=False)
    run_until()
    return made


@pytest.fixture
def answered(asked: Asked) -> Asked:
    """The same, answered."""
    with transaction():
        answer = responding.save_draft(asked.opened, finished_draft(asked.stage), 0)
    with transaction():
        responding.send_answer(asked.opened, answer.edition)
    run_until()
    return asked


def path(link: LinkTo) -> str:
    assert link.row_id is not None
    return link.path.format(token=token_for(link.purpose, link.row_id, link.generation))


def by_link(app: Flask, link: LinkTo) -> StrictClient:
    client = browser(app)
    arrived = client.get(path(link))
    assert arrived.status_code == 302
    assert "/progress/" not in arrived.location.replace("/progress/next", "")
    return client


def form_of(client: StrictClient, address: str, **typed: str) -> dict[str, str]:
    """The hidden fields of the page's form, with what is typed."""
    page = BeautifulSoup(client.get(address, follow_redirects=True).text, "html5lib")
    hidden = {str(tag["name"]): str(tag["value"]) for tag in page.select("form input[type=hidden]")}
    return hidden | typed


def work(case: Case) -> list[str]:
    return sorted(db.session.scalars(select(WorkItem.kind).where(WorkItem.case_id == case.id)))


def test_it_shows_the_stage_the_dates_their_count_and_when_messages_went(app: Flask, asked: Asked) -> None:
    client = by_link(app, progress_link(asked.case, KEY))
    page = client.get(f"/{KEY}/progress").text
    # Received on Thursday 2 December 2027: the tenth working day is Thursday 16 December.
    for words in (asked.case.reference, "Thursday 16 December 2027", "We count working days", "by email"):
        assert words in page
    assert "We told you who answers and by when" in page


def test_it_never_shows_what_was_written_an_address_or_a_childs_name(app: Flask, answered: Asked) -> None:
    client = by_link(app, progress_link(answered.case, KEY))
    shown = "".join(client.get(f"/{KEY}/progress{more}").text for more in ("", "/add", "/change", "/next-stage"))
    for secret in ("three weeks", "another child", "Kit Pretend", "Asha", "family.example", "01632 960444", "sorry"):
        assert secret not in shown


def test_looking_changes_nothing(app: Flask, answered: Asked) -> None:
    before = len(history(answered.case.id))
    client = by_link(app, progress_link(answered.case, KEY))
    for more in ("", "/add", "/change", "/next-stage"):
        client.get(f"/{KEY}/progress{more}")
    assert len(history(answered.case.id)) == before


def test_a_link_of_an_earlier_generation_and_a_forged_one_open_nothing(app: Flask, asked: Asked) -> None:
    old = progress_link(asked.case, KEY)
    with transaction():
        asked.case.link_generation += 1
    client = by_link(app, old)
    assert client.get(f"/{KEY}/progress").status_code == 404
    assert browser(app).get(path(old)[:-3] + "xyz").status_code == 404
    assert browser(app).get(f"/{KEY}/progress").status_code == 404


def test_too_many_wrong_links_are_turned_away_and_a_right_one_is_not(app: Flask, asked: Asked) -> None:
    client = browser(app)
    codes = {client.get(f"/{KEY}/progress/wrong{n}").status_code for n in range(WRONG_LINKS.most)}
    assert codes == {404}
    assert client.get(f"/{KEY}/progress/wrong").status_code == 429
    assert client.get(path(progress_link(asked.case, KEY))).status_code == 302


def test_something_added_becomes_a_note_and_work_for_the_team(app: Flask, asked: Asked) -> None:
    client = by_link(app, progress_link(asked.case, KEY))
    page = f"/{KEY}/progress/add"
    empty = client.post(page, data=form_of(client, page, words=" "))
    assert empty.status_code == 400
    assert "Write what you want to tell us." in empty.text
    done = client.post(page, data=form_of(client, page, words="She rang today."), follow_redirects=True)
    assert "We have what you added." in done.text
    note = db.session.execute(select(Note).where(Note.case_id == asked.case.id)).scalar_one()
    assert (note.words, note.author_id) == ("She rang today.", None)
    assert "person-added" in work(asked.case)


@pytest.mark.parametrize(("page", "kind"), [("add", "person-added"), ("change", "person-asks-change")])
def test_what_is_sent_twice_from_one_page_is_kept_once(app: Flask, asked: Asked, page: str, kind: str) -> None:
    client = by_link(app, progress_link(asked.case, KEY))
    drawn = form_of(client, f"/{KEY}/progress/{page}", words="My number is 01632 960777", kind="contact")
    for _ in range(2):
        assert client.post(f"/{KEY}/progress/{page}", data=drawn).status_code == 302
    assert work(asked.case).count(kind) == 1
    told = {"add": "The person added something", "change": "The person asked for a change: contact"}
    assert [entry.title for entry in timeline(asked.case)].count(told[page]) == 1


def test_a_call_asked_for_twice_is_one_request_and_the_page_says_it_was_asked_for(app: Flask, asked: Asked) -> None:
    client = by_link(app, progress_link(asked.case, KEY))
    drawn = form_of(client, f"/{KEY}/progress")
    for _ in range(2):
        client.post(f"/{KEY}/progress/call", data=drawn)
    assert work(asked.case).count("person-asks-call") == 1
    page = client.get(f"/{KEY}/progress").text
    assert "You have asked for a call." in page
    assert "Ask us to ring you" not in page


@pytest.mark.parametrize("given", [{"phone": None}, {"phone": "01632 960444"}, {"talk_how": "writing-only"}])
def test_who_asks_for_a_call_is_promised_the_same_whatever_we_hold_of_them(
    app: Flask, asked: Asked, given: dict[str, str | None]
) -> None:
    for name, value in given.items():
        setattr(asked.case.complainant, name, value)
    db.session.commit()
    client = by_link(app, progress_link(asked.case, KEY))
    client.post(f"/{KEY}/progress/call", data=form_of(client, f"/{KEY}/progress"))
    page = client.get(f"/{KEY}/progress?done=call").text
    assert "You hear from us within two working days." in page
    assert "If we have no number that we may ring, we write to you." in page
    assert "We will ring" not in page


def test_withdrawing_is_a_request_that_changes_nothing_by_itself(app: Flask, asked: Asked) -> None:
    client = by_link(app, progress_link(asked.case, KEY))
    page = f"/{KEY}/progress/change"
    client.post(page, data=form_of(client, page, kind="withdraw", words=""))
    assert asked.case.state == "open"
    assert "person-asks-change" in work(asked.case)


def test_words_never_land_on_another_case_that_a_second_tab_opened(app: Flask, asked: Asked) -> None:
    other = make_confirmed_case(asked.council)
    db.session.commit()
    client = by_link(app, progress_link(asked.case, KEY))
    page = f"/{KEY}/progress/add"
    drawn = form_of(client, page, words="For the first one.")
    client.get(path(progress_link(other, KEY)))
    assert client.post(page, data=drawn).status_code == 409
    assert db.session.scalar(select(Note)) is None


@pytest.mark.parametrize("from_letter", [True, False])
def test_the_next_stage_is_asked_for_with_every_question_left_blank(
    app: Flask, answered: Asked, from_letter: bool
) -> None:
    if from_letter:
        client = by_link(app, next_stage_link(answered.stage, answered.case.link_generation, KEY))
        page = f"/{KEY}/next-stage"
    else:
        client, page = by_link(app, progress_link(answered.case, KEY)), f"/{KEY}/progress/next-stage"
    assert "You do not have to give a reason." in client.get(page).text
    at = client.post(page, data=form_of(client, page)).location
    for _ in range(12):
        shown = client.get(at, follow_redirects=True)
        if shown.request.path.endswith("/sent"):
            break
        address = shown.request.path
        at = client.post(address, data=form_of(client, address)).location
    assert f"Your reference is<br><strong>{answered.case.reference}</strong>" in shown.text
    assert "opened the next stage" in shown.text
    assert answered.case.reference in shown.text
    stage = db.session.execute(select(Stage).where(Stage.case_id == answered.case.id, Stage.number == 2)).scalar_one()
    assert [point.number for point in points_of_stage(stage)] == [2]
    run_until()
    assert len(messages(answered.case, "next-stage-acknowledgement")) == 1
    # The letter's link stays about the first answer; the progress page has moved on to the next.
    assert ("You have asked for" in client.get(page).text) is from_letter


def test_words_for_one_case_never_land_in_the_request_of_another(app: Flask, council: Council, asked: Asked) -> None:
    other = make_confirmed_case(council)
    db.session.commit()
    client, page = by_link(app, progress_link(asked.case, KEY)), f"/{KEY}/progress/next-stage"
    form = f"/{KEY}/escalation/put-right"
    client.post(page, data=form_of(client, page))
    which = f"/{KEY}/escalation/which-parts"
    assert client.post(which, data=form_of(client, which)).location == form
    drawn = form_of(client, form, put_right="For the first one.")
    client.get(path(progress_link(other, KEY)))
    client.post(page, data=form_of(client, page))
    late = client.post(form, data=drawn)
    assert late.status_code == 410
    assert "For the first one." in late.text
    assert "For the first one." not in client.get(form, follow_redirects=True).text


def test_whoever_presses_again_goes_on_with_what_they_had_typed(app: Flask, answered: Asked) -> None:
    client = by_link(app, progress_link(answered.case, KEY))
    page = f"/{KEY}/progress/next-stage"
    first = client.get(client.post(page, data=form_of(client, page)).location, follow_redirects=True).request.path
    box = BeautifulSoup(client.get(first).text, "html5lib").select("main input[type=checkbox]")[1]
    client.post(first, data=form_of(client, first, **{str(box["name"]): str(box["value"])}))
    client.post(page, data=form_of(client, page))
    again = BeautifulSoup(client.get(first).text, "html5lib").select("main input[type=checkbox][checked]")
    assert [chosen["value"] for chosen in again] == [box["value"]]


def test_before_the_answer_the_page_says_from_when_they_need_not_wait(app: Flask, asked: Asked) -> None:
    client = by_link(app, progress_link(asked.case, KEY))
    # Day 20 after Thursday 2 December 2027, over Christmas and New Year.
    assert "If you have no answer by Tuesday 4 January 2028" in client.get(f"/{KEY}/progress/next-stage").text


@pytest.fixture
def called(council: Council) -> Case:
    """A call asked for and allocated."""
    case = make_confirmed_case(council, call_choice="call-me", kind="complaint")
    db.session.commit()
    run_until()
    return case


def test_the_caller_rings_keeps_what_was_agreed_and_the_person_still_complains(app: Flask, called: Case) -> None:
    call_back = calls.call_of(called.id)
    assert call_back is not None
    client = browser(app)
    client.get(path(call_link(call_back)))
    page = f"/answer/calls/{called.reference}"
    door = client.get(page)
    assert "960444" not in door.text
    client.send_form(page, {}, to=f"{page}/open")
    assert "960444" in client.get(page).text
    assert client.send_form(page, {"outcome": "spoke"}).status_code == 400
    client.send_form(page, {"outcome": "spoke", "agreed": "We ring each Monday."})
    assert call_back.state == "made"
    run_until()
    person = by_link(app, still_want_link(call_back, KEY))
    asks = f"/{KEY}/still-want"
    assert "I still want to complain" in person.get(asks).text
    assert call_back.state == "made"
    drawn = form_of(person, asks)
    for _ in range(2):
        done = person.post(asks, data=drawn)
    assert "Your complaint has gone in" in done.text
    assert call_back.state == "became-complaint"
    assert called.state == "to-confirm"

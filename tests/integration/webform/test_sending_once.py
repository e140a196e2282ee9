"""One person's one sending makes one submission, and nothing typed is lost on the way."""

from datetime import timedelta

import pytest
from flask_sqlalchemy import SQLAlchemy
from sqlalchemy import func, select

from authorities.models import Authority
from foundation.clock import business_now
from foundation.database import db, transaction
from foundation.encryption import DataKey
from foundation.errors import Invalid
from foundation.events import Event
from foundation.tasks import Task
from tests.integration.webform.person import Person, half_way
from tests.pages import StrictClient
from webform import submissions
from webform.drafts import FORGET, begin, find
from webform.forgetting import forget_draft
from webform.models import Draft, Submission
from webform.submissions import submit
from webform.what_happens_next import BY_MESSAGE

pytestmark = pytest.mark.usefixtures("authority")

THANKS = (
    {"kind": "compliment"},
    {"who_are_you": "parent"},
    {"child_involved": "no"},
    {"compliment_words": "She listened"},
    {"thank_who": "Jo"},
    {"service": "care-leavers"},
    {"name": "Sam Sample"},
    {"no_contact": "no-answer"},
)


ANSWERS = {key: ["no-answer"] if key == "no_contact" else words for typed in THANKS for key, words in typed.items()}


def at_check(client: StrictClient, authority: Authority) -> Person:
    return half_way(client, authority, ANSWERS, "check")


def how_many(model: type[Submission] | type[Draft] | type[DataKey]) -> int:
    return db.session.scalar(select(func.count()).select_from(model)) or 0


def test_a_double_click_sends_once_and_both_show_the_same_reference(client: StrictClient, authority: Authority) -> None:
    person = at_check(client, authority)

    first = person.post()
    second = person.post()

    reference = db.session.scalars(select(Submission.reference)).one()
    assert reference in first.get_data(as_text=True)
    assert reference in second.get_data(as_text=True)
    assert db.session.scalar(select(func.count()).where(Event.name == "submission.received")) == 1


def test_going_back_after_sending_comes_to_the_confirmation(client: StrictClient, authority: Authority) -> None:
    person = at_check(client, authority).go_on()
    reference = db.session.scalars(select(Submission.reference)).one()

    for place in ("thanks", "check", "contact", "sent"):
        assert reference in person.open(f"/isle-of-wight/tell-us/{place}").words
    person.open("/isle-of-wight/tell-us/sent")
    assert BY_MESSAGE.lines[0] in person.words or "What happens next" in person.words
    assert how_many(Submission) == 1


def test_somebody_can_tell_us_a_second_thing_after_the_first(client: StrictClient, authority: Authority) -> None:
    at_check(client, authority).go_on()

    person = Person(client)
    assert person.value("kind") == ""
    for typed in THANKS:
        person.go_on(**typed)
    assert person.place == "check"
    person.go_on()

    assert how_many(Submission) == 2


def test_two_tabs_fill_one_draft(client: StrictClient) -> None:
    one, other = Person(client), Person(client)

    one.go_on(kind="compliment")
    other.go_on(kind="complaint")

    assert how_many(Draft) == 1
    assert Person(client).value("kind") == "complaint"


def test_words_from_another_tab_are_shown_before_they_are_overwritten(client: StrictClient) -> None:
    one, other = Person(client), Person(client)
    for typed in THANKS[:3]:
        one.go_on(**typed)
    other.open(one.path)
    one.go_on(compliment_words="Jo listened")

    other.go_on(compliment_words="Jo rang back")

    assert other.status == 409
    assert "Jo listened" in other.words
    assert other.value("compliment_words") == "Jo rang back"
    other.go_on(compliment_words="Jo listened and rang back")
    assert other.heading == "Who would you like us to thank?"
    assert Person(client, "/isle-of-wight/tell-us/thanks").value("compliment_words") == "Jo listened and rang back"


def test_pressing_the_same_button_twice_on_a_page_is_no_conflict(client: StrictClient) -> None:
    person = Person(client)
    for typed in THANKS[:3]:
        person.go_on(**typed)

    person.post(compliment_words="Jo listened")
    person.go_on(compliment_words="Jo listened")

    assert person.heading == "Who would you like us to thank?"


def test_everything_typed_is_still_there_on_the_way_back(client: StrictClient, authority: Authority) -> None:
    person = at_check(client, authority)

    assert person.open("/isle-of-wight/tell-us/thanks").value("compliment_words") == "She listened"
    assert person.open("/isle-of-wight/tell-us/service").value("service") == "care-leavers"


def test_a_changed_answer_returns_straight_to_check(client: StrictClient, authority: Authority) -> None:
    person = at_check(client, authority)
    assert person.page.find("a", href="/isle-of-wight/tell-us/thank-who?from=check")

    person.open("/isle-of-wight/tell-us/thank-who?from=check").go_on(thank_who="Jo and Mo")

    assert person.place == "check"
    assert "Jo and Mo" in person.words


def test_a_changed_early_answer_asks_only_what_became_needed_and_drops_what_did_not(
    client: StrictClient, authority: Authority
) -> None:
    person = at_check(client, authority)

    person.open("/isle-of-wight/tell-us/kind?from=check").go_on(kind="something-else")
    assert person.place == "what-else"
    person.go_on(something_else="none-of-these")
    assert person.place == "message"
    person.go_on(message="Please read this")
    person.go_on(harm_tick="none")
    assert person.place == "help-you-need"
    person.go_on()
    assert person.place == "check"
    assert "She listened" not in person.words
    person.go_on()

    answers = db.session.scalars(select(Submission)).one().answers
    assert "compliment_words" not in answers
    assert answers["message"] == "Please read this"


def test_changing_ones_mind_back_finds_the_words_again(client: StrictClient, authority: Authority) -> None:
    person = at_check(client, authority)
    person.open("/isle-of-wight/tell-us/kind").go_on(kind="something-else")

    person.open("/isle-of-wight/tell-us/kind").go_on(kind="compliment")

    assert person.open("/isle-of-wight/tell-us/thanks").value("compliment_words") == "She listened"


def test_check_cannot_be_opened_or_sent_before_all_is_answered(client: StrictClient) -> None:
    person = Person(client).go_on(kind="compliment")

    assert person.open("/isle-of-wight/tell-us/check").place == "who-are-you"
    assert person.open("/isle-of-wight/tell-us/no-such-page").place == "who-are-you"
    assert person.open("/isle-of-wight/tell-us/contact").place == "who-are-you"
    assert how_many(Submission) == 0


def test_a_send_that_lacks_an_answer_leads_to_the_page_and_says_what(
    client: StrictClient, authority: Authority
) -> None:
    person = at_check(client, authority)
    other = Person(client, "/isle-of-wight/tell-us/kind")
    other.go_on(kind="something-else")

    person.go_on()

    assert person.place == "what-else"
    assert how_many(Submission) == 0


def test_an_expired_draft_says_so_and_gives_back_what_was_typed(client: StrictClient) -> None:
    person = Person(client).go_on(kind="compliment")
    assert person.status == 200
    db.session.scalars(select(Draft)).one().expires_at = business_now() - timedelta(seconds=1)
    db.session.flush()
    assert person.open(person.path).status == 410
    token = Person(client).box("csrf_token")["value"]

    response = client.post(
        "/isle-of-wight/tell-us/thanks", data={"csrf_token": token, "compliment_words": "Jo listened"}
    )

    assert response.status_code == 410
    assert "Jo listened" in response.get_data(as_text=True)
    assert "Nothing was sent to us from here" in response.get_data(as_text=True)
    assert Person(client, "/isle-of-wight/tell-us/check").status == 410


def test_a_forgotten_draft_leaves_no_row_and_no_key(database: SQLAlchemy, authority: Authority) -> None:
    draft, secret = begin("tell-us", authority.id)
    draft.expires_at = business_now() - timedelta(seconds=1)
    database.session.flush()
    assert find(secret, authority.id, "tell-us") is None

    forget_draft(draft.id)
    database.session.flush()

    assert how_many(Draft) == 0
    assert how_many(DataKey) == 0


def test_a_draft_in_use_is_forgotten_later(database: SQLAlchemy, authority: Authority) -> None:
    draft, _ = begin("tell-us", authority.id)

    forget_draft(draft.id)

    due = database.session.scalars(select(Task.due_at).where(Task.name == FORGET)).all()
    assert due == [draft.expires_at, draft.expires_at]
    assert how_many(Draft) == 1


def test_a_sent_draft_is_forgotten_without_the_words_that_were_sent(client: StrictClient, authority: Authority) -> None:
    at_check(client, authority).go_on()
    draft = db.session.scalars(select(Draft)).one()
    assert draft.content is None
    draft.expires_at = business_now() - timedelta(seconds=1)
    db.session.flush()

    forget_draft(draft.id)
    db.session.flush()

    assert db.session.scalars(select(Submission)).one().answers["compliment_words"] == "She listened"


def test_a_draft_that_was_sent_makes_no_second_submission(client: StrictClient, authority: Authority) -> None:
    at_check(client, authority).go_on()
    draft = db.session.scalars(select(Draft)).one()

    with transaction():
        again = submit(draft, business_now())

    assert again.id == db.session.scalars(select(Submission.id)).one()


def test_an_unfinished_draft_cannot_be_sent(authority: Authority) -> None:
    draft, _ = begin("tell-us", authority.id)

    with pytest.raises(Invalid) as refused:
        submit(draft, business_now())

    assert refused.value.field == "kind"


def test_a_reference_that_stands_for_something_else_is_not_taken(
    client: StrictClient, authority: Authority, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(submissions, "taken_elsewhere", [Authority.name])
    offered = iter(["Isle of Wight Council", "3333-33", "4444-44"])
    monkeypatch.setattr(submissions, "new_reference", lambda: next(offered))

    at_check(client, authority).go_on()

    assert db.session.scalars(select(Submission.reference)).one() == "3333-33"


def test_the_confirmation_can_be_bookmarked_but_shows_nothing_in_another_browser(
    client: StrictClient, authority: Authority
) -> None:
    at_check(client, authority).go_on()
    reference = db.session.scalars(select(Submission.reference)).one()

    elsewhere = client.application.test_client()
    assert isinstance(elsewhere, StrictClient)
    person = Person(elsewhere, "/isle-of-wight/tell-us/sent")

    assert person.status == 200
    assert person.heading == "This page has been closed"
    assert reference not in person.words


def test_leaving_by_the_exit_button_takes_the_draft_from_the_browser(
    client: StrictClient, authority: Authority
) -> None:
    at_check(client, authority)

    client.get("/exit")

    assert Person(client, "/isle-of-wight/tell-us/check").status == 410

"""Save on one browser, come back in another by the emailed link; warned before it goes, told when it is gone."""

import re
from collections.abc import Callable
from datetime import timedelta
from email.message import EmailMessage

import pytest
from flask import Flask
from flask_sqlalchemy import SQLAlchemy
from sqlalchemy import select

from authorities.access import link_claim_or_none
from authorities.models import Authority
from authorities.publishing import default_authority
from foundation.clock import business_now
from foundation.database import db, transaction
from foundation.encryption import DataKey
from foundation.links import token_for
from foundation.settings import Settings
from notifications.models import Message
from tests.factories import time_is
from tests.integration.webform.person import Person, half_way
from tests.mail import SmtpSink
from tests.pages import StrictClient
from webform.coming_back import LINKS_OF_DRAFT, MOST_WRONG_WORDS
from webform.forgetting import GOODBYE_DAYS, RETURN, WARN_DAYS, forget_draft, warn_of_end
from webform.models import Draft, Submission
from workflows.transport import drain

SAVE = ("save", "1")
EMAIL = "asha@family.example"
FORM = "/isle-of-wight/tell-us"
ANSWERS = {"kind": "compliment", "who_are_you": "parent", "child_involved": "no", "compliment_words": "She listened"}


@pytest.fixture
def authority(shipped: SQLAlchemy) -> Authority:
    """The Isle of Wight with all that ships, on a Monday morning."""
    time_is("2027-03-01")
    return default_authority()


def another(app: Flask) -> StrictClient:
    """A fresh browser."""
    client = app.test_client()
    assert isinstance(client, StrictClient)
    return client


def draft_now() -> Draft:
    return db.session.scalars(select(Draft)).one()


def told(wording: str) -> list[Message]:
    return list(db.session.scalars(select(Message).where(Message.wording_key == wording).order_by(Message.id)))


def saved(client: StrictClient, authority: Authority, *, word: str = "", email: str = EMAIL) -> Person:
    """Somebody who has written words on a page, saved, and had the link sent."""
    person = half_way(client, authority, ANSWERS, "thanks")
    person.go_on(SAVE, compliment_words="She listened to me")
    assert person.place == "save"
    return person.go_on(email=email, word=word)


def link_path(draft: Draft, generation: int | None = None) -> str:
    token = token_for(RETURN, draft.id, draft.link_generation if generation is None else generation)
    return f"/isle-of-wight/come-back/{token}"


def link_in(mail: EmailMessage) -> str:
    """The path of the link in a mail as it arrived."""
    body = mail.get_body(("plain",))
    assert body is not None
    found = re.search(r"http://localhost(/isle-of-wight/come-back/\S+)", body.get_content())
    assert found is not None
    return found[1]


def test_saved_in_one_browser_by_its_mail_it_opens_in_another_with_every_word(
    app: Flask,
    client: StrictClient,
    authority: Authority,
    smtp_sink: SmtpSink,
    settings_with: Callable[..., Settings],
) -> None:
    settings_with(smtp_url=smtp_sink.url)
    assert "We have saved it" in saved(client, authority).words
    drain()

    (mail,) = smtp_sink.to(EMAIL)
    assert mail["Subject"] == "Your link to carry on"
    assert "listened" not in mail.as_string()
    person = Person(another(app), link_in(mail))
    assert person.path == "/isle-of-wight/come-back"
    assert "listened" not in str(person.page)
    person.go_on()
    assert person.place == "thanks"
    assert person.value("compliment_words") == "She listened to me"


def test_every_page_of_every_form_can_be_saved_and_so_can_the_check(client: StrictClient, authority: Authority) -> None:
    person = Person(client)
    for typed in ({"kind": "compliment"}, {"who_are_you": "parent"}, {"child_involved": "no"}):
        assert person.box("save")
        person.go_on(**typed)
    assert person.box("save")
    young = Person(client, "/isle-of-wight/young-people/")
    young.open(str(young.page.select("a.govuk-button--start")[0]["href"]))
    young.open(str(young.page.select("main a.govuk-button")[0]["href"]))
    assert young.box("save")
    check = half_way(client, authority, FINISHED, "check")
    assert check.page.find("a", string="Save and come back later", href=f"{FORM}/save")


FINISHED = ANSWERS | {
    "thank_who": "Jo",
    "service": "care-leavers",
    "name": "Sam Sample",
    "no_contact": ["no-answer"],
}


def test_what_is_wrong_on_the_page_is_kept_too_and_shown_as_it_was_typed(
    app: Flask, client: StrictClient, authority: Authority
) -> None:
    person = half_way(client, authority, FINISHED, "contact")
    person.go_on(SAVE, email="not an address")
    assert person.place == "save"
    person.go_on(email=EMAIL)

    back = Person(another(app), link_path(draft_now())).go_on()
    assert back.place == "contact"
    assert back.value("email") == "not an address"


def test_the_page_that_asks_says_how_long_it_is_kept_and_who_can_open_it(
    client: StrictClient, authority: Authority
) -> None:
    person = half_way(client, authority, ANSWERS, "thanks").go_on(SAVE, compliment_words="x")
    assert "We keep it for 28 days after you last save it" in person.words
    assert "Only do this if nobody else reads your email" in person.words
    person.go_on(email=EMAIL)
    # Monday 1 March 2027 and 28 days.
    assert "until Monday 29 March 2027" in person.words


@pytest.mark.parametrize("wrong", ["", "nobody", "a@b", "a@b.example\nBcc: c@d.example"])
def test_an_address_that_cannot_be_one_is_asked_for_again_and_nothing_is_lost(
    client: StrictClient, authority: Authority, wrong: str
) -> None:
    person = half_way(client, authority, ANSWERS, "thanks").go_on(SAVE, compliment_words="Kept")
    person.go_on(email=wrong, word="a word")
    assert person.status == 422
    assert person.errors == {"email": "Enter an email address like name@example.com"}
    assert person.value("word") == "a word"
    assert not told("draft-saved")
    assert Person(client, f"{FORM}/thanks").value("compliment_words") == "Kept"


def test_following_the_link_as_a_mail_scanner_does_opens_and_changes_nothing(
    app: Flask, client: StrictClient, authority: Authority
) -> None:
    person = saved(client, authority)
    draft = draft_now()
    before = (draft.secret_hash, draft.edition, draft.expires_at)
    scanner = another(app)
    for _ in range(3):
        scanner.head(link_path(draft), follow_redirects=True)
        shown = scanner.get(link_path(draft), follow_redirects=True)
    assert "listened" not in shown.text
    assert (draft_now().secret_hash, draft_now().edition, draft_now().expires_at) == before
    assert person.open(f"{FORM}/thanks").value("compliment_words") == "She listened to me"


def test_opening_it_closes_it_in_the_browser_left_behind_and_gives_back_what_was_typed_there(
    app: Flask, client: StrictClient, authority: Authority
) -> None:
    person = saved(client, authority).open(f"{FORM}/thanks")
    Person(another(app), link_path(draft_now())).go_on()

    assert person.go_on(compliment_words="Typed in the old browser").status == 410
    assert "Typed in the old browser" in person.words
    assert "She listened to me" not in person.words
    assert draft_now().content["answers"]["compliment_words"] == "She listened to me"
    person.open(link_path(draft_now())).go_on()
    assert person.value("compliment_words") == "She listened to me"


def test_something_else_in_this_browser_is_not_closed_unawares(
    app: Flask, client: StrictClient, authority: Authority
) -> None:
    saved(client, authority)
    first = draft_now()
    browser = another(app)
    Person(browser).go_on(kind="complaint")
    assert "You are writing something else in this browser" in Person(browser, link_path(first)).words
    assert "something else in this browser" not in Person(another(app), link_path(first)).words


def test_the_link_opens_again_and_again_until_it_is_sent(
    app: Flask, client: StrictClient, authority: Authority
) -> None:
    half_way(client, authority, FINISHED, "check").open(f"{FORM}/save").go_on(email=EMAIL)
    path = link_path(draft_now())
    for _ in range(2):
        person = Person(another(app), path).go_on()
        assert person.place == "check"
    person.go_on()
    assert db.session.scalars(select(Submission)).one()

    late = Person(another(app), path)
    assert (late.status, late.heading) == (410, "You have sent this")
    assert "listened" not in str(late.page)
    assert draft_now().return_email is None


def test_a_draft_whose_time_is_over_says_so_and_shows_nothing(
    app: Flask, client: StrictClient, authority: Authority
) -> None:
    saved(client, authority)
    path, at = link_path(draft_now()), draft_now().expires_at
    time_is("2027-03-30", 0)
    assert at < business_now()
    for _ in range(2):
        late = Person(another(app), path)
        assert (late.status, late.heading) == (410, "This is no longer kept")
        assert "listened" not in str(late.page)
        drain()
    assert db.session.scalar(select(Draft)) is None


def test_a_word_is_asked_for_before_anything_opens(app: Flask, client: StrictClient, authority: Authority) -> None:
    saved(client, authority, word="Blue  Kettle")
    person = Person(another(app), link_path(draft_now()))
    assert person.go_on(word="red kettle").status == 422
    assert "Enter the word you chose" in person.errors["word"]
    assert person.go_on(word=" blue kettle ").place == "thanks"


def test_after_five_wrong_words_the_link_ends_and_the_first_browser_goes_on(
    app: Flask, client: StrictClient, authority: Authority
) -> None:
    person = saved(client, authority, word="Blue kettle")
    path = link_path(draft_now())
    guesser = Person(another(app), path)
    for number in range(MOST_WRONG_WORDS):
        assert guesser.go_on(word=f"guess {number}").status == 422
    assert guesser.go_on(word="Blue kettle").status == 404
    assert Person(another(app), path).status == 404
    assert person.open(f"{FORM}/thanks").value("compliment_words") == "She listened to me"


def test_neither_the_word_nor_the_address_stands_plain_in_the_database(
    client: StrictClient, authority: Authority
) -> None:
    saved(client, authority, word="Blue kettle")
    draft = draft_now()
    assert draft.return_email == EMAIL
    assert draft.return_word is not None
    assert "kettle" not in draft.return_word.casefold()
    kept = bytes(draft.return_email_sealed or b"") + bytes(draft.return_word_sealed or b"")
    assert EMAIL.encode() not in kept
    assert draft.return_word.encode() not in kept


def test_saving_again_with_a_blank_word_keeps_the_word(app: Flask, client: StrictClient, authority: Authority) -> None:
    person = saved(client, authority, word="Blue kettle").open(f"{FORM}/save")
    assert "Leave this blank to keep it" in person.words
    person.go_on(email=EMAIL, word="")
    assert Person(another(app), link_path(draft_now())).go_on(word="").status == 422


def test_another_address_ends_the_link_that_went_to_the_first(
    app: Flask, client: StrictClient, authority: Authority
) -> None:
    person = saved(client, authority, email="wrong@family.example")
    first = link_path(draft_now())
    person.open(f"{FORM}/save").go_on(email=EMAIL)
    stranger = Person(another(app), first)
    assert stranger.status == 404
    assert "Use the newest link" in stranger.words
    assert Person(another(app), link_path(draft_now())).go_on().place == "thanks"


def test_a_page_sent_twice_sends_one_link_and_links_are_few_a_day(client: StrictClient, authority: Authority) -> None:
    person = half_way(client, authority, ANSWERS, "thanks").go_on(SAVE, compliment_words="x")
    for _ in range(2):
        person.post(email=EMAIL)
    assert len(told("draft-saved")) == 1
    for _ in range(LINKS_OF_DRAFT.most):
        last = Person(client, f"{FORM}/save").go_on(email=EMAIL)
    assert last.status == 422
    assert "as many links as we can in one day" in last.errors["email"]
    assert len(told("draft-saved")) <= LINKS_OF_DRAFT.most


def test_nobodys_mailbox_is_filled_through_many_drafts(app: Flask, authority: Authority) -> None:
    for _ in range(12):
        person = half_way(another(app), authority, ANSWERS, "thanks").go_on(SAVE, compliment_words="x")
        person.go_on(email=EMAIL)
    assert person.status == 422
    assert len(told("draft-saved")) == 10


def test_it_is_warned_of_some_days_before_and_told_of_when_it_is_done(
    client: StrictClient, authority: Authority
) -> None:
    saved(client, authority)
    drain(until=time_is("2027-03-23"))
    assert not told("draft-ending")
    # 28 days from Monday 1 March is Monday 29 March, by summer time; five days before is the 24th.
    drain(until=time_is("2027-03-24", 8, 59))
    assert not told("draft-ending")
    drain(until=time_is("2027-03-24", 9, 1))
    (warning,) = told("draft-ending")
    assert "We keep it until Monday 29 March 2027" in (warning.body or "")
    assert not told("draft-gone")

    drain(until=time_is("2027-03-29", 23, 58))
    assert not told("draft-gone")
    drain(until=time_is("2027-03-30", 0, 1))
    db.session.expire_all()
    (goodbye,) = told("draft-gone")
    assert "We have deleted all of it" in (goodbye.body or "")
    assert goodbye.to_email == EMAIL
    assert (warning.body, warning.to_email) == (None, None)
    assert db.session.scalar(select(Draft)) is None

    drain(until=time_is("2027-04-06", 0, 2))
    db.session.expire_all()
    assert (goodbye.body, goodbye.to_email, goodbye.fate) == (None, None, "sent")
    assert not db.session.scalars(select(DataKey).where(DataKey.wrapped.is_not(None))).all()
    assert (WARN_DAYS, GOODBYE_DAYS) == (5, 7)


def test_it_opens_on_the_whole_of_the_day_that_was_told(app: Flask, client: StrictClient, authority: Authority) -> None:
    """Saved at nine in the morning, opened late on the last evening, on the other side of the clock change."""
    person = saved(client, authority)
    assert "until Monday 29 March 2027" in person.words
    drain(until=time_is("2027-03-29", 23, 30))
    opened = Person(another(app), link_path(draft_now())).go_on()
    assert "come-back" not in opened.path
    assert opened.status == 200


def test_going_on_moves_the_end_and_the_warning(client: StrictClient, authority: Authority) -> None:
    person = saved(client, authority)
    time_is("2027-03-20")
    person.open(f"{FORM}/thanks").go_on(compliment_words="More")
    drain(until=time_is("2027-03-30"))
    assert not told("draft-ending")
    assert not told("draft-gone")
    # 20 March and 28 days is 17 April, less five days is 12 April.
    drain(until=time_is("2027-04-12", 10, 1))
    assert len(told("draft-ending")) == 1


def test_tasks_done_twice_tell_once(client: StrictClient, authority: Authority) -> None:
    saved(client, authority)
    draft_id = draft_now().id
    time_is("2027-03-25")
    for _ in range(2):
        with transaction():
            warn_of_end(draft_id)
    assert len(told("draft-ending")) == 1
    time_is("2027-03-30")
    for _ in range(2):
        with transaction():
            forget_draft(draft_id)
    assert len(told("draft-gone")) == 1


def test_whoever_sent_it_or_never_saved_it_hears_nothing_of_its_end(client: StrictClient, authority: Authority) -> None:
    half_way(client, authority, FINISHED, "check").open(f"{FORM}/save").go_on(email=EMAIL)
    Person(client, f"{FORM}/check").go_on()
    Person(client).go_on(kind="complaint")
    drain(until=time_is("2027-05-01"))
    db.session.expire_all()
    assert not told("draft-ending")
    assert not told("draft-gone")
    assert [message.to_email for message in told("draft-saved")] == [None]


def test_the_list_of_addresses_that_may_be_written_to_holds_for_links_too(
    client: StrictClient, authority: Authority, smtp_sink: SmtpSink, settings_with: Callable[..., Settings]
) -> None:
    settings_with(smtp_url=smtp_sink.url, mail_allow_list=("@council.example",))
    saved(client, authority)
    drain()
    db.session.expire_all()
    assert not smtp_sink.messages
    assert [message.fate for message in told("draft-saved")] == ["cancelled"]


def test_a_link_of_another_purpose_or_council_opens_no_draft(
    app: Flask, client: StrictClient, authority: Authority
) -> None:
    saved(client, authority)
    draft = draft_now()
    token = token_for("progress", draft.id, draft.link_generation)
    assert another(app).get(f"/isle-of-wight/come-back/{token}").status_code == 404
    assert another(app).get("/isle-of-wight/come-back").status_code == 404
    with app.test_request_context():
        assert link_claim_or_none(RETURN) is None


def test_saving_what_has_expired_gives_back_what_was_typed(client: StrictClient, authority: Authority) -> None:
    person = half_way(client, authority, ANSWERS, "thanks")
    draft_now().expires_at = business_now() - timedelta(seconds=1)
    person.go_on(SAVE, compliment_words="Typed late")
    assert person.status == 410
    assert "Typed late" in person.words

"""Writing, signing and sending an answer, and the clock that stops only when it has been handed over."""

from datetime import timedelta

import pytest
from sqlalchemy import func, select

from authorities.sessions import viewer_for
from cases import responding
from cases.allocation import allocate
from cases.answering_rights import Opened, open_by_link, open_signed_in
from cases.clocks import clock_for
from cases.intake import PersonGiven
from cases.models import Action, Answer, ContactAttempt, Finding
from foundation.clock import business_now, london_day
from foundation.database import db, transaction
from foundation.errors import Conflict, NotAllowed, NotFound
from foundation.events import history
from notifications.models import Message
from notifications.outgoing import mark_posted
from tests.factories import Council
from tests.integration.cases.asked import Asked, finished_draft, make_asked, messages, set_sign_off
from tests.integration.cases.sent import run_until


@pytest.fixture
def asked(quiet_council: Council, monkeypatch: pytest.MonkeyPatch) -> Asked:
    """A complaint whose answer goes without a signature."""
    made = make_asked(quiet_council)
    set_sign_off(made.case, monkeypatch, is_required=False)
    return made


@pytest.fixture
def to_be_signed(quiet_council: Council, monkeypatch: pytest.MonkeyPatch) -> Asked:
    """A complaint whose answer must be signed."""
    made = make_asked(quiet_council)
    set_sign_off(made.case, monkeypatch, is_required=True)
    return made


BY_POST = PersonGiven(name="Ivo Tarn", relationship="parent", postal_address="1 Example Lane\nNewport", may_write=True)


def save(opened: Opened, edition: int = 0, **changes: object) -> Answer:
    with transaction():
        return responding.save_draft(opened, finished_draft(opened.stage, **changes), edition)


def send(opened: Opened, answer: Answer) -> Answer:
    with transaction():
        return responding.send_answer(opened, answer.edition)


def names(asked: Asked) -> list[str]:
    return [event.name for event in history(asked.case.id)]


def test_an_answer_sent_is_one_letter_with_its_findings_and_actions(asked: Asked) -> None:
    answer = save(asked.opened)
    send(asked.opened, answer)
    findings = db.session.scalars(
        select(Finding.finding).where(Finding.stage_id == asked.stage.id).order_by(Finding.id)
    )
    assert list(findings) == ["upheld", "not-upheld"]
    action = db.session.execute(select(Action).where(Action.stage_id == asked.stage.id)).scalar_one()
    assert (action.what, action.owner_job) == ("Ring back within two days", "the team manager")
    letter = messages(asked.case, "answer")
    assert len(letter) == 1
    assert "I am sorry that nobody rang you." in (letter[0].body or "")
    assert "Asha Pretend" in (answer.letter or "")


def test_sending_twice_sends_one_letter(asked: Asked) -> None:
    answer = save(asked.opened)
    edition = answer.edition
    for _ in range(2):
        with transaction():
            responding.send_answer(asked.opened, edition)
    run_until()
    assert db.session.scalar(select(func.count()).where(Message.wording_key == "answer")) == 1
    assert names(asked).count("stage.answered") == 1


def test_the_clock_runs_until_the_letter_has_been_handed_over(asked: Asked) -> None:
    send(asked.opened, save(asked.opened))
    clock = clock_for(asked.case, asked.stage, "response")
    assert clock is not None
    assert (asked.stage.answered_on, clock.stopped_on) == (None, None)
    run_until()
    db.session.refresh(clock)
    today = london_day(business_now())
    assert (asked.stage.answered_on, clock.stopped_on) == (today, today)
    assert (asked.stage.state, asked.case.state, asked.stage.answer_method) == ("answered", "answered", "letter")


def test_a_letter_on_paper_stops_the_clock_when_it_is_posted(
    quiet_council: Council, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked = make_asked(quiet_council, person=BY_POST)
    set_sign_off(asked.case, monkeypatch, is_required=False)
    send(asked.opened, save(asked.opened))
    run_until()
    assert asked.stage.answered_on is None
    letter = messages(asked.case, "answer")[0]
    assert (letter.channel, letter.fate) == ("letter", "to-print")
    with transaction():
        mark_posted(letter, asked.council.officer().id, london_day(business_now()))
    run_until()
    assert asked.stage.answered_on == london_day(business_now())


def test_an_unfinished_answer_is_kept_and_not_sent(asked: Asked) -> None:
    answer = save(asked.opened, apology="", method="")
    with pytest.raises(responding.NotReady) as refused:
        send(asked.opened, answer)
    assert [fault.field for fault in refused.value.faults] == ["apology", "method"]
    assert responding.draft_of(asked.stage).points == finished_draft(asked.stage).points
    assert not messages(asked.case, "answer")


def test_two_people_writing_at_once_are_told_and_nothing_is_overwritten(asked: Asked) -> None:
    first = save(asked.opened, apology="Mine")
    with pytest.raises(responding.DraftCollision):
        save(asked.opened, edition=0, apology="Yours")
    assert responding.draft_of(asked.stage).apology == "Mine"
    save(asked.opened, edition=first.edition, apology="Yours")
    assert responding.draft_of(asked.stage).apology == "Yours"


def test_saving_the_same_words_twice_is_no_collision(asked: Asked) -> None:
    first = save(asked.opened)
    assert save(asked.opened, edition=0).edition == first.edition


def test_an_answer_that_must_be_signed_waits_for_the_signer(to_be_signed: Asked) -> None:
    answer = save(to_be_signed.opened)
    with pytest.raises(NotAllowed, match="signed"):
        send(to_be_signed.opened, answer)
    with transaction():
        responding.give_to_signer(to_be_signed.opened, answer.edition)
    assert to_be_signed.stage.state == "with-signer"
    assert answer.signer is not None
    assert answer.signer.id != to_be_signed.manager.id
    signer = open_signed_in(viewer_for(answer.signer), to_be_signed.case.reference)
    assert signer.part == "signer"
    send(signer, answer)
    run_until()
    assert to_be_signed.stage.answered_on is not None
    assert answer.signed_at is not None


def test_the_signer_can_return_a_draft_with_a_comment(to_be_signed: Asked) -> None:
    answer = save(to_be_signed.opened)
    with transaction():
        responding.give_to_signer(to_be_signed.opened, answer.edition)
    assert answer.signer is not None
    with pytest.raises(Conflict):
        save(to_be_signed.opened, edition=answer.edition, apology="Changed behind the signer's back")
    with pytest.raises(NotAllowed), transaction():
        responding.return_to_writer(to_be_signed.opened, "By the writer")
    with transaction():
        signer = open_signed_in(viewer_for(answer.signer), to_be_signed.case.reference)
        responding.return_to_writer(signer, "Say when the plan was put right.")
    assert (answer.state, to_be_signed.stage.state) == ("returned", "open")
    assert answer.return_comment == "Say when the plan was put right."
    assert save(to_be_signed.opened, edition=answer.edition, apology="Now it says so").state == "returned"


def test_a_try_pressed_twice_is_kept_once_and_a_later_one_again(asked: Asked) -> None:
    for _ in range(2):
        with transaction():
            responding.record_try(asked.opened, "call", "no-answer")
    with transaction():
        responding.record_try(asked.opened, "call", "spoke", "She wants it in writing.")
    tries = db.session.scalars(select(ContactAttempt.outcome).where(ContactAttempt.stage_id == asked.stage.id))
    assert sorted(tries) == ["no-answer", "spoke"]
    assert names(asked).count("contact.tried") == 2


def test_the_link_of_somebody_since_replaced_opens_nothing(asked: Asked) -> None:
    before = asked.opened
    claim = asked.claim()
    from_cases = asked.council.manager("fostering-and-adoption")
    with transaction():
        allocate(asked.stage, from_cases.id, "system")
    with pytest.raises(NotAllowed, match="somebody else"):
        open_by_link(claim)
    assert asked.opened.officer.id == from_cases.id != before.officer.id


def test_a_link_of_another_generation_opens_nothing(asked: Asked) -> None:
    with pytest.raises(NotFound):
        open_by_link(asked.claim(newer=1))


def test_an_officer_named_in_the_case_cannot_open_it_even_as_complaints_officer(quiet_council: Council) -> None:
    named = quiet_council.officer("officer.two")
    asked = make_asked(quiet_council, named=(named.name,))
    with pytest.raises(NotAllowed, match="named"):
        open_signed_in(viewer_for(named), asked.case.reference)


def test_somebody_not_asked_cannot_open_it(asked: Asked) -> None:
    other = asked.council.manager("fostering-and-adoption")
    with pytest.raises(NotAllowed, match="not been asked"):
        open_signed_in(viewer_for(other), asked.case.reference)


def test_nothing_opens_for_the_service_while_possible_harm_is_decided(asked: Asked) -> None:
    with transaction():
        asked.case.is_held = True
    with pytest.raises(NotAllowed, match="closed for now"):
        _ = asked.opened


def test_who_holds_the_answer_is_known_to_the_chasers(to_be_signed: Asked) -> None:
    held = [responding.waits_for(to_be_signed.stage)]
    answer = save(to_be_signed.opened)
    with transaction():
        responding.give_to_signer(to_be_signed.opened, answer.edition)
    held.append(responding.waits_for(to_be_signed.stage))
    assert answer.signer is not None
    send(open_signed_in(viewer_for(answer.signer), to_be_signed.case.reference), answer)
    held.append(responding.waits_for(to_be_signed.stage))
    run_until()
    held.append(responding.waits_for(to_be_signed.stage))
    assert held == ["responder", "signer", "handing-over", "nobody"]


def test_a_call_is_kept_as_the_method_and_confirmed_in_the_letter(asked: Asked) -> None:
    answer = save(asked.opened, method="call", spoken_on=london_day(business_now()))
    send(asked.opened, answer)
    assert asked.stage.answer_method == "call"
    assert asked.stage.spoken_on == london_day(business_now())
    assert "This letter confirms what we told you." in (answer.letter or "")


def test_a_date_of_speaking_before_the_complaint_is_refused(asked: Asked) -> None:
    save(asked.opened, method="call", spoken_on=asked.stage.requested_on - timedelta(days=1))
    assert [fault.field for fault in responding.ready_faults(asked.stage)] == ["spoken_on"]

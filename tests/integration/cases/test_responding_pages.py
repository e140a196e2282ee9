"""The manager's page: arrived at by link, written, collided on, checked and sent."""

from typing import Any

import pytest
from bs4 import BeautifulSoup
from flask import Flask

from cases import responding
from foundation.database import transaction
from foundation.events import history
from foundation.links import token_for
from tests.factories import Council
from tests.integration.cases.asked import Asked, browser, finished_draft, make_asked, messages, set_sign_off, signed_in
from tests.integration.cases.sent import run_until
from tests.pages import StrictClient


@pytest.fixture
def asked(quiet_council: Council, monkeypatch: pytest.MonkeyPatch) -> Asked:
    """A complaint whose answer goes without a signature."""
    made = make_asked(quiet_council)
    set_sign_off(made.case, monkeypatch, is_required=False)
    return made


def by_link(app: Flask, asked: Asked) -> StrictClient:
    """The manager's browser, after the link and its button."""
    client = browser(app)
    arrived = client.get(asked.link())
    assert arrived.status_code == 302
    entered = client.send_form(f"{asked.page}/open", {})
    assert entered.location == asked.page
    return client


def hidden(html: str, name: str) -> str:
    """The value of a hidden field of a page."""
    field = BeautifulSoup(html, "html5lib").select_one(f"input[name={name}]")
    assert field is not None
    return str(field["value"])


def typed(client: StrictClient, asked: Asked, **changes: str) -> dict[str, Any]:
    """The form as the page draws it, filled with an answer that lacks nothing."""
    return {
        "edition": hidden(client.get(asked.page).text, "edition"),
        "try_how": "call",
        "points-0-finding": "upheld",
        "points-0-reasons": "Our rota failed & nobody noticed.",
        "points-1-finding": "not-upheld",
        "points-1-reasons": "The plan we hold has the right name.",
        "apology": "I am sorry.",
        "remedies": "apology",
        "actions-0-what": "Mend the rota",
        "actions-0-owner_job": "the team manager",
        "actions-0-due_on-day": "31",
        "actions-0-due_on-month": "12",
        "actions-0-due_on-year": "2027",
        "method": "letter",
        "do": "letter",
    } | changes


def test_following_the_link_changes_nothing_and_shows_nothing_personal(app: Flask, asked: Asked) -> None:
    before = len(history(asked.case.id))
    client = browser(app)
    door = client.get(asked.link(), follow_redirects=True)
    assert door.status_code == 200
    assert asked.case.reference in door.text
    assert "Asha" not in door.text
    assert "three weeks" not in door.text
    assert client.get(asked.page).status_code == 404
    assert len(history(asked.case.id)) == before
    assert asked.stage.request_first_opened_at is None


def test_the_button_opens_the_page_and_says_when_it_was_first_opened(app: Flask, asked: Asked) -> None:
    page = by_link(app, asked).get(asked.page).text
    first = asked.stage.request_first_opened_at
    assert first is not None
    for words in ("Asha Pretend", "On the telephone", "Weekday mornings", "three weeks", "How this date was counted"):
        assert words in page
    by_link(app, asked)
    assert asked.stage.request_first_opened_at == first


def test_a_forged_link_and_one_for_another_purpose_open_nothing(app: Flask, asked: Asked) -> None:
    claim = asked.claim()
    forged = asked.link()[:-4] + "AAAA"
    other = f"/answer/{token_for('progress', claim.row_id, claim.generation)}"
    assert [browser(app).get(path).status_code for path in (forged, other)] == [404, 404]


def test_a_whole_answer_is_written_read_and_sent(app: Flask, asked: Asked) -> None:
    client = by_link(app, asked)
    read = client.send_form(asked.page, typed(client, asked))
    assert read.location == f"{asked.page}/letter"
    letter = client.get(read.location).text
    assert "Our rota failed &amp; nobody noticed." in letter
    pressed = {"csrf_token": hidden(letter, "csrf_token"), "edition": _edition(asked)}
    gone = [client.post(f"{asked.page}/letter", data=pressed).location for _ in range(2)]
    assert gone == [f"{asked.page}/gone"] * 2
    assert "on its way" in client.get(f"{asked.page}/letter").text
    run_until()
    assert asked.stage.answered_on is not None
    assert len(messages(asked.case, "answer")) == 1
    assert client.get(gone[0]).status_code == 200
    closed = client.get(asked.page)
    assert closed.status_code == 403
    assert "This complaint has been answered." in closed.text


def test_what_is_missing_is_said_beside_its_field_and_nothing_typed_is_lost(app: Flask, asked: Asked) -> None:
    client = by_link(app, asked)
    form = typed(client, asked, apology="", **{"points-1-reasons": "", "actions-0-due_on-month": "13"})
    wrong_day = client.send_form(asked.page, form)
    assert wrong_day.status_code == 400
    assert "Enter the date it will be done by as a real date" in wrong_day.text
    assert 'value="13"' in wrong_day.text
    assert responding.draft_of(asked.stage).answer_to(_first(asked)).reasons == "Our rota failed & nobody noticed."
    missing = client.send_form(asked.page, typed(client, asked, apology="", **{"points-1-reasons": ""}))
    assert missing.status_code == 400
    page = BeautifulSoup(missing.text, "html5lib")
    summary = [str(link["href"]) for link in page.select(".govuk-error-summary a")]
    assert summary == ["#points-1-reasons", "#apology"]
    assert page.title is not None
    assert page.title.get_text().strip().startswith("Error:")
    assert "Mend the rota" in missing.text


def test_a_collision_shows_both_and_overwrites_nothing(app: Flask, asked: Asked) -> None:
    client = by_link(app, asked)
    form = typed(client, asked, apology="What I typed", do="save")
    with transaction():
        responding.save_draft(asked.opened, finished_draft(asked.stage, apology="What they saved"), 0)
    collided = client.send_form(asked.page, form)
    assert collided.status_code == 409
    assert "What I typed" in collided.text
    assert "What they saved" in collided.text
    assert responding.draft_of(asked.stage).apology == "What they saved"
    client.send_form(asked.page, form | {"edition": hidden(collided.text, "edition")})
    assert responding.draft_of(asked.stage).apology == "What I typed"


def test_a_letter_whose_draft_was_unfinished_meanwhile_shows_what_it_lacks(app: Flask, asked: Asked) -> None:
    client = by_link(app, asked)
    letter = client.get(client.send_form(asked.page, typed(client, asked)).location).text
    with transaction():
        responding.save_draft(asked.opened, finished_draft(asked.stage, points={}), int(_edition(asked)))
    pressed = {"csrf_token": hidden(letter, "csrf_token"), "edition": hidden(letter, "edition")}
    refused = client.post(f"{asked.page}/letter", data=pressed)
    assert refused.status_code == 400
    assert "Somebody else changed this answer since you read it. Nothing was sent." in refused.text
    assert messages(asked.case, "answer") == []


def test_spoke_keeps_the_try_and_the_words_typed_so_far(app: Flask, asked: Asked) -> None:
    client = by_link(app, asked)
    form = typed(client, asked, try_notes="She would like it in writing.", do="spoke")
    kept = client.send_form(asked.page, form, follow_redirects=True)
    assert "Kept: you spoke with them." in kept.text
    assert "Telephone: spoke" in kept.text
    assert "She would like it in writing." in kept.text
    assert "Our rota failed" in kept.text


def test_a_manager_asked_about_one_case_cannot_open_another(app: Flask, asked: Asked) -> None:
    other = make_asked(asked.council)
    client = by_link(app, asked)
    assert client.get(other.page).status_code == 404


def test_somebody_signed_in_without_a_part_is_refused(app: Flask, asked: Asked) -> None:
    client = signed_in(app, asked.council.manager("fostering-and-adoption"))
    refused = client.get(asked.page)
    assert refused.status_code == 403
    assert "You have not been asked to answer this complaint." in refused.text


def test_an_officer_named_in_the_case_is_refused(app: Flask, quiet_council: Council) -> None:
    named = quiet_council.officer("officer.two")
    asked = make_asked(quiet_council, named=(named.name,))
    refused = signed_in(app, named).get(asked.page)
    assert refused.status_code == 403
    assert "You are named in this case" in refused.text


def test_not_mine_hands_it_back_and_shuts_the_link(app: Flask, asked: Asked) -> None:
    client = by_link(app, asked)
    asks = client.send_form(asked.page, typed(client, asked, do="not-mine"))
    assert asks.location == f"{asked.page}/not-mine"
    unanswered = client.send_form(asks.location, {})
    assert unanswered.status_code == 400
    done = client.send_form(asks.location, {"reason": "wrong-team"}, follow_redirects=True)
    assert "Handed back" in done.text
    assert asked.stage.responder_id is None
    assert client.get(asked.page).status_code == 403


def test_i_am_involved_shuts_the_case_to_that_officer(app: Flask, asked: Asked) -> None:
    manager = asked.manager
    client = by_link(app, asked)
    client.send_form(f"{asked.page}/involved", {}, follow_redirects=True)
    assert "You are named in this case" in signed_in(app, manager).get(asked.page).text


def test_more_time_is_asked_for_and_moves_no_date(app: Flask, asked: Asked) -> None:
    due = asked.stage.due_on
    client = by_link(app, asked)
    no_day = client.send_form(f"{asked.page}/more-time", {"reason": "complexity"})
    assert no_day.status_code == 400
    until = {"until_on-day": "23", "until_on-month": "12", "until_on-year": "2027"}
    asks = client.send_form(f"{asked.page}/more-time", {"reason": "complexity", **until}, follow_redirects=True)
    assert "The complaints team has your request." in asks.text
    assert asked.stage.due_on == due


def test_the_signer_reads_returns_and_signs(
    app: Flask, quiet_council: Council, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked = make_asked(quiet_council)
    set_sign_off(asked.case, monkeypatch, is_required=True)
    writer = by_link(app, asked)
    writer.send_form(asked.page, typed(writer, asked))
    given = writer.send_form(f"{asked.page}/letter", {"edition": _edition(asked)}, follow_redirects=True)
    assert "the signer has it" in given.text
    assert "The answer is being signed" in writer.get(f"{asked.page}/letter").text
    answer = responding.answer_to(asked.stage)
    assert answer is not None
    assert answer.signer is not None
    signer = signed_in(app, answer.signer)
    assert "Sign this answer" in signer.get(asked.page, follow_redirects=True).text
    assert asked.case.reference in signer.get("/answer/").text
    silent = signer.send_form(f"{asked.page}/letter", {"comment": " "}, to=f"{asked.page}/return")
    assert silent.status_code == 400
    signer.send_form(f"{asked.page}/letter", {"comment": "Say when."}, to=f"{asked.page}/return")
    assert "Say when." in writer.get(asked.page).text
    writer.send_form(asked.page, typed(writer, asked, apology="I am sorry, since June."))
    writer.send_form(f"{asked.page}/letter", {"edition": _edition(asked)})
    signer.send_form(f"{asked.page}/letter", {"edition": _edition(asked)})
    run_until()
    assert asked.stage.answered_on is not None
    assert "I am sorry, since June." in (messages(asked.case, "answer")[0].body or "")


def _first(asked: Asked) -> str:
    return str(asked.case.points[0].id)


def _edition(asked: Asked) -> str:
    answer = responding.answer_to(asked.stage)
    assert answer is not None
    return str(answer.edition)

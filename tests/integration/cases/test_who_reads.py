"""Whoever reads of a case is kept in the log of looks, and letters are read by nobody whom their case names."""

import pytest
from flask import Flask
from sqlalchemy import select

from cases.access import looks_at
from cases.conflicts import name_officer
from cases.intake import PersonGiven
from foundation.database import db
from notifications.models import Message
from tests.factories import Council
from tests.integration.cases.asked import browser, make_asked, signed_in
from tests.integration.cases.sent import run_until

BY_POST = PersonGiven(name="Ivo Tarn", relationship="parent", postal_address="1 Example Lane\nNewport", may_write=True)


def test_a_manager_who_opens_the_answer_and_its_letter_is_kept_as_having_looked(
    app: Flask, quiet_council: Council
) -> None:
    asked = make_asked(quiet_council)
    client = browser(app)
    client.get(asked.link(), follow_redirects=True)
    assert looks_at(asked.case.id) == []
    client.send_form(f"{asked.page}/open", {}, follow_redirects=True)
    client.get(f"{asked.page}/letter")
    looks = looks_at(asked.case.id)
    assert {look.officer_id for look in looks} == {asked.manager.id}
    assert {look.page for look in looks} == {"answer", "letter"}


@pytest.mark.parametrize("page", ["", "/{letter}", "/{letter}/letter.pdf"])
def test_an_officer_named_in_a_case_reads_none_of_its_letters(app: Flask, council: Council, page: str) -> None:
    case = make_asked(council, person=BY_POST).case
    run_until()
    letter_id = db.session.scalars(select(Message.id).where(Message.channel == "letter")).first()
    address = f"/desk/letters{page.format(letter=letter_id)}"
    named, other = signed_in(app, council.officer("officer.two")), signed_in(app, council.officer())
    name_officer(case, council.officer("officer.two"), "system")
    db.session.commit()
    assert other.get(address).status_code == 200
    shown = named.get(address)
    assert shown.status_code == (404 if page else 200)
    assert case.reference not in shown.get_data(as_text=True)

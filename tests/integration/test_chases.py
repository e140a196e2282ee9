"""The chases of a first answer, through the real engine: on which mornings, to whom, and when never.

Days are counted by hand against the calendar on the wall. In the table: day 11 chases whoever answers, day 13 the
service manager, day 15 the head of service, day 18 the complaints manager, each at nine in London.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta

import pytest
from flask_sqlalchemy import SQLAlchemy
from sqlalchemy import select

from authorities.invented_officers import seed_invented_officers
from authorities.leave import set_leave
from authorities.models import Officer
from authorities.publishing import default_authority
from authorities.sessions import viewer_for
from cases import responding
from cases.answering_rights import open_signed_in
from cases.closing import close
from cases.confirming import confirm
from cases.intake import PersonGiven
from cases.models import Case, Stage, WorkItem
from cases.timing import decide_day_ten
from foundation.clock import LONDON
from foundation.database import db
from notifications.models import Message
from tests.factories import Council, at_london, make_case, time_is
from tests.integration.cases.asked import Asked, finished_draft, set_sign_off
from workflows.transport import drain

MANAGER, SERVICE, HEAD, COMPLAINTS = (
    "chase-manager",
    "chase-service-manager",
    "chase-head-of-service",
    "chase-complaints-manager",
)
CHASERS = (MANAGER, SERVICE, HEAD, COMPLAINTS)


@pytest.fixture
def council(shipped: SQLAlchemy) -> Council:
    authority = default_authority()
    return Council(authority, seed_invented_officers(authority))


def let_pass(until: datetime) -> None:
    """Let time pass with everything done on its moment."""
    drain(until=until)
    db.session.expire_all()


def chased(case: Case) -> list[tuple[str, str, str]]:
    """(London time, wording, name) of every chase that was sent, in order."""
    messages = db.session.scalars(
        select(Message)
        .where(Message.about_id == case.id, Message.wording_key.in_(CHASERS), Message.sent_at.is_not(None))
        .order_by(Message.requested_at, Message.id)
    )
    return [
        (f"{sent.requested_at.astimezone(LONDON):%a %d %b %Y %H:%M}", sent.wording_key, sent.to_name or "")
        for sent in messages
    ]


def mornings(case: Case) -> dict[str, str]:
    """The moment of each chase by its wording; each was sent once."""
    found = {wording: at for at, wording, _ in chased(case)}
    assert len(found) == len(chased(case)), "a rung was climbed twice"
    return found


def confirmed(council: Council, received: str, hour: int, on: str, **given: object) -> Case:
    """A complaint of that day and hour, confirmed on another at half past nine."""
    time_is(received, hour)
    case = make_case(council, **given)
    let_pass(at_london(on, 9, 30))
    confirm(case, council.officer().id)
    db.session.commit()
    drain()
    return case


def first_stage(case: Case) -> Stage:
    return db.session.scalars(select(Stage).where(Stage.case_id == case.id, Stage.number == 1)).one()


def over_christmas(council: Council, **given: object) -> Case:
    """Received on Thursday 17 December 2026 in the evening, so that day 10 is Tuesday 5 January 2027."""
    return confirmed(council, "2026-12-17", 21, "2026-12-18", **given)


@dataclass(frozen=True)
class Ladder:
    """A complaint's days: when it came, when it was confirmed, its tenth day and its four chases."""

    received: str
    confirmed: str
    tenth: str
    chases: tuple[str, str, str, str]
    hour: int = 11


LADDERS: Mapping[str, Ladder] = {
    "over Christmas and New Year": Ladder(
        "2026-12-17", "2026-12-18", "2027-01-05", ("Wed 06 Jan", "Fri 08 Jan", "Tue 12 Jan", "Fri 15 Jan"), hour=21
    ),
    "over Easter, when the clocks go forward": Ladder(
        "2027-03-15", "2027-03-16", "2027-03-31", ("Thu 01 Apr", "Mon 05 Apr", "Wed 07 Apr", "Mon 12 Apr")
    ),
    "day 10 a Friday": Ladder(
        "2027-06-04", "2027-06-07", "2027-06-18", ("Mon 21 Jun", "Wed 23 Jun", "Fri 25 Jun", "Wed 30 Jun")
    ),
    "a bank holiday after the weekend after day 10": Ladder(
        "2027-08-13", "2027-08-16", "2027-08-27", ("Tue 31 Aug", "Thu 02 Sep", "Mon 06 Sep", "Thu 09 Sep")
    ),
    "received on a Saturday": Ladder(
        "2027-01-09", "2027-01-11", "2027-01-22", ("Mon 25 Jan", "Wed 27 Jan", "Fri 29 Jan", "Wed 03 Feb")
    ),
}


@pytest.mark.parametrize("days", LADDERS.values(), ids=LADDERS.keys())
def test_each_rung_is_climbed_once_at_nine_on_its_working_day(council: Council, days: Ladder) -> None:
    case = confirmed(council, days.received, days.hour, days.confirmed)
    assert first_stage(case).target_on == date.fromisoformat(days.tenth)
    let_pass(at_london(days.tenth, 23, 59))
    assert chased(case) == [], "nobody is chased on day 10"
    let_pass(at_london(days.tenth, 9) + timedelta(days=60))
    assert list(mornings(case).items()) == [
        (wording, f"{day} 2027 09:00") for wording, day in zip(CHASERS, days.chases, strict=True)
    ]
    assert [name for _, _, name in chased(case)] == [
        council.manager().name,
        council.officer("service.manager").name,
        council.officer("head.of.service").name,
        council.officer("complaints.manager").name,
    ]


def test_the_chase_is_at_nine_and_not_before(council: Council) -> None:
    case = over_christmas(council)
    let_pass(at_london("2027-01-06", 8, 59))
    assert chased(case) == []
    let_pass(at_london("2027-01-06", 9))
    assert list(mornings(case)) == [MANAGER]


LATE: Mapping[str, tuple[tuple[str, int, int], str, str]] = {
    "the same afternoon": (("2027-01-06", 14, 0), MANAGER, "2027-01-07"),
    "after two rungs, at the weekend": (("2027-01-09", 11, 0), SERVICE, "2027-01-11"),
    "after three rungs": (("2027-01-13", 12, 0), HEAD, "2027-01-14"),
    "long after all four": (("2027-02-20", 3, 0), COMPLAINTS, "2027-02-22"),
}
"""When work begins again after nothing has run since before day 10, the one chase that goes, and on which day."""


@pytest.mark.parametrize(("woke", "rung", "on"), LATE.values(), ids=LATE.keys())
def test_waking_late_only_the_highest_rung_goes_at_the_next_nine(
    council: Council, woke: tuple[str, int, int], rung: str, on: str
) -> None:
    case = over_christmas(council)
    let_pass(at_london("2027-01-04", 12))
    time_is(*woke)
    let_pass(at_london(on, 11))
    assert mornings(case) == {rung: f"{date.fromisoformat(on):%a %d %b %Y} 09:00"}


def test_an_extension_moves_every_rung(council: Council) -> None:
    case = over_christmas(council)
    let_pass(at_london("2027-01-05", 15))
    decide_day_ten(
        first_stage(case), council.officer().id, "extension", reason="complexity", until_on=date(2027, 1, 14)
    )
    let_pass(at_london("2027-02-10", 12))
    assert mornings(case) == {
        MANAGER: "Fri 15 Jan 2027 09:00",
        SERVICE: "Tue 19 Jan 2027 09:00",
        HEAD: "Thu 21 Jan 2027 09:00",
        COMPLAINTS: "Tue 26 Jan 2027 09:00",
    }


def test_saying_that_it_is_late_moves_nothing(council: Council) -> None:
    case = over_christmas(council)
    let_pass(at_london("2027-01-05", 15))
    decide_day_ten(first_stage(case), council.officer().id, "late", reason="workload")
    let_pass(at_london("2027-01-06", 9, 1))
    assert mornings(case) == {MANAGER: "Wed 06 Jan 2027 09:00"}


def test_nobody_is_chased_after_the_answer_was_sent(council: Council, monkeypatch: pytest.MonkeyPatch) -> None:
    case = over_christmas(council)
    let_pass(at_london("2027-01-07", 15))
    answer(council, case, monkeypatch)
    let_pass(at_london("2027-02-10", 12))
    assert first_stage(case).answered_on == date(2027, 1, 7)
    assert list(mornings(case)) == [MANAGER]


def test_nobody_is_chased_while_the_letter_waits_to_be_posted(
    council: Council, monkeypatch: pytest.MonkeyPatch
) -> None:
    by_post = PersonGiven(name="Ivo Tarn", relationship="parent", postal_address="1 Example Lane", may_write=True)
    case = over_christmas(council, person=by_post)
    let_pass(at_london("2027-01-05", 15))
    answer(council, case, monkeypatch)
    let_pass(at_london("2027-01-15", 12))
    assert first_stage(case).answered_on is None
    assert chased(case) == [(at, wording, name) for at, wording, name in chased(case) if wording == COMPLAINTS]


def test_the_signer_is_chased_while_the_draft_is_with_them(council: Council) -> None:
    case = over_christmas(council)
    let_pass(at_london("2027-01-05", 15))
    asked = Asked(council, case, first_stage(case))
    draft = responding.save_draft(asked.opened, finished_draft(asked.stage), 0)
    responding.give_to_signer(asked.opened, draft.edition)
    let_pass(at_london("2027-01-06", 9, 1))
    assert draft.signer is not None
    assert chased(case) == [("Wed 06 Jan 2027 09:00", MANAGER, draft.signer.name)]
    assert draft.signer != council.manager()


def test_nobody_is_chased_about_a_closed_case(council: Council) -> None:
    case = over_christmas(council)
    let_pass(at_london("2027-01-06", 12))
    close(case, council.officer().id, "recorded")
    let_pass(at_london("2027-02-10", 12))
    assert list(mornings(case)) == [MANAGER]


def on_leave(officer: Officer, first_on: str, last_on: str, stand_in: Officer | None) -> None:
    set_leave(
        officer.id,
        date.fromisoformat(first_on),
        date.fromisoformat(last_on),
        stand_in.id if stand_in else None,
        by="test",
    )


def test_on_each_rung_a_stand_in_is_chased_instead_of_somebody_on_leave(council: Council) -> None:
    case = over_christmas(council)
    away = (
        council.manager(),
        council.officer("service.manager"),
        council.officer("head.of.service"),
        council.officer("complaints.manager"),
    )
    stand_ins = [council.manager(team) for team in ("care-leavers", "disabled-children", "sen", "reviewing")]
    for officer, stand_in in zip(away, stand_ins, strict=True):
        on_leave(officer, "2027-01-04", "2027-01-20", stand_in)
    let_pass(at_london("2027-01-20", 12))
    assert [(wording, name) for _, wording, name in chased(case)] == [
        (wording, stand_in.name) for wording, stand_in in zip(CHASERS, stand_ins, strict=True)
    ]


def test_a_stand_in_who_is_away_too_is_passed_over_for_theirs(council: Council) -> None:
    case = over_christmas(council)
    first, second = council.manager("care-leavers"), council.manager("disabled-children")
    on_leave(council.manager(), "2027-01-04", "2027-01-08", first)
    on_leave(first, "2027-01-06", "2027-01-06", second)
    let_pass(at_london("2027-01-06", 12))
    assert chased(case) == [("Wed 06 Jan 2027 09:00", MANAGER, second.name)]


def test_where_everybody_is_away_nobody_is_chased_and_the_team_is_given_work(council: Council) -> None:
    case = over_christmas(council)
    on_leave(council.manager(), "2027-01-04", "2027-01-08", None)
    let_pass(at_london("2027-01-06", 12))
    assert chased(case) == []
    told = db.session.scalars(select(WorkItem.what).where(WorkItem.case_id == case.id)).all()
    assert [what for what in told if "there is nobody to tell" in what]


def test_whoever_is_back_from_leave_is_chased_themselves(council: Council) -> None:
    case = over_christmas(council)
    on_leave(council.manager(), "2026-12-21", "2027-01-05", council.manager("care-leavers"))
    let_pass(at_london("2027-01-06", 12))
    assert chased(case) == [("Wed 06 Jan 2027 09:00", MANAGER, council.manager().name)]


def test_a_rung_whose_officer_the_case_names_chases_nobody_it_names(council: Council) -> None:
    named = council.officer("service.manager")
    case = over_christmas(council, named=(named.name,))
    let_pass(at_london("2027-01-20", 12))
    assert named.name not in {name for _, _, name in chased(case)}
    assert list(mornings(case)) == [MANAGER, HEAD, COMPLAINTS]


def answer(council: Council, case: Case, monkeypatch: pytest.MonkeyPatch) -> None:
    """Write and send the answer, which needs no signature."""
    set_sign_off(case, monkeypatch, is_required=False)
    asked = Asked(council, case, first_stage(case))
    opened = open_signed_in(viewer_for(asked.manager), case.reference)
    draft = responding.save_draft(opened, finished_draft(asked.stage), 0)
    responding.send_answer(opened, draft.edition)
    db.session.commit()
    drain()

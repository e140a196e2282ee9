"""Each way through the entry form, from what was answered to the case, its clocks and what the person is told.

Days are counted by hand on a calendar. 1 January 2028 is a Saturday, so that Monday 3 January is kept for it; Easter
Monday is 17 April and the early May holiday is Monday 1 May.
"""

from collections.abc import Mapping
from datetime import date
from typing import Any

import pytest
from sqlalchemy import select

from application.demo.telling import case_told, send_form
from cases.clocks import clocks_of
from cases.confirming import Changes, confirm
from cases.models import Case, Stage, WorkItem
from cases.next_steps import what_happens_next
from cases.proposing import proposal_for, triage_of
from foundation.database import db, transaction
from foundation.errors import NotAllowed
from notifications.models import Message
from tests.factories import Council, at_london, time_is
from tests.integration.cases.asked import messages
from tests.integration.cases.sent import run_until
from tests.pages import StrictClient

ASHA: dict[str, Any] = {"name": "Asha Pretend", "email": "asha@family.example", "who_are_you": "parent"}
SEE: dict[str, Any] = ASHA | {"kind": "personal-data", "data_right": "see", "whose_data": "mine"}
CORRECT: dict[str, Any] = SEE | {
    "data_right": "correct",
    "data_wrong": "It says I was late.",
    "data_should_say": "I was on time.",
}
DELETE: dict[str, Any] = SEE | {"data_right": "delete", "data_delete": "The photographs."}
COMPLAIN: dict[str, Any] = SEE | {
    "data_right": "complain",
    "data_happened": "You showed my address to my neighbour.",
    "data_put_right": "Say sorry.",
    "data_linked": "no",
    "harm_tick": ["none"],
}
MEMBER: dict[str, Any] = {
    "kind": "member-enquiry",
    "member_name": "Sir Benedict Bogus",
    "member_office": "mp",
    "member_area": "Madeup East",
    "constituent_name": "Dora Example",
    "constituent_contact": "2 Sample Road",
    "constituent_consent": "acting",
    "child_involved": "no",
    "enquiry_words": "What help can my constituent have?",
    "constituent_complains": "no",
    "service": "not-sure",
    "email": "office@member.example",
}
COMMENT: dict[str, Any] = ASHA | {
    "kind": "comment",
    "comment_words": "Put a bench outside.",
    "service": "not-sure",
    "reply_wanted": "yes",
}


def told(council: Council, answers: Mapping[str, Any]) -> Case:
    """The case of a form sent with these answers; what asks for more fails."""
    with transaction():
        submission = send_form("tell-us", council.authority.id, answers)
    return case_told(submission.id)


def clocks(case: Case) -> dict[str, tuple[date, date | None]]:
    """Each clock of the first stage with its day and the last day an extension may reach."""
    stage = first(case)
    return {clock.key: (clock.target_on, clock.limit_on) for clock in clocks_of(stage.id)}


def first(case: Case) -> Stage:
    return db.session.execute(select(Stage).where(Stage.case_id == case.id, Stage.number == 1)).scalar_one()


def body(case: Case, wording: str) -> str:
    """What one message about the case says."""
    (message,) = messages(case, wording)
    return message.body or ""


def steps(case: Case) -> str:
    """What the confirmation page says happens next."""
    assert case.submission_id is not None
    found = what_happens_next(case.submission_id)
    assert found is not None
    return " ".join(found.lines)


@pytest.mark.parametrize(
    ("answers", "kind", "procedure", "expected"),
    [
        # One month from 2 December 2027 is Sunday 2 January; Monday the 3rd is a holiday. Three months: Thursday.
        (SEE, "data-request", "subject-access", {"response": (date(2028, 1, 4), date(2028, 3, 2))}),
        (CORRECT, "data-request", "rectification-erasure", {"response": (date(2028, 1, 4), date(2028, 3, 2))}),
        (DELETE, "data-request", "rectification-erasure", {"response": (date(2028, 1, 4), date(2028, 3, 2))}),
        # Day 30, the first being 3 December, is Saturday 1 January: Sunday, then the holiday, then Tuesday.
        (
            COMPLAIN,
            "data-protection-complaint",
            "data-protection-complaint",
            {"acknowledge": (date(2028, 1, 4), None)},
        ),
        # 3, 6 to 10, 13 to 16 December are ten working days; 17, 20 to 23 make fifteen.
        (MEMBER, "member-enquiry", "member-enquiry", {"response": (date(2027, 12, 16), None)}),
        (
            COMMENT,
            "comment",
            "comment",
            {"acknowledge": (date(2027, 12, 9), None), "response": (date(2027, 12, 23), None)},
        ),
    ],
    ids=["see", "correct", "delete", "complain", "member", "comment"],
)
def test_a_route_opens_its_own_kind_procedure_and_clocks_and_one_click_confirms_it(
    council: Council,
    answers: dict[str, Any],
    kind: str,
    procedure: str,
    expected: dict[str, tuple[date, date | None]],
) -> None:
    case = told(council, answers)
    proposal = proposal_for(case)
    assert (case.kind, proposal.procedure, proposal.is_one_click) == (kind, procedure, True)
    assert clocks(case) == expected
    with transaction():
        (stage,) = confirm(case, council.officer().id)
    assert (case.state, case.procedure, case.kind, stage.responder) == ("open", procedure, kind, None)
    assert clocks(case) == expected


@pytest.mark.parametrize(
    ("received", "due", "limit"),
    [
        (("2028-01-31", 10), date(2028, 2, 29), date(2028, 5, 2)),  # 30 April is a Sunday, 1 May a holiday
        (("2028-01-30", 23), date(2028, 2, 29), date(2028, 5, 2)),  # a Sunday counts as any other day
        (("2028-02-29", 10), date(2028, 3, 29), date(2028, 5, 30)),  # 29 May is the spring holiday
    ],
)
def test_a_month_ends_on_the_same_date_or_the_last_day_of_a_shorter_month(
    council: Council, received: tuple[str, int], due: date, limit: date
) -> None:
    time_is(*received)
    assert clocks(told(council, SEE))["response"] == (due, limit)


def test_who_asks_for_their_records_is_told_one_month_and_its_day_at_once_and_when_it_is_read(council: Council) -> None:
    case = told(council, SEE | {"data_wanted": "The notes of the meeting", "data_period": "2020 to 2022"})
    assert case.summary == "To see: The notes of the meeting\nFrom when to when: 2020 to 2022"
    assert "Tuesday 4 January 2028" in steps(case)
    assert "You do not have to send us anything now" in steps(case)
    run_until()
    receipt = body(case, "receipt-data")
    assert "You should have our reply by Tuesday 4 January 2028. 1 month from the day we received it" in receipt
    assert "until Thursday 2 March 2028" in receipt
    with transaction():
        confirm(case, council.officer().id)
    run_until()
    assert "by Tuesday 4 January 2028" in body(case, "acknowledgement-data")
    assert {m.wording_key for m in db.session.scalars(select(Message).where(Message.about_id == case.id))} == {
        "receipt-data",
        "acknowledgement-data",
    }


def test_a_complaint_about_information_is_acknowledged_in_law_when_it_is_confirmed(council: Council) -> None:
    case = told(council, COMPLAIN)
    assert [point.words for point in case.points] == ["You showed my address to my neighbour."]
    assert case.outcome_words == "Say sorry."
    assert "by Tuesday 4 January 2028 at the latest" in steps(case)
    run_until()
    assert "By Tuesday 4 January 2028 at the latest" in body(case, "receipt-data-complaint")
    time_is("2027-12-03", 9, 30)
    with transaction():
        confirm(case, council.officer().id)
    (clock,) = clocks_of(first(case).id)
    assert clock.stopped_on == date(2027, 12, 3)
    run_until()
    assert "We are looking into it" in body(case, "acknowledgement-data-complaint")
    assert "Information Commissioner" in body(case, "acknowledgement-data-complaint")


def test_nobody_named_in_a_complaint_about_information_deals_with_it(quiet_council: Council) -> None:
    ola = quiet_council.officer()
    case = told(quiet_council, COMPLAIN | {"about_named": "yes", "named_people": [{"name": ola.name}]})
    with pytest.raises(NotAllowed):
        confirm(case, ola.id)


def test_a_member_is_answered_as_a_member_and_found_by_their_constituent(council: Council, desk: StrictClient) -> None:
    case = told(council, MEMBER)
    assert (case.complainant.name, case.complainant_type) == ("Sir Benedict Bogus", "elected-member")
    assert "From: Sir Benedict Bogus, MP, Madeup East" in (case.summary or "")
    found = desk.send_form("/desk/work", {"words": "Dora Example"}, to="/desk/search")
    assert case.reference in found.text
    run_until()
    assert "You should have our reply by Thursday 16 December 2027" in body(case, "receipt-enquiry")
    assert "complaint" not in steps(case).replace("wants to complain", "")
    with transaction():
        confirm(case, council.officer().id)
    run_until()
    assert "by Thursday 16 December 2027" in body(case, "acknowledgement-enquiry")


def test_a_comment_with_no_reply_wanted_asks_for_no_contact_and_chases_nobody(council: Council) -> None:
    case = told(
        council,
        {"kind": "comment", "comment_words": "A bench.", "service": "not-sure", "reply_wanted": "no"}
        | {"who_are_you": "other"},
    )
    assert steps(case) == (
        "A person will read what you sent by the next working day. Then it goes to the team it is about."
    )
    run_until()
    assert [message.fate for message in messages(case, "receipt-comment")] == ["cancelled"]
    assert db.session.scalars(select(WorkItem.kind).where(WorkItem.case_id == case.id)).all() == []


def test_what_the_team_answers_itself_comes_on_its_list_before_on_and_after_its_day(council: Council) -> None:
    case = told(council, MEMBER)
    with transaction():
        confirm(case, council.officer().id)
    seen = {}
    for day in ("2027-12-03", "2027-12-09", "2027-12-16", "2027-12-17"):
        run_until(at_london(day, 10))
        kinds = db.session.scalars(
            select(WorkItem.kind).where(
                WorkItem.case_id == case.id, WorkItem.kind.like("reply%") | (WorkItem.kind == "overdue")
            )
        )
        seen[day] = sorted(kinds)
    # The sixteenth is day 10; five working days before it is the ninth.
    assert seen == {
        "2027-12-03": ["reply"],
        "2027-12-09": ["reply", "reply-soon"],
        "2027-12-16": ["reply", "reply-due", "reply-soon"],
        "2027-12-17": ["overdue", "reply", "reply-due", "reply-soon"],
    }


@pytest.mark.parametrize(
    ("answers", "prompts"),
    [
        (SEE, ["data-who-they-are"]),
        (
            SEE | {"whose_data": "my-child", "acting_consent": "not-yet", "children": [{"name": "Kit Pretend"}]},
            ["data-of-a-child", "data-child-not-asked", "data-who-they-are"],
        ),
        (
            SEE | {"whose_data": "somebody-else", "data_person": "Dora Example", "data_authority": "not-yet"},
            ["data-third-party", "data-who-they-are"],
        ),
        (
            SEE | {"whose_data": "somebody-else", "data_authority": "in-writing"},
            ["data-who-they-are"],
        ),
        (COMPLAIN | {"data_linked": "told-before", "data_linked_reference": "R7KD-2M"}, ["data-in-a-complaint"]),
        (COMPLAIN | {"data_linked": "to-tell"}, ["data-and-a-complaint"]),
        (MEMBER, []),
        (
            MEMBER | {"constituent_consent": "not-yet", "constituent_complains": "not-asked"},
            ["constituent-consent", "constituent-complains"],
        ),
    ],
)
def test_what_an_officer_should_look_at_is_said_and_refuses_nobody(
    council: Council, answers: dict[str, Any], prompts: list[str]
) -> None:
    case = told(council, answers)
    found = proposal_for(case)
    assert triage_of(case.id).decision["prompts"] == prompts
    assert found.is_one_click


def test_a_young_person_who_asks_for_their_own_records_stays_on_this_route_and_reads_young_words(
    council: Council,
) -> None:
    case = told(
        council,
        {"kind": "personal-data", "data_right": "see", "who_are_you": "young-person", "email": "jo@family.example"},
    )
    assert (case.is_young_person, case.child_involved) == (True, "yes")
    assert proposal_for(case).procedure == "subject-access"
    run_until()
    assert "You are not in trouble" not in body(case, "receipt-data-young")
    assert "It will not change the help you get" in body(case, "receipt-data-young")


def test_the_procedure_an_officer_chooses_instead_says_what_the_case_is_counted_as(council: Council) -> None:
    case = told(council, COMMENT)
    with transaction():
        confirm(case, council.officer().id, Changes(procedure="subject-access", reason="They ask for their file."))
    assert (case.kind, case.procedure) == ("data-request", "subject-access")


@pytest.mark.parametrize(
    ("answers", "offered"), [(SEE, "public"), (COMPLAIN, "public"), (COMMENT, "public"), (MEMBER, "")]
)
def test_who_we_hear_from_is_asked_after_the_answers_but_not_of_a_member(
    council: Council, answers: dict[str, Any], offered: str
) -> None:
    case = told(council, answers)
    assert case.submission_id is not None
    found = what_happens_next(case.submission_id)
    assert found is not None
    assert found.asks_who_you_are == offered


@pytest.mark.parametrize("person", [{}, {"email": None, "postal_address": "1 Sample Road", "may_write": "yes"}])
def test_every_acknowledgement_brings_the_same_optional_link_by_mail_and_by_letter(
    council: Council, person: dict[str, Any]
) -> None:
    bodies = []
    for answers in (SEE | person, COMPLAIN | person):
        case = told(council, answers)
        with transaction():
            confirm(case, council.officer().id)
        run_until()
        (acknowledged,) = [
            message
            for message in db.session.scalars(select(Message).where(Message.about_id == case.id))
            if message.wording_key.startswith("acknowledgement")
        ]
        assert acknowledged.channel == ("letter" if person else "email")
        bodies.append(acknowledged.body or "")
    links = {line.strip() for text in bodies for line in text.splitlines() if "about-you" in line}
    assert links == {"http://localhost/isle-of-wight/about-you/public"}

"""The shorter ways through the entry form, page by page without scripts: only what is relevant is asked."""

from typing import Any

import pytest
from sqlalchemy import select

from authorities.models import Authority
from foundation.database import db
from tests.integration.webform.person import Person, half_way
from tests.pages import StrictClient
from webform.models import Submission

pytestmark = pytest.mark.usefixtures("authority")

BY_EMAIL = {"email": "asha@family.example"}


def walk(person: Person, *steps: tuple[str, dict[str, Any]]) -> None:
    """Answer each page, seeing that it is the one named; then check and send."""
    for place, typed in steps:
        assert (person.place, person.errors) == (place, {})
        person.go_on(**typed)
    assert (person.place, person.errors) == ("check", {})
    person.go_on()
    assert person.place == "sent"


def answers() -> dict[str, Any]:
    return dict(db.session.scalars(select(Submission)).one().answers)


def test_somebody_who_asks_to_see_their_records_answers_six_short_questions(client: StrictClient) -> None:
    walk(
        Person(client),
        ("kind", {"kind": "personal-data"}),
        ("data-right", {"data_right": "see"}),
        ("who-are-you", {"who_are_you": "parent"}),
        ("whose-information", {"whose_data": "mine"}),
        ("what-to-see", {}),
        ("how-to-have-it", {}),
        ("your-name", {"name": "Asha Pretend"}),
        ("contact", BY_EMAIL),
        ("staying-safe", {}),
        ("help-you-need", {}),
    )
    assert answers() == {
        "kind": "personal-data",
        "data_right": "see",
        "who_are_you": "parent",
        "whose_data": "mine",
        "name": "Asha Pretend",
        **BY_EMAIL,
    }


def test_nobody_is_asked_to_prove_who_they_are(client: StrictClient) -> None:
    person = Person(client).go_on(kind="personal-data")
    assert "You do not have to send anything to prove who you are now." in person.words


def test_a_parent_who_asks_for_a_childs_records_is_asked_about_the_child_and_what_they_think(
    client: StrictClient,
) -> None:
    walk(
        Person(client),
        ("kind", {"kind": "personal-data"}),
        ("data-right", {"data_right": "see"}),
        ("who-are-you", {"who_are_you": "foster-carer"}),
        ("whose-information", {"whose_data": "my-child"}),
        ("do-they-agree", {"acting_consent": "not-yet"}),
        ("without-agreement-to-see", {}),
        ("children", {"children_not_known": "not-known"}),
        ("what-to-see", {"data_wanted": "The report", "data_period": "In 2021"}),
        ("how-to-have-it", {"data_form": "in-person"}),
        ("your-name", {}),
        ("contact", {"postal_address": "1 Sample Road"}),
        ("letters-to-you", {"may_write": "yes"}),
        ("staying-safe", {}),
        ("help-you-need", {}),
    )


def test_a_solicitor_for_a_child_is_asked_for_agreement_and_authority(client: StrictClient) -> None:
    walk(
        Person(client),
        ("kind", {"kind": "personal-data"}),
        ("data-right", {"data_right": "delete"}),
        ("who-are-you", {"who_are_you": "acting-for"}),
        ("speaking-for", {"acting_role": "solicitor"}),
        ("do-they-agree", {"acting_consent": "yes"}),
        ("may-you-ask", {"data_authority": "not-yet"}),
        ("children", {"children__0__name": "Kit Pretend"}),
        ("what-to-delete", {"data_delete": "The photographs"}),
        ("your-name", {}),
        ("contact", BY_EMAIL),
        ("staying-safe", {}),
        ("help-you-need", {}),
    )


def test_somebody_elses_records_ask_for_their_name_and_authority(client: StrictClient) -> None:
    walk(
        Person(client),
        ("kind", {"kind": "something-else"}),
        ("what-else", {"something_else": "personal-data"}),
        ("about-personal-data", {}),
        ("data-right", {"data_right": "correct"}),
        ("who-are-you", {"who_are_you": "other"}),
        ("whose-information", {"whose_data": "somebody-else", "data_person": "Dora Example"}),
        ("may-you-ask", {"data_authority": "cannot"}),
        ("what-to-correct", {"data_wrong": "The date of birth"}),
        ("your-name", {}),
        ("contact", BY_EMAIL),
        ("staying-safe", {}),
        ("help-you-need", {}),
    )
    assert answers()["data_person"] == "Dora Example"


def test_a_young_person_who_asks_for_their_records_is_not_led_away(client: StrictClient) -> None:
    walk(
        Person(client),
        ("kind", {"kind": "personal-data"}),
        ("data-right", {"data_right": "see"}),
        ("who-are-you", {"who_are_you": "young-person"}),
        ("what-to-see", {}),
        ("how-to-have-it", {}),
        ("your-name", {"name": "Jo"}),
        ("contact", BY_EMAIL),
        ("staying-safe", {}),
        ("help-you-need", {}),
    )


def test_a_complaint_about_information_is_asked_what_would_put_it_right_and_whether_it_is_part_of_more(
    client: StrictClient,
) -> None:
    walk(
        Person(client),
        ("kind", {"kind": "personal-data"}),
        ("data-right", {"data_right": "complain"}),
        ("who-are-you", {"who_are_you": "parent"}),
        ("whose-information", {"whose_data": "mine"}),
        ("how-it-was-used", {"data_happened": "You told my neighbour", "data_put_right": "Say sorry"}),
        ("part-of-a-complaint", {"data_linked": "told-before", "data_linked_reference": "R7KD-2M"}),
        ("about-somebody", {"about_named": "yes"}),
        ("who-it-is-about", {"named_people__0__name": "Bob Bogus"}),
        ("has-a-child-been-hurt", {"harm_tick": "none"}),
        ("your-name", {}),
        ("contact", BY_EMAIL),
        ("how-to-talk", {"talk_how": "meeting"}),
        ("staying-safe", {}),
        ("help-you-need", {}),
    )
    assert answers()["data_linked_reference"] == "R7KD-2M"


def test_a_member_of_parliament_is_asked_for_whom_and_whether_they_agree(client: StrictClient) -> None:
    walk(
        Person(client),
        ("kind", {"kind": "member-enquiry"}),
        ("who-is-asking", {"member_name": "Sir Benedict Bogus", "member_office": "mp", "member_area": "Madeup East"}),
        ("constituent", {"constituent_name": "Dora Example", "constituent_contact": "2 Sample Road"}),
        ("constituent-agrees", {"constituent_consent": "acting"}),
        ("is-a-child-involved", {"child_involved": "yes"}),
        ("children", {"children__0__name": "Kit Pretend"}),
        ("enquiry", {"enquiry_words": "What help can they have?"}),
        ("constituent-complains", {"constituent_complains": "yes"}),
        ("service", {"service": "not-sure"}),
        ("contact", {"email": "office@member.example", "phone": "01632 960 003"}),
    )
    assert "who_are_you" not in answers()


def test_who_works_for_a_councillor_gives_their_own_name_and_a_general_question_names_nobody(
    client: StrictClient,
) -> None:
    walk(
        Person(client),
        ("kind", {"kind": "member-enquiry"}),
        ("who-is-asking", {"member_name": "Flora Fabricated", "member_office": "for-member"}),
        ("constituent", {}),
        ("is-a-child-involved", {"child_involved": "no"}),
        ("enquiry", {"enquiry_words": "How many places are there?"}),
        ("constituent-complains", {"constituent_complains": "no"}),
        ("service", {"service": "not-sure"}),
        ("your-name", {"name": "Pat Sample"}),
        ("contact", {"email": "office@member.example"}),
    )


@pytest.mark.parametrize(
    ("wanted", "rest"),
    [
        ("no", ()),
        ("yes", (("your-name", {}), ("contact", BY_EMAIL), ("help-you-need", {}))),
    ],
)
def test_a_comment_takes_a_minute_and_asks_how_to_reply_only_where_a_reply_is_wanted(
    client: StrictClient, wanted: str, rest: tuple[tuple[str, dict[str, str]], ...]
) -> None:
    walk(
        Person(client),
        ("kind", {"kind": "comment"}),
        ("who-are-you", {"who_are_you": "young-person"}),
        ("comment", {"comment_words": "Put a bench outside"}),
        ("service", {"service": "not-sure"}),
        ("a-reply", {"reply_wanted": wanted}),
        *rest,
    )


def test_a_change_of_mind_about_what_it_is_drops_what_it_made_irrelevant(
    client: StrictClient, authority: Authority
) -> None:
    given = {"kind": "personal-data", "data_right": "see", "who_are_you": "parent", "whose_data": "mine"}
    person = half_way(client, authority, given, "what-to-see").go_on(data_wanted="Everything")
    person.open("/isle-of-wight/tell-us/data-right").go_on(data_right="correct")
    person.open("/isle-of-wight/tell-us/what-to-correct").go_on(data_wrong="The date")
    for typed in ({}, BY_EMAIL, {}, {}):
        person.go_on(**typed)
    assert person.place == "check"
    person.go_on()
    assert "data_wanted" not in answers()
    assert answers()["data_wrong"] == "The date"

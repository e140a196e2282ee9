"""What is wrong is said beside the box, and what was typed stays."""

import pytest

from authorities.models import Authority
from tests.integration.webform.person import Person, half_way
from tests.pages import StrictClient
from webform.drafts import begin

pytestmark = pytest.mark.usefixtures("authority")

COMPLAINT = {"kind": "complaint", "who_are_you": "parent", "call_about": "A visit"}
THANKS = {
    "kind": "compliment",
    "who_are_you": "parent",
    "child_involved": "no",
    "compliment_words": "She listened",
    "service": "not-sure",
}


def at_children(client: StrictClient, authority: Authority) -> Person:
    return half_way(client, authority, COMPLAINT | {"child_involved": "yes"}, "children")


def at_points(client: StrictClient, authority: Authority) -> Person:
    return half_way(client, authority, COMPLAINT | {"child_involved": "no", "call_choice": "both"}, "points")


def at_contact(client: StrictClient, authority: Authority) -> Person:
    return half_way(client, authority, THANKS, "contact")


def test_no_answer_is_told_by_the_field_and_in_the_title(client: StrictClient) -> None:
    person = Person(client).go_on()

    assert person.status == 422
    assert person.errors == {"kind": "Choose what you want to do"}
    assert person.page.title is not None
    assert person.page.title.get_text().startswith("Error: ")


def test_an_answer_that_was_not_offered_is_refused(client: StrictClient) -> None:
    assert Person(client).go_on(kind="revenge").errors == {"kind": "Choose what you want to do"}


@pytest.mark.parametrize(
    ("day", "month", "year", "text"),
    [
        ("31", "2", "2015", "Enter a date of birth like 14 6 2015, or the year alone, like 2015"),
        ("14", "", "2015", "Enter a date of birth like 14 6 2015, or the year alone, like 2015"),
        ("14", "6", "", "Enter a date of birth like 14 6 2015, or the year alone, like 2015"),
        ("x", "y", "z", "Enter a date of birth like 14 6 2015, or the year alone, like 2015"),
        ("1", "1", "2999", "Enter a date of birth that is not after today"),
        ("1", "1", "1815", "Enter the year of birth with four numbers, like 2015"),
    ],
)
def test_a_wrong_date_is_told_and_kept_as_typed(
    client: StrictClient, authority: Authority, day: str, month: str, year: str, text: str
) -> None:
    person = at_children(client, authority)
    person.go_on(
        children__0__name="Robin",
        children__0__date_of_birth__day=day,
        children__0__date_of_birth__month=month,
        children__0__date_of_birth__year=year,
    )

    assert list(person.errors.values()) == [text]
    assert person.value("children-0-date_of_birth-day") == day
    assert person.value("children-0-date_of_birth-month") == month
    assert person.value("children-0-date_of_birth-year") == year
    assert person.value("children-0-name") == "Robin"


@pytest.mark.parametrize(
    ("day", "month", "year", "kept"),
    [("", "", "2015", "2015"), ("", "June", "15", "June 2015"), (" 4 ", "06", "2015", "4 June 2015")],
)
def test_as_much_of_a_date_of_birth_as_is_known_will_do(
    client: StrictClient, authority: Authority, day: str, month: str, year: str, kept: str
) -> None:
    person = at_children(client, authority)
    person.go_on(
        children__0__name="Robin",
        children__0__date_of_birth__day=day,
        children__0__date_of_birth__month=month,
        children__0__date_of_birth__year=year,
    )
    assert person.heading == "In one line, what is it about?"

    person.open("/isle-of-wight/tell-us/children")

    shown = [person.value(f"children-0-date_of_birth-{part}") for part in ("day", "month", "year")]
    expected = {"2015": ["", "", "2015"], "June 2015": ["", "6", "2015"], "4 June 2015": ["4", "6", "2015"]}[kept]
    assert shown == expected


def test_over_long_text_is_told_with_its_length_and_kept_whole(client: StrictClient, authority: Authority) -> None:
    words = "word " * 2400

    person = at_points(client, authority).go_on(points__0__what=words)

    assert person.status == 422
    assert person.errors == {"points-0-what": "Shorten this to 10,000 characters or fewer. It has 11,999 now"}
    assert person.value("points-0-what") == words.strip()


def test_entries_are_added_and_taken_away_without_scripts_and_keep_their_words(
    client: StrictClient, authority: Authority
) -> None:
    person = at_points(client, authority)
    person.go_on(("add", "points"), points__0__what="First", points__0__when="")
    person.go_on(("add", "points"), points__0__what="First", points__1__what="Second")
    assert person.value("points-2-what") == ""

    person.go_on(("remove", "points-0"), points__0__what="First", points__1__what="Second", points__2__what="Third")

    assert person.value("points-0-what") == "Second"
    assert person.value("points-1-what") == "Third"
    assert person.open("/isle-of-wight/tell-us/points").value("points-1-what") == "Third"


def test_an_entry_half_filled_in_is_told_by_its_own_box(client: StrictClient, authority: Authority) -> None:
    person = at_points(client, authority).go_on(points__0__what="First", points__1__when="In March")

    assert person.errors == {"points-1-what": "Tell us what happened or did not happen"}
    assert person.value("points-1-when") == "In March"


@pytest.mark.parametrize("box", ["points__²__what", f"points__{'9' * 5000}__what"])
def test_boxes_that_no_page_has_are_refused(client: StrictClient, authority: Authority, box: str) -> None:
    assert at_points(client, authority).go_on(**{"points__0__what": "First", box: "x"}).status == 400


def test_a_box_of_no_entry_does_no_harm(client: StrictClient, authority: Authority) -> None:
    person = at_points(client, authority).go_on(points__0__what="First", points__="x")
    assert person.heading == "Is it about what one person or one team did?"


def test_no_way_to_reach_somebody_is_asked_about_once_for_the_page(client: StrictClient, authority: Authority) -> None:
    person = at_contact(client, authority).go_on()

    assert person.errors == {"email": "Give us one way to reach you, or tick “I do not need an answer”"}


@pytest.mark.parametrize(
    "typed",
    [
        {"email": "sam@example.com"},
        {"phone": "01632 960 001 ask for Sam"},
        {"postal_address": "1 Sample Road"},
        {"contact_through": "Through my sister, 01632 960 009"},
        {"no_contact": "no-answer"},
    ],
)
def test_any_one_way_to_reach_somebody_will_do(
    client: StrictClient, authority: Authority, typed: dict[str, str]
) -> None:
    assert at_contact(client, authority).go_on(**typed).status == 200


@pytest.mark.parametrize(
    ("typed", "errors"),
    [
        ({"email": "sam at example"}, {"email": "Enter an email address like name@example.com"}),
        ({"phone": "123"}, {"phone": "Enter a telephone number with all its digits, like 01632 960 001"}),
    ],
)
def test_what_cannot_be_an_address_is_told(
    client: StrictClient, authority: Authority, typed: dict[str, str], errors: dict[str, str]
) -> None:
    person = at_contact(client, authority).go_on(**typed)

    assert person.errors == errors
    assert person.value(next(iter(typed))) == next(iter(typed.values()))


def test_none_of_these_cannot_stand_beside_another_answer(client: StrictClient, authority: Authority) -> None:
    answers = {"kind": "something-else", "something_else": "none-of-these", "who_are_you": "parent", "message": "Hello"}
    person = half_way(client, authority, answers | {"child_involved": "no"}, "has-a-child-been-hurt")

    person.go_on(harm_tick=["none", "i-am-not-safe"])

    assert person.errors == {"harm_tick": "Choose the answers that are right, or “None of these”, but not both"}


def test_hidden_characters_are_left_out(client: StrictClient, authority: Authority) -> None:
    person = half_way(client, authority, THANKS, "thanks").go_on(compliment_words="She\x00 \u202elistened\x07")

    assert person.open("/isle-of-wight/tell-us/thanks").value("compliment_words") == "She listened"


def test_a_number_to_ring_is_asked_for_only_where_none_was_given(client: StrictClient, authority: Authority) -> None:
    answers = COMPLAINT | {
        "child_involved": "no",
        "call_choice": "take-complaint",
        "points": [{"what": "First", "when": None}],
        "harm_tick": ["none"],
        "service": "not-sure",
        "email": "sam@example.com",
    }
    person = half_way(client, authority, answers, "ring-you-as-well")
    assert person.heading == "Shall we ring you as well?"

    person.go_on(ring_as_well="yes")
    assert person.errors == {"ring_on": "Enter the telephone number we should ring"}
    person.go_on(ring_as_well="yes", ring_on="01632 960 004")

    assert person.place == "check"
    assert "01632 960 004" in person.words


def test_what_a_person_typed_for_a_choice_not_made_is_not_kept(client: StrictClient) -> None:
    person = Person(client).go_on(kind="compliment").go_on(who_are_you="parent", who_other="A neighbour")

    assert person.open("/isle-of-wight/tell-us/who-are-you").value("who_other") == ""


@pytest.mark.parametrize(
    "path",
    [
        "/no-such-council/",
        "/isle-of-wight/no-such-form/",
        "/isle-of-wight/no-such-form/page",
        "/isle-of-wight/signposts/nowhere",
    ],
)
def test_an_address_that_leads_nowhere_is_not_found(client: StrictClient, path: str) -> None:
    assert Person(client, path).status == 404


def test_the_front_page_is_the_default_authoritys_start(client: StrictClient) -> None:
    person = Person(client, "/")

    assert person.path == "/isle-of-wight/"
    assert "Telling us will not change the help your family gets" in person.words
    assert person.page.find("a", href="/isle-of-wight/tell-us/leaving-quickly")


def test_a_page_in_the_middle_without_a_draft_says_that_nothing_is_kept(client: StrictClient) -> None:
    assert Person(client, "/isle-of-wight/tell-us/points").status == 410


def test_an_escalation_form_is_not_begun_without_what_it_is_about(client: StrictClient, authority: Authority) -> None:
    assert Person(client, "/isle-of-wight/escalation/").status == 410
    assert begin("escalation", authority.id, known={"asked_by_child": "no", "has_points": "no"})

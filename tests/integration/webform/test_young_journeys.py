"""A child or young person tells us, by the form for their age, alone or with a grown-up who helps."""

import pytest
from sqlalchemy import select

from authorities.models import Authority
from foundation.database import db
from tests.integration.webform.person import Person, half_way
from tests.pages import StrictClient
from webform.designer.pages import remove_page
from webform.models import Submission
from webform.publishing import live_form, publish_form

pytestmark = pytest.mark.usefixtures("authority")

YOUNG = "/isle-of-wight/young-people/"
UNDER_12 = "/isle-of-wight/under-12/"
NOW = "/isle-of-wight/contact-me-now/"


def sent() -> list[Submission]:
    return list(db.session.scalars(select(Submission)))


def test_a_young_person_is_led_to_their_own_form(client: StrictClient) -> None:
    person = Person(client)
    person.go_on(kind="complaint")
    person.go_on(who_are_you="young-person")
    assert person.path.startswith("/isle-of-wight/young-people/")
    assert person.heading == "How old are you?"
    person.go_on(age="14")
    assert "will not get into trouble" in person.words
    person.go_on()
    person.go_on(not_safe="yes")
    assert person.heading == "Get help now"
    assert "0800 1111" in person.words
    for typed in (
        {},
        {"first_name": "Robin"},
        {"what_happened": "They moved me and did not say why"},
        {"feelings": ["sad", "left-out"], "how_feel": "Nobody asked me"},
        {"what_would_help": "Tell me why"},
        {"who_on_your_side": "My nan"},
    ):
        person.go_on(**typed)
    assert person.heading == "Would you like an advocate?"
    person.go_on(advocate="yes")
    person.go_on(social_worker="")
    person.go_on(how_reach=["text", "somebody"])
    person.go_on(phone="07700 900 123")
    person.go_on(contact_through="My nan, 01632 960 003")
    person.go_on(safe_notes="Not in school")
    assert person.heading == "Is this right?"
    assert "complaint" not in person.words.lower()
    person.go_on()

    (submission,) = sent()
    assert submission.form_key == "young-people"
    assert submission.answers == {
        "not_safe": "yes",
        "first_name": "Robin",
        "age": 14,
        "what_happened": "They moved me and did not say why",
        "feelings": ["sad", "left-out"],
        "how_feel": "Nobody asked me",
        "what_would_help": "Tell me why",
        "who_on_your_side": "My nan",
        "advocate": "yes",
        "how_reach": ["text", "somebody"],
        "phone": "07700 900 123",
        "contact_through": "My nan, 01632 960 003",
        "safe_notes": "Not in school",
    }
    assert "complaint" not in person.words.lower()


def test_what_a_young_person_wrote_before_goes_along_to_their_own_form(
    client: StrictClient, authority: Authority
) -> None:
    wrote = {"kind": "complaint", "who_are_you": "parent", "phone": "07700 900 123", "safe_notes": "Not in school"}
    person = half_way(client, authority, wrote, "who-are-you")

    person.go_on(who_are_you="young-person")
    assert person.place == "your-age"
    for typed in ({}, {}, {"not_safe": "no"}, {"first_name": "Robin"}, {"what_happened": "They moved me"}, {}, {}, {}):
        person.go_on(**typed)
    person.go_on(advocate="no").go_on().go_on(how_reach=["call"])

    assert person.value("phone") == "07700 900 123"
    person.go_on(phone="07700 900 123")
    assert person.value("safe_notes") == "Not in school"
    assert Person(client, "/isle-of-wight/tell-us/who-are-you").value("who_are_you") == "young-person"
    again = Person(client, "/isle-of-wight/tell-us/who-are-you").go_on(who_are_you="young-person")
    assert again.open("/isle-of-wight/young-people/your-name").value("first_name") == "Robin"


def test_what_was_written_elsewhere_does_not_go_along_to_a_question_of_another_kind(
    client: StrictClient, authority: Authority
) -> None:
    changed = remove_page(live_form(authority.id, "young-people").definition.as_data(), "what-we-should-know")
    asked = {"key": "safe_notes", "kind": "date", "label": "When is it safe?", "missing": "Say when"}
    changed["pages"].insert(0, {"key": "when-safe", "questions": [asked]})
    publish_form(authority.id, changed, {})
    wrote = {"kind": "complaint", "who_are_you": "parent", "safe_notes": "Not in school"}
    person = half_way(client, authority, wrote, "who-are-you").go_on(who_are_you="young-person")
    assert (person.status, person.heading) == (200, "When is it safe?")
    assert person.value("safe_notes-year") == ""


@pytest.mark.parametrize(
    ("age", "place"),
    [
        ("11", "/isle-of-wight/under-12/are-you-safe"),
        ("12", "/isle-of-wight/young-people/before-you-start"),
        ("22", "/isle-of-wight/young-people/before-you-start"),
        ("", "/isle-of-wight/young-people/before-you-start"),
    ],
)
def test_one_question_leads_to_the_form_for_their_age(client: StrictClient, age: str, place: str) -> None:
    person = Person(client, YOUNG)
    assert person.heading == "Tell us what is not right"
    assert Person(client, YOUNG + "your-age").go_on(age=age).path == place


def test_a_child_under_12_tells_us_with_a_grown_up_beside_them(client: StrictClient) -> None:
    person = Person(client, YOUNG + "your-age").go_on(age="8")
    person.go_on(not_safe="no")
    assert person.heading == "Is a grown-up helping you?"
    person.go_on(helped="yes", helper_name="Miss Pretend")
    assert person.value("age") == "8"
    person.go_on(first_name="Kit", age="8")
    person.go_on(what_happened="They shout at me")
    assert person.heading == "How do you feel?"
    for words in ("Sad", "Scared", "Happy"):
        assert words in person.words
    person.go_on(feelings=["sad", "scared"])
    person.go_on(what_would_help="Stop shouting")
    person.go_on(who_on_your_side="My nan")
    assert person.heading == "Would you like somebody just for you?"
    person.go_on(advocate="yes")
    person.go_on(how_reach=["visit", "somebody"])
    assert person.heading == "Where do you live?"
    person.go_on(postal_address="The school on Invented Road")
    person.go_on(contact_through="Miss Pretend at school")
    person.go_on(safe_notes="")
    assert person.heading == "Is this right?"
    assert "complain" not in person.words.lower()
    person.go_on()

    (submission,) = sent()
    assert submission.form_key == "under-12"
    assert submission.answers == {
        "not_safe": "no",
        "helped": "yes",
        "helper_name": "Miss Pretend",
        "first_name": "Kit",
        "age": 8,
        "what_happened": "They shout at me",
        "feelings": ["sad", "scared"],
        "what_would_help": "Stop shouting",
        "who_on_your_side": "My nan",
        "advocate": "yes",
        "how_reach": ["visit", "somebody"],
        "postal_address": "The school on Invented Road",
        "contact_through": "Miss Pretend at school",
    }
    assert "complain" not in person.words.lower()


def test_a_child_can_leave_out_all_but_what_happened_and_how_we_talk(client: StrictClient) -> None:
    person = Person(client, UNDER_12 + "are-you-safe")
    for typed in ({"not_safe": "no"}, {"helped": "no"}, {}, {"what_happened": "It is not fair"}, {}, {}, {}):
        person.go_on(**typed)
    person.go_on(advocate="no").go_on(how_reach=["do-not"])
    assert person.place == "check"
    person.go_on()
    assert len(sent()) == 1


def test_a_picture_stands_beside_its_words_and_says_nothing_itself(client: StrictClient) -> None:
    person = Person(client, UNDER_12 + "are-you-safe")
    labels = person.page.select("label.govuk-radios__label")
    assert [label.get_text(strip=True) for label in labels] == ["Yes, I am safe", "No, I am not safe", "I am not sure"]
    for label in labels:
        (picture,) = label.select("svg")
        assert picture["aria-hidden"] == "true"
        assert not picture.get_text(strip=True)


@pytest.mark.parametrize("answer", ["yes", "not-sure"])
@pytest.mark.parametrize("form", [YOUNG, UNDER_12])
def test_somebody_who_may_not_be_safe_sees_help_at_once_and_can_ask_to_be_contacted_now(
    client: StrictClient, form: str, answer: str
) -> None:
    person = Person(client, form + ("your-age" if form == YOUNG else "are-you-safe"))
    if form == YOUNG:
        person.go_on().go_on()
    person.go_on(not_safe=answer)
    assert person.heading == "Get help now"
    for words in ("999", "0800 1111", "Nobody reads this at night or at the weekend"):
        assert words in person.words
    (button,) = person.page.find_all("a", string=lambda words: words and "Ask somebody to contact me now" in words)
    now = Person(client, button["href"])
    assert [box["name"] for box in now.page.select("main :not([aria-hidden]) > .govuk-input")] == [
        "first_name",
        "how_to_reach",
    ]
    assert "nobody here reads it" in now.words
    now.go_on(first_name="Jo", how_to_reach="")
    assert now.errors == {"how_to_reach": "Tell us how we can reach you"}
    assert now.value("first_name") == "Jo"
    (back,) = now.page.select(".govuk-back-link")
    assert Person(client, back["href"]).heading == "Get help now"
    now.go_on(first_name="Jo", how_to_reach="07700 900 123")
    assert now.heading == "We have asked somebody to contact you"
    assert "complain" not in now.words.lower()

    (submission,) = sent()
    assert submission.answers == {"first_name": "Jo", "how_to_reach": "07700 900 123"}
    assert Person(client, person.path).heading == "Get help now", "what they were telling us is still there"


@pytest.mark.parametrize("came_from", ["", "?from=https://evil.example/", "?from=//evil.example", "?from=javascript:1"])
def test_contact_me_now_leads_back_to_no_other_site(client: StrictClient, came_from: str) -> None:
    assert not Person(client, NOW + came_from).page.select(".govuk-back-link")


def test_two_presses_of_contact_me_now_are_one_sending(client: StrictClient) -> None:
    now = Person(client, NOW)
    first = now.post(how_to_reach="07700 900 123")
    client.delete_cookie("redress-form-isle-of-wight-contact-me-now")
    second = now.post(how_to_reach="07700 900 123")
    assert first.request.path == second.request.path == "/isle-of-wight/contact-me-now/sent"
    (submission,) = sent()
    assert submission.reference in second.get_data(as_text=True)


def test_asking_again_another_day_is_another_sending(client: StrictClient) -> None:
    Person(client, NOW).go_on(how_to_reach="07700 900 123")
    Person(client, NOW).go_on(how_to_reach="07700 900 124")
    assert len(sent()) == 2


def test_somebody_whose_page_brings_no_secret_is_helped_all_the_same(client: StrictClient) -> None:
    now = Person(client, NOW)
    for hidden in now.page.select("input[name=secret]"):
        hidden["value"] = "short"
    now.go_on(how_to_reach="07700 900 123")
    assert now.place == "sent"
    assert len(sent()) == 1


def test_a_young_person_need_not_say_a_name(client: StrictClient) -> None:
    person = Person(client)
    for typed in ({"kind": "complaint"}, {"who_are_you": "young-person"}, {}, {}, {"not_safe": "no"}):
        person.go_on(**typed)
    assert person.place == "your-name"
    person.go_on()
    assert person.errors == {}
    assert person.place == "what-happened"


def test_asking_to_be_contacted_now_offers_nothing_else_to_press(client: StrictClient) -> None:
    buttons = [button.get_text(strip=True) for button in Person(client, NOW).page.select("main button[type=submit]")]
    assert buttons == ["Ask somebody to contact me now"]

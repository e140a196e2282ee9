"""The words of an answer's letter, for parents and for young people."""

from dataclasses import replace
from datetime import date

import pytest

from cases.letter import (
    LINK,
    AnsweredPoint,
    Contact,
    LetterFacts,
    NextStep,
    Promise,
    Spoken,
    write_letter,
)

FACTS = LetterFacts(
    reference="R7KD-2M",
    council="Invented Council",
    person_name="Asha Pretend",
    received_on=date(2026, 11, 20),
    points=(
        AnsweredPoint(1, "Nobody rang me.", "upheld", "We did not ring.\n\nOur rota failed."),
        AnsweredPoint(2, "The plan is wrong.", "not-upheld", "The plan is right."),
    ),
    apology="I am sorry that we did not ring.",
    remedy="We will ring you each Monday.",
    promises=(Promise("Mend the rota.", "The team manager", date(2027, 1, 8)),),
    spoken=None,
    only_confirms=False,
    next_step=NextStep("a second look by someone from outside the team", date(2027, 1, 6)),
    contact=Contact("01632 960100", "complaints@council.example", "Example House"),
    signed_by="Sam Invented",
    signed_job="Team manager",
)
YOUNG = replace(FACTS, is_young=True, person_name="Kit")


def test_the_whole_letter_to_a_parent_reads_in_order() -> None:
    letter = write_letter(replace(FACTS, spoken=Spoken("call", date(2026, 12, 3))))
    assert letter.text() == (
        "Dear Asha Pretend,\n\n"
        "Thank you for telling us what went wrong. Your message reached us on Friday 20 November 2026 and its "
        "reference is R7KD-2M.\n\n"
        "We spoke on the telephone on Thursday 3 December 2026. This letter is our full answer in writing.\n\n"
        "Point 1\n\n"
        "You told us: Nobody rang me.\n\n"
        "We agree with you about this.\n\n"
        "We did not ring.\n\n"
        "Our rota failed.\n\n"
        "Point 2\n\n"
        "You told us: The plan is wrong.\n\n"
        "We have looked at this and we do not agree.\n\n"
        "The plan is right.\n\n"
        "I am sorry that we did not ring.\n\n"
        "What we will do\n\n"
        "We will ring you each Monday.\n\n"
        "- Mend the rota. The team manager will see to it by Friday 8 January 2027.\n\n"
        "If this has not put things right\n\n"
        "You can ask for a second look by someone from outside the team. You do not have to give a reason. The "
        "quickest way is this link:\n\n"
        "[link]\n\n"
        "Or tell us in any words you like: ring 01632 960100, email complaints@council.example, write to us, or ask "
        "somebody to tell us for you.\n\n"
        "It helps if you can ask by Wednesday 6 January 2027, while things are fresh. If you need longer, you can "
        "still ask.\n\n"
        "If you would like this letter explained, or in another form or language, ring 01632 960100.\n\n"
        "Sam Invented\nTeam manager\nInvented Council"
    )


def test_the_word_upheld_is_used_only_where_the_council_asks_for_it() -> None:
    assert "uphold" not in write_letter(FACTS).text().lower()
    assert "upheld" not in write_letter(FACTS).text().lower()
    formal = write_letter(replace(FACTS, uses_formal_findings=True)).text()
    assert "We uphold this point." in formal
    assert "We do not uphold this point." in formal


def test_a_young_person_never_reads_of_a_complaint_or_of_upholding() -> None:
    for is_formal in (False, True):
        words = write_letter(replace(YOUNG, uses_formal_findings=is_formal)).text().lower()
        assert "complain" not in words
        assert "uphold" not in words
        assert "stage" not in words


def test_a_young_person_is_told_of_an_advocate_and_what_to_do_if_not_safe() -> None:
    words = write_letter(YOUNG).text()
    assert words.startswith("Hello Kit,")
    assert "An advocate can help you say what you think. It is free. They work for you, not for us." in words
    assert "If you are not safe now, ring 999." in words
    assert "will not get you into trouble" in words


def test_only_young_people_are_told_of_an_advocate() -> None:
    assert "advocate" not in write_letter(FACTS).text()


def test_a_single_point_has_no_number() -> None:
    words = write_letter(replace(FACTS, points=FACTS.points[:1])).text()
    assert "Point 1" not in words
    assert "You told us: Nobody rang me." in words


def test_the_last_word_names_the_ombudsman_and_has_no_link() -> None:
    letter = write_letter(replace(FACTS, next_step=None, is_last_word=True))
    assert not letter.has_link
    assert LINK not in letter.text()
    assert "Local Government and Social Care Ombudsman" in letter.text()
    assert "0300 061 0614" in letter.text()


def test_the_ombudsman_is_not_named_while_a_stage_is_left() -> None:
    assert "Ombudsman" not in write_letter(FACTS).text()


def test_the_words_around_the_link_and_the_link_make_the_whole_letter() -> None:
    letter = write_letter(FACTS)
    before, after = letter.around_link()
    assert f"{before}\n\n{LINK}\n\n{after}" == letter.text()


@pytest.mark.parametrize(
    ("how", "words"),
    [
        ("call", "We spoke on the telephone on Thursday 3 December 2026."),
        ("video", "We spoke by video on Thursday 3 December 2026."),
        ("meeting", "We met on Thursday 3 December 2026."),
    ],
)
def test_the_letter_says_how_and_when_they_spoke(how: str, words: str) -> None:
    assert words in write_letter(replace(FACTS, spoken=Spoken(how, date(2026, 12, 3)))).text()


def test_after_a_call_alone_the_letter_only_confirms_it() -> None:
    spoken = replace(FACTS, spoken=Spoken("call", date(2026, 12, 3)), only_confirms=True)
    assert "This letter confirms what we told you." in write_letter(spoken).text()


@pytest.mark.parametrize("facts", [FACTS, YOUNG, replace(FACTS, uses_formal_findings=True)])
def test_no_letter_has_words_that_voice_forbids(facts: LetterFacts) -> None:
    words = write_letter(facts).text().lower()
    for banned in ("!", "unfortunately", "please note", "simply", "representation"):
        assert banned not in words
    assert words.count("thank you") == 1

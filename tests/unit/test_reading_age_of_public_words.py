"""Whatever the public reads can be read at twelve, and what young people read at nine or ten.

A passage of some words is judged by itself; shorter ones, such as labels, with the others of their page, and those of
a page of few words with the whole form.
"""

from collections import defaultdict

from foundation.reading_age import longest_sentence, reading_age, words_in
from tests.public_words import PUBLIC_CODE, Passage, passages, shipped_forms

PUBLIC = 12.0
YOUNG_PASSAGE, YOUNG_PAGE = 10.0, 9.0
LONGEST = {False: 36, True: 28}
"""The most words that one sentence may have, for the public and for young people."""
ENOUGH = 8
"""The fewest words that can be judged: the formula says nothing of two."""

NAMES = {
    "Children Act 1989": "the law has this name, and people may look it up",
    "Public Sector Bodies (Websites and Mobile Applications) (No. 2) Accessibility Regulations 2018": "the same",
    "Web Content Accessibility Guidelines": "the standard has this name",
    "Equality and Human Rights Commission": "the body has this name",
    "Equality Advisory and Support Service": "the body has this name",
    "Local Government and Social Care Ombudsman": "the body has this name, and people may look it up",
    "Information Commissioner’s Office": "the body has this name",
    "National Domestic Abuse Helpline": "the body has this name",
}
"""The exceptions: what cannot be said more plainly, and why. Each is read as one short word."""


def readable(words: str) -> str:
    """The words with each excepted name made short."""
    for name in NAMES:
        words = words.replace(name, "{fact}")
    return words


def too_hard(passage: Passage) -> bool:
    limit = YOUNG_PASSAGE if passage.is_young else PUBLIC
    return words_in(passage.words) >= ENOUGH and reading_age(readable(passage.words)) > limit


def gathered(*, wholes: bool) -> dict[tuple[str, bool], str]:
    """The words of each page, or of each whole form."""
    found: dict[tuple[str, bool], list[str]] = defaultdict(list)
    for passage in passages():
        place = passage.place.split("/")[0] if wholes else passage.place
        found[place, passage.is_young].append(readable(passage.words))
    return {place: "\n".join(words) for place, words in found.items() if words_in(" ".join(words)) >= ENOUGH}


def test_every_passage_reads_at_twelve_and_at_ten_for_young_people() -> None:
    hard = sorted((round(reading_age(readable(p.words)), 1), p.place, p.words) for p in passages() if too_hard(p))
    assert not hard


def test_every_page_and_message_reads_at_twelve_and_at_nine_for_young_people() -> None:
    ages = {place: round(reading_age(words), 1) for place, words in gathered(wholes=False).items()}
    assert not {place: age for place, age in ages.items() if age > (YOUNG_PAGE if place[1] else PUBLIC)}


def test_every_form_as_a_whole_reads_at_ten_and_at_eight_for_young_people() -> None:
    ages = {place: round(reading_age(words), 1) for place, words in gathered(wholes=True).items()}
    assert not {place: age for place, age in ages.items() if age > (8 if place[1] else 10)}


def test_no_sentence_runs_on() -> None:
    long = [
        (words_in(sentence), passage.place, sentence)
        for passage in passages()
        if words_in(sentence := longest_sentence(readable(passage.words))) > LONGEST[passage.is_young]
    ]
    assert not long


def test_every_exception_is_still_needed() -> None:
    said = "\n".join(passage.words for passage in passages())
    assert not [name for name in NAMES if name not in said]


def test_words_are_gathered_from_every_place_the_public_reads() -> None:
    found = passages()
    places = {passage.place for passage in found}
    assert {key for _, key in shipped_forms()} <= {place.split("/")[0] for place in places}
    assert {"application/templates/standing_pages/privacy.html", "webform/templates/webform/sent.html"} <= places
    assert {"application/error_pages.py", "webform/kinds/numbers.py", "wordings/receipt-young"} <= places
    assert all(any(place.startswith(code) for place in places) for code in PUBLIC_CODE)
    words = {passage.words for passage in found}
    assert "Which service is it about?" in words, "a label of a form"
    assert "An explanation of what happened" in words, "a choice of an authority's list"
    assert "Enter a date of birth that is not after today" in words, "an error"
    assert (
        "Keep this reference. You can give it to us when you ring or write, and you do not need it to be helped."
        in (words)
    ), "a page"
    assert Passage("young-people/what-happened", "What is not right?", is_young=True) in found

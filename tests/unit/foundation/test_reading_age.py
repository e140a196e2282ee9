"""The age at which a text reads with ease; letters, words and sentences counted by hand."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from foundation.reading_age import YOUNGEST, longest_sentence, reading_age, sentences_of, words_in


def test_letters_words_and_sentences_make_an_age() -> None:
    # 10 words, 2 sentences, 6 + 9 + 4 + 3 + 5 = 27 and 4 + 9 + 2 + 6 + 7 = 28 letters: 55.
    # 4.71 × 5.5 + 0.5 × 5 − 21.43 = 25.905 + 2.5 − 21.43 = 6.975, and 5 more: 11.975.
    text = "People sometimes want two calls. Tell everybody at dinner moments."
    assert reading_age(text) == pytest.approx(11.975)


def test_a_longer_sentence_of_the_same_words_is_harder() -> None:
    # 12 words of 4 letters: 18.84 + 0.5 × 4 − 21.43 = −0.59 in three sentences, + 0.5 × 12 = 3.41 in one.
    assert reading_age("Tell them what. Tell them what. Tell them what. Tell them what.") == YOUNGEST
    assert reading_age("Tell them what " * 4) == pytest.approx(8.41)


def test_longer_words_are_harder() -> None:
    # 4 words of 13 letters: 61.23 + 2 − 21.43 = 41.8, and 5.
    assert reading_age("Consideration consideration consideration consideration.") == pytest.approx(46.8)


@pytest.mark.parametrize("text", ["", " \n ", "…", "- "])
def test_a_text_without_words_is_the_easiest(text: str) -> None:
    assert reading_age(text) == YOUNGEST
    assert sentences_of(text) == []
    assert longest_sentence(text) == ""


@pytest.mark.parametrize(
    ("text", "sentences"),
    [
        ("Ring us. We listen.", ["Ring us.", "We listen."]),
        ("Is it about a school? Tell us!", ["Is it about a school?", "Tell us!"]),
        ("They said “wait.” So we wait.", ["They said “wait.”", "So we wait."]),
        ("It costs 2.50 a week. Ring 999.", ["It costs 2.50 a week.", "Ring 999."]),
        ("Dr. Sample and Mr. A. Example rang.", ["Dr. Sample and Mr. A. Example rang."]),
        ("Some help, e.g. a call, is free.", ["Some help, e.g. a call, is free."]),
        ("You can:\n- ring us\n- write to us", ["You can:", "ring us", "write to us"]),
        ("1. First\n2) Second", ["First", "Second"]),
        ("See https://www.gov.uk/find. Then ring.", ["See https://www.gov.uk/find.", "Then ring."]),
        ("One line\n\nAnother", ["One line", "Another"]),
    ],
)
def test_sentences_end_where_a_reader_stops(text: str, sentences: list[str]) -> None:
    assert sentences_of(text) == sentences


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("children’s step-parents don't", 3),
        ("Ring 0800 2000 247 now", 3),
        ("Ring 01632 960 001", 2),
        ("Ring {phone}, {hours}", 3),
        ("sam.sample@council.example is read", 3),
        ("https://ico.org.uk/make-a-complaint/ tells you", 3),
        ("9am to 12 noon", 4),
        ("27 3 2026", 1),
        ("5 children", 2),
        ("– … “ ”", 0),
    ],
)
def test_what_is_known_at_a_glance_is_one_word(text: str, words: int) -> None:
    assert words_in(text) == words


def test_numbers_and_addresses_are_no_harder_than_a_short_word() -> None:
    short = reading_age("You can ring us on this, or look at this.")
    assert reading_age("You can ring us on 0808 2000 247, or look at https://www.gov.uk/find-court-tribunal.") == short
    assert reading_age("You can ring us on {phone}, or look at {link}.") == short


def test_the_longest_sentence_is_the_one_with_most_words() -> None:
    assert longest_sentence("Consideration, notwithstanding. We rang you up to ask. Yes.") == "We rang you up to ask."


@given(st.text(max_size=400))
def test_any_text_has_an_age_and_loses_no_word_in_its_sentences(text: str) -> None:
    assert reading_age(text) >= YOUNGEST
    assert all(words_in(sentence) for sentence in sentences_of(text))
    assert longest_sentence(text) in ["", *sentences_of(text)]

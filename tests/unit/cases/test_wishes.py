"""How somebody may be reached, from what they said."""

import pytest

from cases.wishes import (
    Wishes,
    arranged_before_speaking,
    how_to_reach,
    made_by_hand,
    may_be_rung,
    way_to_write,
    ways_to_ask,
)

BOTH = Wishes(has_email=True, has_address=True, may_write=True)


@pytest.mark.parametrize(
    ("wishes", "way"),
    [
        (BOTH, "email"),
        (Wishes(has_email=True, has_address=True, may_write=True, preferred="letter"), "letter"),
        (Wishes(has_email=True, has_address=True, may_write=False, preferred="letter"), "email"),
        (Wishes(has_address=True, may_write=True, preferred="email"), "letter"),
        (Wishes(has_address=True, may_write=False), "none"),
        (Wishes(has_phone=True), "none"),
        (Wishes(has_email=True, wants_no_answer=True), "none"),
    ],
)
def test_a_message_goes_by_the_way_they_chose_where_it_is_safe(wishes: Wishes, way: str) -> None:
    assert way_to_write(wishes) == way


def test_nobody_is_asked_to_ring_somebody_who_wants_writing_only_or_no_answer() -> None:
    assert may_be_rung(Wishes(talk_how="call"))
    assert not may_be_rung(Wishes(talk_how="writing-only"))
    assert not may_be_rung(Wishes(wants_no_answer=True))


def test_what_no_machine_writes_is_made_by_hand() -> None:
    assert made_by_hand(Wishes(adjustments=("large-print", "more-time"))) == ()
    assert made_by_hand(Wishes(adjustments=("braille", "easy-read"), other_language=True)) == (
        "easy read", "braille", "their language",
    )  # fmt: skip


def test_interpreters_are_arranged_before_anybody_speaks_with_them() -> None:
    assert arranged_before_speaking(Wishes(other_language=True)) == ("an interpreter",)
    assert arranged_before_speaking(Wishes(adjustments=("bsl", "interpreter"), other_language=True)) == (
        "a British Sign Language interpreter", "an interpreter",
    )  # fmt: skip
    assert arranged_before_speaking(Wishes(adjustments=("bsl",), talk_how="writing-only")) == ()


@pytest.mark.parametrize(
    ("wishes", "begins"),
    [
        (BOTH, "Write to them by email."),
        (Wishes(has_address=True, may_write=True), "Write to them by letter."),
        (Wishes(has_address=True, has_go_between=True, has_phone=True), "Reach them through the person they named"),
        (Wishes(has_phone=True), "Ring them, at a time they said is safe."),
        (Wishes(has_phone=True, talk_how="writing-only"), "They gave no way that we may use."),
        (Wishes(has_email=True, wants_no_answer=True), "They do not want to be contacted."),
    ],
)
def test_officers_are_told_in_one_sentence(wishes: Wishes, begins: str) -> None:
    assert how_to_reach(wishes).startswith(begins)


@pytest.mark.parametrize(
    ("wishes", "ways"),
    [
        (Wishes(has_email=True, has_phone=True), ("email", "telephone")),
        (Wishes(has_email=True, has_phone=True, has_address=True, may_write=True), ("email", "telephone")),
        (Wishes(has_email=True, has_phone=True, has_address=True, may_write=True, preferred="letter"),
         ("letter", "telephone")),
        (Wishes(has_email=True, has_phone=True, has_address=True, may_write=True, talk_how="writing-only"),
         ("email", "letter")),
        (Wishes(has_email=True, has_address=True, may_write=False), ("email",)),
        (Wishes(has_address=True, may_write=True), ("letter",)),
        (Wishes(has_phone=True), ("telephone",)),
        (Wishes(has_phone=True, talk_how="writing-only"), ()),
        (Wishes(has_go_between=True), ()),
        (Wishes(has_email=True, has_phone=True, wants_no_answer=True), ()),
    ],
)  # fmt: skip
def test_they_are_asked_by_two_ways_where_two_are_safe_and_by_none_that_is_not(
    wishes: Wishes, ways: tuple[str, ...]
) -> None:
    assert ways_to_ask(wishes) == ways

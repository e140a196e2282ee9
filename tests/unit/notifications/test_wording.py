"""Wordings: what may be written, and what becomes of it."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from foundation.errors import Invalid
from notifications.publishing import OWN_WORDINGS, read_wordings
from notifications.wording import Wording, blocks_of, faults_in, html_twin, one_line, with_links, write


def a_wording(**given: str) -> Wording:
    values = {
        "key": "receipt",
        "audience": "public",
        "subject": "Your message to us, {reference}",
        "body": "Thank you.",
    }
    return Wording(**{**values, **given})


def test_a_public_wording_with_a_reference_and_a_link_of_its_own_line_may_be_published() -> None:
    assert faults_in(a_wording(body="Dear {name}\n\nWe have it.\n\n{link}\n")) == ()


def test_mail_to_staff_may_not_hold_a_name() -> None:
    faults = faults_in(a_wording(audience="staff", body="Answer {reference} for {name} by {due_on}."))
    assert faults == ("mail to staff may not hold {name}: only a reference, a link and dates",)


@pytest.mark.parametrize("audience", ["public", "young-person", "staff", "officer-team"])
def test_no_subject_may_hold_a_name(audience: str) -> None:
    assert any(
        "subjects are seen by others" in fault for fault in faults_in(a_wording(audience=audience, subject="{name}"))
    )


def test_a_link_stands_alone_and_once() -> None:
    assert "{link} must stand on a line of its own" in faults_in(a_wording(body="Go to {link} now."))
    assert "a message has one link" in faults_in(a_wording(body="{link}\n\n{link}"))


@pytest.mark.parametrize("body", ["Hello {Name}", "Hello {name", "Hello } there", "Hello {{name}}"])
def test_a_brace_that_is_no_field_is_a_fault(body: str) -> None:
    assert any("brace" in fault for fault in faults_in(a_wording(body=body)))


def test_words_that_talk_down_are_refused() -> None:
    assert "do not write “unfortunately”" in faults_in(a_wording(body="Unfortunately we are late."))


def test_a_missing_field_is_named() -> None:
    with pytest.raises(Invalid, match="The wording receipt needs due_on, which was not given"):
        write(a_wording(body="By {due_on}."), {"reference": "R7KD-2M"})


def test_words_that_look_like_fields_are_left_as_they_were_typed() -> None:
    words = write(a_wording(body="You wrote: {gist}"), {"reference": "R7KD-2M", "gist": "{link} {reference}"})
    assert words.body == "You wrote: {link} {reference}"


def test_a_typed_mark_cannot_pull_in_a_link() -> None:
    words = write(
        a_wording(body="{gist}\n\n{link}"), {"reference": "R7KD-2M", "gist": "\ue000link\ue001"}, frozenset({"link"})
    )
    assert with_links(words.body, {"link": "https://council.example/x"}) == "link\n\nhttps://council.example/x"


def test_whoever_reads_a_message_without_its_links_is_told_where_one_was() -> None:
    words = write(a_wording(body="Go on:\n\n{link}"), {"reference": "R7KD-2M"}, frozenset({"link"}))
    assert with_links(words.body, {}) == "Go on:\n\n[a link, made when the message is sent]"


@given(st.text())
def test_a_header_is_always_one_line(text: str) -> None:
    made = one_line(text)
    assert made.isprintable()
    assert made == made.strip()


def test_a_name_cannot_add_a_header() -> None:
    assert one_line("Ana\r\nBcc: everyone@council.example") == "Ana Bcc: everyone@council.example"


def test_the_html_twin_says_the_same_and_nothing_typed_is_markup() -> None:
    page = html_twin("Dear <b>Ana</b> & co\n\nTwo things:\n- one\n- two\n\nhttps://council.example/a?b=1&c=2", "A & B")
    assert "<title>A &amp; B</title>" in page
    assert "<p>Dear &lt;b&gt;Ana&lt;/b&gt; &amp; co</p>" in page
    assert "<p>Two things:</p>\n<ul><li>one</li><li>two</li></ul>" in page
    assert '<a href="https://council.example/a?b=1&amp;c=2">https://council.example/a?b=1&amp;c=2</a>' in page


def test_paragraphs_and_lists_are_told_apart() -> None:
    assert blocks_of("One\ntwo\n- a\n- b\nthree\n\nFour") == [
        ("paragraph", ["One", "two"]),
        ("list", ["a", "b"]),
        ("paragraph", ["three"]),
        ("paragraph", ["Four"]),
    ]


def test_the_shipped_wordings_of_this_package_have_no_faults() -> None:
    assert [(wording.key, faults_in(wording)) for wording in read_wordings(OWN_WORDINGS)] == [("sign-in", ())]

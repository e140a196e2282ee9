"""Each kind of question: what was typed → answer, what is wrong, words for people, value for conditions."""

from datetime import UTC, date, datetime
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from werkzeug.datastructures import MultiDict

from foundation.conditions import Value
from webform.definition import Page, Question
from webform.kinds import KINDS, problems_of, value_of, words_of
from webform.page_form import form_class, mark, read, shown

CHOICES = [
    {"value": "a", "label": "Apples"},
    {"value": "b", "label": "Bread"},
    {"value": "none", "label": "None of these"},
]


def question(kind: str, **more: Any) -> Question:
    return Question.model_validate({"key": "it", "kind": kind, "label": "It?", "missing": "Say it"} | more)


def typed(asked: Question, sent: dict[str, Any]) -> Any:
    page = Page(key="page", questions=(asked,))
    boxes = MultiDict(
        [(name, item) for name, words in sent.items() for item in (words if isinstance(words, list) else [words])]
    )
    return read(form_class(page), page, boxes)["it"]


PLAIN = ["text", "long-text", "name", "address"]
POINTS = question(
    "add-another",
    item="point",
    fields=[
        {"key": "what", "kind": "long-text", "label": "What?", "missing": "Say what"},
        {"key": "born", "kind": "date-of-birth", "label": "Born", "required": "false"},
    ],
)


@pytest.mark.parametrize(
    ("asked", "sent", "answer", "words", "value"),
    [
        (question("text"), {"it": "  two   words "}, "two words", ["two words"], "two words"),
        (question("text"), {"it": "   "}, None, [], None),
        (question("text"), {}, None, [], None),
        (question("long-text"), {"it": "one\r\n two  \r\n\r\n"}, "one\n two", ["one", " two"], "one\n two"),
        (question("name"), {"it": "Zoë O’Neill"}, "Zoë O’Neill", ["Zoë O’Neill"], "Zoë O’Neill"),
        (question("email"), {"it": " sam@example.com "}, "sam@example.com", ["sam@example.com"], "sam@example.com"),
        (question("telephone"), {"it": "01632 960001"}, "01632 960001", ["01632 960001"], "01632 960001"),
        (question("address"), {"it": "1 Road\nTown"}, "1 Road\nTown", ["1 Road", "Town"], "1 Road\nTown"),
        (question("whole-number"), {"it": " 12 "}, 12, ["12"], 12),
        (question("whole-number"), {"it": "0"}, 0, ["0"], 0),
        (
            question("date-of-birth"),
            {"it-day": "4", "it-month": "jun", "it-year": "2015"},
            "2015-06-04",
            ["4 June 2015"],
            date(2015, 6, 4),
        ),
        (question("date-of-birth"), {"it-day": "", "it-month": "6", "it-year": "2015"}, "2015-06", ["June 2015"], None),
        (question("date-of-birth"), {"it-day": "", "it-month": "", "it-year": "2015"}, "2015", ["2015"], None),
        (question("date-of-birth"), {"it-day": "", "it-month": "", "it-year": ""}, None, [], None),
        (
            question("date"),
            {"it-day": " 27", "it-month": "March", "it-year": "2026"},
            "2026-03-27",
            ["27 March 2026"],
            date(2026, 3, 27),
        ),
        (
            question("date", partial="true"),
            {"it-day": "", "it-month": "mar", "it-year": "26"},
            "2026-03",
            ["March 2026"],
            None,
        ),
        (question("date"), {"it-day": "", "it-month": "", "it-year": ""}, None, [], None),
        (question("yes-no"), {"it": "no"}, "no", ["No"], "no"),
        (question("long-list", choices=CHOICES), {"it": "b"}, "b", ["Bread"], "b"),
        (question("long-list", choices=CHOICES), {"it": " NONE of these "}, "none", ["None of these"], "none"),
        (question("long-list", choices=CHOICES), {"it": ""}, None, [], None),
        (question("files"), {"it": "letter.pdf"}, None, [], ()),
        (question("radios", choices=CHOICES), {"it": "b"}, "b", ["Bread"], "b"),
        (question("checkboxes", choices=CHOICES), {"it": ["b", "a", "b"]}, ["b", "a"], ["Bread", "Apples"], ("b", "a")),
        (question("checkboxes", choices=CHOICES), {}, None, [], ()),
        (
            POINTS,
            {"it-0-what": "", "it-4-what": "Late\nagain", "it-4-born-year": "2015", "it-7-what": "Rude"},
            [{"what": "Late\nagain", "born": "2015"}, {"what": "Rude", "born": None}],
            ["1. Late", "again", "Born: 2015", "2. Rude"],
            ("Late\nagain", "2015", "Rude"),
        ),
    ],
)
def test_a_kind_reads_says_and_compares_an_answer(
    asked: Question, sent: dict[str, Any], answer: Any, words: list[str], value: Value
) -> None:
    assert typed(asked, sent) == answer
    assert words_of(asked, answer) == words
    assert value_of(asked, answer) == value
    assert problems_of(asked, answer) == []


@pytest.mark.parametrize(
    ("asked", "answer", "text"),
    [
        (question("text"), "x" * 201, "Shorten this to 200 characters or fewer. It has 201 now"),
        (question("text", at_most="5"), "sixsix", "Shorten this to 5 characters or fewer. It has 6 now"),
        (question("text"), ["not", "text"], "Enter this in words"),
        (question("email"), "sam", "Enter an email address like name@example.com"),
        (question("email"), "sam@@example.com", "Enter an email address like name@example.com"),
        (question("email"), "sam@example", "Enter an email address like name@example.com"),
        (question("telephone"), "01632", "Enter a telephone number with all its digits, like 01632 960 001"),
        (question("whole-number", least="3", greatest="99"), "nine", "Enter a number, like 12"),
        (question("whole-number", least="3", greatest="99"), 2, "Enter a number from 3 to 99"),
        (question("whole-number", least="3", greatest="99"), 100, "Enter a number from 3 to 99"),
        (question("date-of-birth"), "2015-02-31", "Enter a date of birth like 14 6 2015, or the year alone, like 2015"),
        (question("date"), "2026-03", "Enter the day too, like 27 3 2026"),
        (question("date"), "2026", "Enter the day and the month too, like 27 3 2026"),
        (question("date"), "27 ? ?", "Enter the month and the year too, like 27 3 2026"),
        (question("date"), "31 ? 2026", "Enter the month too, like 27 3 2026"),
        (question("date"), "31 2 ?", "Enter the year too, like 27 3 2026"),
        (question("date", must_be="past"), "31 2 2999", "Enter a real date, like 27 3 2026"),
        (question("date"), "12 x 2026", "Enter a real date, like 27 3 2026"),
        (question("date"), ["2026"], "Enter a real date, like 27 3 2026"),
        (question("date"), "0026-03-27", "Enter the year with four numbers, like 2026"),
        (question("date", partial="true"), "27 ? 2026", "Enter the month too, like 27 3 2026"),
        (question("date", partial="true"), "? 3 ?", "Enter the year too, like 27 3 2026"),
        (question("date", must_be="past"), "2099-01-01", "Enter a date that is not after today"),
        (question("date", must_be="past", partial="true"), "2099", "Enter a date that is not after today"),
        (question("date", must_be="future"), "2020-02-29", "Enter a date that is not before today"),
        (question("date", must_be="future", partial="true"), "2020-12", "Enter a date that is not before today"),
        (question("yes-no"), "perhaps", "Say it"),
        (question("long-list", choices=CHOICES), "Brea", "Choose one from the list"),
        (question("files"), "letter.pdf", "Say it"),
        (question("files"), ["letter.pdf"], "Say it"),
        (
            question("files", at_most="1"),
            [{"id": "1", "name": "a.pdf", "size": 1}, {"id": "2", "name": "b.pdf", "size": 1}],
            "You can add up to 1 files here. Remove one first, or give us the others later",
        ),
        (question("radios", choices=CHOICES), "c", "Say it"),
        (question("checkboxes", choices=CHOICES), ["c"], "Say it"),
        (question("checkboxes", choices=CHOICES), "a", "Say it"),
        (
            question("checkboxes", choices=CHOICES, exclusive="none"),
            ["a", "none"],
            "Choose the answers that are right, or “None of these”, but not both",
        ),
        (POINTS, [{"what": None, "born": "2015"}], "Say what"),
        (POINTS, "words", "Say it"),
        (
            question(
                "add-another",
                item="i",
                at_most="1",
                fields=[{"key": "w", "kind": "text", "label": "W", "required": "false"}],
            ),
            [{"w": "a"}, {"w": "b"}],
            "Tell us about 1 here, and the others in a later message",
        ),
    ],
)
def test_a_wrong_answer_is_told_what_to_do(asked: Question, answer: Any, text: str) -> None:
    assert [problem.text for problem in problems_of(asked, answer)] == [text]


def test_files_are_named_with_their_sizes() -> None:
    answer = [{"id": "1", "name": "a.pdf", "size": 3 * 1024 * 1024}, {"id": "2", "name": "b.jpg", "size": 2000}]
    assert words_of(question("files"), answer) == ["a.pdf (3 MB)", "b.jpg (2 KB)"]
    assert value_of(question("files"), answer) == ("a.pdf", "b.jpg")
    assert problems_of(question("files"), answer) == []


def test_whatever_is_sent_says_nothing_about_the_files_that_are_kept() -> None:
    asked = question("files")
    page = Page(key="page", questions=(asked,))
    kept = [{"id": "mine", "name": "a.pdf", "size": 1}]
    forged = MultiDict({"it": "theirs", "it-0-id": "theirs"})
    assert read(form_class(page), page, forged, {"it": kept}) == {"it": kept}
    assert read(form_class(page), page, forged) == {"it": None}


@pytest.mark.parametrize("today", [date(2026, 3, 26), date(2026, 3, 27), date(2026, 3, 28)])
def test_today_is_neither_too_early_nor_too_late(today: date, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("webform.kinds.dates.now", lambda: datetime(today.year, today.month, today.day, 12, tzinfo=UTC))
    past, future = question("date", must_be="past"), question("date", must_be="future")
    assert bool(problems_of(past, "2026-03-27")) == (today < date(2026, 3, 27))
    assert bool(problems_of(future, "2026-03-27")) == (today > date(2026, 3, 27))


def test_a_month_or_a_year_that_is_not_over_yet_may_still_come(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("webform.kinds.dates.now", lambda: datetime(2026, 12, 15, 12, tzinfo=UTC))
    asked = question("date", must_be="future", partial="true")
    assert [bool(problems_of(asked, answer)) for answer in ("2026", "2026-12", "2026-11", "2025")] == [
        False, False, True, True,
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("more", "raw", "wrong"),
    [
        ({}, "27 ? 2026", ["month"]),
        ({}, "? ? 2026", ["day", "month"]),
        ({}, "31 2 2026", ["day", "month", "year"]),
        ({"partial": "true"}, "27 ? 2026", ["month"]),
        ({"partial": "true"}, "? 2 ?", ["year"]),
        ({"partial": "true"}, "? x 2026", ["month", "year"]),
    ],
)
def test_the_boxes_to_mend_are_those_marked_and_the_first_is_led_to(
    more: dict[str, Any], raw: str, wrong: list[str]
) -> None:
    asked = question("date", **more)
    page = Page(key="page", questions=(asked,))
    form = shown(form_class(page), page, {"it": raw})
    mark(form, problems_of(asked, raw))
    assert [part for part in ("day", "month", "year") if form["it"].part_is_wrong(part)] == wrong
    assert form["it"].first_wrong_id == f"it-{wrong[0]}"


@pytest.mark.parametrize("raw", ["31 2 2015", "? 6 ?", "14 ? 2015", "x y z"])
def test_a_date_that_is_none_comes_back_into_the_boxes_as_typed(raw: str) -> None:
    asked = question("date-of-birth")
    page = Page(key="page", questions=(asked,))

    box = shown(form_class(page), page, {"it": raw})["it"]

    assert [box.typed[part] or "?" for part in ("day", "month", "year")] == raw.split()


def test_text_that_turns_other_text_about_is_taken_out() -> None:
    assert typed(question("text"), {"it": "a\u202eb\x00c\u2066"}) == "abc"


@pytest.mark.parametrize("kind", PLAIN)
@given(words=st.text(st.characters(max_codepoint=0x24F), max_size=60))
def test_what_was_typed_reads_the_same_when_it_is_shown_and_sent_again(kind: str, words: str) -> None:
    asked = question(kind)
    page = Page(key="page", questions=(asked,))
    made = form_class(page)

    answer = read(made, page, MultiDict({"it": words}))["it"]
    box = shown(made, page, {"it": answer})["it"]

    assert read(made, page, MultiDict({"it": box.data or ""}))["it"] == answer


@given(
    st.dictionaries(
        st.one_of(
            st.sampled_from(["it", "it-0", "it-0-what", "it-0-born-day", "it-x-what", "it-1-what-"]),
            st.text(max_size=8),
        ),
        st.text(max_size=12),
    )
)
def test_no_kind_fails_on_whatever_a_browser_sends(sent: dict[str, str]) -> None:
    for kind in KINDS:
        more: dict[str, Any] = {"choices": CHOICES} if kind in ("radios", "long-list", "checkboxes") else {}
        asked = POINTS if kind == "add-another" else question(kind, **more)
        answer = typed(asked, sent)
        assert not KINDS[kind].is_kept_apart or answer is None
        problems_of(asked, answer)
        words_of(asked, answer)
        value_of(asked, answer)

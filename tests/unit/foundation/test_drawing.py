"""Charts as SVG: told in words, told apart without colour, and never wider than their frame."""

from __future__ import annotations

from xml.etree import ElementTree

import pytest

from foundation.drawing import TONES, Bar, Box, StackedBar, Stroke, bar_chart, stacked_chart, svg

SVG = "{http://www.w3.org/2000/svg}"


def test_a_chart_carries_its_title_and_description() -> None:
    root = ElementTree.fromstring(svg(bar_chart("a", "Answers", "Letter: 3.", [Bar("Letter", "3", 3)])))
    assert root.get("role") == "img"
    assert root.get("aria-labelledby") == "a-title a-desc"
    assert root.findtext(f"{SVG}title") == "Answers"
    assert root.findtext(f"{SVG}desc") == "Letter: 3."


def test_each_bar_says_its_figure_in_words() -> None:
    root = ElementTree.fromstring(svg(bar_chart("a", "T", "D", [Bar("Letter", "3 of 12 (25%)", 0.25)], 1.0)))
    assert [text.text for text in root.iter(f"{SVG}text")] == ["Letter", "3 of 12 (25%)"]


def test_bars_are_drawn_against_the_largest_unless_told_what_is_full() -> None:
    bars = [Bar("a", "2", 2), Bar("b", "4", 4)]
    drawn = [s.right for s in bar_chart("a", "T", "D", bars).shapes if isinstance(s, Box) and s.tone]
    assert drawn == [0.5, 1.0]
    halved = [s.right for s in bar_chart("a", "T", "D", bars, 8).shapes if isinstance(s, Box) and s.tone]
    assert halved == [0.25, 0.5]


def test_an_interval_stays_inside_the_frame() -> None:
    chart = bar_chart("a", "T", "D", [Bar("a", "1", 0.9, low=0.7, high=1.2)], 1.0)
    assert [(s.left, s.right) for s in chart.shapes if isinstance(s, Stroke)] == [(0.7, 1.0)]


def test_the_parts_of_a_stacked_bar_fill_its_width() -> None:
    chart = stacked_chart("a", "T", "D", ["x", "y", "z"], [StackedBar("a", "1, 3", (1, 0, 3))])
    parts = [(s.left, s.right, s.tone) for s in chart.shapes if isinstance(s, Box) and s.tone]
    assert parts == [(0.0, 0.25, TONES[0]), (0.25, 1.0, TONES[2])]


def test_a_stacked_bar_of_nothing_is_empty() -> None:
    chart = stacked_chart("a", "T", "D", ["x"], [StackedBar("a", "none", (0,))])
    assert not [s for s in chart.shapes if isinstance(s, Box) and s.tone]


def test_no_two_tones_share_a_pattern() -> None:
    assert len({tone.pattern for tone in TONES}) == len(TONES)


def test_more_parts_than_can_be_told_apart_are_refused() -> None:
    with pytest.raises(ValueError, match="cannot be told apart"):
        stacked_chart("a", "T", "D", list("abcdefg"), [])


def test_words_from_people_cannot_become_markup() -> None:
    drawn = svg(bar_chart('k"', "<script>", "&", [Bar("<b>", "</svg>", 1)]))
    root = ElementTree.fromstring(drawn)
    assert root.findtext(f"{SVG}title") == "<script>"


def test_a_chart_of_nothing_is_still_a_picture() -> None:
    ElementTree.fromstring(svg(bar_chart("a", "T", "D", [])))

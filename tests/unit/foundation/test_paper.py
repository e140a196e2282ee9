"""Letters on paper."""

from datetime import date
from io import BytesIO

import pytest
from pypdf import PdfReader

from foundation.paper import LACKING, Letter, letter_pdf, sheet_pdf
from foundation.typeface import printable


def a_letter(**given: object) -> Letter:
    values: dict[str, object] = {
        "sender": "Invented Council",
        "to": ("Ana Example", "1 Nowhere Street", "Madeup XX1 1XX"),
        "on": date(2026, 12, 4),
        "reference": "R7KD-2M",
        "subject": "Your complaint",
        "blocks": (("paragraph", ("We have it.",)), ("list", ("one", "two"))),
    }
    return Letter(**{**values, **given})  # type: ignore[arg-type]


def pages_of(letter: Letter) -> list[str]:
    return [page.extract_text() for page in PdfReader(BytesIO(letter_pdf(letter))).pages]


def test_a_letter_holds_its_sender_address_date_reference_and_words_on_one_page() -> None:
    (page,) = pages_of(a_letter())
    for words in (
        "Invented Council", "Ana Example", "1 Nowhere Street", "Friday 4 December 2026", "Our reference: R7KD-2M",
        "Your complaint", "We have it.", "one", "Page 1 of 1",
    ):  # fmt: skip
        assert words in page


def test_a_long_letter_numbers_its_pages() -> None:
    pages = pages_of(a_letter(blocks=(("paragraph", ("Words and more words. " * 40,)),) * 12))
    assert len(pages) > 2
    assert f"Page 2 of {len(pages)}" in pages[1]


def test_what_looks_like_markup_is_printed_as_it_was_typed() -> None:
    (page,) = pages_of(a_letter(blocks=(("paragraph", ("<b>not bold</b> & <unclosed",)),)))
    assert "<b>not bold</b> & <unclosed" in page


@pytest.mark.parametrize(
    "name",
    ["Żaneta Wójcik", "Ștefan Țurcanu", "Nguyễn Thị Hằng", "Šarūnas Ķēniņš", "Çağrı Işık", "Ŵyn ap Llŷr",
     "Ελένη Παπαδοπούλου", "Олександра Гайова", "Љиљана Ђорђевић", "Անի Պետրոսյան", "ნინო ბერიძე"],
)  # fmt: skip
def test_names_in_the_alphabets_of_europe_are_printed_as_they_are_written(name: str) -> None:
    (page,) = pages_of(a_letter(to=(name, "1 Nowhere Street"), blocks=(("paragraph", (f"Dear {name},",)),)))
    assert page.count(name) == 2
    assert LACKING not in page


def test_letters_written_with_a_loose_mark_are_put_together() -> None:
    assert printable("Zoe\u0308 e\u0301") == "Zoë é"


@pytest.mark.parametrize("name", ["日本", "محمد", "שרה", "प्रिया", "🙂"])
def test_letters_that_cannot_be_printed_are_boxes_and_the_page_says_so(name: str) -> None:
    (page,) = pages_of(a_letter(to=(f"Ana {name}", "1 Nowhere Street")))
    assert "Ana □" in page
    assert LACKING in page


def test_the_same_letter_is_the_same_file() -> None:
    assert letter_pdf(a_letter()) == letter_pdf(a_letter())


def test_the_address_shows_in_the_window_of_an_envelope() -> None:
    places: list[tuple[str, float]] = []
    page = PdfReader(BytesIO(letter_pdf(a_letter(sender_lines=("County Hall", "01632 960000"))))).pages[0]
    page.extract_text(visitor_text=lambda text, cm, tm, font, size: places.append((text.strip(), cm[5] + tm[5])))
    height = float(page.mediabox.height)
    name = next(place for text, place in places if text.startswith("Ana Example"))
    down_from_top_mm = (height - name) / 72 * 25.4
    assert 45 <= down_from_top_mm <= 65


def test_a_sheet_holds_its_title_headings_questions_and_words() -> None:
    blocks = (("heading", ("About you",)), ("question", ("Your name",)), ("paragraph", ("Żaneta", "Wójcik")))
    content = sheet_pdf("Invented Council", "What you sent", blocks, reference="R7KD-2M")  # type: ignore[arg-type]
    (page,) = [page.extract_text() for page in PdfReader(BytesIO(content)).pages]
    for words in ("Invented Council", "What you sent", "About you", "Your name", "Żaneta", "R7KD-2M", "Page 1 of 1"):
        assert words in page


def sizes_of(letter: Letter) -> dict[str, float]:
    """The size in points of each piece of words on the first page."""
    found: dict[str, float] = {}

    def note(words: str, _: object, place: list[float], __: object, size: float) -> None:
        if words.strip():
            found[words.strip()] = size * abs(place[0] or 1)

    PdfReader(BytesIO(letter_pdf(letter))).pages[0].extract_text(visitor_text=note)
    return found


def test_in_large_print_no_words_are_below_sixteen_points_but_the_address_in_the_window() -> None:
    letter = a_letter(large_print=True, sender_lines=("County Hall", "01632 960000"))
    sizes = sizes_of(letter)
    address = {words for words in sizes if any(line in words for line in letter.to)}
    assert address
    assert min(size for words, size in sizes.items() if words not in address) >= 16
    assert max(sizes_of(a_letter()).values()) < 16

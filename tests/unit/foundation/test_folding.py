"""Words as they are compared."""

from foundation.folding import folded_words


def test_folded_words_lose_case_accents_and_apostrophes() -> None:
    assert folded_words("Don’t! Zoë's  O'Neill_x 7") == ("dont", "zoes", "oneill", "x", "7")


def test_names_in_any_alphabet_keep_their_letters() -> None:
    assert folded_words("Łukasz Анна") == ("łukasz", "анна")

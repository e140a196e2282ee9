"""Links prove themselves, and search words say nothing without the key."""

import base64
from collections.abc import Iterator
from uuid import UUID

import pytest
from flask import Flask

from foundation.errors import NotFound
from foundation.folding import folded_words
from foundation.links import LinkClaim, read_token, token_for
from foundation.settings import Settings
from foundation.words import query_hashes, search_hashes

ROW = UUID("01890000-0000-7000-8000-000000000001")


def _app(letter: str) -> Flask:
    app = Flask("keys")
    app.config["SETTINGS"] = Settings.read(
        environment="test",
        secret_key=letter * 40,
        master_key=base64.b64encode(letter.encode() * 32).decode(),
        database_url="postgresql://unused/unused",
        redis_url="redis://unused",
        base_url="http://localhost",
        mail_from="a@council.example",
        mail_reply_to="a@council.example",
    )
    return app


@pytest.fixture(autouse=True)
def _keys() -> Iterator[None]:
    with _app("k").app_context():
        yield


def test_a_link_says_its_row_and_generation() -> None:
    assert read_token(token_for("answer", ROW, 3), "answer") == LinkClaim(ROW, 3)


def test_a_link_for_one_purpose_opens_no_other() -> None:
    with pytest.raises(NotFound):
        read_token(token_for("answer", ROW), "progress")


@pytest.mark.parametrize("position", [0, 10, 20, 30, 40])
def test_a_link_with_one_letter_changed_is_refused(position: int) -> None:
    token = token_for("answer", ROW)
    other = "B" if token[position] == "A" else "A"
    with pytest.raises(NotFound):
        read_token(token[:position] + other + token[position + 1 :], "answer")


@pytest.mark.parametrize("forged", ["", "x", "é", "a" * 500, "../../etc", "%00"])
def test_nonsense_is_refused_as_a_link(forged: str) -> None:
    with pytest.raises(NotFound):
        read_token(forged, "answer")


def test_a_link_made_with_another_key_is_refused() -> None:
    with _app("z").app_context():
        theirs = token_for("answer", ROW)
    with pytest.raises(NotFound):
        read_token(theirs, "answer")


def test_words_are_folded_so_that_they_are_found_however_they_are_typed() -> None:
    assert folded_words("Zoë O’Neill-Brown, PO30 1UD") == ("zoe", "oneill", "brown", "po30", "1ud")


def test_a_part_of_a_name_from_three_letters_finds_it() -> None:
    kept = set(search_hashes("Marguerite Oakapple", prefixes=True))
    assert set(query_hashes("mar oaka")) <= kept
    assert not set(query_hashes("ma")) <= kept


def test_whole_words_only_without_prefixes() -> None:
    assert not set(query_hashes("oaka")) <= set(search_hashes("Oakapple"))


def test_hashes_differ_under_another_key() -> None:
    ours = search_hashes("Oakapple")
    with _app("z").app_context():
        assert search_hashes("Oakapple") != ours


def test_hashes_fit_a_bigint() -> None:
    kept = search_hashes("many words make many hashes here", prefixes=True)
    assert all(-(2**63) <= value < 2**63 for value in kept)

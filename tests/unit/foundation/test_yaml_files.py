"""YAML as text: the traps of YAML 1.1 stay shut."""

from pathlib import Path

import pytest

from foundation.yaml_files import YamlFileError, load, loads


def test_every_scalar_is_the_text_that_was_written() -> None:
    assert loads("a: no\nb: 010\non: yes\nd: 2026-12-04\ne:\nf: [1.50, ~, 'null']\n") == {
        "a": "no",
        "b": "010",
        "on": "yes",
        "d": "2026-12-04",
        "e": "",
        "f": ["1.50", "~", "null"],
    }


def test_a_key_written_twice_is_refused_and_named() -> None:
    with pytest.raises(YamlFileError, match="'who' is written twice"):
        loads("page:\n  who: a\n  what: b\n  who: c\n")


def test_a_file_that_is_not_yaml_is_named(tmp_path: Path) -> None:
    path = tmp_path / "broken.yaml"
    path.write_text("a: [1\n", encoding="utf-8")

    with pytest.raises(YamlFileError, match=r"broken\.yaml cannot be read"):
        load(path)


def test_no_tag_builds_an_object() -> None:
    assert loads("a: !!python/object/apply:os.getcwd []\n") == {"a": []}


def test_a_file_is_read_as_utf_8(tmp_path: Path) -> None:
    path = tmp_path / "good.yaml"
    path.write_text("name: Zoë\n", encoding="utf-8")

    assert load(path) == {"name": "Zoë"}
